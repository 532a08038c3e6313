"""Requests to a model server: tried again where that may help, their failures in the reader's words.

The only importer of aiohttp, which is loaded by the first request: it takes half a second.
"""

import asyncio
import email.utils
import importlib
import json
import logging
import random
import socket
import ssl
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from reader import __version__
from reader.core.errors import ReaderError, ServerFailed, ServerRefusedKey, ServerUnreachable
from reader.engine.server_address import ServerAddress
from reader.engine.server_failures import BROKE_OFF, ODD, SILENT, error_of, failure_of

if TYPE_CHECKING:
    import aiohttp

_log = logging.getLogger(__name__)

_CONNECT_S = 5.0
_SILENCE_S = 600.0
"""A server that reads a long prompt without a GPU, behind others in its queue, says nothing for minutes."""
_FACTS_S = 10.0
_PAUSES_S = (0.5, 1.5, 4.0)
"""Before the second, the third and the last try to begin an answer."""
_FACTS_PAUSES_S = (0.5, 1.0)
_LONGEST_PAUSE_S = 60.0
_BUSY = (429, 502, 503, 504, 529)


class _Failed(Exception):
    """One try failed. `is_passing`: the next one may not; `after_s`: how long the server wants to be left alone."""

    def __init__(self, failure: ReaderError, *, is_passing: bool, after_s: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure, self.is_passing, self.after_s = failure, is_passing, after_s


class ServerClient:
    """The connections to one server, in the event loop of the first request."""

    def __init__(self, address: ServerAddress) -> None:
        self.address = address
        self.key = ""
        self.model = address.model
        self.context_tokens = 0
        """This and `model`: for what is said about failures."""
        self._session: aiohttp.ClientSession | None = None
        self._opening = asyncio.Lock()

    async def ask(self, url: str, body: Mapping[str, Any] | None = None, *, is_probe: bool = False) -> Any:
        """GET, or POST a body; the JSON that comes back. `is_probe`: it may well not be there, so ask only once.

        Raises ServerUnreachable, ServerRefusedKey, ServerModelUnknown, ServerFailed.
        """
        for pause_s in (*(() if is_probe else _FACTS_PAUSES_S), None):
            try:
                return await self._asked(url, body)
            except _Failed as failed:
                await _rest(failed, pause_s)
        raise AssertionError("the last try returns or raises")

    async def stream(self, body: Mapping[str, Any]) -> AsyncGenerator[bytes, None]:
        """What the chat endpoint answers, as it comes. Closing this closes the connection, and so stops the server.

        Tried again as long as nothing came. Raises as `ask`, PromptTooLong, and ServerFailed when it breaks off.
        """
        for pause_s in (*_PAUSES_S, None):
            try:
                async with aclosing(self._streamed(body)) as portions:
                    async for portion in portions:
                        yield portion
                return
            except _Failed as failed:
                await _rest(failed, pause_s)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _asked(self, url: str, body: Mapping[str, Any] | None) -> Any:
        session = await self._opened()
        import aiohttp

        method = "GET" if body is None else "POST"
        try:
            async with (
                asyncio.timeout(_FACTS_S),
                session.request(method, url, json=body, headers=self._headers(), allow_redirects=False) as response,
            ):
                status, headers, said = response.status, response.headers, await response.read()
        except (OSError, ValueError, aiohttp.ClientError) as failure:
            raise self._not_reached(failure) from failure
        if status != 200:
            raise self._refused(status, headers, said)
        try:
            return json.loads(said)
        except (ValueError, RecursionError) as failure:
            raise ServerFailed(self.address.host, ODD) from failure

    async def _streamed(self, body: Mapping[str, Any]) -> AsyncGenerator[bytes, None]:
        session = await self._opened()
        import aiohttp

        has_begun = False
        try:
            # Redirects are not followed: text goes to the server that was named and to no other.
            async with session.post(
                f"{self.address.base}/chat/completions", json=body, headers=self._headers(), allow_redirects=False
            ) as response:
                if response.status != 200:
                    async with asyncio.timeout(_FACTS_S):
                        said = await response.read()
                    raise self._refused(response.status, response.headers, said)
                if "text/event-stream" not in response.headers.get("Content-Type", "text/event-stream"):
                    raise ServerFailed(self.address.host, ODD)
                while portion := await response.content.readany():
                    has_begun = True
                    yield portion
        except (OSError, ValueError, aiohttp.ClientError) as failure:
            if has_begun:
                raise ServerFailed(self.address.host, BROKE_OFF) from failure
            raise self._not_reached(failure) from failure

    async def _opened(self) -> "aiohttp.ClientSession":
        async with self._opening:
            if self._session is None:
                await asyncio.to_thread(importlib.import_module, "aiohttp")
                self._session = _open_session(is_local=self.address.is_local)
            return self._session

    def _headers(self) -> dict[str, str]:
        if not self.key:
            return {}
        if not self.key.isascii() or not self.key.isprintable():
            raise ServerRefusedKey(self.address.host, self.address.base, True)
        return {"Authorization": f"Bearer {self.key}"}

    def _refused(self, status: int, headers: Mapping[str, str], body: bytes) -> _Failed:
        _log.info("%s answers with HTTP %d", self.address.host, status)
        failure = failure_of(
            self.address,
            self.model,
            status,
            error_of(body),
            has_key=bool(self.key),
            context_tokens=self.context_tokens,
        )
        after_s = _wished_pause(headers.get("retry-after", ""))
        is_passing = status in _BUSY and (after_s is None or after_s <= _LONGEST_PAUSE_S)
        return _Failed(failure, is_passing=is_passing, after_s=after_s)

    def _not_reached(self, failure: Exception) -> _Failed:
        import aiohttp

        host = self.address.host
        if isinstance(failure, TimeoutError) and not isinstance(failure, aiohttp.ConnectionTimeoutError):
            return _Failed(ServerFailed(host, SILENT), is_passing=False)
        reason, is_passing = _reason_of(failure)
        return _Failed(ServerUnreachable(host, reason), is_passing=is_passing)


def _open_session(*, is_local: bool) -> "aiohttp.ClientSession":
    import aiohttp

    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S, sock_read=_SILENCE_S),
        connector=aiohttp.TCPConnector(limit=0),
        headers={"User-Agent": f"shiori/{__version__}"},
        # What stays on this machine does not go to a proxy.
        trust_env=not is_local,
    )


async def _rest(failed: _Failed, pause_s: float | None) -> None:
    """Wait until the next try, or raise where there is none."""
    if pause_s is None or not failed.is_passing:
        raise failed.failure from failed
    if failed.after_s is None:
        # Several that were turned away together should not come back together.
        pause_s *= 1 + random.random() / 2
    await asyncio.sleep(pause_s if failed.after_s is None else failed.after_s)


def _wished_pause(retry_after: str) -> float | None:
    """Seconds, from a header that holds them or a date."""
    try:
        return max(float(retry_after), 0.0)
    except ValueError:
        try:
            return max(email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time(), 0.0)
        except ValueError:
            return None


def _reason_of(failure: Exception) -> tuple[str, bool]:
    """Why there is no answer, and whether there may be one in a moment."""
    import aiohttp

    if isinstance(failure, aiohttp.ConnectionTimeoutError):
        return f"no connection within {_CONNECT_S:.0f} s", True
    if isinstance(failure, ValueError):
        return "its address cannot be used", False
    causes = list(_causes(failure))
    for kind, reason, is_passing in (
        (ssl.SSLCertVerificationError, "its certificate is not trusted here", False),
        (ssl.SSLError, "it does not speak HTTPS", False),
        (socket.gaierror, "its name is not known", False),
        (ConnectionRefusedError, "no server listens there", True),
    ):
        if any(isinstance(cause, kind) for cause in causes):
            return reason, is_passing
    return "the connection does not hold", True


def _causes(failure: BaseException) -> Iterator[BaseException]:
    """Everything a failure comes from, itself first."""
    waiting: list[BaseException | None] = [failure]
    seen: set[int] = set()
    while waiting:
        this = waiting.pop()
        if this is None or id(this) in seen:
            continue
        seen.add(id(this))
        yield this
        waiting += [this.__cause__, this.__context__]
        if isinstance(this, BaseExceptionGroup):
            waiting += this.exceptions
