"""Annotations through the PDF child: what a PDF has, and marks written as annotations, read back with MuPDF."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pymupdf
import pytest

from reader.core.annotations import Annotation
from reader.core.document import Rect, Spot
from reader.core.errors import ExportFailed, FileChanged
from reader.core.marks import Colour, Mark
from reader.engine.pdf import PdfFile
from tests.tiny_pdf import write_pdf

T = TypeVar("T")
NOW = "2026-11-25T10:11:12+00:00"
LINES = ("The first line of the page", "holds marked words here", "and the third ends it.")


@pytest.fixture(scope="module", autouse=True)
def _light_children() -> Iterator[None]:
    """Children do not import the main module (pytest) once more."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
        monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
        yield


def with_pdf(path: Path, act: Callable[[PdfFile], Awaitable[T]], password: str | None = None) -> T:
    async def run() -> T:
        pdf = await PdfFile.open(path, password)
        try:
            return await act(pdf)
        finally:
            await pdf.close()

    return asyncio.run(run())


def annotated(document: Any) -> None:
    page = document[0]
    words = page.search_for("marked words", quads=True)
    highlight = page.add_highlight_annot(words)
    highlight.set_info(title="Anna", content="why?\rreally", modDate="D:20260102030405+09'00'")
    highlight.set_colors(stroke=(0.4, 0.8, 0.4))
    highlight.update()
    answer = page.add_text_annot((200, 20), "because")
    answer.set_irt_xref(highlight.xref)
    answer.set_info(title="Ben", content="because")
    answer.update()
    page.add_underline_annot(page.search_for("first line", quads=True)).update()
    page.add_squiggly_annot(page.search_for("third", quads=True)).update()
    page.add_strikeout_annot(page.search_for("ends", quads=True)).update()
    note = page.add_text_annot((300, 200), "a note")
    note.set_popup(pymupdf.Rect(310, 210, 390, 290))
    note.update()
    page.add_freetext_annot(pymupdf.Rect(20, 200, 120, 220), "words on the page").update()
    page.add_ink_annot([[(10, 250), (50, 280), (60, 260)]]).update()
    hidden = page.add_rect_annot(pymupdf.Rect(1, 1, 9, 9))
    hidden.set_flags(2)
    hidden.update()
    page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(0, 0, 9, 9), "uri": "https://example.org"})


def by_kind(found: tuple[Annotation, ...]) -> dict[str, Annotation]:
    return {annotation.kind: annotation for annotation in found}


def test_annotations_of_a_pdf_are_read_with_their_text_author_and_answers(tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "a.pdf", LINES, LINES, change=annotated)
    found = with_pdf(file, lambda pdf: pdf.annotations([0, 1]))
    kinds = by_kind(found)
    assert sorted(a.kind for a in found) == sorted(
        ["highlight", "underline", "squiggly", "strikeout", "note", "text", "ink"]
    ), "no popup, no link, nothing hidden, and an answer stands below what it answers"
    highlight = kinds["highlight"]
    assert (highlight.quote, highlight.author) == ("marked words", "Anna")
    assert highlight.comment == "why?\nreally\n\nBen: because"
    assert highlight.modified == "2026-01-02T03:04:05+09:00"
    assert (highlight.rgb, highlight.colour) == ((102, 204, 102), Colour.GREEN)
    assert kinds["underline"].quote == "first line"
    assert kinds["squiggly"].quote == "third"
    assert kinds["strikeout"].quote == "ends"
    assert (kinds["note"].comment, kinds["text"].comment) == ("a note", "words on the page")
    starts = [kinds[kind].start for kind in ("underline", "highlight", "squiggly", "strikeout")]
    assert starts == sorted(starts)


def test_an_annotation_lies_on_its_words_on_a_turned_and_cropped_page(tmp_path: Path) -> None:
    def turn(document: Any) -> None:
        page = document[0]
        page.set_cropbox(pymupdf.Rect(20, 30, 380, 280))
        page.set_rotation(90)
        page.add_highlight_annot(page.search_for("marked words", quads=True)).update()

    file = write_pdf(tmp_path / "a.pdf", LINES, change=turn)

    async def act(pdf: PdfFile) -> tuple[Annotation, Rect]:
        [annotation] = await pdf.annotations([0])
        text = await pdf.page_text(0)
        start = text.text.index("marked")
        [rect] = text.rects_of(start, start + len("marked words"))
        return annotation, rect

    annotation, rect = with_pdf(file, act)
    assert annotation.quote == "marked words"
    assert annotation.spots[0].rects[0].rounded(2) == rect.rounded(2)


def test_annotations_show_on_the_page_and_popups_do_not(tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "a.pdf", LINES, change=annotated)

    async def act(pdf: PdfFile) -> tuple[bytes, bytes]:
        [highlight] = [a for a in await pdf.annotations([0]) if a.kind == "highlight"]
        rect = highlight.spots[0].rects[0]

        def look(pixels: memoryview, width: int, height: int, stride: int) -> tuple[bytes, bytes]:
            def at(x: float, y: float) -> bytes:
                start = int(y * height) * stride + 3 * int(x * width)
                return bytes(pixels[start : start + 3])

            return at(rect.x0 + 0.1 * rect.width, rect.y0 + 0.003), at(0.87, 0.9)

        return await pdf.page_image(0, 2.0, None, look)

    (red, green, blue), popup = with_pdf(file, act)
    assert green > red + 40
    assert green > blue + 40
    assert popup == b"\xff\xff\xff"


# --- Marks as annotations ---


async def marks_on(pdf: PdfFile) -> list[Mark]:
    """A highlight over both pages, an underline, a note on words, one at a point, one on the page, one on nothing."""
    texts = [await pdf.page_text(0), await pdf.page_text(1)]

    def spot(page_index: int, words: str) -> Spot:
        start = texts[page_index].text.index(words)
        return Spot(page_index, texts[page_index].rects_of(start, start + len(words)))

    both = (spot(0, "the third ends it."), spot(1, "The first line"))
    point = Spot(1, (Rect(0.5, 0.5, 0.5, 0.5),))
    return [
        Mark("m1", "d", "highlight", Colour.PINK, both, "…", "my *comment*\n二行目", NOW, NOW),
        Mark("m2", "d", "underline", Colour.BLUE, (spot(0, "marked words"),), "marked words", "", NOW, NOW),
        Mark("n1", "d", "note", Colour.YELLOW, (spot(1, "holds"),), "holds", "on a word", NOW, NOW),
        Mark("n2", "d", "note", Colour.YELLOW, (point,), "", "at a point", NOW, NOW),
        Mark("n3", "d", "note", Colour.YELLOW, (Spot(1),), "", "on the page", NOW, NOW),
        Mark("n4", "d", "note", Colour.YELLOW, (), "", "on the document", NOW, NOW),
    ]


def turn(document: Any) -> None:
    for page in document:
        page.set_cropbox(pymupdf.Rect(20, 30, 380, 280))
        page.set_rotation(270)


ENCRYPTED = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": "open sesame", "owner_pw": "owner"}


@pytest.mark.parametrize("kind", ["plain", "turned", "encrypted", "repaired"])
def test_marks_are_standard_annotations_of_the_copy(tmp_path: Path, kind: str) -> None:
    file, copy = tmp_path / "a.pdf", tmp_path / "copy.pdf"
    saving = ENCRYPTED if kind == "encrypted" else {}
    write_pdf(file, LINES, LINES, change=turn if kind == "turned" else None, **saving)
    if kind == "repaired":
        file.write_bytes(file.read_bytes().replace(b"startxref", b"startxxxx"))
    before = file.read_bytes()
    password = "open sesame" if kind == "encrypted" else None

    async def save(pdf: PdfFile) -> list[Mark]:
        assert pdf.info.is_repaired == (kind == "repaired")
        marks = await marks_on(pdf)
        await pdf.save_annotated(copy, marks, "A. Reader")
        return marks

    marks = with_pdf(file, save, password)
    assert file.read_bytes() == before, "the original is left alone"
    found = with_pdf(copy, lambda pdf: pdf.annotations([0, 1]), password)
    assert [(a.page_index, a.kind) for a in found] == [
        (0, "highlight"),
        (0, "underline"),
        (0, "note"),
        (1, "highlight"),
        (1, "note"),
        (1, "note"),
        (1, "note"),
    ]
    assert [a.quote for a in found if a.quote] == ["the third ends it.", "marked words", "The first line"]
    comments = [a.comment for a in found]
    assert comments[0] == "my *comment*\n二行目"
    assert comments[2] == "on the document"
    assert comments[4:] == ["“holds”\n\non a word", "at a point", "on the page"]
    assert {a.author for a in found} == {"A. Reader"}
    assert {a.modified for a in found} == {"2026-11-25T10:11:12+00:00"}
    assert (found[0].colour, found[1].colour) == (Colour.PINK, Colour.BLUE)
    assert found[1].spots[0].rects[0].rounded(2) == marks[1].spots[0].rects[0].rounded(2)
    with pymupdf.open(copy) as document:
        assert bool(document.needs_pass) == (kind == "encrypted")
        assert not document.is_repaired


def test_marks_are_seen_where_they_were_made_on_turned_pages(tmp_path: Path) -> None:
    """The picture of the copy: an underline at the foot of its words, the icon of a note at its point."""

    def turned(document: Any) -> None:
        for page in document:
            page.set_cropbox(pymupdf.Rect(10, 20, 390, 290))
            page.set_rotation(90 * page.number)

    file, copy = write_pdf(tmp_path / "a.pdf", (), (), (), (), change=turned), tmp_path / "copy.pdf"
    line, point = Rect(0.3, 0.3, 0.7, 0.36), Rect(0.5, 0.7, 0.5, 0.7)
    marks = []
    for page_index in range(4):
        spots = (Spot(page_index, (line,)),)
        marks.append(Mark(f"m{page_index}", "d", "underline", Colour.BLUE, spots, "", "", NOW, NOW))
        spots = (Spot(page_index, (point,)),)
        marks.append(Mark(f"n{page_index}", "d", "note", Colour.YELLOW, spots, "", "a note", NOW, NOW))
    with_pdf(file, lambda pdf: pdf.save_annotated(copy, marks, ""))

    def painted(pixels: memoryview, width: int, height: int, stride: int) -> list[tuple[float, float]]:
        rows = [bytes(pixels[y * stride : y * stride + 3 * width]) for y in range(height)]
        return [
            (x / width, y / height)
            for y, row in enumerate(rows)
            for x in range(width)
            if row[3 * x : 3 * x + 3] != b"\xff\xff\xff"
        ]

    async def look(pdf: PdfFile) -> list[list[tuple[float, float]]]:
        return [await pdf.page_image(page_index, 1.0, None, painted) for page_index in range(4)]

    for dots in with_pdf(copy, look):
        under = [(x, y) for x, y in dots if y < 0.5]
        icon = [(x, y) for x, y in dots if y >= 0.5]
        assert all(0.28 < x < 0.72 and 0.33 < y < 0.38 for x, y in under)
        assert min(x for x, _ in under) < 0.32 < 0.68 < max(x for x, _ in under)
        middle = [sum(values) / len(icon) for values in zip(*icon, strict=True)]
        assert abs(middle[0] - 0.5) < 0.04
        assert abs(middle[1] - 0.7) < 0.04


def test_a_column_is_underlined_at_its_right_side(tmp_path: Path) -> None:
    file, copy = write_pdf(tmp_path / "a.pdf", ()), tmp_path / "copy.pdf"
    column = Spot(0, (Rect(0.5, 0.2, 0.54, 0.8),))
    mark = Mark("m", "d", "underline", Colour.PINK, (column,), "", "", NOW, NOW, is_vertical=True)
    with_pdf(file, lambda pdf: pdf.save_annotated(copy, [mark], ""))

    def xs(pixels: memoryview, width: int, height: int, stride: int) -> list[float]:
        row = bytes(pixels[height // 2 * stride : height // 2 * stride + 3 * width])
        return [x / width for x in range(width) if row[3 * x : 3 * x + 3] != b"\xff\xff\xff"]

    painted = with_pdf(copy, lambda pdf: pdf.page_image(0, 2.0, None, xs))
    assert painted
    assert all(0.52 < x < 0.55 for x in painted)


def test_a_mark_whose_words_are_gone_is_a_note_on_its_page(tmp_path: Path) -> None:
    """As carrying over to a new version of the file leaves it."""
    file, copy = write_pdf(tmp_path / "a.pdf", LINES), tmp_path / "copy.pdf"
    mark = Mark("m", "d", "highlight", Colour.PINK, (Spot(0),), "words that were", "a comment", NOW, NOW)
    with_pdf(file, lambda pdf: pdf.save_annotated(copy, [mark], ""))
    [found] = with_pdf(copy, lambda pdf: pdf.annotations([0]))
    assert (found.kind, found.comment) == ("note", "“words that were”\n\na comment")


def test_a_document_that_changed_on_the_disk_is_not_copied(tmp_path: Path) -> None:
    file, copy = write_pdf(tmp_path / "a.pdf", LINES), tmp_path / "copy.pdf"

    async def act(pdf: PdfFile) -> None:
        write_pdf(file, ("Another text",))
        await pdf.save_annotated(copy, [], "")

    with pytest.raises(FileChanged):
        with_pdf(file, act)
    assert not copy.exists()


def test_a_place_that_cannot_be_written_is_an_expected_failure(tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "a.pdf", LINES)
    with pytest.raises(ExportFailed):
        with_pdf(file, lambda pdf: pdf.save_annotated(tmp_path / "nowhere" / "copy.pdf", [], ""))
