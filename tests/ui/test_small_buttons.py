import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.flow_layout import FlowLayout
from reader.ui.small_buttons import Chip, IconButton

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


@pytest.fixture
def row(qtbot: QtBot) -> QWidget:
    row = QWidget()
    qtbot.addWidget(row)
    layout = FlowLayout(row)
    for text in ("one", "two", "three", "a chip that is much too long for a row of this width"):
        layout.addWidget(Chip(text))
    return row


def _chips(row: QWidget) -> list[Chip]:
    return row.findChildren(Chip)


def test_chips_flow_into_as_many_rows_as_they_need(qtbot: QtBot, row: QWidget) -> None:
    row.resize(1000, 200)
    row.show()
    qtbot.waitUntil(lambda: _chips(row)[0].isVisible())
    assert len({chip.y() for chip in _chips(row)}) == 1
    row.resize(140, 200)
    qtbot.waitUntil(lambda: len({chip.y() for chip in _chips(row)}) > 1)
    for chip in _chips(row):
        assert row.rect().contains(chip.geometry())
    assert row.layout().heightForWidth(140) > row.layout().heightForWidth(1000)


def test_a_chip_that_is_cut_off_tells_its_text(qtbot: QtBot, row: QWidget) -> None:
    row.resize(140, 200)
    row.show()
    row.grab()
    short, *_, long = _chips(row)
    assert long.toolTip() == long.text() == long.accessibleName()
    assert short.toolTip() == ""


def test_a_cleared_row_is_empty(qtbot: QtBot, row: QWidget) -> None:
    layout = row.layout()
    layout.clear()
    assert layout.count() == 0
    assert layout.heightForWidth(100) == 0


def test_icon_buttons_say_what_they_do(qtbot: QtBot) -> None:
    button = IconButton("copy")
    qtbot.addWidget(button)
    button.describe("Copy")
    button.show()
    assert button.toolTip() == button.accessibleName() == "Copy"
    assert not button.icon().isNull()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)
