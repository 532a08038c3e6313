import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from reader.core.bookmarks import Bookmark
from reader.ui.bookmarks_panel import BookmarksPanel

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing the keyboard)")

T = "2026-11-25T10:00:00+00:00"
NAMED = Bookmark("b1", "d", 1, 0.0, "Where it begins", "", T)
UNNAMED = Bookmark("b2", "d", 4, 0.5, "", "a", T)


def _label(page_index: int) -> str:
    return ("i", "ii", "1", "2", "3")[page_index]


@pytest.fixture
def panel(qtbot: QtBot) -> BookmarksPanel:
    panel = BookmarksPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 400)
    panel.set_document(_label)
    panel.show_bookmarks([NAMED, UNNAMED])
    panel.show()
    return panel


def _list(panel: BookmarksPanel) -> QTreeWidget:
    return panel.findChild(QTreeWidget, "bookmark_list")


def test_names_and_page_labels_are_listed(panel: BookmarksPanel) -> None:
    rows = [_list(panel).topLevelItem(n) for n in range(2)]
    assert [(row.text(0), row.text(1)) for row in rows] == [("Where it begins", "ii"), ("Page 3", "3")]
    assert rows[1].data(0, Qt.ItemDataRole.AccessibleTextRole) == "a: Page 3"


def test_a_click_or_enter_leads_there(qtbot: QtBot, panel: BookmarksPanel) -> None:
    rows = _list(panel)
    with qtbot.waitSignal(panel.bookmark_activated) as activated:
        place = rows.visualItemRect(rows.topLevelItem(1)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, place.y()))
    assert activated.args == [UNNAMED]
    qtbot.keyClick(rows, Qt.Key.Key_Up)
    with qtbot.waitSignal(panel.bookmark_activated) as activated:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert activated.args == [NAMED]


def test_f2_renames_in_place(qtbot: QtBot, panel: BookmarksPanel) -> None:
    rows = _list(panel)
    rows.setCurrentItem(rows.topLevelItem(1))
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_F2)
    with qtbot.waitSignal(panel.renamed) as renamed:
        qtbot.keyClicks(QApplication.focusWidget(), "The result")
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert renamed.args == [UNNAMED, "The result"]


def test_delete_asks_for_removal_and_undo_brings_back(qtbot: QtBot, panel: BookmarksPanel) -> None:
    rows = _list(panel)
    rows.setCurrentItem(rows.topLevelItem(0))
    with qtbot.waitSignal(panel.removal_asked) as asked:
        qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert asked.args == [NAMED]
    panel.show_bookmarks([UNNAMED])
    panel.offer_undo(NAMED)
    with qtbot.waitSignal(panel.restoring_asked) as restoring:
        qtbot.mouseClick(panel.findChild(QPushButton, "undo_button"), Qt.MouseButton.LeftButton)
    assert restoring.args == [NAMED]


def test_the_menu_offers_both(qtbot: QtBot, panel: BookmarksPanel) -> None:
    rows = _list(panel)
    at = rows.visualItemRect(rows.topLevelItem(0)).center()
    rows.customContextMenuRequested.emit(at)
    menu = panel.findChild(QMenu, "bookmark_menu")
    assert [action.text() for action in menu.actions()] == ["Rename", "Remove"]
    with qtbot.waitSignal(panel.removal_asked):
        menu.actions()[1].trigger()
    menu.close()


def test_the_chosen_row_stays_chosen_when_others_come(panel: BookmarksPanel) -> None:
    rows = _list(panel)
    rows.setCurrentItem(rows.topLevelItem(1))
    panel.show_bookmarks([Bookmark("b0", "d", 0, 0.0, "First", "", T), NAMED, UNNAMED])
    assert rows.currentItem().text(0) == "Page 3"


def test_it_says_how_to_set_one_where_there_is_none(panel: BookmarksPanel) -> None:
    label = panel.findChild(QLabel, "bookmarks_empty")
    assert label.isHidden()
    panel.show_bookmarks([])
    assert "Ctrl+M" in label.text()
    assert panel.findChild(QPushButton, "bookmark_button").isEnabled()
    panel.set_document(None)
    assert "No document" in label.text()
    assert not panel.findChild(QPushButton, "bookmark_button").isEnabled()
