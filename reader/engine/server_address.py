"""The address of a model server: where it is, which of its models is meant, and whether text leaves the machine."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from reader.core.errors import ServerAddressWrong

_SCHEMES = ("http://", "https://")
_ENDPOINT = re.compile(r"/+(?:chat/completions|completions|models)?/*$")
_VERSION = re.compile(r"/v\d+$")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """`http://HOST[:PORT][/PATH][#MODEL]`, taken apart."""

    origin: str
    """Scheme, host and port: "https://example.org:8443". What consent and keys belong to."""
    host: str
    """Host and port as people read them: "example.org:8443"."""
    path: str
    """Before "/chat/completions": "/v1" unless the address says otherwise."""
    model: str
    """The server's name of a model; empty: the first one it has."""
    is_local: bool
    """The server runs on this machine: no text leaves it."""

    @property
    def base(self) -> str:
        return self.origin + self.path

    @property
    def root(self) -> str:
        """Where a server keeps what is not of the OpenAI protocol."""
        return self.origin + _VERSION.sub("", self.path)

    @property
    def is_encrypted(self) -> bool:
        return self.origin.startswith("https:")

    @property
    def url(self) -> str:
        return self.base + (f"#{quote(self.model, safe='/:@')}" if self.model else "")


def is_server(name: str) -> bool:
    """Whether a model's name is the address of a server."""
    return name.casefold().startswith(_SCHEMES)


def server_address(url: str) -> ServerAddress:
    """Raises ServerAddressWrong, which does not repeat a password that stands in the address."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise ServerAddressWrong(re.sub(r"//[^/]*@", "//", url), "it cannot be read") from None
    if not is_server(url) or not parts.hostname or re.search(r"[\s<>\"]", url.strip()):
        raise ServerAddressWrong(url, "it names no server")
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    host = name if port is None else f"{name}:{port}"
    origin = f"{parts.scheme.casefold()}://{host}"
    if parts.username is not None or parts.password is not None:
        raise ServerAddressWrong(origin, "a key does not belong into it")
    if parts.query:
        raise ServerAddressWrong(origin, "it has a part after a question mark")
    path = _ENDPOINT.sub("", parts.path)
    return ServerAddress(origin, host, path or "/v1", unquote(parts.fragment).strip(), is_this_machine(parts.hostname))


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine by its very name; others that lead here count as elsewhere."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
