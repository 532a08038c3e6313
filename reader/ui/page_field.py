"""The field in the tool bar that shows the page and takes one to go to: "5 / 13", or a printed label."""

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from reader.core.document import DocumentInfo


class PageField(QLineEdit):
    """Shows where the reader is; typing a label or a count and Enter asks to go there."""

    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_field")
        self.setAccessibleName(self.tr("Page"))
        self.setToolTip(self.tr("Page: type a number or a printed label, then Enter (Ctrl+G)"))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._info: DocumentInfo | None = None
        self._page_index = 0
        self.returnPressed.connect(self._on_return_pressed)
        self._show_page()

    def set_document(self, info: DocumentInfo | None) -> None:
        self._info = info
        self._page_index = 0
        self.setEnabled(info is not None)
        self._show_page()
        self.updateGeometry()

    def set_page(self, page_index: int) -> None:
        self._page_index = page_index
        if not self.hasFocus():
            self._show_page()

    def begin(self) -> None:
        """Take the focus with all selected, so that typing replaces."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        widest = "8888 / 8888" if self._info is None else self._text_of(self._info.page_count - 1) + "88"
        return QSize(max(self.fontMetrics().horizontalAdvance(widest) + 24, 88), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.hasSelectedText():
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_page()

    def _on_return_pressed(self) -> None:
        page_index = None if self._info is None else page_index_of(self.text(), self._info)
        if page_index is None:
            self.selectAll()
            return
        self.page_chosen.emit(page_index)

    def _show_page(self) -> None:
        self.setText("" if self._info is None else self._text_of(self._page_index))
        self.setCursorPosition(0)

    def _text_of(self, page_index: int) -> str:
        """ "5 / 13"; where the printed label differs from the count, "iii (3 / 13)"."""
        if self._info is None:
            return ""
        label = self._info.label_of(page_index)
        count = f"{page_index + 1} / {self._info.page_count}"
        return count if label == str(page_index + 1) else f"{label} ({count})"


def page_index_of(text: str, info: DocumentInfo) -> int | None:
    """The page that a reader means: a printed label first, else a count from 1; None where there is none."""
    text = text.strip()
    inside = re.fullmatch(r".*\((\d+) / \d+\)|(\d+)\s*/\s*\d+", text)
    if inside:
        # What the field itself shows, with nothing changed or only the first number.
        return _checked(int(inside[1] or inside[2]) - 1, info)
    if info.labels is not None:
        for page_index, label in enumerate(info.labels):
            if label and label.casefold() == text.casefold():
                return page_index
    return _checked(int(text) - 1, info) if text.isdecimal() else None


def _checked(page_index: int, info: DocumentInfo) -> int | None:
    return page_index if 0 <= page_index < info.page_count else None
