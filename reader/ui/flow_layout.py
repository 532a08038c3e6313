"""A layout that sets its items side by side and goes on in the next row, as words of a text do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    def __init__(self, parent: QWidget | None = None, spacing_px: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width; Qt asks many times for each change
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing_px)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def clear(self) -> None:
        """Remove all items and delete their widgets."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Height of all rows at this width; an item wider than a row gets the whole row."""
        x, y = rect.x(), rect.y()
        row: list[tuple[QLayoutItem, int, QSize]] = []
        row_height = 0

        def finish_row() -> None:
            for item, left, size in row if move else ():
                top = y + (row_height - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, top), size))
            row.clear()

        for item in self._shown():
            hint = item.sizeHint()
            size = QSize(min(hint.width(), rect.width()), hint.height())
            if row and x + size.width() > rect.x() + rect.width():
                finish_row()
                x, y, row_height = rect.x(), y + row_height + self.spacing(), 0
            row.append((item, x, size))
            x += size.width() + self.spacing()
            row_height = max(row_height, size.height())
        finish_row()
        return y + row_height - rect.y()
