"""Events and thoughts whatever comes and however it is cut."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engine.server_stream import EventStream, StreamMalformed, Thoughts, harmless

_FIELDS = ["choices", "delta", "content", "finish_reason", "usage", "prompt_tokens", "error", "reasoning_content"]
_OPENINGS = ("<think>", "<thinking>", "[THINK]")
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_FIELDS), inner, max_size=4),
    max_leaves=8,
)


def _cut(whole: bytes, size: int) -> list[bytes]:
    return [whole[at : at + size] for at in range(0, len(whole), size)]


def _texts(portions: list[bytes]) -> str:
    stream = EventStream()
    return "".join(piece.text for portion in portions for piece in stream.push(portion))


@given(st.lists(st.text(max_size=12), max_size=6), st.integers(1, 40), st.sampled_from(["\n\n", "\r\n\r\n"]))
def test_texts_arrive_however_the_bytes_are_cut(texts: list[str], size: int, end: str) -> None:
    events = [json.dumps({"choices": [{"delta": {"content": text}}]}, ensure_ascii=True) for text in texts]
    whole = "".join(f": ping{end}event: x{end}data: {event}{end}" for event in events).encode()
    assert _texts(_cut(whole, size)) == "".join(texts)


_events = _json.map(lambda value: b"data: " + json.dumps(value).encode() + b"\n")


@given(st.binary(max_size=60) | _events, st.integers(1, 9))
def test_garbage_is_told_and_nothing_else_happens(whole: bytes, size: int) -> None:
    try:
        assert isinstance(_texts(_cut(whole, size)), str)
    except StreamMalformed as malformed:
        assert str(malformed)  # noqa: PT017


def test_nothing_counts_after_the_end() -> None:
    stream = EventStream()
    assert list(stream.push(b"data: [DONE]\ndata: {not json}\n")) == []
    assert stream.is_done


def _answer(pieces: list[str], *, is_open: bool = False) -> str:
    thoughts = Thoughts(is_open=is_open)
    return "".join([*(thoughts.push(piece) for piece in pieces), thoughts.finish()])


@given(st.text(alphabet="ab<>/think[]TH\n ", max_size=40).filter(lambda t: not t.lstrip().startswith(_OPENINGS)))
def test_an_answer_without_thoughts_is_untouched(text: str) -> None:
    assert _answer(list(text)) == text


@given(st.text(st.characters(exclude_characters="<["), max_size=20), st.text(max_size=20), st.integers(1, 30))
def test_thoughts_are_left_out_however_they_are_cut(thought: str, answer: str, size: int) -> None:
    whole = f" <think>{thought}</think>{answer}"
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    assert _answer(pieces) == answer
    assert _answer([whole.removeprefix(" <think>")], is_open=True) == answer


def test_thoughts_that_do_not_end_are_no_answer() -> None:
    assert _answer(["<think>", "Hm."]) == ""
    assert _answer(["Hm."], is_open=True) == "Hm."


@given(st.text())
def test_ordinary_text_is_sent_as_it_is(text: str) -> None:
    if not {"<", "["} & set(text) and not any("\ud800" <= character <= "\udfff" for character in text):
        assert harmless(text) == text


@pytest.mark.parametrize("token", ["<|im_end|>", "</s>", "<end_of_turn>", "<｜end▁of▁sentence｜>", "[/INST]"])
def test_control_tokens_are_broken_up(token: str) -> None:
    assert harmless(f"a{token}b") == f"a{token[0]} {token[1:]}b"
    assert token not in harmless(harmless(token * 3))


def test_a_lone_surrogate_has_no_utf_8() -> None:
    assert harmless("a\ud800b") == "a?b"
