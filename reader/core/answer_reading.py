"""An answer in Markdown read back: its evidence from the comment, and what somebody has changed in its sentences.

A sentence that stands there as it was checked keeps its citations. Any other is the reader's own: without evidence
until it is checked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markdown_it.token import Token

from reader.core.answer import Answer, Claim, Remark, Verdict
from reader.core.answer_json import answer_from_json
from reader.core.answer_markdown import CERTAINTY, NEAREST, STATUS, WAITING, remark_texts
from reader.core.citations import parse_pages
from reader.core.document import Rect
from reader.core.markdown_reading import plain_text, texts_of
from reader.core.markdown_text import one_line, prose
from reader.core.sentences import split_sentences

_QUOTED = re.compile(r"^(?:“(.*)”|「(.*)」|\"(.*)\")$", re.DOTALL)
_ENDS = ".!?。！？」』”\"')]"
_STATUSES = tuple(
    re.compile(re.escape(said).replace(r"\{0\}", r"\d+").replace(r"\{1\}", r"\d+"))
    for words in (*STATUS.values(), WAITING)
    for said in words.values()
)
_LARGEST = 10**6
"""Pages: a number beyond is no page of any document."""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    answer: Answer | None
    is_edited: bool
    """Whether sentences differ from those that had been checked."""


def answer_of(stored: dict[str, Any]) -> Answer:
    """The answer of an evidence comment. Raises ValueError where anything in it is not what it should be."""
    try:
        answer = answer_from_json({"evidence": [], **stored})
    except (KeyError, TypeError, ValueError, AttributeError) as failure:
        raise ValueError(f"{type(failure).__name__} {failure}") from failure
    _require_sound(answer)
    return answer


def read_answer(found: Answer | None, paragraphs: Sequence[Token], new_answer: Answer) -> ReadAnswer:
    """`found`: from the comment; `paragraphs`: the inline tokens of what stands in the file; `new_answer`: what an
    answer that has no comment begins with, without claims."""
    groups = list(_groups(_without_frame(paragraphs)))
    before = () if found is None else found.claims
    claims, is_edited = _claims(groups, before)
    if found is None:
        return ReadAnswer(replace(new_answer, claims=claims), is_edited=True) if claims else ReadAnswer(None, False)
    if not is_edited:
        return ReadAnswer(found, is_edited=False)
    status = "answered" if found.status == "not_found" and claims else found.status
    remarks = tuple(dict.fromkeys((*found.remarks, Remark.EDITED)))
    edited = replace(found, claims=claims, status=status, remarks=remarks)
    return ReadAnswer(replace(edited, evidence=()) if status != "not_found" else edited, is_edited=True)


def _without_frame(paragraphs: Sequence[Token]) -> Iterator[Token]:
    """The paragraphs that are sentences: no remarks, no status, no nearest passages."""
    is_nearest = False
    for token in paragraphs:
        text = one_line("".join(texts_of(token.children or [])))
        is_nearest = is_nearest or text.rstrip(":：") in NEAREST.values()
        is_frame = text in remark_texts() or any(status.fullmatch(text) for status in _STATUSES)
        if not is_nearest and not is_frame:
            yield token


def _groups(paragraphs: Iterable[Token]) -> Iterator[str]:
    """The text before each citation or sign; a sentence that is as it was written is a group of its own."""
    for token in paragraphs:
        text = ""
        for piece in _pieces(token.children or []):
            if piece is None:
                if text.strip():
                    yield one_line(text)
                text = ""
            else:
                text += piece
        if text.strip():
            yield one_line(text)


def _pieces(tokens: Sequence[Token]) -> Iterator[str | None]:
    """Text, and None where a citation or the sign of what is not verified stands."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        end = _end_of(tokens, position)
        inner = tokens[position + 1 : end - 1]
        text = "".join(texts_of(inner))
        if _is_citation(token, text) or (token.type == "em_open" and text in CERTAINTY):
            yield None
        elif token.type == "text" and _is_sign(tokens, position):
            yield token.content.rstrip()[:-1]
        else:
            yield from texts_of(tokens[position:end])
        position = end


def _is_citation(token: Token, text: str) -> bool:
    is_link = token.type == "link_open" and "#page=" in str(token.attrs.get("href", ""))
    return is_link and bool(parse_pages(text))


def _is_sign(tokens: Sequence[Token], position: int) -> bool:
    """Whether a text ends in the sign that belongs to the words behind it."""
    is_signed = tokens[position].content.rstrip()[-1:] in CERTAINTY.values()
    following = tokens[position + 1 : position + 3]
    return is_signed and len(following) == 2 and following[0].type == "em_open" and following[1].content in CERTAINTY


def _end_of(tokens: Sequence[Token], position: int) -> int:
    """Behind the token that closes the one at the position."""
    depth = 0
    for number in range(position, len(tokens)):
        depth += tokens[number].nesting
        if depth <= 0:
            return number + 1
    return len(tokens)


def _claims(groups: Sequence[str], before: Sequence[Claim]) -> tuple[tuple[Claim, ...], bool]:
    """The sentences in the order in which they stand now, and whether any was changed, added, moved or taken out."""
    left = [(claim, plain_text(prose(claim.text))) for claim in before]
    claims: list[Claim] = []
    is_edited = False
    for group in groups:
        place = next((n for n, (_, text) in enumerate(left) if group == text or _unquoted(group) == text), None)
        if place is not None:
            is_edited = is_edited or place > 0
            claims.append(left.pop(place)[0])
            continue
        is_edited = True
        claims += _changed(group, left)
    return tuple(claims), is_edited or bool(left)


def _changed(group: str, left: list[tuple[Claim, str]]) -> list[Claim]:
    """Sentences of which one may still be as it was, with others before or behind it."""
    for place, (claim, text) in sorted(enumerate(left), key=lambda item: -len(item[1][1])):
        start = group.find(text) if text else -1
        ahead, behind = group[:start].rstrip(), group[start + len(text) :].strip()
        if start >= 0 and ahead[-1:] in ("", *_ENDS) and (not behind or text[-1:] in _ENDS):
            del left[place]
            return [*_own(ahead), claim, *_own(behind)]
    return _own(_unquoted(group))


def _own(text: str) -> list[Claim]:
    sentences = (text[part.start : part.end] for part in split_sentences(text))
    return [Claim(sentence, Verdict.UNSUPPORTED) for sentence in sentences if any(map(str.isalnum, sentence))]


def _unquoted(text: str) -> str:
    match = _QUOTED.match(text)
    return next(inner for inner in match.groups() if inner is not None).strip() if match else text


def _require_sound(answer: Answer) -> None:
    """JSON gives any type for any field; what is kept in the library and drawn must be what it says."""
    texts: list[object] = [answer.answer_id, answer.document_id, answer.question, answer.language, answer.model]
    texts += [answer.created, answer.message]
    pages: list[object] = [*answer.retrieved_pages]
    numbers: list[object] = []
    rects: list[Rect] = []
    for claim in answer.claims:
        texts.append(claim.text)
    for citation in (*(c for claim in answer.claims for c in claim.citations), *answer.evidence):
        texts += [citation.page_label, citation.quote, citation.document_id, citation.file, citation.document]
        pages.append(citation.page_index)
        numbers.append(citation.score)
        rects += citation.rects
    pages += [answer.coverage.pages, answer.coverage.pages_read, answer.coverage.without_text]
    numbers += [value for rect in rects for value in (rect.x0, rect.y0, rect.x1, rect.y1)]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("a text is missing")
    if not all(type(page) is int and 0 <= page < _LARGEST for page in pages):
        raise ValueError("a page is no number")
    if not all(type(number) in (int, float) and abs(number) < _LARGEST for number in numbers):  # type: ignore[arg-type]
        raise ValueError("a place is no number")
    if answer.status not in (*STATUS["en"], "answered"):
        raise ValueError("the status is unknown")
