"""The command palette (Ctrl+K): type a part of a command, a heading or a document, press Enter, and it happens."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.command_matching import match_score

_WIDTH_PX = 560
_ROWS = 12
_SHOWN = 200
"""Nobody reads on after so many; typing another letter is quicker."""
_TOP_PX = 56
_DETAIL = Qt.ItemDataRole.UserRole + 1
_RUN = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Command:
    text: str
    detail: str
    """Beside it: its keys, the page of a heading."""
    run: Callable[[], object]


class CommandPalette(QFrame):
    """Lies over its parent while it is open; the focus goes back to where it was."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("command_palette")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._over = parent
        self._commands: list[Command] = []
        self._focus_before: QWidget | None = None
        self._field = QLineEdit(objectName="command_field", clearButtonEnabled=True)
        self._field.setPlaceholderText(self.tr("Type a command, a heading or a document"))
        self._field.setAccessibleName(self.tr("Command"))
        self._field.textChanged.connect(self._show_fitting)
        self._field.installEventFilter(self)
        self._list = QListView(objectName="command_list", uniformItemSizes=True)
        self._list.setAccessibleName(self.tr("Commands that fit"))
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_CommandDelegate(self))
        self._model = QStandardItemModel(self)
        self._list.setModel(self._model)
        self._list.clicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self.hide()

    def open(self, commands: Iterable[Command]) -> None:
        self._commands = list(commands)
        self._focus_before = QApplication.focusWidget()
        self._field.clear()
        self._show_fitting("")
        self._place()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_again(self) -> None:
        before, self._focus_before = self._focus_before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus()

    @property
    def shown(self) -> Sequence[str]:
        """The texts in the list, best first."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def _show_fitting(self, typed: str) -> None:
        scored = [(_score(typed, command), number) for number, command in enumerate(self._commands)]
        fitting = sorted((-score, number) for score, number in scored if score is not None)
        if not typed.strip():
            fitting.sort(key=lambda fit: fit[1])
        self._model.clear()
        for _, number in fitting[:_SHOWN]:
            command = self._commands[number]
            item = QStandardItem(command.text)
            item.setData(command.detail, _DETAIL)
            item.setData(command.run, _RUN)
            item.setAccessibleText(f"{command.text}, {command.detail}" if command.detail else command.text)
            self._model.appendRow(item)
        if fitting:
            self._list.setCurrentIndex(self._model.index(0, 0))

    def _place(self) -> None:
        parent = self._over
        width = min(_WIDTH_PX, parent.width() - 32)
        row = self._list.sizeHintForRow(0) if self._model.rowCount() else self.fontMetrics().height() + 10
        height = min(self._field.sizeHint().height() + 24 + _ROWS * row + 4, parent.height() - _TOP_PX - 16)
        self.setGeometry((parent.width() - width) // 2, _TOP_PX, width, height)

    def _run(self, index: QModelIndex) -> None:
        run = index.data(_RUN)
        if run is not None:
            self.close_again()
            run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._focus_before = None  # it went where the reader put it
            self.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_again()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self._list.currentIndex())
            case Qt.Key.Key_Down | Qt.Key.Key_Up | Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                QApplication.sendEvent(self._list, event)
            case _:
                return False
        return True


def _score(typed: str, command: Command) -> float | None:
    """By its text; what fits only together with the detail comes after."""
    score = match_score(typed, command.text)
    if score is None and command.detail:
        score = match_score(typed, f"{command.text} {command.detail}")
        return None if score is None else score - 10
    return score


class _CommandDelegate(QStyledItemDelegate):
    """The command at the left, its keys or page at the right, fainter."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        detail = index.data(_DETAIL) or ""
        room = QRect(option.rect)
        metrics = option.fontMetrics
        width = metrics.horizontalAdvance(detail)
        option.rect = room.adjusted(0, 0, -(width + 24 if detail else 0), 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(room, option.palette.highlight())
        super().paint(painter, option, index)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.PlaceholderText
        painter.save()
        painter.setPen(option.palette.color(role))
        painter.drawText(
            room.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), option.fontMetrics.height() + 10))
