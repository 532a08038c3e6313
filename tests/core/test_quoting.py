from hypothesis import given
from hypothesis import strategies as st

from reader.core.attribution import Evidence
from reader.core.document import PageText, Region
from reader.core.passages import Passage
from reader.core.quoting import best_quotes, has_answer, is_row, opening_quotes, short_excerpts, tells, worth_quoting
from reader.core.sentences import split_sentences

TEXT = "The weather is fine today in the north. LOMO needs 14.6 GB of memory for the training of a model. Rain falls."
WEIGHTS = {"lomo": 2.0, "memori": 1.5, "need": 1.0, "weather": 2.0}


def passage(page_index: int, text: str = TEXT, score: float = 1.0, start: int = 100) -> Passage:
    return Passage(page_index, start, start + len(text), text, score)


def test_the_sentence_with_the_questions_words_is_quoted() -> None:
    (quote,) = best_quotes("How much memory does LOMO need?", [3], [passage(3)], WEIGHTS)
    assert quote.page_index == 3
    assert TEXT[quote.start - 100 : quote.end - 100].startswith("LOMO needs 14.6 GB")


def test_one_quote_a_page_in_the_order_of_the_pages() -> None:
    passages = [passage(5, score=3.0), passage(2, score=2.0), passage(5, start=900), passage(7)]
    assert [quote.page_index for quote in best_quotes("memory of LOMO", [2, 5, 7, 9], passages, WEIGHTS)] == [2, 5, 7]
    assert len(best_quotes("memory of LOMO", [2, 5, 7, 9], passages, WEIGHTS, limit=2)) == 2


def test_a_heading_is_quoted_and_then_what_follows_it() -> None:
    text = "3.1 LOMO memory\n\nIt keeps the gradients of one layer at a time and frees them early."
    quotes = best_quotes("LOMO memory", [0], [passage(0, text)], WEIGHTS)
    assert [text[quote.start - 100 : quote.end - 100] for quote in quotes] == text.split("\n\n")
    assert worth_quoting(quotes) == quotes


def test_the_best_page_is_quoted_and_the_one_with_a_better_passage() -> None:
    quotes = [Evidence(page, 0, 10, score) for page, score in ((0, 9.0), (1, 8.9), (2, 10.0), (3, 11.0))]
    assert worth_quoting(quotes) == [quotes[0], quotes[2]]
    assert worth_quoting(quotes[:2]) == quotes[:1], "as good is not better"
    assert worth_quoting([]) == []


PAGE = (
    "LOMO memory\n\nThe memory that LOMO needs for its training is small."
    " It is small because gradients are freed early in the pass."
    " It needs 14.6 GB for the largest of all the models that were tried out here.\n\nRain falls."
)


def told(question: str, weights: dict[str, float], text: str) -> list[str]:
    quotes = best_quotes(
        question, [0], [passage(0, text[:11], start=0)], weights, {0: PageText(0, text, bytes(8 * len(text)))}
    )
    return [text[quote.start : quote.end] for quote in quotes]


def test_a_sentence_is_quoted_with_the_next_ones_until_it_can_be_read_alone() -> None:
    heading, body, rain = PAGE.split("\n\n")
    assert told("LOMO memory", {"lomo": 2.0, "memori": 1.0}, PAGE)[0] == heading
    assert told("LOMO memory", {"lomo": 2.0, "memori": 1.0}, PAGE)[1] == body
    assert told("What is freed early in the pass?", {"freed": 1.0, "pass": 1.0}, PAGE)[0] == body[body.index("It is") :]
    assert told("Does rain fall?", {"rain": 1.0, "fall": 1.0}, PAGE) == [rain]


def test_a_question_for_a_number_is_answered_with_one() -> None:
    text = "LOMO is discussed. Its memory is needed at once.\n\nAll in all 14.6 GB of memory are needed for it."
    weights = {"memori": 1.0, "need": 1.0}
    assert told("Which memory is needed?", weights, text)[0].startswith("Its memory")
    assert told("How much memory is needed?", weights, text)[0].startswith("All in all 14.6 GB")


def test_a_document_without_half_of_the_words_or_without_what_is_named_has_no_answer() -> None:
    question = "How much memory does the LOMO optimiser need?"
    assert has_answer(question, [passage(0)], {"optimis"}, ())
    assert not has_answer(question, [passage(0)], {"optimis", "memori"}, ())
    assert not has_answer(question, [passage(0)], (), {"LOMO"})
    assert not has_answer(question, [], (), ())


def test_a_question_in_another_language_is_refused_for_names_and_numbers_only() -> None:
    question = "LOMOのメモリ使用量は？"
    assert has_answer(question, [passage(0)], {"lomo", "メモ", "モリ", "使用", "用量"}, ())
    assert not has_answer(question, [passage(0)], (), {"LOMO"})
    assert not has_answer(question, [], (), ())


@given(st.text(), st.lists(st.tuples(st.integers(0, 3), st.text(min_size=1)), max_size=4))
def test_quotes_of_any_passages_lie_within_them(question: str, given_passages: list[tuple[int, str]]) -> None:
    passages = [passage(page, text) for page, text in given_passages if split_sentences(text)]
    quotes = best_quotes(question, [0, 1, 2, 3], passages, {})
    assert len({(quote.page_index, quote.start) for quote in quotes}) == len(quotes)
    for quote in quotes:
        own = next(p for p in passages if p.page_index == quote.page_index)
        assert own.start <= quote.start < quote.end <= own.end
    has_answer(question, passages, (), ())


def quoted(passages: list[Passage]) -> list[str]:
    own = passages[-1]
    return [own.text[quote.start - own.start : quote.end - own.start] for quote in opening_quotes(passages)]


def test_an_opening_is_quoted_from_its_first_sentences_on() -> None:
    told = [
        "LOMO fuses gradient computation and parameter update in one step of training.",
        *(f"Sentence {number} tells more about memory, gradients, throughput and training." for number in range(9)),
    ]
    text = "Saving Memory\n\nJane Doe\n\nAbstract\n\n" + " ".join(told)
    assert quoted([passage(0, text)]) == told[:3]
    assert quoted([passage(0, " ".join(told))]) == told[:3]


def test_an_opening_of_names_alone_is_passed_over() -> None:
    names = passage(0, "Jane Doe\n\nJohn Roe\n\n16 Jun 2023")
    assert opening_quotes([names]) == []
    assert quoted([names, passage(1, TEXT)]) == ["LOMO needs 14.6 GB of memory for the training of a model."]
    assert opening_quotes([]) == []


def test_a_short_excerpt_is_the_quote_between_its_neighbours() -> None:
    text = "First one here. Second one here. Third one here. Fourth one here."
    whole = passage(4, text)
    start = 100 + text.index("Third")
    (excerpt,) = short_excerpts([Evidence(4, start, start + len("Third one here."), 1.0)], [whole])
    assert excerpt.text == "Second one here. Third one here. Fourth one here."
    assert (excerpt.page_index, excerpt.start, excerpt.end) == (4, 100 + text.index("Second"), 100 + len(text))
    assert short_excerpts([Evidence(5, start, start + 5, 1.0)], [whole]) == []


def test_a_quote_ends_with_its_block_and_numbers_of_a_chart_are_not_quoted_after_it() -> None:
    text = "Memory of the optimiser\n\n230 1,700 220 217 212 219\n\nIt is small on every machine that was tried."
    page = Passage(0, 0, len(text), text, 1.0)
    (quote,) = best_quotes("the optimiser's memory", [0], [page], {"memori": 1.0, "optimis": 1.0})
    assert text[quote.start : quote.end] == "Memory of the optimiser"


def test_a_running_head_is_not_quoted_for_the_words_it_shares() -> None:
    head, body = (
        "Memory of the optimiser\n\n",
        "LOMO needs a tenth of the memory that others take for the same model.\n",
    )
    text = head + body
    regions = (Region("running", 0, len(head)), Region("body", len(head), len(text)))
    weights = {"memori": 1.0, "lomo": 1.0, "optimis": 1.2}

    def first_quote(regions: tuple[Region, ...]) -> str:
        page = PageText(0, text, bytes(8 * len(text)), regions)
        quote = best_quotes("memory of the LOMO optimiser", [0], [passage(0, text, start=0)], weights, {0: page})[0]
        return text[quote.start : quote.end].strip()

    assert first_quote(()).startswith("Memory of the optimiser")
    assert first_quote(regions) == body.strip()


def test_the_row_of_a_table_tells_nothing_by_itself() -> None:
    assert not tells("LLaMA-65B A100-80GB 400W 1,022,362 449 MWh 173")
    assert not tells("13B LOMO 2 × RTX 3090 15.92 66.19")
    assert tells("This means that training over our dataset containing 1.4T tokens takes approximately 21 days.")
    assert tells("提案手法は標準的な手法の10.8%にメモリ使用量を削減する。")
    assert not tells("Table 3")
    assert is_row("13B LOMO 2 × RTX 3090 15.92 66.19")
    assert not is_row("A Method for Saving Memory")
    assert not is_row("This means that training over our dataset containing 1.4T tokens takes approximately 21 days.")
