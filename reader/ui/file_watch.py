"""Watching one file for changes, however it is written: in place, or deleted and put there again under its name."""

import asyncio
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from reader.store.stamps import FileStamp
from reader.ui.jobs import Jobs

_QUIET_MS = 120
"""Changes come in bursts: one look after the last of them."""
_SLOW_S = 0.1
"""A disk that takes longer for one look is far away: asking it for news would hold up the window."""
JOB = "watch file"


class FileWatch(QObject):
    touched = Signal()
    """The file is another than it was, or gone, or there again."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._path: Path | None = None
        self._stamp: FileStamp | None = None
        self._system: QFileSystemWatcher | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self.look)

    def watch(self, path: Path | None) -> None:
        """Watch this file, as it is now, and no other."""
        self._path, self._stamp = path, None
        self._quiet.stop()
        if self._system is not None:
            self._system.deleteLater()
            self._system = None
        if path is not None:
            self._jobs.start(JOB, self._begin(path))
        else:
            self._jobs.cancel(JOB)

    def look(self) -> None:
        """Look whether it has changed: for disks that do not tell."""
        if self._path is not None:
            self._jobs.start(JOB, self._look(self._path))

    async def _begin(self, path: Path) -> None:
        began = time.monotonic()
        self._stamp = await asyncio.to_thread(_stamp_of, path)
        if path == self._path and time.monotonic() - began < _SLOW_S:
            self._system = QFileSystemWatcher(self)
            self._system.fileChanged.connect(self._quiet.start)
            self._system.directoryChanged.connect(self._quiet.start)
            # The folder too: it tells of a file that is put there again.
            self._system.addPaths([str(path), str(path.parent)])

    async def _look(self, path: Path) -> None:
        stamp = await asyncio.to_thread(_stamp_of, path)
        if path != self._path or stamp == self._stamp:
            return
        self._stamp = stamp
        if stamp is not None and self._system is not None and str(path) not in self._system.files():
            self._system.addPath(str(path))  # a new file under the old name
        self.touched.emit()


def _stamp_of(path: Path) -> FileStamp | None:
    try:
        return FileStamp.of(path)
    except OSError:
        return None
