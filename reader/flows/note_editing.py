"""Changing a paper note by hand: words that the reader changes are checked against the pages again."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime

from reader.core.answer import Answer, Citation, Claim, Remark, Verdict
from reader.core.attribution import Attributor
from reader.core.citations import without_citations
from reader.core.document import PageText
from reader.core.language import language_of
from reader.core.paper_head import PaperHead
from reader.core.paper_note import SUMMARY, NoteItem, PaperNote
from reader.core.quote_index import fold
from reader.core.sentences import readable, split_sentences
from reader.flows.opening import OpenDocument
from reader.store.paper_notes import PaperNotes

_EDITABLE = frozenset(field.name for field in fields(PaperHead)) - {"edited"}


async def change_head(store: PaperNotes, note_id: str, field: str, value: object) -> PaperNote:
    """Change a field of the head, which is marked as the reader's own; a list field takes any sequence.

    Raises ValueError for a field there is not, KeyError for a note there is not.
    """
    if field not in _EDITABLE:
        raise ValueError(f"a head has no {field}")
    if isinstance(value, list):
        value = tuple(value)

    def change(note: PaperNote) -> PaperNote:
        edited = tuple(dict.fromkeys((*note.head.edited, field)))
        head = replace(note.head, **{field: value}, edited=edited)  # type: ignore[arg-type]
        return replace(note, head=head, modified=_now())

    return await store.update(note_id, change)


async def change_answer(document: OpenDocument, store: PaperNotes, note_id: str, item_id: str, text: str) -> PaperNote:
    """Put the reader's words in place of an answer's. Each sentence is checked: one that was there keeps its citations,
    a new one gets those that code finds for it. Empty text takes the answer away, and it is made anew with the note.

    Raises KeyError for a note or item there is not.
    """
    note = await store.note(note_id)
    if note is None:
        raise KeyError(note_id)
    item = note.item(item_id)
    answer = await edited_answer(document, note, item, text) if text.strip() else None
    return await store.update(note_id, lambda kept: replace(kept.with_answer(item_id, answer), modified=_now()))


async def edited_answer(document: OpenDocument, note: PaperNote, item: NoteItem, text: str) -> Answer:
    """The answer that these words make."""
    before = item.answer.claims if item.answer is not None else ()
    kept = {fold(claim.text): claim for claim in before}
    words = without_citations(text)
    sentences = [readable(words[s.start : s.end]) for s in split_sentences(words)]
    fresh = [sentence for sentence in sentences if fold(sentence) not in kept]
    checked = await checked_sentences(document, item, fresh, before)
    claims = tuple(kept.get(fold(sentence)) or checked[sentence] for sentence in sentences)
    now = _now()
    base = item.answer or Answer(
        answer_id=uuid.uuid4().hex,
        document_id=document.document_id,
        question=item.question,
        status="answered",
        language=note.language,
        claims=(),
        retrieved_pages=(),
        coverage=document.coverage,
        model="none",
        created=now,
    )
    remarks = tuple(remark for remark in base.remarks if remark not in (Remark.EDITED, Remark.DECLINED))
    return replace(base, status="answered", message="", claims=claims, remarks=(*remarks, Remark.EDITED))


async def checked_sentences(
    document: OpenDocument, item: NoteItem, sentences: Sequence[str], before: Sequence[Claim]
) -> dict[str, Claim]:
    """Each sentence with what the document holds of it.

    A sentence in another language than the document's cannot be found by its words: where it is one of the old ones
    changed, it keeps that one's page and quotation as a place to look at (PAGE_ONLY), else it has none.
    """
    if not sentences:
        return {}
    await document.wait_for_text()
    texts = await document.page_texts(document.pages_read)
    pages = [(page_index, texts[page_index].text) for page_index in sorted(texts)]
    attributor = await asyncio.to_thread(Attributor, pages, item.in_document_language or item.question)
    spoken = await document.language()
    return {
        sentence: await asyncio.to_thread(_claim, document, texts, attributor, sentence, before, spoken)
        for sentence in sentences
    }


def _claim(
    document: OpenDocument,
    texts: dict[int, PageText],
    attributor: Attributor,
    sentence: str,
    before: Sequence[Claim],
    spoken: str,
) -> Claim:
    found = attributor.attribute(sentence)
    citations: tuple[Citation, ...] = tuple(
        document.citation(evidence, texts[evidence.page_index]) for evidence in found.evidence
    )
    if found.verdict is Verdict.UNSUPPORTED and language_of(sentence) != spoken:
        nearest = max(before, key=lambda claim: _likeness(claim.text, sentence), default=None)
        if nearest is not None and nearest.citations and _likeness(nearest.text, sentence) >= _CHANGED:
            return Claim(sentence, Verdict.PAGE_ONLY, nearest.citations[:1])
    return Claim(sentence, found.verdict, citations)


_CHANGED = 0.5
"""A sentence that shares this part of its letter pairs with an old one is that one, changed."""


def _likeness(one: str, other: str) -> float:
    mine, theirs = _pairs(one), _pairs(other)
    return len(mine & theirs) / max(1, len(mine | theirs))


def _pairs(text: str) -> set[str]:
    folded = fold(text)
    return {folded[i : i + 2] for i in range(len(folded) - 1)}


# --- Questions ---


async def add_question(store: PaperNotes, note_id: str, question: str, place: int | None = None) -> PaperNote:
    """Add a question of the reader's own, at the end or before the item at that place (from 0)."""
    item = NoteItem(uuid.uuid4().hex, " ".join(question.split()), "own")

    def change(items: list[NoteItem]) -> list[NoteItem]:
        items.insert(len(items) if place is None else place, item)
        return items

    return await _change_items(store, note_id, change)


async def remove_question(store: PaperNotes, note_id: str, item_id: str) -> PaperNote:
    """Take a question and its answer out of the note. Raises KeyError."""

    def change(items: list[NoteItem]) -> list[NoteItem]:
        if all(item.item_id != item_id for item in items):
            raise KeyError(item_id)
        return [item for item in items if item.item_id != item_id]

    return await _change_items(store, note_id, change)


async def reword_question(store: PaperNotes, note_id: str, item_id: str, question: str) -> PaperNote:
    """Change what is asked. The old answer answers another question: it goes, and is made anew with the note."""
    if item_id == SUMMARY:
        raise KeyError(item_id)
    asked = " ".join(question.split())

    def reworded(item: NoteItem) -> NoteItem:
        if item.item_id != item_id or item.question == asked:
            return item
        return NoteItem(item_id, asked, "own")

    return await _change_items(store, note_id, lambda items: [reworded(item) for item in items])


async def reorder_questions(store: PaperNotes, note_id: str, item_ids: Sequence[str]) -> PaperNote:
    """Put the questions into this order; those that are not named keep theirs, after the others."""
    wanted = {item_id: place for place, item_id in enumerate(item_ids)}
    return await _change_items(
        store, note_id, lambda items: sorted(items, key=lambda item: wanted.get(item.item_id, len(wanted)))
    )


async def _change_items(
    store: PaperNotes, note_id: str, change: Callable[[list[NoteItem]], list[NoteItem]]
) -> PaperNote:
    return await store.update(
        note_id, lambda note: replace(note, items=tuple(change(list(note.items))), modified=_now())
    )


def _now() -> str:
    return datetime.now(UTC).isoformat()
