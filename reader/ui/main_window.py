"""A window: a frame around desks, of which one is in front. What happens to a document is in its desk."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QToolBar

from reader.core.document import Spot
from reader.core.page_colours import ColoursChoice
from reader.core.session import SessionTab, SessionWindow
from reader.flows.opening import OpenDocument
from reader.ui.actions import Actions
from reader.ui.command_palette import Command, CommandPalette
from reader.ui.desk import Desk, Parts
from reader.ui.dialogs import WindowDialogs
from reader.ui.document_tabs import DocumentTabs, Tab
from reader.ui.dropping import PdfDrop
from reader.ui.jobs import Jobs
from reader.ui.menus import PageColoursMenu, RecentMenu, ThemeMenu
from reader.ui.messages import MessageBar
from reader.ui.page_field import PageField
from reader.ui.search_history import SearchHistory
from reader.ui.window_frame import column, stop_button
from reader.ui.zoom_button import ZoomButton

_SETTLED_MS = 1000
"""Size and place are remembered when the window has been left alone for this long."""


class MainWindow(QMainWindow):
    close_requested = Signal()
    """The reader closed it: it is hidden, and whoever made it shuts its desks down."""
    quit_requested = Signal()
    activated = Signal()
    """It is the window that is used now."""
    window_requested = Signal(object)
    """A window of its own is wanted for these paths (a list, may be empty)."""
    changed = Signal()
    """What `session` gives is another."""
    crashed = Signal(str, str)
    """A job of one of its desks: its name and the traceback."""
    library_requested = Signal()
    desk_added = Signal(object)
    """Desk."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._parts = parts
        self._closed: list[Path] = []
        """Documents whose tabs were closed, the last one last."""
        self.search_history = SearchHistory(self)
        self._build(parts)
        self._connect(parts)
        self._restore_size()
        self.theme_menu.restore()
        self._tabs.add(Tab())

    def _build(self, parts: Parts) -> None:
        self._tabs, self._desks = DocumentTabs(), QStackedWidget(objectName="desks")
        self._lines = QStackedWidget(objectName="status_lines")
        self.page_field, self.stop_recognising = PageField(), stop_button()
        self.dialogs, self.drop = WindowDialogs(self), PdfDrop(self)
        self.recent_menu, self.theme_menu = RecentMenu(self), ThemeMenu(parts.settings, self)
        self.page_colours_menu = PageColoursMenu(parts.settings, self)
        self.actions_by_name = Actions(self)
        self.zoom_button = ZoomButton([self.actions_by_name[n] for n in ("fit_width", "fit_page", "actual_size")])
        bar = QToolBar(self.tr("Tools"), objectName="tool_bar", movable=False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_by_name.fill_tool_bar(bar, {"page_field": self.page_field, "zoom_button": self.zoom_button})
        self.addToolBar(bar)
        menus = self.actions_by_name.fill_menu_bar(self.menuBar())
        menus["file"].insertMenu(self.actions_by_name["close_document"], self.recent_menu)
        for menu in (self.page_colours_menu, self.theme_menu):
            menus["view"].insertMenu(self.actions_by_name["full_screen"], menu)
        self.setCentralWidget(column(self._tabs, self._desks))
        self.statusBar().addWidget(self._lines, 1)
        self.statusBar().addPermanentWidget(self.stop_recognising)
        self.statusBar().setContentsMargins(10, 0, 10, 0)
        self.statusBar().setSizeGripEnabled(False)
        self.palette_of_commands = CommandPalette(self)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)

    def _connect(self, parts: Parts) -> None:
        for signal, slot in (
            (self._tabs.tab_chosen, self._show_tab),
            (self._tabs.closing_asked, self._close_tab),
            (self._tabs.moving_asked, self._move_tab),
            (self._tabs.order_changed, self.changed),
            (self._settled.timeout, self._keep_arrangement),
            (self.page_field.page_chosen, lambda page_index: self.desk.go_to_page(page_index)),
            (self.zoom_button.zoom_chosen, lambda zoom: self.desk.page_view.set_zoom(zoom)),
            (self.stop_recognising.clicked, lambda: self.desk.recognising.stop()),
            (self.dialogs.files_chosen, self.open_files),
            (self.drop.pdfs_dropped, self.open_files),
            (self.recent_menu.document_chosen, self.open),
            (self.page_colours_menu.colours_chosen, self._show_page_colours),
            (parts.models.died, lambda error: self.message_bar.show_error(error)),
            (parts.jobs.failed, lambda _job, error: self.message_bar.show_error(error)),
            (parts.jobs.crashed, lambda _job, report: self.message_bar.show_crash(report)),
        ):
            signal.connect(slot)

    # --- Documents ---

    @property
    def jobs(self) -> Jobs:
        """Those of no single document; each desk has its own."""
        return self._parts.jobs

    @property
    def desk(self) -> Desk:
        """The one in front."""
        desk = self._desks.currentWidget()
        assert isinstance(desk, Desk)
        return desk

    @property
    def desks(self) -> list[Desk]:
        """Of the tabs that have been looked at, from left to right."""
        return [tab.desk for tab in self._tabs.tabs if tab.desk is not None]

    @property
    def message_bar(self) -> MessageBar:
        return self.desk.message_bar

    def open(self, path: Path, spot: Spot | None = None) -> None:
        """Show a file in the tab that has it, in an empty one, or in a new one; at `spot` where one is given."""
        path = path.absolute()
        tab = next((tab for tab in self._tabs.tabs if tab.path == path), None)
        if tab is None:
            current = self._tabs.current
            if current is not None and current.desk is not None and current.path is None and current.desk.is_empty:
                tab = current
                tab.path = path
                self._tabs.refresh(tab)
            else:
                tab = Tab(path)
                self._tabs.add(tab, is_shown=True)
        self._tabs.show_tab(tab)
        self.desk.open(path, spot)

    def open_files(self, paths: Sequence[Path]) -> None:
        for path in paths:
            self.open(path)

    def choose_file(self) -> None:
        self.dialogs.choose_files(self.desk.reading.folder)

    def open_guide(self) -> None:
        self.open(self.desk.reading.guide)

    def close_document(self) -> None:
        current = self._tabs.current
        if current is not None:
            self._close_tab(current)

    def reopen_closed(self) -> None:
        """The document whose tab was closed last."""
        if self._closed:
            self.open(self._closed.pop())

    def next_tab(self) -> None:
        self._tabs.step(1)

    def previous_tab(self) -> None:
        self._tabs.step(-1)

    def new_window(self) -> None:
        self.window_requested.emit([])

    def _close_tab(self, tab: Tab) -> None:
        if tab.path is not None:
            self._closed.append(tab.path)
        if self._tabs.count() > 1:
            self._tabs.remove(tab)
            if tab.desk is not None:
                self._leave(tab.desk)
        elif tab.path is None:
            self.close()
        elif tab.desk is not None:
            tab.path, tab.title = None, ""
            self._tabs.refresh(tab)
            tab.desk.reading.close_document()
        self.changed.emit()

    def _move_tab(self, tab: Tab) -> None:
        if tab.path is not None and self._tabs.count() > 1:
            path = tab.path
            self._close_tab(tab)
            self._closed.remove(path)
            self.window_requested.emit([path])

    def _leave(self, desk: Desk) -> None:
        """What was being written is saved; then the desk goes."""
        self._desks.removeWidget(desk)
        self._lines.removeWidget(desk.status_line)
        desk.hide()
        desk.status_line.hide()

        async def leave() -> None:
            await desk.shut_down()
            desk.status_line.deleteLater()
            desk.deleteLater()

        self._parts.jobs.start(f"leave desk {id(desk)}", leave(), must_finish=True)

    def _show_tab(self, tab: Tab) -> None:
        before = self._desks.currentWidget()
        if tab.desk is None:
            tab.desk = self._make_desk(tab)
            if tab.path is not None:
                tab.desk.open(tab.path)
        elif before is not tab.desk and isinstance(before, Desk):
            before.panels.save()
            tab.desk.panels.restore(self.width())
        self._desks.setCurrentWidget(tab.desk)
        self._lines.setCurrentWidget(tab.desk.status_line)
        self.actions_by_name.reflect(tab.desk.states)
        self._show_document()
        if before is not tab.desk:
            tab.desk.page_view.setFocus()
        self.changed.emit()

    def _make_desk(self, tab: Tab) -> Desk:
        front = self._desks.currentWidget()
        if isinstance(front, Desk):
            front.panels.save()  # the new one takes its columns over
        desk = Desk(self._parts, self, self.search_history)
        desk.page_view.set_colours(self.page_colours_menu.choice)
        for name, text in (
            ("ask", self.tr("Ask")),
            ("explain", self.tr("Explain")),
            ("translate", self.tr("Translate")),
            ("new_note", self.tr("Note")),
            ("copy", self.tr("Copy")),
        ):
            desk.page_view.selecting.bar.add_action(self.actions_by_name[name], text)
        self._desks.addWidget(desk)
        self._lines.addWidget(desk.status_line)
        self.drop.watch(desk, desk.notes_panel)
        for signal, slot in (
            (desk.title_changed, lambda title: self._on_title_changed(tab, title)),
            (desk.reading.document_opened, lambda document: self._on_document_opened(tab, document)),
            (desk.reading.recent_changed, self.recent_menu.show_documents),
            (desk.page_view.page_changed, lambda _page: self._show_place(desk)),
            (desk.page_view.zoom_changed, lambda _zoom: self._show_place(desk)),
            (desk.states.changed, lambda: self._show_place(desk)),
            (desk.panels.rearranged, self._settled.start),
            (desk.crashed, self.crashed),
        ):
            signal.connect(slot)
        self.desk_added.emit(desk)
        return desk

    def _on_document_opened(self, tab: Tab, document: OpenDocument) -> None:
        tab.path = document.path.absolute()
        self._tabs.refresh(tab)
        if tab.desk is self._desks.currentWidget():
            self._show_document()
        self.changed.emit()

    def _on_title_changed(self, tab: Tab, title: str) -> None:
        if title or tab.path is None:
            tab.title = title
            self._tabs.refresh(tab)
        if tab.desk is self._desks.currentWidget():
            self._show_document()

    # --- What the frame shows of the desk in front ---

    def _show_document(self) -> None:
        desk = self.desk
        document = desk.reading.document
        self.page_field.set_document(None if document is None else document.info)
        self.zoom_button.setEnabled(document is not None)
        self.setWindowTitle(f"{desk.title} — Shiori" if desk.title else "Shiori")
        self._show_place(desk)

    def _show_place(self, desk: Desk) -> None:
        if desk is self._desks.currentWidget():
            self.page_field.set_page(desk.page_view.page_index)
            self.zoom_button.set_zoom(desk.page_view.zoom)
            self.stop_recognising.setVisible(desk.states.is_checked("recognise"))

    def show_library(self) -> None:
        self.library_requested.emit()

    def _show_page_colours(self, choice: ColoursChoice) -> None:
        for desk in self.desks:
            desk.page_view.set_colours(choice)

    def begin_page_field(self) -> None:
        self.page_field.begin()

    def show_palette(self) -> None:
        """Offer what can be done now, the other tabs, and the headings of the document in front."""
        desk = self.desk
        commands = self.actions_by_name.commands()
        for tab in self._tabs.tabs:
            if tab.desk is not desk and tab.name:
                commands.append(
                    Command(tab.name, "" if tab.path is None else tab.path.name, partial(self._tabs.show_tab, tab))
                )
        commands += desk.heading_commands()
        self.palette_of_commands.open(commands)

    def show_shortcuts(self) -> None:
        self.dialogs.show_shortcuts()

    def show_about(self) -> None:
        self.dialogs.show_about()

    def show_full_screen(self, is_full: bool) -> None:
        state, full = self.windowState(), Qt.WindowState.WindowFullScreen
        self.setWindowState(state | full if is_full else state & ~full)
        self.actions_by_name["full_screen"].setChecked(is_full)

    # --- The session ---

    def _keep_arrangement(self) -> None:
        """After a while without changes; a program that is killed comes back with it too."""
        self.desk.panels.save()
        self.changed.emit()

    @property
    def session(self) -> SessionWindow:
        """What brings this window back the next time."""
        tabs = [tab for tab in self._tabs.tabs if tab.path is not None]
        current = self._tabs.current
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        return SessionWindow(
            tuple(SessionTab(str(tab.path), tab.title) for tab in tabs),
            next((number for number, tab in enumerate(tabs) if tab is current), 0),
            geometry,
        )

    def restore(self, session: SessionWindow) -> None:
        """The tabs of an earlier session before those that are there; of them only the one in front is opened."""
        if session.geometry:
            self.restoreGeometry(QByteArray.fromBase64(session.geometry.encode("ascii")))
        first = self._tabs.current
        restored = [Tab(Path(tab.path), tab.title) for tab in session.tabs]
        for tab in restored:
            self._tabs.add(tab, is_shown=False)
        if restored:
            self._tabs.show_tab(restored[min(max(session.current, 0), len(restored) - 1)])
            if first is not None and first.path is None and first.desk is not None:
                self._tabs.remove(first)
                self._leave(first.desk)

    async def shut_down(self) -> None:
        """After it was hidden: save what is being written in its desks and end their children."""
        for desk in self.desks:
            await desk.shut_down()

    # --- Qt ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nobody took: back to the text, step by step."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.desk.find_bar.isHidden():
            self.desk.find_bar.end()
        elif self.isFullScreen() and self.desk.page_view.hasFocus():
            self.show_full_screen(False)
        else:
            self.desk.page_view.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.actions_by_name.repaint_icons(self.palette())
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()
        super().changeEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._settled.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settled.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        settings = self._parts.settings
        settings.setValue("window/geometry", self.saveGeometry())
        self.desk.panels.save()
        settings.sync()
        self._settled.stop()
        # The parts are still needed: what is being written is saved, children are ended.
        event.ignore()
        self.hide()
        self.close_requested.emit()

    def quit(self) -> None:
        self.quit_requested.emit()

    def _restore_size(self) -> None:
        room = self.screen().availableSize()
        # A little less than a small screen: the frame around the window needs some of it.
        width, height = max(1280, round(room.width() * 0.65)), max(840, round(room.height() * 0.8))
        self.resize(min(width, round(room.width() * 0.98)), min(height, round(room.height() * 0.92)))
        geometry = self._parts.settings.value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
