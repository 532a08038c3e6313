from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.core.answer import Citation, Verdict
from reader.core.document import Rect
from reader.ui.evidence_card import EvidenceCard
from reader.ui.verdict_signs import verdict_words

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

CITATION = Citation(1, "127", "The <b>page</b>\nsays so.", (Rect(0, 0, 1, 0.1),), 1.0)
OTHER = Citation(3, "4", "Another one.", (), 1.0)


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[EvidenceCard]:
    parent = QWidget()
    qtbot.addWidget(parent)
    column = QVBoxLayout(parent)
    column.addWidget(QLineEdit(objectName="field"))
    parent.show()
    card = EvidenceCard(parent)
    yield card
    card.dismiss()


def _text(card: EvidenceCard, name: str) -> str:
    return card.findChild(QLabel, name).text()


def _picture() -> QImage:
    image = QImage(640, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFC83D"))
    return image


def test_it_appears_after_a_moment_with_page_quote_and_verdict(qtbot: QtBot, card: EvidenceCard) -> None:
    card.show_for(CITATION, QPoint(20, 20), Verdict.SUPPORTED)
    assert not card.isVisible()
    qtbot.waitUntil(card.isVisible)
    assert _text(card, "evidence_page") == "p.127 (PDF 2)"
    assert _text(card, "evidence_quote") == "The <b>page</b> says so."
    assert _text(card, "evidence_verdict") == verdict_words(Verdict.SUPPORTED)


def test_a_citation_without_verdict_has_no_words_about_it(qtbot: QtBot, card: EvidenceCard) -> None:
    card.show_for(CITATION, QPoint(20, 20))
    qtbot.waitUntil(card.isVisible)
    assert card.findChild(QLabel, "evidence_verdict").isHidden()


def test_it_takes_no_focus(qtbot: QtBot, card: EvidenceCard) -> None:
    field = card.parentWidget().findChild(QLineEdit)
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    card.show_for(CITATION, QPoint(20, 20))
    qtbot.waitUntil(card.isVisible)
    assert field.hasFocus()


def test_dismissed_before_its_time_it_never_appears(qtbot: QtBot, card: EvidenceCard) -> None:
    card.show_for(CITATION, QPoint(20, 20))
    card.dismiss()
    assert card.citation is None
    card.show_for(OTHER, QPoint(20, 20))
    qtbot.waitUntil(card.isVisible)
    assert _text(card, "evidence_page") == "p.4"


def test_the_picture_is_asked_for_and_shown(qtbot: QtBot, card: EvidenceCard) -> None:
    with qtbot.waitSignal(card.picture_wanted) as wanted:
        card.show_for(CITATION, QPoint(20, 20))
    assert wanted.args == [CITATION]
    qtbot.waitUntil(card.isVisible)
    before = card.height()
    card.set_picture(CITATION, _picture())
    assert card.findChild(QLabel, "evidence_picture").isVisible()
    assert card.height() > before


def test_a_picture_that_comes_too_late_is_dropped(qtbot: QtBot, card: EvidenceCard) -> None:
    card.show_for(CITATION, QPoint(20, 20))
    card.show_for(OTHER, QPoint(20, 20))
    card.set_picture(CITATION, _picture())
    qtbot.waitUntil(card.isVisible)
    assert card.findChild(QLabel, "evidence_picture").isHidden()


@pytest.mark.parametrize("corner", ["topLeft", "topRight", "bottomLeft", "bottomRight"])
def test_it_stays_on_the_screen_and_off_the_link(qtbot: QtBot, card: EvidenceCard, corner: str) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    link = QRect(0, 0, 40, 16)
    getattr(link, "move" + corner[0].upper() + corner[1:])(getattr(room, corner)())
    card.show_for(CITATION, link, Verdict.EXACT)
    qtbot.waitUntil(card.isVisible)
    place = QRect(card.pos(), card.size())  # the offscreen platform draws a frame of two pixels around it
    assert room.contains(place)
    assert not place.intersects(link)


@pytest.mark.parametrize("verdict", [None, *Verdict])
def test_recognised_words_are_said_to_be_such(qtbot: QtBot, card: EvidenceCard, verdict: Verdict | None) -> None:
    card.show_for(replace(CITATION, is_ocr=True), QPoint(20, 20), verdict)
    qtbot.waitUntil(card.isVisible)
    assert "~" in card.findChild(QLabel, "evidence_page").text()
    words = card.findChild(QLabel, "evidence_verdict")
    assert words.isVisible()
    assert "misread" in words.text()
    assert "misread" in card.accessibleDescription()
