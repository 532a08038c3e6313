import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reader.core.answer import Answer, Citation, Claim, Coverage, Verdict
from reader.flows.events import Cited, Text
from reader.ui.answer_text import AnswerText
from reader.ui.answer_view import AnswerView
from reader.ui.ask_panel import AskPanel
from reader.ui.conversation import Conversation

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

FIRST = Citation(4, "5", "Somewhere on the page.", (), 1.0)
SECOND = Citation(6, "7", "Elsewhere.", (), 0.9)
CLAIMS = (
    Claim("It saves memory.", Verdict.SUPPORTED, (FIRST,)),
    Claim("It is slow.", Verdict.UNSUPPORTED),
    Claim("It reads twice.", Verdict.PAGE_ONLY, (SECOND,)),
)


def _answer(number: int = 1, claims: tuple[Claim, ...] = CLAIMS, status="answered") -> Answer:
    created = f"2026-11-02T10:{number % 60:02}:00+00:00"
    return Answer(
        f"a{number}", "d", f"Question {number}?", status, "en", claims, (), Coverage(13, 13), "smol", created, (FIRST,)
    )


@pytest.fixture
def panel(qtbot: QtBot) -> AskPanel:
    panel = AskPanel()
    qtbot.addWidget(panel)
    panel.resize(380, 600)
    panel.set_document("A paper", [], file="paper.pdf")
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def _button(parent: QWidget, name: str) -> QAbstractButton:
    return parent.findChild(QAbstractButton, f"{name}_button")


def _views(panel: AskPanel) -> list[AnswerView]:
    return panel.findChild(Conversation).views


def _text(view: AnswerView) -> str:
    return view.findChild(AnswerText).toPlainText().replace("\ufffc", "*").replace("\u00a0", " ")


def _click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


# --- what can be done with an answer ---


def test_ask_again_asks_the_same_question(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)])
    with qtbot.waitSignal(panel.question_asked) as asked:
        _click(qtbot, _button(_views(panel)[0], "ask_again"))
    assert asked.args == ["Question 1?"]


def test_copy_puts_markdown_with_links_on_the_clipboard(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)], file="paper.pdf")
    _click(qtbot, _button(_views(panel)[0], "copy"))
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("### Question 1?")
    assert "[(p.5)](paper.pdf#page=5)" in copied


def test_keep_as_note_hands_the_answer_out(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)])
    with qtbot.waitSignal(panel.keep_as_note_requested) as kept:
        _click(qtbot, _button(_views(panel)[0], "note"))
    assert kept.args == [_answer(1)]


def test_a_deleted_answer_can_be_brought_back_to_its_place(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1), _answer(2), _answer(3)])
    with qtbot.waitSignal(panel.answer_deleted) as deleted:
        _click(qtbot, _button(_views(panel)[1], "delete"))
    assert deleted.args == ["a2"]
    assert [view.answer.answer_id for view in _views(panel)] == ["a1", "a3"]
    with qtbot.waitSignal(panel.answer_restored) as restored:
        _click(qtbot, panel.findChild(QPushButton, "undo_button"))
    assert restored.args == [_answer(2)]
    assert [view.answer.answer_id for view in _views(panel)] == ["a1", "a2", "a3"]


def test_deleting_the_selected_answer_unmarks_its_evidence(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)])
    _click(qtbot, _views(panel)[0])
    with qtbot.waitSignal(panel.answer_selected) as selected:
        _click(qtbot, _button(_views(panel)[0], "delete"))
    assert selected.args == [None]
    assert panel.current_answer is None


# --- scrolling and many answers ---


def _long(number: int) -> Answer:
    claims = tuple(
        dataclasses.replace(CLAIMS[n % 3], text=f"Sentence {n} of {number} has a few more words.") for n in range(12)
    )
    return _answer(number, claims)


def _stream(panel: AskPanel, sentences: int = 20) -> None:
    for number in range(sentences):
        panel.take(Cited(number, CLAIMS[number % 3]))


def test_the_end_is_shown_and_followed(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_long(n) for n in range(5)])
    bar = panel.findChild(Conversation).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    panel.begin_answer("Why?")
    before = bar.maximum()
    _stream(panel)
    qtbot.waitUntil(lambda: bar.maximum() > before and bar.value() == bar.maximum())


def test_a_reader_who_scrolled_up_is_left_alone(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_long(n) for n in range(5)])
    bar = panel.findChild(Conversation).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    panel.begin_answer("Why?")
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    bar.setValue(bar.maximum() - 200)
    here, before = bar.value(), bar.maximum()
    _stream(panel)
    qtbot.waitUntil(lambda: bar.maximum() > before)
    panel.end_answer()
    assert bar.value() == here


def test_earlier_answers_wait_behind_a_button(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(n) for n in range(200)])
    qtbot.waitUntil(lambda: len(_views(panel)) == 20)
    button = _button(panel, "earlier_answers")
    assert "180" in button.text()
    _click(qtbot, button)
    qtbot.waitUntil(lambda: len(_views(panel)) == 40)
    assert [view.answer.question for view in _views(panel)] == [f"Question {n}?" for n in range(160, 200)]


def test_earlier_answers_do_not_move_what_is_read(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_long(n) for n in range(30)])
    bar = panel.findChild(Conversation).verticalScrollBar()
    qtbot.waitUntil(lambda: len(_views(panel)) == 20 and bar.value() == bar.maximum() > 0)
    bar.setValue(300)
    QApplication.processEvents()
    view = _views(panel)[2]
    before = view.mapTo(panel, view.rect().topLeft())
    panel.findChild(Conversation)._show_earlier()  # the button itself is far above
    qtbot.waitUntil(lambda: len(_views(panel)) == 30 and not panel.findChild(Conversation)._filling.isActive())
    QApplication.processEvents()
    assert abs(view.mapTo(panel, view.rect().topLeft()).y() - before.y()) <= 40  # the button is gone


def test_a_token_lays_out_only_its_own_answer(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(n) for n in range(10)])
    qtbot.waitUntil(lambda: len(_views(panel)) == 10)
    changed = []
    for view in _views(panel):
        document = view.findChild(AnswerText).document()
        document.contentsChanged.connect(lambda view=view: changed.append(view))
    panel.begin_answer("Why?")
    panel.take(Text("Some words"))
    qtbot.waitUntil(lambda: _text(_views(panel)[-1]) == "Some words")
    assert not changed
