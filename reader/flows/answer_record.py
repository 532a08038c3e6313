"""The answer while it is made: each change of it is in the notebook before anybody is told."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reader.core.answer import Answer, Citation, Claim, Coverage
from reader.engine.llm import LanguageModel
from reader.flows.events import Cited, Found
from reader.flows.readable import Readable
from reader.store.paper_notes import AnswerStore

_RETRIEVED_PAGES = 20


def begun_answer(document: Readable, question: str, language: str, model: LanguageModel | None) -> Answer:
    """An answer of which nothing is there yet. `model`: None where the document's own words are quoted."""
    return Answer(
        answer_id=uuid.uuid4().hex,
        document_id=document.document_id,
        question=question,
        status="running",
        language=language,
        claims=(),
        retrieved_pages=(),
        coverage=document.coverage,
        model="none" if model is None else model.name,
        created=datetime.now(UTC).isoformat(),
    )


class AnswerRecord:
    def __init__(self, answer: Answer, notebook: AnswerStore | None) -> None:
        self.answer = answer
        self._notebook = notebook

    async def save(self, **changes: object) -> None:
        """`changes`: fields of the answer."""
        self.note(**changes)
        if self._notebook is not None:
            await self._notebook.save_answer(self.answer)

    def note(self, **changes: object) -> None:
        """Change fields of the answer; the next `save` keeps that."""
        self.answer = replace(self.answer, **changes)  # type: ignore[arg-type]

    async def found(self, evidence: Sequence[Citation], pages: tuple[int, ...], coverage: Coverage) -> Found:
        """`pages`: those that search found, best first."""
        await self.save(evidence=tuple(evidence), retrieved_pages=pages[:_RETRIEVED_PAGES], coverage=coverage)
        return Found(self.answer.evidence, coverage)

    async def cited(self, claim: Claim) -> Cited:
        """Add a sentence."""
        position = len(self.answer.claims)
        await self.save(claims=(*self.answer.claims, claim))
        return Cited(position, claim)

    async def replaced(self, position: int, claim: Claim) -> Cited:
        """Put a sentence in the place of another."""
        claims = list(self.answer.claims)
        claims[position] = claim
        await self.save(claims=tuple(claims))
        return Cited(position, claim)
