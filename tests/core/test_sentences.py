import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.core.sentences import MAX_CHARACTERS, Sentence, readable, split_sentences, without_signs


def sentences(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


def test_sentences_end_at_full_stops() -> None:
    assert sentences("It is fast. It is small! Is it? Yes.") == ["It is fast.", "It is small!", "Is it?", "Yes."]


def test_japanese_sentences_need_no_space() -> None:
    assert sentences("速い。小さい！「そうか？」はい。") == ["速い。", "小さい！", "「そうか？」", "はい。"]


@pytest.mark.parametrize(
    "text",
    [
        "See Fig. 3 for it.",
        "As Smith et al. Show in print.",
        "We use e.g. Adam for it.",
        "It needs 3.5 GB of it.",
        "J. Smith wrote it.",
        "Written by Dr. Smith.",
    ],
)
def test_full_stops_inside_a_sentence_do_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


def test_an_empty_line_ends_a_sentence_and_a_line_end_does_not() -> None:
    assert sentences("A heading\n\nThe text goes\non here") == ["A heading", "The text goes\non here"]


def test_quotation_marks_belong_to_the_sentence_they_close() -> None:
    assert sentences('He said "it works." Then he left.') == ['He said "it works."', "Then he left."]


def test_a_table_without_full_stops_is_cut_at_line_ends() -> None:
    table = "\n".join(f"row {number} with some numbers 1 2 3" for number in range(60))
    parts = sentences(table)
    assert all(len(part) <= MAX_CHARACTERS for part in parts)
    assert "\n".join(parts) == table


@example("\u3000。」" * 9)
@example("." * 2000 + '"' * 50)
@given(st.text(st.sampled_from("aZ1 .。!\n-\"'」)\u3000・漢か"), max_size=3000) | st.text())
def test_sentences_of_any_text_are_in_order_and_hold_all_of_it(text: str) -> None:
    at = 0
    for sentence in split_sentences(text):
        assert not text[at : sentence.start].strip()
        assert 0 < sentence.end - sentence.start <= MAX_CHARACTERS
        part = text[sentence.start : sentence.end]
        assert part == part.strip()
        at = sentence.end
    assert not text[at:].strip()


def test_a_quote_is_readable_in_one_line() -> None:
    assert readable("the opti-\n miser   saves\nmemory \n") == "the optimiser saves memory"
    assert readable("最適化手法\nを提案　\n　する") == "最適化手法を提案する"
    assert readable("手法 LOMO\nを使う") == "手法 LOMO を使う"


@given(st.text())
def test_any_text_is_readable_in_one_line(text: str) -> None:
    line = readable(text)
    assert "\n" not in line
    assert readable(line) == line


@pytest.mark.parametrize(
    "odd", ["\u3000", "\n", "漢\u3000", " \n", "-\n", "a-\n", ".\n", '."', "。」", "A. ", "\ufeff"], ids=ascii
)
def test_a_megabyte_of_one_sign_ends(odd: str) -> None:
    """With a pattern that backtracks these take hours."""
    text = "漢" + odd * (300_000 // len(odd)) + "a"
    assert readable(text)
    assert split_sentences(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("• We propose LOMO.", "We propose LOMO."),
        ("1Our code is here.", "Our code is here."),
        ("2. We introduce CLADDER.", "We introduce CLADDER."),
        ("(3) It works.", "It works."),
        ("each with 24GB memory.1", "each with 24GB memory."),
        ("LLaMA-13B wins by 2.8", "LLaMA-13B wins by 2.8"),
        ("65B models win.", "65B models win."),
        ("3D models win.", "3D models win."),
        ("•", "•"),
    ],
)
def test_signs_of_lists_and_footnotes_are_left_out(text: str, bare: str) -> None:
    found = without_signs(f"  {text}  ", Sentence(2, 2 + len(text)))
    assert f"  {text}  "[found.start : found.end] == bare
