"""What can be asked about: one document, or several as if they were one."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from reader.core.answer import Citation, Coverage
from reader.core.attribution import Evidence
from reader.core.document import PageText
from reader.core.ranking import ALL_PARTS, Parts
from reader.core.references import Reference
from reader.flows.opening import QuestionEmbedder
from reader.store.premises import Missing
from reader.store.search import Found, QueryVector


class SearchIndex(Protocol):
    """As PassageIndex has it."""

    async def search(
        self,
        question: str,
        limit: int = 8,
        *,
        named: Sequence[Reference] = (),
        named_pages: Iterable[int] = (),
        query: QueryVector | None = None,
        parts: Parts = ALL_PARTS,
    ) -> Found: ...

    async def word_weights(self, words: Iterable[str]) -> dict[str, float]: ...

    async def missing(
        self, words: Iterable[str], things: Iterable[str], named: Sequence[Reference] = ()
    ) -> Missing: ...


class Readable(Protocol):
    """As OpenDocument has it. Pages count through all documents; `citation` names the document and its own page."""

    @property
    def document_id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def index(self) -> SearchIndex: ...

    @property
    def embedder(self) -> QuestionEmbedder | None: ...

    @property
    def search_parts(self) -> Parts: ...

    @property
    def coverage(self) -> Coverage: ...

    @property
    def pages_read(self) -> frozenset[int]: ...

    async def language(self) -> str: ...

    async def wait_for_text(self) -> None: ...

    async def page_texts(self, page_indexes: Iterable[int]) -> dict[int, PageText]: ...

    def citation(self, evidence: Evidence, page: PageText) -> Citation: ...

    def pages_named(self, named: Sequence[Reference]) -> tuple[int, ...]:
        """The pages that a question names by number or chapter; of several documents those of each."""

    async def openings(self, question: str, pages: Iterable[int]) -> list[Found]:
        """How each document begins, of several those that the question names; `pages`: begin there instead."""
