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


def complain(failure: ReaderError) -> None:
    """The two lines of an expected failure: what happened, what to do next."""
    remark(" ".join(failure.title.split()))  # a file name may have line ends in it
    remark(" ".join(failure.hint.split()))


def error_as_json(failure: ReaderError) -> dict[str, str]:
    return {"name": type(failure).__name__, "title": failure.title, "hint": failure.hint}
