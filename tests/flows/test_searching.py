"""A search by words and by meaning, on documents in memory."""

import asyncio
from dataclasses import replace
from pathlib import Path

from reader.core.document import Region
from reader.core.errors import WorkerDied
from reader.core.passages import read_page
from reader.core.ranking import Parts
from reader.core.search_hints import SearchHints
from reader.flows.embedding import embed_all
from reader.flows.searching import Searched, search
from tests.flows.desk import desk, page_text
from tests.word_embedder import WordEmbedder

PAPER = (
    "This paper is about many things. It begins with a long story of the field and of those who worked in it.",
    "The weather was fine on all days of the trial. Our optimiser needs a tenth of the memory of the one before it."
    " The authors thank their colleagues for the tea.",
    "Cats and dogs were counted in the streets of the town. There were more of them than last year.",
)
ASKED_IN_JAPANESE = "提案手法が必要とするメモリの量は？"


class Translating(WordEmbedder):
    """The question means what its English words would."""

    async def embed_query(self, text: str) -> bytes:
        return await super().embed_query("our optimiser needs memory" if text == ASKED_IN_JAPANESE else text)


def searched(
    folder: Path, question: str, embedder: WordEmbedder | None, parts: Parts | None = None, *, fails: bool = False
) -> Searched:
    async def run() -> Searched:
        async with desk(folder, PAPER) as book:
            await book.read()
            document = book.document
            if embedder is not None:
                await embed_all(document, embedder)
                document.embedder = embedder
                if fails:
                    embedder.failures.append(WorkerDied("meaning", None))
            if parts is not None:
                document.search_parts = parts
            return await search(document, (question,))

    return asyncio.run(run())


def test_a_question_in_another_language_finds_its_page_and_its_sentence_by_meaning(tmp_path: Path) -> None:
    result = searched(tmp_path, ASKED_IN_JAPANESE, Translating())
    assert result.found.pages[0] == 1
    first = result.quotes[0]
    assert PAPER[1][first.start : first.end].startswith("Our optimiser needs a tenth of the memory")
    assert result.has_answer


def test_without_an_embedder_it_finds_nothing(tmp_path: Path) -> None:
    assert searched(tmp_path, ASKED_IN_JAPANESE, None).found.pages == ()


def test_an_embedder_that_fails_costs_its_part_of_the_search_only(tmp_path: Path) -> None:
    result = searched(tmp_path, "How many cats and dogs were counted?", WordEmbedder(), fails=True)
    assert result.found.pages[0] == 2
    assert result.quotes


def test_parts_of_the_search_can_be_left_out(tmp_path: Path) -> None:
    question = "How many cats and dogs were counted?"
    both = searched(tmp_path, question, WordEmbedder())
    words = searched(tmp_path, question, WordEmbedder(), Parts(vectors=False))
    meaning = searched(tmp_path, question, WordEmbedder(), Parts(words=False))
    assert both.found.pages[0] == words.found.pages[0] == meaning.found.pages[0] == 2
    assert 0 in words.found.pages, "it holds one of the question's words"
    assert 0 not in meaning.found.pages, "it is no nearer to the question than the others are"


def searched_with(folder: Path, question: str, hints: SearchHints, pages: tuple[str, ...] = PAPER) -> Searched:
    """Of the first page the first line is a heading."""

    async def run() -> Searched:
        async with desk(folder, pages) as book:
            read = [page_text(number, text) for number, text in enumerate(pages)]
            end = pages[0].find("\n")
            if end > 0:
                read[0] = replace(read[0], regions=(Region("heading", 0, end),))
            await book.document.keep([read_page(page) for page in read])
            return await search(book.document, (question,), hints)

    return asyncio.run(run())


def test_words_that_are_looked_for_find_the_page_and_the_sentence(tmp_path: Path) -> None:
    result = searched_with(tmp_path, "Which animals?", SearchHints(look_for="streets town counted"))
    assert result.is_chosen
    assert result.has_answer
    (quote,) = result.quotes
    assert PAPER[2][quote.start : quote.end] == "Cats and dogs were counted in the streets of the town."
    # and the passage that holds it is what a model reads first
    assert result.found.passages[0].page_index == 2


def test_where_no_sentence_says_such_a_thing_the_document_is_silent(tmp_path: Path) -> None:
    result = searched_with(tmp_path, "How fast is the colour of rain?", SearchHints(look_for="throughput speed story"))
    assert result.is_silent
    assert not result.is_chosen


def test_a_question_about_a_section_is_answered_from_it(tmp_path: Path) -> None:
    pages = ("Stopping Rules\n\nThe run ends when the loss of the held-out set does not fall. It is kept then.", *PAPER)
    hints = SearchHints(section="Stopping Rules")
    result = searched_with(tmp_path, "What does it say about “Stopping Rules”?", hints, pages)
    assert result.has_answer
    assert [pages[q.page_index][q.start : q.end] for q in result.quotes] == [
        "The run ends when the loss of the held-out set does not fall."
    ]
    assert result.found.passages[0].text.strip().startswith("The run ends")
    assert result.found.pages[0] == 0
