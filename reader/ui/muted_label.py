"""Plain text that matters less than the text around it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from reader.ui.verdict_signs import muted_color


class MutedLabel(QLabel):
    """Follows the palette; never reads its text as markup."""

    def __init__(self, name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        # On a parent with the base role Qt would take the colour of Text.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        palette = self.palette()
        color = muted_color(palette)
        if palette.color(QPalette.ColorRole.WindowText) != color:  # setting it comes back as a change
            own = QPalette()
            own.setColor(QPalette.ColorRole.WindowText, color)
            self.setPalette(own)
