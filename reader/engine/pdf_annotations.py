"""Annotations of a PDF: reading those it has, and writing a reader's marks as new ones. Used by the PDF child only.

Points (`_pt`) are of the unrotated page, as MuPDF has them; what comes and goes are fractions of the page as displayed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pymupdf

from reader.core.annotations import Annotation, AnnotationKind, iso_date, text_under
from reader.core.document import PageText, Rect, Spot
from reader.core.marks import Mark, start_in

_KINDS: dict[str, AnnotationKind] = {
    "Highlight": "highlight",
    "Underline": "underline",
    "Squiggly": "squiggly",
    "StrikeOut": "strikeout",
    "Text": "note",
    "FreeText": "text",
    "Ink": "ink",
    "Line": "shape",
    "Square": "shape",
    "Circle": "shape",
    "Polygon": "shape",
    "PolyLine": "shape",
    "Stamp": "stamp",
    "FileAttachment": "file",
}
_MARKS_TEXT = ("highlight", "underline", "squiggly", "strikeout")
_UNSEEN = 2 | 32
"""The flags Hidden and NoView."""
_OPACITY = 0.6
"""Of highlights: as soft as in the window."""
_NOTE_PT = 18.0
"""Size of the icon of a note."""
_CORNER = 0.02
"""Where the icon of a note on a whole page is, in fractions of the page."""


def has_annotations(document: Any, page_index: int) -> bool:
    """Whether a page may have any, links included; .02 ms, without loading it."""
    return bool(document.xref_get_key(document.page_xref(page_index), "Annots")[0] != "null")


def read_annotations(page: Any, page_index: int, load_text: Callable[[], PageText]) -> list[Annotation]:
    """The annotations that show on a page; answers to one are put below its text. Links and form fields are none."""
    found = [(each, _annotation(page, page_index, each)) for each in page.annots() if not each.flags & _UNSEEN]
    answers = [(each.irt_xref, read) for each, read in found if each.irt_xref]
    result = []
    for each, annotation in found:
        if each.irt_xref:
            continue
        said = [annotation.comment, *(_said(read) for to, read in answers if to == each.xref)]
        result.append(replace(annotation, comment="\n\n".join(text for text in said if text)))
    if not result:
        return []
    text = load_text()
    return [_with_text(annotation, text) for annotation in result]


def _annotation(page: Any, page_index: int, each: Any) -> Annotation:
    kind = _KINDS.get(each.type[1], "other")
    boxes = [each.rect]
    if kind in _MARKS_TEXT and each.vertices:
        corners = each.vertices
        boxes = [_around(corners[i : i + 4]) for i in range(0, len(corners) - 3, 4)]
    info = each.info
    return Annotation(
        kind,
        (Spot(page_index, tuple(_fractions(page, box) for box in boxes)),),
        _rgb(each.colors.get("stroke") or each.colors.get("fill") or ()),
        _line(info.get("title")),
        _text(info.get("content")),
        iso_date(info.get("modDate") or info.get("creationDate") or ""),
    )


def _said(annotation: Annotation) -> str:
    return f"{annotation.author}: {annotation.comment}" if annotation.author else annotation.comment


def _with_text(annotation: Annotation, text: PageText) -> Annotation:
    rects = annotation.spots[0].rects
    quote, start = text_under(text, rects) if annotation.kind in _MARKS_TEXT else ("", None)
    return replace(annotation, quote=quote, start=start_in(text, rects[0]) if start is None else start)


def write_marks(document: Any, marks: Iterable[Mark], author: str) -> None:
    """Add the marks to an open document: one annotation for each page that one lies on, its comment at the first."""
    for mark in marks:
        spots = mark.spots or (Spot(0),)  # a note about the document stands on its first page: nothing is left out
        for number, spot in enumerate(spots):
            page = document.load_page(spot.page_index)
            annotation = _new(page, mark, spot)
            date = _pdf_date(mark.modified)
            annotation.set_info(title=author, content=_contents(mark, number), creationDate=date, modDate=date)
            annotation.update()


def _new(page: Any, mark: Mark, spot: Spot) -> Any:
    if mark.kind == "note" or not spot.rects:
        # Also words that a later version of the document has no more: what was said about them is left.
        return page.add_text_annot(_note_point(page, spot), "", icon="Note")
    quads = [_quad(page, rect, is_vertical=mark.is_vertical) for rect in spot.rects]
    is_line = mark.kind == "underline"
    annotation = (page.add_underline_annot if is_line else page.add_highlight_annot)(quads)
    annotation.set_colors(stroke=[value / 255 for value in (mark.colour.ink if is_line else mark.colour.rgb)])
    if not is_line:
        annotation.set_opacity(_OPACITY)
    return annotation


def _contents(mark: Mark, number: int) -> str:
    if number:
        return ""
    if mark.quote and (mark.kind == "note" or not mark.spots[0].rects):
        return f"“{mark.quote}”\n\n{mark.comment}".strip()
    return mark.comment


def _note_point(page: Any, spot: Spot) -> Any:
    """The upper left corner of the icon, as displayed."""
    rect = page.rect
    width, height = rect.width or 1.0, rect.height or 1.0
    if not spot.rects:
        x, y = _CORNER, _CORNER
    elif (first := spot.rects[0]).width or first.height:
        x, y = first.x0 - (_NOTE_PT + 2) / width, first.y0
    else:
        x, y = first.x0 - _NOTE_PT / 2 / width, first.y0 - _NOTE_PT / 2 / height
    x, y = (min(max(v, 0.0), 1 - _NOTE_PT / size) for v, size in ((x, width), (y, height)))
    return _point(page, x, y)


def _quad(page: Any, rect: Rect, *, is_vertical: bool) -> Any:
    """The corners as the text runs: readers draw an underline from the third to the fourth."""
    corners = [(rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x0, rect.y1), (rect.x1, rect.y1)]
    if is_vertical:  # lines run down: their foot is the right side, where Japanese is underlined
        corners = [corners[0], corners[2], corners[1], corners[3]]
    return pymupdf.Quad(*(_point(page, x, y) for x, y in corners))


def _point(page: Any, x: float, y: float) -> Any:
    return pymupdf.Point(x * page.rect.width, y * page.rect.height) * page.derotation_matrix


def _around(corners: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _fractions(page: Any, box: Any) -> Rect:
    turned = pymupdf.Rect(box) * page.rotation_matrix
    turned.normalize()
    width, height = page.rect.width or 1.0, page.rect.height or 1.0
    return Rect(turned.x0 / width, turned.y0 / height, turned.x1 / width, turned.y1 / height)


def _rgb(parts: Sequence[float]) -> tuple[int, int, int] | None:
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        parts = [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
    elif len(parts) == 1:
        parts = [parts[0]] * 3
    if len(parts) != 3:
        return None
    red, green, blue = (round(255 * min(max(part, 0.0), 1.0)) for part in parts)
    return red, green, blue


def _line(text: object) -> str:
    return " ".join(_text(text).split())


def _text(text: object) -> str:
    """Line ends as they are written everywhere else; without what cannot be shown or stored."""
    said = str(text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in said if c in "\n\t" or (c.isprintable() and not "\ud800" <= c <= "\udfff")).strip()


def _pdf_date(iso: str) -> str:
    offset = (when := datetime.fromisoformat(iso)).strftime("%z") or "+0000"
    return f"{when:D:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
