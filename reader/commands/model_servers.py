"""`shiori models use|check|key URL`: a model that runs on a server."""

import asyncio
import getpass
import sys
from typing import Any

from reader.commands.output import remark, say, say_json
from reader.engine.server_address import ServerAddress, server_address
from reader.engine.server_facts import ServerFacts
from reader.engine.server_keys import store_key
from reader.engine.server_model import ServerModel


def find_server(url: str) -> tuple[ServerAddress, ServerFacts]:
    """Ask what it has; nothing of a document goes there. Raises what `ServerModel.connect` raises."""

    async def ask() -> ServerFacts:
        model = ServerModel(address)
        try:
            return await model.connect()
        finally:
            await model.close()

    address = server_address(url)
    return address, asyncio.run(ask())


def remark_where_text_goes(address: ServerAddress) -> None:
    if not address.is_local:
        way = "" if address.is_encrypted else ", not encrypted"
        remark(f"Questions and passages will leave this computer for {address.host}{way}.")


def check_server(url: str, *, as_json: bool) -> int:
    address, facts = find_server(url)
    if as_json:
        say_json(_as_json(address, facts))
        return 0
    context = f"context of {facts.context_tokens} tokens" if facts.is_context_known else "context not told"
    say(f"{facts.model} at {address.host} can be used.")
    say(f"  {context}, {facts.parallel} at a time, {len(facts.models)} models there")
    remark_where_text_goes(address)
    return 0


def keep_key(url: str, *, as_json: bool) -> int:
    """The key is typed unseen, or comes through a pipe; an empty one is forgotten."""
    address = server_address(url)
    if sys.stdin.isatty():
        key = getpass.getpass(f"Key for {address.host} (empty: forget it): ")
    else:
        key = sys.stdin.readline()
    key = key.strip()
    store_key(address, key)
    if as_json:
        say_json({"server": address.origin, "has_key": bool(key)})
    else:
        say(f"The key for {address.host} is {'kept in the keyring' if key else 'forgotten'}.")
    return 0


def _as_json(address: ServerAddress, facts: ServerFacts) -> dict[str, Any]:
    return {
        "server": address.origin,
        "ok": True,
        "model": facts.model,
        "models": list(facts.models),
        "context_tokens": facts.context_tokens if facts.is_context_known else None,
        "parallel": facts.parallel,
        "is_local": address.is_local,
        "error": None,
    }
