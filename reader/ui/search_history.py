"""What was looked for in a window, newest first: all its documents share it."""

from PySide6.QtCore import QObject

_MOST = 20


class SearchHistory(QObject):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.texts: list[str] = []
        """Newest first."""

    def add(self, text: str) -> None:
        """Put a text in front, where it stands only once."""
        if text:
            self.texts = [text, *(known for known in self.texts if known != text)][:_MOST]
