"""The language model of the window: found and loaded in the background, or absent, with a word on what to do."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ModelMissing, ReaderError, ServerAddressWrong, ServerNotAllowed, WorkerDied
from reader.engine.llm import LanguageModel, LlamaModel
from reader.engine.models import entry_of, find_model, languages_of
from reader.engine.server_address import is_server, server_address
from reader.flows.choosing import allow_server, may_send_to
from reader.ui.jobs import Jobs

if TYPE_CHECKING:
    from reader.engine.server_model import ServerModel

_log = logging.getLogger(__name__)

MakeModel = Callable[[str], LanguageModel]
"""Setting -> model of this machine that is not loaded yet. Raises ModelMissing."""


def make_llama(name: str) -> LlamaModel:
    path = find_model(name)
    return LlamaModel(path, name, languages=languages_of(path))


class ModelLoading(QObject):
    """At most one model. `model` can be asked as soon as it is there: its first job waits for the loading."""

    changed = Signal()
    """`label` has another text."""
    died = Signal(object)
    """WorkerDied: it is started again with the next question."""
    consent_wanted = Signal(object)
    """ServerAddress: before anything is sent to a server elsewhere. `allow` it, or nothing happens."""

    def __init__(self, name: str, jobs: Jobs, make_model: MakeModel = make_llama) -> None:
        super().__init__()
        self.model: LanguageModel | None = None
        self.error: ReaderError | None = None
        """Why there is no model; answers quote the document."""
        self._name, self._jobs, self._make_model = name, jobs, make_model
        self._is_loading = False
        self._has_begun = False
        self._server: ServerModel | None = None
        """Also while it may not be used, or cannot be reached."""

    @property
    def name(self) -> str:
        """As it was asked for."""
        return self._name

    @property
    def is_ready(self) -> bool:
        """Whether there is a model that has been loaded."""
        return self.model is not None and not self._is_loading

    @property
    def label(self) -> str:
        """What the status bar says of it."""
        if self.model is None:
            return self.tr("no model: answers quote the document")
        return self.tr("{0}, loading…").format(self._title) if self._is_loading else self._title

    @property
    def destination(self) -> str:
        """The server elsewhere to which questions and passages go; empty: nothing leaves this machine."""
        if self.model is None or self._server is None or self._server.address.is_local:
            return ""
        return self._server.address.host

    def begin(self) -> None:
        """Load it, the first time this is called; a server that could not be reached is tried again."""
        if self._name == "none" or self._jobs.is_running("model"):
            return
        if self._has_begun:
            if self._server is not None and self.model is None and not isinstance(self.error, ServerNotAllowed):
                self._jobs.start("model", self._connect(self._server))
            return
        self._has_begun = True
        if is_server(self._name):
            self._begin_server()
            return
        try:
            self.model = self._make_model(self._name)
        except ModelMissing as error:
            self._give_up(error)
            return
        self._jobs.start("model", self._load(self.model))

    def allow(self) -> None:
        """Text may go to the server that was asked about, now and at every later start."""
        if self._server is not None:
            self._jobs.start("model", self._allow(self._server))

    async def shut_down(self) -> None:
        for model in {id(model): model for model in (self.model, self._server) if model is not None}.values():
            await model.close()

    def _begin_server(self) -> None:
        # Here, not above: a window without a server starts without it.
        from reader.engine.server_model import ServerModel

        try:
            server = self._server = ServerModel(server_address(self._name))
        except ServerAddressWrong as error:
            self._give_up(error)
            return
        if may_send_to(server.address):
            self.model = server
            self._jobs.start("model", self._connect(server))
        else:
            self._give_up(ServerNotAllowed(server.address.host))
            self.consent_wanted.emit(server.address)

    async def _allow(self, server: "ServerModel") -> None:
        """Raises StoreUnusable; nothing is sent then."""
        allow_server(server.address)
        self.model, self.error = server, None
        await self._connect(server)

    async def _connect(self, server: "ServerModel") -> None:
        """Questions that are asked meanwhile wait for it, and tell of a failure; later ones do without the model."""
        self._is_loading = True
        self.changed.emit()
        try:
            await server.connect()
        except ReaderError as error:
            self.model = None
            self._give_up(error)
            return
        finally:
            self._is_loading = False
        self.model, self.error = server, None
        self.changed.emit()

    @property
    def _title(self) -> str:
        try:
            return entry_of(self._name).label
        except ModelMissing:
            return self.model.name if self.model is not None else self._name

    async def _load(self, model: LanguageModel) -> None:
        if not isinstance(model, LlamaModel):
            self.changed.emit()
            return
        self._is_loading = True
        self.changed.emit()
        try:
            await model.load()
        except ReaderError as error:
            self.model = None
            await model.close()
            self._give_up(error)
            return
        finally:
            self._is_loading = False
        model.on_died = self._on_died
        self.changed.emit()

    def _give_up(self, error: ReaderError) -> None:
        _log.warning("answering without a model: %s", error)
        self.error = error
        self.changed.emit()

    def _on_died(self, error: WorkerDied) -> None:
        self.died.emit(error)
