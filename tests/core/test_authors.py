"""Authors from the first page, and none where it is not sure."""

import asyncio
from pathlib import Path

import pytest

from reader.core.authors import find_authors
from reader.core.document import PageText, pack_boxes
from reader.engine.pdf import PdfFile

TITLE = "A Method for Saving Memory in Language Models"


def page_of(text: str, gap: float = 0.0) -> PageText:
    """`gap`: added to each space before which "~" stands, which is left out."""
    boxes, row, x, kept, is_wide = [], 0, 0.1, [], False
    for character in text:
        if character == "~":
            is_wide = True
            continue
        if character == "\n":
            boxes.append((0.0, 0.0, 0.0, 0.0))
            row, x = row + 1, 0.1
        else:
            width = 0.005 + (gap if is_wide else 0.0)
            boxes.append((x, 0.05 + row * 0.02, x + width, 0.065 + row * 0.02))
            x, is_wide = x + width, False
        kept.append(character)
    return PageText(0, "".join(kept), pack_boxes(boxes))


def found(lines: str, *, abstract: str = "Abstract", gap: float = 0.0) -> list[str]:
    text = f"Preprint\n\nA Method for Saving Memory in\nLanguage Models\n\n{lines}\n\n{abstract}\n\nWe save memory."
    return find_authors("", TITLE, page_of(text, gap))


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("Kai Lv, Yuqing Yang, Xipeng Qiu∗\n\nFudan\nx@example.org", ["Kai Lv", "Yuqing Yang", "Xipeng Qiu"]),
        ("Albert Gu*\n\n1 and Tri Dao*2\n\n1Machine Learning Department, Carnegie", ["Albert Gu", "Tri Dao"]),
        ("Zhijing Jin1,2,∗, Yuen Chen1,∗, Max Kleiman-Weiner5,\n\nMrinmaya Sachan2", [
            "Zhijing Jin", "Yuen Chen", "Max Kleiman-Weiner", "Mrinmaya Sachan",
        ]),
        ("Laurens van der Maaten and J. R. Smith", ["Laurens van der Maaten", "J. R. Smith"]),
        ("Google\nsomebody@example.org", ["Google"]),
        ("Draft of 3 May 2023, not for citation", []),
    ],
)  # fmt: skip
def test_names_stand_between_title_and_abstract(lines: str, names: list[str]) -> None:
    assert found(lines) == names


def test_names_that_only_stand_apart_are_several() -> None:
    names = found("Liangming Pan~ Alon Albalak~ William Yang Wang", gap=0.02)
    assert names == ["Liangming Pan", "Alon Albalak", "William Yang Wang"]


def test_without_an_abstract_or_the_title_nothing_is_sure() -> None:
    assert found("Kai Lv, Yuqing Yang", abstract="Contents") == []
    assert find_authors("", "Another Title of Some Length", page_of("Kai Lv, Yuqing Yang\n\nAbstract\n")) == []
    assert find_authors("", TITLE, None) == []


def test_what_the_file_states_counts_where_the_page_has_it_or_is_no_paper() -> None:
    text = f"{TITLE}\n\nAnn Lee\n\nAbstract\n\nWe save memory."
    assert find_authors("Ann Lee", TITLE, page_of(text)) == ["Ann Lee"]
    assert find_authors("Bob Ray; Eve Fox", TITLE, page_of(text)) == ["Ann Lee"]
    assert find_authors("A One; B Two", TITLE, page_of("x")) == ["A One", "B Two"]
    assert find_authors("Microsoft Office User", TITLE, None) == []


def test_authors_of_real_papers(papers: Path) -> None:
    async def authors(name: str, title: str) -> list[str]:
        pdf = await PdfFile.open(papers / name)
        try:
            return find_authors(pdf.info.author, title, await pdf.page_text(0))
        finally:
            await pdf.close()

    mamba = "Mamba: Linear-Time Sequence Modeling with Selective State Spaces"
    assert asyncio.run(authors("2312.00752.pdf", mamba)) == ["Albert Gu", "Tri Dao"]
