"""The card beside a citation: what the page says, which page it is, how far it supports the sentence."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core.answer import Citation, Verdict
from reader.ui.page_names import page_name
from reader.ui.quotations import shortened
from reader.ui.verdict_signs import hairline_color, muted_color, paint_sign, sign_color, verdict_words

_DELAY_MS = 250
_WIDTH_PX = 352
_PICTURE_MAX_HEIGHT_PX = 240
_QUOTE_MAX = 480
_GAP_PX = 4


class EvidenceCard(QFrame):
    """A window of its own that takes neither focus nor clicks; one card serves all citations of a panel."""

    picture_wanted = Signal(object)
    """Citation: asked for before the card appears, so that the picture is often there in time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("evidence_card")
        self.setAccessibleName(self.tr("Evidence"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._citation: Citation | None = None
        self._verdict: Verdict | None = None
        self._area = QRect()
        self._page = self._label("evidence_page")
        font = self._page.font()
        font.setBold(True)
        self._page.setFont(font)
        self._picture = self._label("evidence_picture")
        self._picture.setAccessibleName(self.tr("Picture of the evidence"))
        self._quote = self._label("evidence_quote")
        self._quote.setWordWrap(True)
        self._sign = _Sign(self)
        self._words = self._label("evidence_verdict")
        self._words.setWordWrap(True)
        verdict_row = QHBoxLayout()
        verdict_row.setSpacing(8)
        verdict_row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        verdict_row.addWidget(self._words, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._page)
        column.addWidget(self._picture)
        column.addWidget(self._quote)
        column.addLayout(verdict_row)
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self._appear)

    @property
    def citation(self) -> Citation | None:
        """What it shows or is about to show."""
        return self._citation

    def show_for(self, citation: Citation, place: QPoint | QRect, verdict: Verdict | None = None) -> None:
        """Appear after a moment below `place` (on the screen; above it where there is no room)."""
        area = place if isinstance(place, QRect) else QRect(place, QSize(1, 1))
        if citation == self._citation and verdict == self._verdict and area == self._area:
            return
        self._citation, self._verdict, self._area = citation, verdict, area
        self.hide()
        self._picture.clear()
        self._picture.hide()
        self._timer.start()
        self.picture_wanted.emit(citation)

    def set_picture(self, citation: Citation, image: QImage) -> None:
        """The picture of the evidence; one that comes for an earlier citation is dropped.

        `image` may be larger than the card: pixels per point follow from its width.
        """
        if citation != self._citation or image.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = QSize(_WIDTH_PX - 32, _PICTURE_MAX_HEIGHT_PX) * ratio
        if image.width() > room.width() or image.height() > room.height():
            image = image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self._picture.setPixmap(pixmap)
        self._picture.show()
        if self.isVisible():
            self._place()

    def dismiss(self) -> None:
        """Hide, or do not appear at all."""
        self._timer.stop()
        self._citation = None
        self.hide()

    def _appear(self) -> None:
        citation = self._citation
        if citation is None:
            return
        self._page.setText(page_name(citation))
        quote = shortened(citation.quote, _QUOTE_MAX)
        self._quote.setText(quote)
        self._quote.setVisible(bool(quote))
        verdict = self._verdict
        words = [] if verdict is None else [verdict_words(verdict)]
        if citation.is_ocr and verdict is Verdict.SUPPORTED:
            words = [self.tr("Supported by words that were recognised in a picture (OCR): they may be misread.")]
        elif citation.is_ocr:
            words.append(self.tr("The page is a picture: the words were recognised (OCR) and may be misread."))
        self._sign.setVisible(verdict is not None)
        self._words.setVisible(bool(words))
        self._words.setText(" ".join(words))
        if verdict is not None:
            self._sign.verdict = verdict
        self._tint()
        self.setAccessibleDescription(f"{self._page.text()} {quote} {self._words.text()}")
        self._place()
        self.show()

    def _place(self) -> None:
        parent = self.parentWidget()
        screen = self.screen() if parent is None else parent.screen()
        room = screen.availableGeometry()
        self.setFixedWidth(min(_WIDTH_PX, room.width()))
        self.setFixedHeight(self._column.heightForWidth(self.width()))
        x = min(max(self._area.left(), room.left()), room.right() - self.width() + 1)
        y = self._area.bottom() + _GAP_PX
        if y + self.height() > room.bottom():
            y = max(self._area.top() - _GAP_PX - self.height(), room.top())
        self.move(x, y)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _tint(self) -> None:
        muted = QPalette(self.palette())
        muted.setColor(QPalette.ColorRole.WindowText, muted_color(muted))
        self._words.setPalette(muted)
        self._page.setForegroundRole(QPalette.ColorRole.Text)
        self._quote.setForegroundRole(QPalette.ColorRole.Text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(hairline_color(self.palette()))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Evidence"))
            self._picture.setAccessibleName(self.tr("Picture of the evidence"))
        super().changeEvent(event)


class _Sign(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.verdict = Verdict.EXACT
        side = round(QFontMetricsF(self.font()).height())
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        color = sign_color(self.verdict, palette)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        paint_sign(painter, area, self.verdict, color, palette.color(QPalette.ColorRole.Base))
