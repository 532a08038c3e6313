"""What a summary is made from: abstract, new points, conclusion, wherever their headings stand."""

from reader.core.document import PageText, Region
from reader.core.summary_sources import summary_passages, telling_sentences

ABSTRACT = (
    "Models are large and memory is small. We propose a new optimizer, LOMO, which fuses two steps into one. With LOMO"
    " the memory usage falls to 10.8% of the standard solution. Rain falls in the north."
)
NEW = "Our contributions are as follows. We analyse memory. We show that SGD is enough."
OLD = "Models have been large for a long time, and nobody knows why that is so."
CONCLUSION = "In this paper, we presented LOMO. It trains 65B models on one machine."


def page(page_index: int, *parts: tuple[str, str]) -> PageText:
    text, regions = "", []
    for kind, part in parts:
        if kind != "body":
            regions.append(Region(kind, len(text), len(text) + len(part)))  # type: ignore[arg-type]
        text += part + "\n\n"
    return PageText(page_index, text, b"", tuple(regions))


PAGES = [
    page(
        0,
        ("running", "Preprint"),
        ("heading", "On Memory"),
        ("body", "A. Author, B. Author"),
        ("heading", "ABSTRACT"),
        ("body", ABSTRACT),
        ("heading", "1 INTRODUCTION"),
        ("body", OLD),
        ("footnote", "1 We propose this note."),
    ),
    page(1, ("body", NEW), ("heading", "2 METHOD"), ("body", "We propose steps."), ("heading", "5 Conclusion")),
    page(2, ("body", CONCLUSION), ("heading", "REFERENCES"), ("body", "A. Author. 2020. We propose.")),
]


def texts(pages: list[PageText], abstract: str = "") -> list[str]:
    return [passage.text.strip() for passage in summary_passages(pages, abstract)]


def test_abstract_and_conclusion_are_found_under_their_headings() -> None:
    found = summary_passages(PAGES)
    assert found[0].text.strip() == ABSTRACT
    assert all(PAGES[p.page_index].text[p.start : p.end] == p.text for p in found)
    assert "A. Author" not in " ".join(p.text for p in found)


def test_a_section_goes_on_over_the_page_end() -> None:
    moved = [
        page(0, ("heading", "Abstract"), ("body", ABSTRACT), ("heading", "1 Introduction"), ("body", NEW)),
        page(1, ("heading", "6 CONCLUSIONS AND FUTURE WORK"), ("body", "We presented LOMO.")),
    ]
    assert texts(moved) == [ABSTRACT, NEW, "We presented LOMO."]


def test_the_heads_abstract_is_looked_up_where_no_heading_names_it() -> None:
    without = [page(0, ("heading", "On Memory"), ("body", "A. Author"), ("body", ABSTRACT), ("body", OLD))]
    assert texts(without, ABSTRACT.replace("standard solution", "standard\nsolution")) == [ABSTRACT]
    assert texts(without)[0].startswith("A. Author")


def test_a_document_without_any_of_it_gives_nothing() -> None:
    assert summary_passages([page(0, ("heading", "Photographs"))]) == []
    assert summary_passages([]) == []
    assert telling_sentences([]) == []


def test_long_sections_are_cut_at_a_sentence() -> None:
    long = [page(0, ("heading", "Abstract"), ("body", "We propose a very long abstract. " * 200))]
    (passage,) = summary_passages(long)
    assert len(passage.text) <= 2400
    assert passage.text.endswith("abstract.")


def test_sentences_tell_what_it_is_what_was_measured_and_how() -> None:
    found = telling_sentences(summary_passages(PAGES))
    said = [PAGES[quote.page_index].text[quote.start : quote.end] for quote in found]
    assert said[0].startswith("We propose a new optimizer")
    assert "10.8%" in said[1]
    assert not any("Rain" in sentence for sentence in said[:2])
    assert len(said) <= 4


def test_japanese_sections_are_known() -> None:
    pages = [
        page(0, ("heading", "概要"), ("body", "本論文では省メモリな最適化手法を提案する。実験で10%に削減した。")),
        page(1, ("heading", "6 おわりに"), ("body", "本研究では手法を提案し、有効性を示した。")),
    ]
    assert len(texts(pages)) == 2
    assert len(telling_sentences(summary_passages(pages))) >= 2
