"""The icons of resources/icons, drawn in the colours of the palette, as sharp as the screens are."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap, QScreen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from reader import paths

_SIZES = (16, 20, 24)


def icon(name: str, palette: QPalette) -> QIcon:
    """An icon for buttons and menus; ask again when the palette changes."""
    group = QPalette.ColorGroup
    return _icon(
        name,
        palette.color(group.Active, QPalette.ColorRole.ButtonText).name(),
        palette.color(group.Disabled, QPalette.ColorRole.ButtonText).name(),
        _ratios(QGuiApplication.screens()),
    )


def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """One picture of an icon, `size` logical pixels wide; colour as "#rrggbb"."""
    return _painted(_renderer(name, colour), size, ratio)


def application_icon() -> QIcon:
    result = QIcon()
    renderer = _renderer("shiori", "")
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(_painted(renderer, size, 1))
    return result


def follow_screens(application: QGuiApplication) -> None:
    """Have the icons drawn anew when a screen comes that is finer or coarser than all before."""
    seen = set(_ratios(QGuiApplication.screens()))

    def on_added(screen: QScreen) -> None:
        if screen.devicePixelRatio() not in seen:
            seen.add(screen.devicePixelRatio())
            for widget in QApplication.allWidgets():  # who shows icons asks for them again
                QApplication.sendEvent(widget, QEvent(QEvent.Type.PaletteChange))

    application.screenAdded.connect(on_added)


def _ratios(screens: list[QScreen]) -> tuple[float, ...]:
    return tuple(sorted({screen.devicePixelRatio() for screen in screens}))


@lru_cache(maxsize=256)
def _icon(name: str, normal: str, disabled: str, ratios: tuple[float, ...]) -> QIcon:
    # There are sixty at the start: to parse each for every size, and to draw it for screens that are not there, took
    # longer than all else that a window is made of.
    result = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, normal), (QIcon.Mode.Disabled, disabled)):
        renderer = _renderer(name, colour)
        for size in _SIZES:
            for ratio in ratios:
                result.addPixmap(_painted(renderer, size, ratio), mode)
    return result


def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))


def _painted(renderer: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=64)
def _svg(name: str) -> str:
    return paths.resource(f"icons/{name}.svg").read_text("utf-8")
