"""Notes in Markdown files, opened in the window: the PDF, the note beside it, every citation checked."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from reader import paths
from reader.core.answer import Claim, Verdict
from reader.core.note_markdown import note_to_markdown
from reader.core.paper_note import SUMMARY, NoteItem
from reader.ui.answer_text import AnswerText
from tests.core.paper_notes import ENGLISH, citation, item
from tests.journeys.session import Session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """guide.pdf and note.md, of which one citation is on a wrong page and one nowhere."""
    pdf = tmp_path / "guide.pdf"
    shutil.copy(paths.resource("guide") / "guide-en.pdf", pdf)
    known = {"document_id": hashlib.sha256(pdf.read_bytes()).hexdigest()}
    items = (
        item("q1", "What is here?", Claim("Shiori", Verdict.EXACT, (citation(0, "Shiori"),)), **known),
        item(
            "q2",
            "And what is not?",
            Claim("Bananas.", Verdict.SUPPORTED, (citation(1, "Bananas are yellow."),)),
            **known,
        ),
    )
    note = replace(ENGLISH, summary=NoteItem(SUMMARY, "", "set"), items=items, **known)
    (tmp_path / "note.md").write_text(note_to_markdown(note, "guide.pdf"), "utf-8")
    return tmp_path


async def _restored(s: Session) -> None:
    await s.opened("guide.pdf")
    await s.jobs.ended("restore note")
    await s.until(lambda: s.desk.noting.note is not None, "the note")


def test_note_that_is_opened_shows_its_pdf_and_its_checked_citations(session, folder: Path) -> None:
    async def act(s: Session) -> None:
        await _restored(s)
        assert s.desk.paper_note_panel.isVisible()
        assert [part.question for part in s.desk.noting.note.items] == ["What is here?", "And what is not?"]
        told = s.window.message_bar.text()
        assert "Of 2 citations" in told
        assert "Not found any more: 1." in told
        assert "“Bananas are yellow.”" in told
        view = s.desk.paper_note_panel.views[1]
        s.part("paper_note_list").ensureWidgetVisible(view)
        # Never processEvents() in a coroutine: qasync would run a step of another task within this one, and lose it.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        text = view.findChild(AnswerText)
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.link_area(0).center())
        assert s.desk.page_view.page_index == 0
        rows = s.part("note_check").findChildren(QLabel, "note_check_words")
        assert [row.text() for row in rows] == ["was on p.2, not found any more"]
        lost = s.desk.paper_note_panel.views[2].answer
        assert [claim.verdict for claim in lost.claims] == [Verdict.UNSUPPORTED]
        s.desk.note_exporting.export("annotated", folder / "copy.pdf")
        await s.jobs.ended("export")
        with pymupdf.open(folder / "copy.pdf") as copy:
            (annotation,) = copy[0].annots()
            assert annotation.info["content"] == "What is here?\n\nShiori (p.1)"

    session(act, folder / "note.md")


def test_note_that_is_dropped_on_its_open_pdf_is_restored_there(session, folder: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide.pdf")
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(folder / "note.md"))])
        place, buttons, keys = QPointF(9, 9), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        for event in (
            QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, mime, buttons, keys),
            QDropEvent(place, Qt.DropAction.CopyAction, mime, buttons, keys),
        ):
            QApplication.sendEvent(s.window, event)
            assert event.isAccepted()
        await s.until(lambda: s.desk.noting.note is not None, "the note")
        assert len(s.window.desks) == 1
        (folder / "other.md").write_text("# Something else")
        s.window.open_files([folder / "other.md"])
        await s.until(lambda: "other.md is no paper note" in s.window.message_bar.text(), "the message")

    session(act, folder / "guide.pdf")
