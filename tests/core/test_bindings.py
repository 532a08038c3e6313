import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.core.bindings import are_numbers_bound

TWO = "It takes 98 MB on disk and 500 MB of memory."
LAYERS = "LOMO has 12 layers and BERT has 8 layers."
YEARS = "In 2019 revenue was 5 million, and in 2020 it was 6 million."
TRAINED = "The model, which has 8 layers, was trained for 3 days on 16 GPUs."
JAPANESE = "メモリは98MB、ディスクは500MBである。"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("It needs 500 MB of memory.", TWO),
        ("98 MB of disk space are needed.", TWO),
        ("LOMO has 12 layers.", LAYERS),
        ("BERT has 8 layers, LOMO has 12.", LAYERS),
        ("Revenue was 5 million in 2019.", YEARS),
        ("The model was trained on 16 GPUs.", TRAINED),
        ("The model has 8 layers and was trained on 16 GPUs for 3 days.", TRAINED),
        ("メモリは98MBである。", JAPANESE),
        ("Bananas cost 3 dollars.", "Bananas cost 3 dollars."),
        ("LOMO and AdamW need 14.6 GB and 102 GB.", "LOMO and AdamW need 14.6 GB and 102 GB respectively."),
    ],
)
def test_a_number_with_its_own_words_is_bound(claim: str, evidence: str) -> None:
    assert are_numbers_bound(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("It needs 98 MB of memory.", TWO),
        ("BERT has 12 layers.", LAYERS),
        ("LOMO has 8 layers and BERT has 12 layers.", LAYERS),
        ("Revenue was 6 million in 2019.", YEARS),
        ("The model has 16 layers.", TRAINED),
        ("メモリは500MBである。", JAPANESE),
        ("LOMO needs 102 GB.", "LOMO and AdamW need 14.6 GB and 102 GB respectively."),
        ("It ranges from 10 to 5 points.", "It ranges from 5 to 10 points."),
    ],
)
def test_a_number_with_another_ones_words_is_not(claim: str, evidence: str) -> None:
    assert not are_numbers_bound(claim, evidence)


WORDS = st.sampled_from("memory disk layers costs rain revenue profit cars houses trains".split())


@given(WORDS, WORDS, st.integers(2, 999), st.integers(2, 999))
def test_swapped_numbers_are_never_bound(one: str, other: str, first: int, second: int) -> None:
    assume(one != other and first != second)
    for pattern in ("The {} was {} and the {} was {}.", "{}は{}で、{}は{}である。"):
        said = pattern.format(one, first, other, second)
        assert are_numbers_bound(said, said)
        assert not are_numbers_bound(pattern.format(one, second, other, first), said)
        assert not are_numbers_bound(pattern.format(one, second, one, second), said)


@given(st.text(), st.text())
def test_any_texts_can_be_compared(claim: str, evidence: str) -> None:
    are_numbers_bound(claim, evidence)
