"""What on the pages leads somewhere: the links of the PDF, and the references in its text where it has none."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Signal

from reader.core.document import Link, Rect, Spot
from reader.core.targets import Reference
from reader.ui.page_canvas import PageCanvas
from reader.ui.page_images import PageSource, Start
from reader.ui.page_links import PageLinks
from reader.ui.page_references import PageReferences, ReferenceSource


@dataclass(frozen=True, slots=True)
class HotSpot:
    page_index: int
    rects: tuple[Rect, ...]
    """Where it is; one per line."""
    link: Link | None
    reference: Reference | None = None
    """None where there is a link: it decides where one goes."""
    words: str = ""
    """Of the reference in the text, also where a link lies on it."""

    @property
    def spot(self) -> Spot:
        """Where one goes. A link that leads out of the document has none: ValueError."""
        if self.reference is not None:
            return self.reference.target.spot
        if self.link is None or self.link.page_index is None:
            raise ValueError("it leads out of the document")
        top = self.link.top or 0.0
        return Spot(self.link.page_index, (Rect(0, top, 1, top),) if top else ())


class HotSpots(QObject):
    """Those of one document. Lives on the thread of the event loop; no method waits."""

    arrived = Signal(int)
    """Page index: there may be more on it than before."""

    def __init__(self, view: PageCanvas, start: Start) -> None:
        super().__init__(view)
        self._view, self._start = view, start
        self._links: PageLinks | None = None
        self._references: PageReferences | None = None

    def show_links(self, source: PageSource | None) -> None:
        if self._links is not None:
            self._links.close()
            self._links.deleteLater()
        self._links = None
        if source is not None:
            self._links = PageLinks(source, self._start, self)
            self._links.arrived.connect(self.arrived)

    def show_references(self, source: ReferenceSource | None) -> None:
        if self._references is not None:
            self._references.close()
            self._references.deleteLater()
        self._references = None
        if source is not None:
            self._references = PageReferences(source, self._start, self)
            self._references.arrived.connect(self.arrived)

    def want(self, pages: Iterable[int]) -> None:
        """The pages that are in view now."""
        if self._links is not None:
            self._links.want(pages)

    def grow(self) -> None:
        """More of the document has been read."""
        if self._references is not None:
            self._references.grow()

    def references_of(self, page_index: int) -> tuple[Reference, ...]:
        """As far as they are known."""
        return () if self._references is None else self._references.of(page_index)

    def at(self, point: QPointF) -> HotSpot | None:
        """What is under a point of the view; the page's references are asked for where they are not known."""
        if not self._view.page_count:
            return None
        place = self._view.view_now().page_point(point)
        if place is None:
            return None
        page_index = place[0]
        if self._references is not None:
            self._references.want(page_index)
        link = None if self._links is None else self._links.link_at(*place)
        reference = None if self._references is None else self._references.reference_at(*place)
        words = "" if reference is None else reference.words
        if link is not None:
            return HotSpot(page_index, (link.rect,), link, words=words)
        return None if reference is None else HotSpot(page_index, reference.rects, None, reference, words)
