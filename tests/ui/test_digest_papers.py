from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reader.ui.digest_papers import DigestPapers, PaperRow, row_of

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

ROWS = tuple(PaperRow(f"/papers/{name}.pdf", name.upper(), "waiting", "waits") for name in "abc")


@pytest.fixture
def papers(qtbot: QtBot) -> DigestPapers:
    papers = DigestPapers()
    qtbot.addWidget(papers)
    papers.resize(400, 400)
    papers.show()
    papers.show_rows(ROWS)
    return papers


def _names(papers: DigestPapers) -> str:
    return "".join(Path(file).stem for file in papers.files)


class _Drag(QDropEvent):
    """What Qt sends when rows of a list are let go over itself."""

    def __init__(self, papers: DigestPapers, place: QPoint) -> None:
        self._papers = papers
        self.mime = QMimeData()
        none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
        super().__init__(QPointF(place), Qt.DropAction.MoveAction, self.mime, left, none)

    def source(self) -> DigestPapers:
        return self._papers


def test_rows_are_dragged_to_another_place(papers: DigestPapers, qtbot: QtBot) -> None:
    papers.item(0).setSelected(True)
    last = papers.visualItemRect(papers.item(2))
    with qtbot.waitSignal(papers.order_changed) as told:
        papers.dropEvent(_Drag(papers, QPoint(last.center().x(), last.bottom() - 2)))
    assert _names(papers) == "bca"
    assert told.args == [papers.files]


def test_several_rows_keep_their_order(papers: DigestPapers) -> None:
    papers.item(1).setSelected(True)
    papers.item(2).setSelected(True)
    papers.dropEvent(_Drag(papers, papers.visualItemRect(papers.item(0)).topLeft() + QPoint(5, 2)))
    assert _names(papers) == "bca"
    assert papers.selected_files == ["/papers/b.pdf", "/papers/c.pdf"]


def test_rows_move_by_keys(papers: DigestPapers) -> None:
    papers.setCurrentRow(0)
    for key, names in (
        (Qt.Key.Key_Down, "bac"),
        (Qt.Key.Key_Down, "bca"),
        (Qt.Key.Key_Down, "bca"),
        (Qt.Key.Key_Up, "bac"),
    ):
        QTest.keyClick(papers, key, Qt.KeyboardModifier.AltModifier)
        assert _names(papers) == names


def test_a_title_is_changed_where_it_stands_and_enter_opens_nothing(papers: DigestPapers, qtbot: QtBot) -> None:
    opened = []
    papers.open_wanted.connect(opened.append)
    papers.rename("/papers/b.pdf")
    field = papers.findChild(QLineEdit)
    assert field.text() == "B"
    QTest.keyClicks(field, "Better")
    with qtbot.waitSignal(papers.renamed) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["/papers/b.pdf", "Better"]
    assert not opened


def test_progress_changes_a_row_and_not_the_selection(papers: DigestPapers) -> None:
    papers.item(1).setSelected(True)
    running = PaperRow("/papers/b.pdf", "B", "running", "1/11 · Summary", 0.1)
    papers.show_row(running)
    assert row_of(papers.item(1)) == running
    papers.show_rows((ROWS[2], running))
    assert papers.selected_files == ["/papers/b.pdf"]
    assert "Summary" in papers.item(1).data(Qt.ItemDataRole.AccessibleTextRole)


def test_files_are_dropped_and_rows_deleted(papers: DigestPapers, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/papers/d.pdf")])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(papers.files_dropped) as told:
        for event in (
            QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, left, none),
            QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none),
        ):
            QApplication.sendEvent(papers.viewport(), event)
    assert told.args == [[Path("/papers/d.pdf")]]
    papers.setCurrentRow(2)
    with qtbot.waitSignal(papers.removed) as told:
        QTest.keyClick(papers, Qt.Key.Key_Delete)
    assert told.args == [["/papers/c.pdf"]]


def test_a_click_tries_a_failed_paper_again(papers: DigestPapers, qtbot: QtBot) -> None:
    papers.show_row(PaperRow("/papers/a.pdf", "A", "failed", "a.pdf is no PDF"))
    area = papers.visualItemRect(papers.item(0))
    with qtbot.waitSignal(papers.retry_wanted) as told:
        place = QPoint(area.right() - 30, area.bottom() - 14)
        QTest.mouseClick(papers.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["/papers/a.pdf"]
    papers.grab()  # it is painted without a complaint
