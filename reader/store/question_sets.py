"""The question sets of this computer: those that come with the program, and the reader's own in the config folder."""

from pathlib import Path

from reader import paths
from reader.core.errors import QuestionSetMissing, QuestionSetUnusable
from reader.core.question_sets import SET_NAMES, QuestionSet, QuestionSetError, parse_question_set


def question_set_names() -> list[str]:
    """Every name that `load_question_set` knows: the program's, then the reader's own in alphabetical order."""
    own = sorted(file.stem for file in paths.question_sets_dir().glob("*.toml"))
    return [*SET_NAMES, *(name for name in own if name not in SET_NAMES)]


def load_question_set(name: str) -> QuestionSet:
    """The reader's own set of that name, else the program's; reads the disk.

    Raises QuestionSetMissing, and QuestionSetUnusable where the reader's file has a mistake.
    """
    if name not in question_set_names():
        raise QuestionSetMissing(name, ", ".join(question_set_names()))
    own = paths.question_sets_dir() / f"{name}.toml"
    file = own if own.is_file() else paths.resource(f"questions/{name}.toml")
    try:
        return parse_question_set(name, _text(file))
    except QuestionSetError as mistake:
        raise QuestionSetUnusable(str(file), mistake.line, mistake.reason) from mistake


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as failure:
        raise QuestionSetUnusable(str(file), 1, "it is not text in UTF-8 that can be read") from failure
