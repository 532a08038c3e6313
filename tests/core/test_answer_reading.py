"""Answers read back; tests/core/test_note_reading.py has them in whole notes."""

import pytest

from reader.core.answer import Claim, Verdict
from reader.core.answer_json import answer_to_json
from reader.core.answer_markdown import Links, answer_lines
from reader.core.answer_reading import ReadAnswer, answer_of, read_answer
from reader.core.markdown_reading import blocks_of
from tests.core.paper_notes import answer, citation

NEW = answer("Why?")


def read(markdown: str, *claims: Claim) -> ReadAnswer:
    """Claims of a comment, and what stands above it."""
    inlines = [inline for block in blocks_of(markdown, 0) for inline in block.inlines]
    return read_answer(answer("Why?", *claims), inlines, NEW)


def texts(result: ReadAnswer) -> list[str]:
    assert result.answer is not None
    return [claim.text for claim in result.answer.claims]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("速い!", Verdict.SUPPORTED),
        (r"ends with \\", Verdict.SUPPORTED),
        ("“quoted” words", Verdict.EXACT),
        ("the \ufb01rst e\ufb03cient one", Verdict.EXACT),
        (r"$a_b$", Verdict.PAGE_ONLY),
        ("⚠ *not verified*", Verdict.SUPPORTED),
        ("(stopped) it was", Verdict.UNSUPPORTED),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_sentence_is_found_again_as_it_was(text: str, verdict: Verdict, language: str) -> None:
    claim = Claim(text, verdict, (citation(2, text),) if verdict is not Verdict.UNSUPPORTED else ())
    lines = "\n".join(answer_lines(answer("Why?", claim, claim), Links("a.pdf"), language))
    result = read(lines, claim, claim)
    assert result == ReadAnswer(answer("Why?", claim, claim), is_edited=False)


def test_html_and_pictures_are_read_as_their_words() -> None:
    assert texts(read("A <b>bold</b> ![picture](a.png) `code` <!-- no --> word.")) == [
        "A <b>bold</b> picture code word."
    ]


def test_an_answer_of_which_nothing_is_left_has_no_sentences() -> None:
    result = read("", Claim("Gone.", Verdict.UNSUPPORTED))
    assert texts(result) == []
    assert result.is_edited


def test_without_comment_and_words_there_is_no_answer() -> None:
    assert read_answer(None, [], NEW) == ReadAnswer(None, is_edited=False)


def test_a_short_sentence_within_another_is_not_taken_for_it() -> None:
    result = read("It is not fast at all. [(p.3)](a.pdf#page=3)", Claim("fast", Verdict.SUPPORTED, (citation(2, "x"),)))
    assert texts(result) == ["It is not fast at all."]
    assert result.answer is not None
    assert result.answer.claims[0].citations == ()


def test_an_answer_of_any_library_is_sound() -> None:
    stored = answer_to_json(answer("Why?", Claim("So.", Verdict.SUPPORTED, (citation(2, "x"),))))
    assert answer_to_json(answer_of(stored)) == stored
    with pytest.raises(ValueError, match="KeyError"):
        answer_of({})
