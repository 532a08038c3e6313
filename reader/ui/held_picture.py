"""What was on the screen, held over a part of the window while that is filled anew: nothing flashes, nothing moves."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

_LONGEST_MS = 800


class HeldPicture(QLabel):
    """Lets the mouse through."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self.setObjectName("held_picture")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._part = part
        self._focused: QWidget | None = None
        self._over = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        self._over.timeout.connect(self.let_go)
        self.hide()

    def hold(self) -> None:
        """Show the part as it is now, until `let_go`, but not long."""
        if self._part.isVisible():
            self.setPixmap(self._part.grab())
            self.setGeometry(self._part.rect())
            self.raise_()
            self.show()
            self._over.start()
        focused = QApplication.focusWidget()
        self._focused = focused if self._part.isAncestorOf(focused) else None

    def restore_focus(self) -> None:
        """Give the focus back to what had it: fields that were switched off meanwhile have lost it."""
        focused, self._focused = self._focused, None
        if focused is None or not isValid(focused):
            return
        focused.setFocus()

    def let_go(self) -> None:
        self._over.stop()
        self.hide()
        self.clear()
