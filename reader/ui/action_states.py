"""Which actions one document allows, and which of them are switched on; the window's actions follow those in front."""

from PySide6.QtCore import QObject, Signal

_OF_SELECTION = ("copy", "copy_with_citation", "explain", "translate", "highlight", "underline")
_WAITING = frozenset({"back", "forward", "undo", "redo", "stop_answer", *_OF_SELECTION})
"""Actions that an open document alone does not allow."""


class ActionStates(QObject):
    """By the names of the table in ui/actions.py. What is not said otherwise is allowed while a document is open."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_open = False
        self._allowed: dict[str, bool] = {}
        self._checked: dict[str, bool] = {}

    def is_allowed(self, name: str) -> bool:
        return self._allowed.get(name, self._is_open and name not in _WAITING)

    def is_checked(self, name: str) -> bool:
        return self._checked.get(name, False)

    def allow_document(self, is_open: bool) -> None:
        """A document was opened or closed: everything is as at the beginning, but what is switched on stays so."""
        self._is_open = is_open
        self._allowed.clear()
        self.changed.emit()

    def allow(self, name: str, is_allowed: bool) -> None:
        self._set(self._allowed, name, is_allowed)

    def allow_selection(self, has_text: bool) -> None:
        for name in _OF_SELECTION:
            self.allow(name, has_text)

    def allow_history(self, can_back: bool, can_forward: bool) -> None:
        self.allow("back", can_back)
        self.allow("forward", can_forward)

    def allow_undoing(self, can_undo: bool, can_redo: bool) -> None:
        self.allow("undo", can_undo)
        self.allow("redo", can_redo)

    def check(self, name: str, is_on: bool) -> None:
        self._set(self._checked, name, is_on)

    def _set(self, states: dict[str, bool], name: str, value: bool) -> None:
        if states.get(name) is not value:
            states[name] = value
            self.changed.emit()
