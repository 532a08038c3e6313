"""Marking a document by mouse and keys: what is marked, what can be undone, where it is found again."""

import shutil
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QMenu, QPlainTextEdit, QWidget

from reader.core.annotations import Annotation
from reader.core.document import Rect
from reader.core.marks import Colour, Mark
from reader.ui.marks_list import ROW
from tests.journeys.session import Session
from tests.tiny_pdf import write_pdf

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = "The left column speaks of memory. It says that the optimiser keeps no gradients at all."
RIGHT = "The right column speaks of speed. It says that the throughput is eleven times higher."


def two_columns(document: Any) -> None:
    for page in document:
        page.insert_textbox(pymupdf.Rect(30, 40, 180, 280), LEFT, fontsize=11)
        page.insert_textbox(pymupdf.Rect(220, 40, 370, 280), RIGHT, fontsize=11)
    page = document[1]
    highlight = page.add_highlight_annot(page.search_for("throughput", quads=True))
    highlight.set_info(title="Anna", content="how was it measured?")
    highlight.update()
    page.add_text_annot((350, 250), "a note of the PDF").update()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "paper.pdf", (), (), change=two_columns)


def place(s: Session, page_index: int, word: str, *, after: bool = False) -> QPoint:
    """On the screen: just before a word of a page, or just after it."""
    view = s.desk.page_view
    page = view.selecting.texts.text_of(page_index)
    start = page.text.index(word) + (len(word) - 1 if after else 0)
    box = page.box(start)
    x = box.x1 - 0.1 * box.width if after else box.x0 + 0.1 * box.width
    at = view.view_now().rect_px(page_index, Rect(x, (box.y0 + box.y1) / 2, x, 1)).topLeft()
    return (at / view.devicePixelRatioF()).toPoint()


def drag(s: Session, begin: QPoint, end: QPoint) -> None:
    viewport = s.desk.page_view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=begin)
    for point in ((begin + end) / 2, end):
        on_screen = QPointF(viewport.mapToGlobal(point))
        buttons = (Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, QMouseEvent(QEvent.Type.MouseMove, QPointF(point), on_screen, *buttons))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


def click(s: Session, point: QPoint) -> None:
    QTest.mouseClick(s.desk.page_view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def activate(s: Session) -> None:
    """A menu or dialog that closes gives the keyboard back; not on the off-screen platform."""
    s.window.activateWindow()
    assert QTest.qWaitForWindowActive(s.window)


async def ready(s: Session, name: str) -> None:
    """The document is shown, its text can be selected, its marks and annotations are listed."""
    await s.opened(name)
    view = s.desk.page_view
    await s.until(lambda: view.selecting.texts.map_of(0) is not None, "the text of the page")
    await s.until(lambda: not s.jobs.is_running("annotations") and annotations(s), "the annotations")


def marks(s: Session) -> list[Mark]:
    """As the list shows them."""
    return [entry for entry in s.desk.marks_panel.shown if isinstance(entry, Mark)]


def annotations(s: Session) -> list[Annotation]:
    return [entry for entry in s.desk.marks_panel.shown if isinstance(entry, Annotation)]


def show_marks_panel(s: Session) -> None:
    s.desk.navigation.setCurrentWidget(s.desk.marks_panel)


async def select_over_columns(s: Session) -> None:
    drag(s, place(s, 0, "optimiser"), place(s, 0, "speed", after=True))
    assert s.desk.page_view.selected() is not None


def test_a_highlight_over_two_columns_lives_through_undo_restart_and_another_name(
    session, paper: Path, tmp_path: Path
) -> None:
    async def first(s: Session) -> None:
        await ready(s, "paper.pdf")
        view = s.desk.page_view
        await select_over_columns(s)
        s.press(Qt.Key.Key_D, CTRL)
        await s.until(lambda: marks(s), "the highlight")
        [mark] = marks(s)
        assert mark.quote.startswith("optimiser keeps no gradients at all. The right column")
        assert mark.quote.endswith("speed")
        assert (mark.kind, mark.colour) == ("highlight", Colour.YELLOW)
        rects = mark.spots[0].rects
        assert min(rect.x0 for rect in rects) < 0.5 < max(rect.x1 for rect in rects)
        assert view.selected() is None

        click(s, place(s, 0, "gradients"))
        QTest.mouseClick(s.part("mark_colour_pink"), Qt.MouseButton.LeftButton)
        await s.until(lambda: marks(s)[0].colour is Colour.PINK, "the other colour")
        view.setFocus()
        s.press(Qt.Key.Key_Return)
        s.type("important: *memory*")
        s.press(Qt.Key.Key_Escape)
        await s.until(lambda: marks(s)[0].comment == "important: *memory*", "the comment")

        view.setFocus()
        seen = []
        for _ in range(3):
            before = marks(s)
            s.press(Qt.Key.Key_Z, CTRL)
            await s.until(lambda before=before: marks(s) != before, "the undoing")
            seen.append([(mark.colour, mark.comment) for mark in marks(s)])
        assert seen == [[(Colour.PINK, "")], [(Colour.YELLOW, "")], []]
        assert not s.window.actions_by_name["undo"].isEnabled()
        for _ in range(3):
            before = marks(s)
            s.press(Qt.Key.Key_Z, CTRL | SHIFT)
            await s.until(lambda before=before: marks(s) != before, "the redoing")
        assert [(mark.colour, mark.comment) for mark in marks(s)] == [(Colour.PINK, "important: *memory*")]

    session(first, paper)
    moved = tmp_path / "elsewhere" / "another name.pdf"
    moved.parent.mkdir()
    shutil.move(paper, moved)

    async def second(s: Session) -> None:
        await ready(s, "another name.pdf")
        await s.until(lambda: marks(s), "the mark of before")
        [mark] = marks(s)
        assert (mark.colour, mark.comment) == (Colour.PINK, "important: *memory*")
        await select_over_columns(s)
        QTest.mouseClick(s.part("selection_underline"), Qt.MouseButton.LeftButton)
        await s.until(lambda: len(marks(s)) == 2, "the underline")
        assert {mark.colour for mark in marks(s)} == {Colour.PINK}, "the last colour is remembered"

    session(second, moved)


def test_a_mark_over_a_page_end_is_one_and_lies_on_both_pages(session, paper: Path) -> None:
    async def act(s: Session) -> None:
        await ready(s, "paper.pdf")
        view = s.desk.page_view
        view.actual_size()
        view.resize(view.width(), 700)
        view.go_to_page(0)
        await s.until(lambda: view.selecting.texts.map_of(1) is not None, "the text of the second page")
        drag(s, place(s, 0, "throughput"), place(s, 1, "memory", after=True))
        QTest.mouseClick(s.part("selection_highlight_green"), Qt.MouseButton.LeftButton)
        await s.until(lambda: marks(s), "the highlight")
        [mark] = marks(s)
        assert [spot.page_index for spot in mark.spots] == [0, 1]
        assert mark.colour is Colour.GREEN
        for page_index, word in ((0, "eleven"), (1, "column")):
            click(s, place(s, page_index, word))
            assert view.marks.current == mark
            s.press(Qt.Key.Key_Escape)
        click(s, place(s, 0, "eleven"))
        s.press(Qt.Key.Key_Delete)
        await s.until(lambda: not marks(s), "the deletion")

    session(act, paper)


def test_a_note_at_a_spot_is_one_note_on_the_page_and_in_the_list(session, paper: Path) -> None:
    async def first(s: Session) -> None:
        await ready(s, "paper.pdf")
        view = s.desk.page_view
        spot = (view.view_now().rect_px(0, Rect(0.5, 0.8, 0.5, 0.8)).topLeft() / view.devicePixelRatioF()).toPoint()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, view.viewport().mapToGlobal(spot))
        QApplication.sendEvent(view.viewport(), event)
        menu = s.visible(QMenu)
        [action] = [action for action in menu.actions() if action.objectName() == "action_note_here"]
        menu.close()
        activate(s)
        action.trigger()
        s.type("a thought")
        s.press(Qt.Key.Key_Escape)
        await s.until(lambda: marks(s), "the note")
        [note] = s.desk.notes_panel.findChildren(QWidget, "note_view")
        assert note.note.markdown == "a thought"
        s.press(Qt.Key.Key_Escape)

        # Written on in the list of notes, it is the same on the page.
        s.desk.panels.open_side(s.desk.notes_panel)
        note.edit()
        s.type(" and another")
        s.press(Qt.Key.Key_Escape)
        await s.until(lambda: marks(s)[0].comment == "a thought and another", "the longer note")
        click(s, spot)
        assert view.marks.current == marks(s)[0]
        view.setFocus()
        s.press(Qt.Key.Key_Delete)
        await s.until(lambda: not marks(s), "the deletion")
        assert not s.desk.notes_panel.findChildren(QWidget, "note_view")
        s.press(Qt.Key.Key_Z, CTRL)
        await s.until(lambda: marks(s), "the note again")

    async def second(s: Session) -> None:
        await ready(s, "paper.pdf")
        await s.until(lambda: marks(s), "the note of before")
        assert [mark.comment for mark in marks(s)] == ["a thought and another"]
        [note] = s.desk.notes_panel.findChildren(QWidget, "note_view")
        assert note.note.markdown == "a thought and another"

    session(first, paper)
    session(second, paper)


def test_a_note_on_a_selection_shows_its_place(session, paper: Path) -> None:
    async def act(s: Session) -> None:
        await ready(s, "paper.pdf")
        await select_over_columns(s)
        s.press(Qt.Key.Key_N, CTRL)
        s.type("about these words")
        s.press(Qt.Key.Key_Escape)
        await s.until(lambda: marks(s) and marks(s)[0].comment, "the note")
        [mark] = marks(s)
        view = s.desk.page_view
        area = view.mark_layer.area(view.view_now(), mark)
        click(s, area.center().toPoint())
        assert view.marks.current == mark

    session(act, paper)


def test_the_list_jumps_and_back_leads_to_where_one_was(session, paper: Path) -> None:
    async def act(s: Session) -> None:
        await ready(s, "paper.pdf")
        show_marks_panel(s)
        view, lists = s.desk.page_view, s.part("marks_list", QListView)
        assert [(a.kind, a.quote, a.comment) for a in annotations(s)] == [
            ("highlight", "throughput", "how was it measured?"),
            ("note", "", "a note of the PDF"),
        ]
        view.set_zoom(2.0)
        view.go_home()
        before = view.position()
        model = lists.model()
        row = next(r for r in range(model.rowCount()) if model.index(r, 0).data(ROW).entry == annotations(s)[0])
        QTest.mouseClick(
            lists.viewport(), Qt.MouseButton.LeftButton, pos=lists.visualRect(model.index(row, 0)).center()
        )
        assert view.page_index == 1
        assert view.marks.current == annotations(s)[0]
        assert s.part("annotation_text", QLabel).text() == "how was it measured?"
        assert "Anna" in s.part("mark_words", QLabel).text()
        s.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert view.position() == before

    session(act, paper)


def test_marks_are_exported_and_written_to_a_copy_of_the_pdf(session, paper: Path, tmp_path: Path) -> None:
    exported, copy = tmp_path / "out.md", tmp_path / "copy.pdf"
    original = paper.read_bytes()

    async def act(s: Session) -> None:
        await ready(s, "paper.pdf")
        await select_over_columns(s)
        s.press(Qt.Key.Key_D, CTRL)
        await s.until(lambda: marks(s), "the highlight")
        s.desk.marking.edit(marks(s)[0])
        assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
        s.type("a comment that is still being written")
        s.desk.marking.save_copy(paper)
        await s.until(lambda: "itself" in s.desk.message_bar.text(), "the refusal")
        s.window.actions_by_name["save_annotated_copy"].trigger()
        await s.choose("annotated_copy_dialog", copy)
        await s.until(lambda: "annotations was written" in s.desk.message_bar.text(), "the copy")
        activate(s)
        s.desk.page_view.setFocus()
        s.press(Qt.Key.Key_E, CTRL)
        await s.choose("export_dialog", exported)
        await s.until(lambda: "Answers and notes were written" in s.desk.message_bar.text(), "the export")

    session(act, paper)
    text = exported.read_text("utf-8")
    assert "## Highlights and notes" in text
    assert "> optimiser keeps no gradients at all." in text
    assert "[(p.1)](paper.pdf#page=1) *yellow*" in text
    assert "a comment that is still being written" in text
    assert paper.read_bytes() == original
    with pymupdf.open(copy) as document:
        found = [(a.type[1], a.info["content"]) for page in document for a in page.annots()]
    assert found == [
        ("Highlight", "a comment that is still being written"),
        ("Highlight", "how was it measured?"),
        ("Text", "a note of the PDF"),
    ]
