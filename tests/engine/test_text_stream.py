from hypothesis import given
from hypothesis import strategies as st

from reader.engine.text_stream import TextStream


def _texts(pieces: list[bytes], stop_strings: tuple[str, ...] = ()) -> list[str]:
    stream = TextStream(stop_strings)
    return [*map(stream.push, pieces), stream.finish()]


def _text(written: str, stop_strings: tuple[str, ...] = ()) -> str:
    return "".join(_texts([character.encode() for character in written], stop_strings))


def test_half_characters_wait_for_their_other_half() -> None:
    raw = "推🙂".encode()
    texts = _texts([raw[:1], raw[1:2], raw[2:5], raw[5:]])
    assert texts == ["", "", "推", "🙂", ""]


def test_character_that_never_gets_complete_is_shown_as_damaged() -> None:
    assert "".join(_texts([b"a", b"\xe6\x8e"])) == "a�"


def test_stop_string_and_what_follows_it_is_not_shown() -> None:
    assert _text("Seven GB.\nUser: and then?", ("\nUser:",)) == "Seven GB."


def test_beginning_of_a_stop_string_is_shown_when_it_goes_on_otherwise() -> None:
    assert _text("Seven GB.\nUsers like it.", ("\nUser:",)) == "Seven GB.\nUsers like it."
    assert _text("Seven GB.\nUse", ("\nUser:",)) == "Seven GB.\nUse"


def test_nothing_comes_after_the_end() -> None:
    stream = TextStream(("END",))
    assert stream.push(b"so END more") == "so"
    assert stream.is_finished
    assert stream.push(b"more") == ""
    assert stream.finish() == ""


def test_white_space_around_the_answer_is_dropped() -> None:
    assert _text("\n\n  Seven GB. \n\n") == "Seven GB."


def test_repeated_sentence_ends_the_text_before_it() -> None:
    assert _text("It needs seven GB. That is little. It needs  seven GB. That") == "It needs seven GB. That is little."
    assert _text("メモリは7GBで足ります。速いです。メモリは7GBで足ります。速い") == "メモリは7GBで足ります。速いです。"


def test_repeated_last_sentence_without_its_end_is_dropped_too() -> None:
    assert _text("It needs seven GB of memory\nIt needs seven GB of memory") == "It needs seven GB of memory"


def test_sentence_that_only_begins_alike_is_shown() -> None:
    text = "The model needs seven GB. The model needs eight GB. The model is small."
    assert _text(text) == text


def test_short_sentences_may_return() -> None:
    assert _text("Yes. No. Yes. No.") == "Yes. No. Yes. No."


def test_point_inside_a_number_ends_no_sentence() -> None:
    text = "It took 10.8 hours and 10.8 GB, as 10.8 says."
    assert _text(text) == text


def test_run_of_the_same_ends_the_text() -> None:
    assert len(_text("The answer is 1" + "0" * 500)) < 60
    assert len(_text("so and so on " * 100)) < 80


def test_certain_text_is_not_held_back() -> None:
    texts = _texts([b"The", b" model", b" needs"])
    assert texts == ["The", " model", " needs", ""]


@given(st.lists(st.binary(max_size=6)), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_any_bytes_give_the_same_text_however_they_are_cut(pieces: list[bytes], stops: list[str]) -> None:
    whole = b"".join(pieces)
    bytewise = "".join(_texts([whole[at : at + 1] for at in range(len(whole))], tuple(stops)))
    assert not any(stop in bytewise for stop in stops)
    decoded = whole.decode("utf-8", "replace")
    assert decoded.lstrip().startswith(bytewise)
