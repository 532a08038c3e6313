"""The icons of resources/icons, drawn in the colours of the palette at 1x, 2x and 3x."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from reader import paths

_SIZES = (16, 20, 24)
_RATIOS = (1, 2, 3)


def icon(name: str, palette: QPalette) -> QIcon:
    """An icon for buttons and menus; ask again when the palette changes."""
    group = QPalette.ColorGroup
    return _icon(
        name,
        palette.color(group.Active, QPalette.ColorRole.ButtonText).name(),
        palette.color(group.Disabled, QPalette.ColorRole.ButtonText).name(),
    )


def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """One picture of an icon, `size` logical pixels wide; colour as "#rrggbb"."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    renderer.render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def application_icon() -> QIcon:
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(pixmap("shiori", "", size, 1))
    return result


@lru_cache(maxsize=256)
def _icon(name: str, normal: str, disabled: str) -> QIcon:
    result = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, normal), (QIcon.Mode.Disabled, disabled)):
        for size in _SIZES:
            for ratio in _RATIOS:
                result.addPixmap(pixmap(name, colour, size, ratio), mode)
    return result


@lru_cache(maxsize=64)
def _svg(name: str) -> str:
    return paths.resource(f"icons/{name}.svg").read_text("utf-8")
