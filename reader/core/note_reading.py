"""A paper note in Markdown read back, also after somebody has edited it.

What the file says is compared with what its comments say was checked: text that stands as it was keeps its evidence,
changed text is the reader's own, and what cannot be read is told with its line, never a reason to give up.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, get_args
from urllib.parse import unquote

from markdown_it.token import Token

from reader.core.answer import Answer, Coverage, Remark
from reader.core.answer_reading import answer_of, read_answer
from reader.core.errors import NotANote
from reader.core.front_matter import Field, split_front_matter
from reader.core.markdown import MARKS_HEADINGS
from reader.core.markdown_reading import Block, blocks_of, comment_in, is_own_comment, plain_text
from reader.core.markdown_text import escape, one_line
from reader.core.note_faults import FaultKind, NoteFault
from reader.core.note_head_reading import note_without_parts
from reader.core.note_markdown import QUESTIONS_HEADING, SUMMARY_HEADING, note_title
from reader.core.paper_note import SUMMARY, NoteItem, Origin, PaperNote, QuestionKind

_SUMMARIES, _QUESTIONS = frozenset(SUMMARY_HEADING.values()), frozenset(QUESTIONS_HEADING.values())
_ITEM = re.compile(r'\{"item": "([^"\\]+)"')
"""How the comment about an answer begins: its question is known even where the rest is broken."""
_LISTS = ("bullet_list", "ordered_list", "blockquote")


@dataclass(frozen=True, slots=True)
class NoteReading:
    note: PaperNote
    """`file` is empty; what stands in for a missing note_id or document_id is too."""
    pdfs: tuple[str, ...]
    """The PDF as seen from the file, as its head and its links say: usually one."""
    edited: tuple[str, ...] = ()
    """item_ids whose question or sentences were changed by hand; such a sentence is UNSUPPORTED, without citations."""
    before: Mapping[str, Answer] = field(default_factory=dict)
    """item_id -> the answer as it was before anything of the item was edited, where its comment could be read."""
    faults: tuple[NoteFault, ...] = ()


@dataclass(slots=True)
class _Found:
    """A note while it is read."""

    faults: list[NoteFault] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    before: dict[str, Answer] = field(default_factory=dict)
    items: list[NoteItem] = field(default_factory=list)
    summary: NoteItem = field(default_factory=lambda: NoteItem(SUMMARY, "", "set"))


def read_note(text: str, file: str = "") -> NoteReading:
    """The first note of a Markdown text. `file`: what it is called in the error. Raises NotANote."""
    return read_notes(text, file)[0]


def read_notes(text: str, file: str = "") -> list[NoteReading]:
    """The note of a file, or all notes of a digest. Raises NotANote where there is none."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head = split_front_matter(text)
    blocks = list(blocks_of(head.body, head.first_line))
    ranges = list(_ranges(blocks))
    if not ranges:
        raise NotANote(file)
    fields_of_file = head.fields if blocks[ranges[0][0]].level <= 1 else {}
    readings = [_read(blocks[start:end], fields_of_file) for start, end in ranges]
    if len(ranges) == 1 and blocks[ranges[0][0]].level <= 1:  # not a digest, which has parts of its own
        outside = [block for block in (*blocks[: ranges[0][0]], *blocks[ranges[0][1] :]) if block.kind == "heading"]
        faults = [NoteFault("not read", block.line, block.text) for block in outside]
        readings[0] = replace(readings[0], faults=(*readings[0].faults, *faults))
    if head.fault:
        first = readings[0]
        readings[0] = replace(first, faults=(NoteFault("front matter", 1, head.fault), *first.faults))
    return readings


def _ranges(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The blocks of each note: from its title, one level above its summary, to the next heading as high as that."""
    headings = [number for number, block in enumerate(blocks) if block.kind == "heading"]
    done = 0
    for number in headings:
        block = blocks[number]
        if number < done or block.level < 2 or block.text not in _SUMMARIES | _QUESTIONS:
            continue
        above = [n for n in headings if done <= n < number and blocks[n].level < block.level]
        start = above[-1] if above else number
        level = blocks[start].level if above else block.level - 1
        done = next((n for n in headings if n > number and blocks[n].level <= level), len(blocks))
        yield start, done


def _read(blocks: Sequence[Block], fields_of_file: Mapping[str, Field]) -> NoteReading:
    found = _Found()
    title = blocks[0] if blocks[0].text not in _SUMMARIES | _QUESTIONS else None
    level = blocks[0].level + 1 if title is not None else blocks[0].level
    about, about_line = _about(blocks, found)
    note, fault = note_without_parts(about, fields_of_file)
    found.faults += [NoteFault("note", about_line, fault)] if fault else []
    pdfs = _pdfs(fields_of_file, blocks)
    note = _with_title(note, title, pdfs)
    _report_rest([block for block in _before_sections(blocks, level) if block.kind not in _LISTS], found)
    for section in _sections(blocks[1 if title is not None else 0 :], level):
        opening = section[0]
        if opening.kind == "heading" and opening.level == level and opening.text in MARKS_HEADINGS:
            break  # the reader's marks are in the library; here they are a copy
        if opening.kind == "heading" and opening.level == level and opening.text in _SUMMARIES:
            found.summary = _item(section[1:], NoteItem(SUMMARY, "", "set"), note, found)
        elif opening.kind == "heading" and opening.level == level and opening.text in _QUESTIONS:
            _read_questions(section[1:], level + 1, note, found)
        elif opening.kind == "heading":
            found.faults.append(NoteFault("not read", opening.line, opening.text))
    note = replace(note, summary=found.summary, items=tuple(found.items))
    faults = tuple(sorted(found.faults, key=lambda fault: fault.line))
    return NoteReading(note, pdfs, tuple(dict.fromkeys(found.edited)), found.before, faults)


def _before_sections(blocks: Sequence[Block], level: int) -> Sequence[Block]:
    """What stands below the title: in a digest the list of what is known of the paper."""
    if blocks[0].level >= level:
        return ()
    first = next((n for n, block in enumerate(blocks) if n and block.kind == "heading"), len(blocks))
    return blocks[1:first]


def _sections(blocks: Sequence[Block], level: int) -> Iterator[Sequence[Block]]:
    """The blocks from each heading of a level to the next; those before the first heading are none."""
    starts = [n for n, block in enumerate(blocks) if block.kind == "heading" and block.level <= level]
    for start, end in pairwise([*starts, len(blocks)]):
        yield blocks[start:end]


def _read_questions(blocks: Sequence[Block], level: int, note: PaperNote, found: _Found) -> None:
    first = next((n for n, block in enumerate(blocks) if block.kind == "heading"), len(blocks))
    _report_rest(blocks[:first], found)
    for section in _sections(blocks[first:], level):
        question = NoteItem("", section[0].text, "own")
        found.items.append(_item(section[1:], question, note, found))


def _item(blocks: Sequence[Block], written: NoteItem, note: PaperNote, found: _Found) -> NoteItem:
    """`written`: as the heading has it, for what the comment does not say."""
    item, answer = written, None
    inlines: list[Token] = []
    for block in blocks:
        comment = comment_in(block, "evidence")
        if comment is not None:
            stored = _stored(block, comment, found)
            item = _item_of(stored, written)
            answer = _answer(stored, note, block, found)
        elif block.kind == "paragraph" or block.kind in _LISTS:
            inlines += block.inlines
        else:
            _report_rest([block], found)
    item = replace(item, item_id=_unused(item.item_id, found))
    if written.item_id != SUMMARY and item.question != written.question and not _is_same(item, written):
        found.edited.append(item.item_id)
        item = replace(item, question=written.question)
    read = read_answer(answer, inlines, _new_answer(note, item))
    if read.is_edited:
        found.edited.append(item.item_id)
    if item.item_id in found.edited and answer is not None:
        found.before[item.item_id] = answer
    return replace(item, answer=read.answer)


def _is_same(item: NoteItem, written: NoteItem) -> bool:
    """Whether the heading is the question as it was written."""
    return plain_text(escape(one_line(item.question))) == written.question


def _item_of(stored: Mapping[str, Any], written: NoteItem) -> NoteItem:
    item_id, origin, asked = (stored.get(name) for name in ("item", "origin", "asked"))
    translated, kind = stored.get("in_document_language"), stored.get("kind")
    return replace(
        written,
        item_id=item_id if isinstance(item_id, str) and written.item_id != SUMMARY else written.item_id,
        origin=origin if origin in get_args(Origin) else written.origin,  # type: ignore[arg-type]  # it is one of them
        question=asked if isinstance(asked, str) else written.question,
        in_document_language=translated if isinstance(translated, str) else "",
        kind=kind if kind in get_args(QuestionKind) else "",  # type: ignore[arg-type]  # it is one of them
    )


def _unused(item_id: str, found: _Found) -> str:
    """An id that no other item has: a question may have been copied, or be new."""
    if item_id == SUMMARY and not found.items:
        return item_id
    used = {SUMMARY, *(item.item_id for item in found.items)}
    number = len(found.items) + 1
    while not item_id or item_id in used:
        item_id, number = f"own-{number}", number + 1
    return item_id


def _answer(stored: dict[str, Any], note: PaperNote, block: Block, found: _Found) -> Answer | None:
    if "claims" not in stored:
        return None
    try:
        answer = answer_of({"document_id": note.document_id, "language": note.language, **stored})
    except ValueError as failure:
        found.faults.append(NoteFault("evidence", block.line, str(failure)))
        return None
    return replace(answer, status="stopped") if answer.status == "running" else answer


def _new_answer(note: PaperNote, item: NoteItem) -> Answer:
    return Answer(
        answer_id=f"{note.note_id}-{item.item_id}",
        document_id=note.document_id,
        question=item.question,
        status="answered",
        language=note.language,
        claims=(),
        retrieved_pages=(),
        coverage=Coverage(0, 0),
        model="none",
        created=note.modified,
        remarks=(Remark.EDITED,),
    )


def _report_rest(blocks: Sequence[Block], found: _Found) -> None:
    """Comments of other programs are their business; the one about the note has been read."""
    for block in blocks:
        if comment_in(block, "note") is not None:
            continue
        if not block.text.startswith("<!--") or is_own_comment(block):
            words = " ".join((block.text or " ".join(inline.content for inline in block.inlines)).split())
            found.faults.append(NoteFault("not read", block.line, words))


def _stored(block: Block, comment: str, found: _Found) -> dict[str, Any]:
    try:
        stored = json.loads(comment)
    except (ValueError, RecursionError) as failure:
        stored = None
        reason = str(failure) or "nested too deep"
    else:
        reason = "no object"
    if isinstance(stored, dict):
        return stored
    kind: FaultKind = "evidence" if comment_in(block, "evidence") is not None else "note"
    found.faults.append(NoteFault(kind, block.line, reason))
    begins = _ITEM.match(comment)
    return {"item": begins[1]} if begins else {}


def _about(blocks: Sequence[Block], found: _Found) -> tuple[dict[str, Any], int]:
    for block in blocks:
        comment = comment_in(block, "note")
        if comment is not None:
            return _stored(block, comment, found), block.line
    return {}, 0


def _with_title(note: PaperNote, title: Block | None, pdfs: tuple[str, ...]) -> PaperNote:
    """The title that the heading has, where that was changed and the front matter was not."""
    if title is None or "title" in note.head.edited:
        return note
    names = [plain_text(escape(note_title(note, pdf))) for pdf in pdfs or ("",)]
    if title.text in names:
        return note
    head = replace(note.head, title=title.text, edited=(*note.head.edited, "title"))
    return replace(note, head=head)


def _pdfs(fields_of_file: Mapping[str, Field], blocks: Sequence[Block]) -> tuple[str, ...]:
    stated = fields_of_file.get("pdf")
    sources = [stated] if isinstance(stated, str) and stated else []
    for block in blocks:
        for inline in block.inlines:
            sources += (target for token in inline.children or [] if (target := _pdf_of(token)))
    return tuple(dict.fromkeys(sources))


def _pdf_of(link: Token) -> str:
    """The file that a link to a page leads into."""
    if link.type != "link_open" or link.info == "auto":
        return ""
    target, page, _ = str(link.attrs.get("href", "")).partition("#page=")
    return unquote(target, errors="surrogateescape") if page or target.lower().endswith(".pdf") else ""
