"""The card that shows what a reference leads to, beside it on the page: a picture and what it is called."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from reader.ui.small_buttons import IconButton
from reader.ui.verdict_signs import hairline_color, muted_color

_GAP_PX = 6
"""Between the line of the reference and the card."""
_EDGE_PX = 8
"""Between the card and the edge of the view."""
_MARGIN_PX = 8
_SPACING_PX = 4
_LEAST_HEIGHT_PX = 96


class PreviewCard(QFrame):
    """Lies on the view of the pages and takes no focus from them; the wheel scrolls in it."""

    target_clicked = Signal()
    entered = Signal()
    left = Signal()
    pin_changed = Signal(bool)
    close_clicked = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view, objectName="preview_card")
        self._view = view
        self.setAccessibleName(self.tr("Preview"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._name, self._page = QLabel(self, objectName="preview_name"), QLabel(self, objectName="preview_page")
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._words = ""
        for label in (self._name, self._page):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.pin_button = IconButton("pin", self)
        self.pin_button.setObjectName("preview_pin")
        self.pin_button.setCheckable(True)
        self.pin_button.toggled.connect(self._on_pinned)
        self._close = IconButton("close", self)
        self._close.setObjectName("preview_close")
        self._close.clicked.connect(self.close_clicked)
        for button in (self.pin_button, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._picture = _Picture()
        self._picture.clicked.connect(self.target_clicked)
        self._scroll = QScrollArea(self, objectName="preview_scroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._picture)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self._name, 1)
        self._head.addWidget(self._page)
        self._head.addWidget(self.pin_button)
        self._head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(_SPACING_PX)
        column.addLayout(self._head)
        column.addWidget(self._scroll)
        self._describe()
        self.hide()

    def room_px(self, line: QRectF) -> tuple[float, float]:
        """How wide and how tall a picture beside that line may be, to be shown whole."""
        view = self._view
        beside = max(view.height() - line.bottom(), line.top()) - _GAP_PX - _EDGE_PX
        frame = self._head.sizeHint().height() + _SPACING_PX + 2 * _MARGIN_PX
        return max(view.width() - 2 * (_EDGE_PX + _MARGIN_PX), 80), max(beside - frame, 80)

    @property
    def is_pinned(self) -> bool:
        return self.pin_button.isChecked()

    def set_pinned(self, is_pinned: bool) -> None:
        self.pin_button.setChecked(is_pinned)

    def show_picture(self, name: str, page: str, words: str, image: QImage, line: QRectF) -> None:
        """Show a picture (with its device pixel ratio) beside a line of the view, below it where there is room."""
        self._words, self._picture.pixmap = name, QPixmap.fromImage(image)
        self._picture.setFixedSize(self._picture.sizeHint())
        self._page.setText(page)
        self._picture.setAccessibleDescription(words)
        self.setAccessibleDescription(f"{name} {page} {words}".strip())
        self._tint()
        self._place(line)
        self.show()
        self.raise_()
        self._scroll.verticalScrollBar().setValue(0)

    def _place(self, line: QRectF) -> None:
        view = self._view
        picture = self._picture.sizeHint()
        head = self._head.sizeHint().height()
        buttons = self._page.sizeHint().width() + 2 * self._close.sizeHint().width() + 3 * self._head.spacing()
        name = self._name.fontMetrics().horizontalAdvance(self._words) + 2
        width = min(max(picture.width(), min(name, 360) + buttons) + 2 * _MARGIN_PX, view.width() - 2 * _EDGE_PX)
        height = head + _SPACING_PX + picture.height() + 2 * _MARGIN_PX
        below = view.height() - line.bottom() - _GAP_PX - _EDGE_PX
        above = line.top() - _GAP_PX - _EDGE_PX
        is_below = below >= min(height, max(above, _LEAST_HEIGHT_PX))
        room = max(below if is_below else above, _LEAST_HEIGHT_PX)
        if height > room:
            height = round(room)
            bar = self._scroll.verticalScrollBar().sizeHint().width()
            width = min(width + bar, view.width() - 2 * _EDGE_PX)
        self.setFixedSize(round(width), round(height))
        metrics = QFontMetrics(self._name.font())
        room_for_name = round(width) - 2 * _MARGIN_PX - buttons
        self._name.setText(metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room_for_name))
        left = min(max(line.left() - _MARGIN_PX, _EDGE_PX), view.width() - _EDGE_PX - width)
        top = line.bottom() + _GAP_PX if is_below else line.top() - _GAP_PX - height
        self.move(round(max(left, 0)), round(max(top, 0)))

    def _on_pinned(self, is_pinned: bool) -> None:
        self._describe()
        self.pin_changed.emit(is_pinned)

    def _describe(self) -> None:
        self.pin_button.describe(self.tr("Let it go with the mouse") if self.is_pinned else self.tr("Keep it open"))
        self._close.describe(self.tr("Close (Esc)"))
        self._picture.setToolTip(self.tr("Click to go there"))

    def _tint(self) -> None:
        muted = QPalette(self.palette())
        muted.setColor(QPalette.ColorRole.WindowText, muted_color(muted))
        self._page.setPalette(muted)
        self._name.setForegroundRole(QPalette.ColorRole.Text)

    # --- Events ---

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.entered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(hairline_color(self.palette()))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Preview"))
            self._describe()
        super().changeEvent(event)


class _Picture(QWidget):
    clicked = Signal()

    def __init__(self) -> None:
        super().__init__(objectName="preview_picture")
        self.pixmap = QPixmap()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return self.pixmap.deviceIndependentSize().toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self.pixmap)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
