"""A model hub on this machine that speaks as much of the Hugging Face hub's protocol as a download needs.

`with FakeHub(content) as hub:` has `OWNER/REPO/model.gguf` at `hub.url`. HEAD names size, SHA-256 and commit, GET sends
on to another path, as to a content network, which knows ranges. `hub.served`: (first byte, bytes sent) of each answer.
"""

import hashlib
import re
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

COMMIT = "0123456789abcdef0123456789abcdef01234567"
REPO, FILE = "owner/repo", "model.gguf"
_PIECE_BYTES = 1 << 16


class FakeHub:
    def __init__(
        self,
        content: bytes,
        *,
        status: int = 200,
        error_code: str = "",
        breaks: Sequence[int] = (),
        stalls_at: int | None = None,
        sent: bytes | None = None,
        knows_ranges: bool = True,
    ) -> None:
        """`breaks`: the first answers end after so many bytes. `stalls_at`: the first one stops there and stays open.

        `sent`: what is sent in place of what was named. `status`, `error_code`: of the answer to everything.
        """
        self.content = content
        self.served: list[tuple[int, int]] = []
        self.tokens: list[str | None] = []
        self.revisions: list[str] = []
        self.stalled = threading.Event()
        self._ending = threading.Event()
        self._sent = content if sent is None else sent
        self._breaks, self._stalls_at = list(breaks), stalls_at
        fake = self

        class Handler(BaseHTTPRequestHandler):
            # HTTP/1.0, the default: a connection for each request, so that no client keeps a thread of it waiting.
            timeout = 20.0

            def do_HEAD(self) -> None:
                self._resolve()

            def do_GET(self) -> None:
                if self.path == "/blob":
                    fake._send(self, knows_ranges)
                else:
                    self._resolve()

            def _resolve(self) -> None:
                fake.tokens.append(self.headers.get("Authorization"))
                found = re.fullmatch(rf"/{REPO}/resolve/([^/]+)/{FILE}", self.path)
                if found is None or status != 200:
                    self.send_response(status if status != 200 else 404)
                    self.send_header("X-Error-Code", error_code or ("EntryNotFound" if status == 200 else ""))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                fake.revisions.append(found[1])
                self.send_response(302)
                # Another host name, as of a content network: the client must not follow it for the metadata.
                self.send_header("Location", fake.url.replace("127.0.0.1", "localhost") + "/blob")
                self.send_header("X-Repo-Commit", COMMIT)
                self.send_header("X-Linked-Etag", f'"{hashlib.sha256(fake.content).hexdigest()}"')
                self.send_header("X-Linked-Size", str(len(fake.content)))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None: ...

        class Server(ThreadingHTTPServer):
            daemon_threads = False

            def handle_error(self, request: object, client_address: object) -> None: ...

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="fake hub")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def _send(self, handler: BaseHTTPRequestHandler, knows_ranges: bool) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", "")) if knows_ranges else None
        first = int(asked[1]) if asked else 0
        content = self._sent[first:]
        handler.send_response(206 if asked else 200)
        handler.send_header("Content-Length", str(len(content)))
        if asked:
            handler.send_header("Content-Range", f"bytes {first}-{len(self._sent) - 1}/{len(self._sent)}")
        handler.end_headers()
        limit = self._breaks.pop(0) if self._breaks else None
        stalls_at, self._stalls_at = self._stalls_at, None
        end = min(part for part in (limit, stalls_at, len(content)) if part is not None)
        count = 0
        for begin in range(0, end, _PIECE_BYTES):
            handler.wfile.write(content[begin : min(begin + _PIECE_BYTES, end)])
            count = min(begin + _PIECE_BYTES, end)
        self.served.append((first, count))
        if stalls_at is not None:
            self.stalled.set()
            self._ending.wait()
        if end < len(content):
            handler.close_connection = True

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
