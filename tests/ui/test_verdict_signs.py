import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette

from reader.core.answer import Verdict
from reader.ui.appearance import _DARK, _LIGHT, _palette
from reader.ui.verdict_signs import (
    is_dark,
    muted_color,
    paint_sign,
    sign_character,
    sign_color,
    verdict_name,
    verdict_words,
)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(params=["light", "dark"])
def palette(request: pytest.FixtureRequest) -> QPalette:
    return _palette(_DARK if request.param == "dark" else _LIGHT)


def _luminance(color: QColor) -> float:
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(a: QColor, b: QColor) -> float:
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("role", [QPalette.ColorRole.Base, QPalette.ColorRole.Window])
def test_signs_stand_out_from_the_background(palette: QPalette, verdict: Verdict, role: QPalette.ColorRole) -> None:
    assert _contrast(sign_color(verdict, palette), palette.color(role)) >= 4.5


@pytest.mark.parametrize("role", [QPalette.ColorRole.Base, QPalette.ColorRole.Window])
def test_muted_text_stays_readable(palette: QPalette, role: QPalette.ColorRole) -> None:
    assert _contrast(muted_color(palette), palette.color(role)) >= 4.5


def test_dark_is_told_from_light() -> None:
    assert is_dark(_palette(_DARK))
    assert not is_dark(_palette(_LIGHT))


def _picture(verdict: Verdict) -> QImage:
    image = QImage(32, 32, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_sign(painter, QRectF(0, 0, 32, 32), verdict, QColor("black"), QColor("white"))
    painter.end()
    return image


def test_signs_differ_in_shape_without_colour() -> None:
    """At least one pixel in ten differs between any two signs drawn in black."""
    pictures = {verdict: _picture(verdict) for verdict in Verdict}
    for a in Verdict:
        for b in Verdict:
            if a is not b:
                pixels = [(x, y) for x in range(32) for y in range(32)]
                differing = sum(
                    abs(pictures[a].pixelColor(x, y).value() - pictures[b].pixelColor(x, y).value()) > 96
                    for x, y in pixels
                )
                assert differing > 100, (a, b)


def test_each_verdict_has_its_own_character_name_and_words() -> None:
    for said_of in (sign_character, verdict_name, verdict_words):
        assert len({said_of(verdict) for verdict in Verdict}) == len(Verdict)
