"""Regular expressions that are compiled when they are first used: a window that opens needs few of three hundred."""

import re
from typing import Any, cast


class _Uncompiled:
    """Stands for a re.Pattern; not to be given to functions of `re`, which want a real one."""

    def __init__(self, source: str, flags: int) -> None:
        self._arguments = (source, flags)
        self._compiled: re.Pattern[str] | None = None
        _uncompiled.append(self)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.compiled(), name)
        setattr(self, name, found)  # the next time nothing is called here
        return found

    def compiled(self) -> "re.Pattern[str]":
        if self._compiled is None:
            self._compiled = re.compile(*self._arguments)
        return self._compiled


_uncompiled: list[_Uncompiled] = []


def compile_late_patterns() -> None:
    """Compile what has been put off, in a thread of its own, so that its first use holds up nobody."""
    while _uncompiled:
        _uncompiled.pop().compiled()


def late_pattern(source: str, flags: int = 0) -> "re.Pattern[str]":
    """As re.compile; an error in it shows at its first use."""
    return cast("re.Pattern[str]", _Uncompiled(source, flags))
