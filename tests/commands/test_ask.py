import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.commands import ask
from reader.core.errors import WorkerDied
from reader.engine.scripted import ScriptedModel
from reader.flows.opening import OpenDocument
from reader.flows.opening import open_document as really_open
from tests.word_embedder import WordEmbedder

Shiori = Callable[..., Any]
QUESTION = "How far does LOMO reduce the memory usage?"
FIELDS = {
    "id", "file", "question", "status", "language", "answer", "claims", "retrieved_pages", "coverage", "model",
    "timing",
}  # fmt: skip
TIMING = {"search_s", "first_token_s", "total_s", "prompt_tokens", "generated_tokens"}


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ScriptedModel]:
    """Let the command answer with a model that says this."""

    def script(text: str) -> ScriptedModel:
        model = ScriptedModel([text])

        async def open_model(*_: object) -> ScriptedModel:
            return model

        monkeypatch.setattr(ask, "open_model", open_model)
        return model

    return script


def test_an_answer_has_the_promised_fields(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("ask", shelf / "paper.pdf", QUESTION, "--model", "none", "--json")
    assert outcome.code == 0
    (answer,) = outcome.objects
    assert set(answer) >= FIELDS
    assert set(answer["timing"]) == TIMING
    assert answer["id"] is None
    assert answer["file"] == str(shelf / "paper.pdf")
    assert (answer["status"], answer["language"], answer["model"]) == ("answered", "en", "none")
    assert answer["coverage"] == {"pages_read": 2, "pages": 2}
    assert answer["retrieved_pages"][0] == 0
    claim = answer["claims"][0]
    assert set(claim) == {"text", "verdict", "citations"}
    assert claim["verdict"] == "exact"
    (citation,) = claim["citations"]
    assert set(citation) == {"page_index", "page_label", "quote", "rects", "score"}
    assert (citation["page_index"], citation["page_label"]) == (0, "i")
    assert "LOMO reduces the memory usage to 10.8 %" in citation["quote"]
    assert answer["answer"].endswith("(p.1)")


def test_a_models_sentences_are_printed_with_their_verdicts(
    shiori: Shiori, shelf: Path, scripted: Callable[[str], ScriptedModel]
) -> None:
    model = scripted("LOMO reduces the memory usage to 10.8 % of the standard solution. Bananas are yellow [7].")
    outcome = shiori("ask", shelf / "paper.pdf", QUESTION)
    assert outcome.code == 0
    assert outcome.lines[:2] == [
        "= LOMO reduces the memory usage to 10.8 % of the standard solution. (p.1)",
        "? Bananas are yellow.",
    ]
    assert "1 of 2" in outcome.lines[2]
    assert model.is_closed


def test_a_document_that_is_silent_says_what_was_read(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("ask", shelf / "paper.pdf", "Who sells bananas?", "--model", "none")
    assert outcome.code == 0
    assert "Not found in the pages read (2 of 2)" in outcome.lines[0]


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> WordEmbedder:
    """Let the command search with this."""
    words = WordEmbedder()

    async def open_embedder(*_: object) -> WordEmbedder:
        return words

    monkeypatch.setattr(ask, "open_embedder", open_embedder)
    return words


def test_all_passages_are_embedded_once_and_the_question_each_time(
    shiori: Shiori, shelf: Path, embedder: WordEmbedder
) -> None:
    outcome = shiori("ask", shelf / "paper.pdf", QUESTION, "--model", "none")
    assert outcome.code == 0
    assert any("Search by meaning: 100 % of" in remark for remark in outcome.remarks)
    assert len(embedder.batches) == 1
    assert embedder.queries == [QUESTION]
    assert embedder.is_closed
    again = shiori("ask", shelf / "paper.pdf", QUESTION, "--model", "none")
    assert again.lines == outcome.lines
    assert again.remarks == []
    assert len(embedder.batches) == 1, "kept in the index"
    assert len(embedder.queries) == 2


def test_an_embedder_that_fails_costs_no_answer(shiori: Shiori, shelf: Path, embedder: WordEmbedder) -> None:
    embedder.failures = [WorkerDied("embedder", -9) for _ in range(4)]
    outcome = shiori("ask", shelf / "paper.pdf", QUESTION, "--model", "none")
    assert outcome.code == 0
    assert "10.8 %" in outcome.lines[0]
    assert any("searched by words" in remark for remark in outcome.remarks)


def test_a_wished_for_embedder_that_is_missing_is_a_failure(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("ask", shelf / "paper.pdf", QUESTION, "--model", "none", "--embedder", "multilingual-e5-small")
    assert outcome.code == 1
    assert "shiori models get multilingual-e5-small" in outcome.remarks[-1]


def write_batch(folder: Path, *questions: dict[str, Any]) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("\ufeff" + "\n\n".join(json.dumps(question) for question in questions), "utf-8")
    return file


def test_a_batch_opens_each_pdf_once_and_goes_on_after_a_bad_one(
    shiori: Shiori, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    async def open_document(path: Path, *arguments: Any, **options: Any) -> OpenDocument:
        opened.append(path.name)
        return await really_open(path, *arguments, **options)

    monkeypatch.setattr(ask, "open_document", open_document)
    batch = write_batch(
        tmp_path,
        {"id": "a", "pdf": "paper.pdf", "question": QUESTION},
        {"id": 7, "pdf": "garbage.pdf", "question": "First of a bad file?"},
        {"id": "c", "pdf": "garbled.pdf", "question": "What does it say?"},
        {"pdf": "paper.pdf", "question": "How many RTX 3090 GPUs?"},
        {"id": "e", "pdf": "garbage.pdf", "question": "Second of a bad file?"},
        {"id": "f", "pdf": "missing.pdf", "question": "And this?"},
    )
    outcome = shiori("ask", "--batch", batch, "--documents", shelf, "--model", "none", "--json")
    assert opened == ["paper.pdf", "garbage.pdf", "garbled.pdf", "missing.pdf"]
    assert [(answer["id"], answer["status"]) for answer in outcome.objects] == [
        ("a", "answered"),
        (None, "answered"),
        (7, "error"),
        ("e", "error"),
        ("c", "not_found"),
        ("f", "error"),
    ]
    for answer in outcome.objects:
        assert set(answer) >= FIELDS
        assert set(answer["timing"]) == TIMING
    errors = [answer["error"]["name"] for answer in outcome.objects if answer["status"] == "error"]
    assert errors == ["NotAPdf", "NotAPdf", "FileMissing"]
    assert any(remark.startswith("6/6") for remark in outcome.remarks)


def test_a_failure_in_the_middle_of_a_batch_is_its_own(
    shiori: Shiori, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that opens and cannot be read must not hang the questions behind it."""

    async def fail(document: OpenDocument) -> None:
        if document.path.name == "garbled.pdf":
            raise WorkerDied("page text", -9)
        await really_read(document)

    really_read = ask.read_all
    monkeypatch.setattr(ask, "read_all", fail)
    questions = [
        {"id": n, "pdf": pdf, "question": QUESTION} for n, pdf in enumerate(["garbled.pdf"] * 2 + ["paper.pdf"])
    ]
    outcome = shiori(
        "ask", "--batch", write_batch(tmp_path, *questions), "--documents", shelf, "--model", "none", "--json"
    )
    assert [answer["status"] for answer in outcome.objects] == ["error", "error", "answered"]


def test_a_batch_for_people_keeps_failures_off_standard_output(shiori: Shiori, shelf: Path, tmp_path: Path) -> None:
    batch = write_batch(tmp_path, {"id": "a", "pdf": "garbage.pdf", "question": "What?"})
    outcome = shiori("ask", "--batch", batch, "--documents", shelf, "--model", "none")
    assert outcome.lines == []
    assert any("garbage.pdf is not a PDF" in remark for remark in outcome.remarks)


@pytest.mark.parametrize(
    "line",
    ["no json", "[1]", '"text"', '{"question": "What?"}', '{"pdf": "a.pdf"}', '{"pdf": 1, "question": "What?"}',
     '{"pdf": "a.pdf", "question": null}'],
)  # fmt: skip
def test_a_line_that_is_no_question_is_wrong_usage_and_named(shiori: Shiori, tmp_path: Path, line: str) -> None:
    batch = tmp_path / "q.jsonl"
    batch.write_text('{"pdf": "a.pdf", "question": "What?"}\n' + line, "utf-8")
    outcome = shiori("ask", "--batch", batch, "--model", "none")
    assert (outcome.code, outcome.lines) == (2, [])
    assert "line 2" in outcome.remarks[-1]


def test_a_batch_that_is_missing_or_no_text_is_refused(shiori: Shiori, tmp_path: Path) -> None:
    missing = shiori("ask", "--batch", tmp_path / "q.jsonl", "--model", "none")
    assert (missing.code, len(missing.remarks)) == (1, 2)
    (tmp_path / "q.jsonl").write_bytes(b"\xff\xfe\x00")
    assert shiori("ask", "--batch", tmp_path / "q.jsonl", "--model", "none").code == 2


@pytest.mark.parametrize(
    "arguments",
    [(), ("a.pdf",), ("a.pdf", "  "), ("a.pdf", "--batch", "q.jsonl"), ("a.pdf", "What?", "--language", "xx")],
)
def test_wrong_usage_is_two(shiori: Shiori, arguments: tuple[str, ...]) -> None:
    outcome = shiori("ask", *arguments, "--model", "none")
    assert (outcome.code, outcome.lines) == (2, [])
    assert outcome.remarks[0].startswith("usage: shiori ask")


def test_a_missing_model_is_two_lines(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("ask", shelf / "paper.pdf", QUESTION, "--model", "smollm2-135m-instruct", "--json")
    assert (outcome.code, outcome.lines, len(outcome.remarks)) == (1, [], 2)
    assert "shiori models get" in outcome.remarks[1]


def test_a_folder_is_asked_as_if_it_were_one_document(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("ask", shelf, QUESTION, "--model", "none", "--json", "--password", "key")
    assert outcome.code == 0
    (answer,) = outcome.objects
    assert set(answer) >= FIELDS - {"retrieved_pages"} | {"files", "retrieved"}
    assert "retrieved_pages" not in answer
    assert [Path(file).name for file in answer["files"]] == ["garbled.pdf", "paper.pdf", "secret.pdf"]
    assert answer["retrieved"][0] in (
        {"file": str(shelf / name), "page_index": 0} for name in ("paper.pdf", "secret.pdf")
    )
    for claim in answer["claims"]:
        (citation,) = claim["citations"]
        assert citation["file"] in answer["files"]
        assert f"({Path(citation['file']).name} p.1)" in answer["answer"]
    left_out = [remark for remark in outcome.remarks if remark.startswith("left out")]
    assert len(left_out) == 2
    assert f"left out {shelf / 'garbage.pdf'}: garbage.pdf is not a PDF that can be read." in left_out


def test_several_files_are_asked_together_the_question_comes_last(shiori: Shiori, shelf: Path) -> None:
    files = (shelf / "paper.pdf", shelf / "garbled.pdf")
    for arguments in ((*files, QUESTION), (*files, "--question", QUESTION)):
        outcome = shiori("ask", *arguments, "--model", "none")
        assert outcome.code == 0
        assert outcome.lines[0].endswith("(paper.pdf p.1)")
    silent = shiori("ask", *files, "Who sells bananas?", "--model", "none")
    assert silent.lines[0].startswith("Not found in the pages read")


def test_a_batch_can_be_asked_of_a_folder(shiori: Shiori, shelf: Path, tmp_path: Path) -> None:
    batch = write_batch(
        tmp_path,
        {"id": "a", "pdf": "no matter which.pdf", "question": QUESTION},
        {"id": "b", "pdf": "another.pdf", "question": "Who sells bananas?"},
    )
    outcome = shiori("ask", shelf, "--batch", batch, "--model", "none", "--json")
    assert [(answer["id"], answer["status"]) for answer in outcome.objects] == [("a", "answered"), ("b", "not_found")]


def test_several_files_without_a_question_are_wrong_usage(shiori: Shiori, shelf: Path, tmp_path: Path) -> None:
    for arguments in ((shelf / "paper.pdf", shelf / "garbled.pdf"), (shelf,), (), (shelf, "  ")):
        assert shiori("ask", *arguments, "--model", "none").code == 2


def test_a_folder_without_a_pdf_is_an_expected_failure(shiori: Shiori, tmp_path: Path) -> None:
    outcome = shiori("ask", tmp_path, "What?", "--model", "none")
    assert outcome.code == 1
    assert outcome.remarks[0] == f"There is no PDF in {tmp_path.name} that can be read."
