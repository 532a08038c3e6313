"""What shows where one is in the document and leads elsewhere: contents, bookmarks, places under letters."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPointF, Signal

from reader.core.document import OutlineItem
from reader.core.outline_places import OutlinePlaces
from reader.flows.opening import OpenDocument
from reader.store.bookmarks import BookmarkStore
from reader.store.outline_folds import OutlineFolds
from reader.ui.bookmarking import Bookmarking
from reader.ui.bookmarks_panel import BookmarksPanel
from reader.ui.icon_tabs import IconTabs
from reader.ui.jobs import Jobs
from reader.ui.outline_panel import OutlinePanel
from reader.ui.outline_tree import Key
from reader.ui.outlining import Outlining
from reader.ui.page_view import PageView
from reader.ui.quick_marks import QuickMarks
from reader.ui.thumbnails_panel import ThumbnailsPanel

_READ_AT = 0.36
"""Of the height of the view: where the eye is; jumps show a heading at a third of it."""

_PAGE_BEGINS = 0.15
"""Of the page's height: headings above this are at its beginning."""
_SECTION_AT = 0.3
"""Of the page's height: the section that is named with a page is the one it begins under, or begins at once."""


class Wayfinding(QObject):
    hinted = Signal(str)
    """Words about places under letters, for the status line; "" when there are none any more."""

    def __init__(self, store: BookmarkStore, folds: OutlineFolds, jobs: Jobs, page_view: PageView) -> None:
        super().__init__(page_view)
        self._view, self._folds, self._jobs = page_view, folds, jobs
        self._document: OpenDocument | None = None
        self.outline_panel, self.bookmarks_panel = OutlinePanel(), BookmarksPanel()
        self.thumbnails_panel = ThumbnailsPanel(page_view, jobs.start)
        self.outlining = Outlining(jobs, self)
        self.bookmarking = Bookmarking(store, jobs, page_view)
        self.quick_marks = QuickMarks(page_view, self.bookmarking)
        marking, panel, thumbnails = self.bookmarking, self.bookmarks_panel, self.thumbnails_panel
        for signal, slot in (
            (page_view.verticalScrollBar().valueChanged, self._follow),
            (page_view.page_changed, self._follow),
            (self.outline_panel.item_activated, page_view.jump_to),
            (self.outline_panel.folding_changed, self._save_folding),
            (self.outlining.outline_built, self._on_outline_built),
            (marking.changed, panel.show_bookmarks),
            (marking.changed, page_view.ribbons.show_bookmarks),
            (marking.changed, thumbnails.show_bookmarks),
            (marking.removed, panel.offer_undo),
            (thumbnails.page_chosen, self._go_to_page),
            (thumbnails.page_reached, page_view.turn_to),
            (thumbnails.place_dragged, page_view.scroll_to),
            (jobs.finished, thumbnails.pictures.go_on),
            (panel.bookmark_activated, marking.go_to),
            (panel.renamed, marking.rename),
            (panel.removal_asked, marking.remove),
            (panel.restoring_asked, marking.restore),
            (panel.toggling_asked, marking.toggle),
            (self.quick_marks.hinted, self.hinted),
            (self.quick_marks.return_wanted, page_view.go_back),
        ):
            signal.connect(slot)

    def add_tabs(self, tabs: IconTabs) -> None:
        tabs.add(self.outline_panel, "contents", self.tr("Contents"))
        tabs.add(self.thumbnails_panel, "thumbnails", self.tr("Thumbnails"))
        tabs.add(self.bookmarks_panel, "bookmark", self.tr("Bookmarks"))

    def set_document(self, document: OpenDocument | None) -> None:
        self._document = document
        self.outlining.set_document(document)
        self.bookmarking.set_document(document)
        self.thumbnails_panel.show_document(None if document is None else document.pdf)
        if document is None:
            self.outline_panel.set_outline(None)
            self.bookmarks_panel.set_document(None)
        else:
            self.outline_panel.set_outline(document.outline, document.info.label_of)
            self._jobs.start("contents", self._restore_folding(document))
            self.bookmarks_panel.set_document(document.info.label_of)
            self._name_sections(document.outline)
            self._follow()

    def _on_outline_built(self, items: tuple[OutlineItem, ...]) -> None:
        if self._document is None:
            return
        self._document.built_outline = items
        self.bookmarking.set_outline(items)
        self._name_sections(items)
        self.outline_panel.set_outline(items, self._document.info.label_of, is_built=True, has_grown=True)
        self._follow()

    async def _restore_folding(self, document: OpenDocument) -> None:
        folds = await self._folds.folds(document.document_id)
        if folds and document is self._document:
            self.outline_panel.set_folding(folds)

    def _save_folding(self, folding: Mapping[Key, bool]) -> None:
        if self._document is not None:
            saving = self._folds.save(self._document.document_id, folding)
            self._jobs.start("folding", saving, must_finish=True)

    def _name_sections(self, items: tuple[OutlineItem, ...]) -> None:
        places = OutlinePlaces(items)
        self.thumbnails_panel.name_sections(lambda page_index: places.title_at(page_index, _SECTION_AT))

    def _go_to_page(self, page_index: int) -> None:
        self._view.go_to_page(page_index)

    def _follow(self) -> None:
        """Mark the heading of what is read."""
        if self._document is not None and self._view.page_count:
            view = self._view.view_now()
            page_index, _, y = view.nearest_point(QPointF(view.width / 2, view.height * _READ_AT))
            if self._view.page_index > page_index:  # near the end a page that was gone to is lower
                page_index, y = self._view.page_index, _PAGE_BEGINS
            self.outline_panel.follow(page_index, y)
