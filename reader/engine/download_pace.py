"""How fast a download is, and how long it will still take."""

import time
from collections import deque
from collections.abc import Callable

_WINDOW_S = 10.0
"""Lines change their speed; what was a minute ago says little."""
_LEAST_S = 1.0
"""Before that nothing is said: what was kept from the last time arrives at once."""


class DownloadPace:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._arrivals: deque[tuple[float, int]] = deque()

    def note(self, done_bytes: int) -> None:
        """So much is there now. Less than before: it was begun anew."""
        now = self._clock()
        if self._arrivals and done_bytes < self._arrivals[-1][1]:
            self._arrivals.clear()
        self._arrivals.append((now, done_bytes))
        while len(self._arrivals) > 2 and now - self._arrivals[0][0] > _WINDOW_S:
            self._arrivals.popleft()

    @property
    def bytes_per_s(self) -> float | None:
        """None: not known yet."""
        if not self._arrivals:
            return None
        (began, first_bytes), (now, last_bytes) = self._arrivals[0], self._arrivals[-1]
        return (last_bytes - first_bytes) / (now - began) if now - began >= _LEAST_S else None

    def seconds_left(self, total_bytes: int) -> float | None:
        """None: not known, or nothing moves."""
        speed = self.bytes_per_s
        return (total_bytes - self._arrivals[-1][1]) / speed if speed else None
