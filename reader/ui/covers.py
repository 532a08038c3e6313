"""Pictures of first pages for the lists of documents: read in the background, and drawn as soon as they are there."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from reader.flows.covers import read_cover
from reader.ui.jobs import Jobs

_KEPT = 400
"""Pictures of 216 x 288 pixels at most: 100 MB."""
_AT_ONCE = 24
"""Asked for by one look at a list; what was scrolled past is left out."""


class Covers(QObject):
    changed = Signal()
    """Some picture that was asked for is there."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pictures: OrderedDict[str, QPixmap | None] = OrderedDict()
        """None: there is no such picture."""
        self._wanted: list[str] = []

    def cover(self, document_id: str) -> QPixmap | None:
        """The picture, or None where there is none (yet): then it is read, and `changed` follows."""
        if document_id in self._pictures:
            self._pictures.move_to_end(document_id)
            return self._pictures[document_id]
        if document_id not in self._wanted:
            self._wanted = [*self._wanted, document_id][-_AT_ONCE:]
            if not self._jobs.is_running("covers"):
                self._jobs.start("covers", self._read())
        return None

    def forget_missing(self) -> None:
        """Look again for pictures that were not there: documents have been opened since."""
        self._pictures = OrderedDict(item for item in self._pictures.items() if item[1] is not None)

    async def _read(self) -> None:
        while self._wanted:
            document_id = self._wanted.pop()  # the last one asked for is the one that shows
            data = await read_cover(document_id)
            picture = None if data is None else QPixmap.fromImage(QImage.fromData(data))
            self._pictures[document_id] = None if picture is None or picture.isNull() else picture
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
            self.changed.emit()
