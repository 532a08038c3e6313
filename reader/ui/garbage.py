"""Python's cycle collector, kept in the window's thread.

It runs in whatever thread happens to allocate, and a Qt object that dies in another thread than its own takes the
program with it: its timers stay behind in the event loop, which then calls into freed memory.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 200


class GarbageCollection(QObject):
    """From its making until `end()`, cycles are collected on a timer of this thread and nowhere else."""

    def __init__(self) -> None:
        super().__init__()
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()  # what is there by now stays: no collection needs to look at it again
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        gc.collect()  # here, not later in a thread of whoever comes next
        if self._was_enabled:
            gc.enable()

    def _collect(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
