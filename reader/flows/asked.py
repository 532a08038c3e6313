"""A question with all that it leans on: the one before it, a selection, its translation; and the texts made of them."""

from collections.abc import Sequence

from reader.core.answer import Answer
from reader.core.followups import is_follow_up
from reader.core.language import content_tokens
from reader.core.passages import Passage
from reader.core.prompt import PromptText, Turn, build_prompt
from reader.core.search_hints import NO_HINTS, SearchHints
from reader.core.selection import Selection
from reader.engine.llm import LanguageModel
from reader.flows.prompting import PromptMemory
from reader.flows.translating import translated_question

_TELLING_WORDS = 2
"""Content words of a question that says something by itself."""


class Asked:
    def __init__(
        self,
        question: str,
        previous: Answer | None,
        selection: Selection | None,
        memory: PromptMemory,
        hints: SearchHints = NO_HINTS,
    ) -> None:
        self.question = question
        self.selection = selection
        self.memory = memory
        self.hints = hints
        self.translated = hints.in_document_language
        """The question in the document's language, where it was asked in another one."""
        self._before = previous if previous is not None and is_follow_up(question) else None

    @property
    def texts(self) -> tuple[str, ...]:
        """What to search for: the question, what it leans on, and both in the document's language."""
        texts = [self.question, self.translated]
        if self._before is not None:
            texts.append(self._before.question)
            if len(content_tokens(self._before.question)) < _TELLING_WORDS:  # it leaned on another one itself
                texts += [claim.text for claim in self._before.claims[:1]]
        return tuple(text for text in texts if text)

    async def translate(self, model: LanguageModel, language: str) -> None:
        """Fill `translated`; it stays empty where no translation came out."""
        asked, memory = self.question, self.memory
        if self._before is not None:
            asked = f"{self._before.question} {asked}"
        if memory.translated[0] != asked:  # else it was translated while it was typed
            memory.translated = asked, await translated_question(model, asked, language)
        self.translated = memory.translated[1]

    def prompt(
        self, title: str, passages: Sequence[Passage], language: str, *, is_firm: bool = False, must_tell: bool = False
    ) -> PromptText:
        """`title`: of the document; `language`: the one to write in, which a firm prompt insists on."""
        before, earlier = self._before, None
        if before is not None and not self.translated:
            own_words = [claim.text for claim in before.claims if not claim.is_quotation]
            # Quotations below a model's words are long, and the next answer would begin by repeating them.
            earlier = Turn(before.question, " ".join(own_words or [claim.text for claim in before.claims[:1]]))
        return build_prompt(
            self.translated or self.question,
            title,
            passages,
            language,
            earlier=earlier,
            selected="" if self.selection is None else self.selection.text,
            is_firm=is_firm,
            must_tell=must_tell,
        )
