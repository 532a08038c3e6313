"""An answer as the Markdown of a note: what a reader goes on writing in, so without the evidence's data."""

from urllib.parse import quote

from reader.core.answer import Answer, Claim, Verdict
from reader.core.markdown import escape
from reader.ui.page_names import linked_pages
from reader.ui.verdict_signs import sign_character


def answer_markdown(answer: Answer, file: str) -> str:
    """The question as a heading, the sentences with links such as [p.5](paper.pdf#page=5).

    Without a file name the pages stay plain text. Sentences that were not found carry the warning sign.
    """
    sentences = " ".join(_claim_markdown(claim, file) for claim in answer.claims)
    return f"### {_plain(answer.question)}\n\n{sentences}\n" if sentences else f"### {_plain(answer.question)}\n"


def _claim_markdown(claim: Claim, file: str) -> str:
    text = _plain(claim.text)
    if claim.verdict is Verdict.UNSUPPORTED:
        return f"{text} {sign_character(claim.verdict)}"
    pieces = [
        f"[{name}]({quote(file)}#page={citation.page_index + 1})" if citation and file else name
        for name, citation in linked_pages(claim.citations)
    ]
    return f"{text} {''.join(pieces)}".rstrip()


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return escape(" ".join(text.split()))
