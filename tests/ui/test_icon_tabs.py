"""Icons for all tabs, a word for the one in front, names for all who cannot see icons."""

import pytest
from PySide6.QtWidgets import QWidget

from reader.ui.icon_tabs import IconTabs

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def test_only_the_tab_in_front_shows_its_word(qtbot) -> None:
    tabs = IconTabs()
    qtbot.addWidget(tabs)
    for name, text in (("contents", "Contents"), ("find", "Search")):
        tabs.add(QWidget(), name, text)
    tabs.resize(300, 200)
    tabs.show()
    assert [tabs.tabText(index) for index in range(2)] == ["Contents", ""]
    tabs.setCurrentIndex(1)
    assert [tabs.tabText(index) for index in range(2)] == ["", "Search"]
    assert [tabs.tabToolTip(index) for index in range(2)] == ["Contents", "Search"]
    assert [tabs.tabBar().accessibleTabName(index) for index in range(2)] == ["Contents", "Search"]
    tabs.resize(100, 200)
    assert [tabs.tabText(index) for index in range(2)] == ["", ""], "no room for words"
    assert not any(tabs.tabIcon(index).isNull() for index in range(2))


def test_icons_follow_the_palette(qtbot) -> None:
    tabs = IconTabs()
    qtbot.addWidget(tabs)
    tabs.add(QWidget(), "contents", "Contents")
    before = tabs.tabIcon(0).cacheKey()
    palette = tabs.palette()
    palette.setColor(palette.ColorRole.ButtonText, "#ff0000")
    tabs.setPalette(palette)
    assert tabs.tabIcon(0).cacheKey() != before


def test_where_there_is_no_room_there_are_only_icons(qtbot) -> None:
    tabs = IconTabs()
    qtbot.addWidget(tabs)
    for name, text in (("contents", "Contents"), ("find", "Search"), ("note", "Notes")):
        tabs.add(QWidget(), name, text)
    tabs.resize(500, 200)
    tabs.show()
    assert tabs.tabText(0) == "Contents"
    tabs.resize(tabs.tabBar().sizeHint().width() - 20, 200)
    assert [tabs.tabText(index) for index in range(3)] == ["", "", ""]
    tabs.resize(500, 200)
    assert tabs.tabText(0) == "Contents"
