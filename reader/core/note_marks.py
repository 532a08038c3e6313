"""The evidence of a note as marks on its PDF, for a copy with annotations: question and answer beside the words."""

from collections.abc import Iterator

from reader.core.answer import Answer, Citation, Verdict
from reader.core.answer_markdown import known_language
from reader.core.document import Spot
from reader.core.marks import Colour, Mark
from reader.core.note_markdown import SUMMARY_HEADING
from reader.core.paper_note import SUMMARY, PaperNote

_COLOURS = {Verdict.EXACT: Colour.YELLOW, Verdict.SUPPORTED: Colour.YELLOW, Verdict.PAGE_ONLY: Colour.ORANGE}


def evidence_marks(note: PaperNote) -> tuple[Mark, ...]:
    """A highlight for each stretch that the note cites, in the order of the pages; orange where its page only speaks of
    what is said. One that several answers cite has the questions and answers of all.

    A sentence that no page holds has no highlight; it stands in the answer beside the others.
    """
    comments: dict[tuple[int, str], list[str]] = {}
    cited: dict[tuple[int, str], tuple[Citation, Verdict]] = {}
    for title, answer in _answers(note):
        said = f"{title}\n\n{answer.text}"
        for claim in answer.claims:
            for citation in claim.citations:
                if claim.verdict not in _COLOURS or citation.document_id:
                    continue
                key = (citation.page_index, citation.quote)
                known = cited.get(key)
                if known is None or _COLOURS[known[1]] is Colour.ORANGE:
                    cited[key] = (citation, claim.verdict)
                if said not in comments.setdefault(key, []):
                    comments[key].append(said)
    marks = [
        Mark(
            mark_id=f"{note.note_id}-{number}",
            document_id=note.document_id,
            kind="highlight",
            colour=_COLOURS[verdict],
            spots=(Spot(citation.page_index, citation.rects),),
            quote=citation.quote,
            comment="\n\n".join(comments[key]),
            created=note.created,
            modified=note.modified,
        )
        for number, (key, (citation, verdict)) in enumerate(cited.items())
    ]
    return tuple(sorted(marks, key=_place))


def _answers(note: PaperNote) -> Iterator[tuple[str, Answer]]:
    for part in note.parts:
        if part.answer is not None:
            is_summary = part.item_id == SUMMARY
            yield SUMMARY_HEADING[known_language(note.language)] if is_summary else part.question, part.answer


def _place(mark: Mark) -> tuple[int, float]:
    rects = mark.spots[0].rects
    return mark.spots[0].page_index, min((rect.y0 for rect in rects), default=0.0)
