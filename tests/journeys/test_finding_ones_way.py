"""Back and forward that outlast the program; places marked and found again; contents and thumbnails of a document."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.journeys.session import Session
from tests.tiny_pdf import write_pdf

ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Nine pages, of which some begin with a numbered heading; without an outline."""
    headings = {0: "1 Introduction", 2: "2 Method", 3: "2.1 Momentum", 5: "3 Results", 8: "4 Conclusion"}

    def set_headings(document) -> None:
        for page_index, words in headings.items():
            document[page_index].insert_text((40, 40), words, fontsize=16, fontname="helv")

    lines = [f"This is the text of the page, line {n} of it, as long as others." for n in range(6)]
    return write_pdf(tmp_path / "book.pdf", *[["", *lines]] * 9, change=set_headings)


def test_back_and_forward_survive_a_restart(session, book: Path) -> None:
    async def first(s: Session) -> None:
        await s.opened("book.pdf")
        for page_index in (4, 7):
            s.press(Qt.Key.Key_G, CONTROL)
            s.type(str(page_index + 1))
            s.press(Qt.Key.Key_Return)
            assert s.desk.page_view.page_index == page_index
        s.press(Qt.Key.Key_Left, ALT)
        assert s.desk.page_view.page_index == 4

    async def second(s: Session) -> None:
        await s.opened("book.pdf")
        view = s.desk.page_view
        assert view.page_index == 4
        s.press(Qt.Key.Key_Right, ALT)
        assert view.page_index == 7
        s.press(Qt.Key.Key_Left, ALT)
        s.press(Qt.Key.Key_Left, ALT)
        assert view.page_index == 0
        assert not s.window.actions_by_name["back"].isEnabled()

    session(first, book)
    session(second, book)
