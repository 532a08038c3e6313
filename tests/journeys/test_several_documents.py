"""Questions about a folder of PDFs: the window from choosing the folder to the page of another document and back."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.journeys.session import Session
from tests.tiny_pdf import PASSAGE, write_pdf

PLACE = "The selection mechanism filters out irrelevant tokens."
QUESTION = "What does the selection mechanism filter out?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()

    def titled(document: Any) -> None:
        document.set_metadata({"title": "Mamba: Selective State Spaces"})

    write_pdf(folder / "lomo.pdf", PASSAGE, *[["More of it."]] * 6)
    pages = (["Mamba is a state space model."], ["A page between."], [PLACE], *[["More of it."]] * 6)
    write_pdf(folder / "mamba.pdf", *pages, change=titled)
    (folder / "broken.pdf").write_bytes(b"no pdf at all")
    return folder


async def choose_folder(s: Session, folder: Path) -> None:
    s.window.desk.dialogs.choose_folder_to_ask()
    await s.choose("ask_folder_dialog", folder)
    await s.until(lambda: s.window.desk.scope.collection is not None, "the folder opened")
    await s.jobs.ended("collection")
    await s.jobs.ended("conversation")


async def ask(s: Session, question: str) -> None:
    """Into the field itself: after a dialog no window is active on the offscreen platform, and keys go nowhere."""
    field = s.part("question_field")
    QTest.keyClicks(field, question)
    QTest.keyClick(field, Qt.Key.Key_Return)
    await s.jobs.ended("answer")


def questions(s: Session) -> list[str]:
    return [view.answer.question for view in s.window.desk.ask_panel.findChildren(QWidget, "answer_view")]


def test_a_folder_is_asked_and_a_citation_opens_its_document(session, folder: Path, tmp_path: Path) -> None:
    exported = tmp_path / "answers.md"

    async def first(s: Session) -> None:
        await s.opened("lomo.pdf")
        s.window.desk.page_view.go_to_page(3)
        await choose_folder(s, folder)
        assert s.part("scope_label").text() == "2 documents in “papers”"
        assert s.part("ask_heading").text() == "Ask about these documents"
        assert "broken.pdf" in s.window.message_bar.text()
        await ask(s, QUESTION)
        answer = s.window.desk.ask_panel.current_answer
        (citation, *_) = answer.claims[0].citations
        assert (citation.document, citation.page_index) == ("Mamba", 2)
        assert "(mamba.pdf p.3)" in answer.text

        s.click_citation()
        await s.opened("mamba.pdf")
        view = s.window.desk.page_view
        assert view.page_index == 2
        assert [spot.page_index for spot in view._marks.spots] == [2]
        assert questions(s) == [QUESTION]  # the conversation is about both, and stays

        left = view.position()
        s.window.actions_by_name["back"].trigger()
        await s.opened("lomo.pdf")
        assert view.page_index == 3
        assert view._marks.spots == ()
        s.window.actions_by_name["forward"].trigger()
        await s.opened("mamba.pdf")
        assert view.position() == left

        s.window.actions_by_name["export"].trigger()
        await s.choose("export_dialog", exported)
        await s.until(lambda: "written" in s.window.message_bar.text(), "the export")

        QTest.mouseClick(s.part("scope_close_button"), Qt.MouseButton.LeftButton)
        await s.until(lambda: s.window.desk.scope.collection is None, "the folder let go")
        await s.jobs.ended("collection")
        await s.jobs.ended("conversation")
        assert not s.part("scope_chip").isVisible()
        assert questions(s) == []

    async def second(s: Session) -> None:
        await s.opened("lomo.pdf")
        await choose_folder(s, folder)
        assert questions(s) == [QUESTION]

    session(first, folder / "lomo.pdf")
    text = exported.read_text("utf-8")
    assert "[(mamba.pdf p.3)](papers/mamba.pdf#page=3)" in text
    session(second, folder / "lomo.pdf")


def test_files_are_asked_without_an_open_document_and_the_card_shows_the_page(session, folder: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened("lomo.pdf")
        s.window.desk.reading.close_document()
        await s.jobs.ended("open")
        s.window.desk.scope.open([folder / "lomo.pdf", folder / "mamba.pdf"])
        await s.until(lambda: s.window.desk.scope.collection is not None, "the files opened")
        await s.jobs.ended("collection")
        await ask(s, QUESTION)
        answer = s.window.desk.ask_panel.current_answer
        assert answer.claims[0].citations[0].document == "Mamba"
        drawn: list[object] = []
        s.window.desk.pictures.picture_drawn.connect(lambda citation, image: drawn.append((citation, image.isNull())))
        s.window.desk.ask_panel.card.show_for(answer.evidence[0], QRect(0, 0, 10, 10))
        await s.until(lambda: drawn, "a picture of a page that is not open")
        assert drawn == [(answer.evidence[0], False)]
        s.window.desk.ask_panel.card.dismiss()
        s.click_citation()
        await s.opened("mamba.pdf")
        assert s.window.desk.page_view.page_index == 2

    session(act, folder / "lomo.pdf")


def test_a_folder_without_a_pdf_is_told_and_questions_go_where_they_went(session, folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    async def act(s: Session) -> None:
        await s.opened("lomo.pdf")
        s.window.desk.scope.open([empty])
        await s.until(lambda: s.window.message_bar.text(), "a message")
        assert s.window.message_bar.text().startswith("There is no PDF in empty")
        await ask(s, "How far does LOMO reduce the memory usage?")
        answer = s.window.desk.ask_panel.current_answer
        assert answer.document_id == s.window.desk.reading.document.document_id

    session(act, folder / "lomo.pdf")
