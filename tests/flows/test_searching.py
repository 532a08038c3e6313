"""A search by words and by meaning, on documents in memory."""

import asyncio
from pathlib import Path

from reader.core.errors import WorkerDied
from reader.core.ranking import Parts
from reader.flows.embedding import embed_all
from reader.flows.searching import Searched, search
from tests.flows.desk import desk
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
