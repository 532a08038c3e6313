"""How the program looks: light, dark or the system's, and fonts that have Japanese glyphs.

The platform's palette is used where it has one that follows light and dark; elsewhere (a bare X server, the
offscreen platform) the two palettes below are.
"""

import sys
from typing import Literal, get_args

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)

_JAPANESE_FAMILIES = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "Source Han Sans JP",
    "IPAexGothic",
    "TakaoPGothic",
    "VL PGothic",
)

_ROLES = QPalette.ColorRole
_LIGHT = {
    _ROLES.Window: "#f4f4f2",
    _ROLES.WindowText: "#1f2328",
    _ROLES.Base: "#ffffff",
    _ROLES.AlternateBase: "#faf9f6",
    _ROLES.ToolTipBase: "#ffffff",
    _ROLES.ToolTipText: "#1f2328",
    _ROLES.Text: "#1f2328",
    _ROLES.PlaceholderText: "#6b727a",
    _ROLES.Button: "#f4f4f2",
    _ROLES.ButtonText: "#1f2328",
    _ROLES.BrightText: "#ffffff",
    _ROLES.Light: "#ffffff",
    _ROLES.Midlight: "#e9e9e6",
    _ROLES.Mid: "#d0d0cc",
    _ROLES.Dark: "#a9a9a4",
    _ROLES.Shadow: "#6f6f6b",
    _ROLES.Highlight: "#2f6fab",
    _ROLES.HighlightedText: "#ffffff",
    _ROLES.Accent: "#2f6fab",
    _ROLES.Link: "#1d5f9f",
    _ROLES.LinkVisited: "#1d5f9f",
}
_DARK = {
    _ROLES.Window: "#26282c",
    _ROLES.WindowText: "#e4e6e9",
    _ROLES.Base: "#1d1f22",
    _ROLES.AlternateBase: "#2c2f33",
    _ROLES.ToolTipBase: "#33363b",
    _ROLES.ToolTipText: "#e4e6e9",
    _ROLES.Text: "#e4e6e9",
    _ROLES.PlaceholderText: "#949ba4",
    _ROLES.Button: "#303338",
    _ROLES.ButtonText: "#e4e6e9",
    _ROLES.BrightText: "#ffffff",
    _ROLES.Light: "#4a4e55",
    _ROLES.Midlight: "#3c4046",
    _ROLES.Mid: "#43474d",
    _ROLES.Dark: "#17181b",
    _ROLES.Shadow: "#000000",
    _ROLES.Highlight: "#2f6fab",
    _ROLES.HighlightedText: "#ffffff",
    _ROLES.Accent: "#6ea8dc",
    _ROLES.Link: "#7db8ea",
    _ROLES.LinkVisited: "#7db8ea",
}


def apply_theme(theme: Theme) -> None:
    """Light, dark, or what the system says (and goes on to follow it)."""
    hints = QGuiApplication.styleHints()
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(theme)
    if wanted is None:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(wanted)
    scheme = hints.colorScheme()
    has_platform_palette = scheme != Qt.ColorScheme.Unknown if wanted is None else scheme == wanted
    if has_platform_palette:
        QApplication.setPalette(QPalette())
    else:
        # This platform has no say in light and dark.
        QApplication.setPalette(_palette(_DARK if theme == "dark" else _LIGHT))


def apply_fonts(language: str) -> None:
    """Where the window speaks Japanese, let Japanese glyphs come from a Japanese font, not a Chinese one."""
    if language != "ja" or sys.platform in ("win32", "darwin"):
        return
    available = set(QFontDatabase.families())
    font = QApplication.font()
    font.setFamilies([QFont(font).family(), *(name for name in _JAPANESE_FAMILIES if name in available)])
    QApplication.setFont(font)


def language_of(setting: str) -> str:
    """ "en" or "ja": the setting, or where it is empty the system's first language that the program has."""
    if setting in ("en", "ja"):
        return setting
    for name in QLocale.system().uiLanguages():
        language = name.replace("_", "-").partition("-")[0]
        if language in ("en", "ja"):
            return language
    return "en"


def _palette(colours: dict[QPalette.ColorRole, str]) -> QPalette:
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    faded = _between(QColor(colours[_ROLES.PlaceholderText]), QColor(colours[_ROLES.Window]))
    for role in (_ROLES.WindowText, _ROLES.Text, _ROLES.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return palette


def _between(one: QColor, other: QColor) -> QColor:
    """Opaque, unlike a colour with alpha: icons and disabled texts look the same everywhere."""
    red, green, blue = (
        (a + b) // 2
        for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(red, green, blue)
