"""The line at the foot of the window: page, how much has been read, which model, and whether text leaves here."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QWidget

from reader.core.answer import Coverage
from reader.core.document import DocumentInfo
from reader.flows.embedding import EmbeddingCoverage
from reader.flows.recognising import Progress

_MINUTES_FROM_S = 90
_NEWS_MS = 6000


class StatusLine(QLabel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setAccessibleName(self.tr("State"))
        self._info: DocumentInfo | None = None
        self._page_index = 0
        self._coverage: Coverage | None = None
        self._recognising: Progress | None = None
        self._embedding: EmbeddingCoverage | None = None
        self._several = ""
        self._hint = ""
        self._model = ""
        self._destination = ""
        self._news = ""
        self._news_over = QTimer(self, singleShot=True, interval=_NEWS_MS)
        self._news_over.timeout.connect(lambda: self.tell(""))
        self._show()

    def set_document(self, info: DocumentInfo | None) -> None:
        self._info, self._page_index, self._coverage, self._recognising = info, 0, None, None
        self._embedding = None
        self._show()

    def set_page(self, page_index: int) -> None:
        self._page_index = page_index
        self._show()

    def set_coverage(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self._show()

    def set_recognising(self, progress: Progress | None) -> None:
        """How far OCR is; None while it does not run."""
        self._recognising = progress
        self._show()

    def set_embedding(self, coverage: EmbeddingCoverage | None) -> None:
        """How much can be found by meaning; None while nothing is done about it."""
        self._embedding = coverage
        self._show()

    def set_opening(self, done: int, count: int) -> None:
        """How many of several documents, which are to be asked about, have been looked at."""
        self._several = self.tr("looking at {0} of {1} documents").format(done, count)
        self._show()

    def set_coverage_of_several(self, coverage: Coverage | None) -> None:
        """How far several documents have been read; None when that has ended."""
        self._several = ""
        if coverage is not None and not coverage.is_through:
            done = coverage.pages_read + coverage.without_text
            self._several = self.tr("reading all documents: {0} of {1} pages").format(done, coverage.pages)
        self._show()

    def tell(self, news: str) -> None:
        """Say something for a few seconds, before all else; screen readers are told."""
        self._news = news
        self._show()
        if news:
            self._news_over.start()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, news))

    def set_model(self, label: str, destination: str = "") -> None:
        """`destination`: the server to which questions and passages go; empty: they stay here."""
        self._model, self._destination = label, destination
        self._show()

    def set_hint(self, words: str) -> None:
        """What keys are waited for, before all else; "" when there is nothing to say."""
        self._hint = words
        self._show()

    def _show(self) -> None:
        embedding = self._embedding_words()
        parts = [
            self._hint,
            self._news,
            self._page_words(),
            self._coverage_words(),
            self._several,
            embedding,
            self._model,
            self.tr("text goes to {0}").format(self._destination) if self._destination else self.tr("offline"),
        ]
        self.setText("  ·  ".join(part for part in parts if part))
        self.setToolTip(
            self.tr("Questions will also find what the document says in other words or in another language.")
            if embedding
            else ""
        )

    def _page_words(self) -> str:
        info = self._info
        if info is None:
            return ""
        label, count = info.label_of(self._page_index), self._page_index + 1
        if label == str(count):
            return self.tr("p. {0} of {1}").format(count, info.page_count)
        return self.tr("p. {0} (PDF {1} of {2})").format(label, count, info.page_count)

    def _coverage_words(self) -> str:
        coverage = self._coverage
        if coverage is None or self._info is None:
            return ""
        if self._recognising is not None and coverage.is_through:
            return self._recognising_words(self._recognising)
        if not coverage.is_through:
            return self.tr("reading: {0} of {1} pages").format(
                coverage.pages_read + coverage.without_text, coverage.pages
            )
        if coverage.without_text:
            return self.tr("read {0} of {1} pages, the others have no text").format(coverage.pages_read, coverage.pages)
        if coverage.pages == 1:
            return self.tr("read the page")
        return self.tr("read all {0} pages").format(coverage.pages)

    def _embedding_words(self) -> str:
        coverage = self._embedding
        if coverage is None or self._info is None or coverage.is_complete:
            return ""
        return self.tr("preparing search by meaning: {0} %").format(100 * coverage.done // coverage.passages)

    def _recognising_words(self, progress: Progress) -> str:
        words = self.tr("reading pictures of text: {0} of {1} pages").format(progress.done, progress.total)
        if progress.left_s is None or not progress.left_s:
            return words
        if progress.left_s < _MINUTES_FROM_S:
            left = self.tr("about {0} s left").format(max(round(progress.left_s), 1))
        else:
            left = self.tr("about {0} min left").format(round(progress.left_s / 60))
        return f"{words}, {left}"
