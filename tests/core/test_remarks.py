"""What is said of an answer as a whole."""

from dataclasses import replace

import pytest

from reader.core.answer import Answer, Citation, Claim, Coverage, Remark, Verdict
from reader.core.remarks import remarks_on, remarks_on_translation

ENGLISH = Claim("The memory usage is reduced by a tenth of what it was before.", Verdict.PAGE_ONLY)
JAPANESE = Claim("使用するメモリは以前の十分の一になります。", Verdict.PAGE_ONLY)
ANSWER = Answer("a", "d", "How much memory is used?", "answered", "en", (ENGLISH,), (0,), Coverage(1, 1), "m", "")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much memory is used?", ()),
        ("What does Figure 2 show?", (Remark.FIGURE,)),
        ("What does Table 3 show?", (Remark.TABLE,)),
    ],
)
def test_what_a_question_asks_for_is_said(question: str, expected: tuple[Remark, ...]) -> None:
    assert remarks_on(replace(ANSWER, question=question), "en", 0) == expected


def test_a_sentence_in_another_language_is_said() -> None:
    assert remarks_on(replace(ANSWER, claims=(ENGLISH, JAPANESE)), "en", 0) == (Remark.OTHER_LANGUAGE,)


def test_a_quotation_may_be_in_any_language() -> None:
    quoted = Claim(JAPANESE.text, Verdict.EXACT, (Citation(0, "1", JAPANESE.text, (), 1.0),))
    assert remarks_on(replace(ANSWER, claims=(quoted,)), "en", 0) == ()
    assert remarks_on(replace(ANSWER, claims=(quoted,), model="none"), "ja", 0) == ()
    assert remarks_on(replace(ANSWER, claims=(quoted,)), "ja", 0) == (Remark.UNTRANSLATED,), "it could have been"


def test_of_an_answer_made_in_another_language_it_is_said_what_was_translated() -> None:
    answer = replace(ANSWER, claims=(ENGLISH, JAPANESE))
    assert remarks_on(answer, "ja", 1) == (Remark.TRANSLATED, Remark.UNTRANSLATED)


@pytest.mark.parametrize(
    ("translated", "sentences", "expected"),
    [
        (0, 0, []),
        (0, 2, [Remark.UNTRANSLATED]),
        (1, 2, [Remark.TRANSLATED, Remark.UNTRANSLATED]),
        (2, 2, [Remark.TRANSLATED]),
    ],
)
def test_sentences_that_could_not_be_translated_are_said(
    translated: int, sentences: int, expected: list[Remark]
) -> None:
    assert remarks_on_translation(translated, sentences) == expected
