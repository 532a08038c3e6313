"""Making the open document searchable by meaning, in the background, with the one embedder of the program."""

import logging
from collections.abc import Callable
from contextlib import aclosing

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ModelMissing, ReaderError
from reader.engine.embed import Embedder
from reader.flows.embedding import embed_document
from reader.flows.opening import OpenDocument
from reader.ui.jobs import Jobs
from reader.ui.model_use import ModelUse
from reader.ui.page_view import PageView
from reader.ui.reading import EMBED, RECOGNISE

_log = logging.getLogger(__name__)

MakeEmbedder = Callable[[], Embedder | None]
"""An embedder that is not loaded yet, or None where none is wanted. Raises ModelMissing, ModelUnusable."""


class OneEmbedder:
    """The embedder of all documents, made when the first of them wants it: a child for each would cost 250 MB."""

    def __init__(self, make: MakeEmbedder) -> None:
        self._make = make
        self._embedder: Embedder | None = None

    def get(self) -> Embedder | None:
        """None where none is wanted. Raises ModelMissing, ModelUnusable."""
        self._embedder = self._embedder or self._make()
        return self._embedder

    async def close(self) -> None:
        """When no document uses it any more."""
        if self._embedder is not None:
            await self._embedder.close()


class Embedding(QObject):
    """At most one document at a time, as the job "embed"; it ends with the document, and goes on the next time.

    A document gets the embedder for its questions when it is loaded and some passages have vectors: nobody waits for
    either. Without an embedder, or with one that fails, words are searched, and the log says why.
    """

    coverage_changed = Signal(object)
    """flows.embedding.EmbeddingCoverage, or None when it has ended."""

    def __init__(self, embedder: OneEmbedder, use: ModelUse, jobs: Jobs, page_view: PageView) -> None:
        super().__init__()
        self._embedder, self._is_free, self._jobs, self._page_view = embedder, use.is_free, jobs, page_view
        self._is_given_up = False
        self._document: OpenDocument | None = None
        jobs.finished.connect(self._on_job_finished)

    def set_document(self, document: OpenDocument | None) -> None:
        self._document = document
        if document is None:
            self._jobs.cancel(EMBED)

    def begin(self, document: OpenDocument) -> None:
        """The document's own text has been read."""
        if self._document is document and not self._is_given_up:
            self._jobs.start(EMBED, self._run(document))

    async def _run(self, document: OpenDocument) -> None:
        try:
            await self._is_free.wait()
            embedder = self._embedder.get()
            if embedder is None:
                return
            async with aclosing(
                embed_document(document, embedder, lambda: self._page_view.page_index, self._is_free)
            ) as coverages:
                async for coverage in coverages:
                    if coverage.done and document.embedder is None:
                        await embedder.embed_query("")  # loads it
                        document.embedder = embedder
                    self.coverage_changed.emit(coverage)
        except ModelMissing:
            self._is_given_up = True
        except ReaderError as error:
            self._is_given_up = True
            document.embedder = None
            _log.warning("searching by words only: %s", error)
        finally:
            self.coverage_changed.emit(None)

    def _on_job_finished(self, name: str) -> None:
        if name == RECOGNISE and not self._jobs.is_running(RECOGNISE) and self._document is not None:
            self.begin(self._document)  # for the pages that have a text now
