from dataclasses import replace

import pytest

from reader.core.answer import Citation
from reader.ui.page_names import linked_pages, page_name


def _citation(page_index: int, label: str | None = None, quote: str = "q") -> Citation:
    return Citation(page_index, str(page_index + 1) if label is None else label, quote, (), 1.0)


def _text(*citations: Citation) -> str:
    return "".join(text for text, _ in linked_pages(citations))


@pytest.mark.parametrize(
    ("pages", "text"),
    [((), ""), ((4,), "(p.5)"), ((2, 3, 4), "(p.3-5)"), ((0, 2, 3, 6), "(p.1,3-4,7)"), ((6, 4), "(p.5,7)")],
)
def test_pages_read_as_in_answers(pages: tuple[int, ...], text: str) -> None:
    assert _text(*(_citation(page) for page in pages)) == text


def test_a_run_of_pages_leads_to_its_first_citation() -> None:
    first, second, other = _citation(2), _citation(3), _citation(8)
    links = [citation for _, citation in linked_pages((other, second, first)) if citation is not None]
    assert links == [first, other]


def test_of_two_citations_of_a_page_the_better_one_is_linked() -> None:
    best, second = _citation(2, quote="best"), _citation(2, quote="second")
    assert linked_pages((best, second)) == [("(p.3)", best)]


def test_other_labels_are_shown_beside_the_count() -> None:
    assert page_name(_citation(1, "127")) == "p.127 (PDF 2)"
    assert _text(_citation(1, "127")) == "p.127 (PDF 2)"
    assert _text(_citation(1, "ii"), _citation(2, "iii"), _citation(9, "7")) == "p.ii-iii (PDF 2-3), p.7 (PDF 10)"


def test_a_page_without_label_has_its_count() -> None:
    assert page_name(_citation(1, "")) == "p.2"


def _recognised(page_index: int, label: str | None = None) -> Citation:
    return replace(_citation(page_index, label), is_ocr=True)


def test_pages_read_by_ocr_have_their_sign() -> None:
    assert page_name(_recognised(11)) == "p.~12"
    assert page_name(_recognised(1, "127")) == "p.~127 (PDF 2)"
    assert _text(_recognised(11)) == "(p.~12)"
    assert _text(_citation(2), _recognised(3), _recognised(4)) == "(p.3,~4-5)"
    links = [citation for _, citation in linked_pages((_citation(2), _recognised(3)))]
    assert [link.page_index for link in links if link is not None] == [2, 3]


def test_pages_of_several_documents_stand_with_their_names() -> None:
    mamba, lomo = (
        replace(_citation(page), document=name, document_id=name) for page, name in ((4, "Mamba"), (2, "LOMO"))
    )
    assert page_name(mamba) == "Mamba p.5"
    beside = replace(mamba, page_index=7, page_label="8")
    assert _text(mamba, lomo, beside) == "(Mamba p.5,8) (LOMO p.3)"
    assert [target for _, target in linked_pages((mamba, lomo, beside)) if target] == [mamba, beside, lomo]
    assert _text(replace(lomo, page_label="iii")) == "LOMO p.iii (PDF 3)"
