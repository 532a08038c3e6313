import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf
import pytest

from reader.cli import run
from tests.tiny_pdf import PASSAGE, with_garbled_text, with_labels, write_pdf


class Outcome(NamedTuple):
    code: int
    lines: list[str]
    """Of standard output."""
    remarks: list[str]
    """Lines of standard error."""

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines: nothing else may stand there."""
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def shiori(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command as from a shell."""

    def call(*arguments: object) -> Outcome:
        try:
            code = run([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse: wrong usage
            code = int(end.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Outcome(code, said.out.splitlines(), said.err.splitlines())

    return call


@pytest.fixture(autouse=True)
def _light_children() -> Iterator[None]:
    """Children do not import the main module (pytest) once more."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
        monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
        yield


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """paper.pdf (labels i, 1; stamp, outline), secret.pdf (password "key"), garbled.pdf, garbage.pdf, empty.pdf."""
    folder = tmp_path_factory.mktemp("shelf")

    def dress(document: Any) -> None:
        with_labels(document)
        document.set_toc([[1, "Opening", 1], [1, "End", 2]])
        document.set_metadata({"title": "Saving Memory", "author": "Jane Doe; John Roe"})

    stamped = [*PASSAGE, "arXiv:2306.09782v1 [cs.CL] 16 Jun 2023", "It ends with low-mem-"]
    write_pdf(folder / "paper.pdf", stamped, ["ory training and more words.", "推論は速い。"], change=dress)
    encryption = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": "key", "owner_pw": "owner"}
    write_pdf(folder / "secret.pdf", PASSAGE, **encryption)
    write_pdf(folder / "garbled.pdf", ["Looks like text"], change=with_garbled_text)
    (folder / "garbage.pdf").write_bytes(b"no pdf at all")
    (folder / "empty.pdf").touch()
    return folder
