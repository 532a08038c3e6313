"""Pages as MuPDF gives them -> text in reading order. MuPDF itself runs in the test process here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from reader.core.document import PageText
from reader.core.quote_index import find_as_drawn, find_in_page
from reader.engine.page_text import page_text
from tests.tiny_pdf import write_pdf


def read(path: Path, draw: Callable[[Any], None]) -> tuple[PageText, str]:
    """Our text of a page drawn by `draw`, and MuPDF's own plain text of it."""
    write_pdf(path / "a.pdf", [], change=lambda document: draw(document[0]))
    with pymupdf.open(path / "a.pdf") as document:
        page = document[0]
        blocks = page.get_text("rawdict", flags=pymupdf.TEXTFLAGS_TEXT)["blocks"]
        return page_text(blocks, 0, page.rect.width, page.rect.height), page.get_text()


def regions(page: PageText) -> list[tuple[str, str]]:
    return [(region.kind, page.text[region.start : region.end].strip()) for region in page.regions]


def write(page: Any, x: float, y: float, text: str, size: float = 11, font: str = "helv") -> None:
    page.insert_text((x, y), text, fontsize=size, fontname=font)


def sheet(page: Any) -> None:
    """A table that is drawn column by column, its label cells first."""
    labels, new, old = ("Cash", "Inventories", "Total"), ("1,944", "9,059", "11,003"), ("1,786", "8,020", "9,806")
    for x, cells in ((40, ("", *labels)), (200, ("2021", *new)), (300, ("2020", *old))):
        for number, cell in enumerate(cells):
            if cell:
                write(page, x, 80 + 16 * number, cell)


def test_a_table_is_read_row_by_row_however_it_is_drawn(tmp_path: Path) -> None:
    page, plain = read(tmp_path, sheet)
    assert "Cash\nInventories" in plain
    (kind, rows), *_ = regions(page)
    assert kind == "table"
    assert [row.split() for row in rows.split("\n\n")] == [
        ["2021", "2020"], ["Cash", "1,944", "1,786"], ["Inventories", "9,059", "8,020"], ["Total", "11,003", "9,806"]
    ]  # fmt: skip
    boxes = page.rects_of(page.text.index("Inventories"), page.text.index("8,020") + 5)
    assert all(abs(box.y0 - boxes[0].y0) < 0.01 for box in boxes)


def test_what_another_program_copies_column_by_column_is_found_too(tmp_path: Path) -> None:
    page, plain = read(tmp_path, sheet)
    wanted = " ".join(plain.split()[:3])
    assert find_in_page(0, page.text, wanted) == []
    ((first, *rest),) = find_as_drawn(0, page.text, page.drawn, wanted)
    assert page.text[first.start : first.end] == wanted.split()[0]
    assert [page.text[part.start : part.end] for part in rest] == wanted.split()[1:]


def test_a_page_drawn_in_reading_order_keeps_no_other_order(tmp_path: Path) -> None:
    page, _ = read(tmp_path, lambda page: [write(page, 40, 80 + 14 * n, f"line {n} of it") for n in range(4)])
    assert page.drawn == ()


@pytest.mark.parametrize(
    ("lines", "quote"),
    [
        (("本論文では最適化手", "法を提案する。推論", "は速い。"), "では最適化手法を提案する。推論は速"),
        (("We propose an opti-", "miser that saves mem-", "ory and time."), "an optimiser that saves memory and"),
        (("Words end here", "and go on there."), "end here and go"),
    ],
)
def test_quotes_over_line_ends_are_found(tmp_path: Path, lines: tuple[str, ...], quote: str) -> None:
    font = "helv" if lines[0].isascii() else "japan"
    page, _ = read(
        tmp_path, lambda page: [write(page, 40, 80 + 16 * n, text, 11, font) for n, text in enumerate(lines)]
    )
    (match,) = find_in_page(0, page.text, quote)
    assert len(page.rects_of(match.start, match.end)) >= 2


def test_headings_and_margins_are_told_apart(tmp_path: Path) -> None:
    def draw(page: Any) -> None:
        write(page, 40, 15, "A running head", 8)
        write(page, 190, 292, "- 7 -", 8)
        write(page, 40, 60, "3 Results", 16)
        for number in range(4):
            write(page, 40, 90 + 14 * number, "The words of the text below the heading")

    page, _ = read(tmp_path, draw)
    assert [kind for kind, _ in regions(page)] == ["running", "heading", "body", "running"]
    assert page.regions[1].level > 0


def vertical(text: str, x: float, y: float) -> dict[str, Any]:
    """A line of 10-point type read downwards, in a block of its own, as MuPDF gives it."""
    characters = [{"c": c, "bbox": (x, y + 10 * n, x + 10, y + 10 * n + 10)} for n, c in enumerate(text)]
    span = {"size": 10.0, "font": "Mincho", "flags": 0, "chars": characters}
    return {"lines": [{"bbox": (x, y, x + 10, y + 10 * len(text)), "dir": (0.0, 1.0), "spans": [span]}]}


def test_vertical_japanese_is_read_from_the_right() -> None:
    blocks = [vertical("三行目の文。", 100, 50), vertical("一行目の文が", 140, 50), vertical("次へ続く行で", 120, 50)]
    page = page_text(blocks, 0, 300.0, 400.0)
    assert "".join(page.text.split()) == "一行目の文が次へ続く行で三行目の文。"


def test_a_page_without_text_has_none() -> None:
    assert page_text([{"lines": []}, {}], 2, 0.0, 0.0) == PageText(2, "", b"")
