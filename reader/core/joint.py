"""Several documents ranked as if they were one long one: scores of separate ones cannot be compared, counts can.

A page of the row is its number among the pages of all; a passage of the row is its document's number and its own id.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

from reader.core.ranking import Counts, PassageLength

Ranked = TypeVar("Ranked")
_ID_BITS = 40


class PageRow:
    """The pages of several documents behind one another."""

    def __init__(self, page_counts: Iterable[int]) -> None:
        self._starts = [0, *accumulate(page_counts)]

    @property
    def page_count(self) -> int:
        return self._starts[-1]

    def start_of(self, document: int) -> int:
        return self._starts[document]

    def document_of(self, page: int) -> int:
        return bisect_right(self._starts, page) - 1

    def place_of(self, page: int) -> tuple[int, int]:
        """The document and its own page index."""
        document = self.document_of(page)
        return document, page - self._starts[document]

    def depth(self, page: int) -> int:
        """How many pages of its document come before a page."""
        return self.place_of(page)[1]


def passage_of(joint_id: int) -> tuple[int, int]:
    """The document and its own passage id."""
    return joint_id >> _ID_BITS, joint_id & ((1 << _ID_BITS) - 1)


def joined_lengths(documents: Sequence[Counts], row: PageRow) -> dict[int, PassageLength]:
    """The passages of all documents of the row, as those of one document: the same for each question."""
    lengths: dict[int, PassageLength] = {}
    for document, counts in enumerate(documents):
        start, base = row.start_of(document), document << _ID_BITS
        for passage in counts.lengths.values():
            joint_id = base + passage.passage_id
            lengths[joint_id] = PassageLength(joint_id, start + passage.page_index, passage.token_count)
    return lengths


def joined(documents: Sequence[Counts], row: PageRow, lengths: Mapping[int, PassageLength] | None = None) -> Counts:
    """The counts of all documents of the row as those of one document. `lengths`: as `joined_lengths` gave them."""
    postings: dict[str, list[tuple[int, int]]] = {}
    bonus: dict[int, float] = {}
    similarities: dict[int, float] = {}
    for document, counts in enumerate(documents):
        start, base = row.start_of(document), document << _ID_BITS
        for token, places in counts.postings.items():
            postings.setdefault(token, []).extend((base + passage_id, count) for passage_id, count in places)
        bonus |= {start + page: value for page, value in counts.bonus.items()}
        similarities |= {base + passage_id: value for passage_id, value in counts.similarities.items()}
    return Counts(joined_lengths(documents, row) if lengths is None else lengths, postings, bonus, similarities)


def first_of_each(
    ranked: Sequence[Ranked], documents: Collection[int], document_of: Callable[[Ranked], int]
) -> list[Ranked]:
    """The best of each of these documents before all others: a question that names two asks about both."""
    leading: dict[int, Ranked] = {}
    for one in ranked:
        if (document := document_of(one)) in documents:
            leading.setdefault(document, one)
    first = list(leading.values())
    return [*first, *(one for one in ranked if one not in first)]


def interleaved(ranked: Sequence[tuple[int, float]]) -> dict[int, list[tuple[int, float]]]:
    """Joint (passage_id, score) by document, with the ids of the document's own."""
    by_document: dict[int, list[tuple[int, float]]] = {}
    for joint_id, score in ranked:
        document, passage_id = passage_of(joint_id)
        by_document.setdefault(document, []).append((passage_id, score))
    return by_document
