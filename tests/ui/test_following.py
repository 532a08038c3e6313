"""Citations and links: on the page, in another document, out of the program."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QDesktopServices

from reader.core.answer import Citation
from reader.core.document import Link, Rect, Spot
from reader.ui.following import Following

RECTS = (Rect(0.1, 0.2, 0.9, 0.25),)
HERE = Citation(3, "4", "It is said here.", RECTS, 1.0)
SPOT = Spot(3, RECTS)


class Pages(QObject):
    def __init__(self, done: list[Any]) -> None:
        super().__init__()
        self.jump_to = lambda spot: done.append(("jump", spot))
        self.arrive_at = lambda spot: done.append(("arrive", spot))
        self.mark_evidence = lambda spots, current: done.append(("only", spots[current]))


class Stage:
    """A Following among parts that note what it does."""

    def __init__(self, document_id: str | None = "this") -> None:
        self.done: list[Any] = []
        self.pages = Pages(self.done)
        self.reading = SimpleNamespace(document=None if document_id is None else document(document_id))
        asking = SimpleNamespace(mark=lambda _answer, spot: self.done.append(("mark", spot)))
        travels = SimpleNamespace(go_to=lambda file: self.done.append(("open", file)))
        ask_panel = SimpleNamespace(current_answer=None)
        parts: tuple[Any, ...] = (self.reading, asking, ask_panel, self.pages, travels)
        self.following = Following(*parts)


def document(document_id: str) -> Any:
    return SimpleNamespace(document_id=document_id)


def in_file(document_id: str) -> Citation:
    return Citation(3, "4", "It is said here.", RECTS, 1.0, document_id=document_id, file="other.pdf")


@pytest.mark.parametrize("citation", [HERE, in_file("this")])
def test_a_citation_of_the_open_document_is_marked_and_shown(qapp: Any, citation: Citation) -> None:
    stage = Stage()
    stage.following.show_citation(citation)
    assert stage.done == [("mark", SPOT), ("jump", SPOT)]


@pytest.mark.parametrize("open_document", ["this", None])
def test_a_citation_of_another_document_is_shown_when_that_is_open(qapp: Any, open_document: str | None) -> None:
    stage = Stage(open_document)
    stage.following.show_citation(in_file("other"))
    assert stage.done == [("open", Path("other.pdf"))]
    stage.following.arrive_in(document("other"))
    assert stage.done[1:] == [("mark", SPOT), ("arrive", SPOT)]
    stage.following.arrive_in(document("other"))
    assert len(stage.done) == 3, "once"


def test_another_document_than_the_awaited_one_is_shown_as_it_is(qapp: Any) -> None:
    stage = Stage()
    stage.following.show_citation(in_file("other"))
    stage.following.arrive_in(document("third"))
    stage.following.arrive_in(document("other"))
    assert stage.done == [("open", Path("other.pdf"))]


def test_the_spot_of_a_note_is_the_only_one_marked(qapp: Any) -> None:
    stage = Stage()
    stage.following.show_spot(SPOT)
    assert stage.done == [("only", SPOT), ("jump", SPOT)]


@pytest.mark.parametrize("uri", ["https://example.org/a", "http://example.org", "mailto:a@example.org"])
def test_pages_and_mail_are_opened_by_the_system(qapp: Any, monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    stage = Stage()
    stage.following.link_refused.connect(stage.done.append)
    stage.following.follow_link(Link(RECTS[0], None, None, uri))
    assert opened == [uri]
    assert stage.done == []


@pytest.mark.parametrize("uri", ["file:///etc/passwd", "javascript:alert(1)", "", None])
def test_other_links_are_refused(qapp: Any, monkeypatch: pytest.MonkeyPatch, uri: str | None) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    stage = Stage()
    stage.following.link_refused.connect(stage.done.append)
    link = Link(RECTS[0], None, None, uri)
    stage.following.follow_link(link)
    assert opened == []
    assert stage.done == [link]
