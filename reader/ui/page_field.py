"""The field in the tool bar that shows the page and takes one to go to: "5 / 13", or a printed label."""

import re
import unicodedata

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolTip, QWidget

from reader.core.document import DocumentInfo


class PageField(QLineEdit):
    """Shows where the reader is; typing a label or a count and Enter asks to go there."""

    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_field")
        self.setAccessibleName(self.tr("Page"))
        self.setToolTip(
            self.tr("Page: type a number or a printed label, then Enter (Ctrl+G)")
            + "\n"
            + self.tr("#5: the fifth page, +2: two pages on, 50 %: the middle")
        )
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
        page_index = None if self._info is None else page_index_of(self.text(), self._info, self._page_index)
        if page_index is None:
            self._tell_missing()
            return
        self.page_chosen.emit(page_index)

    def _tell_missing(self) -> None:
        """What was typed stays, selected, so that typing replaces it."""
        self.selectAll()
        if self._info is not None and self.text().strip():
            words = self.tr("There is no page “{0}”. The document has {1}.").format(
                self.text().strip(), self._info.page_count
            )
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), words, self)

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


def page_index_of(text: str, info: DocumentInfo, here: int = -1) -> int | None:
    """The page that a reader means: a printed label first, else a count from 1; None where there is none.

    "#5" and "5/13" are counts whatever the labels, "+2" and "-2" count from the page `here`, "50 %" is a part of the
    whole. Where several pages have the label, the next one after `here` is meant.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    inside = re.fullmatch(r".*\((\d+) / \d+\)|(\d+)\s*/\s*\d*|#\s*(\d+)", text)
    if inside:
        # What the field itself shows, with nothing changed or only the first number.
        return _checked(int(inside[1] or inside[2] or inside[3]) - 1, info)
    if info.labels is not None:
        wanted = _folded(text)
        labelled = [page_index for page_index, label in enumerate(info.labels) if label and _folded(label) == wanted]
        if labelled:
            return next((page_index for page_index in labelled if page_index > here), labelled[0])
    part = re.fullmatch(r"(\d{1,3})\s*%", text)
    if part:
        return min(info.page_count * int(part[1]) // 100, info.page_count - 1) if int(part[1]) <= 100 else None
    step = re.fullmatch(r"([+-])\s*(\d+)", text)
    if step and here >= 0:
        return _checked(here + int(step[1] + step[2]), info)
    named = re.fullmatch(r"(?:p\.?|page|ページ)?\s*(\d+)\s*(?:ページ|頁)?", text, re.IGNORECASE)
    return _checked(int(named[1]) - 1, info) if named else None


def _folded(label: str) -> str:
    """ "Ａ－3" and "a-3" are the same label."""
    return re.sub(r"[‐‑‒–—−]", "-", unicodedata.normalize("NFKC", label)).casefold().strip()


def _checked(page_index: int, info: DocumentInfo) -> int | None:
    return page_index if 0 <= page_index < info.page_count else None
