"""All windows of the program: making them, closing them, and keeping the session that brings them back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from reader.core.document import Spot
from reader.core.session import SessionWindow
from reader.engine.server_address import ServerAddress
from reader.store.session import SessionStore
from reader.ui.desk import Parts
from reader.ui.main_window import MainWindow
from reader.ui.shelf import Shelf

if TYPE_CHECKING:
    from reader.ui.digesting import Digesting


class Windows(QObject):
    all_closed = Signal()
    """The reader has closed the last one, or wants to leave: the program should end."""
    window_added = Signal(object)
    """MainWindow."""

    def __init__(self, parts: Parts, store: SessionStore) -> None:
        super().__init__()
        self._parts, self._store = parts, store
        self._saved: tuple[SessionWindow, ...] = ()
        self._is_ending = False
        self._saving = QTimer(self, singleShot=True, interval=0)  # once for all that happens in one turn of the loop
        self._saving.timeout.connect(self._save)
        self._used_last: MainWindow | None = None
        self.shelf = Shelf(parts)
        self.shelf.open_requested.connect(self._on_open_requested)
        self._digesting: Digesting | None = None
        self.shelf.digest_requested.connect(lambda files: self.digesting.show(files))
        parts.models.consent_wanted.connect(self._ask_consent)
        self.windows: list[MainWindow] = []
        """Oldest first; there is always one until the end."""
        self.make()

    @property
    def digesting(self) -> "Digesting":
        """Made when it is wanted."""
        if self._digesting is None:
            from reader.ui.digesting import Digesting  # with all that makes notes: the first page does not wait for it

            self._digesting = Digesting(self._parts)
            self._digesting.open_requested.connect(lambda path: self._on_open_requested(path, None, False))
        return self._digesting

    @property
    def first(self) -> MainWindow:
        return self.windows[0]

    def make(self) -> MainWindow:
        """A window with an empty tab, not shown yet."""
        window = MainWindow(self._parts)
        window.close_requested.connect(lambda: self._on_closed(window))
        window.quit_requested.connect(self.quit)
        window.window_requested.connect(self._open_another)
        window.changed.connect(self._note_change)
        window.library_requested.connect(self.shelf.show)
        window.digests_requested.connect(lambda: self.digesting.show())
        window.desk_added.connect(self.shelf.watch)
        for desk in window.desks:
            self.shelf.watch(desk)
        window.activated.connect(lambda: self._on_activated(window))
        self.windows.append(window)
        self.window_added.emit(window)
        return window

    async def restore(self) -> bool:
        """Bring back the windows of the last session; whether there was a document in one of them."""
        stored = [window for window in await self._store.load() if window.tabs]
        for number, session in enumerate(stored):
            window = self.first if number == 0 else self.make()
            window.restore(session)
            window.show()
        return bool(stored)

    def show_files(self, files: Sequence[Path]) -> None:
        """Open them in the window that was used last, and bring it to the front."""
        window = self._used_last or self.first
        window.open_files(files)
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    def quit(self) -> None:
        """Close all windows; they come back the next time."""
        self._end()

    async def shut_down(self) -> None:
        """Save the session and shut down every desk."""
        self._is_ending = True
        self._saving.stop()
        self.shelf.close()
        if self._digesting is not None:
            self._digesting.close()
        await self._store.save(self._session())
        for window in self.windows:
            await window.shut_down()
        for window in self.windows:
            window.deleteLater()

    # --- What windows ask for ---

    def _open_another(self, paths: Sequence[Path]) -> None:
        window = self.make()
        window.show()
        for path in paths:
            window.open(path)
        if not paths:
            window.desk.show_start_page()
        window.activateWindow()

    def _on_open_requested(self, path: Path, spot: Spot | None, is_in_new_window: bool) -> None:
        window = self.make() if is_in_new_window else self._used_last or self.first
        window.show()
        window.open(path, spot)
        window.raise_()
        window.activateWindow()

    def _ask_consent(self, address: ServerAddress) -> None:
        window = self._used_last or self.first
        window.dialogs.ask_consent(address, self._parts.models.allow)

    def _on_closed(self, window: MainWindow) -> None:
        if len(self.windows) == 1:
            self._end()
            return
        self.windows.remove(window)
        if self._used_last is window:
            self._used_last = None
        self._note_change()

        async def leave() -> None:
            await window.shut_down()
            window.deleteLater()

        self._parts.jobs.start(f"leave window {id(window)}", leave(), must_finish=True)

    def _on_activated(self, window: MainWindow) -> None:
        self._used_last = window

    def _end(self) -> None:
        self._is_ending = True
        for window in self.windows:
            window.hide()
        self.shelf.close()
        if self._digesting is not None:
            self._digesting.close()
        self.all_closed.emit()

    # --- The session ---

    def _session(self) -> tuple[SessionWindow, ...]:
        return tuple(window.session for window in self.windows)

    def _note_change(self) -> None:
        if not self._is_ending:
            self._saving.start()

    def _save(self) -> None:
        session = self._session()
        if session != self._saved:
            self._saved = session
            self._parts.jobs.start("session", self._store.save(session), must_finish=True)
