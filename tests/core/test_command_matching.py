"""Typing parts of a name finds it; better fits come first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.command_matching import match_score

NAMES = ("Fit width", "Fit page", "Full screen", "Find", "First page", "Go to page", "次の証拠", "Zoom in")


def found(typed: str) -> list[str]:
    scores = {name: match_score(typed, name) for name in NAMES}
    fitting = [name for name in NAMES if scores[name] is not None]
    return sorted(fitting, key=lambda name: -(scores[name] or 0))


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("fit w", "Fit width"),
        ("width", "Fit width"),
        ("fw", "Fit width"),
        ("page go", "Go to page"),
        ("ＺＯＯＭ", "Zoom in"),
        ("証拠", "次の証拠"),
        ("fscr", "Full screen"),
    ],
)
def test_the_best_is_what_was_meant(typed: str, best: str) -> None:
    assert found(typed)[0] == best


def test_what_does_not_fit_is_left_out() -> None:
    assert found("quit") == []
    assert found("page x") == []


def test_nothing_typed_fits_all() -> None:
    assert len(found("")) == len(NAMES)


@given(st.text(), st.text())
def test_any_text_is_taken(typed: str, name: str) -> None:
    match_score(typed, name)


@given(st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=1))
def test_a_name_fits_itself(name: str) -> None:
    assert match_score(name, name) is not None
