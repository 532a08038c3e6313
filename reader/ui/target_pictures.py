"""The picture of what a reference leads to: its pieces cut out of their pages, one below the other."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter

from reader.core.page_colours import PageColours
from reader.core.targets import Piece
from reader.ui.page_images import PageSource

_BETWEEN_PT = 3.0
_ROOM_PX = 4
"""Of paper that is left around what is on it, in pixels of the device per device pixel ratio."""
_MOST_PIXELS = 6_000_000
"""A picture of a whole page at 200 % on a screen of ratio 2."""


async def draw_pieces(
    source: PageSource, pieces: Sequence[Piece], scale: float, ratio: float, colours: PageColours
) -> QImage:
    """`scale`: logical pixels per point; `ratio`: of the screen. Raises PageBroken, WorkerDied."""
    pictures = []
    for piece in pieces:
        size, rect = source.info.sizes[piece.page_index], piece.rect
        area_pt = max(rect.width * size.width_pt * rect.height * size.height_pt, 1.0)
        drawn = min(scale * ratio, (_MOST_PIXELS / area_pt) ** 0.5)
        width, height = size.width_pt * drawn, size.height_pt * drawn
        clip = (int(rect.x0 * width), int(rect.y0 * height), int(rect.x1 * width), int(rect.y1 * height))
        picture = await source.page_image(piece.page_index, drawn, clip, _copied, colours=colours)
        if not picture.isNull():
            pictures.append(picture)
    image = await asyncio.to_thread(_composed, pictures, round(_BETWEEN_PT * scale * ratio), round(_ROOM_PX * ratio))
    image.setDevicePixelRatio(ratio)
    return image


def _composed(pictures: Sequence[QImage], between: int, room: int) -> QImage:
    trimmed = [_trimmed(picture, room) for picture in pictures]
    if len(trimmed) == 1:
        return trimmed[0]
    width = max((picture.width() for picture in trimmed), default=1)
    height = sum(picture.height() for picture in trimmed) + between * max(len(trimmed) - 1, 0)
    whole = QImage(width, max(height, 1), QImage.Format.Format_RGB32)
    whole.fill(trimmed[0].pixelColor(0, 0) if trimmed else QColor("white"))
    painter = QPainter(whole)
    top = 0
    for picture in trimmed:
        painter.drawImage(QPoint(0, top), picture)
        top += picture.height() + between
    painter.end()
    return whole


def _trimmed(picture: QImage, room: int) -> QImage:
    """Without the empty paper around it: what is cut out for a figure is the room between two paragraphs."""
    width, height = picture.width(), picture.height()
    pixels = bytes(picture.constBits())
    paper = pixels[:4]
    row = paper * width
    stride = 4 * width  # a row of four bytes a pixel has no gap after it
    top = next((y for y in range(height) if pixels[y * stride : (y + 1) * stride] != row), None)
    if top is None:
        return picture
    bottom = next(y for y in range(height, top, -1) if pixels[(y - 1) * stride : y * stride] != row)
    packed = memoryview(pixels[top * stride : bottom * stride]).cast("I")
    column = memoryview(paper).cast("I")[0]
    empty = [column] * (bottom - top)
    left = next(x for x in range(width) if packed[x::width].tolist() != empty)
    right = next(x for x in range(width, left, -1) if packed[x - 1 :: width].tolist() != empty)
    x0, y0 = max(left - room, 0), max(top - room, 0)
    return picture.copy(x0, y0, min(right + room, width) - x0, min(bottom + room, height) - y0)


def _copied(pixels: memoryview, width: int, height: int, stride: int) -> QImage:
    return QImage(pixels, width, height, stride, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
