"""One note of the list: page, quotation, and Markdown that is edited where it stands."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, QEvent, QLocale, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QHideEvent, QKeyEvent, QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reader.core.answer import Note
from reader.core.document import Spot
from reader.ui.field_frame import FieldFrame
from reader.ui.muted_label import MutedLabel
from reader.ui.note_text import NoteText
from reader.ui.quotations import quoted, shortened
from reader.ui.small_buttons import Chip, IconButton
from reader.ui.verdict_signs import hairline_color

_PAUSE_MS = 500
_QUOTE_MAX = 280


class NoteView(QFrame):
    """What is typed is reported after a pause, and at once when the focus goes or the note is hidden."""

    saved = Signal(object)
    """Note as it reads now."""
    delete_clicked = Signal()
    abandoned = Signal()
    """Left empty before it was ever saved."""
    spot_activated = Signal(object)

    def __init__(self, note: Note, parent: QWidget | None = None, *, is_new: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("note_view")
        self.note = note
        self._is_new = is_new
        self._is_gone = False
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._retranslate()
        self._show_note()

    def _build(self) -> None:
        self._chip = Chip("", self)
        self._chip.setObjectName("note_page_chip")
        self._chip.clicked.connect(lambda: self.spot_activated.emit(Spot(self.note.page_index or 0, self.note.rects)))
        self._delete = IconButton("delete", self)
        self._delete.setObjectName("note_delete_button")
        self._delete.clicked.connect(self.delete_clicked)
        row = QHBoxLayout()
        self._date = MutedLabel("note_date", parent=self)
        row.addWidget(self._chip)
        row.addWidget(self._date)
        row.addStretch(1)
        row.addWidget(self._delete)
        self._quote = MutedLabel("note_quote", parent=self)
        self._quote.setWordWrap(True)
        self._text = NoteText(self)
        self._text.setObjectName("note_text")
        self._text.editing_asked.connect(self.edit)
        self._text.palette_changed.connect(self._show_note)
        self._text.page_activated.connect(lambda page_index: self.spot_activated.emit(Spot(page_index)))
        self._editor = _NoteEditor(self)
        self._editor.textChanged.connect(self._on_edited)
        self._editor.left.connect(self.finish_editing)
        self._frame = FieldFrame(self._editor, self)
        self._frame.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(row)
        for widget in (self._quote, self._text, self._frame):
            column.addWidget(widget)

    @property
    def is_editing(self) -> bool:
        return self._frame.isVisibleTo(self)

    def set_note(self, note: Note) -> None:
        """Show what is stored, unless what is here is newer."""
        if not self.is_editing and note.modified >= self.note.modified:
            self.note = note
            self._is_new = False
            self._show_note()

    def edit(self) -> None:
        if not self.is_editing:
            self._editor.show_text(self.note.markdown)
            self._text.hide()
            self._frame.show()
        self._editor.setFocus()

    def finish_editing(self) -> None:
        """Save and show the note as it reads."""
        if not self.is_editing or self._is_gone:
            return
        self.flush()
        # The editor goes after the focus has: hiding it first would send the focus elsewhere.
        self._frame.hide()
        self._show_note()
        if self._is_new:
            self._is_gone = True
            self.abandoned.emit()

    def flush(self) -> None:
        """Report what is not reported yet."""
        self._pause.stop()
        text = self._editor.toPlainText()
        if not self.is_editing or self._is_gone or text == self.note.markdown:
            return
        modified = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.note = replace(self.note, markdown=text, modified=modified)
        self._is_new = False
        self.saved.emit(self.note)

    def discard(self) -> None:
        """The note was deleted: report nothing any more."""
        self.flush()
        self._is_gone = True

    def _on_edited(self) -> None:
        if self.is_editing:
            self._pause.start()

    def _show_note(self) -> None:
        note = self.note
        self._chip.setVisible(note.page_index is not None)
        if note.page_index is not None:
            self._chip.setText(f"p.{note.page_index + 1}")
            self._chip.setAccessibleName(self.tr("Go to page {page}").format(page=note.page_index + 1))
            self._chip.updateGeometry()
        modified = QDateTime.fromString(note.modified, Qt.DateFormat.ISODateWithMs).toLocalTime()
        self._date.setText(QLocale().toString(modified.date(), QLocale.FormatType.ShortFormat))
        self._date.setAccessibleName(self.tr("Last changed {date}").format(date=self._date.text()))
        quote = shortened(note.quote, _QUOTE_MAX)
        self._quote.setText(quoted(quote) if quote else "")
        self._quote.setVisible(bool(quote))
        self._text.setVisible(not self.is_editing)
        if not self.is_editing:
            self._text.show_markdown(note.markdown)
            self._text.setPlaceholderText(self.tr("Empty note"))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Note"))
        self._quote.setAccessibleName(self.tr("Quotation"))
        self._text.setAccessibleName(self.tr("Text of the note; Enter or F2 edits"))
        self._editor.setAccessibleName(self.tr("Markdown of the note"))
        self._editor.setPlaceholderText(self.tr("Write in Markdown…"))
        self._delete.describe(self.tr("Delete this note"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_note()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(16, self.height() - 1, self.width() - 32, 1, hairline_color(self.palette()))


class _NoteEditor(QPlainTextEdit):
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
