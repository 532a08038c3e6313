"""Markdown exports against the files in tests/golden/.

After a change that is meant, write them anew and look at the difference before committing it:

    SHIORI_RENEW_GOLDEN=1 python -m pytest tests/core/test_markdown.py && git diff tests/golden
"""

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.answer import Answer, Citation, Claim, Coverage, Note, Remark, Verdict
from reader.core.answer_json import claim_to_json
from reader.core.answer_markdown import answer_to_markdown
from reader.core.document import Rect, Spot
from reader.core.markdown import ExportHead, to_markdown
from reader.core.marks import Colour, Kind, Mark, mark_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def citation(page_index: int, quote: str) -> Citation:
    return Citation(page_index, str(page_index + 1), quote, (Rect(0.1, 0.2, 0.9, 0.25),), 0.9)


def answer(question: str, language: str = "en", status: str = "answered", **fields: object) -> Answer:
    return Answer(
        answer_id=f"id of {question}",
        document_id="d1",
        question=question,
        status=status,  # type: ignore[arg-type]
        language=language,
        claims=fields.get("claims", ()),  # type: ignore[arg-type]
        retrieved_pages=(3, 4),
        coverage=Coverage(13, 13),
        model=str(fields.get("model", "smollm2-135m-instruct")),
        created="2026-01-01T00:00:00+00:00",
        evidence=fields.get("evidence", ()),  # type: ignore[arg-type]
    )


T = "2026-01-01T00:00:00+00:00"


def note(markdown: str, page_index: int | None = None, quote: str = "") -> Mark:
    return mark_of(Note("n1", "d1", markdown, page_index, quote, (), T, T))


def mark(kind: Kind, colour: Colour, quote: str, comment: str, *pages: int) -> Mark:
    spots = tuple(Spot(page_index, (Rect(0.1, 0.2, 0.9, 0.25),)) for page_index in pages)
    return Mark("m1", "d1", kind, colour, spots, quote, comment, T, T)


ENGLISH = to_markdown(
    ExportHead('Full "Parameter" Tuning [v1]', "../papers/a paper.pdf", "ab12", "en"),
    [
        answer(
            "How does LOMO\n  save *memory*?",
            claims=(
                Claim("LOMO fuses the update.", Verdict.EXACT, (citation(3, "LOMO fuses the update"),)),
                Claim("It is cheap.", Verdict.SUPPORTED, (citation(3, "a -- cheap --> way"), citation(4, "cost"))),
                Claim("The page speaks of 1_000 * 2.", Verdict.PAGE_ONLY, (citation(0, "1_000"),)),
                Claim("Bananas are yellow.", Verdict.UNSUPPORTED),
            ),
        ),
        answer(
            "What is quoted?",
            model="none",
            claims=(Claim("The page's own words", Verdict.EXACT, (citation(6, "The page's own words"),)),),
        ),
        answer("Who paid for it?", status="not_found", evidence=(citation(1, "nobody <said> it"), citation(12, "so"))),
        answer("And then?", status="stopped", claims=(Claim("It st", Verdict.UNSUPPORTED),)),
        answer("And now?", status="error"),
    ],
    [
        mark("highlight", Colour.YELLOW, "What *they* say", "", 2),
        mark("underline", Colour.BLUE, "over a page end,\n\nin two paragraphs", "My **comment**.\n\nIn two.\n", 3, 4),
        note("My **own** words.\n\n- kept as written\n", 4, "the quoted [text]"),
        mark("highlight", Colour.PINK, "", "a picture, without words", 5),
        note("Without a page."),
    ],
)
JAPANESE = to_markdown(
    ExportHead("限られた資源での全パラメータ微調整", "論文 1.pdf", "cd34", "ja"),
    [
        answer(
            "LOMOはどのようにメモリを減らすか？",
            "ja",
            claims=(
                Claim("勾配の計算と更新を融合する。", Verdict.SUPPORTED, (citation(3, "融合"), citation(4, "更新"))),
                Claim("速い。", Verdict.PAGE_ONLY, (citation(0, "速度"),)),
                Claim("バナナは黄色い。", Verdict.UNSUPPORTED),
            ),
        ),
        answer(
            "引用は？", "ja", model="none", claims=(Claim("原文のまま", Verdict.EXACT, (citation(2, "原文のまま"),)),)
        ),
        answer("費用は？", "ja", "not_found", evidence=(citation(1, "資金"),)),
        answer("続きは？", "ja", "stopped"),
    ],
    [
        note("自分のメモ", 0, "引用"),
        mark("highlight", Colour.GREEN, "勾配", "要点", 3),
        mark("underline", Colour.ORANGE, "更新", "", 3, 4),
    ],
)


@pytest.mark.parametrize(("name", "text"), [("export_en.md", ENGLISH), ("export_ja.md", JAPANESE)])
def test_an_export_is_as_it_was(name: str, text: str) -> None:
    file = GOLDEN / name
    if os.environ.get("SHIORI_RENEW_GOLDEN"):
        file.write_text(text, "utf-8", newline="\n")
    assert text == file.read_text("utf-8"), "if this is meant: the first lines of this test say how to renew the file"


def test_links_lead_to_the_page_that_is_named() -> None:
    links = re.findall(r"\]\(([^)#]+)#page=(\d+)\)", JAPANESE)
    assert {unquote(target) for target, _ in links} == {"論文 1.pdf"}
    assert [int(page) for _, page in links] == [4, 1, 3, 2, 1, 4, 4]


def test_citations_of_several_documents_lead_into_their_own_files() -> None:
    lomo = Citation(2, "3", "a", (), 0.9, "id1", "/papers/lomo [1].pdf", "LOMO")
    wanda = Citation(6, "7", "b", (), 0.9, "id2", "/papers/wanda.pdf", "Wanda")
    both = answer("Which?", claims=(Claim("Both.", Verdict.SUPPORTED, (lomo, wanda)),))
    none = answer("Who?", status="not_found", evidence=(wanda,))
    documents = {"/papers/lomo [1].pdf": ("../lomo [1].pdf", "id1"), "/papers/wanda.pdf": ("../wanda.pdf", "id2")}
    text = to_markdown(ExportHead("papers", "", "both", "en", documents), [both, none], [])
    assert r"Both. [(lomo \[1\].pdf p.3)](../lomo%20%5B1%5D.pdf#page=3) [(wanda.pdf p.7)](../wanda.pdf#page=7)" in text
    assert "- b [(wanda.pdf p.7)](../wanda.pdf#page=7)" in text
    assert '  - pdf: "../wanda.pdf"\n    pdf_sha256: id2\n' in text
    assert "[(wanda.pdf p.7)](wanda.pdf#page=7)" in answer_to_markdown(both, "")


def test_a_claim_without_evidence_has_no_page_and_says_so() -> None:
    line = next(line for line in ENGLISH.split("\n") if "Bananas" in line)
    after = line.partition("Bananas are yellow.")[2]
    assert after == " ⚠ *not verified*"


def test_an_empty_export_has_a_head_only() -> None:
    text = to_markdown(ExportHead("T", "p.pdf", "id", "en"), [], [])
    assert text.endswith("# T\n")
    assert "##" not in text


def test_an_unknown_language_is_written_in_english() -> None:
    assert "Questions and answers" in to_markdown(ExportHead("T", "p.pdf", "id", "ko"), [answer("q", "ko")], [])


def test_one_answer_is_copied_in_its_own_language() -> None:
    text = answer_to_markdown(answer("なぜ？", "ja", "stopped"), "p.pdf")
    assert text.startswith("### なぜ？\n")
    assert "(中断)" in text


@given(st.text(), st.text())
def test_the_evidence_of_any_answer_can_be_read_back_from_its_comment(words: str, quote: str) -> None:
    claim = Claim(words, Verdict.SUPPORTED, (citation(3, quote),))
    text = to_markdown(ExportHead("T", "p.pdf", "id", "en"), [answer("q", claims=(claim,))], [])
    comment = text[text.rindex("<!-- evidence") + 13 : text.rindex("-->")]
    assert "--" not in comment
    assert json.loads(comment)["claims"] == [claim_to_json(claim)]


def test_in_a_note_the_answer_stands_without_its_evidence() -> None:
    whole, plain = (answer_to_markdown(answer("Why?", "en"), "p.pdf", has_evidence=has) for has in (True, False))
    assert whole.startswith(plain.rstrip())
    assert "<!--" in whole
    assert "<!--" not in plain


def test_what_is_said_of_an_answer_stands_below_it_in_its_language() -> None:
    claim = Claim("表2では65Bです。", Verdict.SUPPORTED, (citation(3, "65B"),))
    remarks = (Remark.TABLE, Remark.TRANSLATED)
    japanese = answer_to_markdown(replace(answer("表2は？", "ja", claims=(claim,)), remarks=remarks), "a.pdf")
    lines = [line for line in japanese.split("\n") if line]
    assert lines[1].startswith("表2では")
    assert [line[0] + line[-1] for line in lines[2:4]] == ["**", "**"]
    english = answer_to_markdown(replace(answer("Table 2?", claims=(claim,)), remarks=remarks), "a.pdf")
    assert "*Checked in the document's language, then translated by the model.*" in english


@pytest.mark.parametrize("remark", Remark)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_remark_has_words(remark: Remark, language: str) -> None:
    claim = Claim("A.", Verdict.UNSUPPORTED)
    with_it = replace(answer("Q", language, claims=(claim,)), remarks=(remark,))
    assert len(answer_to_markdown(with_it, "a.pdf")) > len(
        answer_to_markdown(answer("Q", language, claims=(claim,)), "a.pdf")
    )
