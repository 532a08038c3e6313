"""The page field: labels and counts, shown and typed."""

import pytest
from PySide6.QtCore import Qt

from reader.core.document import DocumentInfo, PageSize
from reader.ui.page_field import PageField, page_index_of

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


def _info(pages: int, labels: tuple[str, ...] | None = None) -> DocumentInfo:
    return DocumentInfo("a.pdf", "id", (PageSize(595, 842),) * pages, labels, "", "", is_repaired=False)


BOOK = _info(5, ("i", "ii", "1", "2", "A-1"))


@pytest.mark.parametrize(
    ("typed", "page_index"),
    [
        ("ii", 1),
        ("II", 1),
        ("1", 2),  # the printed label comes before the count
        ("5", 4),  # no such label, but there is a fifth page
        ("a-1", 4),
        (" 2 ", 3),
        ("1 (3 / 5)", 2),
        ("2/5", 1),
        ("6", None),
        ("0", None),
        ("iv", None),
        ("", None),
        ("-1", None),
        ("#2", 1),
        ("３", 2),
        ("ＩＩ", 1),
        ("A–1", 4),
        ("p. 4", 3),
        ("5ページ", 4),
        ("0 %", 0),
        ("50%", 2),
        ("100 %", 4),
        ("101 %", None),
        ("3 /", 2),
    ],
)
def test_label_is_tried_before_the_count(typed: str, page_index: int | None) -> None:
    assert page_index_of(typed, BOOK) == page_index


RESTARTED = _info(6, ("1", "2", "1", "2", "1", "2"))


@pytest.mark.parametrize(
    ("typed", "here", "page_index"),
    [("2", 0, 1), ("2", 1, 3), ("2", 4, 5), ("2", 5, 1), ("+2", 3, 5), ("-3", 3, 0), ("+1", 5, None), ("-1", 0, None)],
)
def test_of_several_pages_of_one_label_the_next_is_meant(typed: str, here: int, page_index: int | None) -> None:
    assert page_index_of(typed, RESTARTED, here) == page_index


def test_field_shows_label_and_count_where_they_differ(qtbot) -> None:
    field = PageField()
    qtbot.addWidget(field)
    assert field.text() == ""
    field.set_document(_info(13))
    field.set_page(4)
    assert field.text() == "5 / 13"
    field.set_document(BOOK)
    field.set_page(2)
    assert field.text() == "1 (3 / 5)"
    field.set_document(None)
    assert field.text() == ""
    assert not field.isEnabled()


def test_typing_a_page_and_enter_asks_to_go_there(qtbot) -> None:
    field = PageField()
    qtbot.addWidget(field)
    field.set_document(BOOK)
    field.show()
    field.begin()
    assert field.selectedText() == field.text()
    qtbot.keyClicks(field, "A-1")
    with qtbot.waitSignal(field.page_chosen) as chosen:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen.args == [4]


def test_page_that_is_not_there_stays_in_the_field_selected(qtbot) -> None:
    field = PageField()
    qtbot.addWidget(field)
    field.set_document(BOOK)
    field.show()
    field.begin()
    qtbot.keyClicks(field, "99")
    with qtbot.assertNotEmitted(field.page_chosen):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.selectedText() == "99"


def test_turning_pages_does_not_disturb_typing(qtbot) -> None:
    field = PageField()
    qtbot.addWidget(field)
    field.set_document(BOOK)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.begin()
    qtbot.keyClicks(field, "4")
    field.set_page(3)
    assert field.text() == "4"
    field.clearFocus()
    assert field.text() == "2 (4 / 5)"
