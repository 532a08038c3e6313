"""What a page holds that others refer to."""

from reader.core.anchors import anchors_of
from tests.core.set_pages import PROSE, body, set_page


def found(page) -> list[tuple[str, str]]:
    return [(anchor.kind, anchor.label) for anchor in anchors_of(page)]


def test_captions_of_figures_and_tables() -> None:
    page = set_page(
        0,
        body(0.1, PROSE, PROSE),
        ("caption", [(0.1, 0.3, "Figure 2: What it looks like, over"), (0.1, 0.315, "two lines.")]),
        ("caption", [(0.1, 0.4, "Table IV")]),
        ("caption", [(0.1, 0.5, "図3-1 全体の構成")]),
        ("caption", [(0.1, 0.6, "Algorithm 1 A fused update")]),
    )
    assert found(page) == [("figure", "2"), ("table", "iv"), ("figure", "3-1"), ("algorithm", "1")]
    first = anchors_of(page)[0]
    assert page.text[first.start : first.end] == "Figure 2: What it looks like, over\ntwo lines."


def test_a_mention_at_the_beginning_of_a_line_is_no_caption() -> None:
    page = set_page(0, body(0.1, PROSE, "Figure 2 shows what it looks like, and so", "図3に示すように"))
    assert found(page) == []


def test_a_caption_that_a_table_swallowed() -> None:
    rows = [(0.1, 0.3, "one 1 2"), (0.1, 0.315, "two 3 4"), (0.1, 0.33, "Table 3: What the rows are.")]
    assert found(set_page(0, body(0.1, PROSE), ("table", rows))) == [("table", "3")]


def test_numbered_headings() -> None:
    page = set_page(
        0,
        ("heading", [(0.1, 0.1, "3.2 What we do")]),
        ("heading", [(0.1, 0.2, "A Further results")]),
        ("heading", [(0.1, 0.3, "Appendix 2: More")]),
        ("heading", [(0.1, 0.4, "第3章 手法")]),
        ("heading", [(0.1, 0.5, "11: end for")]),
    )
    assert found(page) == [
        ("section", "3.2"), ("section", "a"), ("section", "2"), ("section", "appendix 2"), ("section", "3"),
        ("section", "chapter 3"),
    ]  # fmt: skip


def test_a_table_of_contents_has_no_headings() -> None:
    page = set_page(
        0,
        ("heading", [(0.1, 0.1, "Contents")]),
        ("heading", [(0.1, 0.2, "1 Introduction . . . . . . . . 3")]),
        ("heading", [(0.1, 0.3, "2 Method 12")]),
    )
    assert found(page) == []


def test_equations_are_numbered_at_the_right_edge() -> None:
    right = 0.1 + 0.008 * len(PROSE)
    formula = "a = b"
    number_left = right - 3 * 0.008
    far = "|" * round((number_left - 0.2 - 0.008 * len(formula)) / 0.024)
    page = set_page(
        0,
        body(0.1, PROSE),
        ("body", [(0.2, 0.13, f"{formula}{far} (4)")]),
        body(0.16, PROSE),
        ("body", [(0.2, 0.2, "as we can see (5)")]),
    )
    assert found(page) == [("equation", "4")]


def test_statements_and_notes() -> None:
    page = set_page(
        0,
        body(0.1, "Theorem 2. When all of it is so, the rest"),
        body(0.2, "Lemma 2.1 (Somebody). It is so."),
        body(0.3, "Theorem 2 shows that it is so."),
        ("footnote", [(0.1, 0.9, "1https://example.org"), (0.1, 0.915, "2A second note,"), (0.1, 0.93, "going on.")]),
    )
    assert found(page) == [
        ("statement", "theorem 2"), ("statement", "lemma 2.1"), ("note", "1"), ("note", "2"),
    ]  # fmt: skip
    note = anchors_of(page)[-1]
    assert page.text[note.start : note.end] == "2A second note,\ngoing on."


def test_the_heading_of_the_references() -> None:
    for words in ("References", "REFERENCES", "7 References", "Bibliography", "参考文献"):
        assert found(set_page(0, ("heading", [(0.1, 0.1, words)])))[0][0] == "references"
    assert found(set_page(0, body(0.1, "references to it"))) == []
