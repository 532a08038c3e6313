from hypothesis import given
from hypothesis import strategies as st

from reader.core.undoing import Change, History


def apply(state: dict[str, str], changes: tuple[Change[tuple[str, str]], ...]) -> None:
    for change in changes:
        if change.after is not None:
            state[change.after[0]] = change.after[1]
        elif change.before is not None:
            del state[change.before[0]]


def test_a_step_is_undone_in_reverse_and_done_again() -> None:
    history: History[str] = History()
    history.record(Change(None, "a"), Change("b", "c"))
    assert history.to_undo() == (Change("c", "b"), Change("a", None))
    history.undone()
    assert (history.can_undo, history.can_redo) == (False, True)
    assert history.to_redo() == (Change(None, "a"), Change("b", "c"))
    history.redone()
    assert (history.can_undo, history.can_redo) == (True, False)


def test_a_new_step_forgets_what_was_undone() -> None:
    history: History[str] = History()
    history.record(Change(None, "a"))
    history.undone()
    history.record(Change(None, "b"))
    assert not history.can_redo
    assert history.to_undo() == (Change("b", None),)


def test_a_text_that_is_typed_is_one_step_until_it_is_sealed() -> None:
    history: History[str] = History()
    history.record(Change("", "a"), joins="comment of x")
    history.record(Change("a", "ab"), joins="comment of x")
    history.record(Change("", "z"), joins="comment of y")
    assert history.to_undo() == (Change("z", ""),)
    history.undone()
    assert history.to_undo() == (Change("ab", ""),)
    history.record(Change("ab", "abc"), joins="comment of x")
    assert history.to_undo() == (Change("abc", "ab"),), "undoing in between has ended the step"
    history.seal()
    history.record(Change("abc", "abcd"), joins="comment of x")
    assert history.to_undo() == (Change("abcd", "abc"),)


def test_the_oldest_steps_are_forgotten_first() -> None:
    history: History[int] = History(limit=2)
    for number in range(4):
        history.record(Change(None, number))
    history.undone()
    assert history.to_undo() == (Change(2, None),)
    history.undone()
    assert not history.can_undo


def test_nothing_done_is_nothing_to_undo() -> None:
    history: History[int] = History()
    history.record()
    assert not history.can_undo
    assert (history.to_undo(), history.to_redo()) == ((), ())


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=3), st.sampled_from(["", "one", "two"])), max_size=12)
)
def test_undoing_everything_leads_back_and_redoing_forward_again(steps: list[tuple[str, str, str]]) -> None:
    state: dict[str, str] = {}
    history: History[tuple[str, str]] = History()
    for name, value, joins in steps:
        before = (name, state[name]) if name in state else None
        after = None if value == "" and before is not None else (name, value)
        apply(state, (Change(before, after),))
        # Only changes of one thing are joined.
        history.record(Change(before, after), joins=joins and joins + name)
    end = dict(state)
    while history.can_undo:
        apply(state, history.to_undo())
        history.undone()
    assert state == {}
    while history.can_redo:
        apply(state, history.to_redo())
        history.redone()
    assert state == end
