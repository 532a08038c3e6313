"""The language model of the window: found and loaded in the background, or absent, with a word on what to do."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ModelMissing, ReaderError, WorkerDied
from reader.engine.llm import LanguageModel, LlamaModel
from reader.engine.models import entry_of, find_model, languages_of
from reader.ui.jobs import Jobs

_log = logging.getLogger(__name__)

MakeModel = Callable[[str], LanguageModel]
"""Setting -> model that is not loaded yet. Raises ModelMissing."""


def make_llama(name: str) -> LlamaModel:
    path = find_model(name)
    return LlamaModel(path, name, languages=languages_of(path))


class ModelLoading(QObject):
    """At most one model. `model` can be asked as soon as it is there: its first job waits for the loading."""

    changed = Signal()
    """`label` has another text."""
    died = Signal(object)
    """WorkerDied: it is started again with the next question."""

    def __init__(self, name: str, jobs: Jobs, make_model: MakeModel = make_llama) -> None:
        super().__init__()
        self.model: LanguageModel | None = None
        self.error: ReaderError | None = None
        """Why there is no model; answers quote the document."""
        self._name, self._jobs, self._make_model = name, jobs, make_model
        self._is_loading = False
        self._has_begun = False

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

    def begin(self) -> None:
        """Load it, the first time this is called."""
        if self._has_begun or self._name == "none":
            return
        self._has_begun = True
        try:
            self.model = self._make_model(self._name)
        except ModelMissing as error:
            self._give_up(error)
            return
        self._jobs.start("model", self._load(self.model))

    async def shut_down(self) -> None:
        if self.model is not None:
            await self.model.close()

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
