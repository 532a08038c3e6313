import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.text_quality import text_quality


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("A page of text.", "good"),
        ("推論の頁", "good"),
        ("", "missing"),
        (" \n\n 7 \n", "missing"),
        ("\ue000\ue001\ue002\ue003", "garbled"),
        ("\ufffd\ufffd\ufffd a b", "garbled"),
        ("ab\x00\x01\x02cd", "garbled"),
        ("Mostly readable, with one odd sign \ue000.", "good"),
    ],
)
def test_text_layer_is_judged(text: str, quality: str) -> None:
    assert text_quality(text) == quality


@given(st.text())
def test_any_text_has_a_quality(text: str) -> None:
    assert text_quality(text) in ("good", "missing", "garbled")
