"""What is said about an answer: how far it is, how much of it was verified, what was searched."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from reader.core.answer import Answer, Claim, Coverage, Remark, verified_count
from reader.core.citations import format_pages
from reader.flows.events import Event, Found, Reading, Text, Translating, Withdrawn
from reader.ui.quotations import one_line
from reader.ui.verdict_signs import verdict_words

translate = QCoreApplication.translate  # lupdate knows it by this name


def state_words(answer: Answer) -> str:
    """How an answer ended, where it did not end well."""
    if answer.status == "stopped":
        if answer.claims:
            return translate("AnswerView", "Stopped. What was written is kept.")
        return translate("AnswerView", "Stopped before anything was written.")
    if answer.status == "error":
        return one_line(answer.message) or translate("AnswerView", "Something went wrong.")
    return ""


def phase_words(phase: Event | None, seconds_left: int) -> str:
    """What a running answer does now. `seconds_left`: 0 where it cannot be told."""
    match phase:
        case Reading(tokens, _) if seconds_left:
            words = translate("AnswerView", "reading {tokens} tokens, about {seconds} s")
            return words.format(tokens=tokens, seconds=seconds_left)
        case Reading(tokens, _):
            return translate("AnswerView", "reading {tokens} tokens…").format(tokens=tokens)
        case Text():
            return translate("AnswerView", "writing…")
        case Found():
            return translate("AnswerView", "evidence found…")
        case Translating():
            return translate("AnswerView", "translating…")
        case Withdrawn():
            return translate("AnswerView", "wrong language, once more…")
    return translate("AnswerView", "searching…")


def not_found_words(coverage: Coverage, *, has_passages: bool) -> str:
    if coverage.is_complete:
        words = translate("AnswerView", "Not found in the pages read {pages}.")
        text = words.format(pages=format_pages(range(coverage.pages_read)))
    elif coverage.is_through:
        words = translate("AnswerView", "Not found in the {read} of {pages} pages that have text.")
        text = words.format(read=coverage.pages_read, pages=coverage.pages)
    else:
        # Pages around the reader's are read first, so which ones these are is no range.
        words = translate("AnswerView", "Not found in the {read} of {pages} pages read so far.")
        text = words.format(read=coverage.pages_read, pages=coverage.pages)
    nearest = translate("AnswerView", "The nearest passages:")
    return f"{text} {nearest}" if has_passages else text


def summary_words(claims: tuple[Claim, ...]) -> str:
    """How many sentences were verified; quotations are no sentences of the answer's own."""
    written = [claim for claim in claims if not claim.is_quotation]
    verified = verified_count(written)
    if not claims:
        return ""
    if not written and any(claim.is_ocr for claim in claims):
        return translate("AnswerView", "Quoted as recognised in a picture (OCR)")
    if not written:
        return translate("AnswerView", "Quoted word for word")
    if len(written) == 1 and verified:
        return translate("AnswerView", "The sentence is verified")
    if len(written) == 1 and len(claims) > 1:
        # It stands below the quotation, which is not meant.
        return translate("AnswerView", "The model's sentence is not verified")
    if len(written) == 1:
        return translate("AnswerView", "The sentence is not verified")
    words = translate("AnswerView", "{verified} of {total} sentences verified")
    return words.format(verified=verified, total=len(written))


def remark_words(remarks: Sequence[Remark]) -> str:
    """What to know of an answer as a whole; empty where there is nothing."""
    words = {
        Remark.FIGURE: translate(
            "AnswerView", "Answered from the caption and the text; the picture itself is not read."
        ),
        Remark.TABLE: translate("AnswerView", "Answered from the table's text; check rows and columns on the page."),
        Remark.TRANSLATED: translate("AnswerView", "Checked in the document's language, then translated by the model."),
        Remark.UNTRANSLATED: translate(
            "AnswerView", "A sentence whose translation lost something stands as it was checked."
        ),
        Remark.LEFT_OUT: translate(
            "AnswerView", "Sentences of the model that the document does not hold are left out."
        ),
        Remark.DECLINED: translate(
            "AnswerView", "The model found no answer in what it read; this stands nearest to the question."
        ),
        Remark.OTHER_LANGUAGE: translate("AnswerView", "The model did not keep to the language it was asked for."),
        Remark.EDITED: translate("AnswerView", "Changed by hand; each sentence was checked against the pages again."),
    }
    return " ".join(words[remark] for remark in remarks)


def spoken_words(claims: tuple[Claim, ...]) -> str:
    """All sentences with their verdicts in words, for screen readers: the signs are pictures."""
    return " ".join(f"{one_line(claim.text)} ({verdict_words(claim.verdict)})" for claim in claims)
