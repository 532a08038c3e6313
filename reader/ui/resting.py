"""Documents that nobody looks at rest: their child processes end, and start again when they are needed."""

from PySide6.QtCore import QObject, QTimer

from reader.ui.reading import Reading

_READ_MS = 30_000
"""After the text was read: OCR and questions that begin at once find the child still there."""
_HIDDEN_MS = 300_000
"""A tab that one comes back to sooner shows its pages at once."""


class Resting(QObject):
    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading
        self._is_hidden = False
        self._after_reading = QTimer(self, singleShot=True, interval=_READ_MS)
        self._after_reading.timeout.connect(self.rest)
        self._while_hidden = QTimer(self, singleShot=True, interval=_HIDDEN_MS)
        self._while_hidden.timeout.connect(self.rest)
        reading.text_read.connect(lambda _document: self._after_reading.start())

    def set_hidden(self, is_hidden: bool) -> None:
        """Whether the document stands behind another tab."""
        self._is_hidden = is_hidden
        if is_hidden:
            self._while_hidden.start()
        else:
            self._while_hidden.stop()

    def rest(self) -> None:
        document = self._reading.document
        if document is not None:
            document.pdf.rest(is_hidden=self._is_hidden and not self._while_hidden.isActive())
