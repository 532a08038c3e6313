"""Places under letters, as in vim: M and a letter marks where one reads, ' and the letter goes there again."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from reader.ui.bookmarking import Bookmarking
from reader.ui.page_view import PageView

_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class QuickMarks(QObject):
    """Listens to the keys of the pages, and to nothing in text fields."""

    hinted = Signal(str)
    """What is waited for, or what came of it; "" when there is nothing to say any more."""
    return_wanted = Signal()
    """The sign twice: to where one was before the last jump."""

    def __init__(self, page_view: PageView, bookmarking: Bookmarking) -> None:
        super().__init__(page_view)
        self._view, self._bookmarking = page_view, bookmarking
        self._awaits = ""
        """ "set" or "go" while a letter is waited for."""
        self._has_hint = False
        page_view.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if kind == QEvent.Type.ShortcutOverride and self._awaits and isinstance(event, QKeyEvent):
            if not event.modifiers() & _MODIFIERS:
                event.accept()  # N and P are letters now
                return True
        elif kind == QEvent.Type.FocusOut:
            self._end()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        text = event.text()
        if self._awaits and text:
            self._on_letter(text)
            return True
        if self._has_hint:
            self._end()
        if event.modifiers() & _MODIFIERS or not self._view.page_count:
            return False
        if event.key() == Qt.Key.Key_M and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._wait("set", self.tr("Mark this place: type a letter"))
            return True
        if event.key() == Qt.Key.Key_Apostrophe:
            self._wait("go", self.tr("Go to a marked place: type its letter"))
            return True
        return False

    def _on_letter(self, text: str) -> None:
        awaited, self._awaits = self._awaits, ""
        if awaited == "go" and text == "'":
            self._end()
            self.return_wanted.emit()
        elif not text.isalnum():
            self._end()
        elif awaited == "set":
            self._bookmarking.set_letter(text)
            self._hint(self.tr("“{0}” leads here now.").format(text))
        elif self._bookmarking.go_to_letter(text):
            self._end()
        else:
            self._hint(self.tr("No place is marked “{0}”.").format(text))

    def _wait(self, awaited: str, words: str) -> None:
        self._awaits = awaited
        self._hint(words)

    def _hint(self, words: str) -> None:
        self._has_hint = True
        self.hinted.emit(words)

    def _end(self) -> None:
        self._awaits = ""
        if self._has_hint:
            self._has_hint = False
            self.hinted.emit("")
