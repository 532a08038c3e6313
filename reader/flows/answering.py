"""Answering a question: evidence at once, then the model's sentences, each checked against the pages.

The page of a citation always comes from the document's own text; what a model says about pages is dropped. Where
question and document are in different languages, everything is written and checked in the document's, sentence by
sentence translated afterwards, and each translation checked against what it translates.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from reader.core.answer import Answer, Citation, Claim, Remark, Verdict
from reader.core.answer_language import is_other_language, language_of_question
from reader.core.attribution import Attribution, Attributor, Evidence
from reader.core.claims import ClaimSplitter
from reader.core.document import PageText
from reader.core.errors import ReaderError
from reader.core.followups import is_follow_up
from reader.core.language import content_tokens, language_of
from reader.core.passages import Passage
from reader.core.prompt import PromptText, Turn, build_prompt, is_no_answer
from reader.core.questions import asks_for_figure, asks_for_table
from reader.core.quote_index import fold
from reader.core.quoting import worth_quoting
from reader.core.selection import Selection, passage_around, with_selection
from reader.core.sentences import split_sentences
from reader.core.translation import wanted_translation
from reader.engine.llm import LanguageModel
from reader.flows.events import Cited, Event, Finished, Found, Reading, Searching, Text, Translating, Withdrawn
from reader.flows.prompting import PromptMemory, chosen_passages, messages_of
from reader.flows.readable import Readable
from reader.flows.searching import search
from reader.flows.translating import may_translate, translated_question, translated_sentence
from reader.store.notebook import Notebook
from reader.store.search import Found as SearchResult

_log = logging.getLogger(__name__)
_CHECKED_PAGES = 6
"""Claims are looked for on the pages of the prompt and the next best ones."""
_RETRIEVED_PAGES = 20
_PROMPT_DOCUMENTS = 3
"""What more documents than these say of themselves is quoted: a prompt has no room for all, and none may be missing."""
_MAX_TOKENS = 220
_MAX_CLAIMS = 4
_MAX_TRANSLATED = 12
"""Sentences of a selection that are translated: a page takes a model of 1.5B minutes."""
_TELLING_WORDS = 2
"""Content words of a question that says something by itself."""
_TELLING_LETTERS = 60
"""Letters of a sentence that is not complete yet which tell its language: "LOw-Memory Optimization (LOMO)は" has 25."""


@dataclass(slots=True)
class AnswerTiming:
    """Seconds since the question was asked, and the model's tokens; filled while the answer is made."""

    search_s: float = 0.0
    """All searches together, without a translation in between."""
    first_token_s: float | None = None
    total_s: float = 0.0
    prompt_tokens: int = 0
    reused_tokens: int = 0
    generated_tokens: int = 0
    _start: float = field(default_factory=time.perf_counter)

    def now(self) -> float:
        return time.perf_counter() - self._start


def answer(
    document: Readable,
    question: str,
    model: LanguageModel | None,
    notebook: Notebook | None,
    *,
    language: str = "",
    previous: Answer | None = None,
    selection: Selection | None = None,
    memory: PromptMemory | None = None,
    timing: AnswerTiming | None = None,
) -> AsyncGenerator[Event, None]:
    """Answer a question; without a model the answer is the best evidence, quoted.

    Each event is yielded after what it tells is in the notebook. Closing the generator (aclosing) or cancelling
    the task is Stop: what was written stays, as "stopped". A failure of the model ends as status "error" with
    the claims so far. `language` is that of the answer; empty: the question's. `previous`: the answer before in the
    same conversation, for questions such as "why?". `selection`: what the question is about. `memory`: what the model
    read for the questions before; with it the first word comes sooner.
    """
    question = question.encode("utf-8", "replace").decode()  # an argument of the command line need not be Unicode
    context = _Context(language, previous, selection, memory or PromptMemory(), timing or AnswerTiming())
    return _Answering(document, question, model, notebook, context).run()


async def prompt_for_draft(
    document: Readable, draft: str, model: LanguageModel, memory: PromptMemory, language: str = ""
) -> PromptText | None:
    """The prompt there would be if this were asked now; None where the answer would be made without a model.

    A draft in another language than the document's is translated for it; the memory keeps that for the question.
    """
    context = _Context(language, None, None, memory, AnswerTiming())
    return await _Answering(document, draft, model, None, context).draft_prompt()


@dataclass(frozen=True, slots=True)
class _Context:
    """What an answer depends on besides the document and the question."""

    language: str
    previous: Answer | None
    selection: Selection | None
    memory: PromptMemory
    timing: AnswerTiming


class _Answering:
    def __init__(
        self,
        document: Readable,
        question: str,
        model: LanguageModel | None,
        notebook: Notebook | None,
        context: _Context,
    ) -> None:
        self._document = document
        self._question = question
        self._model = model
        self._notebook = notebook
        self._context = context
        self._timing = context.timing
        self._splitter = ClaimSplitter()
        self._unchecked: list[str] = []
        self._attributor: Attributor | None = None
        self._pages: dict[int, PageText] = {}
        self._written_in = ""
        """The language the model writes in: the document's, where it can translate, else the answer's."""
        self._documents = 1
        """How many documents the quotes stand for."""
        self._translated = ""
        """The question in the document's language, where it was asked in another one."""
        self._translated_count = 0
        self._is_declined = False
        """The model said that the passages do not answer the question."""
        previous = context.previous
        self._before = previous if previous is not None and is_follow_up(question) else None
        self._answer = Answer(
            answer_id=uuid.uuid4().hex,
            document_id=document.document_id,
            question=question,
            status="running",
            language=context.language or language_of(question) or "en",
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

    async def draft_prompt(self) -> PromptText | None:
        """See `prompt_for_draft`."""
        if not self._document.pages_read:
            return None
        await self._choose_languages()
        if self._model is None:
            return None
        if await self._wants_translation():
            await self._translate_question(self._model)
        result, quotes, has_answer = await self._search()
        return self._prompt(self._model, result, quotes) if quotes and has_answer else None

    async def _events(self) -> AsyncGenerator[Event, None]:
        await self._save()
        await self._document.wait_for_text()
        await self._choose_languages()
        selection, target = self._context.selection, wanted_translation(self._question, self._answer.language)
        is_there = selection is not None and selection.page_index in self._document.pages_read
        if self._model is not None and selection is not None and is_there and target:
            parts = self._selection_translated(self._model, selection, target)
        else:
            parts = self._searched()
        try:
            async with aclosing(parts) as events:
                async for event in events:
                    yield event
        except ReaderError as failure:
            if self._model is None:
                raise  # of the index: nothing of an answer is there
            _log.warning("the model failed while answering: %s", failure)
            await self._save(status="error", message=str(failure))

    async def _choose_languages(self) -> None:
        """The language of the answer, the one the model writes in, and whether there is a model for them."""
        model, document_language = self._model, await self._document.language()
        language = self._context.language or language_of_question(self._question, document_language)
        if model is not None and model.languages and language not in model.languages:
            model = None  # what it would write is no language: the document's own words are better
        self._model, self._written_in = model, language
        if model is not None and document_language and may_translate(model, document_language, language):
            self._written_in = document_language
        self._answer = replace(self._answer, language=language, model="none" if model is None else model.name)

    async def _wants_translation(self) -> bool:
        """Whether the question is to be translated: it is asked in another language than the document's."""
        asked = language_of_question(self._question, await self._document.language())
        return self._written_in != self._answer.language and asked != self._written_in

    async def _translate_question(self, model: LanguageModel) -> None:
        asked, memory = self._question, self._context.memory
        if self._before is not None:
            asked = f"{self._before.question} {asked}"
        if memory.translated[0] != asked:  # else it was translated while it was typed
            memory.translated = asked, await translated_question(model, asked, self._written_in)
        self._translated = memory.translated[1]

    async def _searched(self) -> AsyncGenerator[Event, None]:
        """The answer to a question: what search finds, and what the model makes of it."""
        result, quotes, has_answer = await self._search()
        yield await self._found(result, quotes)
        if self._model is not None and await self._wants_translation():
            yield Translating()
            await self._translate_question(self._model)
            if self._translated:
                result, quotes, has_answer = await self._search()
                yield await self._found(result, quotes)
        if not quotes or not has_answer:
            await self._save(status="not_found")
            return
        if self._model is None or self._documents > _PROMPT_DOCUMENTS:
            self._answer = replace(self._answer, model="none")
            async with aclosing(self._quoted(quotes)) as events:
                async for event in events:
                    yield event
        else:
            async with aclosing(self._made_by(self._model, result, quotes)) as events:
                async for event in events:
                    yield event
        await self._save(status="answered", remarks=self._remarks())

    async def _made_by(
        self, model: LanguageModel, result: SearchResult, quotes: Sequence[Evidence]
    ) -> AsyncGenerator[Event, None]:
        """The model's sentences, checked, translated where that is needed, and what the document itself says below
        them where the model is too small for this question."""
        async with aclosing(self._written(model, result, quotes)) as events:
            async for event in events:
                yield event
        self._timing.prompt_tokens = model.usage.prompt_tokens
        self._timing.reused_tokens = model.usage.reused_tokens
        self._timing.generated_tokens = model.usage.generated_tokens
        verified = self._answer.verified_count
        if is_no_answer(self._answer.text) and not verified:
            # A small model says so of every fifth question that can be answered, and half of those times the answer
            # stands in what it has read: the reader gets to see that.
            self._is_declined = True
            await self._save(claims=())
            yield Withdrawn()
            async with aclosing(self._quoted(quotes)) as events:
                async for event in events:
                    yield event
            return
        if self._written_in != self._answer.language:
            async with aclosing(self._in_readers_language(model, self._answer.language)) as events:
                async for event in events:
                    yield event
        if model.is_small or not verified:
            async with aclosing(self._quoted(quotes)) as events:
                async for event in events:
                    yield event

    async def _search(self) -> tuple[SearchResult, list[Evidence], bool]:
        """What was found, what of it to quote, and whether it speaks of what is asked."""
        begun = self._timing.now()
        searched = await search(self._document, self._search_texts)
        result, quotes, has_answer = searched.found, list(searched.quotes), searched.has_answer
        self._documents = searched.documents
        wanted = {quote.page_index for quote in quotes} | set(result.pages[:_CHECKED_PAGES])
        selection = self._context.selection
        if selection is not None:
            wanted.add(selection.page_index)
        self._pages = await self._document.page_texts(wanted)
        self._timing.search_s += self._timing.now() - begun
        if selection is None or selection.page_index not in self._pages:
            return result, quotes, has_answer
        # The selected text and what stands around it first, then what search found for the question.
        page = selection.page_index
        selected = passage_around(selection, self._pages[page].text)
        pages = tuple(dict.fromkeys((page, *result.pages)))
        own = Evidence(page, selection.start, selection.end, 1.0)
        return SearchResult(pages, tuple(with_selection(selected, result.passages))), [own, *quotes], True

    @property
    def _search_texts(self) -> tuple[str, ...]:
        """What to search for: the question, what it leans on, and both in the document's language."""
        texts = [self._question, self._translated]
        if self._before is not None:
            texts.append(self._before.question)
            if len(content_tokens(self._before.question)) < _TELLING_WORDS:  # it leaned on another one itself
                texts += [claim.text for claim in self._before.claims[:1]]
        return tuple(text for text in texts if text)

    async def _found(self, result: SearchResult, quotes: Sequence[Evidence]) -> Found:
        evidence = tuple(self._citation(quote) for quote in quotes)
        await self._save(
            evidence=evidence, retrieved_pages=result.pages[:_RETRIEVED_PAGES], coverage=self._document.coverage
        )
        return Found(evidence, self._answer.coverage)

    async def _quoted(self, quotes: Sequence[Evidence]) -> AsyncGenerator[Event, None]:
        for quote in worth_quoting(quotes, max(self._documents, 2)):
            citation = self._citation(quote)
            said = [fold(claim.text) for claim in self._answer.claims if claim.verdict is Verdict.EXACT]
            quoted = fold(citation.quote)
            if not any(quoted in text or text in quoted for text in said):
                yield await self._cited(Claim(citation.quote, Verdict.EXACT, (citation,)))

    # --- the model's sentences ---

    def _prompt(self, model: LanguageModel, result: SearchResult, quotes: Sequence[Evidence]) -> PromptText:
        passages: Sequence[Passage] = chosen_passages(model, result.passages, quotes, self._context.memory)
        return self._prompt_of(passages, is_firm=False)

    def _prompt_of(self, passages: Sequence[Passage], *, is_firm: bool) -> PromptText:
        before, selection = self._before, self._context.selection
        earlier = None
        if before is not None and not self._translated:
            own_words = [claim.text for claim in before.claims if not claim.is_quotation]
            # Quotations below a model's words are long, and the next answer would begin by repeating them.
            earlier = Turn(before.question, " ".join(own_words or [claim.text for claim in before.claims[:1]]))
        return build_prompt(
            self._translated or self._question,
            self._document.title,
            passages,
            self._written_in,
            earlier=earlier,
            selected="" if selection is None else selection.text,
            is_firm=is_firm,
        )

    async def _written(
        self, model: LanguageModel, result: SearchResult, quotes: Sequence[Evidence]
    ) -> AsyncGenerator[Event, None]:
        in_order = [(page, self._pages[page].text) for page in result.pages[:_CHECKED_PAGES] if page in self._pages]
        self._attributor = await asyncio.to_thread(Attributor, in_order, " ".join(self._search_texts))
        memory = self._context.memory
        prompt = self._prompt(model, result, quotes)
        yield Reading(*await memory.reading(model, prompt))
        memory.text = prompt.system + prompt.user
        async with aclosing(self._attempt(model, prompt, may_withdraw=True)) as events:
            async for event in events:
                yield event
        memory.note(model)
        if self._is_astray():
            self._splitter, self._unchecked = ClaimSplitter(), []
            await self._save(claims=())
            yield Withdrawn()
            firm = self._prompt_of(memory.passages, is_firm=True)
            async with aclosing(self._attempt(model, firm, may_withdraw=False)) as events:
                async for event in events:
                    yield event

    async def _attempt(
        self, model: LanguageModel, prompt: PromptText, *, may_withdraw: bool
    ) -> AsyncGenerator[Event, None]:
        """The answer to one prompt. With `may_withdraw` it ends as soon as its language is seen to be wrong."""
        async with aclosing(model.generate(messages_of(prompt), max_tokens=_MAX_TOKENS)) as deltas:
            async for delta in deltas:
                if self._timing.first_token_s is None:
                    self._timing.first_token_s = self._timing.now()
                self._take(self._splitter.feed(delta))  # first: what is on the screen outlasts a Stop
                yield Text(delta)
                if may_withdraw and self._is_astray():
                    return
                while self._unchecked:
                    yield await self._next_checked()
                if len(self._answer.claims) >= _MAX_CLAIMS:
                    break  # asked for three sentences, a small model goes on, and makes things up
        self._take(self._splitter.finish())
        if may_withdraw and self._is_astray():
            return
        while self._unchecked:
            yield await self._next_checked()

    def _is_astray(self) -> bool:
        """Whether the answer begins in another language than it should."""
        complete = [*(claim.text for claim in self._answer.claims), *self._unchecked]
        text = complete[0] if complete else self._splitter.pending
        if not complete and sum(character.isalpha() for character in text) < _TELLING_LETTERS:
            return False
        return is_other_language(text, self._written_in) and not is_no_answer(text)

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

    # --- translations ---

    async def _in_readers_language(self, model: LanguageModel, language: str) -> AsyncGenerator[Event, None]:
        """Each sentence translated in its place. One whose translation loses something stays as it is: it was
        checked, and the translation says something else."""
        for position, claim in enumerate(self._answer.claims):
            yield Translating()
            text = await translated_sentence(model, claim.text, language)
            if text:
                # Not "exact" any more: the words are the translator's.
                verdict = Verdict.SUPPORTED if claim.verdict is Verdict.EXACT else claim.verdict
                self._translated_count += 1
                yield await self._replaced(position, replace(claim, text=text, verdict=verdict))

    async def _selection_translated(
        self, model: LanguageModel, selection: Selection, language: str
    ) -> AsyncGenerator[Event, None]:
        """The selected sentences, first as they are, then each in its translation."""
        self._pages = await self._document.page_texts([selection.page_index])
        page = self._pages.get(selection.page_index)
        text = page.text if page is not None else ""
        shift = selection.start
        own = [
            Evidence(selection.page_index, shift + sentence.start, shift + sentence.end, 1.0)
            for sentence in split_sentences(text[selection.start : selection.end])[:_MAX_TRANSLATED]
        ]
        await self._save(language=language)
        yield await self._found(SearchResult((selection.page_index,), ()), own[:1])
        for evidence in own:
            citation = self._citation(evidence)
            yield await self._cited(Claim(citation.quote, Verdict.EXACT, (citation,)))
        async with aclosing(self._in_readers_language(model, language)) as events:
            async for event in events:
                yield event
        await self._save(status="answered", remarks=tuple(self._remarks_on_translation(len(own))))

    def _remarks(self) -> tuple[Remark, ...]:
        remarks = []
        if self._is_declined:
            return (Remark.DECLINED,)
        if asks_for_figure(self._question):
            remarks.append(Remark.FIGURE)
        elif asks_for_table(self._question):
            remarks.append(Remark.TABLE)
        own_words = [claim for claim in self._answer.claims if not claim.is_quotation]
        if self._written_in != self._answer.language:
            remarks += self._remarks_on_translation(len(own_words))
        elif any(is_other_language(claim.text, self._answer.language) for claim in own_words):
            remarks.append(Remark.OTHER_LANGUAGE)
        return tuple(remarks)

    def _remarks_on_translation(self, sentences: int) -> list[Remark]:
        translated = [Remark.TRANSLATED] if self._translated_count else []
        return [*translated, Remark.UNTRANSLATED] if self._translated_count < sentences else translated

    # --- keeping it ---

    def _claim(self, text: str, found: Attribution) -> Claim:
        return Claim(text, found.verdict, tuple(self._citation(evidence) for evidence in found.evidence))

    def _citation(self, evidence: Evidence) -> Citation:
        return self._document.citation(evidence, self._pages[evidence.page_index])

    async def _cited(self, claim: Claim) -> Cited:
        position = len(self._answer.claims)
        await self._save(claims=(*self._answer.claims, claim))
        return Cited(position, claim)

    async def _replaced(self, position: int, claim: Claim) -> Cited:
        claims = list(self._answer.claims)
        claims[position] = claim
        await self._save(claims=tuple(claims))
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
