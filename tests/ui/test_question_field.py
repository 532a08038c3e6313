import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.ui.question_field import QuestionField

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


@pytest.fixture
def field(qtbot: QtBot) -> QuestionField:
    field = QuestionField()
    qtbot.addWidget(field)
    field.resize(300, 30)
    field.show()
    return field


def test_enter_submits_and_keeps_the_text(qtbot: QtBot, field: QuestionField) -> None:
    qtbot.keyClicks(field, " Why? ")
    with qtbot.waitSignal(field.submitted):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.question() == "Why?"


def test_shift_enter_is_a_new_line(qtbot: QtBot, field: QuestionField) -> None:
    with qtbot.assertNotEmitted(field.submitted):
        qtbot.keyClicks(field, "one")
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClicks(field, "two")
    assert field.question() == "one\ntwo"


def test_it_grows_to_five_lines_and_shrinks_again(qtbot: QtBot, field: QuestionField) -> None:
    heights = []
    for line in range(7):
        heights.append(field.height())
        if line < 6:
            qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert heights == sorted(heights)
    assert len(set(heights)) == 5
    field.clear()
    assert field.height() == heights[0]


def test_up_recalls_questions_and_down_comes_back(qtbot: QtBot, field: QuestionField) -> None:
    field.set_history(["first", "second"])
    field.remember("third")
    seen = []
    keys = [Qt.Key.Key_Up] * 4 + [Qt.Key.Key_Down] * 3
    for key in keys:
        qtbot.keyClick(field, key)
        seen.append(field.question())
    assert seen == ["third", "second", "first", "first", "second", "third", ""]


def test_up_does_not_replace_what_was_typed(qtbot: QtBot, field: QuestionField) -> None:
    field.remember("before")
    qtbot.keyClicks(field, "now")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.question() == "now"


def test_enter_while_kanji_are_chosen_asks_nothing(qtbot: QtBot, field: QuestionField) -> None:
    QApplication.sendEvent(field, QInputMethodEvent("こうばい", []))
    with qtbot.assertNotEmitted(field.submitted):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    chosen = QInputMethodEvent()
    chosen.setCommitString("勾配")
    QApplication.sendEvent(field, chosen)
    with qtbot.waitSignal(field.submitted):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.question() == "勾配"
