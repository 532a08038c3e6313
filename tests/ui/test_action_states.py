"""What a document allows, and that those who show it are told only of changes."""

import pytest

from reader.ui.action_states import ActionStates


@pytest.fixture
def states(qapp) -> ActionStates:
    return ActionStates()


def test_an_open_document_allows_all_but_what_waits_for_something(states: ActionStates) -> None:
    assert not states.is_allowed("find")
    states.allow_document(True)
    assert states.is_allowed("find")
    assert not states.is_allowed("back")
    assert not states.is_allowed("copy")


def test_another_document_begins_anew_but_keeps_what_is_switched_on(states: ActionStates) -> None:
    states.allow_document(True)
    states.allow_selection(True)
    states.check("contents", True)
    states.allow_document(True)
    assert not states.is_allowed("copy")
    assert states.is_checked("contents")


def test_only_changes_are_told(states: ActionStates, qtbot) -> None:
    states.allow("find", False)
    with qtbot.assertNotEmitted(states.changed):
        states.allow("find", False)
    with qtbot.waitSignal(states.changed):
        states.allow("find", True)
