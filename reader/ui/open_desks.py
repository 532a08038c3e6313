"""The desks of a window: a tab for each document, one of them in front; opening, closing, and what a session keeps."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reader.core.document import Spot
from reader.core.session import SessionTab
from reader.flows.opening import OpenDocument
from reader.ui.desk import Desk
from reader.ui.document_tabs import DocumentTabs, Tab
from reader.ui.jobs import Jobs


class OpenDesks(QWidget):
    """A desk is made when its tab is looked at first: a session of twenty documents opens one."""

    desk_added = Signal(object)
    """Desk; it is not in front yet."""
    front_changed = Signal(object)
    """The Desk that is in front now, or has another document or title."""
    changed = Signal()
    """What a session keeps of them is another."""
    window_asked = Signal(object)
    """The Path of a document that shall have a window of its own."""
    leaving_asked = Signal()
    """The last tab was to be closed, and is empty."""

    def __init__(self, make_desk: Callable[[], Desk], jobs: Jobs) -> None:
        """`jobs`: outlive the desks, and see to their leaving."""
        super().__init__()
        self._make_desk, self._jobs = make_desk, jobs
        self._closed: list[Path] = []
        """Documents whose tabs were closed, the last one last."""
        self.tabs, self._stack = DocumentTabs(), QStackedWidget(objectName="desks")
        self.lines = QStackedWidget(objectName="status_lines")
        """The status lines of the desks, for the frame."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)
        self.tabs.tab_chosen.connect(self._show)
        self.tabs.closing_asked.connect(self.close_tab)
        self.tabs.moving_asked.connect(self._move)
        self.tabs.order_changed.connect(self.changed)

    @property
    def front(self) -> Desk:
        desk = self._stack.currentWidget()
        assert isinstance(desk, Desk)
        return desk

    @property
    def all(self) -> list[Desk]:
        """Those that were made, from left to right."""
        return [tab.desk for tab in self.tabs.tabs if tab.desk is not None]

    # --- Opening and closing ---

    def open(self, path: Path, spot: Spot | None = None) -> None:
        """Show a file in the tab that has it, in an empty one, or in a new one; at `spot` where one is given."""
        path = path.absolute()
        tab = next((tab for tab in self.tabs.tabs if tab.path == path), None)
        if tab is None:
            current = self.tabs.current
            if current is not None and current.desk is not None and current.path is None and current.desk.is_empty:
                tab = current
                tab.path = path
                self.tabs.refresh(tab)
            else:
                tab = Tab(path)
                self.tabs.add(tab, is_shown=True)
        self.tabs.show_tab(tab)
        self.front.open(path, spot)

    def close_current(self) -> None:
        if self.tabs.current is not None:
            self.close_tab(self.tabs.current)

    def close_tab(self, tab: Tab) -> None:
        """The last one stays, empty."""
        if tab.path is not None:
            self._closed.append(tab.path)
        if self.tabs.count() > 1:
            self.tabs.remove(tab)
            if tab.desk is not None:
                self._leave(tab.desk)
        elif tab.path is None:
            self.leaving_asked.emit()
        elif tab.desk is not None:
            tab.path, tab.title = None, ""
            self.tabs.refresh(tab)
            tab.desk.reading.close_document()
        self.changed.emit()

    def reopen_closed(self) -> None:
        """The document whose tab was closed last."""
        if self._closed:
            self.open(self._closed.pop())

    def _move(self, tab: Tab) -> None:
        if tab.path is not None and self.tabs.count() > 1:
            path = tab.path
            self.close_tab(tab)
            self._closed.remove(path)
            self.window_asked.emit(path)

    def _leave(self, desk: Desk) -> None:
        """What was being written is saved; then the desk goes."""
        self._stack.removeWidget(desk)
        self.lines.removeWidget(desk.status_line)
        desk.hide()
        desk.status_line.hide()

        async def leave() -> None:
            await desk.shut_down()
            desk.status_line.deleteLater()
            desk.deleteLater()

        self._jobs.start(f"leave desk {id(desk)}", leave(), must_finish=True)

    # --- The one in front ---

    def _show(self, tab: Tab) -> None:
        before = self._stack.currentWidget()
        if isinstance(before, Desk) and before is not tab.desk:
            before.panels.save()  # the columns are the window's
        if tab.desk is None:
            tab.desk = self._made_for(tab)
            if tab.path is not None:
                tab.desk.open(tab.path)
        elif before is not tab.desk:
            tab.desk.panels.restore(self.width())
        self._stack.setCurrentWidget(tab.desk)
        self.lines.setCurrentWidget(tab.desk.status_line)
        self.front_changed.emit(tab.desk)
        if before is not tab.desk:
            tab.desk.page_view.setFocus()
        self.changed.emit()

    def _made_for(self, tab: Tab) -> Desk:
        desk = self._make_desk()
        self._stack.addWidget(desk)
        self.lines.addWidget(desk.status_line)
        desk.title_changed.connect(lambda title: self._on_title_changed(tab, title))
        desk.reading.document_opened.connect(lambda document: self._on_document_opened(tab, document))
        self.desk_added.emit(desk)
        return desk

    def _on_document_opened(self, tab: Tab, document: OpenDocument) -> None:
        tab.path = document.path.absolute()
        self._on_title_changed(tab, document.title)
        self.changed.emit()

    def _on_title_changed(self, tab: Tab, title: str) -> None:
        if title or tab.path is None:
            tab.title = title
            self.tabs.refresh(tab)
        if tab.desk is not None and tab.desk is self._stack.currentWidget():
            self.front_changed.emit(tab.desk)

    # --- The session ---

    @property
    def session(self) -> tuple[tuple[SessionTab, ...], int]:
        """The documents from left to right, and which is in front."""
        tabs = [tab for tab in self.tabs.tabs if tab.path is not None]
        front = next((number for number, tab in enumerate(tabs) if tab is self.tabs.current), 0)
        return tuple(SessionTab(str(tab.path), tab.title) for tab in tabs), front

    def restore(self, tabs: Sequence[SessionTab], front: int) -> None:
        """The tabs of an earlier session, instead of an empty one; only the one in front is opened."""
        first = self.tabs.current
        restored = [Tab(Path(tab.path), tab.title) for tab in tabs]
        for tab in restored:
            self.tabs.add(tab, is_shown=False)
        if restored:
            self.tabs.show_tab(restored[min(max(front, 0), len(restored) - 1)])
            if first is not None and first.path is None and first.desk is not None:
                self.tabs.remove(first)
                self._leave(first.desk)

    async def shut_down(self) -> None:
        """Save what is being written, and end the children."""
        for desk in self.all:
            await desk.shut_down()
