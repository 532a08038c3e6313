"""The answers of one document below each other, newest last, scrolling with the text that streams in."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.core.answer import Answer
from reader.ui.answer_view import AnswerView
from reader.ui.formula_pictures import FormulaPictures
from reader.ui.undo_line import UndoLine

_SHOWN_AT_ONCE = 4
"""Answers that become widgets when a document opens: what fits on a screen."""
_SHOWN_AT_FIRST = 20
"""As many follow one by one, in between other events; the others wait behind a button."""
_NEAR_END_PX = 16


class Conversation(QScrollArea):
    """Scrolls to new text as long as the reader is at the end; never moves under a reader who scrolled up."""

    citation_activated = Signal(object, object)
    """AnswerView, Citation."""
    citation_pointed = Signal(object, object, QRect)
    citation_left = Signal()
    answer_pressed = Signal(object)
    ask_again_clicked = Signal(object)
    copy_clicked = Signal(object)
    keep_clicked = Signal(object)
    delete_clicked = Signal(object)
    delete_undone = Signal(object)
    """Answer."""

    def __init__(self, header: QWidget, parent: QWidget | None = None, formulas: FormulaPictures | None = None) -> None:
        """`header` stands above the first answer and scrolls away with it."""
        super().__init__(parent)
        self._formulas = formulas
        self.setObjectName("conversation")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.views: list[AnswerView] = []
        self._earlier: list[Answer] = []
        self._undo_line: UndoLine | None = None
        self._is_following = True
        self._from_end = 0
        self._to_fill = 0
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(self._fill_one)
        content = self._content = QWidget()
        content.setObjectName("conversation_content")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(header)
        self._earlier_button = QPushButton(content)
        self._earlier_button.setObjectName("earlier_answers_button")
        self._earlier_button.setFlat(True)
        self._earlier_button.clicked.connect(self._show_earlier)
        self._column.addWidget(self._earlier_button)
        self._first_row = self._column.count()
        self._column.addStretch(1)
        self.setWidget(content)
        # After setWidget, which asks the content to fill its own background.
        content.setAutoFillBackground(False)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        bar = self.verticalScrollBar()
        bar.setSingleStep(24)
        bar.rangeChanged.connect(self._on_range_changed)
        bar.valueChanged.connect(self._on_scrolled)
        self._show_earlier_button()

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Replace all; shows the end of the conversation."""
        self._drop_undo_line()
        for view in self.views:
            self._remove(view)
        self.views.clear()
        self._earlier = list(answers[:-_SHOWN_AT_ONCE])
        for answer in answers[-_SHOWN_AT_ONCE:]:
            self._insert(answer, len(self.views))
        self._fill(_SHOWN_AT_FIRST - _SHOWN_AT_ONCE)
        self.follow()

    def append(self, answer: Answer) -> AnswerView:
        """A new answer at the end, scrolled to."""
        view = self._insert(answer, len(self.views))
        self.follow()
        return view

    def delete(self, view: AnswerView) -> None:
        """Take an answer away and leave a line that can bring it back."""
        self._drop_undo_line()
        place = self.views.index(view)
        after = self.views[place + 1] if place + 1 < len(self.views) else None
        row = self._column.indexOf(view)
        self.views.remove(view)
        self._remove(view)
        line = self._undo_line = UndoLine(self.tr("Answer deleted."), self._content)
        line.undone.connect(lambda: self._restore(view.answer, after))
        line.expired.connect(self._drop_undo_line)
        self._column.insertWidget(row, line)

    def follow(self) -> None:
        """Go to the end and stay there while text comes."""
        self._is_following = True
        self._scroll_to_end()
        # Heights settle with the next layout.
        QTimer.singleShot(0, self, self._scroll_to_end)

    def reveal(self, area: QRect) -> None:
        """Scroll so that an area of the screen (a link with the focus) can be seen."""
        area.moveTopLeft(self._content.mapFromGlobal(area.topLeft()))
        self.ensureVisible(area.center().x(), area.center().y(), 0, area.height() + 8)

    def _insert(self, answer: Answer, place: int) -> AnswerView:
        view = AnswerView(answer, self._content, formulas=self._formulas)
        view.citation_activated.connect(lambda citation: self.citation_activated.emit(view, citation))
        view.citation_pointed.connect(self.citation_pointed)
        view.citation_left.connect(self.citation_left)
        view.selected.connect(lambda: self.answer_pressed.emit(view))
        view.ask_again_clicked.connect(lambda: self.ask_again_clicked.emit(view))
        view.copy_clicked.connect(lambda: self.copy_clicked.emit(view))
        view.keep_clicked.connect(lambda: self.keep_clicked.emit(view))
        view.delete_clicked.connect(lambda: self.delete_clicked.emit(view))
        before_stretch = self._column.count() - 1
        row = self._column.indexOf(self.views[place]) if place < len(self.views) else before_stretch
        self._column.insertWidget(row, view)
        self.views.insert(place, view)
        return view

    def _remove(self, view: AnswerView) -> None:
        self._column.removeWidget(view)
        view.hide()
        view.deleteLater()

    def _restore(self, answer: Answer, after: AnswerView | None) -> None:
        self._drop_undo_line()
        self._insert(answer, self.views.index(after) if after in self.views else len(self.views))
        self.delete_undone.emit(answer)

    def _drop_undo_line(self) -> None:
        if self._undo_line is not None:
            self._column.removeWidget(self._undo_line)
            self._undo_line.hide()
            self._undo_line.deleteLater()
            self._undo_line = None

    def _show_earlier(self) -> None:
        self._is_following = False
        self._fill(_SHOWN_AT_FIRST)

    def _fill(self, count: int) -> None:
        """Show this many more of the earlier answers, newest first, without holding up anything else."""
        self._to_fill = min(count, len(self._earlier))
        self._filling.start()
        self._show_earlier_button()

    def _fill_one(self) -> None:
        if self._to_fill:
            self._insert(self._earlier.pop(), 0)
            self._to_fill -= 1
        else:  # one turn after the last answer: its height is known by now, and laid out while the place is still held
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            self._filling.stop()
            self._show_earlier_button()

    def _show_earlier_button(self) -> None:
        text = self.tr("Show earlier answers ({count})").format(count=len(self._earlier) - self._to_fill)
        self._earlier_button.setText(text)
        self._earlier_button.setAccessibleName(text)
        self._earlier_button.setVisible(len(self._earlier) > self._to_fill)
        self.setAccessibleName(self.tr("Conversation"))

    def _scroll_to_end(self) -> None:
        if self._is_following:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _on_range_changed(self) -> None:
        bar = self.verticalScrollBar()
        if self._is_following:
            bar.setValue(bar.maximum())
        elif self._filling.isActive():
            # What comes is above: what the reader looks at stays where it is.
            bar.setValue(bar.maximum() - self._from_end)

    def _on_scrolled(self, value: int) -> None:
        self._from_end = self.verticalScrollBar().maximum() - value
        self._is_following = self._from_end <= _NEAR_END_PX

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_earlier_button()
