import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QTreeWidget, QTreeWidgetItem
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
