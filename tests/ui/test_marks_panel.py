"""The list of marks by itself: what it shows in which order, filters, keys."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from reader.core.annotations import Annotation
from reader.core.document import OutlineItem, Rect, Spot
from reader.core.marks import Colour, Mark
from reader.ui.marks_list import ROW
from reader.ui.marks_panel import MarksPanel

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")
T = "2026-11-25T10:00:00+00:00"


def mark(mark_id: str, page_index: int | None, start: int, **fields: Any) -> Mark:
    spots = () if page_index is None else (Spot(page_index, (Rect(0.1, start / 1000, 0.5, start / 1000 + 0.02),)),)
    fields = {"kind": "highlight", "colour": Colour.YELLOW, "quote": f"words of {mark_id}", "comment": "", **fields}
    return Mark(mark_id, "d", spots=spots, created=T, modified=T, start=start, **fields)


MARKS = (
    mark("one", 0, 100),
    mark("two", 0, 300, colour=Colour.BLUE, comment="*important*"),
    mark("three", 4, 50, kind="underline", colour=Colour.BLUE),
    mark("four", 4, 700, kind="note", quote="", comment="a thought about memory"),
    mark("five", None, 0, kind="note", quote="", comment="of no page"),
)
ANNOTATION = Annotation(
    "highlight", (Spot(4, (Rect(0.1, 0.2, 0.5, 0.22),)),), (0, 200, 0), "Anna", "why?", "", "their words", 200
)
OUTLINE = (OutlineItem(1, "1  Introduction", 0, 0.2), OutlineItem(1, "2 Method", 4, 0.01))


@pytest.fixture
def panel(qtbot: QtBot) -> MarksPanel:
    panel = MarksPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.set_document(OUTLINE, lambda page_index: f"p{page_index}")
    panel.set_marks(MARKS)
    panel.set_annotations([ANNOTATION])
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def view(panel: MarksPanel) -> QListView:
    found = panel.findChild(QListView, "marks_list")
    assert found is not None
    return found


def names(panel: MarksPanel) -> list[str]:
    return [entry.mark_id if isinstance(entry, Mark) else entry.author for entry in panel.shown]


def heads(panel: MarksPanel) -> list[str]:
    model = view(panel).model()
    rows = [model.index(row, 0).data(ROW) for row in range(model.rowCount())]
    return [row.head for row in rows if row.entry is None]


def click(panel: MarksPanel, name: str) -> None:
    button = panel.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def choose(panel: MarksPanel, number: int) -> None:
    """Click on the row of an entry, counted without the heads."""
    lists = view(panel)
    entry = panel.shown[number]
    model = lists.model()
    index = next(model.index(r, 0) for r in range(model.rowCount()) if model.index(r, 0).data(ROW).entry == entry)
    lists.scrollTo(index)
    QTest.mouseClick(lists.viewport(), Qt.MouseButton.LeftButton, pos=lists.visualRect(index).center())


def test_marks_of_the_reader_and_of_the_pdf_come_in_reading_order_under_their_pages(panel: MarksPanel) -> None:
    assert names(panel) == ["one", "two", "three", "Anna", "four", "five"]
    assert heads(panel) == ["Page p0", "Page p4 · 2 Method", "Without a page"]


def test_words_colours_and_kinds_filter_together(panel: MarksPanel) -> None:
    text = panel.findChild(QLineEdit, "marks_filter")
    kind = panel.findChild(QComboBox, "marks_kind")
    text.setText("MEMORY")
    assert names(panel) == ["four"]
    text.setText("anna")
    assert names(panel) == ["Anna"], "also by who wrote it"
    text.clear()
    click(panel, "marks_filter_blue")
    assert names(panel) == ["two", "three"]
    click(panel, "marks_filter_green")
    assert names(panel) == ["two", "three", "Anna"], "a foreign colour counts as the nearest"
    click(panel, "marks_filter_blue")
    click(panel, "marks_filter_green")
    kind.setCurrentText("Underlines")
    assert names(panel) == ["three"]
    kind.setCurrentText("Of the PDF")
    assert names(panel) == ["Anna"]
    kind.setCurrentText("Notes")
    text.setText("nothing like it")
    assert names(panel) == []
    assert panel.findChild(QLabel, "marks_hint").text() == "No mark is like this."


def test_a_click_and_enter_ask_to_be_shown_what_is_chosen(panel: MarksPanel) -> None:
    asked: list[Any] = []
    panel.entry_activated.connect(asked.append)
    choose(panel, 1)
    QTest.keyClick(view(panel), Qt.Key.Key_Down)
    QTest.keyClick(view(panel), Qt.Key.Key_Return)
    assert asked == [MARKS[1], MARKS[2]], "the keys pass over the head between them"


def test_delete_asks_for_all_that_is_chosen_but_not_for_what_the_pdf_has(panel: MarksPanel) -> None:
    asked: list[list[str]] = []
    panel.deletion_asked.connect(asked.append)
    choose(panel, 2)
    QTest.keyClick(view(panel), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view(panel), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view(panel), Qt.Key.Key_Delete)
    assert asked == [["three", "four"]]
    choose(panel, 3)
    QTest.keyClick(view(panel), Qt.Key.Key_Delete)
    assert len(asked) == 1


def test_after_a_deletion_the_next_one_is_chosen(panel: MarksPanel) -> None:
    asked: list[Any] = []
    panel.entry_activated.connect(asked.append)
    choose(panel, 1)
    panel.set_marks([mark for mark in MARKS if mark.mark_id != "two"])
    QTest.keyClick(view(panel), Qt.Key.Key_Return)
    assert asked[1:] == [MARKS[2]]


def test_what_is_chosen_stays_chosen_when_a_mark_is_added_or_changed(panel: MarksPanel) -> None:
    asked: list[Any] = []
    choose(panel, 2)
    panel.entry_activated.connect(asked.append)
    panel.set_marks([mark("new", 0, 10), *MARKS])
    QTest.keyClick(view(panel), Qt.Key.Key_Return)
    assert asked == [MARKS[2]]


def test_f2_asks_to_write_the_comment(panel: MarksPanel) -> None:
    asked: list[Any] = []
    panel.edit_asked.connect(asked.append)
    choose(panel, 3)
    QTest.keyClick(view(panel), Qt.Key.Key_F2)
    choose(panel, 0)
    QTest.keyClick(view(panel), Qt.Key.Key_F2)
    assert asked == [MARKS[0]], "the comment of an annotation is not the reader's"


def test_what_there_is_not_is_told_in_words(panel: MarksPanel) -> None:
    hint = panel.findChild(QLabel, "marks_hint")
    assert not hint.isVisible()
    panel.set_marks([])
    panel.set_annotations([])
    assert "Ctrl+D" in hint.text()
    panel.set_document(None)
    assert hint.text() == "No document is open."


def test_rows_are_read_out_with_kind_words_and_comment(panel: MarksPanel) -> None:
    model = view(panel).model()
    spoken = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert spoken == ["Page p0", "Highlight. words of one", "Highlight. words of two. *important*"]


def test_the_list_paints_every_kind_and_breaks_long_words_into_lines(panel: MarksPanel) -> None:
    long = mark("long", 0, 5, quote="very long words " * 40, comment="c" * 300)
    kinds = [Annotation(kind, (Spot(9),), None, "", "", "") for kind in ("ink", "shape", "stamp", "file", "other")]  # type: ignore[arg-type]
    panel.set_marks([long, *MARKS])
    panel.set_annotations([ANNOTATION, *kinds])
    lists = view(panel)
    model = lists.model()
    assert not panel.grab().isNull()
    line = lists.fontMetrics().lineSpacing()
    heights = [lists.visualRect(model.index(row, 0)).height() for row in (1, 2)]
    assert heights[0] > 6 * line
    assert heights[1] < 3 * line
