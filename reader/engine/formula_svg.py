"""A formula in LaTeX as a drawing. Computes for some milliseconds (the first time 250): meant for a thread."""

import logging
import threading
from dataclasses import dataclass

from reader.core.patterns import late_pattern

_log = logging.getLogger(__name__)
SIZE = 24.0
"""Of the letters in a drawing, in the units of its box."""
COLOUR = "#010203"
"""Of all that is drawn: whoever shows it puts the text's own in its place."""
_MOST_CHARACTERS = 600
_BOX = late_pattern(r'viewBox="(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+)"')
_NO_LETTER_OF_MATHS = late_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class FormulaSvg:
    svg: str
    width: float
    """Of the box, with letters of SIZE."""
    ascent: float
    """What of it is above the line the text stands on."""
    descent: float


def draw_formula(tex: str, *, is_display: bool) -> FormulaSvg | None:
    """None where it cannot be read, or has letters that a font for mathematics lacks: its source is shown then."""
    if len(tex) > _MOST_CHARACTERS or _NO_LETTER_OF_MATHS.search(tex):
        return None
    # Here: it takes a quarter of a second, and most papers need none of it.
    from ziamath.config import config
    from ziamath.tex import tex2mml
    from ziamath.zmath import Latex

    with _one_at_a_time:
        config.svg2 = False  # Qt draws paths, not all that SVG 2 has
        try:
            if "\\" in tex2mml(tex):
                return None  # a command that is not known, and would stand there as it is written
            svg = Latex(tex, size=SIZE, color=COLOUR, inline=not is_display, margin=0).svg()
        except Exception as failure:  # noqa: BLE001  the parser fails in as many ways as there are mistakes
            _log.info("a formula is shown as it is written: %s: %r", type(failure).__name__, tex)
            return None
    box = _BOX.search(svg)
    if box is None:
        return None
    _, top, width, height = (float(number) for number in box.groups())
    return FormulaSvg(svg, width, -top, height + top) if width > 0 and height > 0 else None
