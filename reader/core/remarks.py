"""What a reader is told of an answer as a whole, below it."""

from reader.core.answer import Answer, Remark
from reader.core.answer_language import is_other_language
from reader.core.questions import asks_for_figure, asks_for_table


def remarks_on(answer: Answer, written_in: str, translated: int) -> tuple[Remark, ...]:
    """`written_in`: the language its sentences were made in; `translated`: how many came from that into its own."""
    remarks = []
    if asks_for_figure(answer.question):
        remarks.append(Remark.FIGURE)
    elif asks_for_table(answer.question):
        remarks.append(Remark.TABLE)
    own_words = [claim for claim in answer.claims if not claim.is_quotation]
    if written_in != answer.language:
        # A model translates quotations too; where there is none they stand as they are, and nobody wonders.
        remarks += remarks_on_translation(translated, len(own_words if answer.model == "none" else answer.claims))
    elif any(is_other_language(claim.text, answer.language) for claim in own_words):
        remarks.append(Remark.OTHER_LANGUAGE)
    return tuple(remarks)


def remarks_on_translation(translated: int, sentences: int) -> list[Remark]:
    """`translated`: how many of the sentences could be."""
    remarks = [Remark.TRANSLATED] if translated else []
    return [*remarks, Remark.UNTRANSLATED] if translated < sentences else remarks
