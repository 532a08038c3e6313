from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from reader.core.answer import Answer, Citation, Claim, Coverage, Verdict
from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_note import SUMMARY, NoteItem, PaperNote
from reader.flows.events import Cited, Text
from reader.ui.answer_text import AnswerText
from reader.ui.note_panel_item import editable_text
from reader.ui.paper_note_panel import PaperNotePanel

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

PLACE = Citation(4, "5", "Somewhere on the page.", (), 1.0)
SAID = Claim("It saves memory.", Verdict.SUPPORTED, (PLACE,))
QUOTED = Claim(PLACE.quote, Verdict.EXACT, (PLACE,))


def _answer(*claims: Claim, question: str = "What is it?") -> Answer:
    return Answer(
        "a1", "d", question, "answered", "en", claims, (), Coverage(13, 13), "smol", "2026-11-02T10:00:00+00:00"
    )


ITEMS = (
    NoteItem("q1", "What is it?", "set", _answer(SAID)),
    NoteItem("q2", "How fast is it?", "set"),
)
NOTE = PaperNote(
    "n1",
    "d",
    "/papers/paper.pdf",
    "en",
    "smol",
    "paper",
    "paused",
    "2026-11-02T10:00:00+00:00",
    "2026-11-02T10:00:00+00:00",
    PaperHead(title="A Method", authors=("Ada Lovelace",), arxiv_id="2306.09782", arxiv_version="v1"),
    NoteItem(SUMMARY, "", "set", _answer(QUOTED, SAID, question="")),
    ITEMS,
)


@pytest.fixture
def panel(qtbot: QtBot) -> PaperNotePanel:
    panel = PaperNotePanel()
    qtbot.addWidget(panel)
    panel.resize(400, 1600)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.show_note(NOTE)
    return panel


def _click(panel, name: str, number: int = 0) -> None:
    QTest.mouseClick(panel.views[number].findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def _words(panel, number: int) -> str:
    return panel.views[number].findChild(AnswerText).toPlainText().replace("\ufffc", "*").replace("\u00a0", " ")


def test_a_note_shows_head_summary_and_questions(panel: PaperNotePanel) -> None:
    fields = panel.head.fields
    assert fields["title"].value.text() == "A Method"
    assert fields["arxiv_id"].value.text() == "2306.09782v1"
    assert fields["published"].value.text() == "not known"
    assert fields["doi"].isHidden()
    headings = [view.findChild(QLabel, "answer_question").text() for view in panel.views]
    assert headings == ["Summary", "What is it?", "How fast is it?"]
    assert panel.views[2].findChild(QLabel, "answer_phase").text() == "not answered yet"
    assert panel.views[0].findChild(QAbstractButton, "delete_button") is None, "a note has a summary"


def test_all_fields_are_there_to_be_changed(panel: PaperNotePanel, qtbot: QtBot) -> None:
    QTest.mouseClick(panel.findChild(QAbstractButton, "note_head_more_button"), Qt.MouseButton.LeftButton)
    assert all(field.isVisible() for field in panel.head.fields.values())
    field = panel.head.fields["venue"]
    QTest.mouseClick(field.value, Qt.MouseButton.LeftButton)
    QTest.keyClicks(field.findChild(QPlainTextEdit), "A Journal")
    with qtbot.waitSignal(panel.head.field_edited) as told:
        QTest.keyClick(field.findChild(QPlainTextEdit), Qt.Key.Key_Return)
    assert told.args == ["venue", "A Journal"]
    assert panel.head.head.venue == "A Journal"


def test_escape_gives_up_a_change_of_a_field(panel: PaperNotePanel) -> None:
    field = panel.head.fields["title"]
    field.value.setFocus()
    QTest.keyClick(field.value, Qt.Key.Key_F2)
    editor = field.findChild(QPlainTextEdit)
    QTest.keyClicks(editor, "Another")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not field.is_editing
    assert field.value.text() == "A Method"
    assert field.value.hasFocus()


def test_an_address_is_followed_by_a_click(panel: PaperNotePanel, qtbot: QtBot) -> None:
    link = PaperLink("code", "https://example.org/code", 0)
    panel.show_head(replace(NOTE.head, links=(link,)))
    with qtbot.waitSignal(panel.head.link_activated) as told:
        QTest.mouseClick(panel.head.fields["arxiv_id"].value, Qt.MouseButton.LeftButton)
    assert told.args == ["https://arxiv.org/abs/2306.09782v1"]
    chip = panel.head.findChild(QAbstractButton, "note_link_chip")
    assert chip.text() == "Code: example.org/code"
    with qtbot.waitSignal(panel.head.link_activated) as told:
        chip.click()
    assert told.args == [link.url]


def test_an_answer_fills_in_while_it_is_made(panel: PaperNotePanel) -> None:
    panel.set_making(True)
    assert not panel.views[1].findChild(QAbstractButton, "ask_again_button").isEnabled()
    panel.begin_item("q2")
    panel.take("q2", Text("It is fast. And "))
    panel.take("q2", Cited(0, replace(SAID, text="It is fast.")))
    assert _words(panel, 2).startswith("It is fast. * (p.5)")
    done = replace(ITEMS[1], answer=_answer(replace(SAID, text="It is fast."), question="How fast is it?"))
    panel.finish_item(done)
    assert panel.views[2].item == done
    panel.set_making(False)
    assert panel.views[2].findChild(QAbstractButton, "ask_again_button").isEnabled()


def test_an_answer_that_was_cut_off_keeps_what_was_written(panel: PaperNotePanel) -> None:
    panel.set_making(True)
    panel.begin_item("q2")
    panel.take("q2", Cited(0, SAID))
    panel.set_making(False)
    assert "It saves memory." in _words(panel, 2)
    assert "Stopped" in panel.views[2].findChild(QLabel, "answer_phase").text()


def test_words_are_changed_where_they_stand(panel: PaperNotePanel, qtbot: QtBot) -> None:
    _click(panel, "edit_button", 1)
    field = panel.views[1].findChild(QPlainTextEdit, "note_answer_field")
    assert field.toPlainText() == "It saves memory."
    QTest.keyClicks(field, " Much of it.")
    with qtbot.waitSignal(panel.item_edited) as told:
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args[:2] == ["q1", "What is it?"]
    assert "Much of it." in told.args[2]


def test_what_is_not_changed_is_not_reported(panel: PaperNotePanel) -> None:
    told = []
    panel.item_edited.connect(lambda *args: told.append(args))
    _click(panel, "edit_button", 1)
    _click(panel, "note_save_button", 1)
    assert not panel.views[1].is_editing
    _click(panel, "edit_button", 1)
    field = panel.views[1].findChild(QPlainTextEdit, "note_answer_field")
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not panel.views[1].is_editing
    assert not told


def test_quotations_are_lines_of_their_own_where_words_are_changed() -> None:
    assert editable_text(_answer(SAID, QUOTED, SAID, SAID)) == (f"{SAID.text}\n{QUOTED.text}\n{SAID.text} {SAID.text}")


def test_what_is_stored_does_not_disturb_what_is_written_here(panel: PaperNotePanel) -> None:
    _click(panel, "edit_button", 1)
    kept = panel.views[1]
    panel.show_note(replace(NOTE, head=replace(NOTE.head, title="Another"), items=ITEMS[:1]))
    assert panel.views == [panel.views[0], kept]
    assert kept.is_editing
    assert panel.head.fields["title"].value.text() == "Another"


def test_a_question_is_taken_out_and_brought_back(panel: PaperNotePanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.item_deleted) as told:
        _click(panel, "delete_button", 1)
    assert told.args == ["q1"]
    panel.show_items((NOTE.summary, ITEMS[1]))
    with qtbot.waitSignal(panel.item_restored) as told:
        panel.findChild(QAbstractButton, "undo_button").click()
    assert told.args == [ITEMS[0], 0]


def test_stepping_goes_through_the_evidence_of_the_answer_that_was_clicked(panel: PaperNotePanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.citation_activated) as told:
        text = panel.views[1].findChild(AnswerText)
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.link_area(0).center())
    assert told.args == [PLACE, ITEMS[0].answer]
    with qtbot.waitSignal(panel.citation_activated) as told:
        panel.next_evidence()
    assert told.args == [PLACE, ITEMS[0].answer]


def test_escape_pauses_what_is_made(panel: PaperNotePanel, qtbot: QtBot) -> None:
    panel.set_making(True)
    with qtbot.waitSignal(panel.pause_requested):
        QTest.keyClick(panel, Qt.Key.Key_Escape)


def test_progress_tells_what_is_done_and_how_long_it_takes(panel: PaperNotePanel) -> None:
    words = panel.findChild(QLabel, "note_progress_words")
    panel.progress.show_state("making", 3, 11)
    panel.progress.show_time_left(245)
    assert words.text() == "3 of 11 answers · about 4 min left"
    panel.progress.show_state("waiting", 3, 11, "waits for another note")
    assert words.text() == "3 of 11 answers · waits for another note"
    panel.progress.show_state("paused", 3, 11)
    assert words.text() == "3 of 11 answers · paused · about 4 min left"
    assert panel.findChild(QAbstractButton, "note_go_on_button").isVisible()
    panel.progress.show_state("idle", 11, 11)
    assert panel.progress.isHidden()


def test_an_own_question_is_added(panel: PaperNotePanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.field, "Why?")
    with qtbot.waitSignal(panel.question_added) as told:
        QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert told.args == ["Why?"]
    assert panel.field.toPlainText() == ""
