import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from reader.core.document import OutlineItem, Rect, Spot
from reader.ui.outline_panel import OutlinePanel

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

ITEMS = [
    OutlineItem(1, "1 Introduction", 0, 0.25),
    OutlineItem(1, "2 Method", 2, None),
    OutlineItem(3, "2.1.1 手法 <b>", 2, 0.5),
    OutlineItem(2, "2.2 Data", 5, 0.1),
    OutlineItem(1, "Elsewhere", None, None),
]


@pytest.fixture
def panel(qtbot: QtBot) -> OutlinePanel:
    panel = OutlinePanel()
    qtbot.addWidget(panel)
    panel.resize(300, 400)
    panel.set_outline(ITEMS)
    panel.show()
    return panel


def _tree(panel: OutlinePanel) -> QTreeWidget:
    return panel.findChild(QTreeWidget)


def _row(panel: OutlinePanel, title: str) -> QTreeWidgetItem:
    (row,) = _tree(panel).findItems(title, Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
    return row


def _click(qtbot: QtBot, panel: OutlinePanel, title: str) -> None:
    tree = _tree(panel)
    place = tree.visualItemRect(_row(panel, title)).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, place.y()))


def test_a_click_leads_to_the_heading(qtbot: QtBot, panel: OutlinePanel) -> None:
    with qtbot.waitSignal(panel.item_activated) as activated:
        _click(qtbot, panel, "1 Intro")
    assert activated.args == [Spot(0, (Rect(0.0, 0.25, 1.0, 0.25),))]


def test_keys_lead_to_the_heading(qtbot: QtBot, panel: OutlinePanel) -> None:
    panel.follow(0)
    qtbot.keyClick(_tree(panel), Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.item_activated) as activated:
        qtbot.keyClick(_tree(panel), Qt.Key.Key_Return)
    assert activated.args == [Spot(2)]


def test_a_heading_without_page_leads_nowhere(qtbot: QtBot, panel: OutlinePanel) -> None:
    with qtbot.assertNotEmitted(panel.item_activated):
        _click(qtbot, panel, "Elsewhere")


def test_levels_that_jump_still_make_a_tree(panel: OutlinePanel) -> None:
    assert _row(panel, "2.1.1").parent() is _row(panel, "2 Method")
    assert _row(panel, "2.2").parent() is _row(panel, "2 Method")


def test_it_follows_the_page_without_leading_anywhere(qtbot: QtBot, panel: OutlinePanel) -> None:
    tree = _tree(panel)
    followed = []
    with qtbot.assertNotEmitted(panel.item_activated):
        for page_index in (0, 1, 2, 4, 5, 99):
            panel.follow(page_index)
            followed.append(tree.currentItem().text(0)[:3])
    assert followed == ["1 I", "1 I", "2.1", "2.1", "2.2", "2.2"]


def test_a_folded_heading_stands_for_what_it_hides(panel: OutlinePanel) -> None:
    _row(panel, "2 Method").setExpanded(False)
    panel.follow(5)
    assert _tree(panel).currentItem() is _row(panel, "2 Method")
    assert not _row(panel, "2 Method").isExpanded()


def test_before_the_first_heading_nothing_is_marked(panel: OutlinePanel) -> None:
    panel.set_outline(ITEMS[1:])
    panel.follow(0)
    assert _tree(panel).currentItem() is None


def test_it_says_that_there_is_no_outline(panel: OutlinePanel) -> None:
    label = panel.findChild(QLabel, "outline_empty")
    assert label.isHidden()
    panel.set_outline([])
    assert label.isVisible()
    assert "no table of contents" in label.text()
    assert _tree(panel).isHidden()
    panel.set_outline(None)
    assert "No document" in label.text()
    panel.follow(3)


def test_a_long_outline_opens_folded(panel: OutlinePanel) -> None:
    items = [OutlineItem(1 + (n % 100 > 0), f"{n}", n, None) for n in range(500)]
    panel.set_outline(items)
    tree = _tree(panel)
    assert tree.topLevelItemCount() == 5
    assert not any(tree.topLevelItem(row).isExpanded() for row in range(5))


# --- Filter, folding, growing ---


def _field(panel: OutlinePanel) -> QLineEdit:
    return panel.findChild(QLineEdit, "outline_filter")


def _visible(panel: OutlinePanel) -> list[str]:
    rows, row = [], _tree(panel).itemAt(2, 2)
    while row is not None:
        rows.append(row.text(0))
        row = _tree(panel).itemBelow(row)
    return rows


def test_the_filter_shows_what_is_found_and_what_it_stands_under(qtbot: QtBot, panel: OutlinePanel) -> None:
    _row(panel, "2 Method").setExpanded(False)
    qtbot.keyClicks(_field(panel), "data")
    assert _visible(panel) == ["2 Method", "2.2 Data"]
    qtbot.keyClicks(_field(panel), " xyz")
    assert _visible(panel) == []
    qtbot.keyClick(_field(panel), Qt.Key.Key_Escape)
    assert _visible(panel) == ["1 Introduction", "2 Method", "Elsewhere"]


@pytest.mark.parametrize("typed", ["ﾃﾞｰﾀ", "MÉTHOD", "２．２", "手法"])
def test_the_filter_compares_as_find_does(qtbot: QtBot, panel: OutlinePanel, typed: str) -> None:
    panel.set_outline([OutlineItem(1, "2.2 データ Méthod 手法", 5, 0.1), *ITEMS[:1]])
    _field(panel).setText(typed)
    assert _visible(panel) == ["2.2 データ Méthod 手法"]


def test_enter_in_the_filter_leads_to_the_first_that_is_found(qtbot: QtBot, panel: OutlinePanel) -> None:
    qtbot.keyClicks(_field(panel), "2.")
    with qtbot.waitSignal(panel.item_activated) as activated:
        qtbot.keyClick(_field(panel), Qt.Key.Key_Return)
    assert activated.args == [Spot(2, (Rect(0.0, 0.5, 1.0, 0.5),))]
    qtbot.keyClick(_field(panel), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is _tree(panel)


def test_all_are_folded_and_unfolded_by_a_click(qtbot: QtBot, panel: OutlinePanel) -> None:
    qtbot.mouseClick(panel.findChild(QToolButton, "outline_fold_all"), Qt.MouseButton.LeftButton)
    assert _visible(panel) == ["1 Introduction", "2 Method", "Elsewhere"]
    qtbot.mouseClick(panel.findChild(QToolButton, "outline_open_all"), Qt.MouseButton.LeftButton)
    assert len(_visible(panel)) == 5


def test_an_outline_that_grows_keeps_what_the_reader_folded_and_where_one_is(panel: OutlinePanel) -> None:
    _row(panel, "2 Method").setExpanded(False)
    panel.follow(5)
    panel.set_outline([*ITEMS, OutlineItem(1, "3 Results", 7, 0.1)], is_built=True, has_grown=True)
    assert not _row(panel, "2 Method").isExpanded()
    assert _tree(panel).currentItem() is _row(panel, "2 Method")
    panel.set_outline(ITEMS)
    assert _row(panel, "2 Method").isExpanded()


def test_a_built_outline_says_so(panel: OutlinePanel) -> None:
    label = panel.findChild(QLabel, "outline_built")
    assert label.isHidden()
    panel.set_outline(ITEMS, is_built=True)
    assert label.isVisible()
    assert label.text() == "Built from headings"
    panel.set_outline([], is_built=True)
    assert label.isHidden()


def test_what_was_folded_in_another_session_is_folded(qtbot: QtBot, panel: OutlinePanel) -> None:
    with qtbot.waitSignal(panel.folding_changed) as changed:
        _row(panel, "2 Method").setExpanded(False)
    folding = changed.args[0]
    panel.set_outline(ITEMS)
    assert _row(panel, "2 Method").isExpanded()
    with qtbot.assertNotEmitted(panel.folding_changed):
        panel.set_folding(folding)
    assert not _row(panel, "2 Method").isExpanded()
