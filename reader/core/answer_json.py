"""Answers as JSON: the field names of the command line's output, also kept in the library."""

from typing import Any

from reader.core.answer import Answer, Citation, Claim, Coverage, Remark, Verdict
from reader.core.document import Rect


def rects_from_json(listed: list[list[float]]) -> tuple[Rect, ...]:
    return tuple(Rect(*values) for values in listed)


def citation_to_json(citation: Citation) -> dict[str, Any]:
    return {
        "page_index": citation.page_index,
        "page_label": citation.page_label,
        "quote": citation.quote,
        "rects": [rect.rounded() for rect in citation.rects],
        "score": citation.score,
        **{name: value for name in ("document_id", "file", "document") if (value := getattr(citation, name))},
        **({"ocr": True} if citation.is_ocr else {}),
    }


def claim_to_json(claim: Claim) -> dict[str, Any]:
    citations = [citation_to_json(citation) for citation in claim.citations]
    return {"text": claim.text, "verdict": claim.verdict.value, "citations": citations}


def coverage_to_json(coverage: Coverage) -> dict[str, int]:
    """`without_text` only where there are such pages."""
    more = {"without_text": coverage.without_text} if coverage.without_text else {}
    return {"pages_read": coverage.pages_read, "pages": coverage.pages, **more}


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The fields of COMMANDS.md under the same names, and what the library keeps besides."""
    return {
        "answer_id": answer.answer_id,
        "document_id": answer.document_id,
        "question": answer.question,
        "status": answer.status,
        "language": answer.language,
        "claims": [claim_to_json(claim) for claim in answer.claims],
        "retrieved_pages": list(answer.retrieved_pages),
        "coverage": coverage_to_json(answer.coverage),
        "model": answer.model,
        "created": answer.created,
        "evidence": [citation_to_json(citation) for citation in answer.evidence],
        "message": answer.message,
        "remarks": [remark.value for remark in answer.remarks],
    }


def _citation(stored: dict[str, Any]) -> Citation:
    fields = {name: value for name, value in stored.items() if name != "ocr"}
    return Citation(**{**fields, "rects": rects_from_json(stored["rects"])}, is_ocr=stored.get("ocr", False))


def answer_from_json(stored: dict[str, Any]) -> Answer:
    claims = tuple(
        Claim(claim["text"], Verdict(claim["verdict"]), tuple(_citation(c) for c in claim["citations"]))
        for claim in stored["claims"]
    )
    return Answer(
        answer_id=stored["answer_id"],
        document_id=stored["document_id"],
        question=stored["question"],
        status=stored["status"],
        language=stored["language"],
        claims=claims,
        retrieved_pages=tuple(stored["retrieved_pages"]),
        coverage=Coverage(**stored["coverage"]),
        model=stored["model"],
        created=stored["created"],
        evidence=tuple(_citation(citation) for citation in stored["evidence"]),
        message=stored["message"],
        remarks=tuple(Remark(remark) for remark in stored.get("remarks", ())),
    )
