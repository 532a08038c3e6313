"""Answering a question: evidence at once, then the model's sentences, each checked against the pages.

The page of a citation always comes from the document's own text; what a model says about pages is dropped.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from reader.core.answer import Answer, Citation, Claim, Verdict
from reader.core.attribution import Attribution, Attributor, Evidence
from reader.core.claims import ClaimSplitter
from reader.core.document import PageText
from reader.core.errors import ReaderError
from reader.core.language import language_of
from reader.core.passages import Passage
from reader.core.prompt import build_prompt, is_no_answer
from reader.core.quote_index import fold
from reader.core.quoting import short_excerpts, worth_quoting
from reader.core.selection import Selection, passage_around, with_selection
from reader.engine.llm import LanguageModel, Message
from reader.flows.events import Cited, Event, Finished, Found, Reading, Searching, Text
from reader.flows.opening import OpenDocument
from reader.flows.searching import search
from reader.store.notebook import Notebook
from reader.store.search import Found as SearchResult

_log = logging.getLogger(__name__)
_PROMPT_PASSAGES = 3
"""More than about three passages add nothing for citations, and reading them is what takes the time."""
_CHECKED_PAGES = 6
"""Claims are looked for on the pages of the prompt and the next best ones."""
_RETRIEVED_PAGES = 20
_MAX_TOKENS = 220
_MAX_CLAIMS = 4


@dataclass(slots=True)
class AnswerTiming:
    """Seconds since the question was asked, and the model's tokens; filled while the answer is made."""

    search_s: float = 0.0
    first_token_s: float | None = None
    total_s: float = 0.0
    prompt_tokens: int = 0
    generated_tokens: int = 0
    _start: float = field(default_factory=time.perf_counter)

    def now(self) -> float:
        return time.perf_counter() - self._start


def answer(
    document: OpenDocument,
    question: str,
    model: LanguageModel | None,
    notebook: Notebook | None,
    *,
    language: str = "",
    previous: Answer | None = None,
    selection: Selection | None = None,
    timing: AnswerTiming | None = None,
) -> AsyncGenerator[Event, None]:
    """Answer a question; without a model the answer is the best evidence, quoted.

    Each event is yielded after what it tells is in the notebook. Closing the generator (aclosing) or cancelling
    the task is Stop: what was written stays, as "stopped". A failure of the model ends as status "error" with
    the claims so far. `language` is that of the answer; empty: the question's. `previous`: the answer before in the
    same conversation, for questions such as "why?". `selection`: what the question is about.
    """
    question = question.encode("utf-8", "replace").decode()  # an argument of the command line need not be Unicode
    context = _Context(language, previous, selection, timing or AnswerTiming())
    return _Answering(document, question, model, notebook, context).run()


@dataclass(frozen=True, slots=True)
class _Context:
    """What an answer depends on besides the document and the question."""

    language: str
    previous: Answer | None
    selection: Selection | None
    timing: AnswerTiming


class _Answering:
    def __init__(
        self,
        document: OpenDocument,
        question: str,
        model: LanguageModel | None,
        notebook: Notebook | None,
        context: _Context,
    ) -> None:
        language = context.language or language_of(question) or "en"
        if model is not None and model.languages and language not in model.languages:
            model = None  # what it would write is no language: the document's own words are better
        self._document = document
        self._question = question
        self._model = model
        self._notebook = notebook
        self._timing = context.timing
        self._selection = context.selection
        self._search_texts: tuple[str, ...] = (question,)
        """What to search for: the question, then the same in other words (the document's language)."""
        self._splitter = ClaimSplitter()
        self._unchecked: list[str] = []
        self._attributor: Attributor | None = None
        self._pages: dict[int, PageText] = {}
        self._answer = Answer(
            answer_id=uuid.uuid4().hex,
            document_id=document.document_id,
            question=question,
            status="running",
            language=language,
            claims=(),
            retrieved_pages=(),
            coverage=document.coverage,
            model=model.name if model is not None else "none",
            created=datetime.now(UTC).isoformat(),
        )

    async def run(self) -> AsyncGenerator[Event, None]:
        try:
            yield Searching()
            async with aclosing(self._events()) as events:
                async for event in events:
                    yield event
        except (asyncio.CancelledError, GeneratorExit):
            await self._stop()
            raise
        self._timing.total_s = self._timing.now()
        yield Finished(self._answer)

    async def _events(self) -> AsyncGenerator[Event, None]:
        await self._save()
        await self._document.wait_for_text()
        result, quotes, has_answer = await self._search()
        if self._selection is not None:
            result, quotes = await self._led_by(self._selection, result, quotes)
            has_answer = True
        self._timing.search_s = self._timing.now()
        evidence = tuple(self._citation(quote) for quote in quotes)
        await self._save(
            evidence=evidence,
            retrieved_pages=result.pages[:_RETRIEVED_PAGES],
            coverage=self._document.coverage,
        )
        yield Found(evidence, self._answer.coverage)
        if not quotes or not has_answer:
            await self._save(status="not_found")
            return
        if self._model is None:
            async with aclosing(self._quoted(quotes)) as events:
                async for event in events:
                    yield event
            await self._save(status="answered")
            return
        try:
            async with aclosing(self._written(self._model, result, quotes)) as events:
                async for event in events:
                    yield event
            self._timing.prompt_tokens = self._model.usage.prompt_tokens
            self._timing.generated_tokens = self._model.usage.generated_tokens
        except ReaderError as failure:
            _log.warning("the model failed while answering: %s", failure)
            await self._save(status="error", message=str(failure))
            return
        if is_no_answer(self._answer.text) and not self._answer.verified_count:
            await self._save(status="not_found")
            return
        if self._model.is_small or not self._answer.verified_count:
            # A model too small for this question: what the document itself says is shown below its words.
            async with aclosing(self._quoted(quotes)) as events:
                async for event in events:
                    yield event
        await self._save(status="answered")

    async def _led_by(
        self, selection: Selection, result: SearchResult, quotes: list[Evidence]
    ) -> tuple[SearchResult, list[Evidence]]:
        """The selected text and what stands around it first, then what search found for the question."""
        page = selection.page_index
        self._pages |= await self._document.page_texts([page])
        if page not in self._pages:
            return result, quotes
        selected = passage_around(selection, self._pages[page].text)
        result = SearchResult(
            tuple(dict.fromkeys((page, *result.pages))), tuple(with_selection(selected, result.passages))
        )
        own = Evidence(page, selection.start, selection.end, 1.0)
        return result, [own, *quotes]

    async def _search(self) -> tuple[SearchResult, list[Evidence], bool]:
        """What was found, what of it to quote, and whether it speaks of what is asked."""
        searched = await search(self._document, self._search_texts)
        wanted = {quote.page_index for quote in searched.quotes} | set(searched.found.pages[:_CHECKED_PAGES])
        self._pages = await self._document.page_texts(wanted)
        return searched.found, list(searched.quotes), searched.has_answer

    async def _quoted(self, quotes: list[Evidence]) -> AsyncGenerator[Event, None]:
        for quote in worth_quoting(quotes):
            citation = self._citation(quote)
            said = [fold(claim.text) for claim in self._answer.claims if claim.verdict is Verdict.EXACT]
            quoted = fold(citation.quote)
            if not any(quoted in text or text in quoted for text in said):
                yield await self._cited(Claim(citation.quote, Verdict.EXACT, (citation,)))

    async def _written(
        self, model: LanguageModel, result: SearchResult, quotes: Sequence[Evidence]
    ) -> AsyncGenerator[Event, None]:
        in_order = [(page, self._pages[page].text) for page in result.pages[:_CHECKED_PAGES] if page in self._pages]
        self._attributor = await asyncio.to_thread(Attributor, in_order, self._question)
        chosen: Sequence[Passage] = result.passages[:_PROMPT_PASSAGES]
        if model.is_small:
            # SmolLM2-135M on 100 questions: precision .42 -> .45, numbers right .08 -> .13, first word 4 times sooner
            chosen = short_excerpts(quotes[:1], result.passages) or chosen
        prompt = build_prompt(self._question, self._document.title, chosen, self._answer.language)
        messages = [Message("system", prompt.system), Message("user", prompt.user)]
        tokens = await model.count_tokens(prompt.system + prompt.user)
        yield Reading(tokens, _estimate_s(model, tokens))
        async with aclosing(model.generate(messages, max_tokens=_MAX_TOKENS)) as deltas:
            async for delta in deltas:
                if self._timing.first_token_s is None:
                    self._timing.first_token_s = self._timing.now()
                self._take(self._splitter.feed(delta))  # first: what is on the screen outlasts a Stop
                yield Text(delta)
                while self._unchecked:
                    yield await self._next_checked()
                if len(self._answer.claims) >= _MAX_CLAIMS:
                    break  # asked for three sentences, a small model goes on, and makes things up
        self._take(self._splitter.finish())
        while self._unchecked:
            yield await self._next_checked()

    def _take(self, claims: list[str]) -> None:
        """Keep the sentences for which there is room; the others are dropped."""
        self._unchecked += claims[: max(_MAX_CLAIMS - len(self._answer.claims) - len(self._unchecked), 0)]

    async def _next_checked(self) -> Cited:
        claim = await self._checked(self._unchecked[0])
        del self._unchecked[0]  # not before: a Stop in the middle of the check keeps the sentence
        return await self._cited(claim)

    async def _checked(self, text: str) -> Claim:
        if self._attributor is None:
            return Claim(text, Verdict.UNSUPPORTED)
        return self._claim(text, await asyncio.to_thread(self._attributor.attribute, text))

    def _claim(self, text: str, found: Attribution) -> Claim:
        return Claim(text, found.verdict, tuple(self._citation(evidence) for evidence in found.evidence))

    def _citation(self, evidence: Evidence) -> Citation:
        return self._document.citation(evidence, self._pages[evidence.page_index])

    async def _cited(self, claim: Claim) -> Cited:
        position = len(self._answer.claims)
        await self._save(claims=(*self._answer.claims, claim))
        return Cited(position, claim)

    async def _stop(self) -> None:
        """Keep what was written; the sentence that was being written is checked like the others."""
        if self._attributor is not None:
            attributor = self._attributor
            self._take(self._splitter.finish())
            rest = tuple(self._claim(text, attributor.attribute(text)) for text in self._unchecked)
            self._answer = replace(self._answer, claims=(*self._answer.claims, *rest))
        await self._save(status="stopped")

    async def _save(self, **changes: object) -> None:
        self._answer = replace(self._answer, **changes)  # type: ignore[arg-type]
        if self._notebook is not None:
            await self._notebook.save_answer(self._answer)


def _estimate_s(model: LanguageModel, tokens: int) -> float | None:
    """How long reading that many tokens takes, from the model's latest answer; None before the first one."""
    usage = model.usage
    fresh = usage.prompt_tokens - usage.reused_tokens
    if fresh < 50 or usage.first_token_s <= 0:
        return None
    return tokens * usage.first_token_s / fresh
