"""The whole window, as app.py makes it, by mouse and keys: what a reader does in a first session, and what stays.

Each session goes through the composition root and its shutdown; the leak check of conftest.py sees to the rest.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QTreeWidget, QWidget

from reader import app, paths
from reader.core.document import Rect, Spot
from reader.engine.llm import Message, Usage
from reader.engine.scripted import ScriptedModel
from reader.ui.password_dialog import PasswordDialog
from reader.ui.windows import Windows
from tests.journeys.session import PATIENCE_S, Act, Session
from tests.word_embedder import WordEmbedder

QUESTION = "How do I go back after following a citation?"


def test_first_session_from_the_question_to_the_exported_notes(session, tmp_path: Path) -> None:
    exported = tmp_path / "notes.md"

    async def first(s: Session) -> None:
        await s.opened("guide-en.pdf")
        assert s.window.windowTitle().endswith("— Shiori")
        assert s.part("page_field", QLineEdit).text() == "i (1 / 6)"
        await s.ask(QUESTION)
        answer = s.window.desk.ask_panel.current_answer
        assert answer.status == "answered"
        assert "Alt+Left" in answer.text
        [citation] = answer.claims[0].citations
        assert citation.page_index == 3

        s.click_citation()
        assert s.window.desk.page_view.page_index == 3
        await s.until(lambda: s.window.desk.page_view.is_complete, "a sharp page")
        s.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert s.window.desk.page_view.page_index == 0
        s.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        assert s.window.desk.page_view.page_index == 3

        s.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(QApplication.focusWidget(), "Worth knowing: *two* keys.")
        s.press(Qt.Key.Key_Escape)
        s.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        await s.choose("export_dialog", exported)
        await s.until(lambda: "written" in s.window.message_bar.text(), "the export")

    async def second(s: Session) -> None:
        await s.opened("guide-en.pdf")
        assert s.window.desk.page_view.page_index == 3
        questions = [view.answer.question for view in s.window.desk.ask_panel.findChildren(QWidget, "answer_view")]
        assert questions == [QUESTION]
        notes = [view.note.markdown for view in s.window.desk.notes_panel.findChildren(QWidget, "note_view")]
        assert notes == ["Worth knowing: *two* keys."]

    session(first)
    text = exported.read_text("utf-8")
    assert QUESTION in text
    assert "guide-en.pdf#page=4" in text
    assert "Worth knowing: *two* keys." in text
    session(second)


def test_document_comes_by_drop_by_dialog_and_by_name(session, papers: Path) -> None:
    lomo, llama = papers / "2306.09782.pdf", papers / "2302.13971.pdf"

    async def act(s: Session) -> None:
        await s.opened(lomo.name)
        assert "Limited Resources".casefold() in s.window.windowTitle().casefold()
        # A text field would take the name of the file as text.
        _drop(s.part("question_field", QPlainTextEdit).viewport(), llama)
        await s.opened(llama.name)
        assert s.part("question_field", QPlainTextEdit).toPlainText() == ""
        s.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
        await s.choose("open_dialog", lomo)
        await s.opened(lomo.name)
        assert [desk.path for desk in s.window.desks] == [lomo, llama], "a document that is open is not opened twice"
        names = [action.toolTip() for action in s.part("menu_recent").actions()]
        assert names == [str(llama), str(lomo)]

    session(act, lomo)


def test_contents_mark_a_heading_of_the_page_that_was_gone_to(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        for page_index, label in ((2, "1"), (4, "3")):  # both begin with a heading
            s.window.desk.page_view.go_to_page(page_index)
            assert s.part("outline_tree", QTreeWidget).currentItem().text(1) == label

    session(act)


def test_question_about_selected_text_rests_on_its_page(session) -> None:
    model = ScriptedModel(["It goes back to where you were reading."])

    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        view = s.window.desk.page_view
        view.go_to_page(3)
        await s.until(lambda: view.selecting.texts.map_of(3) is not None, "the text of the page")
        page = view.selecting.texts.text_of(3)
        # A word of the page in the view: a double click selects it.
        box = page.box(page.text.index("Alt+Left"))
        rect, ratio = view.view_now().page_rect_px(3), view.devicePixelRatioF()
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        place = QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height()) / ratio
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
        assert view.selected().selection.text == "Alt"
        QTest.mouseClick(s.part("selection_ask"), Qt.MouseButton.LeftButton)
        assert "(p." in s.part("about_chip").text()
        QTest.keyClicks(QApplication.focusWidget(), "What does it do?")
        s.press(Qt.Key.Key_Return)
        await s.jobs.ended("answer")
        answer = s.window.desk.ask_panel.current_answer
        assert answer.question == "What does it do?"
        assert answer.evidence[0].page_index == 3
        assert "Alt" in answer.evidence[0].quote
        assert not s.part("about_chip").isVisible()

    session(act, make_model=lambda _name: model)


def test_password_is_asked_for_until_it_opens_the_file(session, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    making = (
        "import sys, pymupdf; pdf = pymupdf.open(); pdf.new_page().insert_text((72, 72), 'A secret sentence.');"
        "pdf.save(sys.argv[1], encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw='open sesame', owner_pw='owner')"
    )
    # In a process of its own: this one stands for the window, which knows no pymupdf.
    subprocess.run([sys.executable, "-c", making, str(locked)], check=True)

    async def act(s: Session) -> None:
        for attempt in ("wrong", "open sesame"):
            await s.until(lambda: s.visible(PasswordDialog), "the question for the password")
            dialog = s.visible(PasswordDialog)
            QTest.keyClicks(dialog.findChild(QLineEdit, "password_field"), attempt)
            dialog.findChild(QPushButton, "password_open").click()
            assert not dialog.isVisible()
        await s.opened("locked.pdf")
        assert s.window.desk.reading.document.info.page_count == 1

    session(act, locked)


def test_missing_file_is_told_and_the_open_document_stays(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        s.window.desk.reading.open(Path("nowhere.pdf"))
        await s.until(lambda: s.window.message_bar.text(), "a message")
        assert s.window.message_bar.text().startswith("nowhere.pdf cannot be found.")
        assert s.window.desk.reading.document.path.name == "guide-en.pdf"
        await s.ask(QUESTION)
        assert s.window.desk.ask_panel.current_answer.status == "answered"

    session(act)


def test_find_marks_matches_and_escape_brings_back_the_evidence(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        await s.ask(QUESTION)
        s.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(QApplication.focusWidget(), "amber")
        s.press(Qt.Key.Key_Return)
        await s.jobs.ended("find")
        assert s.window.desk.page_view.page_index == 3
        s.press(Qt.Key.Key_Escape)
        assert s.window.desk.find_bar.isHidden()
        assert QApplication.focusWidget() is s.window.desk.page_view

    session(act)


def test_killed_page_child_is_told_and_pages_go_on(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        drawing, reading = s.window.desk.reading.document.pdf.worker_pids
        for pid in (drawing, reading):
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
        s.window.desk.page_view.go_to_page(5)
        s.window.desk.page_view.actual_size()
        await s.until(lambda: s.window.desk.page_view.is_complete, "a sharp page")
        assert not s.window.desk.page_view.has_failed(5)
        assert "It is started again" in s.window.message_bar.text()

    session(act)


class SlowModel:
    """Says one sentence of the guide, then nothing more until it is stopped."""

    name, context_tokens, usage = "slow", 4096, Usage()
    languages: tuple[str, ...] = ()
    is_small = False

    def __init__(self) -> None:
        self.has_spoken = asyncio.Event()

    async def count_tokens(self, text: str) -> int:
        return len(text.split())

    async def generate(
        self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False
    ) -> AsyncGenerator[str, None]:
        yield "To go back to where you were reading, press Alt+Left. "
        yield "And then"
        self.has_spoken.set()
        await asyncio.Event().wait()

    async def prefill(self, messages: Sequence[Message]) -> None:
        pass

    async def close(self) -> None:
        pass


def _slow_asking(models: list[SlowModel], then: Callable[[Session], None]) -> Act:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        s.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(QApplication.focusWidget(), QUESTION)
        s.press(Qt.Key.Key_Return)
        await s.until(lambda: models, "the model")
        async with asyncio.timeout(PATIENCE_S):
            await models[0].has_spoken.wait()
        then(s)

    return act


def _make_slow(models: list[SlowModel]) -> Callable[[str], SlowModel]:
    def make(_name: str) -> SlowModel:
        models.append(SlowModel())
        return models[-1]

    return make


def test_window_closed_while_an_answer_streams_keeps_what_was_written(session) -> None:
    models: list[SlowModel] = []
    session(_slow_asking(models, lambda s: None), make_model=_make_slow(models))

    async def later(s: Session) -> None:
        await s.opened("guide-en.pdf")
        [view] = s.window.desk.ask_panel.findChildren(QWidget, "answer_view")
        assert view.answer.status == "stopped"
        assert view.answer.claims[0].text == "To go back to where you were reading, press Alt+Left."

    session(later)


def test_model_reads_ahead_when_a_document_opens_and_while_a_question_is_typed(session) -> None:
    model = ScriptedModel(["To go back to where you were reading, press Alt+Left."])

    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        await s.until(lambda: model.prefilled, "the beginning of all prompts about the document")
        s.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(QApplication.focusWidget(), QUESTION)
        await s.until(lambda: len(model.prefilled) == 2, "the pages for the draft")
        s.press(Qt.Key.Key_Return)
        await s.jobs.ended("answer")
        card, draft = (messages[-1].content for messages in model.prefilled)
        asked = model.prompts[0][-1].content
        assert draft == asked
        assert asked.startswith(card)
        await s.ask("Why is that?")
        assert QUESTION in model.prompts[1][-1].content, "it leans on the question before"

    session(act, make_model=lambda _name: model)


def test_stop_button_keeps_what_was_written_and_the_next_question_can_be_asked(session) -> None:
    models: list[SlowModel] = []

    async def act(s: Session) -> None:
        await _slow_asking(models, lambda s: None)(s)
        QTest.mouseClick(s.part("stop_button", QPushButton), Qt.MouseButton.LeftButton)
        await s.jobs.ended("answer")
        answer = s.window.desk.ask_panel.current_answer
        assert answer.status == "stopped"
        assert answer.claims[0].text == "To go back to where you were reading, press Alt+Left."
        assert answer.answer_id
        assert s.part("ask_button", QPushButton).isVisible()

    session(act, make_model=_make_slow(models))


def test_another_document_while_an_answer_streams_stops_it(session, papers: Path) -> None:
    models: list[SlowModel] = []

    async def act(s: Session) -> None:
        await _slow_asking(models, lambda s: None)(s)
        s.window.desk.reading.open(papers / "2306.09782.pdf")
        await s.opened("2306.09782.pdf")
        assert not s.jobs.is_running("answer")
        assert s.window.desk.ask_panel.current_answer is None
        s.window.open_guide()
        await s.opened("guide-en.pdf")
        [view] = s.window.desk.ask_panel.findChildren(QWidget, "answer_view")
        assert view.answer.status == "stopped"

    session(act, make_model=_make_slow(models))


def test_bug_in_a_slot_is_reported_and_the_window_goes_on(
    qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    async def story(windows: Windows) -> int:
        window = windows.first

        def broken(_spot: Spot) -> None:
            raise ZeroDivisionError("a bug")

        window.show()
        window.open_guide()
        s = Session(windows)
        await s.opened("guide-en.pdf")
        window.desk.page_view.spot_shown.connect(broken)
        window.desk.page_view.jump_to(Spot(3, (Rect(0, 0.5, 1, 0.6),)))
        assert "went wrong" in window.message_bar.text()
        QTest.mouseClick(s.part("message_action", QPushButton), Qt.MouseButton.LeftButton)
        assert "ZeroDivisionError: a bug" in QApplication.clipboard().text()
        await s.ask(QUESTION)
        assert window.desk.ask_panel.current_answer.status == "answered"
        return 7

    assert app.run_story(story) == 7
    assert "ZeroDivisionError: a bug" in paths.log_file().read_text("utf-8")


def _said(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The printed lines, "name: value" each."""
    return dict(line.strip().split(": ", 1) for line in capsys.readouterr().out.splitlines())


def test_demo_prints_answer_page_and_files(qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run_demo([]) == 0
    lines = _said(capsys)
    assert lines["Question"] == QUESTION
    assert lines["Answer"] == "answered, 1 of 1 sentences verified"
    assert "Alt+Left" in lines["✔ exact"]
    assert "(p.4)" in lines["✔ exact"]
    assert lines["Jumped to page"] == "2 (PDF 4)"
    assert "guide-en.pdf#page=4" in Path(lines["Markdown"]).read_text("utf-8")
    assert Path(lines["Screenshot"]).read_bytes().startswith(b"\x89PNG")
    assert not paths.library_file().exists(), "a demonstration leaves nothing among the reader's own answers"


def test_smoke_test_answers_with_the_scripted_model(qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run_smoke_test(paths.resource("guide/guide-en.pdf")) == 0
    lines = _said(capsys)
    assert lines["✔ exact"].startswith("To go back to where you were reading")
    assert lines["Jumped to page"] == "2 (PDF 4)"


def _drop(widget: QWidget, path: Path) -> None:
    """What the window system sends when a file is let go over a widget."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    place, buttons, keys = QPointF(10, 10), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, mime, buttons, keys),
        QDropEvent(place, Qt.DropAction.CopyAction, mime, buttons, keys),
    ):
        QApplication.sendEvent(widget, event)
        assert event.isAccepted()


def test_questions_are_searched_by_meaning_where_there_is_an_embedder(session, monkeypatch) -> None:
    embedder = WordEmbedder()
    monkeypatch.setattr(app, "wanted_embedder", lambda name: embedder)

    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        await s.until(lambda: s.window.desk.reading.document.embedder is embedder, "an embedder for questions")
        await s.ask(QUESTION)
        assert s.window.desk.ask_panel.current_answer.status == "answered"

    session(act)
    assert QUESTION in embedder.queries
    assert embedder.batches
    assert embedder.is_closed
