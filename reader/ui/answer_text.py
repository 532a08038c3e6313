"""The text of one answer: finished sentences with sign and page links, and the unfinished rest in a muted colour.

Everything is inserted as plain text with formats of our own, never parsed as markup: what a model or a PDF
says cannot become a link, load a picture or change the look.
"""

import re
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QWidget

from reader.core.answer import Citation, Claim, Verdict
from reader.core.formulas import Formula, pieces_of
from reader.ui.fitted_text import FittedText
from reader.ui.formula_pictures import FORMULA_OBJECT, FormulaObject, FormulaPictures
from reader.ui.page_names import linked_pages, page_name
from reader.ui.quotations import one_line, quoted, shortened
from reader.ui.verdict_signs import SIGN_OBJECT, SignObject, muted_color, sign_character

_OBJECT = "\ufffc"
_NO_BREAK = "\u00a0"
_LIST_ITEM = re.compile(r"(?:[-*•・]|\d{1,2}[.)])\s")
_QUOTE_PROPERTY = QTextFormat.Property.UserProperty.value + 3
_QUOTE_INDENT_PX = 12
_BLOCK_MARGIN_PX = 8
_QUOTE_MAX = 320
_LINE_HEIGHT_PERCENT = 125.0


@dataclass(frozen=True, slots=True)
class _Target:
    """A link of the text: what it leads to and where it stands."""

    citation: Citation
    verdict: Verdict | None
    start: int
    end: int


class AnswerText(FittedText):
    """Stands in the conversation, which scrolls."""

    citation_activated = Signal(object)
    citation_pointed = Signal(object, object, QRect)
    """Citation, verdict (or None), and where its link is on the screen; by mouse or by keyboard."""
    citation_left = Signal()
    pressed = Signal()
    formulas_drawn = Signal()
    """There are pictures now for formulas that stand here as they are written: the text has to be set again."""

    def __init__(self, parent: QWidget | None = None, formulas: FormulaPictures | None = None) -> None:
        """`formulas`: without it they stand here as they are written."""
        super().__init__(parent)
        self._formulas = formulas
        self._awaited: set[Formula] = set()
        self._targets: list[_Target] = []
        self._end = 0  # of what is finished
        self._is_in_quotation = False
        self.document().documentLayout().registerHandler(SIGN_OBJECT, SignObject(self))
        if formulas is not None:
            self._formula_object = FormulaObject(self, formulas)
            self.document().documentLayout().registerHandler(FORMULA_OBJECT, self._formula_object)
            formulas.drawn.connect(self._on_formulas_drawn)
        self.anchorClicked.connect(self._on_anchor_clicked)
        self.highlighted.connect(self._on_anchor_hovered)
        self.clear_all()

    # --- contents ---

    def clear_all(self) -> None:
        self._targets.clear()
        self.clear()
        self._end = 0
        self._awaited.clear()
        self._is_in_quotation = False
        QTextCursor(self.document()).setBlockFormat(_paragraph())

    def set_tail(self, text: str) -> None:
        """Show the sentence that is still being written; replaces the one before."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._end)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        text = one_line(text)
        if text:
            if self._is_in_quotation:
                cursor.insertBlock(_paragraph(margin_px=_BLOCK_MARGIN_PX))
            cursor.insertText(f" {text}" if self._end and not self._is_in_quotation else text, self._muted())

    def add_claim(self, claim: Claim) -> None:
        """Append a finished sentence; the tail is removed."""
        self.set_tail("")
        cursor = self._cursor_at_end()
        text = one_line(claim.text)
        was_quotation = self._is_in_quotation
        self._is_in_quotation = claim.is_quotation
        if self._is_in_quotation:
            if self._end and not was_quotation:
                self._begin_block(cursor, _paragraph())
                cursor.insertText(self.tr("The document says:"), self._muted())
                self._end = cursor.position()
            self._begin_block(cursor, _paragraph(is_quote=True))
            self._insert_words(cursor, quoted(text))
        else:
            if was_quotation or _LIST_ITEM.match(text):
                self._begin_block(cursor, _paragraph())
            elif self._end:
                cursor.insertText(" ", QTextCharFormat())
            self._insert_words(cursor, text)
        cursor.insertText(_NO_BREAK, QTextCharFormat())
        cursor.insertText(_OBJECT, SignObject.format_of(claim.verdict, self.palette()))
        pieces = linked_pages(claim.citations)
        if pieces:
            # Qt breaks lines after an object whatever comes next; this space goes with the break.
            cursor.insertText(" ", QTextCharFormat())
        for piece, citation in pieces:
            if citation is None:
                cursor.insertText(piece, QTextCharFormat())
            else:
                self._insert_link(cursor, "", piece, citation, claim.verdict)
        self._end = cursor.position()

    def add_passage(self, citation: Citation) -> None:
        """Append a passage that answers nothing by itself but is near: quoted, the whole of it a link."""
        self.set_tail("")
        cursor = self._cursor_at_end()
        text = shortened(citation.quote, _QUOTE_MAX)
        self._begin_block(cursor, _paragraph(is_quote=True))
        self._insert_link(cursor, f"{quoted(text)} ", page_name(citation), citation, None)
        self._end = cursor.position()

    def _insert_words(self, cursor: QTextCursor, text: str) -> None:
        """A text with its formulas; those that are no pictures yet stand there as they are written."""
        for piece in pieces_of(text) if self._formulas is not None else [text]:
            if isinstance(piece, str):
                cursor.insertText(piece, QTextCharFormat())
            elif self._formulas is not None and self._formulas.picture(piece) is not None:
                cursor.insertText(_OBJECT, self._formula_object.format_of(piece, QTextCharFormat()))
            else:
                self._awaited.add(piece)
                cursor.insertText(_source(piece), QTextCharFormat())

    def _on_formulas_drawn(self, formulas: set[Formula]) -> None:
        if self._awaited & formulas:
            self.formulas_drawn.emit()

    def _insert_link(
        self, cursor: QTextCursor, quote: str, name: str, citation: Citation, verdict: Verdict | None
    ) -> None:
        link = QTextCharFormat()
        link.setAnchor(True)
        link.setAnchorHref(f"citation:{len(self._targets)}")
        start = cursor.position()
        if quote:
            link.setForeground(self.palette().color(QPalette.ColorRole.Text))
            cursor.insertText(quote, link)
        link.setForeground(self.palette().color(QPalette.ColorRole.Link))
        link.setFontUnderline(True)
        # A page must not stand alone at the start of a line, away from its "(p.".
        cursor.insertText(name.replace(" ", _NO_BREAK), link)
        self._targets.append(_Target(citation, verdict, start, cursor.position()))

    def _muted(self) -> QTextCharFormat:
        format_ = QTextCharFormat()
        format_.setForeground(muted_color(self.palette()))
        return format_

    def _cursor_at_end(self) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._end)
        return cursor

    def _begin_block(self, cursor: QTextCursor, format_: QTextBlockFormat) -> None:
        if self._end:
            format_.setTopMargin(_BLOCK_MARGIN_PX)
            cursor.insertBlock(format_, QTextCharFormat())
        else:
            cursor.setBlockFormat(format_)

    # --- links by mouse and keyboard ---

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        is_forward = event.reason() is Qt.FocusReason.TabFocusReason
        if self._targets and (is_forward or event.reason() is Qt.FocusReason.BacktabFocusReason):
            # Straight to the first (last) link: a stop on the text as a whole would only cost one more Tab.
            cursor = QTextCursor(self.document())
            if not is_forward:
                cursor.movePosition(QTextCursor.MoveOperation.End)
            self.setTextCursor(cursor)
            self.focusNextPrevChild(is_forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.setTextCursor(QTextCursor(self.document()))  # the frame around the link goes with the focus
        self.citation_left.emit()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        was_moved = super().focusNextPrevChild(is_next)
        cursor = self.textCursor()
        if was_moved and self.hasFocus() and cursor.hasSelection():
            for target in self._targets:
                if target.start == cursor.selectionStart():
                    self._point_at(target)
        return was_moved

    def _on_anchor_clicked(self, url: QUrl) -> None:
        target = self._target_of(url)
        if target is not None:
            self.citation_activated.emit(target.citation)

    def _on_anchor_hovered(self, url: QUrl) -> None:
        target = self._target_of(url)
        if target is None:
            self.citation_left.emit()
        else:
            self._point_at(target)

    def _target_of(self, url: QUrl) -> _Target | None:
        number = url.path()
        if url.scheme() != "citation" or not number.isdecimal() or int(number) >= len(self._targets):
            return None
        return self._targets[int(number)]

    def _point_at(self, target: _Target) -> None:
        area = self.link_area(self._targets.index(target))
        area.moveTopLeft(self.viewport().mapToGlobal(area.topLeft()))
        self.citation_pointed.emit(target.citation, target.verdict, area)

    def link_area(self, number: int) -> QRect:
        """The rectangle of a link in this widget's viewport (of its last line, where it is broken)."""
        target = self._targets[number]
        cursor = QTextCursor(self.document())
        cursor.setPosition(target.end)
        last = self.cursorRect(cursor)
        cursor.setPosition(target.start)
        first = self.cursorRect(cursor)
        left = first.left() if first.top() == last.top() else 0
        return QRect(QPoint(left, last.top()), QPoint(max(last.left(), left + 8), last.bottom()))

    # --- Qt ---

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: the text as it looks, with characters for the signs, and formulas as they are written."""
        selection = self.textCursor()
        parts = []
        cursor = QTextCursor(self.document())
        for position in range(selection.selectionStart(), selection.selectionEnd()):
            character = self.document().characterAt(position)
            if character == _OBJECT:
                cursor.setPosition(position + 1)
                verdict = SignObject.verdict_of(cursor.charFormat())
                formula = FormulaObject.formula_of(cursor.charFormat())
                character = sign_character(verdict) if verdict else _source(formula) if formula else ""
            parts.append(character)
        data = QMimeData()
        data.setText("".join(parts).replace("\u2029", "\n").replace(_NO_BREAK, " "))
        return data

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        bar = muted_color(self.palette())
        bar.setAlphaF(0.5)
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().property(_QUOTE_PROPERTY):
                area = self.document().documentLayout().blockBoundingRect(block)
                painter.fillRect(QRect(0, round(area.top()), 3, round(area.height())), bar)
            block = block.next()
        painter.end()
        super().paintEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.citation_left.emit()


def _source(formula: Formula) -> str:
    return f"\\[{formula.tex}\\]" if formula.is_display else f"\\({formula.tex}\\)"


def _paragraph(*, is_quote: bool = False, margin_px: int = 0) -> QTextBlockFormat:
    format_ = QTextBlockFormat()
    format_.setTopMargin(margin_px)
    format_.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if is_quote:
        format_.setLeftMargin(_QUOTE_INDENT_PX)
        format_.setProperty(_QUOTE_PROPERTY, True)
    return format_
