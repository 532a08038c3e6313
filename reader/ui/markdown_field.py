"""Markdown that is set as text and edited where it stands: notes of the list, comments of marks."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from reader.ui.field_frame import FieldFrame
from reader.ui.note_text import NoteText

_PAUSE_MS = 500


class MarkdownField(QWidget):
    """What is typed is reported after a pause, and at once when the focus goes or the field is hidden."""

    edited = Signal(str)
    """The Markdown as it reads now."""
    finished = Signal()
    """Editing is over; it shows the text again."""
    page_activated = Signal(int)
    """Index of a page that the text names was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = ""
        self._is_gone = False
        self._text = NoteText(self)
        self._text.setObjectName("note_text")
        self._text.editing_asked.connect(self.edit)
        self._text.palette_changed.connect(self._show)
        self._text.page_activated.connect(self.page_activated)
        self._editor = _Editor(self)
        self._editor.textChanged.connect(self._on_edited)
        self._editor.left.connect(self.finish)
        self._frame = FieldFrame(self._editor, self)
        self._frame.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._text)
        column.addWidget(self._frame)

    def describe(self, text: str, editor: str, *, empty: str, hint: str) -> None:
        """Accessible names of both, and what stands where there is no text: when it is read, when it is written."""
        self._text.setAccessibleName(text)
        self._editor.setAccessibleName(editor)
        self._editor.setPlaceholderText(hint)
        self._text.setPlaceholderText(empty)

    @property
    def is_editing(self) -> bool:
        return self._frame.isVisibleTo(self)

    def show_markdown(self, markdown: str) -> None:
        """Show a text, unless one is being written here."""
        if not self.is_editing:
            self._markdown = markdown
            self._show()

    def edit(self) -> None:
        if not self.is_editing:
            self._editor.show_text(self._markdown)
            self._text.hide()
            self._frame.show()
        self._editor.setFocus()

    def finish(self) -> None:
        """Report and show the text as it reads."""
        if not self.is_editing or self._is_gone:
            return
        self.flush()
        # The editor goes after the focus has: hiding it first would send the focus elsewhere.
        self._frame.hide()
        self._show()
        self.finished.emit()

    def flush(self) -> None:
        """Report what is not reported yet."""
        self._pause.stop()
        text = self._editor.toPlainText()
        if self.is_editing and not self._is_gone and text != self._markdown:
            self._markdown = text
            self.edited.emit(text)

    def discard(self) -> None:
        """What it belongs to is gone: report what there is, and nothing any more."""
        self.flush()
        self._is_gone = True

    def _on_edited(self) -> None:
        if self.is_editing:
            self._pause.start()

    def _show(self) -> None:
        self._text.setVisible(not self.is_editing)
        if not self.is_editing:
            self._text.show_markdown(self._markdown)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()


class _Editor(QPlainTextEdit):
    """As tall as its text."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("note_editor")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self._fit_height()

    def show_text(self, text: str) -> None:
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu opened over it, or another window in front, is no end of editing, but text must be safe.
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()
        else:
            self.textChanged.emit()

    def _fit_height(self) -> None:
        lines = max(int(self.document().size().height()), 2)  # measured in lines, not pixels
        margins = 2 * (self.document().documentMargin() + self.frameWidth())
        self.setFixedHeight(round(lines * QFontMetricsF(self.font()).lineSpacing() + margins + 4))
