from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QPushButton

from reader.ui.covers import Covers
from reader.ui.jobs import Jobs
from reader.ui.start_page import StartPage


def test_the_icons_of_its_buttons_follow_light_and_dark(jobs: Jobs) -> None:
    page = StartPage(Covers(jobs))

    def lightest() -> int:
        image = page.findChild(QPushButton, "start_open").icon().pixmap(16).toImage()
        places = [(x, y) for x in range(image.width()) for y in range(image.height())]
        seen = [image.pixelColor(x, y) for x, y in places if image.pixelColor(x, y).alpha() > 200]
        assert seen
        return max(colour.lightness() for colour in seen)

    palette = QPalette(page.palette())
    for colour, is_light in (("#101010", False), ("#f0f0f0", True)):
        palette.setColor(QPalette.ColorRole.ButtonText, QColor(colour))
        page.setPalette(palette)
        assert (lightest() > 128) is is_light
    page.deleteLater()
