import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from reader.core.answer import Citation
from reader.core.note_check import CheckedCitation, CitationState, NoteCheck
from reader.core.paper_note import PaperNote
from reader.ui.note_panel_check import NoteCheckView

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

NOW = "2026-11-02T10:00:00+00:00"
NOTE = PaperNote("n", "d", "/a.pdf", "en", "none", "paper", "done", NOW, NOW)
BEFORE = Citation(2, "3", "It saves memory.", (), 1.0)
AFTER = Citation(4, "5", "It saves memory.", (), 1.0)


def _checked(state: CitationState, now: Citation | None) -> CheckedCitation:
    return CheckedCitation("q1", "It saves memory.", BEFORE, state, now)


@pytest.fixture
def view(qtbot: QtBot) -> NoteCheckView:
    view = NoteCheckView()
    qtbot.addWidget(view)
    return view


def test_a_note_that_holds_has_no_list(view: NoteCheckView) -> None:
    view.show_check(NoteCheck(NOTE, True, (_checked("there", BEFORE),), ()))
    assert view.isHidden()


def test_what_is_not_as_it_was_is_named_and_leads_to_its_place(view: NoteCheckView, qtbot: QtBot) -> None:
    citations = (_checked("there", BEFORE), _checked("moved", AFTER), _checked("vanished", None))
    view.show_check(NoteCheck(NOTE, False, citations, ()))
    assert not view.isHidden()
    assert view.findChild(QLabel, "note_check_title").text() == "Citations that are not as they were: 2"
    words = [label.text() for label in view.findChildren(QLabel, "note_check_words")]
    assert words == ["moved from p.3 to", "was on p.3, not found any more"]
    [chip] = view.findChildren(QAbstractButton, "note_check_chip")
    assert chip.text() == "p.5"
    with qtbot.waitSignal(view.citation_activated) as told:
        chip.click()
    assert told.args == [AFTER]
    view.findChild(QAbstractButton, "note_check_close_button").click()
    assert view.isHidden()
