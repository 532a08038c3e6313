"""Where the commands print: results to standard output, everything else to standard error."""

import json
import sys
from typing import Any

from reader.core.errors import ReaderError


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_json(value: dict[str, Any]) -> None:
    """One JSON object on one line; escapes where standard output cannot hold every letter."""
    is_unicode = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    say(json.dumps(value, ensure_ascii=not is_unicode).encode("utf-8", "replace").decode("utf-8"))


def remark(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


class ProgressLine:
    """Progress on standard error: one line that is written over in a terminal, a line each 10 % elsewhere."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._shown_percent = -1

    def show(self, percent: int, text: str) -> None:
        if percent == self._shown_percent or (not self._is_terminal and percent < self._shown_percent + 10):
            return
        self._shown_percent = percent
        if self._is_terminal:
            sys.stderr.write(f"\r{text}\x1b[K")
            sys.stderr.flush()
        else:
            remark(text)

    def end(self) -> None:
        if self._is_terminal and self._shown_percent >= 0:
            remark("")


def complain(failure: ReaderError) -> None:
    """The two lines of an expected failure: what happened, what to do next."""
    remark(" ".join(failure.title.split()))  # a file name may have line ends in it
    remark(" ".join(failure.hint.split()))


def error_as_json(failure: ReaderError) -> dict[str, str]:
    return {"name": type(failure).__name__, "title": failure.title, "hint": failure.hint}
