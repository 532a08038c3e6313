"""One fact of a paper's head: its name, what is known, and a field to change it where it stands."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from reader.ui.field_frame import FieldFrame
from reader.ui.growing_field import GrowingField
from reader.ui.muted_label import MutedLabel
from reader.ui.small_buttons import IconButton

_NAME_PX = 76


class NoteFieldView(QWidget):
    """A click, Enter or F2 edits; Enter keeps, Esc gives up, leaving keeps too. A click on an address follows it."""

    edited = Signal(str)
    """The text as the reader has written it."""
    link_activated = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, has_name: bool = True) -> None:
        """`name`: of the field in PaperHead. Without `has_name` the value has the whole width (the title)."""
        super().__init__(parent)
        self.setObjectName(f"note_field_{name}")
        self._text, self._link = "", ""
        self._label = MutedLabel("note_field_name", parent=self)
        self._label.setVisible(has_name)
        self.value = _Value(self)
        self.value.setObjectName("note_field_value")
        self.value.clicked.connect(self._on_clicked)
        self.value.edit_asked.connect(self.edit)
        self._pencil = IconButton("edit", self)
        self._pencil.setObjectName("note_field_edit_button")
        self._pencil.clicked.connect(self.edit)
        self._pencil.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter on the value does the same
        policy = self._pencil.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._pencil.setSizePolicy(policy)
        self._pencil.hide()
        side = self.value.fontMetrics().height()
        self._pencil.setFixedSize(side + 2, side)  # a line of text: rows stand as close as lines
        self._pencil.setIconSize(QSize(side - 4, side - 4))
        self._field = GrowingField(self, lines=8, is_short=True)
        self._field.setObjectName("note_field_editor")
        self._field.submitted.connect(self.finish)
        self._field.left.connect(self.finish)
        self._field.installEventFilter(self)
        self._frame = FieldFrame(self._field, self)
        self._frame.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        if has_name:
            grid.setColumnMinimumWidth(0, _NAME_PX)
        grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.value, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._frame, 0, 1)
        grid.addWidget(self._pencil, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)

    def describe(self, name: str, hint: str = "") -> None:
        """What it is called, and how it is written where that is not plain."""
        self._label.setText(name)
        self.value.setAccessibleName(name)
        self._field.setAccessibleName(name)
        self._field.setPlaceholderText(hint)
        self._pencil.describe(self.tr("Change: {field}").format(field=name))

    def show_text(self, text: str, shown: str | None = None, link: str = "") -> None:
        """`shown`: how it reads, where that is not as it is written; `link`: where a click leads."""
        self._text, self._link = text, link
        self.value.show_value(text if shown is None else shown, self.tr("not known"), is_link=bool(link))

    @property
    def is_editing(self) -> bool:
        return self._frame.isVisibleTo(self)

    def edit(self) -> None:
        if not self.is_editing:
            self._field.setPlainText(self._text)
            self.value.hide()
            self._frame.show()
        self._field.selectAll()
        self._field.setFocus()

    def finish(self) -> None:
        """Report a change and show the value again."""
        text = self._field.toPlainText().strip()
        if self._close() and text != self._text:
            self._text = text
            self.edited.emit(text)

    def _close(self) -> bool:
        if not self.is_editing:
            return False
        had_focus = self._field.hasFocus()
        self.value.show()
        self._frame.hide()
        if had_focus:
            self.value.setFocus()
        return True

    def _on_clicked(self) -> None:
        if self._link:
            self.link_activated.emit(self._link)
        else:
            self.edit()

    # --- Qt ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self._close()
            return True
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._pencil.show()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pencil.hide()


class _Value(QLabel):
    """Plain text that the keyboard reaches."""

    clicked = Signal()
    edit_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._is_link = self._is_known = False

    def show_value(self, text: str, otherwise: str, *, is_link: bool) -> None:
        self._is_link, self._is_known = is_link, bool(text)
        self.setText(text or otherwise)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.IBeamCursor)
        font = self.font()
        font.setUnderline(is_link)
        self.setFont(font)
        self._tint()

    def _tint(self) -> None:
        role = QPalette.ColorRole.Link if self._is_link else QPalette.ColorRole.Text
        self.setForegroundRole(role if self._is_known else QPalette.ColorRole.PlaceholderText)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.edit_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)
