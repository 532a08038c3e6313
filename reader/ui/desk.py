"""Everything of one document: its pages, its panels and what is done with it. Builds the parts and connects them.

A window has a desk for each of its tabs. What happens is in the parts; nothing here is more than wiring.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from reader.core.answer import Citation
from reader.core.document import Link, OutlineItem, Rect, Spot
from reader.core.errors import FileMissing, ReaderError
from reader.engine.ocr import Recogniser
from reader.engine.spare import Spare
from reader.flows.carrying import CarriedOver
from reader.flows.collection import Collection
from reader.flows.library_search import LibrarySearch
from reader.flows.opening import OpenDocument
from reader.flows.recognising import Progress
from reader.flows.referring import Referring
from reader.store.bookmarks import BookmarkStore
from reader.store.carrying import CarryingStore
from reader.store.digests import Digests
from reader.store.library import Library
from reader.store.marks import MarkStore
from reader.store.notebook import Notebook
from reader.store.outline_folds import OutlineFolds
from reader.store.paper_notes import PaperNotes
from reader.store.speeds import Speeds
from reader.ui import page_references, previews
from reader.ui.action_states import ActionStates
from reader.ui.ask_panel import AskPanel
from reader.ui.asking import Asking
from reader.ui.colour_swatches import ColourSwatches
from reader.ui.command_palette import Command
from reader.ui.copying import Copying
from reader.ui.covers import Covers
from reader.ui.dialogs import Dialogs
from reader.ui.embedding import Embedding, OneEmbedder
from reader.ui.evidence_pictures import EvidencePictures
from reader.ui.find_bar import FindBar
from reader.ui.finding import Finding
from reader.ui.following import Following
from reader.ui.formula_pictures import FormulaPictures
from reader.ui.held_picture import HeldPicture
from reader.ui.icon_tabs import IconTabs
from reader.ui.jobs import Jobs
from reader.ui.marking import Marking
from reader.ui.marks_panel import MarksPanel
from reader.ui.messages import MessageBar
from reader.ui.missing_file import MissingFile
from reader.ui.model_loading import ModelLoading
from reader.ui.model_use import ModelUse
from reader.ui.note_exporting import NoteExporting
from reader.ui.note_looking_up import NoteLookingUp
from reader.ui.note_restoring import NoteRestoring
from reader.ui.notes_panel import NotesPanel
from reader.ui.notices import Notices
from reader.ui.noting import Noting
from reader.ui.page_modes import PageModes
from reader.ui.page_view import PageView
from reader.ui.panels import Panels
from reader.ui.paper_note_panel import PaperNotePanel
from reader.ui.presentation import Presenting
from reader.ui.printing import Printing
from reader.ui.reading import Reading
from reader.ui.recognising import Recognising
from reader.ui.reloading import Reloading
from reader.ui.resting import Resting
from reader.ui.scope import Scope
from reader.ui.search_history import SearchHistory
from reader.ui.search_panel import SearchPanel
from reader.ui.start_page import StartPage
from reader.ui.status_line import StatusLine
from reader.ui.text_tasks import TextTasks
from reader.ui.travels import Travels
from reader.ui.wayfinding import Wayfinding
from reader.ui.window_frame import column


@dataclass(frozen=True, slots=True)
class Parts:
    """What all windows are given; app.py makes and ends it."""

    library: Library
    notebook: Notebook
    paper_notes: PaperNotes
    digests: Digests
    speeds: Speeds
    bookmarks: BookmarkStore
    folds: OutlineFolds
    marks: MarkStore
    jobs: Jobs
    """Of no single document."""
    models: ModelLoading
    recogniser: Recogniser
    embedder: OneEmbedder
    model_use: ModelUse
    carrying: CarryingStore
    search: LibrarySearch
    covers: Covers
    settings: QSettings
    """Of the windows alone: sizes, folded panels, light or dark."""
    language: str = "en"
    """Of the window's texts; also which guide is opened."""
    answer_language: str = ""
    ocr: str = "auto"
    """As in the settings."""
    reloads: bool = True
    """Whether a file that changes is shown anew unasked."""
    spare: Spare | None = None
    author: str = ""
    """In copies with annotations, as in the settings."""


class Desk(QWidget):
    title_changed = Signal(str)
    """Of the document; empty: there is none."""
    crashed = Signal(str, str)
    """A job of this desk: its name and the traceback."""

    def __init__(self, parts: Parts, window: QWidget, history: SearchHistory | None = None) -> None:
        """`history`: what was looked for in this window."""
        super().__init__(window)
        self.setObjectName("desk")
        self._parts = parts
        self.jobs = Jobs(self)
        parts.model_use.watch(self.jobs)
        self.states = ActionStates(self)
        self.title = ""
        self._awaited: Spot | None = None
        """To be shown when the document is open that is being opened."""
        self._build(parts, window, history or SearchHistory(self))
        self._connect(parts)
        self.panels.restore(window.width())

    def _build(self, parts: Parts, window: QWidget, history: SearchHistory) -> None:
        jobs = self.jobs
        self.page_view = PageView(jobs.start)
        self.find_bar, self.search_panel = FindBar(history), SearchPanel()
        self.finding = Finding(jobs, self.page_view, self.find_bar, self.search_panel, history)
        self.wayfinding = Wayfinding(parts.bookmarks, parts.folds, jobs, self.page_view)
        self.bookmarking = self.wayfinding.bookmarking
        self.formulas = FormulaPictures(jobs)
        self.ask_panel, self.notes_panel = AskPanel(formulas=self.formulas), NotesPanel()
        self.paper_note_panel = PaperNotePanel(formulas=self.formulas)
        self.message_bar, self.status_line = MessageBar(), StatusLine()
        self.navigation = IconTabs()
        self.navigation.setObjectName("navigation")
        self.wayfinding.add_tabs(self.navigation)
        self.navigation.add(self.search_panel, "find", self.tr("Search"))
        self.marks_panel = MarksPanel()
        self.navigation.add(self.marks_panel, "highlight", self.tr("Marks"))
        self.side = QTabWidget(objectName="side_panel", documentMode=True)
        for tabs, words in (
            (self.navigation, self.tr("Finding one's way")),
            (self.side, self.tr("Questions and notes")),
        ):
            for widget in (tabs, tabs.tabBar()):
                widget.setAccessibleName(words)
        self.side.addTab(self.ask_panel, self.tr("Ask"))
        self.side.addTab(self.notes_panel, self.tr("Notes"))
        self.side.addTab(self.paper_note_panel, self.tr("Paper note"))
        self.copying, self.caret = Copying(jobs, self.page_view), self.page_view.caret
        self.panels = Panels(self.navigation, column(self.find_bar, self.page_view), self.side, parts.settings)
        self.reading = Reading(parts.library, jobs, self.page_view, parts.language, parts.spare)
        self.reloading = Reloading(parts.library, parts.carrying, jobs, self.reading, is_automatic=parts.reloads)
        self.asking = Asking(
            parts.notebook,
            parts.marks,
            parts.bookmarks,
            jobs,
            parts.models,
            self.ask_panel,
            self.notes_panel,
            parts.answer_language,
            parts.language,
            parts.model_use,
        )
        self.noting = Noting(
            parts.paper_notes,
            jobs,
            parts.models,
            parts.model_use,
            parts.embedder,
            parts.speeds,
            self.paper_note_panel,
            parts.settings,
            self.asking.reader_language,
        )
        self.resting = Resting(self.reading)
        self.marking = Marking(parts.marks, jobs, self.page_view, self.notes_panel, parts.settings, parts.author)
        self.swatches = ColourSwatches("selection_highlight", takes_focus=False)
        self.swatches.show_chosen(self.marking.colour)
        self.recognising = Recognising(parts.recogniser, jobs, self.page_view, parts.ocr)
        self.embedding = Embedding(parts.embedder, parts.model_use, jobs, self.page_view)
        self.pictures = EvidencePictures(jobs)
        self.scope, self.travels = Scope(jobs), Travels(self.reading, self.page_view)
        self.following = Following(self.reading, self.asking, self.ask_panel, self.page_view, self.travels)
        self.following.paper_note_panel = self.paper_note_panel
        self.text_tasks = TextTasks(
            self.reading, self.asking, self.page_view, self.panels, self.ask_panel, self.notes_panel
        )
        self.notices = Notices(self.message_bar, self.panels, self.notes_panel, self.recognising)
        self.printing = Printing(self.reading, self.page_view, jobs, parts.settings)
        self.start_page = StartPage(parts.covers)
        instead = QVBoxLayout(self.page_view.viewport())
        instead.setContentsMargins(0, 0, 0, 0)
        instead.addWidget(self.start_page)
        self.start_page.hide()
        self.missing = MissingFile(parts.library, jobs, self.message_bar, window)
        self.dialogs = Dialogs(window, self.reading, self.asking, self.scope, self.marking)
        self.note_restoring = NoteRestoring(parts.paper_notes, jobs, self.noting, self.message_bar)
        self.note_exporting = NoteExporting(window, self.reading, self.noting, jobs, self.paper_note_panel)
        self.note_looking_up = NoteLookingUp(self.noting, jobs, self.paper_note_panel.head)
        self.page_modes = PageModes(self.page_view, self.states)
        self.presenting = Presenting(self.page_view, jobs.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(column(self.message_bar, self.panels.splitter))
        self._held = HeldPicture(self)

    def _connect(self, parts: Parts) -> None:
        view, ask, notes, paper = self.page_view, self.ask_panel, self.notes_panel, self.paper_note_panel
        for signal, slot in (
            (view.page_changed, self.status_line.set_page),
            (view.colours_changed, self.pictures.show_colours),
            (self.travels.history_changed, self.states.allow_history),
            (view.link_activated, self.following.follow_link),
            (view.previews.missed, self.notices.tell_no_target),
            (self.following.link_refused, self.notices.tell_refused_link),
            (view.selection_changed, self.states.allow_selection),
            (self.wayfinding.hinted, self.status_line.set_hint),
            (self.find_bar.closed, view.setFocus),
            (self.finding.results_wanted, self._show_search),
            (view.caret.is_on_changed, self._on_caret_changed),
            (self.copying.picture_begun, self.notices.tell_region),
            (view.band.waiting_changed, self.notices.end_region),
            (self.copying.picture_copied, self._on_picture_copied),
            (self.reading.coverage_changed, self.finding.set_coverage),
            (self.recognising.coverage_changed, self.finding.set_coverage),
            (self.reading.document_opened, self._on_document_opened),
            (self.reading.document_closing, self._on_document_closing),
            (self.reading.version_changing, self._held.hold),
            (self.reading.first_shown, self._held.let_go),
            (self.reloading.reloaded, self._on_reloaded),
            (self.reloading.carried, self._on_carried),
            (self.reloading.changed, lambda: self.notices.offer_reloading(self.reloading.reload)),
            (self.reading.coverage_changed, self.status_line.set_coverage),
            (self.reading.coverage_changed, view.take_in_text),
            (self.reading.text_read, self.recognising.consider),
            (self.reading.text_read, self.embedding.begin),
            (self.embedding.coverage_changed, self.status_line.set_embedding),
            (self.recognising.coverage_changed, self.status_line.set_coverage),
            (self.recognising.coverage_changed, view.take_in_text),
            (self.recognising.progress_changed, self._show_recognising),
            (self.recognising.offered, self.notices.offer_recognising),
            (self.recognising.nothing_to_do, self.notices.tell_nothing_to_recognise),
            (self.recognising.missed, self.notices.tell_missing),
            (self.reading.coverage_changed, self.wayfinding.outlining.consider),
            (self.reading.coverage_changed, self.asking.suggest),
            (self.reading.first_shown, parts.models.begin),
            (self.printing.printed, self.notices.tell_printed),
            (self.reading.password_needed, self.dialogs.ask_password),
            (self.reading.helper_died, self.message_bar.show_error),
            (parts.models.changed, self._show_model),
            (parts.models.changed, self.asking.read_ahead),
            (ask.question_asked, self.asking.ask),
            (ask.selection_asked, self.asking.ask),
            (ask.question_drafted, self.asking.read_ahead),
            (ask.stop_requested, self.asking.stop),
            (ask.citation_activated, self.following.show_citation),
            (ask.scope_closed, self.scope.close),
            (self.scope.changed, self._on_scope_changed),
            (self.scope.opening, self.status_line.set_opening),
            (self.scope.coverage_changed, self.status_line.set_coverage_of_several),
            (self.scope.skipped, self.notices.tell_skipped),
            (ask.answer_selected, self.asking.mark),
            (ask.answer_deleted, self.asking.delete_answer),
            (ask.answer_restored, self.asking.save_answer),
            (ask.keep_as_note_requested, self.asking.keep_as_note),
            (ask.card.picture_wanted, self._draw_evidence),
            (self.pictures.picture_drawn, ask.card.set_picture),
            (ask.paper_note_wanted, self.noting.begin_or_show),
            (self.noting.panel_wanted, lambda: self.panels.open_side(paper)),
            (paper.citation_activated, self.following.show_citation_of),
            (paper.answer_selected, self.asking.mark),
            (paper.check.citation_activated, self.following.show_citation),
            (self.note_restoring.restored, paper.show_check),
            (paper.head.link_activated, self.following.follow_address),
            (paper.card.picture_wanted, self._draw_evidence),
            (self.pictures.picture_drawn, paper.card.set_picture),
            (self.note_exporting.exported, self.notices.tell_note_saved),
            (self.noting.missed, self.notices.tell_missing),
            (self.noting.deleted, lambda note: self.notices.tell_note_deleted(lambda: self.noting.restore(note))),
            (notes.note_saved, self.marking.take_note),
            (notes.note_deleted, lambda note_id: self.marking.delete([note_id])),
            (notes.citation_activated, self.following.show_spot),
            (notes.export_requested, self.dialogs.choose_export),
            (notes.new_note_requested, self.text_tasks.begin_note),
            (self.asking.evidence_changed, view.mark_evidence),
            (self.asking.evidence_changed, self.wayfinding.thumbnails_panel.show_evidence),
            (self.asking.running_changed, self._on_running_changed),
            (self.asking.running_changed, self.recognising.make_way),
            (self.asking.note_kept, self.marking.take_note),
            (self.asking.note_kept, self.notices.tell_kept),
            (view.marks.bar.page_activated, lambda page_index: view.jump_to(Spot(page_index))),
            (self.swatches.colour_chosen, self.marking.highlight_in),
            (self.marking.colour_changed, self.swatches.show_chosen),
            (self.marking.marks_changed, self.marks_panel.set_marks),
            (self.marking.annotations_changed, self.marks_panel.set_annotations),
            (self.marking.history_changed, self.states.allow_undoing),
            (self.marking.copy_saved, self.notices.tell_copy_saved),
            (self.wayfinding.outlining.outline_built, self._name_sections),
            (self.marks_panel.entry_activated, self.marking.show),
            (self.marks_panel.edit_asked, self.marking.edit),
            (self.marks_panel.deletion_asked, self.marking.delete),
            (self.reading.first_shown, self.marking.read_annotations),
            (self.asking.exported, self.notices.tell_exported),
            (self.asking.model_missed, self.notices.tell_missing),
            (self.panels.contents_shown, self._on_contents_shown),
            (self.panels.side_shown, self._on_side_shown),
            (self.jobs.finished, self._on_job_finished),
            (self.jobs.failed, self._on_job_failed),
            (self.reading.recent_changed, self.start_page.show_documents),
            (self.missing.located, self.reading.open),
            (self.jobs.crashed, self.notices.tell_crash),
            (self.jobs.crashed, self.crashed),
        ):
            signal.connect(slot)
        self._show_model()

    async def shut_down(self) -> None:
        """Stop what runs, save what is being written and where one reads, and end the children."""
        await self.jobs.shut_down()
        await self.scope.shut_down()
        await self.reading.shut_down()
        self._parts.model_use.forget(self.jobs)

    def open(self, path: Path, spot: Spot | None = None) -> None:
        """Show a file, from `spot` on where one is given; one that is open here already is not opened anew."""
        if self.path == path.absolute():
            if spot is not None:
                self.following.show_spot(spot)
            return
        self._awaited = spot
        self.reading.open(path)

    def _arrive(self, spot: Spot) -> None:
        self._awaited = None
        self.page_view.mark_evidence([spot], 0)
        self.page_view.arrive_at(spot)

    @property
    def is_empty(self) -> bool:
        """Whether no document is open here, nor being opened."""
        return self.reading.document is None and not self.jobs.is_running("open")

    @property
    def path(self) -> Path | None:
        document = self.reading.document
        return None if document is None else document.path

    # --- What the parts lead to ---

    def go_to_page(self, page_index: int) -> None:
        self.page_view.go_to_page(page_index)
        self.page_view.setFocus()

    def heading_commands(self) -> list[Command]:
        """The document's headings, for the palette."""
        document = self.reading.document
        if document is None:
            return []
        return [
            Command(
                item.title,
                self.tr("p. {0}").format(document.info.label_of(item.page_index)),
                partial(self.page_view.follow, Link(Rect(0, 0, 0, 0), item.page_index, item.top, None)),
            )
            for item in document.contents
            if item.page_index is not None
        ]

    def _on_scope_changed(self, collection: Collection | None) -> None:
        words = ""
        if collection is not None:
            words = self.tr("{count} documents in “{name}”").format(
                count=len(collection.documents), name=collection.name
            )
            self.panels.open_side(self.ask_panel)
        self.reading.is_asked_about = collection is None
        self.pictures.collection = collection
        self.asking.set_collection(collection, words)
        self._allow_questions()
        if collection is not None:
            self.ask_panel.focus_question()

    def _allow_questions(self) -> None:
        """What a question needs is a document or several; and an answer about several outlasts a document."""
        can_ask = self.reading.document is not None or self.scope.collection is not None
        for name in ("ask", "export"):
            self.states.allow(name, can_ask)
        self.states.allow("stop_answer", self.jobs.is_running("answer"))

    def _on_running_changed(self, is_running: bool) -> None:
        self.states.allow("stop_answer", is_running)

    def _on_caret_changed(self, is_on: bool) -> None:
        self.states.check("caret", is_on)

    def _on_picture_copied(self, picture: QImage) -> None:
        def save(path: Path) -> None:
            self.copying.save_picture(picture, path)

        self.notices.tell_picture(picture, lambda: self.dialogs.choose_picture_file(save))

    def _on_contents_shown(self, is_shown: bool) -> None:
        self.states.check("contents", is_shown)

    def _on_side_shown(self, is_shown: bool) -> None:
        self.states.check("side_panel", is_shown)

    def _name_sections(self, outline: tuple[OutlineItem, ...]) -> None:
        """The list of marks names the sections that they are in."""
        document = self.reading.document
        if document is not None:
            self.marks_panel.set_document(outline, document.info.label_of)

    def _draw_evidence(self, citation: Citation) -> None:
        self.pictures.draw(citation, self.devicePixelRatioF())

    def _show_search(self) -> None:
        """In the tabs of the left side; a side that is folded away stays so."""
        self.navigation.setCurrentWidget(self.search_panel)

    def _on_document_opened(self, document: OpenDocument) -> None:
        self.start_page.hide()
        self.message_bar.hide()
        self.states.allow_document(True)
        self.status_line.set_document(document.info)
        self.wayfinding.set_document(document)
        self.pictures.document = document
        self.page_view.show_texts(document.page_text)
        self.finding.set_document(document)
        self.copying.set_document(document)
        self.page_view.show_references(Referring(document))
        self.marks_panel.set_document(document.outline, document.info.label_of)
        self.marking.set_document(document)
        self.asking.set_document(document)
        self.noting.set_document(document)
        self.note_restoring.set_document(document)
        self.recognising.set_document(document)
        self.embedding.set_document(document)
        self.status_line.set_page(self.page_view.page_index)
        self._show_title(document.title)
        self._allow_questions()
        self.travels.tell()
        if self.reading.is_reloading:
            self._held.restore_focus()
        elif self.isVisible():
            self.page_view.setFocus()
        self.following.arrive_in(document)
        if self._awaited is not None:
            self._arrive(self._awaited)
        self.missing.tell_where_it_was_found()

    def _on_document_closing(self) -> None:
        self.presenting.end()
        self.finding.set_document(None)
        self.copying.set_document(None)
        for name in (page_references.JOB, previews.JOB, previews.LOOKING_UP):
            self.jobs.cancel(name)
        self.marking.set_document(None)
        self.marks_panel.set_document(None)
        self.asking.set_document(None)
        self.noting.set_document(None)
        self.note_restoring.set_document(None)
        self.recognising.set_document(None)
        self.embedding.set_document(None)
        self.pictures.document = None
        self.states.allow_document(False)
        self._allow_questions()
        self.status_line.set_document(None)
        self.wayfinding.set_document(None)
        if not self.reading.is_reloading:
            self._show_title()

    def _on_reloaded(self, carried: CarriedOver | None) -> None:
        self.status_line.tell(self.tr("Reloaded: the file has changed."))
        if carried is not None and carried.unplaced:
            self.notices.tell_unplaced(carried.unplaced)

    def _on_carried(self, document: OpenDocument) -> None:
        """What was made of the version before is this one's now."""
        self.asking.set_document(document)
        self.marking.reload()
        self.wayfinding.bookmarking.set_document(document)

    def _show_model(self) -> None:
        models = self._parts.models
        self.status_line.set_model(models.label, models.destination)
        away = self.tr("questions and passages go to {0}").format(models.destination) if models.destination else ""
        self.ask_panel.set_model_label("  ·  ".join(filter(None, (models.label, away))))

    def _show_title(self, title: str = "") -> None:
        self.title = title
        self.title_changed.emit(title)

    def _show_recognising(self, progress: Progress | None) -> None:
        self.status_line.set_recognising(progress)
        self.states.check("recognise", progress is not None)

    def show_start_page(self) -> None:
        """Unless there is a document."""
        if self.reading.document is None and self.start_page.isHidden():
            self.reading.refresh_recent()
            self.start_page.show()
        elif self.reading.document is not None:
            self.start_page.hide()

    def _on_job_failed(self, job: str, error: ReaderError) -> None:
        if isinstance(error, FileMissing) and job == "open":
            self.missing.look_for(error)
        else:
            self.notices.tell_failure(job, error)

    def _on_job_finished(self, name: str) -> None:
        if name == "open":
            self.show_start_page()
            if self.reading.document is None:
                self._show_title()

    # --- Qt ---

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.resting.set_hidden(False)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.resting.set_hidden(True)
