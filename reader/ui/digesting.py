"""Digests in the window: between the digest window, the flow that makes them, and the library."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu

from reader.core.digest import Digest, DigestHead
from reader.core.errors import ReaderError
from reader.core.question_choosing import COUNT
from reader.engine.embed import Embedder
from reader.flows.collection import pdf_files
from reader.flows.digest_events import (
    DigestEvent,
    DigestProgress,
    PaperBegun,
    PaperDone,
    PaperFailed,
    PaperNoted,
)
from reader.flows.digest_making import DigestEngines, DigestStores, make_digest
from reader.flows.digest_writing import notes_of, write_digest
from reader.ui.desk import Parts
from reader.ui.digest_picking import DigestPicking
from reader.ui.digest_rows import DigestRows, state_words
from reader.ui.digest_window import DigestWindow
from reader.ui.note_choices import LANGUAGES, known_sets, language_name
from reader.ui.note_panel_setup import NoteChoices, SetName

_log = logging.getLogger(__name__)
JOB = "digest"


class Digesting(QObject):
    """One digest is made at a time, as a job of no document: it goes on while windows and tabs come and go."""

    open_requested = Signal(object)
    """Path of a paper."""
    progressed = Signal()
    """Something of the digest has come."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts, self._store = parts, parts.digests
        self._jobs, self._models, self._use = parts.jobs, parts.models, parts.model_use
        self._window: DigestWindow | None = None
        self.digest: Digest | None = None
        """The one that is shown."""
        self._making = ""
        """The id of the one that is made."""
        self._rows = DigestRows()
        self._left_s: float | None = None
        self._changes: list[Callable[[], Awaitable[None]]] = []
        self._jobs.finished.connect(self._on_job_finished)
        self._jobs.failed.connect(self._on_job_failed)

    @property
    def window(self) -> DigestWindow:
        """Made when it is wanted."""
        if self._window is None:
            window = self._window = DigestWindow(self._parts.settings)
            papers = window.papers
            for signal, slot in (
                (window.digest_chosen, self._choose),
                (window.new_wanted, self._make_another),
                (window.deletion_wanted, self._delete),
                (window.head_changed, self._change_head),
                (window.choices_changed, self._change_choices),
                (window.files_wanted, self._choose_files),
                (window.folder_wanted, self._choose_folder),
                (window.library_wanted, self._choose_of_library),
                (window.start_wanted, self.start),
                (window.pause_wanted, self.pause),
                (window.save_wanted, self._choose_target),
                (papers.order_changed, lambda files: self._change(lambda id_: self._store.set_order(id_, files))),
                (papers.renamed, lambda file, title: self._change(lambda id_: self._store.set_title(id_, file, title))),
                (papers.removed, self._remove),
                (papers.retry_wanted, lambda file: self._try_again([file])),
                (papers.open_wanted, lambda file: self.open_requested.emit(Path(file))),
                (papers.menu_wanted, self._show_menu),
                (papers.files_dropped, self.add),
            ):
                signal.connect(slot)
        return self._window

    # --- the window ---

    def show(self, files: Sequence[Path] = ()) -> None:
        """The window, with the digest that was changed last; with `files` a new one of these."""
        self.window.begin()
        self._do(partial(self._open, list(files)))

    def close(self) -> None:
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None

    async def _open(self, files: list[Path]) -> None:
        sets = await asyncio.to_thread(known_sets, self._parts.language)
        suited = SetName("", self.tr("those that suit the paper"))
        self.window.offer([(code, language_name(code)) for code in LANGUAGES], [suited, *sets])
        digests = await self._store.digests()
        if files or not digests:
            await self._begin_new(digests)
            await self._add(files)
        elif self.digest is None:
            self.digest = digests[0]
        await self._show()

    async def _begin_new(self, digests: Sequence[Digest]) -> None:
        """A new one, or one that was begun and is still empty."""
        empty = next((digest for digest in digests if not digest.papers), None)
        if empty is None:
            now, settings = datetime.now(UTC).isoformat(), self._parts.settings
            language = self._parts.answer_language or self._parts.language
            empty = Digest(
                digest_id=uuid.uuid4().hex,
                created=now,
                modified=now,
                language=str(settings.value("paper_note/language", language if language in LANGUAGES else "en")),
                model=self._models.name,
                question_set=str(settings.value("paper_note/questions", "")),
            )
            await self._store.add(empty)
        self.digest = empty

    def _make_another(self) -> None:
        async def make() -> None:
            await self._begin_new(await self._store.digests())
            await self._show()

        self._do(make)

    def _choose(self, digest_id: str) -> None:
        async def choose() -> None:
            self.digest = await self._store.digest(digest_id)
            await self._show()

        self._do(choose)

    # --- its papers ---

    def add(self, places: Sequence[Path]) -> None:
        """PDFs, and folders with all PDFs in them."""
        self._do(partial(self._add_and_show, places))

    async def _add_and_show(self, places: Sequence[Path]) -> None:
        await self._add(places)
        await self._show()

    async def _add(self, places: Sequence[Path]) -> None:
        if self.digest is not None and places:
            files = await asyncio.to_thread(pdf_files, places)
            await self._store.add_papers(self.digest.digest_id, [str(file.absolute()) for file in files])

    def _choose_files(self) -> None:
        title, pattern = self.tr("Papers for the digest"), self.tr("PDF files (*.pdf);;All files (*)")
        dialog = QFileDialog(self.window, title, _documents(), pattern)
        dialog.setObjectName("digest_files_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add([Path(name) for name in names]))
        _open(dialog)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self.window, self.tr("A folder of papers"), _documents())
        dialog.setObjectName("digest_folder_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.add([Path(name)]))
        _open(dialog)

    def _choose_of_library(self) -> None:
        async def choose() -> None:
            documents = await self._parts.library.documents()
            dialog = DigestPicking(documents, self.window)
            dialog.files_chosen.connect(lambda files: self.add([Path(file) for file in files]))
            _open(dialog)

        self._do(choose)

    def _remove(self, files: Sequence[str]) -> None:
        async def remove(digest_id: str) -> None:
            for file in files:
                await self._store.remove_paper(digest_id, file)

        self._change(remove)

    def _try_again(self, files: Sequence[str]) -> None:
        self._change(lambda digest_id: self._store.try_again(digest_id, files), then=self.start)

    def _show_menu(self, file: str, place: QPoint) -> None:
        window = self.window
        menu = QMenu(window, objectName="digest_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self.open_requested.emit(Path(file)))
        menu.addAction(self.tr("Change the title"), lambda: window.papers.rename(file))
        if self.digest is not None and self.digest.paper(file).status == "failed":
            menu.addAction(self.tr("Try again"), lambda: self._try_again([file]))
        menu.addSeparator()
        menu.addAction(self.tr("Take out of the digest"), lambda: self._remove(window.papers.selected_files))
        menu.popup(place)

    # --- its head ---

    def _change_head(self, head: DigestHead) -> None:
        self._change(lambda digest_id: self._store.set_head(digest_id, head))

    def _change_choices(self, choices: NoteChoices) -> None:
        self._parts.settings.setValue("digest/count", choices.count)
        self._change(
            lambda digest_id: self._store.set_wishes(
                digest_id, language=choices.language, model=self._models.name, question_set=choices.question_set
            )
        )

    def _delete(self) -> None:
        digest = self.digest
        if digest is None or self._making == digest.digest_id:
            return

        async def delete() -> None:
            await self._store.delete(digest.digest_id)
            digests = await self._store.digests()
            self.digest = digests[0] if digests else None
            await self._show()
            undo = (self.tr("Undo"), lambda: self._restore(digest))
            self.window.message_bar.show_message(self.tr("The digest is deleted; its notes are kept."), action=undo)

        self._do(delete)

    def _restore(self, digest: Digest) -> None:
        async def restore() -> None:
            await self._store.add(digest)
            self.digest = digest
            await self._show()

        self._do(restore)

    # --- making it ---

    @property
    def is_making(self) -> bool:
        return bool(self._making)

    def start(self) -> None:
        """Make what waits of the digest that is shown."""
        if self.digest is not None and not self._making:
            self._making = self.digest.digest_id
            self._left_s = None
            self._models.begin()
            self._jobs.start(JOB, self._make(self._making))

    def pause(self) -> None:
        self._jobs.cancel(JOB)

    async def _make(self, digest_id: str) -> None:
        stores = DigestStores(self._store, self._parts.paper_notes, self._parts.library)
        try:
            while True:
                await self._show()
                async with self._use.long_work():
                    self._show_progress()
                    making = make_digest(digest_id, stores, self._engines())
                    async with aclosing(self._use.until_asked(making)) as events:
                        async for event in events:
                            await self._take(event)
                            self.progressed.emit()
                if not self._use.is_asked:
                    return
        finally:
            self._making = ""

    def _engines(self) -> DigestEngines:
        return DigestEngines(
            model=self._models.model,
            embedder=self._embedder(),
            recogniser=self._parts.recogniser if self._parts.ocr != "off" else None,
            questions=self._count,
        )

    def _embedder(self) -> Embedder | None:
        try:
            return self._parts.embedder.get()
        except ReaderError as error:
            _log.warning("the digest is searched by words only: %s", error)
            return None

    @property
    def _count(self) -> int:
        return int(str(self._parts.settings.value("digest/count", COUNT)))

    async def _take(self, event: DigestEvent) -> None:
        self._rows.take(event)
        if isinstance(event, DigestProgress):
            self._left_s = event.left_s
        if isinstance(event, (PaperBegun, PaperDone, PaperFailed, DigestProgress)):
            if self.digest is not None and self.digest.digest_id == self._making:
                self.digest = await self._store.digest(self._making)
            if isinstance(event, (PaperDone, PaperFailed)):
                await self._show()  # the list of digests too
            else:
                await self._show_papers()
        elif isinstance(event, PaperNoted):
            await self._show_papers(event.file)

    def _on_job_finished(self, name: str) -> None:
        if name == JOB and self._window is not None:
            self._do(self._show_again)

    async def _show_again(self) -> None:
        if self.digest is not None:
            self.digest = await self._store.digest(self.digest.digest_id)
        await self._show()

    def _on_job_failed(self, name: str, error: ReaderError) -> None:
        if name in (JOB, "digests", "digest export") and self._window is not None:
            self._window.message_bar.show_error(error)

    # --- what came of it ---

    def _choose_target(self, is_split: bool) -> None:
        digest = self.digest
        if digest is None:
            return
        name = digest.head.title or self.tr("digest")
        if is_split:
            dialog = QFileDialog(self.window, self.tr("A folder for the digest"), _documents())
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            target = str(Path(_documents()) / f"{_as_file_name(name)}.md")
            dialog = QFileDialog(self.window, self.tr("Save the digest"), target, self.tr("Markdown (*.md)"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("md")
        dialog.setObjectName("digest_save_dialog")
        dialog.fileSelected.connect(lambda name: self.save(Path(name), is_split=is_split))
        _open(dialog)

    def save(self, target: Path, *, is_split: bool) -> None:
        if self.digest is not None:
            self._jobs.start("digest export", self._save(self.digest.digest_id, target, is_split))

    async def _save(self, digest_id: str, target: Path, is_split: bool) -> None:
        await self._store.set_output(digest_id, str(target), is_split=is_split)
        digest = await self._store.digest(digest_id)
        if digest is None:
            return
        file = await write_digest(digest, self._parts.paper_notes, target, is_split=is_split)
        folder = QUrl.fromLocalFile(str(file.parent))
        show = (self.tr("Show folder"), lambda: QDesktopServices.openUrl(folder))
        self.window.message_bar.show_message(self.tr("The digest was saved."), str(file), action=show)

    # --- changes, one after the other ---

    def _change(self, change: Callable[[str], Awaitable[None]], then: Callable[[], None] | None = None) -> None:
        digest = self.digest
        if digest is None:
            return

        async def make() -> None:
            await change(digest.digest_id)
            await self._show_again()
            if then is not None:
                then()

        self._do(make)

    def _do(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._changes.append(work)
        if not self._jobs.is_running("digests"):
            self._jobs.start("digests", self._work(), must_finish=True)

    async def _work(self) -> None:
        while self._changes:
            await self._changes.pop(0)()

    # --- showing it ---

    async def _show(self) -> None:
        if self._window is None:
            return
        digests = await self._store.digests()
        current = "" if self.digest is None else self.digest.digest_id
        if self.digest is not None:
            self.digest = next((digest for digest in digests if digest.digest_id == current), None)
        window = self._window
        if window is None:
            return
        names = [
            (digest.digest_id, self._name_of(digest), state_words(digest, is_making=digest.digest_id == self._making))
            for digest in sorted(digests, key=lambda digest: digest.created, reverse=True)
        ]
        window.show_digests(names, current)
        window.show_digest(self.digest, self._count)
        await self._show_papers()

    async def _show_papers(self, file: str = "") -> None:
        """All rows, or that of one file, which has changed alone."""
        digest = self.digest
        if digest is None:
            rows = []
        elif file:
            rows = [self._rows.row(digest, digest.paper(file))] if file in [p.file for p in digest.papers] else []
        else:
            self._rows.know(await notes_of(digest, self._parts.paper_notes))
            rows = [self._rows.row(digest, paper) for paper in digest.papers]
        window = self._window
        if window is None:
            return
        if file:
            for row in rows:
                if row.file in window.papers.files:
                    window.papers.show_row(row)
            return
        window.papers.show_rows(rows)
        self._show_progress()

    def _show_progress(self) -> None:
        window, digest = self._window, self.digest
        if window is None:
            return
        if digest is None:
            window.progress.show_state("idle", 0, 0)
            window.show_state(is_making=False, can_start=False, is_begun=False, has_notes=False)
            return
        is_making = self._making == digest.digest_id
        # What was running when the program was killed still says so, and waits in truth.
        waiting, count = digest.count("waiting", *(() if is_making else ("running",))), len(digest.papers)
        is_begun = is_making or digest.state != "waiting"
        if is_making and self._use.is_asked:
            reason = self.tr("waits for your question to be answered")
            window.progress.show_state("waiting", digest.count("done"), count, reason)
        elif is_making:
            window.progress.show_state("making", digest.count("done"), count)
            window.progress.show_time_left(self._left_s)
        elif is_begun and waiting:
            window.progress.show_state("paused", digest.count("done"), count)
            window.progress.show_time_left(None)
        else:
            window.progress.show_state("idle", 0, 0)
        window.show_state(
            is_making=is_making,
            can_start=bool(waiting) and not self._making,
            is_begun=is_begun,
            has_notes=any(paper.note_id for paper in digest.papers),
        )

    def _name_of(self, digest: Digest) -> str:
        head = digest.head
        period = " – ".join(day for day in (head.period_from, head.period_to) if day)
        return head.title or period or self.tr("Untitled digest")


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _as_file_name(name: str) -> str:
    return "".join("-" if character in '<>:"/\\|?*' else character for character in name).strip(". ") or "digest"


def _open(dialog: Any) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
