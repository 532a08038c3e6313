"""Choosing the model that answers and the one that searches: as asked for, else as the settings say, else none."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

from reader import paths
from reader.core.errors import ModelMissing, ReaderError, ServerUnreachable
from reader.engine import models
from reader.engine.embed import Embedder, LlamaEmbedder
from reader.engine.llm import LanguageModel, LlamaModel
from reader.engine.server_address import ServerAddress, is_server, server_address
from reader.store.settings import load_settings, save_settings

NONE = "none"


async def open_model(
    wanted: str | None, remark: Callable[[str], None], *, parallel: int | None = None
) -> LanguageModel | None:
    """Load the wanted model (a catalogue name, a .gguf file, a server's address, "none"); None: quote the evidence.

    Without a wish the model of the settings is taken, and where that is missing the answer is made without one,
    with a remark that says how to get it. `parallel`: requests at a time to a server that can do more or fewer than it
    seems. Raises ModelMissing and ServerUnreachable (for a wish), ModelUnusable, ModelTooLarge, ServerAddressWrong,
    ServerRefusedKey, ServerModelUnknown, ServerFailed.
    """
    name = wanted or load_settings(paths.settings_file()).model
    if name == NONE:
        return None
    if is_server(name):
        return await _open_server(server_address(name), remark, is_wish=bool(wanted), parallel=parallel)
    try:
        path = models.find_model(name)
    except ModelMissing as missing:
        if wanted:
            raise
        remark(f"{missing.title} The answer quotes the document. {missing.hint}")
        return None
    shown_name = Path(name).stem if name.endswith(".gguf") else name
    model = LlamaModel(path, shown_name, languages=models.languages_of(path))
    try:
        await model.load()
    except BaseException:
        await model.close()
        raise
    return model


def may_send_to(address: ServerAddress) -> bool:
    """Whether the window may send text there: the server is on this machine, or it was asked about and agreed to."""
    return address.is_local or address.origin in load_settings(paths.settings_file()).servers


def allow_server(address: ServerAddress) -> None:
    """From now on `may_send_to` is true of it. Raises StoreUnusable."""
    file = paths.settings_file()
    settings = load_settings(file)
    if address.origin not in settings.servers:
        save_settings(file, dataclasses.replace(settings, servers=(*settings.servers, address.origin)))


async def _open_server(
    address: ServerAddress, remark: Callable[[str], None], *, is_wish: bool, parallel: int | None
) -> LanguageModel | None:
    # Here, not above: the window starts without it.
    from reader.engine.server_model import ServerModel

    model = ServerModel(address, parallel=parallel)
    try:
        facts = await model.connect()
    except BaseException as failure:
        await model.close()
        if is_wish or not isinstance(failure, ServerUnreachable):
            raise
        remark(f"{failure.title} The answer quotes the document.")
        return None
    if not address.is_local:
        way = "" if address.is_encrypted else ", not encrypted"
        remark(f"Questions and passages leave this computer{way}: {model.name} at {address.host} answers.")
    if not address.model and len(facts.models) > 1:
        remark(f"{address.host} has {len(facts.models)} models; {model.name} answers. Another one: {address.base}#NAME")
    return model


def wanted_embedder(name: str) -> LlamaEmbedder | None:
    """The embedder of that name or path, not loaded yet; None for "none". Raises ModelMissing, ModelUnusable."""
    if name == NONE:
        return None
    path, own_name = models.find_embedder(name)
    return LlamaEmbedder(path, own_name)


async def open_embedder(wanted: str | None, remark: Callable[[str], None]) -> Embedder | None:
    """Load the wanted embedder (a catalogue name, a .gguf file, "none"); None means: search words only.

    Without a wish the embedder of the settings is taken. Where that is missing there is none, without a word; where it
    cannot be used, with a remark. Raises ModelMissing, ModelUnusable, ModelTooLarge, all for a wish only.
    """
    name = wanted or load_settings(paths.settings_file()).embedder
    try:
        embedder = wanted_embedder(name)
        if embedder is None:
            return None
        try:
            await embedder.load()
        except BaseException:
            await embedder.close()
            raise
    except ReaderError as failure:
        if wanted:
            raise
        if not isinstance(failure, ModelMissing):
            remark(f"{failure.title} Words are searched, not meaning.")
        return None
    return embedder
