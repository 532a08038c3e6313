"""A note as it reads: Markdown set as text, with its page numbers as links and nothing else to click."""

import re

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from reader.core.citations import parse_pages
from reader.ui.fitted_text import FittedText

_CITATION = re.compile(r"\(p\.\s*~?\d[\d\s,~-]*\)")
_PAGE_LINK = re.compile(r"[^#?]*#page=(\d+)")
_OBJECT = "\ufffc"


class NoteText(FittedText):
    """Read-only; a click beside a link, Enter or F2 asks to edit."""

    page_activated = Signal(int)
    """Index of a page the note names."""
    editing_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document().setIndentWidth(20)
        self.anchorClicked.connect(self._on_anchor_clicked)
        self._pressed_at: QPoint | None = None

    def least_height_px(self) -> int:
        return self.fontMetrics().height()

    def show_markdown(self, markdown: str) -> None:
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        self.document().setMarkdown(markdown, QTextDocument.MarkdownFeature(features))
        self._defuse()
        self._tame_headings()
        self._link_pages()

    def _defuse(self) -> None:
        """Links of the note lose their address, unless they lead to a page; pictures become their text.

        Answers kept as notes hold what a model or a PDF wrote.
        """
        for start, length, format_ in reversed(self._fragments()):
            cursor = self._selected(start, start + length)
            if format_.isImageFormat():
                text = format_.property(QTextCharFormat.Property.ImageAltText) or format_.toImageFormat().name()
                cursor.insertText(str(text).replace(_OBJECT, ""), QTextCharFormat())
            elif format_.isAnchor():
                page = _PAGE_LINK.fullmatch(format_.anchorHref())
                plain = QTextCharFormat(format_)
                plain.setAnchor(page is not None)
                plain.setAnchorHref(f"page:{int(page.group(1)) - 1}" if page else "")
                plain.setToolTip("")
                plain.setFontUnderline(page is not None)
                role = QPalette.ColorRole.Link if page else QPalette.ColorRole.Text
                plain.setForeground(self.palette().color(role))
                cursor.setCharFormat(plain)

    def _tame_headings(self) -> None:
        """Headings a little larger than the text, not the size of a title page."""
        for start, length, format_ in self._fragments():
            adjustment = format_.property(QTextCharFormat.Property.FontSizeAdjustment)
            if adjustment:
                smaller = QTextCharFormat()
                smaller.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 1 if adjustment > 1 else 0)
                smaller.setFontWeight(QFont.Weight.Bold)
                self._selected(start, start + length).mergeCharFormat(smaller)

    def _link_pages(self) -> None:
        """ "(p.3-5)" leads to the first of its pages."""
        block = self.document().begin()
        while block.isValid():
            for match in _CITATION.finditer(block.text()):
                pages = parse_pages(match.group())
                if pages and pages[0]:
                    link = QTextCharFormat()
                    link.setAnchor(True)
                    link.setAnchorHref(f"page:{pages[0][0]}")
                    link.setForeground(self.palette().color(QPalette.ColorRole.Link))
                    link.setFontUnderline(True)
                    start = block.position() + match.start()
                    self._selected(start, start + len(match.group())).mergeCharFormat(link)
            block = block.next()

    def _fragments(self) -> list[tuple[int, int, QTextCharFormat]]:
        found = []
        block = self.document().begin()
        while block.isValid():
            part = block.begin()
            while not part.atEnd():
                fragment = part.fragment()
                found.append((fragment.position(), fragment.length(), fragment.charFormat()))
                part += 1
            block = block.next()
        return found

    def _selected(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _on_anchor_clicked(self, url: QUrl) -> None:
        if url.scheme() == "page" and url.path().isdecimal():
            self.page_activated.emit(int(url.path()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_F2 or (is_enter and not self.textCursor().hasSelection()):
            self.editing_asked.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        # Selecting text to copy it is no wish to edit.
        if not self.anchorAt(place) and place == self._pressed_at and not self.textCursor().hasSelection():
            self.editing_asked.emit()
