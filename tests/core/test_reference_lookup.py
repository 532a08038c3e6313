"""From what a page mentions, and from the PDF's own links, to the place in the document."""

from collections.abc import Sequence

from reader.core.anchors import anchors_of
from reader.core.bibliography import read_bibliography
from reader.core.document import Link, PageText, Rect
from reader.core.reference_lookup import ReferenceLookup, link_target, references_of
from reader.core.targets import Reference
from tests.core.set_pages import PROSE, body, set_page

RIGHT = 0.1 + 0.008 * len(PROSE)


def known(*pages: PageText) -> ReferenceLookup:
    lookup = ReferenceLookup(anchor for page in pages for anchor in anchors_of(page))
    lists = []
    for heading in lookup.reference_headings:
        found = read_bibliography([page for page in pages if page.page_index >= heading.page_index], heading.end)
        lists += [] if found is None else [found]
    lookup.bibliographies = tuple(lists)
    return lookup


def references(page: PageText, *pages: PageText) -> tuple[Reference, ...]:
    return references_of(page, known(*pages), {other.page_index: other for other in pages})


def told(found: Sequence[Reference], page: PageText) -> list[tuple[str, str, str, int]]:
    return [(page.text[r.start : r.end], r.target.kind, r.target.name, r.target.spot.page_index) for r in found]


LIST = set_page(
    2,
    ("heading", [(0.1, 0.1, "References")]),
    ("body", [(0.1, 0.13, "[1] A. Smith, B. Lee, C. Kim. Title. 2020."), (0.1, 0.15, "[2] D. Jones. Another. 2019.")]),
)
FIGURE = set_page(
    1,
    body(0.1, PROSE, PROSE),
    ("caption", [(0.1, 0.5, "Figure 3: What it looks like.")]),
    body(0.6, PROSE, PROSE),
    ("heading", [(0.1, 0.7, "3.2 What we do")]),
    body(0.72, PROSE, PROSE),
)


def test_each_mention_leads_to_its_thing() -> None:
    page = set_page(
        0,
        body(0.1, "See [2] and Figure 3b, in Section 3.2 (Smith et al., 2020)."),
        ("footnote", [(0.1, 0.9, "1A note.")]),
    )
    assert told(references(page, page, FIGURE, LIST), page) == [
        ("[2]", "entry", "[2]", 2),
        ("Figure 3b", "figure", "Figure 3", 1),
        ("Section 3.2", "section", "3.2 What we do", 1),
        ("Smith et al., 2020", "entry", "[1]", 2),
    ]


def test_a_figure_is_shown_with_its_caption_up_to_the_text_above() -> None:
    page = set_page(0, body(0.1, "See Figure 3."))
    [reference] = references(page, page, FIGURE, LIST)
    [piece] = reference.target.pieces
    assert piece.page_index == 1
    assert 0.12 < piece.rect.y0 < 0.14
    assert 0.51 < piece.rect.y1 < 0.53
    assert piece.rect.x0 < 0.11
    assert piece.rect.x1 > RIGHT - 0.02


def test_a_table_below_its_caption_is_shown_with_it() -> None:
    rows = [(0.1, 0.33 + 0.015 * n, "cell |cell |cell") for n in range(4)]
    table = set_page(
        1, body(0.1, *[PROSE] * 10), ("caption", [(0.1, 0.3, "Table 1: Cells.")]), ("table", rows), body(0.5, PROSE)
    )
    page = set_page(0, body(0.1, "See Table 1."))
    [reference] = references(page, page, table)
    [piece] = reference.target.pieces
    assert 0.29 < piece.rect.y0 < 0.301
    assert 0.386 < piece.rect.y1 < 0.41


def test_an_entry_over_a_column_end_is_shown_in_two_pieces() -> None:
    entries = set_page(
        1,
        ("heading", [(0.1, 0.85, "References")]),
        body(0.87, "[1] One Author. Title. 2001."),
        ("body", [(0.1, 0.9, "[2] Another Author. A"), (0.12, 0.915, "title that")]),
        ("body", [(0.54, 0.1, "goes on. 2002."), (0.52, 0.115, "[3] A Third Author. 2003.")]),
    )  # fmt: skip
    page = set_page(0, body(0.1, "See [2]."))
    [reference] = references(page, page, entries)
    assert [round(piece.rect.x0, 2) for piece in reference.target.pieces] == [0.09, 0.53]
    assert reference.target.text == "[2] Another Author. A title that goes on. 2002."


def test_an_equation_is_shown_with_the_lines_around_it() -> None:
    far = "|" * round((RIGHT - 3 * 0.008 - 0.2 - 5 * 0.008) / 0.024)
    equation = set_page(1, body(0.1, PROSE), ("body", [(0.2, 0.13, f"a = b{far} (4)")]), body(0.16, PROSE))
    page = set_page(0, body(0.1, "It follows from Eq. (4) and (4)."))
    found = references(page, page, equation)
    assert {reference.target.name for reference in found} == {"(4)"}
    [piece] = found[0].target.pieces
    assert piece.rect.y0 < 0.112
    assert piece.rect.y1 > 0.16


def test_a_note_of_the_same_page_before_an_entry_of_that_number() -> None:
    numbered = set_page(
        1,
        ("heading", [(0.1, 0.1, "References")]),
        ("body", [(0.1, 0.13 + 0.02 * n, f"{n}. Somebody N. Title. 200{n}.") for n in range(1, 4)]),
    )
    page = set_page(0, body(0.1, "A word^1 and another^2 one."), ("footnote", [(0.1, 0.9, "1A note.")]))
    assert told(references(page, page, numbered), page) == [("1", "note", "1", 0), ("2", "entry", "[2]", 1)]


def test_nothing_rather_than_something_wrong() -> None:
    page = set_page(0, body(0.1, "In [0, 1] and [3], in Figure 4, in October 2020, by (5), in Table 3."))
    assert references(page, page, FIGURE, LIST) == ()


def test_a_caption_does_not_refer_to_itself() -> None:
    assert references(FIGURE, FIGURE, LIST) == ()
    assert references(LIST, FIGURE, LIST) == ()


def test_the_nearest_of_several_figures_of_one_number() -> None:
    pages = [
        set_page(n, body(0.1, PROSE), ("caption", [(0.1, 0.5, "Figure 1: It.")]), body(0.6, PROSE)) for n in range(9)
    ]
    page = set_page(7, body(0.1, "See Figure 1."))
    assert references(page, *pages)[0].target.spot.page_index == 7


def link_to(page: PageText, top: float, left: float | None, *pages: PageText) -> tuple[str, str]:
    link = Link(Rect(0.1, 0.1, 0.2, 0.12), page.page_index, top, None, left)
    target = link_target(link, known(*pages), {other.page_index: other for other in pages})
    assert target is not None
    return target.kind, target.name


def test_a_link_leads_to_what_begins_at_its_place() -> None:
    assert link_to(LIST, 0.148, 0.1, FIGURE, LIST) == ("entry", "[2]")
    assert link_to(FIGURE, 0.695, 0.1, FIGURE, LIST) == ("section", "3.2 What we do")
    assert link_to(FIGURE, 0.14, 0.1, FIGURE, LIST) == ("figure", "Figure 3")


def test_a_link_to_nothing_known_shows_what_stands_there() -> None:
    assert link_to(FIGURE, 0.6, 0.1, FIGURE, LIST) == ("place", "")


def test_the_page_of_a_link_counts_more_than_the_text_it_lies_on() -> None:
    page = set_page(0, body(0.1, "See [2]."))
    [said] = references(page, page, FIGURE, LIST)
    lookup, texts = known(page, FIGURE, LIST), {0: page, 1: FIGURE, 2: LIST}
    same = link_target(Link(Rect(0, 0, 1, 1), 2, 0.1, None), lookup, texts, said.target)
    assert same == said.target
    other = link_target(Link(Rect(0, 0, 1, 1), 1, 0.695, None), lookup, texts, said.target)
    assert other is not None
    assert other.spot.page_index == 1


def test_a_first_section_is_no_first_chapter_where_there_are_chapters() -> None:
    section = set_page(1, ("heading", [(0.1, 0.1, "1 Something")]))
    chapter = set_page(2, ("heading", [(0.1, 0.1, "第1章 はじめに")]))
    page = set_page(0, body(0.1, "第1章で述べる"))
    assert [r.target.spot.page_index for r in references(page, page, section, chapter)] == [2]
    assert [r.target.spot.page_index for r in references(page, page, section)] == [1]
