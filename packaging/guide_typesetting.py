"""Setting lines of English and Japanese text for the guide: faces, inline markup, line breaking, drawing.

All lengths are PDF points, the origin is the top left corner of the page, y is a baseline where not said otherwise.
"""

import importlib
import io
import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pymupdf

Face = Literal["serif", "sans", "bold", "mono"]
Color = tuple[float, float, float]

_FONTS = Path("/usr/share/fonts")  # Debian: fonts-noto-cjk, fonts-noto-mono (SIL Open Font License)
FACE_FILES: dict[Face, Path] = {
    "serif": _FONTS / "opentype/noto/NotoSerifCJK-Regular.ttc",
    "sans": _FONTS / "opentype/noto/NotoSansCJK-Regular.ttc",
    "bold": _FONTS / "opentype/noto/NotoSansCJK-Bold.ttc",
    "mono": _FONTS / "truetype/noto/NotoSansMono-Regular.ttf",
}

INK: Color = (0.12, 0.12, 0.14)
GREY: Color = (0.42, 0.42, 0.45)
HAIR: Color = (0.80, 0.80, 0.82)
KEY_FILL: Color = (0.945, 0.945, 0.95)
AMBER: Color = (1.0, 0.784, 0.239)  # 0xFFC83D, the colour of evidence in the window

# The signs as the window draws them on a light background.
SIGN_OF_VERDICT: dict[str, tuple[str, Color]] = {
    "exact": ("✓", (0.086, 0.439, 0.184)),
    "supported": ("✓", (0.039, 0.384, 0.541)),
    "page_only": ("◌", (0.361, 0.373, 0.400)),
    "unsupported": ("⚠", (0.659, 0.263, 0.0)),
}

_CHECKS = ("exact", "supported")
_LARGER = 1.2  # the other two signs, which fill less of their square

OPENING = "「『（【〔"
CLOSING = "、。」』）】〕"
NOT_AT_LINE_START = CLOSING + "・ー！？：；…ぁぃぅぇぉっゃゅょァィゥェォッャュョ％"
SIGNS = "✓◌⚠"

_INLINE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|`(?P<code>.+?)`|\[\[(?P<key>.+?)\]\]|\[(?P<text>[^\]]+)\]\((?P<target>[^)]+)\)"
    r"|<(?P<verdict>exact|supported|page_only|unsupported)>"
)


def is_cjk(char: str) -> bool:
    return ord(char) >= 0x2E80 or char in SIGNS


class Faces:
    """The four faces; the first run uses the whole fonts and notes which characters are needed."""

    def __init__(self, buffers: dict[Face, bytes] | None = None) -> None:
        self.used: dict[Face, set[str]] = defaultdict(set)
        self._fonts: dict[Face, Any] = {
            face: pymupdf.Font(fontbuffer=buffers[face]) if buffers else pymupdf.Font(fontfile=str(path))
            for face, path in FACE_FILES.items()
            if buffers is None or face in buffers
        }

    def width(self, text: str, face: Face, size: float) -> float:
        return float(self._fonts[face].text_length(text, size))

    def font(self, text: str, face: Face) -> Any:
        """The font object for drawing `text`; raises ValueError when a character is not in the font."""
        self.used[face].update(text)
        font = self._fonts[face]
        if missing := [char for char in text if not font.has_glyph(ord(char))]:
            raise ValueError(f"no glyph for {missing} in {FACE_FILES[face].name}")
        return font

    def subsets(self) -> dict[Face, bytes]:
        """Each face cut down to the characters drawn so far."""
        return {face: _subset(FACE_FILES[face], "".join(sorted(chars))) for face, chars in self.used.items()}


def _subset(path: Path, characters: str) -> bytes:
    """The glyphs of `characters` as an OpenType font.

    MuPDF writes glyph numbers as character codes, but a viewer reads the codes of a CID-keyed CFF font as CIDs.
    In the whole font the two agree; after subsetting they agree again only if the CIDs are renumbered.
    """
    subset = importlib.import_module("fontTools.subset")
    font = importlib.import_module("fontTools.ttLib").TTFont(path, fontNumber=0, recalcTimestamp=False)
    options = subset.Options(
        layout_features=[], hinting=False, desubroutinize=True, name_IDs=[1, 2, 4, 6], notdef_outline=True
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    if "CFF " in font:
        font = _renumber_cids(font)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def _renumber_cids(font: Any) -> Any:
    names = font.getGlyphOrder()
    new_names = [".notdef"] + [f"cid{number:05d}" for number in range(1, len(names))]
    renamed = dict(zip(names, new_names, strict=True))
    top = font["CFF "].cff.topDictIndex[0]
    strings = top.CharStrings
    strings.charStrings = {renamed[name]: index for name, index in strings.charStrings.items()}
    top.charset = new_names
    strings.charset = new_names
    for table in font["cmap"].tables:
        if hasattr(table, "cmap"):
            table.cmap = {code: renamed[name] for code, name in table.cmap.items()}
    font["hmtx"].metrics = {renamed[name]: value for name, value in font["hmtx"].metrics.items()}
    font.setGlyphOrder(new_names)
    return font


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks."""

    face: Face = "serif"
    size: float = 10.5
    color: Color = INK
    is_key: bool = False
    target: str | None = None
    verdict: str = ""


@dataclass(slots=True)
class Atom:
    """What no line break divides: a Latin word, or one CJK character. `runs` are drawn one after the other."""

    runs: list[tuple[str, Style]] = field(default_factory=list)
    width: float = 0.0
    space: float = 0.0  # after it, when the line goes on
    stretch: float = 0.0
    shrink: float = 0.0
    can_break: bool = True
    gap_style: Style | None = None  # of the space character that follows, if one does
    head: float = 0.0  # saved at the start of a line (an opening bracket has an empty left half)
    tail: float = 0.0  # saved at the end of a line

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)


def parse_inline(text: str, style: Style) -> list[tuple[str, Style]]:
    """Cut `**strong**`, `code`, `[[key]]` and `[text](target)` out of a text."""
    runs: list[tuple[str, Style]] = []
    start = 0
    for match in _INLINE.finditer(text):
        runs.append((text[start : match.start()], style))
        start = match.end()
        if strong := match["strong"]:
            runs.append((strong, Style("bold", style.size * 0.97, style.color, target=style.target)))
        elif code := match["code"]:
            runs.append((code, Style("mono", style.size * 0.9, style.color, target=style.target)))
        elif key := match["key"]:
            runs.append((key, Style("sans", style.size * 0.9, style.color, is_key=True)))
        elif verdict := match["verdict"]:
            sign, color = SIGN_OF_VERDICT[verdict]
            runs.append((sign, Style("bold", style.size, color, verdict=verdict)))
        else:
            runs.append((match["text"], Style(style.face, style.size, style.color, target=match["target"])))
    runs.append((text[start:], style))
    return [(part, look) for part, look in runs if part]


def _atoms(runs: Sequence[tuple[str, Style]], faces: Faces) -> list[Atom]:
    atoms: list[Atom] = []
    current: Atom | None = None
    for text, style in runs:
        for char in text:
            if char == " " and not style.is_key:
                if current is not None:
                    current.gap_style = style
                    current.space = faces.width(" ", style.face, style.size)
                    current.stretch, current.shrink = current.space * 0.5, current.space * 0.22
                    if style.face == "mono":  # a command stays on one line
                        current.stretch, current.shrink, current.can_break = 0.0, 0.0, False
                current = None
                continue
            look = style
            cjk = is_cjk(char)
            if cjk or current is None or is_cjk(current.text[-1]) or style.is_key != current.runs[-1][1].is_key:
                current = Atom()
                atoms.append(current)
            if current.runs and current.runs[-1][1] == look:
                current.runs[-1] = (current.runs[-1][0] + char, look)
            else:
                current.runs.append((char, look))
    for atom in atoms:
        atom.width = sum(faces.width(text, style.face, style.size) for text, style in atom.runs)
        if atom.runs[0][1].is_key:
            atom.width += 2 * _KEY_PADDING
        elif atom.runs[0][1].verdict and atom.runs[0][1].verdict not in _CHECKS:
            atom.width *= _LARGER
    for atom, following in itertools.pairwise(atoms):
        _fit_together(atom, following)
    for atom in atoms:
        half = atom.runs[0][1].size / 2
        atom.head = half if atom.text in OPENING else 0.0
        if atom.text in CLOSING and atom.space >= 0:
            atom.tail = half
    return atoms


def _fit_together(atom: Atom, following: Atom) -> None:
    """Set the space, and whether a line may end, between two neighbours."""
    last, first = atom.text[-1], following.text[0]
    em = atom.runs[-1][1].size
    if atom.gap_style:
        if atom.runs[-1][1].is_key and following.runs[0][1].is_key:
            atom.space += 3.0
        return
    both_cjk = is_cjk(last) and is_cjk(first)
    atom.can_break = (both_cjk or is_cjk(last) or is_cjk(first)) and not (first in NOT_AT_LINE_START or last in OPENING)
    if first in ".,;:)!?" and not is_cjk(last):
        atom.can_break = False
    if (last in CLOSING and first in OPENING + CLOSING) or (last in OPENING and first in OPENING):
        atom.space = -em / 2
    elif both_cjk:
        atom.stretch = em * 0.07
        if last in CLOSING or first in OPENING:
            atom.stretch, atom.shrink = em * 0.15, em * 0.2
    elif atom.runs[-1][1].is_key or following.runs[0][1].is_key:
        return
    elif last not in CLOSING + OPENING and first not in CLOSING + OPENING and (is_cjk(last) or is_cjk(first)):
        # Less than MuPDF's threshold for a space, so that none turns up in the extracted text.
        atom.space, atom.stretch = em * 0.11, em * 0.02


# At each side of a key. Less than MuPDF's threshold for a space: the text stays "Alt+Left." without one.
_KEY_PADDING = 1.35


@dataclass(slots=True)
class Line:
    """Atoms with the x of each, from the left edge of the column."""

    atoms: list[Atom]
    xs: list[float]
    width: float


def break_lines(runs: Sequence[tuple[str, Style]], width: float, faces: Faces, *, is_justified: bool) -> list[Line]:
    """Cut a paragraph into lines with the smallest sum of bad spacing over the whole paragraph."""
    atoms = _atoms(runs, faces)
    count = len(atoms)
    best: list[float] = [0.0] + [float("inf")] * count
    came_from = [0] * (count + 1)
    for start in range(count):
        if best[start] == float("inf"):
            continue
        natural = -atoms[start].head
        stretch = shrink = 0.0
        for end in range(start, count):
            atom = atoms[end]
            natural += atom.width
            slack = width - (natural - atom.tail)
            if slack + shrink < -0.01 and end > start:
                break
            is_last = end == count - 1
            if is_last or atom.can_break:
                cost = best[start] + _badness(slack, stretch, shrink, width, is_last, is_justified)
                if cost < best[end + 1]:
                    best[end + 1], came_from[end + 1] = cost, start
            natural += atom.space
            stretch += atom.stretch
            shrink += atom.shrink
    cuts = [count]
    while cuts[-1] > 0:
        cuts.append(came_from[cuts[-1]])
    cuts.reverse()
    return [_place(atoms[start:end], width, is_justified and end < count) for start, end in itertools.pairwise(cuts)]


def _badness(slack: float, stretch: float, shrink: float, width: float, is_last: bool, is_justified: bool) -> float:
    if is_last and slack >= 0:
        return 40.0 if slack > width * 0.86 else 0.0
    if slack < 0:
        return 30.0 + 60.0 * (-slack / max(shrink, 0.01)) ** 2
    if not is_justified:
        return 10.0 + 400.0 * (slack / width) ** 2
    return 10.0 + 60.0 * min(slack / max(stretch, 0.5), 20.0) ** 2


def _place(atoms: list[Atom], width: float, is_justified: bool) -> Line:
    x = -atoms[0].head
    inner = atoms[:-1]
    natural = x + sum(atom.width for atom in atoms) + sum(atom.space for atom in inner) - atoms[-1].tail
    slack = width - natural
    stretch = sum(atom.stretch for atom in inner)
    shrink = sum(atom.shrink for atom in inner)
    ratio = 0.0
    if slack < 0 and shrink:
        ratio = slack / shrink
    elif is_justified and stretch:
        ratio = slack / stretch
    xs = []
    for atom in atoms:
        xs.append(x)
        give = atom.stretch if ratio > 0 else atom.shrink
        x += atom.width + atom.space + ratio * give
    return Line(atoms, xs, xs[-1] + atoms[-1].width)


@dataclass(slots=True)
class PlacedLink:
    page_index: int
    rect: tuple[float, float, float, float]
    target: str


class Canvas:
    """One page: shapes below, texts above, each in the order in which they are drawn."""

    def __init__(self, page: Any, faces: Faces) -> None:
        self.page = page
        self.faces = faces
        self.links: list[PlacedLink] = []
        self._shape = page.new_shape()
        self._texts: list[tuple[Color, Any]] = []

    def text(self, x: float, y: float, text: str, style: Style) -> None:
        if not self._texts or self._texts[-1][0] != style.color:
            self._texts.append((style.color, pymupdf.TextWriter(self.page.rect)))
        font = self.faces.font(text, style.face)
        self._texts[-1][1].append(pymupdf.Point(x, y), text, font=font, fontsize=style.size)

    def line(self, x: float, y: float, line: Line) -> None:
        """Draw a set line with its keys, underlines and links."""
        for position, (atom, offset) in enumerate(zip(line.atoms, line.xs, strict=True)):
            at = x + offset
            is_end = position == len(line.atoms) - 1
            for text, style in atom.runs:
                width = self.faces.width(text, style.face, style.size)
                if style.is_key:
                    self.box(
                        (
                            at - 0.6,
                            y - style.size * 0.98,
                            at + width + 2 * _KEY_PADDING + 0.6,
                            y + style.size * 0.3,
                        ),
                        fill=KEY_FILL,
                        stroke=HAIR,
                        radius=0.18,
                    )
                    at += _KEY_PADDING
                draw = self._sign if style.verdict else self.text
                draw(at, y, text, style)
                if style.target:
                    following = line.atoms[position + 1].runs[0][1].target if not is_end else None
                    right = x + line.xs[position + 1] if following == style.target else at + width
                    self.rule(at, y + 2.2, right, y + 2.2, AMBER, 1.1)
                    self.link((at, y - style.size, right, y + style.size * 0.35), style.target)
                at += width
            if atom.gap_style and not is_end:
                self.text(at, y, " ", atom.gap_style)

    def _sign(self, x: float, y: float, text: str, style: Style) -> None:
        """A check in a full disc (exact) or an open circle (supported); the other two signs as they are."""
        if style.verdict not in _CHECKS:
            size = style.size * _LARGER
            self.text(x, y + (size - style.size) * 0.37, text, Style(style.face, size, style.color))
            return
        middle = pymupdf.Point(x + style.size / 2, y - style.size * 0.36)
        self._shape.draw_circle(middle, style.size * 0.54)
        is_full = style.verdict == "exact"
        self._shape.finish(color=style.color, fill=style.color if is_full else None, width=0.9)
        size = style.size * 0.82
        check = Style(style.face, size, (1.0, 1.0, 1.0) if is_full else style.color)
        self.text(middle.x - size / 2, middle.y + size * 0.37, text, check)

    def link(self, rect: tuple[float, float, float, float], target: str) -> None:
        last = self.links[-1] if self.links else None
        if last and last.target == target and abs(last.rect[1] - rect[1]) < 1 and abs(last.rect[2] - rect[0]) < 1:
            last.rect = (last.rect[0], last.rect[1], rect[2], last.rect[3])
        else:
            self.links.append(PlacedLink(self.page.number, rect, target))

    def rule(self, x0: float, y0: float, x1: float, y1: float, color: Color, width: float) -> None:
        self._shape.draw_line(pymupdf.Point(x0, y0), pymupdf.Point(x1, y1))
        self._shape.finish(color=color, width=width)

    def polygon(self, points: Sequence[tuple[float, float]], fill: Color) -> None:
        self._shape.draw_polyline([pymupdf.Point(*point) for point in points])
        self._shape.finish(color=None, fill=fill, closePath=True)

    def box(
        self,
        rect: tuple[float, float, float, float],
        *,
        fill: Color | None = None,
        stroke: Color | None = None,
        radius: float | None = None,
        width: float = 0.6,
    ) -> None:
        self._shape.draw_rect(pymupdf.Rect(*rect), radius=radius)
        self._shape.finish(color=stroke, fill=fill, width=width)

    def finish(self) -> None:
        self._shape.commit(overlay=True)
        for color, writer in self._texts:
            writer.write_text(self.page, color=color)
