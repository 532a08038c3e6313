"""A paper note in the window: made in view, its citations followed, its words changed, paused, and gone on with."""

import asyncio
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QPlainTextEdit, QPushButton

from reader.core.answer import Remark, Verdict
from reader.core.paper_note import SUMMARY
from reader.engine.llm import Message
from reader.engine.scripted import ScriptedModel
from reader.ui.answer_text import AnswerText
from reader.ui.demo import quote_from_prompt
from reader.ui.note_panel_item import NoteItemView
from tests.flows.note_desk import PAPER
from tests.journeys.session import Session
from tests.tiny_pdf import write_pdf


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """What a note is made of: three pages with a name, numbers, a limitation, an address."""
    pages = (textwrap.wrap(" ".join(text.split("\n")), 62) for text in PAPER)
    return write_pdf(tmp_path / "paper.pdf", *pages)


CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
_LAST = 2
"""The last page of the paper."""


class StallingModel(ScriptedModel):
    """Quotes the document; stalls in the middle of its answer number `stalls_at` until it is asked something else."""

    def __init__(self, stalls_at: int) -> None:
        gate = asyncio.Event()
        gate.set()
        super().__init__(self._quote, gate=gate)
        self._free, self._stalls_at = gate, stalls_at

    def _quote(self, messages: Sequence[Message]) -> str:
        if len(self.prompts) == self._stalls_at:
            self._free.clear()
        else:
            self._free.set()
        return quote_from_prompt(messages)


def _views(s: Session) -> list[NoteItemView]:
    return s.desk.paper_note_panel.views


def _click(view: NoteItemView, name: str) -> None:
    QTest.mouseClick(view.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def _choose_count(s: Session, count: int) -> None:
    s.desk.panels.open_side(s.desk.paper_note_panel)
    field = s.part("note_question_count")
    field.setFocus()
    field.selectAll()
    s.type(str(count))
    s.press(Qt.Key.Key_Tab)


async def _make(s: Session) -> None:
    """The command, by its keys, and what comes of it."""
    await s.opened("paper.pdf")
    _choose_count(s, 4)
    s.press(Qt.Key.Key_L, CONTROL | SHIFT)
    await s.until(lambda: s.desk.noting.note is not None, "a note")
    await s.jobs.ended("paper note")


async def _changed(s: Session) -> None:
    await s.jobs.ended("change paper note")


def test_note_is_made_followed_changed_and_there_the_next_time(session, paper: Path, tmp_path: Path) -> None:
    exported = tmp_path / "note.md"
    ids: list[str] = []

    async def first(s: Session) -> None:
        await _make(s)
        note = s.desk.noting.note
        assert note.status == "done"
        assert all(part.is_finished for part in note.parts)
        assert len(note.items) == 4
        assert s.part("note_progress").isHidden()
        assert s.desk.paper_note_panel.head.fields["title"].value.text()

        cited = [view for view in _views(s)[1:] if view.answer.claims and view.answer.claims[0].citations]
        view = next(view for view in cited if view.answer.claims[0].pages[0] != _LAST)
        s.desk.page_view.go_to_page(_LAST)
        s.part("paper_note_list").ensureWidgetVisible(view)
        text = view.findChild(AnswerText)
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.link_area(0).center())
        assert s.desk.page_view.page_index == view.answer.claims[0].pages[0]
        s.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert s.desk.page_view.page_index == _LAST
        s.desk.page_view.setFocus()
        s.press(Qt.Key.Key_N)
        pages = [citation.page_index for claim in view.answer.claims for citation in claim.citations]
        assert s.desk.page_view.page_index in pages, "the keys step through the evidence of the note"

        _click(view, "edit_button")
        field = view.findChild(QPlainTextEdit, "note_answer_field")
        field.setFocus()
        field.selectAll()
        s.type("The moon is made of green cheese.")
        s.press(Qt.Key.Key_Return, CONTROL)
        await _changed(s)
        assert [claim.verdict for claim in view.answer.claims] == [Verdict.UNSUPPORTED]
        assert Remark.EDITED in view.answer.remarks
        item_id = view.item.item_id
        ids.append(item_id)

        gone = _views(s)[-1]
        _click(gone, "delete_button")
        await _changed(s)
        assert gone not in _views(s)
        QTest.mouseClick(s.part("undo_button"), Qt.MouseButton.LeftButton)
        await _changed(s)
        assert _views(s)[-1].item.item_id == gone.item.item_id
        _click(_views(s)[-1], "delete_button")
        await _changed(s)

        title = s.desk.paper_note_panel.head.fields["title"]
        QTest.mouseClick(title.value, Qt.MouseButton.LeftButton)
        s.type("A guide")
        s.press(Qt.Key.Key_Return)
        await _changed(s)
        assert s.desk.noting.note.head.title == "A guide"

        s.part("note_own_question").setFocus()
        s.type("How much memory does LOMO need?")
        s.press(Qt.Key.Key_Return)
        await s.until(lambda: _views(s)[-1].item.origin == "own" and _views(s)[-1].item.is_finished, "the answer")
        assert _views(s)[-1].answer.claims

        QTest.mouseClick(s.part("paper_note_more_button"), Qt.MouseButton.LeftButton)
        menu = s.part("paper_note_menu", QMenu)
        menu.setActiveAction(s.part("note_export_markdown", QAction))
        QTest.keyClick(menu, Qt.Key.Key_Return)
        await s.choose("note_export_dialog", exported)
        await s.until(lambda: "saved" in s.window.message_bar.text(), "the export")
        for kind, name in (("bibtex", "paper.bib"), ("csl", "paper.json"), ("annotated", "marked.pdf")):
            s.desk.note_exporting.export(kind, tmp_path / name)
            await s.jobs.ended("export")

    async def second(s: Session) -> None:
        await s.opened("paper.pdf")
        await s.jobs.ended("paper notes")
        note = s.desk.noting.note
        assert note.head.title == "A guide"
        assert [item.question for item in note.items][-1] == "How much memory does LOMO need?"
        assert len(note.items) == 4
        s.desk.panels.open_side(s.desk.paper_note_panel)
        assert s.part("note_progress").isHidden(), "there is nothing to go on with"
        view = s.desk.paper_note_panel.view(ids[0])
        assert view.answer.text == "The moon is made of green cheese."
        _click(view, "ask_again_button")
        await s.jobs.ended("paper note")
        await s.jobs.ended("paper notes")
        assert "cheese" not in s.desk.noting.note.item(ids[0]).answer.text

    session(first, paper, make_model=lambda _name: ScriptedModel(quote_from_prompt))
    text = exported.read_text("utf-8")
    assert 'title: "A guide"' in text
    assert "### How much memory does LOMO need?" in text
    assert "paper.pdf#page=" in text
    assert "{{A} guide}" in (tmp_path / "paper.bib").read_text("utf-8")
    assert "A guide" in (tmp_path / "paper.json").read_text("utf-8")
    assert (tmp_path / "marked.pdf").read_bytes().startswith(b"%PDF")
    session(second, paper, make_model=lambda _name: ScriptedModel(quote_from_prompt))


def test_paused_note_goes_on_after_a_restart_and_repeats_nothing(session, paper: Path) -> None:
    model = StallingModel(stalls_at=3)
    finished: dict[str, str] = {}

    async def first(s: Session) -> None:
        await s.opened("paper.pdf")
        _choose_count(s, 4)
        QTest.mouseClick(s.part("make_note_button"), Qt.MouseButton.LeftButton)
        await s.until(lambda: len(model.prompts) == 3, "the answer that stalls", s.desk.noting.progressed)
        panel = s.desk.paper_note_panel
        panel.setFocus()
        s.press(Qt.Key.Key_Escape)
        await s.jobs.ended("paper note")
        await s.jobs.ended("paper notes")
        note = s.desk.noting.note
        assert note.status == "paused"
        finished.update({part.item_id: part.answer.answer_id for part in note.parts if part.is_finished})
        assert SUMMARY in finished
        assert s.part("note_go_on_button", QPushButton).isVisible()
        assert "of 5 answers · paused" in s.part("note_progress_words").text()

    async def second(s: Session) -> None:
        await s.opened("paper.pdf")
        await s.jobs.ended("paper notes")
        s.desk.panels.open_side(s.desk.paper_note_panel)
        QTest.mouseClick(s.part("note_go_on_button"), Qt.MouseButton.LeftButton)
        await s.jobs.ended("paper note")
        await s.jobs.ended("paper notes")
        note = s.desk.noting.note
        assert note.status == "done"
        assert {item_id: note.item(item_id).answer.answer_id for item_id in finished} == finished

    session(first, paper, make_model=lambda _name: model)
    session(second, paper, make_model=lambda _name: ScriptedModel(quote_from_prompt))


def test_question_is_answered_before_the_note_goes_on(session, paper: Path) -> None:
    model = StallingModel(stalls_at=3)

    async def act(s: Session) -> None:
        await s.opened("paper.pdf")
        _choose_count(s, 3)
        s.press(Qt.Key.Key_L, CONTROL | SHIFT)
        await s.until(lambda: len(model.prompts) == 3, "the answer that stalls", s.desk.noting.progressed)
        await s.ask("How much memory does LOMO need?")
        answer = s.desk.ask_panel.current_answer
        assert answer.status == "answered"
        assert s.desk.noting.is_making, "the note goes on by itself"
        await s.jobs.ended("paper note")
        assert s.desk.noting.note.status == "done"

    session(act, paper, make_model=lambda _name: model)
