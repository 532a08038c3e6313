"""What pages are called on screen: "p.5", "p.~5" where OCR read it, "p.127 (PDF 2)" where the printed label differs.

A page of one of several documents has the document's name before it: "Mamba p.5".
"""

from collections.abc import Iterable

from reader.core.answer import Citation, citations_by_document


def page_name(citation: Citation) -> str:
    return _named(citation, _run_name(citation, citation))


def linked_pages(citations: Iterable[Citation]) -> list[tuple[str, Citation | None]]:
    """The pages of a claim as pieces of text, those that are links with their citation.

    "(p.3-5,7)" is one link per run of pages, to the first citation of the run.
    """
    pieces: list[tuple[str, Citation | None]] = []
    for group in citations_by_document(citations):
        pieces += [(" ", None), *_linked_pages_of_one(group)]
    return pieces[1:]


def _linked_pages_of_one(citations: Iterable[Citation]) -> list[tuple[str, Citation | None]]:
    runs: list[list[Citation]] = []
    for citation in sorted(citations, key=lambda citation: citation.page_index):  # stable: best stays first
        if runs and citation.page_index <= runs[-1][-1].page_index + 1 and citation.is_ocr == runs[-1][-1].is_ocr:
            runs[-1].append(citation)
        else:
            runs.append([citation])
    if not runs:
        return []
    if any(not _is_counted(citation) for run in runs for citation in run):
        # "(p.127 (PDF 2))" is hard to read, so without the outer brackets.
        pieces: list[tuple[str, Citation | None]] = []
        for run in runs:
            pieces += [(", ", None), (_named(run[0], _run_name(run[0], run[-1])), run[0])]
        return pieces[1:]
    if len(runs) == 1:
        return [(f"({_named(runs[0][0], _run_name(runs[0][0], runs[0][-1]))})", runs[0][0])]
    pieces = [(f"({_named(runs[0][0], 'p.')}", None)]
    for run in runs:
        pieces += [(_counts(run[0], run[-1]), run[0]), (",", None)]
    return [*pieces[:-1], (")", None)]


def _named(citation: Citation, pages: str) -> str:
    return f"{citation.document} {pages}" if citation.document else pages


def _is_counted(citation: Citation) -> bool:
    return citation.page_label in ("", str(citation.page_index + 1))


def _counts(first: Citation, last: Citation) -> str:
    a, b = first.page_index + 1, last.page_index + 1
    return _sign(first) + (str(a) if a == b else f"{a}-{b}")


def _run_name(first: Citation, last: Citation) -> str:
    if _is_counted(first) and _is_counted(last):
        return f"p.{_counts(first, last)}"
    labels = [citation.page_label or str(citation.page_index + 1) for citation in (first, last)]
    label = labels[0] if first.page_index == last.page_index else "-".join(labels)
    return f"p.{_sign(first)}{label} (PDF {_counts(first, last).removeprefix('~')})"


def _sign(citation: Citation) -> str:
    return "~" if citation.is_ocr else ""
