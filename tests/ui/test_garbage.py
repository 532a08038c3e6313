"""Cycles with Qt objects die in the window's thread only."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.ui.garbage import GarbageCollection


class _Loop(QObject):
    """In a cycle with itself, as widgets with lambdas connected to their own signals are."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def _allocate_much() -> None:
    kept = [[n] for n in range(200_000)]
    assert kept


def test_another_thread_that_allocates_collects_nothing(qtbot: QtBot) -> None:
    garbage = GarbageCollection()
    try:
        lost = weakref.ref(_Loop())
        other = threading.Thread(target=_allocate_much)
        other.start()
        other.join()
        assert lost() is not None
    finally:
        garbage.end()
    assert lost() is None


def test_cycles_are_collected_while_the_window_lives(qtbot: QtBot) -> None:
    garbage = GarbageCollection()
    try:
        lost = weakref.ref(_Loop())
        kept = [[n] for n in range(5_000)]  # what is there more than before is what makes a collection due
        qtbot.waitUntil(lambda: lost() is None)
        assert kept
    finally:
        garbage.end()


def test_python_collects_again_afterwards(qtbot: QtBot) -> None:
    garbage = GarbageCollection()
    assert not gc.isenabled()
    garbage.end()
    assert gc.isenabled()
