"""Small PDFs for tests, each with one oddity. Made in the test process; the program reads them in its children."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pymupdf

PASSAGE = (
    "LOMO reduces the memory usage to 10.8 % of the standard solution.",
    "Training a 65B model is possible on one machine with eight",
    "RTX 3090 GPUs. The method does not store all gradients.",
)
"""Lines of a page that answers "How much memory does LOMO need?"."""


def write_pdf(path: Path, *pages: Sequence[str], change: Callable[[Any], None] | None = None, **saving: Any) -> Path:
    """A PDF with a page for each sequence of lines; `change` may alter the document before it is saved."""
    with pymupdf.open() as document:
        for lines in pages:
            page = document.new_page(width=400, height=300)
            for number, line in enumerate(lines):
                is_ascii = line.isascii()
                page.insert_text((40, 50 + 20 * number), line, fontsize=11, fontname="helv" if is_ascii else "japan")
        if change is not None:
            change(document)
        document.save(path, **saving)
    return path


def write_scan(path: Path, *pages: Sequence[str], dpi: int = 200) -> Path:
    """As write_pdf, but each page is a picture of its lines, as from a scanner; a page without lines is empty."""
    write_pdf(path, *pages)
    with pymupdf.open(path) as document, pymupdf.open() as scan:
        for drawn in document:
            page = scan.new_page(width=drawn.rect.width, height=drawn.rect.height)
            if drawn.get_text().strip():
                page.insert_image(page.rect, pixmap=drawn.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY))
        scan.save(path.with_suffix(".scan"))
    path.with_suffix(".scan").replace(path)
    return path


def with_labels(document: Any) -> None:
    """Pages i, 1, 2, ..."""
    document.set_page_labels(
        [
            {"startpage": 0, "prefix": "", "style": "r", "firstpagenum": 1},
            {"startpage": 1, "prefix": "", "style": "D", "firstpagenum": 1},
        ]
    )


def with_garbled_text(document: Any) -> None:
    """Latin letters look right and are copied as private-use characters, as from a font with a broken table."""
    (font, *_), *_ = document[0].get_fonts()
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        "1 beginbfrange <20> <7E> <E020> endbfrange\n"
        "endcmap end end"
    )
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    document.update_stream(xref, table.encode())
    document.xref_set_key(font, "ToUnicode", f"{xref} 0 R")


def with_too_many_pages(document: Any) -> None:
    """The page tree counts one page more than it has: that one is broken."""
    pages = int(document.xref_get_key(document.pdf_catalog(), "Pages")[1].split()[0])
    document.xref_set_key(pages, "Count", str(document.page_count + 1))


PROSE = "Running text that goes on for as long as a line of this page is, and does not stop."


def write_article(path: Path) -> Path:
    """An article without a single link: references on page 1, a figure and an equation on page 2, a list on page 3."""
    with pymupdf.open() as document:
        for _ in range(3):
            document.new_page(width=420, height=560)
        first, second, third = document  # a page that is added makes the ones before unusable
        _lines(
            first,
            60,
            PROSE,
            "It is known from [2] and seen in Figure 1 (Smith et al., 2020).",
            "By Eq. (1) it follows.",
        )
        _lines(second, 60, PROSE, PROSE)
        second.draw_rect(pymupdf.Rect(100, 110, 320, 230), color=(0.2, 0.4, 0.8), fill=(0.8, 0.9, 1))
        second.insert_text((150, 250), "Figure 1: A box that is blue.", fontsize=9, fontname="helv")
        _lines(second, 290, PROSE, PROSE)
        second.insert_text((170, 330), "E = m c", fontsize=10, fontname="helv")
        right = 40 + pymupdf.get_text_length(PROSE, fontsize=9)
        left = right - pymupdf.get_text_length("(1)", fontsize=9)
        second.insert_text((left, 330), "(1)", fontsize=9, fontname="helv")
        _lines(second, 350, PROSE, PROSE)
        third.insert_text((40, 60), "References", fontsize=14, fontname="hebo")
        _lines(third, 90, "[1] A. Smith, B. Lee, and C. Kim. On boxes. 2020.", "[2] D. Jones. On blue. 2019.")
        document.save(path)
    return path


def write_japanese_article(path: Path) -> Path:
    """As write_article, in Japanese and on two pages."""
    prose = "本文はこのように一行の幅いっぱいに続いていき、ここで次の行へと移ることになる。"
    with pymupdf.open() as document:
        for _ in range(2):
            document.new_page(width=420, height=560)
        first, second = document
        _lines(first, 60, prose, "先行研究[2]によれば、図1に示すように表2の値となる。", font="japan")
        _lines(second, 60, prose, prose, font="japan")
        second.draw_rect(pymupdf.Rect(100, 110, 320, 230), color=(0.2, 0.4, 0.8), fill=(0.8, 0.9, 1))
        second.insert_text((170, 250), "図1 青い箱", fontsize=9, fontname="japan")
        _lines(second, 290, prose, prose, font="japan")
        second.insert_text((40, 360), "参考文献", fontsize=14, fontname="japan")
        _lines(second, 385, "[1] 山田太郎. 箱について. 2020.", "[2] 鈴木花子. 青について. 2019.", font="japan")
        document.save(path)
    return path


def _lines(page: Any, top: float, *lines: str, font: str = "helv") -> None:
    for number, line in enumerate(lines):
        page.insert_text((40, top + 14 * number), line, fontsize=9, fontname=font)
