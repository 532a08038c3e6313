"""Find in the document: a bar over the page with a field, the count, and a way from match to match."""

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from reader.core.document import Spot
from reader.ui.icons import icon
from reader.ui.jobs import Jobs

_TYPING_MS = 150
"""A search begins when typing rests for this long."""


class FindBar(QWidget):
    """Searches as one types. `find` gives the places of a text in page order; `here` the page being read.

    A place is one Spot, or two where a match goes over the end of a page.
    """

    marks_changed = Signal(object, object)
    """The Spots of all matches, and the index of the current one or None."""
    match_reached = Signal(object)
    """The Spot to show."""
    closed = Signal()

    def __init__(
        self,
        find: Callable[[str], Awaitable[Sequence[tuple[Spot, ...]]]],
        here: Callable[[], int],
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("find_bar")
        self.setAccessibleName(self.tr("Find in the document"))
        self._find = find
        self._here = here
        self._jobs = jobs
        self._matches: list[tuple[Spot, ...]] = []
        self._current: int | None = None
        self._searched = ""
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._search)
        self.field = QLineEdit(objectName="find_field", clearButtonEnabled=True)
        self.field.setPlaceholderText(self.tr("Find in the document"))
        self.field.setAccessibleName(self.tr("Find in the document"))
        self.field.setMaximumWidth(360)
        self._count = QLabel(objectName="find_count")
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance("8888 / 8888"))
        self._previous = self._button("previous", self.tr("Previous match (Shift+F3)"), self.go_previous)
        self._next = self._button("next", self.tr("Next match (F3)"), self.go_next)
        self._close = self._button("close", self.tr("Close (Esc)"), self.end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._count)
        layout.addWidget(self._previous)
        layout.addWidget(self._next)
        layout.addStretch(1)
        layout.addWidget(self._close)
        self.field.textChanged.connect(self._typing.start)
        self._show_count()
        self.hide()

    def begin(self) -> None:
        """Show the bar, ready to type; the text of the last search is selected."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text() and not self._matches:
            self._typing.start()

    def end(self) -> None:
        """Hide the bar and its marks."""
        if self.isHidden():
            return
        self._forget()
        self.hide()
        self.closed.emit()

    def go_next(self) -> None:
        self._step(1)

    def go_previous(self) -> None:
        self._step(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            for button in (self._previous, self._next, self._close):
                button.setIcon(icon(button.objectName().removeprefix("find_"), self.palette()))
        super().changeEvent(event)

    def _button(self, name: str, text: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton(objectName=f"find_{name}", autoRaise=True, toolTip=text)
        button.setAccessibleName(text)
        button.setIcon(icon(name, self.palette()))
        button.clicked.connect(lambda *_checked: slot())
        return button

    def _step(self, steps: int) -> None:
        if self.isHidden():
            self.begin()
            return
        if self._typing.isActive():
            self._search()  # Enter before the search began: its first match is where it leads
        elif self._matches and self._current is not None:
            self._go((self._current + steps) % len(self._matches))

    def _search(self) -> None:
        self._typing.stop()
        text = self.field.text().strip()
        if not text:
            self._forget()
            return
        self._jobs.start("find", self._search_for(text))

    async def _search_for(self, text: str) -> None:
        self._searched = text
        self._count.setText("…")
        self._matches, self._current = [], None
        try:
            self._matches = list(await self._find(text))
        finally:
            self._show_count()
        if self._matches:
            here = self._here()
            first = next((i for i, match in enumerate(self._matches) if match[0].page_index >= here), 0)
            self._go(first)
        else:
            self.marks_changed.emit([], None)

    def _go(self, index: int) -> None:
        self._current = index
        spots = [spot for match in self._matches for spot in match]
        self.marks_changed.emit(spots, sum(len(match) for match in self._matches[:index]))
        self.match_reached.emit(self._matches[index][0])
        self._show_count()

    def _forget(self) -> None:
        self._typing.stop()
        self._jobs.cancel("find")
        self._matches, self._current, self._searched = [], None, ""
        self.marks_changed.emit([], None)
        self._show_count()

    def _show_count(self) -> None:
        if self._matches and self._current is not None:
            text = f"{self._current + 1} / {len(self._matches)}"
        else:
            text = self.tr("No match") if self._searched else ""
        self._count.setText(text)
        self._count.setAccessibleName(text)
        self._previous.setEnabled(bool(self._matches))
        self._next.setEnabled(bool(self._matches))
