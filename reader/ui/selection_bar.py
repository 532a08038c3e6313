"""What can be done with selected text: a small bar of buttons beside it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from reader.ui.flow_layout import FlowLayout
from reader.ui.placing import GAP_PX, place_beside

_MARGIN_PX = 4
_SPACING_PX = 2


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
        self._room = QWidget(self)
        self._row = FlowLayout(self._room, _SPACING_PX)
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

    def add_widget(self, widget: QWidget) -> None:
        self._row.addWidget(widget)

    def show_beside(self, area: QRectF | None) -> None:
        """Below the selection, above it where there is no room; hidden where nothing of it shows."""
        view = self.parentWidget()
        hints = [item.sizeHint() for n in range(self._row.count()) if (item := self._row.itemAt(n)) is not None]
        if area is None or view is None or not hints:
            self.hide()
            return
        # In one row where there is room for it.
        wanted = sum(hint.width() for hint in hints) + _SPACING_PX * (len(hints) - 1)
        width = min(wanted, max(view.width() - 2 * GAP_PX - 2 * _MARGIN_PX, 80))
        height = self._row.heightForWidth(width)
        self.resize(width + 2 * _MARGIN_PX, height + 2 * _MARGIN_PX)
        self._room.setGeometry(_MARGIN_PX, _MARGIN_PX, width, height)
        place_beside(self, area, view)
        self.show()
        self.raise_()
