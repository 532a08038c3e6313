"""What can be done with selected text: a small bar of buttons beside it."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

_GAP_PX = 8


class SelectionBar(QFrame):
    """Lies on the view of the pages; its buttons are actions of the window and take no focus from the text."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view, objectName="selection_bar")
        self.setAccessibleName(self.tr("Selected text"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.offered: list[QAction] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 4, 4, 4)
        self._row.setSpacing(2)
        self.hide()

    def add_action(self, action: QAction, text: str) -> None:
        self.offered.append(action)
        button = QToolButton(self, objectName=f"selection_{action.objectName().removeprefix('action_')}")
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setText(text)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.toolTip())
        button.clicked.connect(action.trigger)
        self._row.addWidget(button)

    def show_beside(self, area: QRectF | None) -> None:
        """Below the selection, above it where there is no room; hidden where nothing of it shows."""
        view = self.parentWidget()
        if area is None or view is None or self._row.isEmpty():
            self.hide()
            return
        self.adjustSize()
        top = area.bottom() + _GAP_PX
        if top + self.height() > view.height():
            top = area.top() - _GAP_PX - self.height()
        top = min(max(top, _GAP_PX), max(view.height() - self.height() - _GAP_PX, 0))
        left = min(max(area.left(), _GAP_PX), max(view.width() - self.width() - _GAP_PX, 0))
        self.move(QPoint(round(left), round(top)))
        self.show()
        self.raise_()
