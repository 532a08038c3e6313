"""A model server that speaks the OpenAI protocol and misbehaves as it is told, in a thread of its own.

`with FakeServer(says("Hello.")) as server:` listens at `server.url`. The scenes are played one after the other, the
last one again and again; a scene is a coroutine function that gets a `Chat`.
"""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

_REASONS = {200: "OK", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests", 503: "Service Unavailable"}
_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    """Names in small letters."""
    body: Any

    @property
    def text(self) -> str:
        """All that the messages of a chat say."""
        return "\n".join(message["content"] for message in self.body["messages"])


@dataclass(slots=True)
class Chat:
    """The server's side of one chat request."""

    server: "FakeServer"
    request: Request
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    _has_begun: bool = field(default=False)

    async def refuse(self, status: int, body: object = None, **headers: str) -> None:
        """Answer with a status; a body that is no text is sent as JSON."""
        raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        await _write(self.writer, status, raw, {name.replace("_", "-"): value for name, value in headers.items()})

    async def raw(self, portion: bytes) -> None:
        """Bytes of an event stream."""
        if not self._has_begun:
            self._has_begun = True
            head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            self.writer.write(head.encode())
        self.writer.write(b"%x\r\n%s\r\n" % (len(portion), portion))
        await self.writer.drain()

    async def event(self, event: object) -> None:
        await self.raw(f"data: {json.dumps(event)}\n\n".encode())

    async def piece(self, text: str, name: str = "content") -> None:
        await self.event({"choices": [{"index": 0, "delta": {name: text}, "finish_reason": None}]})

    async def finish(self, reason: str = "stop", usage: object = None) -> None:
        await self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        if usage is not None:
            await self.event({"choices": [], "usage": usage})
        await self.raw(b"data: [DONE]\n\n")
        self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()

    async def stall(self) -> None:
        """Say nothing until the client has gone."""
        await self.reader.read()
        self.server.was_left.set()

    def drop(self) -> None:
        """Break the connection off."""
        self.writer.transport.abort()


Scene = Callable[[Chat], Awaitable[None]]


def says(*pieces: str, finish: str = "stop", usage: object = None, name: str = "content") -> Scene:
    async def scene(chat: Chat) -> None:
        for piece in pieces:
            await chat.piece(piece, name)
        await chat.finish(finish, usage)

    return scene


def says_and(*pieces: str, then: Callable[[Chat], Any]) -> Scene:
    """Say something, then do what is not to be done (`Chat.stall`, `Chat.drop`)."""

    async def scene(chat: Chat) -> None:
        for piece in pieces:
            await chat.piece(piece)
        if asyncio.iscoroutine(done := then(chat)):
            await done

    return scene


def sends(*portions: bytes) -> Scene:
    """These bytes as an event stream, which then ends as it should."""

    async def scene(chat: Chat) -> None:
        for portion in portions:
            await chat.raw(portion)
        chat.writer.write(b"0\r\n\r\n")
        await chat.writer.drain()

    return scene


def refuses(status: int, body: object = None, **headers: str) -> Scene:
    async def scene(chat: Chat) -> None:
        await chat.refuse(status, body, **headers)

    return scene


class FakeServer:
    """`pages`: what stands at other paths, as JSON; a path that is not there is a 404. `key`: the one it wants."""

    def __init__(
        self,
        *scenes: Scene,
        models: object = None,
        pages: Mapping[str, object] | None = None,
        key: str = "",
        port: int = 0,
    ) -> None:
        self.port = port
        """Where it listens; 0 until it does, unless one was wished for."""
        self.requests: list[Request] = []
        self.was_asked = threading.Event()
        """A chat request is there."""
        self.was_left = threading.Event()
        """A client closed the connection in the middle of an answer."""
        self.most_at_once = 0
        self._now = 0
        self._scenes = list(scenes) or [says("Hello.")]
        listed = {"object": "list", "data": [{"id": "tiny", "owned_by": "me"}]} if models is None else models
        self._pages = {"/v1/models": listed, **(pages or {})}
        self._key = key
        self._is_up = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="fake server")

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/v1"

    @property
    def chats(self) -> list[Request]:
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._is_up.wait(_PATIENCE_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._loop is not None
        assert self._ending is not None
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(_PATIENCE_S)

    async def _live(self) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        connections: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            connections.add(task)
            try:
                await self._serve(reader, writer)
            except ConnectionError:
                self.was_left.set()
            except (asyncio.IncompleteReadError, asyncio.CancelledError):
                pass  # no further request, or the test is over
            finally:
                connections.discard(task)
                writer.transport.abort()

        server = await asyncio.start_server(connected, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        self._is_up.set()
        await self._ending.wait()
        server.close()
        for task in list(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            first = await reader.readexactly(1)
            if first == b"\x16":  # a client that wants TLS
                await _write(writer, 400, b"")
                return
            head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = head[0].split(" ", 2)
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            request = Request(method, path, headers, json.loads(body) if body else None)
            self.requests.append(request)
            if self._key and headers.get("authorization") != f"Bearer {self._key}":
                await _write(writer, 401, b'{"error": {"message": "Invalid API key"}}')
            elif path.endswith("/chat/completions"):
                scene = self._scenes.pop(0) if len(self._scenes) > 1 else self._scenes[0]
                self.was_asked.set()
                self._now += 1
                self.most_at_once = max(self.most_at_once, self._now)
                try:
                    await scene(Chat(self, request, reader, writer))
                finally:
                    self._now -= 1
            elif path in self._pages:
                page = self._pages[path]
                await _write(writer, 200, page if isinstance(page, bytes) else json.dumps(page).encode())
            else:
                await _write(writer, 404, b'{"error": {"message": "no such page"}}')


async def _write(
    writer: asyncio.StreamWriter, status: int, body: bytes, headers: Mapping[str, str] | None = None
) -> None:
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Odd')}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    await writer.drain()
