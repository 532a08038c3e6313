"""The bar over the page for finding: a field with earlier searches, options, the count, and steps."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLocale, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from reader.core.matches import Wanted
from reader.ui.icons import icon
from reader.ui.muted_label import MutedLabel
from reader.ui.search_history import SearchHistory
from reader.ui.small_buttons import IconButton

_TYPING_MS = 60
"""A search begins when typing rests for this long: it takes a few milliseconds, moving the pages some more."""
_LONGEST_SELECTION = 200
"""Characters: more than that was not selected in order to be looked for."""


class FindBar(QWidget):
    """What is typed and pressed leaves as signals; what was found comes with `show_count`."""

    search_requested = Signal(object)
    """Wanted; with an empty text there is nothing to look for any more."""
    step_requested = Signal(int)
    """1 to the next match, -1 to the previous one."""
    closed = Signal()

    def __init__(self, history: SearchHistory | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_bar")
        self._history = history or SearchHistory(self)
        self._recalled: int | None = None
        """Which of the earlier searches stands in the field."""
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._search)
        self.field = QLineEdit(objectName="find_field", clearButtonEnabled=True)
        self.field.setMaximumWidth(360)
        self.field.setMinimumWidth(120)
        self._earlier = QAction(self.field, objectName="find_history")
        self._earlier.triggered.connect(self._offer_history)
        self.field.addAction(self._earlier, QLineEdit.ActionPosition.LeadingPosition)
        self._case = self._option("match_case")
        self._words = self._option("whole_words")
        self._count, self._note = MutedLabel("find_count"), MutedLabel("find_note")
        self._previous = self._button("previous", lambda: self._step(-1))
        self._next = self._button("next", lambda: self._step(1))
        self._close = self._button("close", self.end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self.field, 1)
        for button in (self._case, self._words, self._previous, self._next):
            layout.addWidget(button)
        layout.addSpacing(4)
        layout.addWidget(self._count)
        layout.addSpacing(8)
        layout.addWidget(self._note)
        layout.addStretch(1)
        layout.addWidget(self._close)
        self.field.textEdited.connect(self._on_edited)
        self.field.textChanged.connect(self._typing.start)
        self._describe()
        self.show_count(None, 0)
        self.hide()

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.field.text().strip(), self._words.isChecked(), self._case.isChecked())

    # --- Begin and end ---

    def begin(self, selected: str = "") -> None:
        """Show the bar, ready to type; the last text is selected, or `selected` is looked for at once."""
        self.show()
        self._recalled = None
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        text = " ".join(selected.split())
        if 0 < len(text) <= _LONGEST_SELECTION and text != self.field.text():
            self.field.setText(text)
        if self.field.text():
            self._search()
        self.field.selectAll()

    def end(self) -> None:
        if not self.isHidden():
            self._typing.stop()
            self._note.clear()
            self.hide()
            self.closed.emit()

    def clear(self) -> None:
        """Forget the text, without a search for nothing."""
        self.field.clear()
        self._typing.stop()
        self.show_count(None, 0)

    # --- What was found ---

    def show_count(self, current: int | None, total: int, note: str = "", *, is_partial: bool = False) -> None:
        """`current`: number of a match, from 0. `is_partial`: the document is still being read."""
        locale, text = QLocale(), ""
        if total:
            shown = locale.toString(total) + ("+" if is_partial else "")
            at = "–" if current is None else locale.toString(current + 1)
            text = self.tr("{0} of {1}").format(at, shown)
        elif self.wanted.text and not self._typing.isActive():
            text = self.tr("No match so far") if is_partial else self.tr("No match")
        self._count.setText(text)
        self._count.setAccessibleName(text)
        self._note.setText(note)
        for button in (self._previous, self._next):
            button.setEnabled(total > 0)

    # --- What is typed and pressed ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key == Qt.Key.Key_Escape:
            self.end()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.field.hasFocus():
            self._recall(1 if key == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, steps: int) -> None:
        if self._typing.isActive():
            self._search()  # Enter before the search began: its first match is where it leads
        else:
            self.step_requested.emit(steps)

    def _search(self) -> None:
        self._typing.stop()
        self.search_requested.emit(self.wanted)

    def _on_edited(self, _text: str) -> None:
        self._recalled = None

    # --- Earlier searches ---

    def _recall(self, direction: int) -> None:
        """Up (1) to an earlier search, down (-1) to a later one."""
        at = (-1 if self._recalled is None else self._recalled) + direction
        texts = self._history.texts
        if at == 0 and self._recalled is None and texts and texts[0] == self.field.text():
            at = 1  # it stands there already
        if 0 <= at < len(texts):
            self._recalled = at
            self.field.setText(texts[at])
            self.field.selectAll()

    def _offer_history(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("find_history_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text in self._history.texts:
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(lambda *_checked, text=text: self.field.setText(text))
        if menu.isEmpty():
            menu.addAction(self.tr("No earlier searches")).setEnabled(False)
        menu.popup(self.field.mapToGlobal(QPoint(0, self.field.height())))

    # --- Look ---

    def _describe(self) -> None:
        name = self.tr("Find in the document")
        self.setAccessibleName(name)
        self.field.setPlaceholderText(name)
        self.field.setAccessibleName(name)
        self._earlier.setToolTip(self.tr("Earlier searches (↑ ↓)"))
        self._earlier.setIcon(icon("history", self.palette()))
        self._case.describe(self.tr("Match case"))
        self._words.describe(self.tr("Whole words only"))
        self._previous.describe(self.tr("Previous match (Shift+F3)"))
        self._next.describe(self.tr("Next match (F3)"))
        self._close.describe(self.tr("Close (Esc)"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._earlier.setIcon(icon("history", self.palette()))

    def _button(self, name: str, slot: Callable[[], None]) -> IconButton:
        button = IconButton(name)
        button.setObjectName(f"find_{name}")
        button.clicked.connect(lambda *_checked: slot())
        return button

    def _option(self, name: str) -> IconButton:
        button = IconButton(name)
        button.setObjectName(f"find_{name}")
        button.setCheckable(True)
        button.toggled.connect(lambda *_checked: self._search())
        return button
