"""The OCR child: runs Tesseract on pictures in shared memory, one at a time, and ends it when nobody waits any more."""

import os
import subprocess
import threading
from collections.abc import Sequence
from multiprocessing.shared_memory import SharedMemory

from reader.core.errors import OcrFailed, OcrMissing
from reader.core.passages import ReadPage, read_page
from reader.core.recognition import Word, confidence, is_sure, page_of_words, words_of
from reader.engine.pdf import Scan
from reader.engine.serving import is_cancelled

_LONGEST_S = 180.0
"""A page takes 1-4 s; dense newspaper pages a minute."""


class OcrService:
    """Its public methods are the jobs of the worker."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()  # guards the process, which on_cancel() ends from another thread

    def languages(self, program: str) -> list[str]:
        """The languages that are installed, "osd" among them where it is. Raises OcrMissing."""
        try:
            code, written, _ = self._run([program, "--list-langs"], b"")
        except OSError as failure:
            raise OcrMissing from failure
        lines = written.decode("utf-8", "replace").splitlines()
        return [] if code else [line.strip() for line in lines[1:] if line.strip()]

    def recognise(self, program: str, scan: Scan, tried: Sequence[str], has_osd: bool) -> ReadPage:
        """The page in the language it is read best in; `tried`: likeliest first.

        Raises OcrMissing, OcrFailed.
        """
        picture = _picture(scan)
        best: list[Word] = []
        for language, layout in _tries(tried, has_osd=has_osd):
            words = self._words(program, scan, picture, language, layout)
            if not best or confidence(words) > confidence(best):
                best = words
            if is_sure(best) or not words or is_cancelled():
                break
        page = page_of_words(scan.page_index, best, scan.width_px, scan.height_px)
        return read_page(page)

    def on_cancel(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _words(self, program: str, scan: Scan, picture: bytes, language: str, layout: str) -> list[Word]:
        command = [program, "stdin", "stdout", "-l", language, "--dpi", str(scan.dpi), "--psm", layout]
        command += ["-c", "tessedit_create_tsv=1"]
        try:
            code, written, said = self._run(command, picture)
            if code == 0:
                return words_of(written.decode("utf-8", "replace"))
        except FileNotFoundError as failure:
            raise OcrMissing from failure
        except subprocess.TimeoutExpired as failure:
            raise OcrFailed(scan.page_index, f"no end after {_LONGEST_S:.0f} s") from failure
        except (OSError, ValueError) as failure:
            raise OcrFailed(scan.page_index, str(failure)) from failure
        last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit code {code}"]
        raise OcrFailed(scan.page_index, last[0].rstrip("."))

    def _run(self, command: Sequence[str], picture: bytes) -> tuple[int, bytes, bytes]:
        # Threads of its own make it slower everywhere and stall it on a busy machine: on two cores that other work was
        # sharing, one page took 118 s with two threads and 2.7 s with one.
        env = os.environ | {"OMP_THREAD_LIMIT": "1"}
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console appears
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env, creationflags=flags) as process:
            with self._lock:
                self._process = process
                if is_cancelled():  # it came before there was anything to end
                    process.kill()
            try:
                written, said = process.communicate(picture, timeout=_LONGEST_S)
            finally:
                with self._lock:
                    self._process = None
                    process.kill()
            return process.returncode, written, said


def _tries(languages: Sequence[str], *, has_osd: bool) -> list[tuple[str, str]]:
    """Languages and layouts ("page segmentation modes") to try: first as the page stands, then whichever way up."""
    turned = "1" if has_osd else "3"
    upright = [(languages[0], "3")]
    return upright + [(language, turned) for language in languages if (language, turned) not in upright]


def create_service() -> OcrService:
    return OcrService()


def _picture(scan: Scan) -> bytes:
    """The picture as PGM."""
    memory = SharedMemory(scan.memory_name)
    try:
        if memory.buf is None:
            raise ValueError("the shared memory has been closed")
        pixels = bytes(memory.buf[: scan.width_px * scan.height_px])
    finally:
        memory.close()
    return b"P5\n%d %d\n255\n" % (scan.width_px, scan.height_px) + pixels
