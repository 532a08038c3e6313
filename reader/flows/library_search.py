"""Searching everything that was ever opened: titles, authors, notes, answers and the text of all pages."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from reader import paths
from reader.core.about_json import about_from_json
from reader.core.answer import Answer, Citation
from reader.core.document import Rect, Spot
from reader.core.library_query import LibraryQuery, Snippet, parse, snippet
from reader.store.library import Library, LibraryDocument
from reader.store.library_index import (
    Entry,
    EntryKind,
    LibraryIndex,
    about_of,
    page_entries,
    page_versions,
)
from reader.store.notebook import Notebook
from reader.store.search import PassageIndex

_BATCH = 8
"""Pages a transaction: a search waits for at most one."""
_FROM_LIBRARY: tuple[EntryKind, ...] = ("title", "note", "answer")

Key: TypeAlias = tuple[str, str, str]
"""Document, kind, key."""


@dataclass(frozen=True, slots=True)
class LibraryHit:
    """A place in a document; for titles there is none."""

    entry: Entry
    snippet: Snippet
    places: tuple[tuple[int, int], ...]
    """Of what was looked for, in the text of the entry."""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    document: LibraryDocument
    hits: tuple[LibraryHit, ...]
    """The best ones, best first."""
    count: int
    """Of all places."""


class LibrarySearch:
    def __init__(self, library: Library, notebook: Notebook, file: Path) -> None:
        """`file`: where the index is kept; it is opened when it is needed first. Close it when done."""
        self._library, self._notebook, self._file = library, notebook, file
        self._opened: LibraryIndex | None = None
        self._opening = asyncio.Lock()

    async def _index(self) -> LibraryIndex:
        async with self._opening:
            if self._opened is None:
                self._opened = await LibraryIndex.open(self._file)
            return self._opened

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    async def search(self, typed: str, limit: int = 50) -> list[FoundDocument]:
        """Documents with all the words, best first; those that were forgotten are left out."""
        query = parse(typed)
        known = {document.document_id: document for document in await self._library.documents()}
        found = await (await self._index()).search(query, limit + 20)
        shown = [group for group in found if group.document_id in known][:limit]
        # Making snippets takes a fifth of a millisecond each.
        return await asyncio.to_thread(
            lambda: [
                FoundDocument(
                    known[group.document_id], tuple(_hit(query, entry) for entry in group.entries), group.count
                )
                for group in shown
            ]
        )

    async def spot(self, document_id: str, hit: LibraryHit) -> Spot | None:
        """Where a hit stands on its page; None for what stands on none."""
        page_index = hit.entry.page_index
        if page_index is None:
            return None
        if hit.entry.kind == "page":
            return Spot(page_index, await self._rects_on_page(document_id, hit))
        return Spot(page_index, await self._rects_of_item(document_id, hit.entry))

    async def _rects_on_page(self, document_id: str, hit: LibraryHit) -> tuple[Rect, ...]:
        file = paths.index_file(document_id)
        if not await asyncio.to_thread(file.is_file):
            return ()
        index = await PassageIndex.open(file)
        try:
            pages = await index.page_texts([hit.entry.page_index or 0])
        finally:
            await index.close()
        page = pages.get(hit.entry.page_index or 0)
        if page is None or page.text != hit.entry.text:
            return ()  # it was read anew since
        return tuple(rect for start, end in hit.places for rect in page.rects_of(start, end))

    async def _rects_of_item(self, document_id: str, entry: Entry) -> tuple[Rect, ...]:
        if entry.kind == "note":
            notes = await self._notebook.notes(document_id)
            return next((note.rects for note in notes if note.note_id == entry.key), ())
        if entry.kind == "answer":
            answers = await self._notebook.answers(document_id)
            cited = next((_first_place(answer) for answer in answers if answer.answer_id == entry.key), None)
            return cited.rects if cited is not None else ()
        return ()

    # --- Keeping the index up to date ---

    async def refresh(self) -> None:
        """Take in what changed in the library itself: titles, notes, answers; no file is opened for it."""
        wanted = await self._wanted()
        index = await self._index()
        have = await index.versions(_FROM_LIBRARY)
        await index.remove(key for key in have if key not in wanted)
        await index.drop(await self._library.superseded())
        changed = [key for key, version in wanted.items() if have.get(key) != version]
        for document_id in dict.fromkeys(key[0] for key in changed):
            keys = {key for key in changed if key[0] == document_id}
            await index.put(document_id, await self._entries(document_id, keys))

    async def _wanted(self) -> dict[Key, str]:
        notes, answers = await self._notebook.versions()
        wanted = {
            (document.document_id, "title", ""): _title_text(document) for document in await self._library.documents()
        }
        wanted |= {(document_id, "note", key): version for (document_id, key), version in notes.items()}
        wanted |= {(document_id, "answer", key): version for (document_id, key), version in answers.items()}
        return wanted

    async def _entries(self, document_id: str, keys: Iterable[Key]) -> list[Entry]:
        wanted = {(kind, key) for _, kind, key in keys}
        entries = []
        if ("title", "") in wanted:
            document = await self._library.document(document_id)
            if document is not None:
                text = _title_text(document)
                entries.append(Entry("title", "", text, text))
        answers = (await self._notebook.versions())[1]
        if any(kind == "note" for kind, _ in wanted):
            for note in await self._notebook.notes(document_id):
                if ("note", note.note_id) in wanted:
                    text = f"{note.markdown}\n{note.quote}".strip()
                    label = "" if note.page_index is None else str(note.page_index + 1)
                    entries.append(Entry("note", note.note_id, text, note.modified, note.page_index, label))
        if any(kind == "answer" for kind, _ in wanted):
            for answer in await self._notebook.answers(document_id):
                if ("answer", answer.answer_id) in wanted:
                    place = _first_place(answer)
                    version = answers.get((document_id, answer.answer_id), "")
                    text = f"{answer.question}\n{answer.text}".strip()
                    page_index, label = (None, "") if place is None else (place.page_index, place.page_label)
                    entries.append(Entry("answer", answer.answer_id, text, version, page_index, label))
        return entries

    async def take_in(self, document_id: str) -> AsyncGenerator[int, None]:
        """Take in the pages of one document, from its own index; yields how many are left after each batch."""
        file = paths.index_file(document_id)
        wanted = await asyncio.to_thread(page_versions, file)
        index = await self._index()
        have = await index.versions(("page",), document_id)
        changed = [page for page in sorted(wanted) if have.get((document_id, "page", str(page))) != wanted[page]]
        labels = await asyncio.to_thread(_labels, file, document_id) if changed else None
        while changed:
            batch, changed = changed[:_BATCH], changed[_BATCH:]
            await index.put(document_id, await asyncio.to_thread(page_entries, file, batch, labels))
            yield len(changed)

    async def catch_up(self) -> AsyncGenerator[str, None]:
        """Take in everything that is not there yet; yields each document that was. Stopping loses a batch at most."""
        await self.refresh()
        for document in await self._library.documents():
            is_new = False
            async with aclosing(self.take_in(document.document_id)) as progress:
                async for _ in progress:
                    is_new = True
            if is_new:
                yield document.document_id


def _hit(query: LibraryQuery, entry: Entry) -> LibraryHit:
    words, places = snippet(query, entry.text)
    return LibraryHit(entry, words, places)


def _title_text(document: LibraryDocument) -> str:
    return f"{document.title}\n{document.authors}\n{document.year}\n{Path(document.path).stem}"


def _first_place(answer: Answer) -> Citation | None:
    """The citation that the answer rests on first."""
    citations = (citation for claim in answer.claims for citation in claim.citations)
    return next((citation for citation in citations if not citation.document_id), None)


def _labels(file: Path, document_id: str) -> tuple[str, ...] | None:
    about = about_of(file)
    return None if about is None else about_from_json(about, "", document_id)[0].labels
