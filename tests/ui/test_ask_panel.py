import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reader.core.answer import Answer, Citation, Claim, Coverage, Verdict
from reader.flows.events import Cited, Finished, Found, Reading, Searching, Text
from reader.ui.answer_text import AnswerText
from reader.ui.answer_view import AnswerView
from reader.ui.ask_panel import AskPanel
from reader.ui.conversation import Conversation
from reader.ui.question_field import QuestionField
from reader.ui.small_buttons import Chip

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


def _field(panel: AskPanel) -> QuestionField:
    return panel.findChild(QuestionField)


def _button(parent: QWidget, name: str) -> QAbstractButton:
    return parent.findChild(QAbstractButton, f"{name}_button")


def _label(panel: AskPanel, name: str) -> QLabel:
    return panel.findChild(QLabel, name)


def _views(panel: AskPanel) -> list[AnswerView]:
    return panel.findChild(Conversation).views


def _text(view: AnswerView) -> str:
    return view.findChild(AnswerText).toPlainText().replace("\ufffc", "*").replace("\u00a0", " ")


def _click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def _click_link(qtbot: QtBot, view: AnswerView, number: int) -> None:
    QApplication.processEvents()  # the layout
    text = view.findChild(AnswerText)
    qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.link_area(number).center())


# --- asking ---


def test_enter_asks_and_the_answer_streams_in(qtbot: QtBot, panel: AskPanel) -> None:
    qtbot.keyClicks(_field(panel), "Why?")
    with qtbot.waitSignal(panel.question_asked) as asked:
        qtbot.keyClick(_field(panel), Qt.Key.Key_Return)
    assert asked.args == ["Why?"]
    panel.begin_answer("Why?")
    assert _field(panel).toPlainText() == ""
    for event in (Searching(), Found((FIRST,), Coverage(3, 13)), Reading(640, 3.0), Text("It saves mem")):
        panel.take(event)
    panel.take(Cited(0, CLAIMS[0]))
    with qtbot.waitSignal(panel.answer_selected) as selected:
        panel.take(Finished(_answer(1, CLAIMS[:1])))
    assert selected.args == [_answer(1, CLAIMS[:1])]
    assert _text(_views(panel)[-1]) == "It saves memory. * (p.5)"
    assert panel.current_answer == _answer(1, CLAIMS[:1])


def test_the_button_asks_and_an_empty_field_does_not(qtbot: QtBot, panel: AskPanel) -> None:
    with qtbot.assertNotEmitted(panel.question_asked):
        _click(qtbot, _button(panel, "ask"))
    qtbot.keyClicks(_field(panel), "Why?")
    with qtbot.waitSignal(panel.question_asked):
        _click(qtbot, _button(panel, "ask"))


def test_suggestions_ask_and_go_with_the_document(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_suggestions(["What is LOMO?", "結果は？"])
    chip = panel.findChildren(Chip)[1]
    with qtbot.waitSignal(panel.question_asked) as asked:
        _click(qtbot, chip)
    assert asked.args == ["結果は？"]
    panel.set_document("Another", [])
    assert panel.findChild(QWidget, "suggestions").isHidden()


def test_up_recalls_the_questions_of_the_document(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1), _answer(2)])
    qtbot.keyClick(_field(panel), Qt.Key.Key_Up)
    assert _field(panel).question() == "Question 2?"


def test_a_refused_question_stays_and_the_reason_goes_when_one_types(qtbot: QtBot, panel: AskPanel) -> None:
    qtbot.keyClicks(_field(panel), "Why?")
    qtbot.keyClick(_field(panel), Qt.Key.Key_Return)
    panel.refuse("The model is <b>still</b> being loaded.")
    assert _label(panel, "refusal").text() == "The model is <b>still</b> being loaded."
    assert _label(panel, "refusal").isVisible()
    assert _field(panel).question() == "Why?"
    qtbot.keyClicks(_field(panel), "!")
    assert _label(panel, "refusal").isHidden()


def test_without_a_document_nothing_can_be_asked(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document(None)
    assert not _field(panel).isEnabled()
    assert not _button(panel, "ask").isEnabled()
    assert _label(panel, "ask_heading").text() == "No document is open"


def test_a_document_without_answers_says_what_to_expect(panel: AskPanel) -> None:
    assert _label(panel, "ask_hint").isVisible()
    panel.begin_answer("Why?")
    assert _label(panel, "ask_hint").isHidden()


def test_the_model_is_named(panel: AskPanel) -> None:
    panel.set_model_label("SmolLM2 135M")
    assert _label(panel, "model_label").text() == "SmolLM2 135M"
    assert _label(panel, "model_label").isVisible()


def test_focus_question(qtbot: QtBot, panel: AskPanel) -> None:
    panel.focus_question()
    assert _field(panel).hasFocus()


# --- running and stopping ---


def test_stop_is_there_only_while_an_answer_runs(qtbot: QtBot, panel: AskPanel) -> None:
    assert not _button(panel, "stop").isVisible()
    panel.begin_answer("Why?")
    assert not _button(panel, "ask").isVisible()
    with qtbot.waitSignal(panel.stop_requested):
        _click(qtbot, _button(panel, "stop"))
    panel.end_answer()
    assert not _button(panel, "stop").isVisible()
    assert _button(panel, "ask").isVisible()


def test_escape_stops_a_running_answer_and_nothing_else(qtbot: QtBot, panel: AskPanel) -> None:
    with qtbot.assertNotEmitted(panel.stop_requested):
        qtbot.keyClick(_field(panel), Qt.Key.Key_Escape)
    panel.begin_answer("Why?")
    with qtbot.waitSignal(panel.stop_requested):
        qtbot.keyClick(_field(panel), Qt.Key.Key_Escape)


def test_an_ended_answer_keeps_its_sentences(panel: AskPanel) -> None:
    panel.begin_answer("Why?")
    panel.take(Cited(0, CLAIMS[0]))
    panel.end_answer()
    panel.take(Cited(1, CLAIMS[1]))  # too late
    assert _text(_views(panel)[0]) == "It saves memory. * (p.5)"
    assert panel.current_answer.status == "stopped"


def test_an_ended_answer_takes_what_was_stored(panel: AskPanel) -> None:
    panel.begin_answer("Why?")
    panel.take(Text("It saves memory. It is sl"))
    stored = _answer(7, CLAIMS[:2], status="stopped")
    panel.end_answer(stored)
    assert panel.current_answer == stored
    assert _text(_views(panel)[0]).endswith("It is slow. *")
    assert not _button(_views(panel)[0], "delete").isHidden()


def test_a_stored_answer_that_still_runs_is_shown_as_stopped(panel: AskPanel) -> None:
    panel.begin_answer("Why?")
    panel.end_answer(_answer(7, status="running"))
    assert panel.current_answer.status == "stopped"


def test_a_question_meanwhile_is_refused_with_a_reason(qtbot: QtBot, panel: AskPanel) -> None:
    panel.begin_answer("Why?")
    qtbot.keyClicks(_field(panel), "And then?")
    with qtbot.assertNotEmitted(panel.question_asked):
        qtbot.keyClick(_field(panel), Qt.Key.Key_Return)
    assert "still being written" in _label(panel, "refusal").text()
    assert _field(panel).question() == "And then?"


def test_no_answer_can_be_asked_again_while_one_runs(panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)])
    panel.begin_answer("Why?")
    assert not _button(_views(panel)[0], "ask_again").isEnabled()
    panel.end_answer()
    assert _button(_views(panel)[0], "ask_again").isEnabled()


def test_another_document_drops_the_running_answer(panel: AskPanel) -> None:
    panel.begin_answer("Why?")
    panel.set_document("Another", [_answer(3)])
    panel.take(Text("late"))
    panel.end_answer()
    assert [view.answer for view in _views(panel)] == [_answer(3)]


# --- citations ---


def test_a_click_on_a_citation_selects_its_answer_first(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1), _answer(2)])
    told = []
    panel.answer_selected.connect(lambda answer: told.append(answer.answer_id))
    panel.citation_activated.connect(told.append)
    _click_link(qtbot, _views(panel)[0], 1)
    assert told == ["a1", SECOND]
    assert panel.current_answer == _answer(1)


def test_a_click_on_an_answer_selects_it_once(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)])
    view = _views(panel)[0]
    with qtbot.waitSignal(panel.answer_selected):
        _click(qtbot, view)
    with qtbot.assertNotEmitted(panel.answer_selected):
        _click(qtbot, view)


def test_stepping_goes_around_the_evidence(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)])
    stepped = []
    panel.citation_activated.connect(stepped.append)
    panel.next_evidence()
    assert stepped == []  # no answer is selected
    _click(qtbot, _views(panel)[0])
    for step in (panel.next_evidence, panel.next_evidence, panel.next_evidence, panel.previous_evidence):
        step()
    assert stepped == [FIRST, SECOND, FIRST, SECOND]


def test_stepping_goes_on_from_the_citation_that_was_clicked(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)])
    _click_link(qtbot, _views(panel)[0], 0)
    with qtbot.waitSignal(panel.citation_activated) as activated:
        panel.next_evidence()
    assert activated.args == [SECOND]


def test_the_card_comes_for_a_citation_and_goes_with_escape(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)])
    text = _views(panel)[0].findChild(AnswerText)
    with qtbot.waitSignal(panel.card.picture_wanted) as wanted:
        text.setFocus(Qt.FocusReason.TabFocusReason)
    assert wanted.args == [FIRST]
    qtbot.waitUntil(panel.card.isVisible)
    assert text.hasFocus()
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert not panel.card.isVisible()
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    qtbot.waitUntil(panel.card.isVisible)
    panel.focus_question()
    assert not panel.card.isVisible()


def test_the_card_goes_when_the_panel_is_hidden(qtbot: QtBot, panel: AskPanel) -> None:
    panel.set_document("A paper", [_answer(1)])
    _views(panel)[0].findChild(AnswerText).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(panel.card.isVisible)
    panel.hide()
    assert not panel.card.isVisible()


def test_all_parts_have_names(panel: AskPanel) -> None:
    assert panel.accessibleName()
    for name in ("question_field", "ask_button", "stop_button", "conversation", "ask_heading", "evidence_card"):
        part = panel.findChild(QWidget, name)
        assert part is not None, name
        assert part.accessibleName(), name


def test_the_chip_says_what_questions_are_about_until_it_is_closed(panel: AskPanel, qtbot: QtBot) -> None:
    chip = panel.findChild(QWidget, "scope_chip")
    assert not chip.isVisible()
    panel.set_scope("12 documents in “papers”")
    assert chip.isVisible()
    assert _label(panel, "scope_label").text() == "12 documents in “papers”"
    assert _label(panel, "ask_heading").text() == "Ask about these documents"
    with qtbot.waitSignal(panel.scope_closed):
        qtbot.mouseClick(_button(panel, "scope_close"), Qt.MouseButton.LeftButton)
    panel.set_scope("")
    assert not chip.isVisible()
    assert _label(panel, "ask_heading").text() == "Ask about this paper"


def test_evidence_on_the_same_page_of_two_documents_has_two_chips(panel: AskPanel) -> None:
    same = [Citation(4, "5", "q", (), 1.0, document_id=name, document=name) for name in ("LOMO", "Mamba", "LOMO")]
    panel.begin_answer("Which?")
    panel.take(Found(tuple(same), Coverage(13, 13)))
    chips = [chip.text() for chip in panel.findChildren(Chip, "evidence_chip")]
    assert chips == ["LOMO p.5", "Mamba p.5"]
