"""Icons have the palette's colours and are as fine as the screens; a finer screen that comes has them drawn anew."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui import icons
from reader.ui.icons import follow_screens, icon


@dataclass
class _Screen:
    ratio: float

    def devicePixelRatio(self) -> float:
        return self.ratio


class _Application(QObject):
    screenAdded = Signal(object)


class _Widget(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.repaints = 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.repaints += event.type() is QEvent.Type.PaletteChange


def _palette(colour: str, disabled: str) -> QPalette:
    palette = QPalette()
    palette.setColor(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText, QColor(colour))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, QColor(disabled))
    return palette


def _ink(picture: QImage) -> QColor:
    """The colour of the least transparent pixel."""
    places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return max((picture.pixelColor(x, y) for x, y in places), key=QColor.alpha)


def _is_near(colour: QColor, other: QColor) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(colour.getRgb()[:3], other.getRgb()[:3], strict=True))


def test_icon_has_the_colours_of_the_palette(qtbot: QtBot) -> None:
    shown = icon("find", _palette("#204080", "#c08040"))
    assert _is_near(_ink(shown.pixmap(24).toImage()), QColor("#204080"))
    assert _is_near(_ink(shown.pixmap(24, QIcon.Mode.Disabled).toImage()), QColor("#c08040"))


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_icon_is_as_fine_as_the_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ratio: float) -> None:
    monkeypatch.setattr(icons.QGuiApplication, "screens", lambda: [_Screen(1.0), _Screen(ratio)])
    shown = icon("find", _palette("#123456", "#654321"))
    for size in (16, 20, 24):
        assert shown.pixmap(QSize(size, size), ratio).width() == round(size * ratio), "not scaled from another size"


def test_a_finer_screen_has_icons_drawn_anew(qtbot: QtBot) -> None:
    application, widget = _Application(), _Widget()
    qtbot.addWidget(widget)
    follow_screens(application)
    application.screenAdded.emit(_Screen(1.0))
    assert widget.repaints == 0, "there was one of that kind before"
    application.screenAdded.emit(_Screen(2.0))
    assert widget.repaints == 1
    application.screenAdded.emit(_Screen(2.0))
    assert widget.repaints == 1
