import asyncio
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import pytest

from reader.commands import digest
from reader.engine.scripted import ScriptedModel
from reader.flows import digest_making
from tests.fake_server import Chat, FakeServer, says
from tests.tiny_pdf import PASSAGE, write_pdf

Shiori = Callable[..., Any]
PLAIN = ("--model", "none", "--embedder", "none", "--count", "1", "--no-ocr", "--language", "en")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers in a folder, one in a folder within."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "more").mkdir()
    write_pdf(folder / "one.pdf", ["One Way", *PASSAGE])
    write_pdf(folder / "more" / "two.pdf", ["Two Ways", *PASSAGE])
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that the digest opens."""
    files: list[str] = []
    really = digest_making.open_document

    async def open_document(path: Path, *more: Any) -> Any:
        files.append(path.name)
        return await really(path, *more)

    monkeypatch.setattr(digest_making, "open_document", open_document)
    return files


def test_a_folder_becomes_one_file_and_the_same_command_makes_nothing_again(
    shiori: Shiori, papers: Path, tmp_path: Path, opened: list[str]
) -> None:
    target = tmp_path / "week.md"
    outcome = shiori("digest", papers, "-o", target, "--title", "The week", "--from", "2023-06-19", *PLAIN)
    assert (outcome.code, outcome.lines) == (0, [])
    assert opened == ["two.pdf", "one.pdf"]
    text = target.read_text("utf-8")
    assert "# The week 【2023-06-19 ~】" in text
    assert "- PDF: [one.pdf](" in text
    assert "[1/2] two.pdf: begun" in outcome.remarks
    assert "[2/2] one.pdf: done" in outcome.remarks
    assert outcome.remarks[-1] == f"Written to {target}"

    target.unlink()
    outcome = shiori("digest", papers, "-o", target, "--to", "2023-06-25", *PLAIN)
    assert len(opened) == 2
    assert "2 of 2 papers are done already." in outcome.remarks
    assert "# The week 【2023-06-19 ~ 2023-06-25】" in target.read_text("utf-8"), "what was given before stays"


def test_papers_that_fail_are_named_and_a_digest_comes_out(shiori: Shiori, shelf: Path, tmp_path: Path) -> None:
    files = [shelf / "secret.pdf", shelf / "paper.pdf", tmp_path / "gone.pdf"]
    target = tmp_path / "week"
    outcome = shiori("digest", *files, "-o", target, "--split", "--json", *PLAIN)
    assert outcome.code == 0
    *made, whole = outcome.objects
    assert [(one["status"], one.get("error", {}).get("name")) for one in made] == [
        ("failed", "PasswordNeeded"),
        ("done", None),
        ("failed", "FileMissing"),
    ]
    assert made[1]["title"] == "Saving Memory"
    assert (made[1]["parts"], made[1]["answered"] + made[1]["not_found"]) == (2, 2)
    assert (whole["papers"], whole["done"], whole["failed"], whole["state"]) == (3, 1, 2, "done")
    assert (whole["from"], whole["to"]) == ("2023-06-16", "2023-06-16")
    assert whole["output"] == str(target)
    index = (target / "index.md").read_text("utf-8")
    assert "- gone.pdf: gone.pdf cannot be found." in index
    assert sorted(file.name for file in target.iterdir()) == ["index.md", "paper.md"]

    # The same command with the password: what failed is tried again, what is done is told.
    outcome = shiori("digest", *files, "--json", "--password", "key", *PLAIN)
    assert [one["file"] for one in outcome.objects[:-1]] == [str(file) for file in (files[1], files[0], files[2])]
    assert outcome.objects[1]["ok"]
    assert (target / "secret.md").is_file()


def test_where_nothing_comes_out_the_reason_is_told(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("digest", shelf / "secret.pdf", shelf / "garbage.pdf", *PLAIN)
    assert (outcome.code, outcome.lines) == (1, [])
    assert outcome.remarks[-2:] == [
        "No paper could be taken in.",
        "secret.pdf is protected by a password. Mend that, and give the command again.",
    ]


def test_without_output_the_digest_is_printed(
    shiori: Shiori, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(papers)
    outcome = shiori("digest", "one.pdf", *PLAIN)
    assert outcome.lines[:2] == ["---", 'title: "Paper notes"']
    assert "- PDF: [one.pdf](one.pdf)" in outcome.lines


def test_ctrl_c_pauses_and_resume_goes_on(
    shiori: Shiori, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    target = tmp_path / "week.md"
    really = digest.make_digest
    models = [ScriptedModel(["LOMO reduces the memory usage to 10.8 % of the standard solution."]) for _ in range(2)]

    async def open_model(asked: str, *_: object, parallel: int | None = None) -> ScriptedModel:
        assert asked == "scripted"
        return models[0]

    async def interrupted(*arguments: Any) -> AsyncGenerator[Any, None]:
        async for event in really(*arguments):
            yield event
            if isinstance(event, digest.PaperDone):
                raise KeyboardInterrupt

    monkeypatch.setattr(digest, "open_model", open_model)
    monkeypatch.setattr(digest, "make_digest", interrupted)
    plain = ("--embedder", "none", "--count", "1", "--no-ocr")
    outcome = shiori("digest", papers, "-o", target, "--model", "scripted", *plain)
    assert outcome.code == 130
    assert outcome.remarks[-1] == "Paused. Go on with the same command, or with: shiori digest --resume"
    assert "## Not made yet" in target.read_text("utf-8")

    monkeypatch.setattr(digest, "make_digest", really)
    opened.clear()
    first = models.pop(0)
    outcome = shiori("digest", "--resume", *plain)
    assert outcome.code == 0
    assert opened == ["one.pdf"]
    assert first.is_closed
    assert models[0].is_closed
    text = target.read_text("utf-8")
    assert "## Not made yet" not in text
    assert "## 2. " in text
    outcome = shiori("digest", "--resume", *plain)
    assert (outcome.code, outcome.remarks[-2]) == (1, "No digest was paused.")


def test_a_server_is_asked_about_several_papers_at_a_time(shiori: Shiori, papers: Path) -> None:
    together = asyncio.Event()

    async def scene(chat: Chat) -> None:
        if chat.server.most_at_once > 1:
            together.set()
        await asyncio.wait_for(together.wait(), 30)  # the first one waits for the second
        await says("LOMO reduces the memory usage to 10.8 % of the standard solution.")(chat)

    with FakeServer(scene) as server:
        plain = ("--embedder", "none", "--count", "1", "--no-ocr", "--json")
        outcome = shiori("digest", papers, "--model", server.url, "--parallel", "2", *plain)
    assert outcome.code == 0
    assert outcome.objects[-1]["done"] == 2
    assert outcome.objects[-1]["model"] == server.url
    assert server.most_at_once == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("a.pdf", "--resume"),
        ("a.pdf", "--split"),
        ("a.pdf", "-o", "."),
        ("a.pdf", "--from", "19.6.2023"),
        ("a.pdf", "--parallel", "0"),
    ],
)
def test_wrong_usage_is_said(shiori: Shiori, arguments: tuple[str, ...]) -> None:
    assert shiori("digest", *arguments).code == 2
