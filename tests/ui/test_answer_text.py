import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.core.answer import Citation, Claim, Verdict
from reader.ui.answer_text import AnswerText

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")

FIRST = Citation(4, "5", "Somewhere on the page.", (), 1.0)
SECOND = Citation(6, "7", "Elsewhere.", (), 0.9)
CLAIMS = (
    Claim("It saves memory.", Verdict.SUPPORTED, (FIRST,)),
    Claim("It is slow.", Verdict.UNSUPPORTED),
    Claim("It reads twice.", Verdict.PAGE_ONLY, (SECOND,)),
)


@pytest.fixture
def text(qtbot: QtBot) -> AnswerText:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    text = AnswerText()
    column.addWidget(QPushButton("before", objectName="before"))
    column.addWidget(text)
    column.addWidget(QPushButton("after", objectName="after"))
    column.addStretch(1)
    window.resize(400, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    text.window_ = window  # keeps it alive
    return text


def _shown(text: AnswerText) -> str:
    return text.toPlainText().replace("\ufffc", "*").replace("\u00a0", " ")


def _add(text: AnswerText, *claims: Claim) -> None:
    for claim in claims:
        text.add_claim(claim)


def _hrefs(document: QTextDocument) -> list[str]:
    found = []
    block = document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            if part.fragment().charFormat().isAnchor():
                found.append(part.fragment().charFormat().anchorHref())
            part += 1
        block = block.next()
    return found


def _middle(text: AnswerText, number: int) -> QPoint:
    return text.link_area(number).center()


def test_sentences_carry_a_sign_and_their_pages(text: AnswerText) -> None:
    _add(text, *CLAIMS)
    assert _shown(text) == "It saves memory. * (p.5) It is slow. * It reads twice. * (p.7)"


def test_the_tail_is_replaced_and_goes_with_the_next_sentence(text: AnswerText) -> None:
    text.set_tail("It sa")
    text.set_tail("It saves mem")
    assert _shown(text) == "It saves mem"
    _add(text, CLAIMS[0])
    text.set_tail("It is")
    assert _shown(text) == "It saves memory. * (p.5) It is"
    text.set_tail("")
    assert _shown(text) == "It saves memory. * (p.5)"


def test_a_tail_leaves_the_finished_text_selected(text: AnswerText) -> None:
    _add(text, CLAIMS[0])
    cursor = text.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(8, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    text.set_tail("more")
    _add(text, CLAIMS[1])
    assert text.textCursor().selectedText() == " saves"


def test_quotations_are_paragraphs_and_what_follows_is_none(text: AnswerText) -> None:
    _add(
        text,
        CLAIMS[1],
        Claim("As the page says.", Verdict.EXACT, (Citation(0, "1", "As the page says.", (), 1.0),)),
        Claim("頁にある。", Verdict.EXACT, (Citation(1, "2", "頁にある。", (), 1.0),)),
        CLAIMS[0],
    )
    assert _shown(text).split("\n") == [
        "It is slow. *",
        "The document says:",
        "“As the page says.” * (p.1)",
        "「頁にある。」 * (p.2)",
        "It saves memory. * (p.5)",
    ]


def test_list_items_begin_a_line(text: AnswerText) -> None:
    _add(text, CLAIMS[1], Claim("- one", Verdict.UNSUPPORTED), Claim("2. two", Verdict.UNSUPPORTED))
    assert _shown(text).split("\n") == ["It is slow. *", "- one *", "2. two *"]


def test_a_click_activates_the_citation(qtbot: QtBot, text: AnswerText) -> None:
    _add(text, *CLAIMS)
    with qtbot.waitSignal(text.citation_activated) as activated:
        qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=_middle(text, 1))
    assert activated.args == [SECOND]


def test_tab_goes_from_link_to_link_and_enter_activates(qtbot: QtBot, text: AnswerText) -> None:
    _add(text, *CLAIMS)
    pointed: list[Citation] = []
    text.citation_pointed.connect(lambda citation, _verdict, _area: pointed.append(citation))
    before = text.window_.findChild(QPushButton, "before")
    after = text.window_.findChild(QPushButton, "after")
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    with qtbot.waitSignal(text.citation_activated) as activated:
        qtbot.keyClick(text, Qt.Key.Key_Return)
    assert activated.args == [FIRST]
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    with qtbot.waitSignal(text.citation_activated) as activated:
        qtbot.keyClick(text, Qt.Key.Key_Return)
    assert activated.args == [SECOND]
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert after.hasFocus()
    qtbot.keyClick(after, Qt.Key.Key_Backtab)
    assert pointed == [FIRST, SECOND, SECOND]


def test_the_mouse_over_a_link_points_at_it(qtbot: QtBot, text: AnswerText) -> None:
    _add(text, *CLAIMS)
    with qtbot.waitSignal(text.citation_pointed) as pointed:
        qtbot.mouseMove(text.viewport(), _middle(text, 0))
    citation, verdict, area = pointed.args
    assert (citation, verdict) == (FIRST, Verdict.SUPPORTED)
    assert area.contains(text.viewport().mapToGlobal(_middle(text, 0)))
    with qtbot.waitSignal(text.citation_left):
        qtbot.mouseMove(text.viewport(), QPoint(3, 5))


def test_a_passage_is_one_link_as_a_whole(qtbot: QtBot, text: AnswerText) -> None:
    text.add_passage(Citation(0, "1", "long " * 200, (), 0.5))
    text.add_passage(FIRST)
    assert "…” p.1" in _shown(text)
    with qtbot.waitSignal(text.citation_activated) as activated:
        qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=_middle(text, 1))
    assert activated.args == [FIRST]


def test_the_copied_text_has_characters_for_signs(text: AnswerText) -> None:
    _add(text, *CLAIMS)
    text.selectAll()
    text.copy()
    assert QGuiApplication.clipboard().text() == "It saves memory. ✓ (p.5) It is slow. ⚠ It reads twice. ◌ (p.7)"


def test_it_is_as_tall_as_its_text(qtbot: QtBot, text: AnswerText) -> None:
    _add(text, *CLAIMS)
    one = text.height()
    _add(text, *CLAIMS * 5)
    assert text.height() > 3 * one
    assert text.height() >= text.document().size().height()


def test_markup_is_shown_as_it_is_written(text: AnswerText) -> None:
    evil = '<a href="http://evil.test">x</a> <img src="file:///etc/passwd"> ![p](http://evil.test/p.png) &amp;'
    _add(text, Claim(evil, Verdict.EXACT, (Citation(0, "<b>1</b>", evil, (), 1.0),)))
    text.set_tail(evil)
    assert _shown(text).count(evil) == 2
    assert _hrefs(text.document()) == ["citation:0"]


def test_nothing_is_loaded(text: AnswerText) -> None:
    for kind in (QTextDocument.ResourceType.ImageResource, QTextDocument.ResourceType.HtmlResource):
        assert text.loadResource(kind, QUrl("file:///etc/passwd")) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(words=st.text(max_size=80), tail=st.text(max_size=40))
def test_any_text_leaves_only_our_own_links(text: AnswerText, words: str, tail: str) -> None:
    text.clear_all()
    _add(text, Claim(words, Verdict.SUPPORTED, (Citation(2, "3", words, (), 1.0),)))
    text.set_tail(tail)
    text.set_tail("")
    assert _hrefs(text.document()) == ["citation:0"]
    assert _shown(text).endswith("* (p.3)")
    assert text.document().blockCount() == 1
