from hypothesis import given
from hypothesis import strategies as st

from reader.core.joint import PageRow, first_of_each, interleaved, joined
from reader.core.ranking import Counts, PassageLength, rank


def counts(postings: dict[str, list[tuple[int, int]]], *pages: int) -> Counts:
    """A document with passages 1, 2, ... on the pages given."""
    return Counts({n: PassageLength(n, page, 100) for n, page in enumerate(pages, start=1)}, postings)


def ranked(*documents: Counts, page_count: int = 10) -> list[tuple[int, int]]:
    """(document, own page), best first."""
    row = PageRow([page_count] * len(documents))
    all_of_them = joined(documents, row)
    ranking = rank(all_of_them.lengths, all_of_them.postings, all_of_them.similarities, all_of_them.bonus, row.depth)
    return [row.place_of(page) for page in ranking.pages]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.data())
def test_each_page_of_the_row_is_one_page_of_one_document(page_counts: list[int], data: st.DataObject) -> None:
    row = PageRow(page_counts)
    assert row.page_count == sum(page_counts)
    page = data.draw(st.integers(0, row.page_count - 1))
    document, page_index = row.place_of(page)
    assert 0 <= page_index < page_counts[document]
    assert row.start_of(document) + page_index == page
    assert (row.document_of(page), row.depth(page)) == (document, page_index)


def test_a_word_is_as_rare_as_it_is_in_all_documents_together() -> None:
    """ "memory" stands all over the first document and is rare within the second one, where it is the only word."""
    first = counts({"memory": [(n, 3) for n in range(1, 9)], "lomo": [(5, 1)]}, *range(8))
    second = counts({"memory": [(2, 1)], "lomo": []}, *range(8))
    assert ranked(first, second)[0] == (0, 4)


def test_the_opening_of_each_document_counts_not_only_that_of_the_first() -> None:
    everywhere = {"lomo": [(n, 1) for n in range(1, 9)]}
    best = ranked(counts({"lomo": []}, *range(8)), counts(everywhere, *range(8)))
    assert best[0] == (1, 0)


def test_similarities_are_compared_over_all_documents() -> None:
    low, high = (
        Counts({1: PassageLength(1, 0, 9), 2: PassageLength(2, 1, 9)}, {}, {}, s)
        for s in ({1: 0.78, 2: 0.76}, {1: 0.77, 2: 0.91})
    )
    assert ranked(low, high)[0] == (1, 1)


def test_a_question_about_two_documents_begins_with_both() -> None:
    ranked_pages = [10, 11, 12, 0, 20, 1]
    assert first_of_each(ranked_pages, {0, 1}, lambda page: page // 10) == [10, 0, 11, 12, 20, 1]
    assert first_of_each(ranked_pages, {}, lambda page: page // 10) == ranked_pages


def test_passages_go_back_to_their_documents() -> None:
    row = PageRow([5, 5])
    both = joined([counts({"a": [(1, 1)]}, 0), counts({"a": [(1, 2), (2, 1)]}, 3, 4)], row)
    ids = sorted(both.lengths)
    assert interleaved([(ids[2], 0.9), (ids[0], 0.5), (ids[1], 0.2)]) == {1: [(2, 0.9), (1, 0.2)], 0: [(1, 0.5)]}
    assert [both.lengths[i].page_index for i in ids] == [0, 8, 9]
