"""How the pages on the screen are painted: background, border, the best pictures at hand, evidence, failures.

Everything is painted in pixels of the device, so that a tile lands exactly on the pixels it was drawn for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette, QRegion

from reader.core.errors import ReaderError
from reader.ui.evidence_marks import EvidenceMarks
from reader.ui.mark_layer import MarkLayer
from reader.ui.page_images import PageImages, PictureKey
from reader.ui.page_ink import paper
from reader.ui.page_viewport import PageViewport

_INK = QColor("#333333")
_FAINT_INK = QColor("#666666")
_BORDERS_LIGHT = (46, 16, 6)
"""Opacity (of 255) of the pixel lines around a page, from the inside: a soft edge, like a shadow."""
_BORDERS_DARK = (40,)
_NOTE_PX = 360
"""Widest line of the text on a page that cannot be shown, in logical pixels."""


@dataclass(frozen=True, slots=True)
class PagePainter:
    """Paints one state of the view."""

    view: PageViewport
    images: PageImages
    marks: EvidenceMarks
    palette: QPalette
    words_for: Callable[[int, ReaderError], tuple[str, str]]
    """Page index and error -> what happened, what to do."""
    own_marks: MarkLayer = field(default_factory=MarkLayer)
    """Of the reader."""

    def paint(self, painter: QPainter, exposed: QRect) -> None:
        """`exposed`: the part to paint, in logical pixels of the view."""
        ratio = self.view.device_pixel_ratio
        painter.scale(1 / ratio, 1 / ratio)
        part = QRectF(
            exposed.x() * ratio, exposed.y() * ratio, exposed.width() * ratio, exposed.height() * ratio
        ).toAlignedRect()
        is_dark = is_dark_palette(self.palette)
        pages = {page_index: self.view.page_rect_px(page_index) for page_index in self.view.pages}
        background = QRegion(part)
        for page in pages.values():
            background -= page
        painter.save()
        painter.setClipRegion(background, Qt.ClipOperation.IntersectClip)
        painter.fillRect(part, self.palette.color(QPalette.ColorRole.Window))
        painter.restore()
        for page in pages.values():
            self._paint_border(painter, page, is_dark)
        for page_index, page in pages.items():
            self._paint_pictures(painter, page_index, page, part)
            self.own_marks.paint(painter, self.view, page_index)
            self.marks.paint(painter, self.view, page_index, is_dark=is_dark)
            error = self.images.failure(page_index)
            if error is not None:
                self._paint_failure(painter, page, self.words_for(page_index, error))

    def _paint_border(self, painter: QPainter, page: QRect, is_dark: bool) -> None:
        """Around the page; what of it falls on a page of a spread beside it is painted over by that one's pictures."""
        ground = self.palette.color(QPalette.ColorRole.Window)
        line = Qt.GlobalColor.white if is_dark else Qt.GlobalColor.black
        for distance, opacity in enumerate(_BORDERS_DARK if is_dark else _BORDERS_LIGHT, start=1):
            # Mixed here and filled: blended by the painter, or drawn with a pen, they took longer than the page itself.
            colour = _mixed(QColor(line), ground, opacity / 255)
            outer = page.adjusted(-distance, -distance, distance, distance)
            wide, high = outer.width(), outer.height() - 2
            painter.fillRect(outer.x(), outer.y(), wide, 1, colour)
            painter.fillRect(outer.x(), outer.bottom(), wide, 1, colour)
            painter.fillRect(outer.x(), outer.y() + 1, 1, high, colour)
            painter.fillRect(outer.right(), outer.y() + 1, 1, high, colour)

    def _paint_pictures(self, painter: QPainter, page_index: int, page: QRect, part: QRect) -> None:
        sheet = self.view.sheet_px(page_index)
        sharp: list[tuple[PictureKey, QImage]] = []
        missing = QRegion()
        for key in self.view.visible_tiles(page_index, part):
            picture = self.images.picture(key)
            if picture is not None:
                sharp.append((key, picture))
            elif key.clip_px is not None:
                x0, y0, x1, y1 = key.clip_px
                missing += QRect(sheet.x() + x0, sheet.y() + y0, x1 - x0, y1 - y0)
        if not missing.isEmpty():
            self._paint_stand_in(painter, page_index, sheet, missing & part & page)
        painter.save()
        painter.setClipRect(page, Qt.ClipOperation.IntersectClip)
        for key, picture in sharp:
            if key.clip_px is not None:
                painter.drawImage(sheet.x() + key.clip_px[0], sheet.y() + key.clip_px[1], picture)
        painter.restore()

    def _paint_stand_in(self, painter: QPainter, page_index: int, sheet: QRect, missing: QRegion) -> None:
        """Paper, on it the preview, on it tiles of another scale: each only as good as what there is."""
        painter.save()
        painter.setClipRegion(missing, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        preview = self.images.picture(self.view.preview(page_index))
        if preview is not None:
            self._paint_turned(painter, sheet, preview)
        else:
            painter.fillRect(sheet, paper(self.view.colours))
        rotation = self.view.layout.arrangement.rotation
        if preview is None:
            for key, picture in self.images.in_other_colours(page_index, rotation):
                if key.is_preview:
                    self._paint_turned(painter, sheet, picture)
                elif key.rotation == rotation:
                    painter.drawImage(_scaled(key, self.view.scale_px_per_pt).translated(sheet.topLeft()), picture)
        for key, picture in self.images.older(page_index, self.view.scale_px_per_pt, rotation):
            target = _scaled(key, self.view.scale_px_per_pt).translated(sheet.topLeft())
            if missing.intersects(target.toAlignedRect()):
                painter.drawImage(target, picture)
        painter.restore()

    def _paint_turned(self, painter: QPainter, sheet: QRect, picture: QImage) -> None:
        """A picture of the page as it is in the file, on the turned page."""
        rotation = self.view.layout.arrangement.rotation
        width, height = (sheet.height(), sheet.width()) if rotation % 180 else (sheet.width(), sheet.height())
        painter.save()
        painter.translate(QRectF(sheet).center())
        painter.rotate(rotation)
        painter.drawImage(QRectF(-width / 2, -height / 2, width, height), picture)
        painter.restore()

    def _paint_failure(self, painter: QPainter, page: QRect, words: tuple[str, str]) -> None:
        """A note in the middle of what shows of the page."""
        ratio = self.view.device_pixel_ratio
        screen = QRect(0, 0, round(self.view.width * ratio), round(self.view.height * ratio))
        shown = page.intersected(screen)
        painter.save()
        painter.setClipRect(page, Qt.ClipOperation.IntersectClip)
        painter.translate(shown.topLeft())
        painter.scale(ratio, ratio)
        room = QRectF(0, 0, shown.width() / ratio, shown.height() / ratio)
        width = min(room.width() - 32, _NOTE_PX)
        title, hint = words
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
        bold = QFont(painter.font())
        bold.setBold(True)
        plain = painter.font()
        painter.setFont(bold)
        box = QRectF(0, 0, width, 1000)
        title_height = painter.boundingRect(box, flags, title).height()
        painter.setFont(plain)
        hint_height = painter.boundingRect(box, flags, hint).height()
        top = max((room.height() - title_height - hint_height - 8) / 2, 8)
        left = (room.width() - width) / 2
        card = QRectF(left, top, width, title_height + 8 + hint_height).adjusted(-16, -12, 16, 12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 40))
        painter.setBrush(QColor("#F7F7F5"))
        painter.drawRoundedRect(card, 6, 6)
        painter.setPen(_INK)
        painter.setFont(bold)
        painter.drawText(QRectF(left, top, width, title_height), flags, title)
        painter.setPen(_FAINT_INK)
        painter.setFont(plain)
        painter.drawText(QRectF(left, top + title_height + 8, width, hint_height), flags, hint)
        painter.restore()


def _mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    rest = 1 - share
    return QColor(
        round(share * colour.red() + rest * ground.red()),
        round(share * colour.green() + rest * ground.green()),
        round(share * colour.blue() + rest * ground.blue()),
    )


def is_dark_palette(palette: QPalette) -> bool:
    window = palette.color(QPalette.ColorRole.Window)
    return window.lightness() < palette.color(QPalette.ColorRole.WindowText).lightness()


def _scaled(key: PictureKey, scale: float) -> QRectF:
    """Where a tile of one scale belongs on its page at another one."""
    x0, y0, x1, y1 = key.clip_px or (0, 0, 0, 0)
    factor = scale / key.scale_px_per_pt
    return QRectF(x0 * factor, y0 * factor, (x1 - x0) * factor, (y1 - y0) * factor)
