"""Where the references and links of a page lead, from what has been read of the document so far."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence

from reader.core.bibliography import Bibliography, read_bibliography
from reader.core.document import Link, PageText
from reader.core.errors import ReaderError
from reader.core.reference_lookup import ReferenceLookup, link_target, pages_needed, references_of
from reader.core.targets import Reference, Target
from reader.flows.opening import OpenDocument

_LONGEST_LIST = 80
"""Pages: a list of references that goes on for longer is none, or ends unseen."""


class Referring:
    """The references of one document. What is known grows with what has been read; nothing is read for it twice."""

    def __init__(self, document: OpenDocument) -> None:
        self._document = document
        self._lookup = ReferenceLookup()
        self._known: set[int] = set()
        """Pages whose anchors are in the lookup."""
        self._listed: frozenset[int] = frozenset()
        """Pages that the lists of references were made from."""
        self._lock = asyncio.Lock()

    @property
    def is_complete(self) -> bool:
        """Whether the whole document is known, so that what was not found is not there."""
        return len(self._known) + len(self._document.pages_without_text) == self._document.info.page_count

    async def references(self, page_index: int) -> tuple[Reference, ...]:
        """What the text of a page refers to. Raises PageBroken, WorkerDied, StoreUnusable."""
        page = await self._document.page_text(page_index)
        if not page.text:
            return ()
        async with self._lock:
            await self._learn()
            lookup = self._lookup
            found = await asyncio.to_thread(lambda: [found.meant for _, found in lookup.found_on(page)])
            texts = await self._texts(pages_needed(found))
            return await asyncio.to_thread(references_of, page, lookup, texts)

    async def target(self, link: Link, references: Sequence[Reference] = ()) -> Target | None:
        """Where an internal link leads. `references`: of its page; the one it lies on tells what is meant."""
        if link.page_index is None:
            return None
        said = next((reference.target for reference in references if lies_on(link, reference)), None)
        async with self._lock:
            await self._learn()
            lookup = self._lookup
            texts = await self._texts({link.page_index, link.page_index + 1})
            return await asyncio.to_thread(link_target, link, lookup, texts, said)

    async def _texts(self, page_indexes: Collection[int]) -> dict[int, PageText]:
        """Texts of pages, also of those whose turn has not come."""
        count = self._document.info.page_count
        wanted = sorted(index for index in page_indexes if 0 <= index < count)
        texts = await self._document.page_texts(wanted)
        for page_index in wanted:
            if page_index not in texts:
                try:
                    texts[page_index] = await self._document.pdf.page_text(page_index)
                except ReaderError:
                    continue  # a link to a page that is broken still leads there
        return texts

    async def _learn(self) -> None:
        """Take in what has been read since the last time."""
        # Pages that are pictures may be recognised later.
        read = self._document.pages_read - self._document.pages_without_text
        fresh = sorted(read - self._known)
        if not fresh:
            return
        self._lookup.add(await self._document.index.anchors(fresh))
        self._known.update(fresh)
        await self._read_lists()

    async def _read_lists(self) -> None:
        """The lists of references, where pages of theirs have come since."""
        headings = self._lookup.reference_headings
        if not headings:
            return
        wanted: set[int] = set()
        for heading in headings:
            pages = range(heading.page_index, min(heading.page_index + _LONGEST_LIST, self._document.info.page_count))
            wanted.update(page_index for page_index in pages if page_index in self._known)
        if frozenset(wanted) == self._listed:
            return
        texts = await self._document.page_texts(wanted)
        starts = [(heading.page_index, heading.end) for heading in headings]
        self._lookup.bibliographies = await asyncio.to_thread(_lists, starts, texts)
        self._listed = frozenset(wanted)


def _lists(starts: Iterable[tuple[int, int]], texts: Mapping[int, PageText]) -> tuple[Bibliography, ...]:
    """`starts`: page and end of the headings."""
    found = []
    for page_index, end in starts:
        pages = []
        for following in range(page_index, page_index + _LONGEST_LIST):
            if following not in texts:
                break
            pages.append(texts[following])
        bibliography = read_bibliography(pages, end) if pages else None
        if bibliography is not None:
            found.append(bibliography)
    return tuple(found)


def lies_on(link: Link, reference: Reference) -> bool:
    """Whether a link of the PDF and a reference in the text are the same."""
    for rect in reference.rects:
        across = min(link.rect.x1, rect.x1) - max(link.rect.x0, rect.x0)
        down = min(link.rect.y1, rect.y1) - max(link.rect.y0, rect.y0)
        if across > 0.3 * min(link.rect.width, rect.width) and down > 0.4 * min(link.rect.height, rect.height):
            return True
    return False
