"""The word index of one document: its pages' text and passages in SQLite FTS5, filled page by page.

A file per document in the cache folder: word statistics are the document's own, and any file may be deleted at
any time. FTS5 keeps the words; BM25 is computed in `core.ranking`, because FTS5's own ranking gives a word that
stands on most pages no weight at all, and a short paper has many of those.
"""

import asyncio
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from reader.core.anchors import Anchor
from reader.core.document import PageText, Region, RegionKind
from reader.core.headings import PageHeadings
from reader.core.language import content_tokens, tokens
from reader.core.matches import Match, Matches, Wanted
from reader.core.passages import Passage, ReadPage, read_page
from reader.core.questions import is_abstract
from reader.core.ranking import ALL_PARTS, Counts, Parts, PassageLength, inverse_frequency, rank
from reader.core.references import Reference, caption_pattern
from reader.store.database import Database
from reader.store.headings import add_headings, gather_headings, make_heading_table, stored_headings
from reader.store.page_finder import PageFinder
from reader.store.premises import Missing, find_missing, pages_with
from reader.store.vectors import VectorSearch, add_vectors, make_vector_tables, vector_coverage, without_vector

_READING = 9
"""Raised whenever reading order, passages, tokens, anchors or folding change: indexes made before are made anew."""
_APPLICATION_ID = 0x53480000 + _READING  # "SH"; a disposable file of another id is replaced
_OPENING_PASSAGES = 12
_LAST_PAGE = 2**31
_NAMED_PAGE = 1.0
_NAMED_PLACE = 1.0
"""What a page gets that holds the very table or chapter a question names: as much as the best words."""
_MENTION = 0.25
_LONG_PASSAGE = 60
"""Tokens; what is shorter on the first pages is mostly a title, names, addresses."""


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE pages (page_index INTEGER PRIMARY KEY, text TEXT NOT NULL, boxes BLOB NOT NULL,"
        " folded TEXT NOT NULL, quality TEXT NOT NULL, regions TEXT NOT NULL, drawn TEXT NOT NULL,"
        " source TEXT NOT NULL)"
    )
    connection.execute(
        'CREATE TABLE passages (passage_id INTEGER PRIMARY KEY, page_index INTEGER NOT NULL, "start" INTEGER NOT NULL,'
        ' "end" INTEGER NOT NULL, token_count INTEGER NOT NULL, context TEXT NOT NULL)'
    )
    connection.execute("CREATE INDEX passages_of_page ON passages (page_index)")
    # The tokens are made by core.language; "ascii" leaves everything beyond ASCII alone, numbers keep their point.
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5(tokens, content='', tokenize=\"ascii tokenchars '.%_-'\")"
    )
    connection.execute("CREATE VIRTUAL TABLE words_by_place USING fts5vocab(words, instance)")
    connection.execute(
        "CREATE TABLE anchors (page_index INTEGER NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,"
        ' "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, weight INTEGER NOT NULL)'
    )
    connection.execute("CREATE INDEX anchors_of_page ON anchors (page_index)")
    make_vector_tables(connection)


def _make_about(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE about (one INTEGER PRIMARY KEY, content TEXT NOT NULL)")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: pages best first, and the best passages with their text."""

    pages: tuple[int, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class QueryVector:
    """The meaning of a question: which embedder made it, and its values as `store.vectors` keeps them."""

    embedder: str
    vector: bytes


class PassageIndex:
    """Open with `await PassageIndex.open(path)`; every method runs on the database's thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vectors = VectorSearch()
        self._finder = PageFinder(_page_texts)
        self._lengths: dict[int, PassageLength] = {}
        self._lengths_state: tuple[int, int] | None = None

    @classmethod
    async def open(cls, path: Path) -> "PassageIndex":
        recognised = await asyncio.to_thread(_recognised_before, path)
        steps = [_make_tables, _make_about, make_heading_table]
        index = cls(await Database.open(path, _APPLICATION_ID, steps, is_disposable=True))
        if recognised:
            await index.add(recognised)
        return index

    async def close(self) -> None:
        await self._database.close()

    async def add(self, pages: Sequence[ReadPage]) -> None:
        """Keep pages; one that is there already is left as it is."""
        await self._database.run(lambda connection: _add(connection, pages))

    async def replace(self, pages: Sequence[ReadPage]) -> None:
        """Keep what was recognised of pages that have no text of their own; a page with passages is left as it is."""

        def replace(connection: sqlite3.Connection) -> None:
            _replace(connection, pages)
            self._finder.forget(read.page.page_index for read in pages)

        await self._database.run(replace)

    async def pages_without_text(self) -> frozenset[int]:
        """Pages whose text layer is missing or garbled, and which have not been recognised either."""
        rows = await self._database.run(
            lambda c: c.execute("SELECT page_index FROM pages WHERE quality <> 'good' AND source = 'text'").fetchall()
        )
        return frozenset(row[0] for row in rows)

    async def about(self) -> str | None:
        """What was kept with `set_about`."""
        row = await self._database.run(lambda c: c.execute("SELECT content FROM about").fetchone())
        return None if row is None else str(row[0])

    async def set_about(self, content: str) -> None:
        """Keep what the document is, so that it can be told without opening it."""
        await self._database.run(lambda c: c.execute("INSERT OR REPLACE INTO about VALUES (1, ?)", (content,)))

    async def pages_read(self) -> frozenset[int]:
        rows = await self._database.run(lambda c: c.execute("SELECT page_index FROM pages").fetchall())
        return frozenset(row[0] for row in rows)

    async def page_texts(self, page_indexes: Iterable[int]) -> dict[int, PageText]:
        """The texts of those of the pages that have been read."""
        wanted = sorted(set(page_indexes))
        return await self._database.run(lambda connection: _page_texts(connection, wanted))

    async def headings(self) -> list[PageHeadings]:
        """Those of the pages that have been read, as far as they were kept or gathered."""
        return await self._database.run(stored_headings)

    async def gather_headings(self, limit: int) -> int:
        """Find those of some pages of which none were kept; returns of how many, 0 when there are no more."""
        return await self._database.run(lambda connection: gather_headings(connection, limit, _page_texts))

    async def anchors(self, page_indexes: Iterable[int]) -> list[Anchor]:
        """What those of the pages that have been read hold that other pages refer to, in the order of the document."""
        wanted = sorted(set(page_indexes))
        return await self._database.run(lambda connection: _anchors(connection, wanted))

    async def qualities(self) -> dict[int, str]:
        rows = await self._database.run(lambda c: c.execute("SELECT page_index, quality FROM pages").fetchall())
        return dict(rows)

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
        """Pages and passages for a question, best first; nothing where there is no word of it and no vector.

        `named`: the tables, figures and sections it names; `named_pages`: pages it names. `query`: its meaning; it
        counts for the passages that have a vector of the same embedder.
        """
        wanted_pages = tuple(named_pages)

        def found(connection: sqlite3.Connection) -> Found:
            counts = self._counts(connection, question, named, wanted_pages, query)
            ranking = rank(counts.lengths, counts.postings, counts.similarities, counts.bonus, parts=parts)
            return Found(ranking.pages, _passages(connection, ranking.passages[:limit]))

        return await self._database.run(found)

    async def counts(
        self,
        question: str,
        *,
        named: Sequence[Reference] = (),
        named_pages: Iterable[int] = (),
        query: QueryVector | None = None,
    ) -> Counts:
        """What `search` ranks by: for a ranking over several documents."""
        wanted_pages = tuple(named_pages)
        return await self._database.run(lambda c: self._counts(c, question, named, wanted_pages, query))

    def _counts(
        self,
        connection: sqlite3.Connection,
        question: str,
        named: Sequence[Reference],
        named_pages: Sequence[int],
        query: QueryVector | None,
    ) -> Counts:
        bonus = dict.fromkeys(named_pages, _NAMED_PAGE)
        for page_index, found in _places_named(connection, named):
            bonus[page_index] = max(bonus.get(page_index, 0.0), found)
        wanted = list(dict.fromkeys(content_tokens(question))) or list(dict.fromkeys(tokens(question)))
        near = self._vectors.nearest(connection, query.vector, query.embedder) if query is not None else ()
        return Counts(self._lengths_now(connection), _postings(connection, wanted), bonus, dict(near))

    def _lengths_now(self, connection: sqlite3.Connection) -> Mapping[int, PassageLength]:
        """Of all passages; the same object as long as nobody has changed the file: they take longest to read."""
        state = (connection.total_changes, connection.execute("PRAGMA data_version").fetchone()[0])
        if state != self._lengths_state:
            rows = connection.execute("SELECT passage_id, page_index, token_count FROM passages")
            self._lengths, self._lengths_state = {row[0]: PassageLength(*row) for row in rows}, state
        return self._lengths

    async def passages(self, ranked: Sequence[tuple[int, float]]) -> tuple[Passage, ...]:
        """(passage_id, score) -> the passages with their text, in the same order."""
        return await self._database.run(lambda connection: _passages(connection, ranked))

    async def opening(self, limit: int = 3, pages: Iterable[int] = ()) -> Found:
        """What a document says of itself first: the abstract, else the first passages of some length.

        `pages`: those of a chapter, whose opening is wanted instead.
        """
        wanted = sorted(set(pages))
        return await self._database.run(lambda connection: _opening(connection, limit, wanted))

    async def without_vector(self, embedder: str, near_page: int, limit: int) -> list[tuple[int, str]]:
        """(passage id, text) of passages that this embedder has not seen, from that page on, then those before it."""
        return await self._database.run(lambda connection: without_vector(connection, embedder, near_page, limit))

    async def add_vectors(self, embedder: str, vectors: Iterable[tuple[int, bytes]]) -> None:
        """Keep (passage id, vector) pairs; those of another embedder are dropped."""
        await self._database.run(lambda connection: add_vectors(connection, embedder, vectors))

    async def vector_coverage(self, embedder: str) -> tuple[int, int]:
        """How many passages have a vector of this embedder, and how many there are."""
        return await self._database.run(lambda connection: vector_coverage(connection, embedder))

    async def nearest(self, query_vector: bytes, embedder: str) -> list[tuple[int, float]]:
        """(passage id, cosine) of all passages that have a vector of this embedder, best first."""
        return await self._database.run(lambda connection: self._vectors.nearest(connection, query_vector, embedder))

    async def frequencies(self, words: Iterable[str]) -> tuple[int, dict[str, int]]:
        """How many passages there are, and token -> in how many of them it stands."""
        wanted = sorted(set(words))
        return await self._database.run(lambda connection: _frequencies(connection, wanted))

    async def word_weights(self, words: Iterable[str]) -> dict[str, float]:
        """token -> how rare it is among the passages (IDF); what does not occur is as rare as can be."""
        wanted = sorted(set(words))
        return await self._database.run(lambda connection: _word_weights(connection, wanted))

    async def missing(self, words: Iterable[str], things: Iterable[str], named: Sequence[Reference] = ()) -> Missing:
        """Which of these words, names, numbers, figures and tables stand on no page that has been read."""
        wanted_words, wanted_things = sorted(set(words)), tuple(things)
        return await self._database.run(lambda c: find_missing(c, wanted_words, wanted_things, named))

    async def count_matches(self, wanted: Wanted) -> Matches:
        """How often a text stands on which pages: some milliseconds for a thousand, once it has been asked for."""
        return await self._database.run(lambda connection: self._finder.count(connection, wanted))

    async def locate_matches(self, matches: Matches, page_indexes: Iterable[int]) -> dict[int, tuple[Match, ...]]:
        """page_index -> the matches on it, for those of the pages that have been read."""
        wanted = tuple(page_indexes)
        return await self._database.run(lambda connection: self._finder.locate(connection, matches, wanted))


def _add(connection: sqlite3.Connection, pages: Sequence[ReadPage]) -> None:
    for read in pages:
        inserted = connection.execute(
            "INSERT OR IGNORE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                read.page.page_index,
                read.page.text,
                zlib.compress(read.page.boxes, 1),
                read.folded,
                read.quality,
                _regions_as_text(read.page.regions),
                " ".join(f"{start} {end}" for start, end in read.page.drawn),
                read.page.source,
            ),
        )
        if not inserted.rowcount:
            continue
        if read.headings is not None:
            add_headings(connection, [read.headings])
        connection.executemany(
            "INSERT INTO anchors VALUES (?, ?, ?, ?, ?, ?)",
            [(a.page_index, a.kind, a.label, a.start, a.end, a.weight) for a in read.anchors],
        )
        for span in read.passages:
            row = connection.execute(
                'INSERT INTO passages (page_index, "start", "end", token_count, context) VALUES (?, ?, ?, ?, ?)',
                (read.page.page_index, span.start, span.end, len(span.tokens), span.context),
            )
            connection.execute(
                "INSERT INTO words (rowid, tokens) VALUES (?, ?)", (row.lastrowid, " ".join(span.tokens))
            )


def _recognised_before(path: Path) -> list[ReadPage]:
    """What OCR read, from an index of another reading that is about to be made anew: text takes a second to read
    again, OCR of a book an hour. Nothing where there is no such index or it cannot be read.
    """
    if not path.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] == _APPLICATION_ID:
                return []
            rows = connection.execute("SELECT page_index, text, boxes FROM pages WHERE source = 'ocr'").fetchall()
        pages = [PageText(row[0], row[1], zlib.decompress(row[2]), source="ocr") for row in rows]
    except (sqlite3.Error, zlib.error, TypeError):
        return []
    return [read_page(page) for page in pages if len(page.boxes) == 8 * len(page.text)]


def _replace(connection: sqlite3.Connection, pages: Sequence[ReadPage]) -> None:
    for read in pages:
        connection.execute(
            "DELETE FROM pages WHERE page_index = ? AND page_index NOT IN (SELECT page_index FROM passages)",
            (read.page.page_index,),
        )
        connection.execute(
            "DELETE FROM anchors WHERE page_index = ? AND page_index NOT IN (SELECT page_index FROM pages)",
            (read.page.page_index,),
        )
    _add(connection, pages)


def _page_texts(connection: sqlite3.Connection, page_indexes: Sequence[int]) -> dict[int, PageText]:
    texts = {}
    for page_index in page_indexes:
        rows = connection.execute(
            "SELECT text, boxes, regions, source, drawn FROM pages WHERE page_index = ?", (page_index,)
        )
        for text, boxes, regions, source, drawn in rows:
            texts[page_index] = PageText(
                page_index,
                text,
                zlib.decompress(boxes),
                _regions_from_text(regions),
                source,
                _drawn_from_text(drawn),
            )
    return texts


def _anchors(connection: sqlite3.Connection, page_indexes: Sequence[int]) -> list[Anchor]:
    found = []
    for page_index in page_indexes:
        rows = connection.execute('SELECT * FROM anchors WHERE page_index = ? ORDER BY "start"', (page_index,))
        found += [Anchor(*row) for row in rows]
    return found


def _regions_as_text(regions: Sequence[Region]) -> str:
    """ "heading 0 12 2\nbody 14 300 0" """
    return "\n".join(f"{region.kind} {region.start} {region.end} {region.level}" for region in regions)


def _regions_from_text(lines: str) -> tuple[Region, ...]:
    rows = (line.split() for line in lines.splitlines())
    return tuple(Region(cast(RegionKind, kind), int(start), int(end), int(level)) for kind, start, end, level in rows)


def _drawn_from_text(places: str) -> tuple[tuple[int, int], ...]:
    numbers = [int(place) for place in places.split()]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _postings(connection: sqlite3.Connection, wanted: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    postings: dict[str, list[tuple[int, int]]] = {}
    for token in wanted:
        rows = connection.execute("SELECT doc, count(*) FROM words_by_place WHERE term = ? GROUP BY doc", (token,))
        postings[token] = [(int(doc), int(count)) for doc, count in rows]
    return postings


def _places_named(connection: sqlite3.Connection, named: Sequence[Reference]) -> Iterator[tuple[int, float]]:
    """Pages with the caption or heading of what a question names, and pages that mention it."""
    for reference in named:
        if reference.kind == "page":
            continue
        pattern = caption_pattern(reference)
        for page_index, text in pages_with(connection, reference):
            matches = [match["mention"] is None for match in pattern.finditer(text)]
            if matches:
                yield page_index, _NAMED_PLACE if any(matches) else _MENTION


def _passages(connection: sqlite3.Connection, ranked: Sequence[tuple[int, float]]) -> tuple[Passage, ...]:
    passages = []
    for passage_id, score in ranked:
        page_index, start, end, text, context = connection.execute(
            'SELECT page_index, "start", "end", substr(text, "start" + 1, "end" - "start"), context'
            " FROM passages JOIN pages USING (page_index) WHERE passage_id = ?",
            (passage_id,),
        ).fetchone()
        passages.append(Passage(page_index, start, end, text, score, context))
    return tuple(passages)


def _opening(connection: sqlite3.Connection, limit: int, pages: Sequence[int]) -> Found:
    first, last = (pages[0], pages[-1]) if pages else (0, _LAST_PAGE)
    rows = connection.execute(
        'SELECT page_index, "start", "end", substr(text, "start" + 1, "end" - "start"), token_count, context'
        " FROM passages JOIN pages USING (page_index) WHERE page_index BETWEEN ? AND ?"
        " ORDER BY page_index, passage_id LIMIT ?",
        (first, last, _OPENING_PASSAGES),
    ).fetchall()
    abstracts = [number for number, row in enumerate(rows) if is_abstract(row[3])]
    rows = rows[abstracts[0] :] if abstracts else [row for row in rows if row[4] >= _LONG_PASSAGE] or rows
    passages = tuple(
        Passage(row[0], row[1], row[2], row[3], 1.0 / (1 + rank), row[5]) for rank, row in enumerate(rows[:limit])
    )
    return Found(tuple(dict.fromkeys(passage.page_index for passage in passages)), passages)


def _word_weights(connection: sqlite3.Connection, wanted: Sequence[str]) -> dict[str, float]:
    total, holding = _frequencies(connection, wanted)
    return {token: inverse_frequency(total, holding[token]) for token in wanted}


def _frequencies(connection: sqlite3.Connection, wanted: Sequence[str]) -> tuple[int, dict[str, int]]:
    total = connection.execute("SELECT count(*) FROM passages").fetchone()[0]
    return total, {token: len(places) for token, places in _postings(connection, wanted).items()}
