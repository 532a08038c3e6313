import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import reader
from reader import cli
from reader.cli import run
from reader.core.errors import NotAPdf
from tests.tiny_pdf import write_pdf

ROOT = Path(__file__).resolve().parents[1]


def shell(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "reader", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"shiori {reader.__version__}\n"


@pytest.mark.parametrize("arguments", [["--unknown"], ["info"], ["find", "a.pdf"], ["models", "nonsense"]])
def test_wrong_usage_is_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(arguments)
    assert end.value.code == 2
    assert "usage: shiori" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["info", "find", "ask", "digest", "models"])
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run([command, "--help"])
    assert end.value.code == 0
    assert f"usage: shiori {command}" in capsys.readouterr().out


def test_an_expected_failure_is_two_lines_whatever_the_file_is_called(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> int:
        raise NotAPdf("/papers/a\nname.pdf")

    monkeypatch.setattr(cli, "_run_command", fail)
    assert run(["info", "x"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "a name.pdf is not a PDF that can be read.",
        "The file is damaged or of another kind. Get a fresh copy, or open it in the program that made it.",
    ]


def test_an_interruption_ends_quietly(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run_command", interrupt)
    assert run(["info", "x"]) == 130
    assert capsys.readouterr().err == ""


def test_without_qt_the_window_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "reader.app", None)
    monkeypatch.delattr(reader, "app", raising=False)
    assert run([]) == 1
    assert "make run" in capsys.readouterr().err


def test_a_log_level_that_does_not_exist_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHIORI_LOG", "everything")
    with pytest.raises(SystemExit):
        run(["info", "--help"])


def test_standard_output_that_knows_few_letters_gets_json_all_the_same(tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "café.pdf", ["推論は速い。"])
    done = shell("info", "--json", file, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["file"] == str(file)
    for_people = shell("find", file, "推論", PYTHONIOENCODING="ascii")
    assert (for_people.returncode, for_people.stderr) == (0, b"")


def test_a_reader_that_has_gone_is_no_failure(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "reader", "info", "--json", str(tmp_path / "missing.pdf")],
            cwd=ROOT,
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (0, b"")
