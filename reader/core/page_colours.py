"""The colours that pages are shown in: as printed, dark or sepia, whatever the window around them looks like."""

from dataclasses import dataclass
from typing import Literal, get_args

PageColours = Literal["printed", "dark", "sepia"]
"""How a page is drawn."""
ColoursChoice = Literal["printed", "dark", "sepia", "window"]
"""What a reader can choose; "window": dark pages while the window is dark."""
COLOURS_CHOICES: tuple[ColoursChoice, ...] = get_args(ColoursChoice)


@dataclass(frozen=True, slots=True)
class Tones:
    """What white paper and black ink become: red, green, blue, each 0..255."""

    paper: tuple[int, int, int]
    ink: tuple[int, int, int]


TONES: dict[PageColours, Tones] = {
    "printed": Tones((255, 255, 255), (0, 0, 0)),
    # Neither black nor white: at full contrast letters seem to glow in the dark.
    "dark": Tones((0x1E, 0x1F, 0x22), (0xDC, 0xDC, 0xDA)),
    "sepia": Tones((0xF6, 0xEC, 0xD6), (0x33, 0x27, 0x1A)),
}


def colours_for(choice: ColoursChoice, *, is_window_dark: bool) -> PageColours:
    if choice == "window":
        return "dark" if is_window_dark else "printed"
    return choice


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """How well one colour is told from another, 1 (the same) to 21 (black and white), as WCAG 2 reckons it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    linear = [value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
