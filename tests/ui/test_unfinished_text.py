import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.unfinished_text import UnfinishedText


def _rest(written: str, *sentences: str) -> str:
    text = UnfinishedText()
    text.add(written)
    for sentence in sentences:
        text.finish(sentence)
    return text.text


@pytest.mark.parametrize(
    ("written", "sentence", "rest"),
    [
        ("It falls to 14.6 GB. It al", "It falls to 14.6 GB.", "It al"),
        ("It falls\n to  14.6 GB.", "It falls to 14.6 GB.", ""),
        ("It falls (p.3). It also", "It falls.", "It also"),
        ("It falls [2]. It also", "It falls.", "[2]. It also"),
        ("勾配は捨てられます。メモリは", "勾配は捨てられます。", "メモリは"),
        ('He said "no." "Yes', 'He said "no."', '"Yes'),
    ],
)
def test_a_finished_sentence_is_cut_off(written: str, sentence: str, rest: str) -> None:
    assert _rest(written, sentence) == rest


def test_a_sentence_that_is_not_there_empties_it() -> None:
    assert _rest("Something else entirely", "A sentence.") == ""


def test_the_models_own_page_numbers_are_not_shown() -> None:
    assert _rest("It falls (p.3) fast") == "It falls fast"


@given(st.lists(st.text("abcd ,0", min_size=1), max_size=4))
def test_sentences_in_order_leave_no_word(sentences: list[str]) -> None:
    rest = _rest("".join(f"{sentence}. " for sentence in sentences), *sentences)
    assert not any(character.isalnum() for character in rest)
