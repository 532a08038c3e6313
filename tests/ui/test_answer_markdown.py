from reader.core.answer import Answer, Citation, Claim, Coverage, Verdict
from reader.ui.answer_markdown import answer_markdown


def _answer(*claims: Claim) -> Answer:
    return Answer("a", "d", "What *is* it?", "answered", "en", claims, (), Coverage(9, 9), "m", "2026-11-02T10:00:00Z")


def _citation(page_index: int, label: str | None = None) -> Citation:
    return Citation(page_index, label or str(page_index + 1), "q", (), 1.0)


def test_pages_are_links_into_the_file() -> None:
    answer = _answer(
        Claim("It is this.", Verdict.EXACT, (_citation(4),)),
        Claim("And <b>that</b>.", Verdict.SUPPORTED, (_citation(6, "127"),)),
        Claim("Not this.", Verdict.UNSUPPORTED),
    )
    assert answer_markdown(answer, "my paper.pdf") == (
        "### What \\*is\\* it?\n\n"
        "It is this. [(p.5)](my%20paper.pdf#page=5) "
        "And \\<b\\>that\\</b\\>. [p.127 (PDF 7)](my%20paper.pdf#page=7) "
        "Not this. ⚠\n"
    )


def test_without_a_file_pages_are_text() -> None:
    assert answer_markdown(_answer(Claim("It is.", Verdict.EXACT, (_citation(4),))), "").endswith("It is. (p.5)\n")


def test_an_answer_without_sentences_is_its_question() -> None:
    assert answer_markdown(_answer(), "x.pdf") == "### What \\*is\\* it?\n"
