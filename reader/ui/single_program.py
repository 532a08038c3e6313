"""One program for one library: a second start hands its files to the first, which shows them, and ends.

Over a local socket that only this user may use; nothing here knows a network.
"""

import base64
import hashlib
import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)

_ANSWER_MS = 500
"""A program that runs answers in a few milliseconds; one that hangs shall not keep a reader from reading."""
_LONGEST_BYTES = 1_000_000


def socket_name(library: Path) -> str:
    """One for each library; short, since the paths of local sockets have narrow limits."""
    return "shiori-" + hashlib.sha256(os.fsencode(library.absolute())).hexdigest()[:16]


def hand_over(name: str, files: Sequence[Path]) -> bool:
    """Give the files (maybe none) to the program that listens; False where there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    paths = [base64.b64encode(os.fsencode(file.absolute())).decode("ascii") for file in files]
    socket.write(json.dumps(paths).encode("ascii") + b"\n")
    # Its answer says that it has understood: a program that is just ending takes no files.
    is_taken = socket.waitForReadyRead(_ANSWER_MS) and bytes(socket.readAll().data()) == b"ok\n"
    socket.disconnectFromServer()
    return is_taken


class Listening(QObject):
    files_received = Signal(object)
    """List of Path, maybe empty: another start of the program."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        if not self._server.listen(name):
            # What a program that was killed left behind. One that lives has answered `hand_over` before.
            QLocalServer.removeServer(name)
            if not self._server.listen(name):
                _log.warning("a second start will not find this program: %s", self._server.errorString())

    def close(self) -> None:
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._on_bytes(socket))
            self._on_bytes(socket)

    def _on_bytes(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > _LONGEST_BYTES:
            socket.abort()
        if not socket.canReadLine():
            return
        files = _files_of(bytes(socket.readLine().data()))
        if files is None:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        self.files_received.emit(files)


def _files_of(line: bytes) -> list[Path] | None:
    try:
        return [Path(os.fsdecode(base64.b64decode(part, validate=True))) for part in json.loads(line)]
    except (ValueError, TypeError, RecursionError):
        return None
