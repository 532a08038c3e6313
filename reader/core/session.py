"""What brings a reader's windows back: their tabs, which is in front, and where they stood; as values and as JSON."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SessionTab:
    path: str
    title: str
    """Shown until the document is opened; may be empty."""


@dataclass(frozen=True, slots=True)
class SessionWindow:
    tabs: tuple[SessionTab, ...]
    """From left to right."""
    current: int
    """Position of the tab in front."""
    geometry: str
    """Size and place in the window system's own words (Base64); empty: unknown."""


def session_to_json(windows: tuple[SessionWindow, ...]) -> str:
    """ASCII only: a file name that is no Unicode is written with escapes."""
    return json.dumps(
        [
            {"tabs": [[tab.path, tab.title] for tab in w.tabs], "current": w.current, "geometry": w.geometry}
            for w in windows
        ]
    )


def session_from_json(text: str) -> tuple[SessionWindow, ...]:
    """What of it can be understood; of a damaged one nothing: a session is not worth an error."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(stored, list):
        return ()
    return tuple(window for window in map(_window, stored) if window is not None)


def _window(stored: Any) -> SessionWindow | None:
    match stored:
        case {"tabs": [*tabs], "current": int(current), "geometry": str(geometry)}:
            found = tuple(
                SessionTab(tab[0], tab[1])
                for tab in tabs
                if isinstance(tab, list) and len(tab) == 2 and all(isinstance(part, str) for part in tab)
            )
            return SessionWindow(found, min(max(current, 0), max(len(found) - 1, 0)), geometry)
        case _:
            return None
