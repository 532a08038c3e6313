import inspect
import pickle

import pytest

from reader.core import errors
from reader.core.errors import ReaderError

_ARGUMENTS = {
    "file": "/papers/a paper.pdf",
    "page_index": 4,
    "name": "some-model",
    "reason": "the disk is full",
    "need_bytes": 8_000_000_000,
    "free_bytes": 2_500_000_000,
    "tokens": 5000,
    "limit": 4096,
    "address": "http://somewhere",
    "host": "example.org:8000",
    "url": "https://example.org:8000/v1",
    "has_key": True,
    "model": "some-model",
    "worker": "pages",
    "exitcode": -9,
    "known": "paper, survey",
    "line": 3,
}
_KINDS = [
    kind
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, ReaderError) and kind is not ReaderError and not name.startswith("_")
]


def example(kind: type[ReaderError]) -> ReaderError:
    return kind(*(_ARGUMENTS[name] for name in inspect.signature(kind).parameters))


@pytest.mark.parametrize("kind", _KINDS)
def test_every_error_says_what_happened_and_what_to_do(kind: type[ReaderError]) -> None:
    error = example(kind)
    assert error.title.endswith((".", "?"))
    assert "\n" not in error.title + error.hint
    assert error.hint
    assert str(error) == f"{error.title} {error.hint}"


@pytest.mark.parametrize("kind", _KINDS)
def test_every_error_survives_the_way_between_processes(kind: type[ReaderError]) -> None:
    error = example(kind)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.title, copy.hint, vars(copy)) == (error.title, error.hint, vars(error))


def test_titles_name_the_file_without_its_folder_and_pages_as_people_count_them() -> None:
    assert errors.NotAPdf("/papers/a paper.pdf").title.startswith("a paper.pdf ")
    assert "Page 5 " in errors.PageBroken("/papers/a paper.pdf", 4).title
    assert "8.0 GB" in errors.ModelTooLarge("m", 8_000_000_000, 2_500_000_000).title
