"""Drops of PDFs on the window and on the fields in it; other drags are left alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from reader.ui.dropping import PdfDrop, pdf_paths

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def _files(*names: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name) for name in names])
    return mime


def _drop(widget: QWidget, mime: QMimeData) -> None:
    place, buttons, keys = QPointF(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, mime, buttons, keys))
    QApplication.sendEvent(widget, QDropEvent(place, Qt.DropAction.CopyAction, mime, buttons, keys))


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.field, self.notes = QPlainTextEdit(), QWidget()
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.notes)
        QVBoxLayout(self.notes)
        self.drop = PdfDrop(self)
        self.drop.watch(self.notes, self.notes)
        self.dropped: list[Path] = []
        self.drop.pdfs_dropped.connect(self.dropped.extend)


@pytest.fixture
def window(qtbot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    return window


def test_pdf_on_the_window_or_a_field_is_opened(window: Window) -> None:
    _drop(window, _files("/a/one.pdf"))
    _drop(window.field.viewport(), _files("/a/TWO.PDF", "/a/three.pdf"))
    assert window.dropped == [Path("/a/one.pdf"), Path("/a/TWO.PDF"), Path("/a/three.pdf")]
    assert window.field.toPlainText() == ""


def test_field_that_came_later_is_watched_too(window: Window, qtbot) -> None:
    note = QPlainTextEdit()
    window.notes.layout().addWidget(note)
    qtbot.waitUntil(note.isVisible)
    _drop(note.viewport(), _files("/a/one.pdf"))
    assert window.dropped == [Path("/a/one.pdf")]
    assert note.toPlainText() == ""


def test_text_is_left_to_the_field(window: Window) -> None:
    mime = QMimeData()
    mime.setText("a quotation")
    _drop(window.field.viewport(), mime)
    assert window.dropped == []
    assert window.field.toPlainText() == "a quotation"


def test_only_local_pdf_files_count() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.pdf"), QUrl.fromLocalFile("/a/b.txt"), QUrl.fromLocalFile("/a/c.pdf")])
    assert pdf_paths(mime) == [Path("/a/c.pdf")]
