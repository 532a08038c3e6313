"""Marks over pages in any colours: they are seen, and the words below them can be read."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from reader.core.page_colours import TONES, PageColours, contrast
from reader.ui.evidence_marks import AMBER
from reader.ui.match_marks import FILL
from reader.ui.page_ink import begin_marking


@pytest.mark.parametrize("colours", ["printed", "dark", "sepia"])
@pytest.mark.parametrize(("colour", "opacity"), [(AMBER, 0.35), (FILL, 0.42), (FILL, 0.65), (QColor("#2f6fab"), 0.5)])
def test_words_below_a_mark_keep_their_contrast(colours: PageColours, colour: QColor, opacity: float) -> None:
    tones = TONES[colours]
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.setPixelColor(0, 0, QColor(*tones.paper))
    image.setPixelColor(1, 0, QColor(*tones.ink))
    painter = QPainter(image)
    painter.fillRect(image.rect(), begin_marking(painter, colour, opacity, colours))
    painter.end()
    marked, words = (image.pixelColor(x, 0).getRgb()[:3] for x in (0, 1))
    assert contrast(marked, words) > 4.5  # type: ignore[arg-type]
    assert contrast(marked, tones.paper) > 1.15  # type: ignore[arg-type]
