import json

from hypothesis import given
from hypothesis import strategies as st

from reader.core.answer import Answer, Citation, Claim, Coverage, Remark, Verdict, cited_text
from reader.core.answer_json import answer_from_json, answer_to_json, citation_to_json
from reader.core.document import Rect

tenthousandths = st.integers(0, 10_000).map(lambda number: number / 10_000)
rects = st.builds(Rect, tenthousandths, tenthousandths, tenthousandths, tenthousandths)
citations = st.builds(
    Citation,
    st.integers(0, 9999),
    st.text(),
    st.text(),
    st.lists(rects, max_size=3).map(tuple),
    st.floats(0, 1),
    document_id=st.text(),
    file=st.text(),
    document=st.text(),
    is_ocr=st.booleans(),
)
some_citations = st.lists(citations, max_size=3).map(tuple)
claims = st.builds(Claim, st.text(), st.sampled_from(Verdict), some_citations)
answers = st.builds(
    Answer,
    answer_id=st.text(),
    document_id=st.text(),
    question=st.text(),
    status=st.sampled_from(["running", "answered", "not_found", "stopped", "error"]),
    language=st.sampled_from(["en", "ja", ""]),
    claims=st.lists(claims, max_size=3).map(tuple),
    retrieved_pages=st.lists(st.integers(0, 9999)).map(tuple),
    coverage=st.builds(Coverage, st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)),
    model=st.text(),
    created=st.text(),
    evidence=some_citations,
    message=st.text(),
    remarks=st.lists(st.sampled_from(Remark), unique=True).map(tuple),
)


@given(answers)
def test_an_answer_comes_back_from_json_as_it_was(answer: Answer) -> None:
    assert answer_from_json(json.loads(json.dumps(answer_to_json(answer)))) == answer


def test_field_names_are_those_of_the_commands() -> None:
    citation = Citation(2, "iii", "a quote", (Rect(0.1, 0.2, 0.9, 0.25),), 0.93)
    answer = Answer(
        "a1", "d1", "Why?", "answered", "en", (Claim("So.", Verdict.SUPPORTED, (citation,)),), (2, 0),
        Coverage(13, 13), "none", "2026-01-01T00:00:00+00:00",
    )  # fmt: skip
    stored = answer_to_json(answer)
    assert stored["claims"] == [
        {
            "text": "So.",
            "verdict": "supported",
            "citations": [
                {
                    "page_index": 2,
                    "page_label": "iii",
                    "quote": "a quote",
                    "rects": [[0.1, 0.2, 0.9, 0.25]],
                    "score": 0.93,
                }
            ],
        }
    ]
    assert stored["coverage"] == {"pages_read": 13, "pages": 13}
    assert stored["retrieved_pages"] == [2, 0]
    assert stored["status"] == "answered"
    assert (answer.text, answer.verified_count) == ("So. (p.3)", 1)


def test_a_citation_of_one_of_several_documents_says_which() -> None:
    citation = Citation(2, "3", "a quote", (), 0.9, document_id="ab12", file="papers/lomo.pdf", document="LOMO")
    stored = citation_to_json(citation)
    assert (stored["document_id"], stored["file"], stored["document"]) == ("ab12", "papers/lomo.pdf", "LOMO")
    own = citation_to_json(Citation(2, "3", "a quote", (), 0.9))
    assert own.keys() == {"page_index", "page_label", "quote", "rects", "score"}


def test_the_text_of_a_claim_names_each_document_with_its_pages() -> None:
    cited = [Citation(page, "", "q", (), 0.9, file=file) for page, file in ((4, "b.pdf"), (2, "x/a.pdf"), (5, "b.pdf"))]
    assert cited_text(Claim("So.", Verdict.SUPPORTED, tuple(cited))) == "So. (b.pdf p.5-6) (a.pdf p.3)"


def test_ocr_is_said_only_where_it_was() -> None:
    read, recognised = Citation(0, "1", "q", (), 1.0), Citation(0, "1", "q", (), 1.0, is_ocr=True)
    assert "ocr" not in citation_to_json(read)
    assert citation_to_json(recognised)["ocr"] is True


def test_an_answer_of_an_earlier_version_has_no_remarks() -> None:
    answer = Answer("a1", "d1", "Why?", "answered", "en", (), (), Coverage(1, 1), "none", "2026-01-01T00:00:00+00:00")
    stored = answer_to_json(answer)
    del stored["remarks"]
    assert answer_from_json(stored) == answer
