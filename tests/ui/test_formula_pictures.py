import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from pytestqt.qtbot import QtBot

from reader.core.answer import Citation, Claim, Verdict
from reader.ui.answer_text import AnswerText
from reader.ui.formula_pictures import FormulaPictures
from reader.ui.jobs import Jobs

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

PLACE = Citation(4, "5", "Somewhere on the page.", (), 1.0)
CLAIM = Claim(r"It costs $O(n^2)$ and \[\frac{a}{b}\], no more than $5 or \(\unheard\).", Verdict.SUPPORTED, (PLACE,))


@pytest.fixture
def text(jobs: Jobs, qtbot: QtBot) -> AnswerText:
    text = AnswerText(formulas=FormulaPictures(jobs))
    qtbot.addWidget(text)
    text.resize(300, 200)
    text.show()
    text.add_claim(CLAIM)

    def show_again() -> None:
        text.clear_all()
        text.add_claim(CLAIM)

    text.formulas_drawn.connect(show_again)
    return text


def _words(text: AnswerText) -> str:
    return text.toPlainText().replace("\ufffc", "*").replace("\u00a0", " ")


def test_formulas_stand_as_they_are_written_until_they_are_drawn(text: AnswerText, jobs: Jobs, spin_until) -> None:
    assert _words(text) == r"It costs \(O(n^2)\) and \[\frac{a}{b}\], no more than $5 or \(\unheard\). * (p.5)"
    spin_until(lambda: not jobs.is_running("formulas"))
    assert _words(text) == r"It costs * and *, no more than $5 or \(\unheard\). * (p.5)"


def test_what_is_copied_is_their_source(text: AnswerText, jobs: Jobs, spin_until) -> None:
    spin_until(lambda: not jobs.is_running("formulas"))
    text.selectAll()
    copied = text.createMimeDataFromSelection().text()
    assert copied == r"It costs \(O(n^2)\) and \[\frac{a}{b}\], no more than $5 or \(\unheard\). ✓ (p.5)"


def test_links_are_where_they_are_seen(text: AnswerText, jobs: Jobs, spin_until, qtbot: QtBot) -> None:
    spin_until(lambda: not jobs.is_running("formulas"))
    with qtbot.waitSignal(text.citation_activated) as told:
        qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.link_area(0).center())
    assert told.args == [PLACE]


def test_a_formula_has_the_colour_of_the_text(text: AnswerText, jobs: Jobs, spin_until) -> None:
    palette = text.palette()
    palette.setColor(QPalette.ColorRole.Text, QColor("#ff0000"))
    text.setPalette(palette)
    spin_until(lambda: not jobs.is_running("formulas"))
    text.clear_all()
    text.add_claim(Claim(r"\[\frac{a}{b}\]", Verdict.SUPPORTED))
    picture = text.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    left = [picture.pixelColor(x, y) for x in range(7) for y in range(picture.height())]
    assert any(c.red() > 200 and c.green() < 100 for c in left)
    assert all(c.red() > 200 for c in left), "nothing is black"
