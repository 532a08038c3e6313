"""The parts of a page of the guide: headings, paragraphs, tables, the figure, each as pieces that can be stacked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from guide_text import Block, Text
from guide_typesetting import (
    AMBER,
    GREY,
    HAIR,
    INK,
    KEY_FILL,
    Canvas,
    Faces,
    Line,
    PlacedLink,
    Style,
    break_lines,
    parse_inline,
)

FRONT_PAGES = 2  # labelled i, ii; the chapters start at 1

BODY = Style("serif", 10.5)
CELL = Style("sans", 9.2)
CELL_HEAD = Style("bold", 9.2)
CAPTION = Style("sans", 8.8, GREY)
CHAPTER = Style("bold", 18.0)
SECTION = Style("bold", 11.8)
FORMULA = Style("serif", 10.5)


@dataclass(slots=True)
class Piece:
    """Something that is set as a whole: its height and how to draw it with its top left corner at (x, y)."""

    height: float
    draw: Callable[[Canvas, float, float], None]
    before: float = 0.0  # space above, dropped at the top of a page or column
    is_kept: bool = False  # must not be the last in a column


@dataclass(slots=True)
class Anchor:
    level: int
    title: str
    page_index: int
    top: float


@dataclass(slots=True)
class Setting:
    """What one run knows: the faces, where headings ended up (from the run before), what it has placed so far."""

    text: Text
    faces: Faces
    known: dict[str, Anchor]
    anchors: dict[str, Anchor] = field(default_factory=dict)
    links: list[PlacedLink] = field(default_factory=list)

    @property
    def is_japanese(self) -> bool:
        return self.text.fields["language"] == "ja"

    @property
    def leading(self) -> float:
        return 16.8 if self.is_japanese else 15.4


def label_of(page_index: int) -> str:
    return ("i", "ii")[page_index] if page_index < FRONT_PAGES else str(page_index - FRONT_PAGES + 1)


def paragraph(
    setting: Setting,
    text: str,
    style: Style,
    width: float,
    leading: float,
    *,
    before: float = 0.0,
    is_justified: bool = False,
    indent: float = 0.0,
    mark: str = "",
) -> list[Piece]:
    """The lines of one paragraph; `mark` hangs in the indent of the first."""
    lines = break_lines(parse_inline(text, style), width - indent, setting.faces, is_justified=is_justified)
    pieces = []
    for number, line in enumerate(lines):

        def draw(canvas: Canvas, x: float, y: float, line: Line = line, number: int = number) -> None:
            baseline = y + leading * 0.5 + style.size * 0.36
            if mark and number == 0:
                canvas.text(x + 1.5, baseline, mark + " ", style)
            canvas.line(x + indent, baseline, line)

        # Neither the first nor the last line but one ends a column: no line stands alone.
        is_kept = len(lines) > 1 and number in (0, len(lines) - 2)
        pieces.append(Piece(leading, draw, before if number == 0 else 0.0, is_kept))
    return pieces


def heading(setting: Setting, block: Block, width: float) -> list[Piece]:
    is_chapter = block.kind != "##"
    style = CHAPTER if is_chapter else SECTION
    leading = style.size * 1.35
    # The number stands apart by less than what a reader of the text would take for the end of a line.
    indent = setting.faces.width(block.number, style.face, style.size) + style.size * 0.55 if block.number else 0.0
    title = block.lines[0]
    lines = break_lines(parse_inline(title, style), width - indent, setting.faces, is_justified=False)
    extra = 16.0 if is_chapter else 0.0

    def draw(canvas: Canvas, x: float, y: float) -> None:
        setting.anchors[block.name] = Anchor(
            1 if is_chapter else 2, f"{block.number} {title}".strip(), canvas.page.number, y
        )
        if is_chapter:
            canvas.box((x, y, x + 30, y + 3.4), fill=AMBER)
        baseline = y + extra + style.size
        if block.number:
            canvas.text(x, baseline, block.number + " ", style)
        for number, line in enumerate(lines):
            canvas.line(x + indent, baseline + leading * number, line)

    gap = 8.0 if is_chapter else 3.0
    before = 30.0 if is_chapter else 15.0
    return [Piece(extra + leading * len(lines) + gap, draw, before, is_kept=True)]


def note(setting: Setting, block: Block, width: float) -> list[Piece]:
    inner = [
        piece
        for each in block.inside
        for piece in paragraph(setting, each.lines[0], BODY, width - 30, setting.leading, is_justified=True)
    ]
    height = sum(piece.height for piece in inner) + 20

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.box((x, y, x + width, y + height), fill=KEY_FILL)
        canvas.box((x, y, x + 3.4, y + height), fill=AMBER)
        y += 10
        for piece in inner:
            piece.draw(canvas, x + 16, y)
            y += piece.height

    return [Piece(height + 4, draw, 13.0)]


def table(setting: Setting, block: Block, width: float) -> list[Piece]:
    caption, head, shares, *rows = block.lines
    widths = [width * int(share.strip("-")) / 100 for share in shares.strip("|").split("|")]
    leading = 14.2 if setting.is_japanese else 13.2
    pad = 6.0
    cells: list[list[list[Piece]]] = [
        [
            paragraph(setting, cell.strip(), CELL_HEAD if row is head else CELL, each - 2 * pad, leading)
            for cell, each in zip(row.strip("|").split("|"), widths, strict=True)
        ]
        for row in (head, *rows)
    ]
    heights = [max(len(cell) for cell in row) * leading + 7.5 for row in cells]
    legend = paragraph(setting, f"**{setting.text.fields['table']} {block.number}**  {caption}", CAPTION, width, 13.0)
    total = sum(heights)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.box((x, y, x + width, y + heights[0]), fill=KEY_FILL)
        canvas.rule(x, y, x + width, y, INK, 0.9)
        edge = x
        for each in widths[:-1]:
            edge += each
            canvas.rule(edge, y, edge, y + total, HAIR, 0.5)
        for number, (row, height) in enumerate(zip(cells, heights, strict=True)):
            left = x
            for cell, each in zip(row, widths, strict=True):
                top = y + 3.6
                for piece in cell:
                    piece.draw(canvas, left + pad, top)
                    top += leading
                left += each
            y += height
            is_last = number == len(cells) - 1
            canvas.rule(x, y, x + width, y, INK if is_last or number == 0 else HAIR, 0.9 if is_last else 0.5)
        y += 4
        for piece in legend:
            piece.draw(canvas, x, y)
            y += piece.height

    return [Piece(total + 4 + 13.0 * len(legend) + 4, draw, 9.0)]


def formula(setting: Setting, block: Block, width: float) -> list[Piece]:
    """One row for each line of the source, those after the first indented; the number stands beside the last."""
    leading = 16.5
    rows = []
    for source in block.lines:
        (row,) = break_lines(parse_inline(source, FORMULA), width - 36, setting.faces, is_justified=False)
        rows.append(row)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for number, row in enumerate(rows):
            canvas.line(x + 6 + 10 * min(number, 1), y + 14 + leading * number, row)
        number_text = f"({block.number})"
        right = x + width - setting.faces.width(number_text, "serif", FORMULA.size)
        canvas.text(right, y + 14 + leading * (len(rows) - 1), number_text, FORMULA)

    return [Piece(leading * len(rows) + 6, draw, 5.0)]


def figure(setting: Setting, block: Block, width: float) -> list[Piece]:
    """Five boxes from the question to the citation, above a bar that stands for the document."""
    *names, source, caption = block.lines
    legend = paragraph(
        setting,
        f"**{setting.text.fields['figure']} {block.number}**  {caption.split(': ', 1)[1]}",
        CAPTION,
        width,
        13.5,
    )
    gap, box_height, bar_height, lift = 17.0, 50.0, 24.0, 26.0
    box_width = (width - gap * (len(names) - 1)) / len(names)
    label, small = Style("bold", 9.2), Style("sans", 7.8, GREY)

    def centred(canvas: Canvas, middle: float, y: float, text: str, style: Style) -> None:
        canvas.text(middle - setting.faces.width(text, style.face, style.size) / 2, y, text, style)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        bar = y + box_height + lift
        for number, name in enumerate(names):
            left = x + number * (box_width + gap)
            middle = left + box_width / 2
            is_result = number == len(names) - 1
            canvas.box(
                (left, y, left + box_width, y + box_height),
                fill=AMBER if is_result else (1.0, 1.0, 1.0),
                stroke=INK,
                radius=0.1,
                width=0.8,
            )
            title, _, detail = name.partition("|")
            small_lines = (
                break_lines(parse_inline(detail, small), box_width - 8, setting.faces, is_justified=False)
                if detail
                else []
            )
            title_lines = break_lines(parse_inline(title, label), box_width - 8, setting.faces, is_justified=False)
            rows = [
                *((each, 12.0, label) for each in title_lines),
                *((each, 10.2, small) for each in small_lines),
            ]
            baseline = y + box_height / 2 - sum(height for _, height, _ in rows) / 2 - 1.5
            for line, height, style in rows:
                baseline += height
                text = "".join(atom.text + (" " if atom.gap_style else "") for atom in line.atoms).rstrip()
                look = Style(style.face, style.size, INK) if is_result else style
                centred(canvas, middle, baseline, text, look)
            if not is_result:
                _arrow(
                    canvas,
                    left + box_width + 2,
                    y + box_height / 2,
                    left + box_width + gap - 2,
                    y + box_height / 2,
                )
            if number in (1, 3):
                _arrow(canvas, middle, bar - 2, middle, y + box_height + 3)
        canvas.box((x, bar, x + width, bar + bar_height), fill=KEY_FILL, stroke=HAIR, radius=0.15)
        centred(canvas, x + width / 2, bar + 15.5, source, Style("sans", 9.0))
        top = bar + bar_height + 7
        for piece in legend:
            piece.draw(canvas, x, top)
            top += piece.height

    return [Piece(box_height + lift + bar_height + 7 + 13.5 * len(legend), draw, 8.0)]


def _arrow(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """A thin arrow, horizontal to the right or vertical upwards."""
    head = 4.2
    if y0 == y1:
        canvas.rule(x0, y0, x1 - head, y1, INK, 0.9)
        canvas.polygon([(x1, y1), (x1 - head, y1 - 2.6), (x1 - head, y1 + 2.6)], INK)
    else:
        canvas.rule(x0, y0, x1, y1 + head, INK, 0.9)
        canvas.polygon([(x1, y1), (x1 - 2.6, y1 + head), (x1 + 2.6, y1 + head)], INK)


def contents(setting: Setting, width: float) -> list[Piece]:
    """One row for each heading: a link over the whole row, the printed page label at the right."""
    pieces = []
    for name, anchor in setting.known.items():
        if name == "contents":
            continue
        is_chapter = anchor.level == 1
        style = Style("bold", 10.8) if is_chapter else Style("serif", 10.5)
        height = 20.0 if is_chapter else 18.5

        def draw(
            canvas: Canvas,
            x: float,
            y: float,
            name: str = name,
            anchor: Anchor = anchor,
            style: Style = style,
            height: float = height,
            is_chapter: bool = is_chapter,
        ) -> None:
            baseline = y + height * 0.5 + style.size * 0.36
            (line,) = break_lines(parse_inline(anchor.title, style), width, setting.faces, is_justified=False)
            label = label_of(anchor.page_index)
            canvas.line(x + (0 if is_chapter else 15), baseline, line)
            canvas.text(x + width - setting.faces.width(label, style.face, style.size), baseline, label, style)
            canvas.rule(x, y + height, x + width, y + height, HAIR, 0.4)
            canvas.link((x, y, x + width, y + height), f"#{name}")

        pieces.append(Piece(height, draw, 9.0 if is_chapter else 0.0))
    return pieces


def pieces_of(setting: Setting, block: Block, width: float, previous: str, *, is_column: bool) -> list[Piece]:
    match block.kind:
        case "#" | "#-" | "##":
            pieces = heading(setting, block, width)
            if previous in ("#", "#-"):
                pieces[0].before = 4.0
            return pieces
        case "paragraph":
            # Narrow English columns stay ragged: justified they would have holes.
            is_justified = setting.is_japanese or not is_column
            before = 0.0 if previous.startswith("#") else 6.5
            if is_column and not previous.startswith("#"):
                before = 5.5
            return paragraph(
                setting,
                block.lines[0],
                BODY,
                width,
                setting.leading,
                before=before,
                is_justified=is_justified,
            )
        case "item":
            return paragraph(
                setting,
                block.lines[0],
                BODY,
                width,
                setting.leading,
                before=2.5,
                is_justified=True,
                indent=11.5,
                mark="•",
            )
        case "note":
            return note(setting, block, width)
        case "table":
            return table(setting, block, width)
        case "formula":
            return formula(setting, block, width)
        case "figure":
            return figure(setting, block, width)
        case "contents":
            return contents(setting, width)
    raise ValueError(f"unknown block {block.kind}")
