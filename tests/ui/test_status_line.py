"""The line at the foot of the window."""

from reader.core.answer import Coverage
from reader.core.document import DocumentInfo, PageSize
from reader.flows.embedding import EmbeddingCoverage
from reader.flows.recognising import Progress
from reader.ui.status_line import StatusLine


def _info(labels: tuple[str, ...] | None = None) -> DocumentInfo:
    return DocumentInfo("a.pdf", "id", (PageSize(595, 842),) * 3, labels, "", "", is_repaired=False)


def test_it_says_page_coverage_model_and_that_nothing_leaves_the_computer(qtbot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    assert line.text() == "offline"
    line.set_document(_info())
    line.set_model("Small 135M")
    line.set_page(1)
    line.set_coverage(Coverage(1, 3))
    assert line.text() == "p. 2 of 3  ·  reading: 1 of 3 pages  ·  Small 135M  ·  offline"
    line.set_coverage(Coverage(3, 3))
    assert "read all 3 pages" in line.text()
    line.set_document(None)
    assert line.text() == "Small 135M  ·  offline"
    line.set_model("Big 7B", "example.org:8000")
    assert line.text() == "Big 7B  ·  text goes to example.org:8000"


def test_it_says_how_far_search_by_meaning_is_until_it_is_ready(qtbot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_document(_info())
    line.set_embedding(EmbeddingCoverage(4, 10))
    assert "preparing search by meaning: 40 %" in line.text()
    assert "in other words" in line.toolTip()
    for coverage in (EmbeddingCoverage(10, 10), EmbeddingCoverage(0, 0), None):
        line.set_embedding(coverage)
        assert "meaning" not in line.text()
        assert line.toolTip() == ""


def test_printed_label_stands_beside_the_count_where_they_differ(qtbot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_document(_info(("i", "ii", "3")))
    line.set_page(1)
    assert line.text().startswith("p. ii (PDF 2 of 3)")
    line.set_page(2)
    assert line.text().startswith("p. 3 of 3")


def test_pages_without_text_are_not_called_read(qtbot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_document(_info())
    line.set_coverage(Coverage(1, 3, without_text=1))
    assert "reading: 2 of 3 pages" in line.text()
    line.set_coverage(Coverage(1, 3, without_text=2))
    assert "read 1 of 3 pages, the others have no text" in line.text()
    line.set_recognising(Progress(0, 2, None))
    assert "reading pictures of text: 0 of 2 pages  ·" in line.text()
    line.set_recognising(Progress(1, 2, 3.6))
    assert "1 of 2 pages, about 4 s left" in line.text()
    line.set_recognising(Progress(1, 2, 600))
    assert "about 10 min left" in line.text()
    line.set_recognising(None)
    line.set_coverage(Coverage(3, 3))
    assert "read all 3 pages" in line.text()


def test_it_says_how_far_several_documents_have_been_read(qtbot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_opening(3, 12)
    assert line.text() == "looking at 3 of 12 documents  ·  offline"
    line.set_coverage_of_several(Coverage(40, 300, 2))
    assert line.text() == "reading all documents: 42 of 300 pages  ·  offline"
    for coverage in (Coverage(298, 300, 2), None):
        line.set_coverage_of_several(coverage)
        assert line.text() == "offline"
