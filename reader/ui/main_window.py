"""A window: a frame around desks, of which one is in front. What happens to a document is in its desk."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QToolBar

from reader.core.document import Spot
from reader.core.file_kinds import is_note_file
from reader.core.page_colours import ColoursChoice
from reader.core.session import SessionWindow
from reader.ui.actions import Actions
from reader.ui.command_palette import Command, CommandPalette
from reader.ui.desk import Desk, Parts
from reader.ui.dialogs import WindowDialogs
from reader.ui.document_tabs import Tab
from reader.ui.dropping import PdfDrop
from reader.ui.jobs import Jobs
from reader.ui.menus import PageColoursMenu, RecentMenu, ThemeMenu
from reader.ui.messages import MessageBar
from reader.ui.open_desks import OpenDesks
from reader.ui.page_field import PageField
from reader.ui.page_view import PageView
from reader.ui.search_history import SearchHistory
from reader.ui.window_frame import stop_button
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
    digests_requested = Signal()
    desk_added = Signal(object)
    """Desk."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._parts = parts
        self.search_history = SearchHistory(self)
        self._build(parts)
        self._connect(parts)
        self._restore_size()
        self.theme_menu.restore()
        self._desks.tabs.add(Tab())

    def _build(self, parts: Parts) -> None:
        self._desks = OpenDesks(self._make_desk, parts.jobs)
        self.page_field, self.stop_recognising = PageField(), stop_button()
        self.dialogs, self.drop = WindowDialogs(self), PdfDrop(self)
        self.recent_menu, self.theme_menu = RecentMenu(self), ThemeMenu(parts.settings, self)
        self.page_colours_menu = PageColoursMenu(parts.settings, self)
        self.actions_by_name = Actions(self)
        self.zoom_button = ZoomButton(
            [self.actions_by_name[n] for n in ("fit_width", "fit_page", "fit_content", "actual_size")]
        )
        bar = QToolBar(self.tr("Tools"), objectName="tool_bar", movable=False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_by_name.fill_tool_bar(bar, {"page_field": self.page_field, "zoom_button": self.zoom_button})
        self.addToolBar(bar)
        menus = self.actions_by_name.fill_menu_bar(self.menuBar())
        menus["file"].insertMenu(self.actions_by_name["close_document"], self.recent_menu)
        for menu in (self.page_colours_menu, self.theme_menu):
            menus["view"].insertMenu(self.actions_by_name["full_screen"], menu)
        self.setCentralWidget(self._desks)
        self.statusBar().addWidget(self._desks.lines, 1)
        self.statusBar().addPermanentWidget(self.stop_recognising)
        self.statusBar().setContentsMargins(10, 0, 10, 0)
        self.statusBar().setSizeGripEnabled(False)
        self.palette_of_commands = CommandPalette(self)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)

    def _connect(self, parts: Parts) -> None:
        for signal, slot in (
            (self._desks.desk_added, self._connect_desk),
            (self._desks.front_changed, self._show_desk),
            (self._desks.changed, self.changed),
            (self._desks.window_asked, lambda path: self.window_requested.emit([path])),
            (self._desks.leaving_asked, self.close),
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
        return self._desks.front

    @property
    def desks(self) -> list[Desk]:
        """Of the tabs that have been looked at, from left to right."""
        return self._desks.all

    @property
    def message_bar(self) -> MessageBar:
        return self.desk.message_bar

    def open(self, path: Path, spot: Spot | None = None) -> None:
        """Show a file in the tab that has it, or in another; at `spot` where one is given."""
        self._desks.open(path, spot)

    def open_files(self, paths: Sequence[Path]) -> None:
        for path in paths:
            if is_note_file(path):
                self._parts.jobs.start(f"open note {path}", self._open_note(path))
            else:
                self.open(path)

    async def _open_note(self, path: Path) -> None:
        """The PDF that a note is about, and the note beside it; of a digest the first one."""
        from reader.flows.note_files import pdf_of, read_note_file  # parsers that no start waits for

        reading = (await read_note_file(path))[0]
        pdf = await pdf_of(path, reading, self._parts.library)
        self.open(pdf)
        self.desk.note_restoring.expect(pdf, reading)

    def choose_file(self) -> None:
        self.dialogs.choose_files(self.desk.reading.folder)

    def open_guide(self) -> None:
        self.open(self.desk.reading.guide)

    def close_document(self) -> None:
        self._desks.close_current()

    def reopen_closed(self) -> None:
        self._desks.reopen_closed()

    def next_tab(self) -> None:
        self._desks.tabs.step(1)

    def previous_tab(self) -> None:
        self._desks.tabs.step(-1)

    def new_window(self) -> None:
        self.window_requested.emit([])

    def _offer_menus(self, view: PageView) -> None:
        """What the right button offers on the pages."""
        find = QAction(self.tr("Find this"), view, objectName="find_selected")
        find.triggered.connect(self.actions_by_name["find"].trigger)
        named = self.actions_by_name
        view.menu_for_selection = (
            *(named[name] for name in ("copy", "copy_with_citation")),
            find,
            None,
            *(named[name] for name in ("ask", "explain", "translate")),
            None,
            *(named[name] for name in ("highlight", "underline", "new_note")),
        )
        view.menu_for_page = tuple(named[name] for name in ("note_here", "select_all", "copy_picture"))

    def _make_desk(self) -> Desk:
        desk = Desk(self._parts, self, self.search_history)
        desk.page_view.set_colours(self.page_colours_menu.choice)
        for name, text in (
            ("ask", self.tr("Ask")),
            ("explain", self.tr("Explain")),
            ("translate", self.tr("Translate")),
            ("highlight", ""),
            ("underline", self.tr("Underline")),
            ("new_note", self.tr("Note")),
            ("copy", self.tr("Copy")),
        ):
            if name == "highlight":
                desk.page_view.selecting.bar.add_widget(desk.swatches)
            else:
                desk.page_view.selecting.bar.add_action(self.actions_by_name[name], text)
        self._offer_menus(desk.page_view)
        return desk

    def _connect_desk(self, desk: Desk) -> None:
        self.drop.watch(desk, desk.notes_panel)
        for signal, slot in (
            (desk.reading.recent_changed, self.recent_menu.show_documents),
            (desk.start_page.open_requested, lambda path, spot, _is_new: self.open(path, spot)),
            (desk.start_page.choosing_wanted, self.choose_file),
            (desk.start_page.library_wanted, self.library_requested),
            (desk.page_view.page_changed, lambda _page: self._show_place(desk)),
            (desk.page_view.zoom_changed, lambda _zoom: self._show_place(desk)),
            (desk.states.changed, lambda: self._show_place(desk)),
            (desk.panels.rearranged, self._settled.start),
            (desk.crashed, self.crashed),
        ):
            signal.connect(slot)
        self.activated.connect(desk.reloading.watch.look)
        self.desk_added.emit(desk)

    # --- What the frame shows of the desk in front ---

    def _show_desk(self, desk: Desk) -> None:
        self.actions_by_name.reflect(desk.states)
        document = desk.reading.document
        self.page_field.set_document(None if document is None else document.info)
        self.zoom_button.setEnabled(document is not None)
        self.setWindowTitle(f"{desk.title} — Shiori" if desk.title else "Shiori")
        self._show_place(desk)

    def _show_place(self, desk: Desk) -> None:
        if desk is self.desk:
            self.page_field.set_page(desk.page_view.page_index)
            self.zoom_button.set_zoom(desk.page_view.zoom)
            self.stop_recognising.setVisible(desk.states.is_checked("recognise"))

    def show_library(self) -> None:
        self.library_requested.emit()

    def show_digests(self) -> None:
        self.digests_requested.emit()

    def _show_page_colours(self, choice: ColoursChoice) -> None:
        for desk in self.desks:
            desk.page_view.set_colours(choice)

    def begin_page_field(self) -> None:
        self.page_field.begin()

    def show_palette(self) -> None:
        """Offer what can be done now, the other tabs, and the headings of the document in front."""
        desk = self.desk
        commands = self.actions_by_name.commands()
        for tab in self._desks.tabs.tabs:
            if tab.path is not None and tab.desk is not desk:
                commands.append(Command(tab.name, tab.path.name, partial(self._desks.tabs.show_tab, tab)))
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
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        return SessionWindow(*self._desks.session, geometry)

    def restore(self, session: SessionWindow) -> None:
        if session.geometry:
            self.restoreGeometry(QByteArray.fromBase64(session.geometry.encode("ascii")))
        self._desks.restore(session.tabs, session.current)

    async def shut_down(self) -> None:
        """After it was hidden: save what is being written in its desks and end their children."""
        await self._desks.shut_down()

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
