"""What became of the citations of a note that was opened from a file: each one that is not where it was."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core.note_check import CheckedCitation, NoteCheck
from reader.ui.muted_label import MutedLabel
from reader.ui.quotations import quoted, shortened
from reader.ui.small_buttons import Chip, IconButton
from reader.ui.verdict_signs import hairline_color

_QUOTE_MAX = 110


class NoteCheckView(QWidget):
    citation_activated = Signal(object)
    """Citation, where its words are now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note_check")
        self._check: NoteCheck | None = None
        self._title = QLabel(self)
        self._title.setObjectName("note_check_title")
        self._title.setForegroundRole(QPalette.ColorRole.Text)
        self._title.setWordWrap(True)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._close = IconButton("close", self)
        self._close.setObjectName("note_check_close_button")
        self._close.clicked.connect(lambda: self.show_check(None))
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._close)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(self._rows)
        self.show_check(None)

    def show_check(self, check: NoteCheck | None) -> None:
        """None, and where all is as it was: nothing is shown."""
        self._check = check
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        other = [] if check is None else [checked for checked in check.citations if checked.state != "there"]
        self.setVisible(bool(other))
        self._title.setText(self.tr("Citations that are not as they were: {0}").format(len(other)))
        self._close.describe(self.tr("Hide this list"))
        self.setAccessibleName(self._title.text())
        for checked in other:
            self._rows.addWidget(self._row(checked))

    def _row(self, checked: CheckedCitation) -> QWidget:
        row = QWidget(self)
        row.setObjectName("note_check_row")
        line = QHBoxLayout()
        line.setSpacing(8)
        words = MutedLabel("note_check_words", self._words(checked), row)
        line.addWidget(words)
        now = checked.now
        if now is not None:
            chip = Chip(f"p.{now.page_index + 1}", row)
            chip.setObjectName("note_check_chip")
            chip.setAccessibleName(self.tr("Go to page {page}").format(page=now.page_index + 1))
            chip.clicked.connect(lambda: self.citation_activated.emit(now))
            line.addWidget(chip)
        line.addStretch(1)
        quote = QLabel(quoted(shortened(checked.before.quote, _QUOTE_MAX)), row)
        quote.setForegroundRole(QPalette.ColorRole.Text)
        quote.setWordWrap(True)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(quote)
        return row

    def _words(self, checked: CheckedCitation) -> str:
        page = checked.before.page_index + 1
        words = {
            "moved": self.tr("moved from p.{0} to"),
            "changed": self.tr("p.{0} says it in other words now:"),
            "vanished": self.tr("was on p.{0}, not found any more"),
            "unread": self.tr("p.{0} has no text that can be read"),
        }
        return words.get(checked.state, "").format(page)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_check(self._check)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(16, self.height() - 1, self.width() - 32, 1, hairline_color(self.palette()))
