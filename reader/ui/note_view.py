"""One note of the list: page, quotation, and Markdown that is edited where it stands."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from reader.core.answer import Note
from reader.core.document import Spot
from reader.ui.markdown_field import MarkdownField
from reader.ui.muted_label import MutedLabel
from reader.ui.quotations import quoted, shortened
from reader.ui.small_buttons import Chip, IconButton
from reader.ui.verdict_signs import hairline_color

_QUOTE_MAX = 280


class NoteView(QFrame):
    """What is typed is reported by `saved`, as MarkdownField reports it."""

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
        self._build()
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
        self._field = MarkdownField(self)
        self._field.page_activated.connect(lambda page_index: self.spot_activated.emit(Spot(page_index)))
        self._field.edited.connect(self._on_edited)
        self._field.finished.connect(self._on_finished)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(row)
        for widget in (self._quote, self._field):
            column.addWidget(widget)

    @property
    def is_editing(self) -> bool:
        return self._field.is_editing

    def set_note(self, note: Note) -> None:
        """Show what is stored, unless what is here is newer."""
        if not self.is_editing and note.modified >= self.note.modified:
            self.note = note
            self._is_new = False
            self._show_note()

    def edit(self) -> None:
        self._field.edit()

    def finish_editing(self) -> None:
        """Save and show the note as it reads."""
        self._field.finish()

    def flush(self) -> None:
        """Report what is not reported yet."""
        self._field.flush()

    def discard(self) -> None:
        """The note was deleted: report nothing any more."""
        self._field.discard()

    def _on_edited(self, markdown: str) -> None:
        modified = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.note = replace(self.note, markdown=markdown, modified=modified)
        self._is_new = False
        self.saved.emit(self.note)

    def _on_finished(self) -> None:
        self._show_note()
        if self._is_new:
            self._field.discard()
            self.abandoned.emit()

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
        self._field.show_markdown(note.markdown)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Note"))
        self._quote.setAccessibleName(self.tr("Quotation"))
        self._field.describe(
            self.tr("Text of the note; Enter or F2 edits"),
            self.tr("Markdown of the note"),
            empty=self.tr("Empty note"),
            hint=self.tr("Write in Markdown…"),
        )
        self._delete.describe(self.tr("Delete this note"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_note()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(16, self.height() - 1, self.width() - 32, 1, hairline_color(self.palette()))
