import pytest

from reader.core.formulas import Formula, pieces_of


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("no formula", ["no formula"]),
        ("", []),
        (r"\(x\)", [Formula("x")]),
        ("$x_1$, then $$y\n= 2$$.", [Formula("x_1"), ", then ", Formula("y = 2", is_display=True), "."]),
        (r"値\[ a \]は", ["値", Formula("a", is_display=True), "は"]),
        ("is $O(n)$-fast", ["is ", Formula("O(n)"), "-fast"]),
        ("$5 to $10", ["$5 to $10"]),
        ("US$5 and HK$6", ["US$5 and HK$6"]),
        ("$HOME/$USER", ["$HOME/$USER"]),
        (r"\$x_1\$", [r"\$x_1\$"]),
        (r"\(unclosed", [r"\(unclosed"]),
        (r"\( \) \[a $ b\]", [r"\( \) \[a $ b\]"]),
    ],
)
def test_formulas_are_told_from_text(text: str, pieces: list[str | Formula]) -> None:
    assert pieces_of(text) == pieces
