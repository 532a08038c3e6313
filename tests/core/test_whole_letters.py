"""Letters in parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.whole_letters import whole_letters


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ("Efﬁcient ﬂows", "Efficient flows"),
        ("Mar´ıa L´opez", "María López"),
        ("Sch¨ olkopf", "Schölkopf"),
        ("Franc¸ois", "François"),
        ("ˇStˇep´an", "Štěpán"),
        ("Ha\u0308user", "Häuser"),
        ("x ˜ 3", "x ˜ 3"),
        ("´x", "´x"),
        ("箱", "箱"),
    ],
)
def test_they_become_whole(parts: str, whole: str) -> None:
    assert whole_letters(parts) == whole


@given(st.text())
def test_any_text_can_be_made_whole(text: str) -> None:
    assert len(whole_letters(text)) <= 4 * len(text)
