import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.ranking import PassageLength, inverse_frequency, rank


def lengths(*pages: int, tokens: int = 100) -> dict[int, PassageLength]:
    """Passages with ids 1, 2, ... on the pages given."""
    return {number: PassageLength(number, page, tokens) for number, page in enumerate(pages, start=1)}


def test_the_page_with_the_rare_word_comes_first() -> None:
    ranking = rank(lengths(0, 1, 2, 3), {"common": [(1, 2), (2, 2), (3, 2), (4, 2)], "rare": [(3, 1)]})
    assert ranking.pages[0] == 2
    assert ranking.passages[0][0] == 3


def test_more_of_a_word_in_a_shorter_passage_is_better() -> None:
    either = {1: PassageLength(1, 5, 300), 2: PassageLength(2, 6, 50), 3: PassageLength(3, 7, 50)}
    assert [passage for passage, _ in rank(either, {"word": [(1, 2), (2, 2), (3, 3)]}).passages] == [3, 2, 1]


def test_a_question_whose_words_stand_everywhere_asks_for_the_opening() -> None:
    everywhere = {"lomo": [(number, 2 if number == 6 else 1) for number in range(1, 9)]}
    assert rank(lengths(*range(8)), everywhere).pages[0] == 0
    here_and_there = {"lomo": [(6, 2), (1, 1)]}
    assert rank(lengths(*range(8)), here_and_there).pages[0] == 5


def test_nothing_known_means_nothing_found() -> None:
    ranking = rank(lengths(0, 1), {"unknown": []})
    assert (ranking.pages, ranking.passages) == ((), ())
    assert rank({}, {}).pages == ()


@given(st.integers(1, 10**6), st.data())
def test_rarer_words_weigh_more_and_all_weigh_something(total: int, data: st.DataObject) -> None:
    holding = data.draw(st.integers(0, total - 1))
    assert inverse_frequency(total, holding) > inverse_frequency(total, holding + 1) > 0


postings = st.dictionaries(
    st.sampled_from("abc"), st.dictionaries(st.integers(1, 8), st.integers(1, 9)).map(lambda d: list(d.items()))
)


@given(postings, st.lists(st.integers(0, 200), min_size=8, max_size=8))
def test_each_page_that_holds_a_word_is_ranked_once(found: dict[str, list[tuple[int, int]]], counts: list[int]) -> None:
    all_lengths = {n: PassageLength(n, (n - 1) // 2, counts[n - 1]) for n in range(1, 9)}
    ranking = rank(all_lengths, found)
    holding = {passage for places in found.values() for passage, _ in places}
    assert {passage for passage, _ in ranking.passages} == holding
    assert sorted(ranking.pages) == sorted({(passage - 1) // 2 for passage in holding})
    scores = [score for _, score in ranking.passages]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("page", [0, 3])
def test_one_passage_alone_is_found(page: int) -> None:
    assert rank(lengths(page), {"word": [(1, 1)]}).pages == (page,)


def test_a_page_that_says_it_in_other_words_is_found_by_its_similarity() -> None:
    similar = {1: 0.80, 2: 0.79, 3: 0.91, 4: 0.78}
    assert rank(lengths(0, 1, 2, 3), {"unknown": []}, similar).pages[0] == 2
    both = rank(lengths(0, 1, 2, 3), {"word": [(1, 1), (3, 1)]}, similar)
    assert both.pages[0] == 2
    assert both.passages[0][0] == 3


def test_similarities_count_by_their_differences_only() -> None:
    found = {"word": [(2, 1)]}
    low = rank(lengths(0, 1, 2), found, {1: 0.10, 2: 0.20, 3: 0.30})
    high = rank(lengths(0, 1, 2), found, {1: 0.70, 2: 0.80, 3: 0.90})
    assert [page for page, _ in low.passages] == [page for page, _ in high.passages]
    assert low.pages == high.pages


def test_what_a_question_names_by_its_place_comes_first() -> None:
    ranking = rank(lengths(0, 1, 2, 3), {"word": [(1, 2), (4, 1)]}, bonus={3: 1.0})
    assert ranking.pages[0] == 3
