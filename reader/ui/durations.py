"""Times that are guessed, in words that promise no more than that."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate  # lupdate knows it by this name

_SECONDS_UNTIL = 55
_HOURS_FROM_S = 5400


def about(seconds: float) -> str:
    """ "about 40 s", "about 6 min", "about 2.5 h"."""
    if seconds < _SECONDS_UNTIL:
        tens = max(round(seconds / 10) * 10, 10)
        return translate("Duration", "about {0} s").format(tens)
    if seconds < _HOURS_FROM_S:
        return translate("Duration", "about {0} min").format(max(round(seconds / 60), 1))
    return translate("Duration", "about {0} h").format(f"{seconds / 3600:.1f}".removesuffix(".0"))
