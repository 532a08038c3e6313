"""The tones of pages and what a reader's choice means."""

import pytest

from reader.core.page_colours import TONES, PageColours, colours_for, contrast


def test_following_the_window_is_dark_in_a_dark_window_only() -> None:
    assert colours_for("window", is_window_dark=True) == "dark"
    assert colours_for("window", is_window_dark=False) == "printed"


@pytest.mark.parametrize("colours", ["printed", "dark", "sepia"])
def test_any_other_choice_is_the_same_in_every_window(colours: PageColours) -> None:
    assert colours_for(colours, is_window_dark=True) == colours_for(colours, is_window_dark=False) == colours


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert contrast((12, 34, 56), (12, 34, 56)) == 1


@pytest.mark.parametrize("colours", ["dark", "sepia"])
def test_words_stay_easy_to_read_and_do_not_glare(colours: PageColours) -> None:
    tones = TONES[colours]
    assert 7 < contrast(tones.paper, tones.ink) < 15
    assert {tones.paper, tones.ink}.isdisjoint({(0, 0, 0), (255, 255, 255)})
