"""The bar beside a mark that was clicked: its colour, what was said about it, copying and deleting."""

from PySide6.QtCore import QDateTime, QEvent, QLocale, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from reader.core.annotations import Annotation
from reader.core.marks import Mark
from reader.ui.colour_swatches import ColourSwatches
from reader.ui.mark_layer import Entry
from reader.ui.mark_words import kind_name
from reader.ui.markdown_field import MarkdownField
from reader.ui.muted_label import MutedLabel
from reader.ui.placing import place_beside
from reader.ui.small_buttons import IconButton

_WIDTH_PX = 300


class MarkBar(QFrame):
    """Lies on the view of the pages. What is typed is reported as MarkdownField reports it, at the latest when the bar
    goes. An annotation of the PDF can be read and copied."""

    recoloured = Signal(str, object)
    """Id of the mark, Colour."""
    commented = Signal(object, str)
    """Mark as it was shown, and the Markdown as it reads now."""
    comment_finished = Signal()
    delete_clicked = Signal(str)
    page_activated = Signal(int)
    """A page that the comment names."""
    closed = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view, objectName="mark_bar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFixedWidth(_WIDTH_PX)
        self._entry: Entry | None = None
        self._area = QRectF()
        self._swatches = ColourSwatches("mark_colour", self)
        self._swatches.colour_chosen.connect(self._on_colour_chosen)
        self._words = MutedLabel("mark_words", parent=self)
        self._copy, self._delete = IconButton("copy", self), IconButton("delete", self)
        self._copy.setObjectName("mark_copy_button")
        self._copy.clicked.connect(self.copy)
        self._delete.setObjectName("mark_delete_button")
        self._delete.clicked.connect(self._on_delete_clicked)
        self._said = QLabel(self, objectName="annotation_text", wordWrap=True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._field = MarkdownField(self)
        self._field.edited.connect(self._on_edited)
        self._field.finished.connect(self.comment_finished)
        self._field.page_activated.connect(self.page_activated)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._swatches)
        row.addWidget(self._words, 1)
        row.addStretch(0)
        row.addWidget(self._copy)
        row.addWidget(self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 8, 10)
        column.setSpacing(6)
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self._field)
        self._retranslate()
        self.hide()

    @property
    def entry(self) -> Entry | None:
        """What it is open for."""
        return self._entry

    @property
    def is_editing(self) -> bool:
        return self._field.is_editing

    def open_for(self, entry: Entry, area: QRectF | None) -> None:
        """Show what there is to say and do about a mark; `area`: where it is in the view, None where it does not
        show."""
        self.finish()
        self._entry = entry
        self._show(entry)
        self.follow(area)
        if area is not None:
            self.show()
            self.raise_()

    def update_entry(self, entry: Entry) -> None:
        """The mark is another now; a comment that is being written stays as it is."""
        self._entry = entry
        self._show(entry)

    def edit(self) -> None:
        """Write the comment."""
        if isinstance(self._entry, Mark):
            self._field.edit()

    def finish(self) -> None:
        """Report what was written."""
        self._field.finish()

    def follow(self, area: QRectF | None) -> None:
        """The mark is elsewhere in the view now. Where it does not show, nor does the bar, unless one writes in it."""
        view = self.parentWidget()
        if area is not None and view is not None:
            self._area = area
            self.adjustSize()
            place_beside(self, area, view)
        elif not self.is_editing:
            self.close_bar()

    def close_bar(self) -> None:
        if self._entry is None:
            return
        self.finish()
        self._entry = None
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.hide()
        if had_focus and (view := self.parentWidget()) is not None and (pages := view.parentWidget()) is not None:
            pages.setFocus()
        self.closed.emit()

    def copy(self) -> None:
        """The marked text; of a note without one, the note."""
        if self._entry is not None:
            QGuiApplication.clipboard().setText(self._entry.quote or self._entry.comment)

    def _show(self, entry: Entry) -> None:
        is_own = isinstance(entry, Mark)
        self._swatches.setVisible(is_own and entry.kind != "note")
        self._swatches.show_chosen(entry.colour)
        self._delete.setVisible(is_own)
        self._words.setVisible(not is_own or entry.kind == "note")
        self._words.setText(kind_name(entry.kind) if isinstance(entry, Mark) else _origin(entry))
        self._field.setVisible(is_own)
        self._said.setVisible(not is_own and bool(entry.comment))
        self._said.setText("" if is_own else entry.comment)
        if is_own:
            self._field.show_markdown(entry.comment)
        self.setAccessibleName(kind_name(entry.kind))
        self.setAccessibleDescription(entry.quote or entry.comment)

    def _on_edited(self, markdown: str) -> None:
        if isinstance(self._entry, Mark):
            self.commented.emit(self._entry, markdown)

    def _on_colour_chosen(self, colour: object) -> None:
        if isinstance(self._entry, Mark):
            self.recoloured.emit(self._entry.mark_id, colour)

    def _on_delete_clicked(self) -> None:
        if isinstance(self._entry, Mark):
            self.delete_clicked.emit(self._entry.mark_id)

    def _retranslate(self) -> None:
        self._copy.describe(self.tr("Copy"))
        self._delete.describe(self.tr("Delete"))
        self._field.describe(
            self.tr("Comment; Enter or F2 edits"),
            self.tr("Markdown of the comment"),
            empty=self.tr("Comment…"),
            hint=self.tr("Write in Markdown…"),
        )

    # --- Qt ---

    def event(self, event: QEvent) -> bool:
        result = super().event(event)
        view = self.parentWidget()
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible() and view is not None:
            self.adjustSize()  # a comment grows as it is written
            place_beside(self, self._area, view)
        return result

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


def _origin(annotation: Annotation) -> str:
    """ "Highlight · Anna · 2 Jan 2026": what it is, whose, and when."""
    modified = QDateTime.fromString(annotation.modified, Qt.DateFormat.ISODate)
    date = (
        QLocale().toString(modified.toLocalTime().date(), QLocale.FormatType.ShortFormat) if modified.isValid() else ""
    )
    return " · ".join(part for part in (kind_name(annotation.kind), annotation.author, date) if part)
