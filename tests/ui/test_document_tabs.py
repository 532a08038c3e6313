"""The row of tabs: names, order, and what is asked of it by mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.ui.document_tabs import DocumentTabs, Tab

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def tabs(qtbot) -> DocumentTabs:
    tabs = DocumentTabs()
    qtbot.addWidget(tabs)
    tabs.resize(900, 32)
    tabs.show()
    for name in ("one", "two", "three"):
        tabs.add(Tab(Path(f"/papers/{name}.pdf")))
    return tabs


def test_one_document_needs_no_tabs(qtbot) -> None:
    tabs = DocumentTabs()
    qtbot.addWidget(tabs)
    tabs.show()
    tabs.add(Tab(Path("/papers/one.pdf")))
    assert not tabs.isVisible()
    tabs.add(Tab(Path("/papers/two.pdf")))
    assert tabs.isVisible()


def test_a_new_tab_comes_behind_the_one_in_front(tabs: DocumentTabs) -> None:
    tabs.show_tab(tabs.tabs[0])
    tabs.add(Tab(Path("/papers/between.pdf")))
    assert [tab.name for tab in tabs.tabs] == ["one.pdf", "between.pdf", "two.pdf", "three.pdf"]
    assert tabs.current is tabs.tabs[1]


def test_title_and_file_are_told_and_an_ampersand_is_no_mnemonic(tabs: DocumentTabs) -> None:
    tab = tabs.tabs[0]
    tab.title = "Cats & Dogs"
    tabs.refresh(tab)
    assert tabs.tabText(0) == "Cats && Dogs"
    assert tabs.tabToolTip(0) == f"Cats & Dogs\n{tab.path}"


def test_stepping_goes_round(tabs: DocumentTabs, qtbot) -> None:
    chosen: list[str] = []
    tabs.tab_chosen.connect(lambda tab: chosen.append(tab.name))
    tabs.step(1)
    tabs.step(-1)
    tabs.step(-1)
    assert chosen == ["one.pdf", "three.pdf", "two.pdf"]


def test_the_middle_button_asks_to_close(tabs: DocumentTabs, qtbot) -> None:
    with qtbot.waitSignal(tabs.closing_asked) as asked:
        QTest.mouseClick(tabs, Qt.MouseButton.MiddleButton, pos=tabs.tabRect(1).center())
    assert asked.args == [tabs.tabs[1]]


def test_the_menu_closes_the_others_and_moves_a_tab(tabs: DocumentTabs, qtbot) -> None:
    closed: list[str] = []
    tabs.closing_asked.connect(lambda tab: closed.append(tab.name))
    menu = tabs.menu_of(tabs.tabs[1])
    menu.actions()[1].trigger()
    assert closed == ["one.pdf", "three.pdf"]
    with qtbot.waitSignal(tabs.moving_asked) as asked:
        menu.actions()[2].trigger()
    assert asked.args == [tabs.tabs[1]]
