import pytest

from reader.engine.formula_svg import COLOUR, SIZE, draw_formula


@pytest.mark.parametrize("tex", ["n", r"\chi^2", r"\frac{a}{b}", r"\begin{pmatrix} a & b \\ c & d\end{pmatrix}"])
def test_formulas_are_drawn_in_one_colour(tex: str) -> None:
    drawing = draw_formula(tex, is_display=False)
    assert drawing is not None
    assert drawing.svg.startswith("<svg")
    assert COLOUR in drawing.svg
    assert "<symbol" not in drawing.svg, "Qt would draw nothing"


def test_a_fraction_reaches_below_the_line_and_a_letter_does_not() -> None:
    letter, fraction = draw_formula("a", is_display=False), draw_formula(r"\frac{a}{b}", is_display=True)
    assert letter is not None
    assert fraction is not None
    assert letter.descent < 0.1 * SIZE
    assert fraction.descent > 0.4 * SIZE
    assert fraction.ascent > letter.ascent > 0.3 * SIZE


@pytest.mark.parametrize(
    "tex", [r"\frac{a", r"\unheard_of{x}", "損失", "", "x" * 1000, r"\left( x", "&", r"\begin{nothing}"]
)
def test_what_cannot_be_read_is_not_drawn(tex: str) -> None:
    assert draw_formula(tex, is_display=False) is None
