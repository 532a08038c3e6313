import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from reader.ui.note_text import NoteText


@pytest.fixture
def text(qtbot: QtBot) -> NoteText:
    text = NoteText()
    qtbot.addWidget(text)
    return text


def test_nothing_in_a_note_is_a_link_or_a_picture(text: NoteText) -> None:
    text.show_markdown(
        "[x](http://evil.test) <http://evil.test/y> http://evil.test/z ![a picture](file:///etc/hosts)"
        ' <a href="http://evil.test">h</a> <img src="x">'
    )
    for _, _, format_ in text._fragments():
        assert not format_.isAnchor()
        assert not format_.isImageFormat()
    assert "a picture" in text.toPlainText()
    assert '<a href="http://evil.test">h</a>' in text.toPlainText()
    assert text.loadResource(QTextDocument.ResourceType.ImageResource, QUrl("file:///etc/hosts")) is None


@pytest.mark.parametrize(
    ("markdown", "links"),
    [
        ("See (p.5).", ["page:4"]),
        ("See (p.7-9) and (p.~12).", ["page:6", "page:11"]),
        ("See (p.3,~4).", ["page:2"]),
        ("[p.3](paper.pdf#page=3)", ["page:2"]),
        ("[(p.3)](my%20paper.pdf#page=3)", ["page:2"]),
        ("[x](paper.pdf#page=3&go=http://evil.test)", []),
        ("(p.0)", []),
    ],
)
def test_pages_are_links(text: NoteText, markdown: str, links: list[str]) -> None:
    text.show_markdown(markdown)
    found = [format_.anchorHref() for _, _, format_ in text._fragments() if format_.isAnchor()]
    assert found == links


def test_headings_are_not_the_size_of_a_title_page(text: NoteText) -> None:
    text.show_markdown("# One\n\n### Two\n\nText")
    property_ = QTextDocument().begin().charFormat().Property.FontSizeAdjustment
    sizes = [format_.property(property_) or 0 for _, _, format_ in text._fragments()]
    assert max(sizes) <= 1
