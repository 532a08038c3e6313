from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reader.core.answer import Answer, Citation, Claim, Coverage, Remark, Status, Verdict
from reader.flows.events import Cited, Finished, Found, Reading, Searching, Text, Translating, Withdrawn
from reader.ui.answer_text import AnswerText
from reader.ui.answer_view import AnswerView
from reader.ui.small_buttons import Chip
from reader.ui.verdict_signs import verdict_words

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

ALL = Coverage(13, 13)
FIRST = Citation(4, "5", "Somewhere on the page.", (), 1.0)
SECOND = Citation(6, "7", "Elsewhere.", (), 0.9)
CLAIMS = (
    Claim("It saves memory.", Verdict.SUPPORTED, (FIRST,)),
    Claim("It is slow.", Verdict.UNSUPPORTED),
    Claim("It reads twice.", Verdict.PAGE_ONLY, (SECOND,)),
)


def _answer(status: Status, *claims: Claim, evidence=(FIRST, SECOND), coverage=ALL, message="") -> Answer:
    created = "2026-11-02T10:00:00+00:00"
    return Answer(
        "a1", "d", "What <b>is</b> it?", status, "en", claims, (), coverage, "smol", created, evidence, message
    )


@pytest.fixture
def show(qtbot: QtBot):
    shown = []  # keeps them alive

    def show(answer: Answer) -> AnswerView:
        view = AnswerView(answer)
        qtbot.addWidget(view)
        view.resize(380, 200)
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        shown.append(view)
        return view

    return show


def _label(view: QWidget, name: str) -> QLabel:
    return view.findChild(QLabel, name)


def _button(view: QWidget, name: str) -> QAbstractButton:
    return view.findChild(QAbstractButton, f"{name}_button")


def _text(view: AnswerView) -> str:
    return view.findChild(AnswerText).toPlainText().replace("\ufffc", "*").replace("\u00a0", " ")


def _chips(view: AnswerView) -> list[Chip]:
    QApplication.processEvents()  # new widgets are shown with the next layout
    return [chip for chip in view.findChildren(Chip) if chip.isVisibleTo(view)]


def test_an_answer_shows_question_evidence_and_count(show) -> None:
    view = show(_answer("answered", *CLAIMS))
    assert _label(view, "answer_question").text() == "What <b>is</b> it?"
    assert [chip.text() for chip in _chips(view)] == ["p.5", "p.7"]
    assert _label(view, "answer_summary").text() == "1 of 3 sentences verified"
    assert _label(view, "answer_phase").isHidden()


def test_a_screen_reader_hears_the_verdicts(show) -> None:
    view = show(_answer("answered", *CLAIMS))
    spoken = view.findChild(AnswerText).accessibleDescription()
    assert f"It is slow. ({verdict_words(Verdict.UNSUPPORTED)})" in spoken
    assert view.accessibleName() == "Answer to: What <b>is</b> it?"


def test_two_passages_of_a_page_are_one_chip(show) -> None:
    view = show(_answer("answered", *CLAIMS, evidence=(FIRST, Citation(4, "5", "More.", (), 0.5))))
    assert len(_chips(view)) == 1


def test_an_answer_grows_as_it_is_told(qtbot: QtBot, show) -> None:
    view = show(_answer("running", evidence=(), coverage=Coverage(0, 0)))
    phase = _label(view, "answer_phase")
    view.take(Searching())
    assert phase.text() == "searching…"
    view.take(Found((FIRST, SECOND), Coverage(212, 546)))
    assert [chip.text() for chip in _chips(view)] == ["p.5", "p.7"]
    assert _label(view, "evidence_details").text().endswith(" s) · searched 212 of 546 pages")
    view.take(Reading(640, 4.2))
    assert phase.text() == "reading 640 tokens, about 4 s"
    view.take(Reading(640, None))
    assert phase.text() == "reading 640 tokens…"
    view.take(Text("It saves "))
    assert phase.text() == "writing…"
    qtbot.waitUntil(lambda: _text(view) == "It saves")
    view.take(Text("memory. It is"))
    view.take(Cited(0, CLAIMS[0]))
    assert _text(view) == "It saves memory. * (p.5) It is"
    assert phase.text() == "writing…"
    view.take(Finished(_answer("answered", *CLAIMS[:2], coverage=Coverage(212, 546))))
    assert _text(view) == "It saves memory. * (p.5) It is slow. *"
    assert phase.isHidden()
    assert _label(view, "answer_summary").text() == "1 of 2 sentences verified"


def test_tokens_are_laid_out_in_batches(qtbot: QtBot, show) -> None:
    view = show(_answer("running"))
    changes = []
    view.findChild(AnswerText).document().contentsChanged.connect(lambda: changes.append(1))
    for number in range(200):
        view.take(Text(f"{number} "))
    assert not changes
    qtbot.waitUntil(lambda: _text(view).endswith("199"))
    assert len(changes) <= 4


def test_finished_sentences_are_not_laid_out_again(qtbot: QtBot, show) -> None:
    view = show(_answer("running"))
    view.take(Cited(0, CLAIMS[0]))
    touched: list[int] = []
    view.findChild(AnswerText).document().contentsChange.connect(lambda position, _out, _in: touched.append(position))
    view.take(Text("More"))
    view.take(Cited(1, CLAIMS[1]))
    view.take(Finished(_answer("answered", *CLAIMS[:2])))
    assert min(touched) >= len("It saves memory. * (p.5)")


def test_while_it_runs_nothing_can_be_done_with_it(show) -> None:
    view = show(_answer("running"))
    for name in ("ask_again", "copy", "note", "delete"):
        assert not _button(view, name).isVisible()
    view.take(Finished(_answer("answered", *CLAIMS)))
    for name in ("ask_again", "copy", "note", "delete"):
        assert _button(view, name).isVisible()
        assert _button(view, name).accessibleName()


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("ask_again", "ask_again_clicked"),
        ("copy", "copy_clicked"),
        ("note", "keep_clicked"),
        ("delete", "delete_clicked"),
    ],
)
def test_buttons_by_mouse_and_keyboard(qtbot: QtBot, show, name: str, signal: str) -> None:
    view = show(_answer("answered", *CLAIMS))
    with qtbot.waitSignal(getattr(view, signal)):
        qtbot.mouseClick(_button(view, name), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(getattr(view, signal)):
        qtbot.keyClick(_button(view, name), Qt.Key.Key_Space)


def test_not_found_names_what_was_read_and_shows_what_is_near(qtbot: QtBot, show) -> None:
    view = show(_answer("not_found"))
    assert _label(view, "answer_notice").text() == "Not found in the pages read (p.1-13). The nearest passages:"
    assert _text(view) == "“Somewhere on the page.” p.5\n“Elsewhere.” p.7"
    assert not _chips(view)
    text = view.findChild(AnswerText)
    with qtbot.waitSignal(view.citation_activated) as activated:
        qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.link_area(1).center())
    assert activated.args == [SECOND]
    assert not _button(view, "copy").isEnabled()


def test_not_found_before_all_is_read_says_how_much_was(show) -> None:
    view = show(_answer("not_found", evidence=(), coverage=Coverage(12, 546)))
    assert _label(view, "answer_notice").text() == "Not found in the 12 of 546 pages read so far."


def test_a_running_answer_that_finds_nothing_changes_over(show) -> None:
    view = show(_answer("running"))
    view.take(Text("I do not know"))
    view.take(Finished(_answer("not_found")))
    assert "know" not in _text(view)
    assert not _chips(view)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (_answer("stopped", CLAIMS[0]), "Stopped. What was written is kept."),
        (_answer("stopped"), "Stopped before anything was written."),
        (_answer("error", message="The model <i>died</i>."), "The model <i>died</i>."),
        (_answer("error"), "Something went wrong."),
    ],
)
def test_other_ends_are_told_in_words(show, answer: Answer, words: str) -> None:
    label = _label(show(answer), "answer_phase")
    assert label.isVisible()
    assert label.text() == words
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_stop_keeps_what_was_written(show) -> None:
    view = show(_answer("running"))
    view.take(Cited(0, CLAIMS[0]))
    view.take(Text("It is unfini"))
    view.stop()
    assert _text(view) == "It saves memory. * (p.5)"
    assert view.answer.status == "stopped"
    assert view.answer.claims == CLAIMS[:1]


def test_quotations_are_no_sentences_of_the_answer(show) -> None:
    quotation = Claim(FIRST.quote, Verdict.EXACT, (FIRST,))
    assert _label(show(_answer("answered", quotation)), "answer_summary").text() == "Quoted word for word"
    mixed = show(_answer("answered", CLAIMS[1], quotation))
    assert _label(mixed, "answer_summary").text() == "The model's sentence is not verified"


def test_evidence_is_stepped_through_in_the_order_of_the_sentences(show) -> None:
    assert show(_answer("answered", CLAIMS[2], CLAIMS[0])).citations == [SECOND, FIRST]
    assert show(_answer("not_found")).citations == [FIRST, SECOND]


def test_chips_point_and_lead(qtbot: QtBot, show) -> None:
    view = show(_answer("answered", *CLAIMS))
    chip = _chips(view)[1]
    with qtbot.waitSignal(view.citation_pointed) as pointed:
        chip.setFocus(Qt.FocusReason.TabFocusReason)
    assert pointed.args[0] == SECOND
    with qtbot.waitSignal(view.citation_activated) as activated:
        qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert activated.args == [SECOND]
    with qtbot.waitSignal(view.citation_activated) as activated:
        qtbot.mouseClick(_chips(view)[0], Qt.MouseButton.LeftButton)
    assert activated.args == [FIRST]


def test_a_new_palette_recolours_the_text(qapp, show) -> None:
    view = show(_answer("answered", *CLAIMS))
    text = view.findChild(AnswerText)

    def colors() -> set[str]:
        return {range_.format.foreground().color().name() for range_ in text.document().begin().textFormats()}

    before = qapp.palette()
    changed = qapp.palette()
    changed.setColor(QPalette.ColorRole.Link, QColor("#ff00ff"))
    qapp.setPalette(changed)
    QApplication.processEvents()
    assert "#ff00ff" in colors()
    assert _text(view).startswith("It saves memory. * (p.5)")
    qapp.setPalette(before)
    QApplication.processEvents()
    assert "#ff00ff" not in colors()


def test_all_parts_have_names(show) -> None:
    view = show(_answer("answered", *CLAIMS))
    for name in ("answer_question", "answer_text", "evidence_row", "evidence_chip", "note_button"):
        part = view.findChild(QWidget, name)
        assert part is not None
        assert part.accessibleName(), name


def test_what_was_written_in_the_wrong_language_is_taken_from_the_screen(show) -> None:
    view = show(_answer("running", evidence=()))
    for event in (Text("It saves memory. And th"), Cited(0, CLAIMS[0]), Withdrawn()):
        view.take(event)
    assert _text(view) == ""
    assert _label(view, "answer_phase").text() == "wrong language, once more…"
    view.take(Cited(0, CLAIMS[1]))
    assert _text(view).startswith("It is slow.")
    assert view.answer.claims == (CLAIMS[1],)


def test_a_translated_sentence_takes_the_place_of_the_checked_one(show) -> None:
    view = show(_answer("running", evidence=()))
    for position, claim in enumerate(CLAIMS):
        view.take(Cited(position, claim))
    view.take(Translating())
    assert _label(view, "answer_phase").text() == "translating…"
    translated = Claim("それは遅い。", Verdict.UNSUPPORTED)
    view.take(Cited(1, translated))
    assert view.answer.claims == (CLAIMS[0], translated, CLAIMS[2])
    text = _text(view)
    assert text.index("It saves memory.") < text.index("それは遅い。") < text.index("It reads twice.")
    assert "It is slow." not in text


def test_what_an_answer_rests_on_is_said_below_it(show) -> None:
    view = show(_answer("answered", *CLAIMS))
    assert _label(view, "answer_remark").isHidden()
    view.finish(replace(_answer("answered", *CLAIMS), remarks=(Remark.FIGURE, Remark.TRANSLATED)))
    shown = _label(view, "answer_remark")
    assert shown.isVisible()
    assert "the picture itself is not read" in shown.text()
    assert "translated" in shown.text()
