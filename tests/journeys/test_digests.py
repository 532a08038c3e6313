"""A digest in its window: put together, made, paused, gone on with after a restart, saved."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QWidget

from reader import paths
from reader.engine.llm import Message
from reader.engine.scripted import ScriptedModel
from reader.ui.demo import quote_from_prompt
from reader.ui.digest_papers import DigestPapers, row_of
from tests.journeys.session import Session
from tests.tiny_pdf import PASSAGE, write_article, write_pdf

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class StallingModel(ScriptedModel):
    """Quotes the document; stalls for good when it is to read this word."""

    def __init__(self, word: str) -> None:
        gate = asyncio.Event()
        gate.set()
        super().__init__(self._quote, gate=gate)
        self._free, self._word = gate, word

    def _quote(self, messages: Sequence[Message]) -> str:
        if self._word in messages[-1].content:
            self._free.clear()
        return quote_from_prompt(messages)

    @property
    def is_stalled(self) -> bool:
        return not self._free.is_set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two papers and a file that is none."""
    folder = tmp_path / "papers"
    folder.mkdir()
    write_article(folder / "a.pdf")
    write_pdf(folder / "c.pdf", PASSAGE)
    (folder / "b.pdf").write_text("no paper")
    return folder


def _window(s: Session) -> QWidget:
    return s.windows.digesting.window


def _part(s: Session, name: str, kind: type = QAbstractButton):
    return _window(s).findChild(kind, name)


def _click(s: Session, name: str) -> None:
    QTest.mouseClick(_part(s, name), Qt.MouseButton.LeftButton)


def _papers(s: Session) -> DigestPapers:
    return _part(s, "digest_papers", DigestPapers)


def _rows(s: Session):
    return [row_of(_papers(s).item(number)) for number in range(_papers(s).count())]


async def _done(s: Session) -> None:
    """What was changed is kept and shown."""
    await s.window.jobs.ended("digests")


async def _begin(s: Session) -> None:
    await s.opened("guide-en.pdf")
    s.press(Qt.Key.Key_G, CONTROL | SHIFT)
    await _done(s)
    assert _window(s).isVisible()


def _drop(target: QWidget, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    place, none, left = target.rect().center(), Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(target, QDragEnterEvent(place, Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, left, none))


def test_digest_is_put_together_made_and_saved(session, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "digest.md"

    async def act(s: Session) -> None:
        await _begin(s)
        _click(s, "digest_folder_button")
        dialog = _part(s, "digest_folder_dialog", QFileDialog)
        dialog.selectFile(str(folder))
        dialog.accept()
        await _done(s)
        assert [Path(row.file).name for row in _rows(s)] == ["a.pdf", "b.pdf", "c.pdf"]

        papers = _papers(s)
        papers.setFocus()
        papers.setCurrentRow(2)
        QTest.keyClick(papers, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        await _done(s)
        assert [Path(file).name for file in papers.files] == ["a.pdf", "c.pdf", "b.pdf"]
        papers.setCurrentRow(0)
        QTest.keyClick(papers, Qt.Key.Key_F2)
        QTest.keyClicks(papers.findChild(QLineEdit), "A renamed guide")
        QTest.keyClick(papers.findChild(QLineEdit), Qt.Key.Key_Return)
        await _done(s)
        title = _part(s, "digest_title", QLineEdit)
        title.setFocus()
        QTest.keyClicks(title, "This week")
        QTest.keyClick(title, Qt.Key.Key_Return)
        count = _part(s, "digest_question_count", QWidget)
        count.setFocus()
        count.selectAll()
        QTest.keyClicks(count, "2")
        await _done(s)

        _click(s, "digest_start_button")
        await s.window.jobs.ended("digest")
        await _done(s)
        assert [row.status for row in _rows(s)] == ["done", "done", "failed"]
        assert _rows(s)[0].title == "A renamed guide"
        assert "3 answers" in _rows(s)[0].words
        assert "b.pdf" in _rows(s)[2].words

        write_pdf(folder / "b.pdf", (*PASSAGE, "It is a method."))
        area = papers.visualItemRect(papers.item(2))
        place = QPoint(area.right() - 30, area.bottom() - 14)
        QTest.mouseClick(papers.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await s.until(lambda: [row.status for row in _rows(s)] == ["done"] * 3, "the paper that was mended")
        await s.window.jobs.ended("digest")
        await _done(s)

        _click(s, "digest_save_button")
        dialog = _part(s, "digest_save_dialog", QFileDialog)
        dialog.selectFile(str(target))
        dialog.accept()
        await s.window.jobs.ended("digest export")

        QTest.mouseDClick(
            papers.viewport(), Qt.MouseButton.LeftButton, pos=papers.visualItemRect(papers.item(0)).center()
        )
        await s.opened("a.pdf")
        await s.jobs.ended("paper notes")
        assert s.desk.noting.note.status == "done", "the note of the digest is the document's own"

    session(act, make_model=lambda _name: ScriptedModel(quote_from_prompt))
    text = target.read_text("utf-8")
    assert text.count("\n# This week") == 1
    assert "A renamed guide" in text


def test_digest_goes_on_after_a_restart(session, folder: Path) -> None:
    model = StallingModel("Shiori")

    async def first(s: Session) -> None:
        await _begin(s)
        _drop(_window(s), folder / "a.pdf", paths.resource("guide/guide-en.pdf"))
        await _done(s)
        count = _part(s, "digest_question_count", QWidget)
        count.setFocus()
        count.selectAll()
        QTest.keyClicks(count, "2")
        await _done(s)
        _click(s, "digest_start_button")
        progressed = s.windows.digesting.progressed
        await s.until(lambda: model.is_stalled, "the answer that stalls", progressed)
        assert [row.status for row in _rows(s)] == ["done", "running"]
        _click(s, "note_pause_button")
        await s.window.jobs.ended("digest")
        await _done(s)
        assert [row.status for row in _rows(s)] == ["done", "waiting"]

    async def second(s: Session) -> None:
        await _begin(s)
        assert "1 of 2 papers · paused" in _part(s, "note_progress_words", QLabel).text()
        _click(s, "note_go_on_button")
        await s.window.jobs.ended("digest")
        await _done(s)
        assert [row.status for row in _rows(s)] == ["done", "done"]

    session(first, make_model=lambda _name: model)
    session(second, make_model=lambda _name: ScriptedModel(quote_from_prompt))


def test_documents_of_the_library_become_a_digest(session) -> None:
    async def act(s: Session) -> None:
        await _begin(s)
        _click(s, "digest_library_button")
        await _done(s)
        dialog = _part(s, "digest_picking", QWidget)
        listed = dialog.findChild(QWidget, "digest_picking_list")
        listed.setFocus()
        listed.setCurrentRow(0)
        QTest.keyClick(listed, Qt.Key.Key_Space)
        QTest.mouseClick(dialog.findChild(QAbstractButton, "digest_picking_add"), Qt.MouseButton.LeftButton)
        await _done(s)
        assert [Path(row.file).name for row in _rows(s)] == ["guide-en.pdf"]
        papers = _papers(s)
        papers.setFocus()
        papers.setCurrentRow(0)
        QTest.keyClick(papers, Qt.Key.Key_Delete)
        await _done(s)
        assert not _rows(s)
        QTest.keyClick(_window(s), Qt.Key.Key_Escape)
        assert not _window(s).isVisible()

    session(act, make_model=lambda _name: ScriptedModel(quote_from_prompt))
