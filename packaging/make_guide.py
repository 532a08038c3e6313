"""Writes the guide that the window opens at first start: resources/guide/guide-en.pdf and guide-ja.pdf.

    python packaging/make_guide.py [--output FOLDER]

The texts are packaging/guide/*.md. Needed besides pymupdf: fontTools, and Debian's fonts-noto-cjk and fonts-noto-mono.
The same texts, fonts and versions of the two libraries give the same bytes.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pymupdf
from guide_pieces import FRONT_PAGES, Anchor, Piece, Setting, label_of, paragraph, pieces_of
from guide_text import Block, Text, read_text
from guide_typesetting import AMBER, GREY, HAIR, Canvas, Faces, Style

HERE = Path(__file__).parent
LANGUAGES = ("en", "ja")
PAGE_WIDTH, PAGE_HEIGHT = 595.0, 842.0  # A4
LEFT, RIGHT = 82.0, 513.0
TOP, BOTTOM = 76.0, 768.0
GUTTER = 22.0
DATE = "D:20261123000000Z"  # fixed, so that the same texts give the same file
FOOT = Style("sans", 8.2, GREY)


def _height(pieces: Sequence[Piece]) -> float:
    return sum(piece.height + (piece.before if number else 0.0) for number, piece in enumerate(pieces))


def _stack(canvas: Canvas, pieces: Sequence[Piece], x: float, y: float) -> float:
    for number, piece in enumerate(pieces):
        y += piece.before if number else 0.0
        piece.draw(canvas, x, y)
        y += piece.height
    return y


def set_columns(setting: Setting, canvas: Canvas, block: Block, y: float) -> float:
    """Two columns of about the same height; returns where the longer one ends."""
    width = (RIGHT - LEFT - GUTTER) / 2
    pieces: list[Piece] = []
    previous = ""
    for each in block.inside:
        pieces += pieces_of(setting, each, width, previous, is_column=True)
        previous = each.kind
    cuts = [cut for cut in range(1, len(pieces)) if not pieces[cut - 1].is_kept]
    cut = min(cuts, key=lambda cut: (max(_height(pieces[:cut]), _height(pieces[cut:])), cut))
    return max(
        _stack(canvas, pieces[:cut], LEFT, y),
        _stack(canvas, pieces[cut:], LEFT + width + GUTTER, y),
    )


def set_page(setting: Setting, canvas: Canvas, blocks: Sequence[Block], y: float) -> None:
    previous = ""
    is_first = True
    for block in blocks:
        if block.kind == "columns":
            y = set_columns(setting, canvas, block, y + 14)
        else:
            pieces = pieces_of(setting, block, RIGHT - LEFT, previous, is_column=False)
            y = _stack(canvas, pieces, LEFT, y + (0.0 if is_first or not pieces else pieces[0].before))
        previous, is_first = block.kind, False
    if y > BOTTOM:
        raise ValueError(f"page {label_of(canvas.page.number)} is {y - BOTTOM:.0f} points too long")


def set_cover(setting: Setting, canvas: Canvas) -> float:
    """The title with a bookmark hanging from the top edge; returns where the text may start."""
    fields = setting.text.fields
    ribbon, tip = (RIGHT - 44, RIGHT - 10), 176.0
    canvas.polygon(
        [
            (ribbon[0], 0),
            (ribbon[1], 0),
            (ribbon[1], tip),
            ((ribbon[0] + ribbon[1]) / 2, tip - 15),
            (ribbon[0], tip),
        ],
        AMBER,
    )
    canvas.text(LEFT - 2, 190, fields["title"], Style("bold", 44.0))
    subtitle = paragraph(setting, fields["subtitle"], Style("sans", 14.0, GREY), RIGHT - LEFT - 60, 21.0)
    return _stack(canvas, subtitle, LEFT, 208) + 44


def set_foot(setting: Setting, canvas: Canvas) -> None:
    label = label_of(canvas.page.number)
    canvas.rule(LEFT, 788, RIGHT, 788, HAIR, 0.5)
    canvas.text(LEFT, 802, setting.text.fields["footer"], FOOT)
    style = Style("bold", 8.8)
    canvas.text(RIGHT - setting.faces.width(label, style.face, style.size), 802, label, style)


def set_guide(text: Text, faces: Faces, known: dict[str, Anchor]) -> tuple[Any, Setting]:
    document = pymupdf.open()
    setting = Setting(text, faces, known)
    for number, blocks in enumerate(text.pages):
        canvas = Canvas(document.new_page(width=PAGE_WIDTH, height=PAGE_HEIGHT), faces)
        set_page(setting, canvas, blocks, set_cover(setting, canvas) if number == 0 else TOP)
        set_foot(setting, canvas)
        canvas.finish()
        setting.links += canvas.links
    return document, setting


def finish(document: Any, setting: Setting) -> None:
    """Links, outline, labels and metadata."""
    fields = setting.text.fields
    for link in setting.links:
        page = document[link.page_index]
        rect = pymupdf.Rect(*link.rect)
        if link.target.startswith("#"):
            anchor = setting.anchors[link.target[1:]]
            to = pymupdf.Point(0, anchor.top - 12)
            page.insert_link({"kind": pymupdf.LINK_GOTO, "from": rect, "page": anchor.page_index, "to": to, "zoom": 0})
        else:
            page.insert_link({"kind": pymupdf.LINK_URI, "from": rect, "uri": link.target})
    document.set_toc(
        [
            [
                anchor.level,
                anchor.title,
                anchor.page_index + 1,
                {"kind": pymupdf.LINK_GOTO, "to": pymupdf.Point(0, anchor.top - 12), "zoom": 0},
            ]
            for anchor in setting.anchors.values()
        ],
        collapse=2,
    )
    document.set_page_labels(
        [
            {"startpage": 0, "style": "r", "firstpagenum": 1},
            {"startpage": FRONT_PAGES, "style": "D", "firstpagenum": 1},
        ]
    )
    document.set_metadata(
        {
            "title": fields["document-title"],
            "author": "The Shiori developers",
            "subject": fields["subject"],
            "keywords": fields["keywords"],
            "creator": "Shiori",
            "producer": "PyMuPDF",
            "creationDate": DATE,
            "modDate": DATE,
        }
    )
    catalog = document.pdf_catalog()
    document.xref_set_key(catalog, "Lang", f"({fields['language']})")
    document.xref_set_key(catalog, "ViewerPreferences", "<</DisplayDocTitle true>>")
    document.xref_set_key(catalog, "PageMode", "/UseOutlines")
    for page in document:
        page.clean_contents()


def make(language: str, output: Path) -> Path:
    """Three runs: where do the headings fall, which characters are used, and the guide itself."""
    text = read_text((HERE / "guide" / f"{language}.md").read_text("utf-8"))
    whole = Faces()
    known: dict[str, Anchor] = {}
    for _ in range(2):
        _, setting = set_guide(text, whole, known)
        known = setting.anchors
    document, setting = set_guide(text, Faces(whole.subsets()), known)
    finish(document, setting)
    target = output / f"guide-{language}.pdf"
    document.save(target, garbage=4, deflate=True, deflate_fonts=True, use_objstms=1, no_new_id=True)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=HERE.parent / "resources" / "guide")
    output: Path = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        target = make(language, output)
        print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
