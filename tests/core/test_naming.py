import pytest

from reader.core.naming import named_documents, names_of, short_names

PAPERS = (
    ("LLaMA: Open and Efficient Foundation Language Models", "2302.13971.pdf"),
    ("Full Parameter Fine-tuning for Large Language Models with Limited Resources", "2306.09782v1.pdf"),
    ("Mamba: Linear-Time Sequence Modeling with Selective State Spaces", "papers/2312.00752.pdf"),
)
REPORTS = tuple(
    (f"{name}_10K", f"{name}_10K.pdf") for name in ("3M_2018", "BESTBUY_2019", "BESTBUY_2023", "ADOBE_2022")
)


def named(question: str, documents: tuple[tuple[str, str], ...] = PAPERS, **holding: int) -> list[int]:
    found = named_documents(question, [names_of(*document) for document in documents], holding)
    return sorted(found, key=lambda number: -found[number])


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("In the Mamba paper, what is the training data?", [2]),
        ("mambaの論文では何が提案されていますか？", [2]),
        ("LLaMAとMambaの違いは？", [0, 2]),
        ("What does 2306.09782 say about memory?", [1]),
        ("How does full parameter fine-tuning with limited resources work?", [1]),
        ("How is a language model trained?", []),
        ("What is the state of the art?", []),
        ("", []),
    ],
)
def test_a_document_is_named_by_its_title_what_stands_before_the_colon_or_its_file(
    question: str, documents: list[int]
) -> None:
    assert named(question) == documents


def test_a_file_name_written_in_one_word_is_found_in_two() -> None:
    assert named("What was Best Buy's revenue in 2023?", REPORTS)[0] == 2
    assert set(named("What was Best Buy's revenue?", REPORTS)) <= {1, 2}
    assert named("What was 3M's capex in 2018?", REPORTS) == [0]


def test_the_year_of_a_report_is_written_in_many_ways() -> None:
    for year in ("2023", "FY2023", "FY 2023", "FY23", "fiscal year 2023"):
        assert named(f"What was Best Buy's revenue in {year}?", REPORTS)[0] == 2


def test_a_year_names_nothing() -> None:
    assert named("What happened in 2022?", REPORTS) == []


def test_a_word_that_stands_in_most_documents_is_no_name() -> None:
    papers = (
        ("Memory: a survey of what is known of it", "a.pdf"),
        ("Another paper", "b.pdf"),
        ("A third one", "c.pdf"),
    )
    assert named("How is memory saved?", papers, memori=3) == []
    assert named("How is memory saved?", papers, memori=1) == [0]


def test_short_names_are_a_word_or_two_each_its_own() -> None:
    assert short_names(PAPERS) == ["LLaMA", "Full Parameter…", "Mamba"]
    same = short_names([("Report", "x/a.pdf"), ("Report", "x/b.pdf"), ("Other", "c.pdf")])
    assert same == ["a", "b", "Other"]
    assert len(set(short_names([("Report", "x/a.pdf"), ("Report", "y/a.pdf"), ("", "a.pdf")]))) == 3
