"""The window: builds its parts and connects them. What happens is in the parts and in Reading and Asking."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QTabWidget, QToolBar

from reader.core.answer import Citation
from reader.core.document import Spot
from reader.engine.ocr import Recogniser
from reader.flows.collection import Collection
from reader.flows.finding import find
from reader.flows.opening import OpenDocument
from reader.flows.recognising import Progress
from reader.store.library import Library
from reader.store.notebook import Notebook
from reader.ui.actions import Actions
from reader.ui.ask_panel import AskPanel
from reader.ui.asking import Asking
from reader.ui.dialogs import Dialogs
from reader.ui.dropping import PdfDrop
from reader.ui.embedding import Embedding, MakeEmbedder
from reader.ui.evidence_pictures import EvidencePictures
from reader.ui.find_bar import FindBar
from reader.ui.following import Following
from reader.ui.jobs import Jobs
from reader.ui.menus import RecentMenu, ThemeMenu
from reader.ui.messages import MessageBar
from reader.ui.model_loading import ModelLoading
from reader.ui.notes_panel import NotesPanel
from reader.ui.notices import Notices
from reader.ui.outline_panel import OutlinePanel
from reader.ui.page_field import PageField
from reader.ui.page_view import PageView
from reader.ui.panels import Panels
from reader.ui.reading import Reading
from reader.ui.recognising import Recognising
from reader.ui.scope import Scope
from reader.ui.status_line import StatusLine
from reader.ui.text_tasks import TextTasks
from reader.ui.travels import Travels
from reader.ui.window_frame import column, invitation, stop_button
from reader.ui.zoom_button import ZoomButton

_READ_AT = 0.2
"""Of the page's height, below the top edge of the view: where the eye is after a jump to a heading."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a window is given; app.py makes and ends it."""

    library: Library
    notebook: Notebook
    jobs: Jobs
    models: ModelLoading
    recogniser: Recogniser
    make_embedder: MakeEmbedder
    settings: QSettings
    """Of the window alone: sizes, folded panels, light or dark."""
    language: str = "en"
    """Of the window's texts; also which guide is opened."""
    answer_language: str = ""
    ocr: str = "auto"
    """As in the settings."""


class MainWindow(QMainWindow):
    close_requested = Signal()
    """The reader wants to leave: the window is hidden, and whoever made it shuts everything down."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._parts = parts
        self._build(parts)
        self._connect(parts)
        self._restore()

    def _build(self, parts: Parts) -> None:
        self.page_view = PageView(parts.jobs.start)
        self.find_bar = FindBar(self._find, lambda: self.page_view.page_index, parts.jobs)
        self.ask_panel, self.notes_panel, self.outline_panel = AskPanel(), NotesPanel(), OutlinePanel()
        self.message_bar, self.page_field, self.status_line = MessageBar(), PageField(), StatusLine()
        self.side = QTabWidget(objectName="side_panel", documentMode=True)
        for widget in (self.side, self.side.tabBar()):
            widget.setAccessibleName(self.tr("Questions and notes"))
        self.side.addTab(self.ask_panel, self.tr("Ask"))
        self.side.addTab(self.notes_panel, self.tr("Notes"))
        self.panels = Panels(self.outline_panel, column(self.find_bar, self.page_view), self.side, parts.settings)
        self.reading = Reading(parts.library, parts.jobs, self.page_view, parts.language)
        self.asking = Asking(
            parts.notebook,
            parts.jobs,
            parts.models,
            self.ask_panel,
            self.notes_panel,
            parts.answer_language,
            parts.language,
        )
        self.recognising = Recognising(parts.recogniser, parts.jobs, self.page_view, parts.ocr)
        self.embedding = Embedding(parts.make_embedder, parts.jobs, self.page_view)
        self.pictures = EvidencePictures(parts.jobs)
        self.scope, self.travels = Scope(parts.jobs), Travels(self.reading, self.page_view)
        self.following = Following(self.reading, self.asking, self.ask_panel, self.page_view, self.travels)
        self.text_tasks = TextTasks(
            self.reading, self.asking, self.page_view, self.panels, self.ask_panel, self.notes_panel
        )
        self.notices = Notices(self.message_bar, self.panels, self.notes_panel, self.recognising)
        self.dialogs = Dialogs(self, self.reading, self.asking, self.scope)
        self.recent_menu, self.theme_menu = RecentMenu(self), ThemeMenu(parts.settings, self)
        self.actions_by_name = Actions(self)
        self.zoom_button = ZoomButton([self.actions_by_name[n] for n in ("fit_width", "fit_page", "actual_size")])
        for name, text in (
            ("ask", self.tr("Ask")),
            ("explain", self.tr("Explain")),
            ("translate", self.tr("Translate")),
            ("new_note", self.tr("Note")),
            ("copy", self.tr("Copy")),
        ):
            self.page_view.selecting.bar.add_action(self.actions_by_name[name], text)
        bar = QToolBar(self.tr("Tools"), objectName="tool_bar", movable=False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_by_name.fill_tool_bar(bar, {"page_field": self.page_field, "zoom_button": self.zoom_button})
        self.addToolBar(bar)
        self._build_menus()
        self.setCentralWidget(column(self.message_bar, self.panels.splitter))
        self.statusBar().addWidget(self.status_line, 1)
        self.stop_recognising = stop_button()
        self.statusBar().addPermanentWidget(self.stop_recognising)
        self.statusBar().setContentsMargins(10, 0, 10, 0)
        self.statusBar().setSizeGripEnabled(False)
        self.drop = PdfDrop(self, self.notes_panel)
        self.page_field.set_document(None)
        self.zoom_button.setEnabled(False)
        self._invitation = invitation(self.page_view)

    def _build_menus(self) -> None:
        menus = self.actions_by_name.fill_menu_bar(self.menuBar())
        menus["file"].insertMenu(self.actions_by_name["close_document"], self.recent_menu)
        menus["view"].insertMenu(self.actions_by_name["full_screen"], self.theme_menu)

    def _connect(self, parts: Parts) -> None:
        view, ask, notes = self.page_view, self.ask_panel, self.notes_panel
        for signal, slot in (
            (view.page_changed, self.page_field.set_page),
            (view.verticalScrollBar().valueChanged, self._follow_in_outline),
            (view.page_changed, self.status_line.set_page),
            (view.zoom_changed, self.zoom_button.set_zoom),
            (self.travels.history_changed, self.actions_by_name.allow_history),
            (view.link_activated, self.following.follow_link),
            (self.following.link_refused, self.notices.tell_refused_link),
            (view.selection_changed, self.actions_by_name.allow_selection),
            (self.page_field.page_chosen, self._go_to_page),
            (self.zoom_button.zoom_chosen, view.set_zoom),
            (self.outline_panel.item_activated, view.jump_to),
            (self.find_bar.marks_changed, view.mark_evidence),
            (self.find_bar.match_reached, view.jump_to),
            (self.find_bar.closed, self._on_find_closed),
            (self.reading.document_opened, self._on_document_opened),
            (self.reading.document_closing, self._on_document_closing),
            (self.reading.coverage_changed, self.status_line.set_coverage),
            (self.reading.text_read, self.recognising.consider),
            (self.reading.text_read, self.embedding.begin),
            (self.embedding.coverage_changed, self.status_line.set_embedding),
            (self.recognising.coverage_changed, self.status_line.set_coverage),
            (self.recognising.progress_changed, self._show_recognising),
            (self.recognising.offered, self.notices.offer_recognising),
            (self.recognising.nothing_to_do, self.notices.tell_nothing_to_recognise),
            (self.recognising.missed, self.notices.tell_missing),
            (self.stop_recognising.clicked, self.recognising.stop),
            (self.reading.coverage_changed, self.asking.suggest),
            (self.reading.first_shown, parts.models.begin),
            (self.reading.password_needed, self.dialogs.ask_password),
            (self.reading.recent_changed, self.recent_menu.show_documents),
            (self.reading.helper_died, self.message_bar.show_error),
            (parts.models.changed, self._show_model),
            (parts.models.changed, self.asking.read_ahead),
            (parts.models.died, self.message_bar.show_error),
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
            (notes.note_saved, self.asking.save_note),
            (notes.note_deleted, self.asking.delete_note),
            (notes.citation_activated, self.following.show_spot),
            (notes.export_requested, self.dialogs.choose_export),
            (notes.new_note_requested, self.text_tasks.begin_note),
            (self.asking.evidence_changed, view.mark_evidence),
            (self.asking.running_changed, self.actions_by_name["stop_answer"].setEnabled),
            (self.asking.running_changed, self.recognising.make_way),
            (self.asking.note_kept, self.notices.tell_kept),
            (self.asking.exported, self.notices.tell_exported),
            (self.asking.model_missed, self.notices.tell_missing),
            (self.panels.contents_shown, self.actions_by_name["contents"].setChecked),
            (self.panels.side_shown, self.actions_by_name["side_panel"].setChecked),
            (self.drop.pdf_dropped, self.reading.open),
            (self.recent_menu.document_chosen, self.reading.open),
            (parts.jobs.finished, self._on_job_finished),
            (parts.jobs.failed, self.notices.tell_failure),
            (parts.jobs.crashed, self.notices.tell_crash),
        ):
            signal.connect(slot)
        self._show_model()
        self._show_title()

    def show_full_screen(self, is_full: bool) -> None:
        state, full = self.windowState(), Qt.WindowState.WindowFullScreen
        self.setWindowState(state | full if is_full else state & ~full)

    # --- What else the parts lead to ---

    async def _find(self, text: str) -> list[tuple[Spot, ...]]:
        document = self.reading.document
        return [] if document is None else [match.spots for match in await find(document, text)]

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
            self.actions_by_name[name].setEnabled(can_ask)
        self.actions_by_name["stop_answer"].setEnabled(self._parts.jobs.is_running("answer"))

    def _draw_evidence(self, citation: Citation) -> None:
        self.pictures.draw(citation, self.devicePixelRatioF())

    def _go_to_page(self, page_index: int) -> None:
        self.page_view.go_to_page(page_index)
        self.page_view.setFocus()

    def _on_find_closed(self) -> None:
        self.asking.mark(self.ask_panel.current_answer)
        self.page_view.setFocus()

    def _on_document_opened(self, document: OpenDocument) -> None:
        self.message_bar.hide()
        self.actions_by_name.allow_document(True)
        self.page_field.set_document(document.info)
        self.status_line.set_document(document.info)
        self.outline_panel.set_outline(document.outline, document.info.label_of)
        self.pictures.document = document
        self.page_view.show_texts(document.page_text)
        self.asking.set_document(document)
        self.recognising.set_document(document)
        self.embedding.set_document(document)
        self.zoom_button.setEnabled(True)
        for show in (self.page_field.set_page, self.status_line.set_page):
            show(self.page_view.page_index)
        self._follow_in_outline()
        self._show_title(document.title)
        self._allow_questions()
        self.travels.tell()
        self.page_view.setFocus()
        self.following.arrive_in(document)

    def _on_document_closing(self) -> None:
        self.find_bar.end()
        self.asking.set_document(None)
        self.recognising.set_document(None)
        self.embedding.set_document(None)
        self.zoom_button.setEnabled(False)
        self.pictures.document = None
        self.actions_by_name.allow_document(False)
        self._allow_questions()
        self.page_field.set_document(None)
        self.status_line.set_document(None)
        self.outline_panel.set_outline(None)
        self._show_title()

    def _follow_in_outline(self) -> None:
        """Mark the heading of what is read: a little below the top edge of the view."""
        place = self.page_view.position()
        pages, top = divmod(max(place.top, 0) + _READ_AT, 1.0)  # below 0: in the gap above the page
        self.outline_panel.follow(place.page_index + int(pages), top)

    def _show_model(self) -> None:
        self.status_line.set_model(self._parts.models.label)
        self.ask_panel.set_model_label(self._parts.models.label)

    def _show_title(self, title: str = "") -> None:
        self.setWindowTitle(f"{title} — Shiori" if title else "Shiori")

    def _show_recognising(self, progress: Progress | None) -> None:
        self.status_line.set_recognising(progress)
        self.stop_recognising.setVisible(progress is not None)
        self.actions_by_name["recognise"].setChecked(progress is not None)

    def _on_job_finished(self, name: str) -> None:
        if name == "open":
            self._invitation.setVisible(self.reading.document is None)

    # --- Qt ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nobody took: back to the text, step by step."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.find_bar.isHidden():
            self.find_bar.end()
        elif self.isFullScreen() and self.page_view.hasFocus():
            self.actions_by_name["full_screen"].setChecked(False)
        else:
            self.page_view.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.actions_by_name.repaint_icons(self.palette())
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        settings = self._parts.settings
        settings.setValue("window/geometry", self.saveGeometry())
        self.panels.save()
        settings.sync()
        # The parts are still needed: what is being written is saved, children are ended.
        event.ignore()
        self.hide()
        self.close_requested.emit()

    def _restore(self) -> None:
        room = self.screen().availableSize()
        # A little less than a small screen: the frame around the window needs some of it.
        width, height = max(1280, round(room.width() * 0.65)), max(840, round(room.height() * 0.8))
        self.resize(min(width, round(room.width() * 0.98)), min(height, round(room.height() * 0.92)))
        geometry = self._parts.settings.value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.panels.restore(self.width())
        self.theme_menu.restore()
