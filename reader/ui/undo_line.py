"""A line that stands where something was deleted and offers to bring it back."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

_SHOWN_MS = 10_000


class UndoLine(QFrame):
    """Goes away by itself after ten seconds, but not while the mouse or the focus is on it."""

    undone = Signal()
    expired = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("undo_line")
        self.setAccessibleName(text)
        self._label = QLabel(text)
        self._label.setObjectName("undo_text")
        self._button = QPushButton(self.tr("Undo"))
        self._button.setObjectName("undo_button")
        self._button.setAccessibleName(self.tr("Undo: {what}").format(what=text))
        self._button.clicked.connect(self._on_undo_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self._on_time_over)
        self._timer.start()

    def _on_undo_clicked(self) -> None:
        self._timer.stop()
        self.undone.emit()

    def _on_time_over(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start()
        else:
            self.expired.emit()
