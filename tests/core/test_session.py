"""Sessions as JSON: what goes in comes out, and damage brings nothing back rather than an error."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.session import SessionTab, SessionWindow, session_from_json, session_to_json

names = st.text(st.characters(codec=None))
tabs = st.builds(SessionTab, names, names)


@st.composite
def windows(draw: st.DrawFn) -> SessionWindow:
    of_window = draw(st.lists(tabs, max_size=4))
    current = draw(st.integers(0, max(len(of_window) - 1, 0)))
    return SessionWindow(tuple(of_window), current, draw(st.text("QUJD+/=")))


@given(st.lists(windows(), max_size=3))
def test_a_session_comes_back_as_it_was(session: list[SessionWindow]) -> None:
    text = session_to_json(tuple(session))
    assert text.isascii(), "file names that are no Unicode can be stored too"
    assert session_from_json(text) == tuple(session)


@pytest.mark.parametrize(
    "text", ["", "{", "{}", "3", '[{"tabs": 1, "current": 0, "geometry": ""}]', "[[]]", "[" * 100_000]
)
def test_what_cannot_be_understood_brings_nothing_back(text: str) -> None:
    assert session_from_json(text) == ()


def test_of_a_window_with_a_damaged_tab_the_others_come_back() -> None:
    stored = [{"tabs": [["/a.pdf", "A"], ["/b.pdf"], 7], "current": 5, "geometry": ""}]
    assert session_from_json(json.dumps(stored)) == (SessionWindow((SessionTab("/a.pdf", "A"),), 0, ""),)
