"""What the next paper note is to be like: what is offered, what was chosen last, and how long it would take."""

import asyncio
import logging

from PySide6.QtCore import QDate, QDateTime, QLocale, QObject, QSettings, Qt

from reader.core.errors import ReaderError
from reader.core.paper_note import PaperNote
from reader.core.question_choosing import COUNT
from reader.flows.opening import OpenDocument
from reader.store.question_sets import load_question_set, question_set_names
from reader.store.speeds import Speeds
from reader.ui.embedding import OneEmbedder
from reader.ui.jobs import Jobs
from reader.ui.model_loading import ModelLoading
from reader.ui.model_use import ModelUse
from reader.ui.note_panel_setup import NoteChoices, NoteSetup, SetName

_log = logging.getLogger(__name__)
LANGUAGES = ("ja", "en")
"""Those that question sets are written in."""


class NoteChoosing(QObject):
    def __init__(
        self,
        jobs: Jobs,
        models: ModelLoading,
        use: ModelUse,
        embedder: OneEmbedder,
        speeds: Speeds,
        setup: NoteSetup,
        settings: QSettings,
        language: str,
    ) -> None:
        """`language`: where none was chosen yet."""
        super().__init__(setup)
        self._jobs, self._models, self._use, self._embedder, self._speeds = jobs, models, use, embedder, speeds
        self._setup, self._settings = setup, settings
        self._document: OpenDocument | None = None
        self._sets: list[SetName] = []
        self.choices = NoteChoices(
            str(settings.value("paper_note/language", language if language in LANGUAGES else "en")),
            str(settings.value("paper_note/questions", "")),
            int(settings.value("paper_note/count", COUNT, int)),
        )
        setup.choices_changed.connect(self._keep)
        setup.shown.connect(self._refresh)
        models.changed.connect(self._estimate)
        self._offer()

    def set_document(self, document: OpenDocument | None) -> None:
        self._document = document
        self._jobs.cancel("note estimate")
        self._estimate()

    def name_of(self, note: PaperNote) -> str:
        """How notes of one document are told apart."""
        title = next((known.title for known in self._sets if known.name == note.question_set), "")
        day = QLocale().toString(_day(note.created), QLocale.FormatType.ShortFormat)
        return " · ".join(part for part in (language_name(note.language), title, day) if part)

    def _keep(self, choices: NoteChoices) -> None:
        self.choices = choices
        for name, value in (
            ("language", choices.language),
            ("questions", choices.question_set),
            ("count", choices.count),
        ):
            self._settings.setValue(f"paper_note/{name}", value)
        self._estimate()

    def _refresh(self) -> None:
        """The panel is looked at: the reader's own sets may have changed."""
        self._jobs.start("question sets", self._read_sets())
        self._estimate()

    async def _read_sets(self) -> None:
        self._sets = await asyncio.to_thread(known_sets, self.choices.language)
        self._offer()

    def _offer(self) -> None:
        suited = SetName("", self.tr("those that suit the paper"))
        languages = [(code, language_name(code)) for code in LANGUAGES]
        self._setup.offer(languages, [suited, *self._sets], self.choices)

    def _estimate(self) -> None:
        if self._document is not None and self._setup.isVisible():
            self._setup.show_estimate(None, self._models.label)
            self._jobs.start("note estimate", self._show_estimate(self._document))

    async def _show_estimate(self, document: OpenDocument) -> None:
        """A model that never made a note here is tried out for it, unless it is busy: that takes it some seconds."""
        from reader.flows.note_estimate import embedding_seconds, estimate_for
        from reader.flows.note_making import new_note

        await self._jobs.ended("index")
        if self._models.is_ready:
            await self._use.is_free.wait()
        elif self._models.model is not None:
            return  # it is loading; `changed` follows
        model = self._models.model
        note = new_note(document, language=self.choices.language, question_set=self.choices.question_set)
        try:
            estimate = await estimate_for(document, self.choices.language, model, self._speeds)
            estimate.plan(note, self.choices.count)
            seconds = estimate.left_s
            embedder = self._embedder.get()
            if embedder is not None:
                seconds += await embedding_seconds(document, embedder, self._speeds)
        except ReaderError as error:
            _log.info("the time of a note cannot be estimated: %s", error)
            return
        self._setup.show_estimate(seconds, self._models.label)


def language_name(code: str) -> str:
    """What people who speak it call it."""
    return QLocale(code).nativeLanguageName().split(" (")[0].removeprefix("American ") or code


def _day(stamp: str) -> QDate:
    return QDateTime.fromString(stamp, Qt.DateFormat.ISODateWithMs).toLocalTime().date()


def known_sets(language: str) -> list[SetName]:
    """One with a mistake is left out here; who asks for it by name is told."""
    known = []
    for name in question_set_names():
        try:
            known.append(SetName(name, load_question_set(name).title(language)))
        except ReaderError as error:
            _log.warning("%s", error)
    return known
