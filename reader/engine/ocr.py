"""Reading pictures of pages with Tesseract, where it is installed: the program, found and run behind a child process.

The program rather than the engine inside MuPDF: it can be killed in the middle of a page, says how sure it is, takes
several languages, and 2.7 s a page were 4.5 s there (one page of a paper, 300 dpi).
"""

import shutil
import sys
from pathlib import Path
from typing import Protocol

from reader.core.errors import OcrMissing
from reader.core.passages import ReadPage
from reader.core.recognition import candidates
from reader.engine.pdf import Scan
from reader.engine.worker import Worker

_CHILD = "reader.engine.ocr_child"
_BACKGROUND = 10
"""Niceness; Tesseract inherits it."""
_PLACES = {
    # Programs started from the desktop do not get the paths of the shell there, and its installer adds none.
    "darwin": ("/opt/homebrew/bin/tesseract", "/usr/local/bin/tesseract"),
    "win32": ("C:/Program Files/Tesseract-OCR/tesseract.exe", "C:/Program Files (x86)/Tesseract-OCR/tesseract.exe"),
}


class Recogniser(Protocol):
    """What reads the picture of a page."""

    async def recognise(self, scan: Scan, language: str) -> ReadPage:
        """The page with its text; `language`: the document's, where it is known. Raises OcrMissing, OcrFailed."""
        ...

    async def close(self) -> None: ...


class Tesseract:
    """Recogniser with one child, which starts with the first page. Cancelling ends the page that is being read."""

    def __init__(self, program: Path | None = None) -> None:
        """`program`: default: where it is found. It may be missing until the first page is to be read."""
        self._program = program
        self._installed: tuple[str, ...] | None = None
        self._worker = Worker(_CHILD, name="OCR", niceness=_BACKGROUND)

    async def recognise(self, scan: Scan, language: str) -> ReadPage:
        program = self._program = self._program or find_tesseract()
        if program is None:
            raise OcrMissing
        if self._installed is None:
            self._installed = tuple(await self._worker.call("languages", str(program)))
        tried = candidates(self._installed, language)
        if not tried:
            raise OcrMissing
        has_osd = "osd" in self._installed
        page: ReadPage = await self._worker.call("recognise", str(program), scan, tried, has_osd)
        return page

    async def close(self) -> None:
        await self._worker.close()


def find_tesseract() -> Path | None:
    """The program, or None where it is not installed."""
    found = shutil.which("tesseract")
    if found is not None:
        return Path(found)
    return next((Path(place) for place in _PLACES.get(sys.platform, ()) if Path(place).is_file()), None)
