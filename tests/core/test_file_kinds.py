from pathlib import Path

from reader.core.file_kinds import is_note_file


def test_notes_are_known_by_the_name_of_their_file() -> None:
    assert is_note_file(Path("a.md"))
    assert is_note_file(Path("a.MARKDOWN"))
    assert not is_note_file(Path("a.pdf"))
    assert not is_note_file(Path("md"))
