"""Where a small bar lies beside what it is about."""

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtWidgets import QWidget

GAP_PX = 8


def place_beside(bar: QWidget, area: QRectF, view: QWidget) -> None:
    """Move a child of the view below an area of it, above where there is no room below; never outside of the view."""
    top = area.bottom() + GAP_PX
    if top + bar.height() > view.height():
        top = area.top() - GAP_PX - bar.height()
    top = min(max(top, GAP_PX), max(view.height() - bar.height() - GAP_PX, 0))
    left = min(max(area.left(), GAP_PX), max(view.width() - bar.width() - GAP_PX, 0))
    bar.move(QPoint(round(left), round(top)))
