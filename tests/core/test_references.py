import unicodedata

import pytest

from reader.core.document import OutlineItem
from reader.core.quote_index import fold
from reader.core.references import Reference, caption_pattern, pages_named, references, signs


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does Table 3 compare?", [("table", "3")]),
        ("Compare Figures 7 and 8.", [("figure", "7"), ("figure", "8")]),
        ("Fig. 2b shows what?", [("figure", "2b")]),
        ("Summarise page 12", [("page", "12")]),
        ("What is on slide 5?", [("page", "5")]),
        ("What does section 4.1 say?", [("section", "4.1")]),
        ("How long is Appendix C?", [("section", "c")]),
        ("chapter IV", [("section", "iv")]),
        ("Explain equation (4).", [("equation", "4")]),
        ("表1と図2の違いは？", [("table", "1"), ("figure", "2")]),
        ("図表３は何を示していますか", [("figure", "3")]),
        ("12ページには何が書いてありますか", [("page", "12")]),
        ("第二章を要約して", [("section", "2")]),
        ("第3章", [("section", "3")]),
        ("式(5)の意味", [("equation", "5")]),
        ("A figure of speech on the first page I read", []),
        ("How many pages and tables are there?", []),
        ("What is the time table?", []),
    ],
)
def test_what_a_question_names(question: str, named: list[tuple[str, str]]) -> None:
    # sorted: Latin and Japanese signs are looked for one after the other
    assert sorted((r.kind, r.number) for r in references(question)) == sorted(named)


def stands_in(reference: Reference, text: str) -> bool | None:
    """True: the thing itself, False: a mention, None: neither."""
    found = [match["mention"] is None for match in caption_pattern(reference).finditer(text)]
    return any(found) if found else None


def test_the_caption_is_the_thing_and_a_mention_is_not() -> None:
    assert stands_in(Reference("table", "3"), "...\nTable 3: Memory of all methods\n") is True
    assert stands_in(Reference("table", "3"), "as Table 3 shows, it is small") is False
    assert stands_in(Reference("table", "3"), "Table 31: Others\nTable 3.2 is no more") is None
    assert stands_in(Reference("figure", "2"), "\n  Fig. 2. The method\n") is True
    assert stands_in(Reference("figure", "2"), "図2 提案手法\n") is True
    assert stands_in(Reference("section", "4"), "4 Experiments\nWe ...") is True
    assert stands_in(Reference("section", "4"), "40 Experiments\n4.1 Setup") is None
    assert stands_in(Reference("section", "2"), "第2章 方法\n") is True
    assert stands_in(Reference("equation", "4"), "y = ax + b   (4)\n") is True


def test_pages_are_named_by_label_first_and_by_count_else() -> None:
    page = [Reference("page", "3")]
    assert pages_named(page, None, 10, ()) == (2,)
    assert pages_named(page, ("i", "ii", "1", "2", "3"), 5, ()) == (4,)
    assert pages_named([Reference("page", "30")], None, 10, ()) == ()


def test_a_section_is_the_pages_of_its_outline_item() -> None:
    outline = [
        OutlineItem(1, "1 Introduction", 0, None),
        OutlineItem(1, "2. Method", 2, None),
        OutlineItem(2, "2.1 Setup", 3, None),
        OutlineItem(1, "3 Results", 5, None),
    ]
    assert pages_named([Reference("section", "2")], None, 9, outline) == (2, 3, 4, 5)
    assert pages_named([Reference("section", "2.1")], None, 9, outline) == (3, 4, 5)
    assert pages_named([Reference("section", "3")], None, 9, outline) == (5, 6, 7, 8)
    assert pages_named([Reference("section", "7")], None, 9, outline) == ()


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        (Reference("table", "3"), "Table 3: Memory"),
        (Reference("table", "3"), "as Tab. 3 shows"),
        (Reference("table", "1"), "図表1 推移"),
        (Reference("figure", "2"), "Fig. 2. The method"),
        (Reference("figure", "2"), "図表２　推移"),
        (Reference("section", "4"), "4 Experiments"),
        (Reference("section", "c"), "Appendix C"),
        (Reference("section", "c"), "C. Proofs"),
        (Reference("section", "2"), "第2章 方法"),
        (Reference("section", "4.1"), "see Section 4.1"),
        (Reference("equation", "4"), "y = ax + b   (4)\n"),
        (Reference("equation", "5"), "式(5)より"),
    ],
)
def test_a_page_with_the_place_has_one_of_its_signs(reference: Reference, text: str) -> None:
    assert caption_pattern(reference).search(unicodedata.normalize("NFKC", text)) is not None
    folded, own = signs(reference)
    assert any(fold(sign) in fold(text) for sign in folded) or any(sign in text for sign in own)
