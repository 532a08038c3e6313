"""What a file is, told by its name."""

from pathlib import PurePath

_NOTES = (".md", ".markdown")


def is_note_file(path: PurePath) -> bool:
    """Whether it may be a paper note in Markdown."""
    return path.suffix.casefold() in _NOTES
