"""Pictures of evidence for the card beside a citation: the lines of the page, cut out with a little room."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from reader.core.answer import Citation
from reader.core.page_colours import PageColours
from reader.core.page_layout import bounds_of
from reader.flows.collection import Collection
from reader.flows.opening import OpenDocument
from reader.ui.jobs import Jobs

_WIDTH_PX = 320
_ROOM_PT = 3.0
_LARGEST_SCALE = 2.0
"""Pixels per point and per device pixel ratio: a single word is not blown up beyond this."""
_HIGHEST_PX = 240


class EvidencePictures(QObject):
    picture_drawn = Signal(object, QImage)
    """Citation and picture."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.document: OpenDocument | None = None
        self.collection: Collection | None = None
        """What citations of other documents are drawn from."""
        self._other: OpenDocument | None = None
        self._colours: PageColours = "printed"

    def show_colours(self, colours: PageColours) -> None:
        """Draw in the colours of the pages from now on: a card beside dark pages is no lamp."""
        self._colours = colours

    def draw(self, citation: Citation, ratio: float) -> None:
        """Draw the evidence for a screen of this device pixel ratio; a newer wish replaces an older one."""
        document = self.document
        if citation.document_id and (document is None or document.document_id != citation.document_id):
            other = None if self.collection is None else self.collection.document(citation.document_id)
            # One that is being read still has its child busy, which would be ended below.
            if other is not None and citation.rects and len(other.pages_read) == other.info.page_count:
                self._jobs.start("evidence picture", self._draw_other(other, citation, ratio))
        elif document is not None and citation.rects:
            self._jobs.start("evidence picture", self._draw(document, citation, ratio))

    async def _draw_other(self, document: OpenDocument, citation: Citation, ratio: float) -> None:
        """Its child stays until another document's picture is wanted."""
        before, self._other = self._other, document
        if before is not None and before is not document:
            await before.release()
        await self._draw(document, citation, ratio)

    async def _draw(self, document: OpenDocument, citation: Citation, ratio: float) -> None:
        size = document.info.sizes[citation.page_index]
        bounds = bounds_of(citation.rects)
        x0 = max(bounds.x0 * size.width_pt - _ROOM_PT, 0.0)
        x1 = min(bounds.x1 * size.width_pt + _ROOM_PT, size.width_pt)
        y0 = max(bounds.y0 * size.height_pt - _ROOM_PT, 0.0)
        y1 = min(bounds.y1 * size.height_pt + _ROOM_PT, size.height_pt)
        scale = min(_WIDTH_PX / max(x1 - x0, 1.0), _LARGEST_SCALE) * ratio
        y1 = min(y1, y0 + _HIGHEST_PX * ratio / scale)
        clip = (int(x0 * scale), int(y0 * scale), int(x1 * scale), int(y1 * scale))
        picture = await document.pdf.page_image(citation.page_index, scale, clip, _copied, colours=self._colours)
        self.picture_drawn.emit(citation, picture)


def _copied(pixels: memoryview, width: int, height: int, stride: int) -> QImage:
    return QImage(pixels, width, height, stride, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
