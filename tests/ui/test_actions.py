"""The table of actions: names, keys, menus and the tool bar hold together."""

from collections import Counter
from operator import attrgetter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QMainWindow, QToolBar, QWidget

from reader import paths
from reader.ui.action_states import ActionStates
from reader.ui.actions import MENUS, TABLE, TOOL_BAR, Actions, Entry, shortcut_list, shown_shortcuts

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


class Part:
    """Has every slot, and remembers which were called; of a desk, every part."""

    def __init__(self, calls: list[str], prefix: str) -> None:
        self._calls, self._prefix = calls, prefix

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args: self._calls.append(f"{self._prefix}{name}")


class DeskParts:
    def __init__(self, calls: list[str]) -> None:
        self._calls = calls

    def __getattr__(self, name: str):
        return Part(self._calls, f"{name}.")


class Window(QMainWindow):
    """A window whose slots only note that they were called, and those of its desk likewise."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        self.desk = DeskParts(self.calls)
        for entry in TABLE:
            if entry.slot and "." not in entry.slot:
                setattr(self, entry.slot, lambda *args, name=entry.slot: self.calls.append(name))


@pytest.fixture
def window(qtbot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    return window


def test_names_and_keys_are_used_once() -> None:
    assert not [name for name, n in Counter(entry.name for entry in TABLE).items() if n > 1]
    keys = Counter(QKeySequence(keys).toString() for entry in TABLE for keys in entry.shortcuts)
    assert not [key for key, n in keys.items() if n > 1]
    assert "" not in keys, "a shortcut that Qt cannot read"


@pytest.mark.parametrize("entry", [entry for entry in TABLE if entry.icon], ids=lambda entry: entry.name)
def test_each_icon_is_there(entry: Entry) -> None:
    assert "currentColor" in paths.resource(f"icons/{entry.icon}.svg").read_text("utf-8")


@pytest.mark.parametrize("menu", MENUS)
def test_letters_of_a_menu_are_used_once(menu: str) -> None:
    letters = [
        entry.text[entry.text.index("&") + 1].casefold() for entry in TABLE if entry.menu == menu and "&" in entry.text
    ]
    assert not [letter for letter, n in Counter(letters).items() if n > 1]


def test_each_action_reaches_its_slot(window: Window) -> None:
    actions, states = Actions(window), ActionStates()
    actions.reflect(states)
    states.allow_document(True)
    for entry in TABLE:
        states.allow(entry.name, True)
    for entry in TABLE:
        if entry.slot:
            window.calls.clear()
            actions[entry.name].trigger()
            assert window.calls == [entry.slot]


def test_an_action_reaches_the_desk_that_is_in_front_now(window: Window) -> None:
    actions, states = Actions(window), ActionStates()
    states.allow_document(True)
    actions.reflect(states)
    calls: list[str] = []
    window.desk = DeskParts(calls)
    actions["zoom_in"].trigger()
    assert calls == ["page_view.zoom_in"]
    assert window.calls == []


def test_without_a_document_only_what_needs_none_is_enabled(window: Window) -> None:
    actions, states = Actions(window), ActionStates()
    actions.reflect(states)
    for entry in TABLE:
        if entry.slot:
            assert actions[entry.name].isEnabled() is not entry.needs_document
    states.allow_document(True)
    assert actions["find"].isEnabled()
    assert not actions["back"].isEnabled()
    states.allow_history(True, False)
    assert actions["back"].isEnabled()
    assert not actions["forward"].isEnabled()


def test_actions_follow_the_states_in_front_without_acting(window: Window) -> None:
    actions, one, other = Actions(window), ActionStates(), ActionStates()
    one.allow_document(True)
    one.check("contents", True)
    actions.reflect(one)
    assert actions["contents"].isChecked()
    actions.reflect(other)
    assert not actions["contents"].isChecked()
    assert not actions["find"].isEnabled()
    one.allow("find", False)
    one.check("side_panel", True)
    assert not actions["side_panel"].isChecked()
    assert window.calls == []


def test_menus_hold_every_action_with_a_slot(window: Window) -> None:
    actions = Actions(window)
    menus = actions.fill_menu_bar(window.menuBar())
    listed = {action.objectName() for menu in menus.values() for action in menu.actions()} - {""}
    assert listed == {f"action_{entry.name}" for entry in TABLE if entry.slot}


def test_tool_bar_buttons_have_names_for_screen_readers_and_keys_in_their_tips(window: Window) -> None:
    actions = Actions(window)
    bar = QToolBar()
    window.addToolBar(bar)
    widgets: dict[str, QWidget] = {name[1:]: QLabel(name) for name in TOOL_BAR if name.startswith("@")}
    actions.fill_tool_bar(bar, widgets)
    button = bar.findChild(QWidget, "button_zoom_in")
    assert button.accessibleName() == "Zoom in"
    assert button.toolTip() == "Zoom in (Ctrl++)"


def test_list_of_shortcuts_has_all_keys_and_no_marks_of_menus() -> None:
    listed = [row for _, rows in shortcut_list() for row in rows]
    texts = [text for text, _ in listed]
    assert "Open" in texts
    assert "Go to page" in texts
    assert not [text for text in texts if "&" in text or "…" in text]
    for entry in TABLE:
        for keys in shown_shortcuts(entry):
            assert any(keys in shown for _, shown in listed)


def test_real_window_has_every_slot() -> None:
    from reader.ui.main_window import MainWindow

    for entry in TABLE:
        if entry.slot and "." not in entry.slot:
            assert callable(attrgetter(entry.slot)(MainWindow))
