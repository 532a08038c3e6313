"""Several documents asked as if they were one long one: a folder of papers, the files of a project.

Their children are closed again as soon as a document has been identified and read: what answers questions is the
indexes. A document that was read before is opened by its index alone, without a child.
"""

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from operator import is_not
from pathlib import Path

from reader.core.answer import Citation, Coverage
from reader.core.attribution import Evidence
from reader.core.document import PageText
from reader.core.errors import NothingToRead, ReaderError
from reader.core.joint import PageRow, first_of_each, interleaved, joined, joined_lengths, passage_of
from reader.core.language import content_tokens
from reader.core.naming import named_documents, names_of, short_names
from reader.core.passages import Passage
from reader.core.quote_index import fold
from reader.core.ranking import ALL_PARTS, Counts, Parts, PassageLength, Ranking, inverse_frequency, rank
from reader.core.references import Reference
from reader.flows.indexing import read_document
from reader.flows.opening import OpenDocument, QuestionEmbedder, open_again, open_document
from reader.store.premises import Missing
from reader.store.search import Found, QueryVector

_log = logging.getLogger(__name__)
MOST_DOCUMENTS = 300
"""Each has a database open, with three files of the thousand that a process may have."""
_OPENED_AT_ONCE = 2
_NAMED_DOCUMENT = 1.5
"""What the pages of a document get that the question names: more than the best words elsewhere."""
_MOST_OPENINGS = 30
_OPENING_PASSAGES = 3
_LONGEST_TITLE = 300
"""Characters of what the model is told the documents are."""


class Collection:
    """Use `open_collection`, then `read_collection`; close it when done. Questions may be asked while it is read."""

    def __init__(self, name: str, documents: Sequence[OpenDocument], files: Sequence[str]) -> None:
        """`files`: where the documents are, as citations tell it."""
        self.name = name
        self.documents = tuple(documents)
        self.files = tuple(files)
        self.short_names = short_names([(d.title, file) for d, file in zip(documents, files, strict=True)])
        self.embedder: QuestionEmbedder | None = None
        """As a document has it; see `use_embedder`."""
        self.search_parts = ALL_PARTS
        self.row = PageRow(document.info.page_count for document in documents)
        self.index = JointIndex(self)
        ids = sorted(document.document_id for document in documents)
        self.document_id = hashlib.sha256("\n".join(ids).encode()).hexdigest()

    @property
    def title(self) -> str:
        return f"{self.name}: {'; '.join(self.short_names)}"[:_LONGEST_TITLE]

    @property
    def coverage(self) -> Coverage:
        parts = [document.coverage for document in self.documents]
        return Coverage(
            sum(part.pages_read for part in parts),
            sum(part.pages for part in parts),
            sum(part.without_text for part in parts),
        )

    @property
    def pages_read(self) -> frozenset[int]:
        return frozenset(
            self.row.start_of(number) + page
            for number, document in enumerate(self.documents)
            for page in document.pages_read
        )

    def place_of(self, page: int) -> tuple[str, int]:
        """The file and the page index there."""
        number, page_index = self.row.place_of(page)
        return self.files[number], page_index

    def document(self, document_id: str) -> OpenDocument | None:
        return next((document for document in self.documents if document.document_id == document_id), None)

    def start_of(self, document_id: str) -> int | None:
        """Where the pages of a document begin in the row; None where it is none of them."""
        numbers = [number for number, document in enumerate(self.documents) if document.document_id == document_id]
        return self.row.start_of(numbers[0]) if numbers else None

    async def use_embedder(self, embedder: QuestionEmbedder) -> bool:
        """Search by meaning too, where every document has its vectors; those without would be at a disadvantage."""
        parts = [await document.index.vector_coverage(embedder.name) for document in self.documents]
        is_complete = all(done == passages for done, passages in parts)
        self.embedder = embedder if is_complete else None
        return is_complete

    async def language(self) -> str:
        """The language of all documents; "" where they differ."""
        languages = {await document.language() for document in self.documents if document.pages_read} - {""}
        return languages.pop() if len(languages) == 1 else ""

    async def wait_for_text(self) -> None:
        if not any(document.pages_read for document in self.documents):
            waiting = [asyncio.ensure_future(document.wait_for_text()) for document in self.documents]
            try:
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in waiting:
                    task.cancel()

    async def page_texts(self, page_indexes: Iterable[int]) -> dict[int, PageText]:
        texts: dict[int, PageText] = {}
        for number, pages in self.by_document(page_indexes):
            start = self.row.start_of(number)
            found = await self.documents[number].page_texts(pages)
            texts |= {start + page: replace(text, page_index=start + page) for page, text in found.items()}
        return texts

    def citation(self, evidence: Evidence, page: PageText) -> Citation:
        number, page_index = self.row.place_of(evidence.page_index)
        document = self.documents[number]
        own = document.citation(replace(evidence, page_index=page_index), replace(page, page_index=page_index))
        return replace(
            own, document_id=document.document_id, file=self.files[number], document=self.short_names[number]
        )

    def pages_named(self, named: Sequence[Reference]) -> tuple[int, ...]:
        return tuple(
            self.row.start_of(number) + page
            for number, document in enumerate(self.documents)
            for page in document.pages_named(named)
        )

    async def openings(self, question: str, pages: Iterable[int]) -> list[Found]:
        by_document = dict(self.by_document(pages))
        named = await self.documents_named(question)
        wanted = [number for number in range(len(self.documents)) if not named or number in named]
        found = [
            self._shifted(
                number, await self.documents[number].index.opening(_OPENING_PASSAGES, by_document.get(number, ()))
            )
            for number in wanted[:_MOST_OPENINGS]
        ]
        return [opening for opening in found if opening.passages]

    async def documents_named(self, question: str) -> dict[int, float]:
        """The documents that the question names, and how fully."""
        holding: Counter[str] = Counter()
        for document in self.documents:
            _, counts = await document.index.frequencies(content_tokens(question))
            holding.update(token for token, count in counts.items() if count)
        return self.named_by(question, holding)

    def named_by(self, question: str, holding: Counter[str]) -> dict[int, float]:
        names = [names_of(document.title, file) for document, file in zip(self.documents, self.files, strict=True)]
        return named_documents(question, names, holding)

    async def aclose(self) -> None:
        for document in self.documents:
            await document.close()

    def by_document(self, pages: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
        """Pages of the row -> document, its own pages."""
        found: dict[int, list[int]] = {}
        for page in pages:
            number, page_index = self.row.place_of(page)
            found.setdefault(number, []).append(page_index)
        return iter(found.items())

    def _shifted(self, number: int, found: Found) -> Found:
        start = self.row.start_of(number)
        passages = tuple(self.of_row(number, passage) for passage in found.passages)
        return Found(tuple(start + page for page in found.pages), passages)

    def of_row(self, number: int, passage: Passage) -> Passage:
        """A document's passage as one of the row, with the document's name."""
        page = self.row.start_of(number) + passage.page_index
        return replace(passage, page_index=page, document=self.short_names[number])


class JointIndex:
    """Searches the indexes of all documents of a collection, with the word statistics of all of them together."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._lengths: Mapping[int, PassageLength] = {}
        """Of all documents, joined from these of each."""
        self._own_lengths: list[Mapping[int, PassageLength]] = []
        self._holding: dict[str, int] = {}
        """Search token -> how many passages of all documents hold it: of the latest question, whose weights are asked
        for next."""

    async def search(
        self,
        question: str,
        limit: int = 8,
        *,
        named: Sequence[Reference] = (),
        named_pages: Iterable[int] = (),
        query: QueryVector | None = None,
        parts: Parts = ALL_PARTS,
    ) -> Found:
        collection = self._collection
        own_pages = dict(collection.by_document(named_pages))
        counts = await asyncio.gather(
            *(
                document.index.counts(question, named=named, named_pages=own_pages.get(number, ()), query=query)
                for number, document in enumerate(collection.documents)
            )
        )
        ranking = await asyncio.to_thread(self._ranked, question, counts, parts)
        best = ranking.passages[:limit]
        passages: dict[int, list[Passage]] = {}
        for number, ranked in interleaved(best).items():
            found = await collection.documents[number].index.passages(ranked)
            passages[number] = [collection.of_row(number, passage) for passage in found]
        in_order = tuple(passages[passage_of(joint_id)[0]].pop(0) for joint_id, _ in best)
        return Found(ranking.pages, in_order)

    def _ranked(self, question: str, of_documents: Sequence[Counts], parts: Parts) -> Ranking:
        row = self._collection.row
        own_lengths = [own.lengths for own in of_documents]
        if len(own_lengths) != len(self._own_lengths) or any(map(is_not, own_lengths, self._own_lengths)):
            self._lengths, self._own_lengths = joined_lengths(of_documents, row), own_lengths
        counts = joined(of_documents, row, self._lengths)
        self._holding = {token: len(places) for token, places in counts.postings.items()}
        holding = Counter(token for own in of_documents for token, places in own.postings.items() if places)
        bonus = dict(counts.bonus)
        named = self._collection.named_by(question, holding)
        for number, share in named.items():
            start = row.start_of(number)
            for page in range(start, start + self._collection.documents[number].info.page_count):
                bonus[page] = bonus.get(page, 0.0) + _NAMED_DOCUMENT * share
        ranking = rank(counts.lengths, counts.postings, counts.similarities, bonus, row.depth, parts)
        return Ranking(
            tuple(first_of_each(ranking.pages, named, row.document_of)),
            tuple(first_of_each(ranking.passages, named, lambda ranked: passage_of(ranked[0])[0])),
        )

    async def word_weights(self, words: Iterable[str]) -> dict[str, float]:
        wanted = sorted(set(words))
        if self._holding.keys() >= set(wanted):
            return {token: inverse_frequency(len(self._lengths), self._holding[token]) for token in wanted}
        total = 0
        holding: Counter[str] = Counter()
        for document in self._collection.documents:
            passages, counts = await document.index.frequencies(wanted)
            total += passages
            holding.update(counts)
        return {token: inverse_frequency(total, holding[token]) for token in wanted}

    async def missing(self, words: Iterable[str], things: Iterable[str], named: Sequence[Reference] = ()) -> Missing:
        """What stands in none of the documents, nor in what they are called."""
        called = fold(" ".join((*self._collection.files, *(d.title for d in self._collection.documents))))
        left = Missing(
            frozenset(words), frozenset(thing for thing in things if fold(thing) not in called), frozenset(named)
        )
        for document in self._collection.documents:
            # What one document has need not be looked for in the others.
            left = await document.index.missing(left.words, left.things, tuple(left.places))
            if not (left.words or left.things or left.places):
                break
        return left


def pdf_files(places: Iterable[Path]) -> list[Path]:
    """The PDFs among files and, recursively, in folders; a file that is named is taken whatever it is called."""
    found: dict[Path, None] = {}
    for place in places:
        if place.is_dir():
            inside = (file for file in place.rglob("*") if file.suffix.casefold() == ".pdf" and file.is_file())
            found |= dict.fromkeys(sorted(file for file in inside if not file.name.startswith(".")))
        else:
            found[place] = None
    return list(found)


async def open_collection(
    places: Sequence[Path],
    *,
    password: str | None = None,
    skipped: Callable[[Path, ReaderError], None] = lambda _file, _error: None,
    opened: Callable[[int, int], None] = lambda _done, _all: None,
) -> Collection:
    """Identify the PDFs of folders and files; none is read yet (see `read_collection`).

    `skipped` is told of each file that cannot be opened, `opened` how many of how many are. Raises NothingToRead.
    """
    files = (await asyncio.to_thread(pdf_files, places))[:MOST_DOCUMENTS]
    name = places[0].absolute().name if len(places) == 1 else places[0].absolute().parent.name
    room = asyncio.Semaphore(_OPENED_AT_ONCE)
    documents: list[OpenDocument] = []
    done = 0

    async def open_one(file: Path) -> OpenDocument | None:
        nonlocal done
        async with room:
            try:
                document = await open_again(file) or await open_document(file, password=password)
            except ReaderError as failure:
                skipped(file, failure)
                return None
            finally:
                done += 1
                opened(done, len(files))
            documents.append(document)
            await document.release()
            return document

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(open_one(file)) for file in files]
        in_order = [task.result() for task in tasks]
        kept: dict[str, tuple[OpenDocument, Path]] = {}
        for document, file in zip(in_order, files, strict=True):
            if document is not None:
                kept.setdefault(document.document_id, (document, file))  # two copies of a file are one document
        if not kept:
            raise NothingToRead(str(places[0]))
        for document in documents:
            if kept[document.document_id][0] is not document:
                await document.close()
    except BaseException:
        for document in documents:
            await document.close()
        raise
    return Collection(name, [d for d, _ in kept.values()], [str(file) for _, file in kept.values()])


async def read_collection(collection: Collection) -> AsyncGenerator[Coverage, None]:
    """Read what is not in the indexes yet, one document after the other; yields the coverage of all of them.

    A document that cannot be read is left as it is, and the next one is read.
    """
    yield collection.coverage
    for document in collection.documents:
        if len(document.pages_read) == document.info.page_count:
            continue
        try:
            async with aclosing(read_document(document, lambda: 0)) as progress:
                async for _ in progress:
                    yield collection.coverage
        except ReaderError as failure:
            _log.warning("%s: %s", document.path, failure)
        finally:
            await document.release()


async def read_all_documents(collection: Collection) -> Coverage:
    """Read all of them; for callers that have nothing to show meanwhile."""
    async with aclosing(read_collection(collection)) as progress:
        async for _ in progress:
            pass
    return collection.coverage
