"""The questions of a note: from the set that suits, from headings, and from a model that is large enough."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader import paths
from reader.core.document import OutlineItem
from reader.core.errors import QuestionSetUnusable, WorkerDied
from reader.core.paper_head import PaperHead
from reader.core.paper_note import NoteItem
from reader.engine.llm import Message
from reader.engine.scripted import ScriptedModel
from reader.flows.note_questions import choose_questions, set_for
from tests.flows.note_desk import PAPER, note_desk

HEAD = PaperHead(title="A Method for Saving Memory", abstract="We propose a new optimiser.")
PROPOSED = (
    "1. What is fused in LOMO?\n- Why is SGD enough for tuning?\nHere you are.\nQ?\n為什麼？\nWhat is LOMO?\n"
    "What is said about everything that is in this paper and in all of the papers that it cites and that cite it?\n"
    "What is cut"
)


def chosen(
    folder: Path,
    model: Any = None,
    language: str = "en",
    set_name: str = "paper",
    count: int = 10,
    outline: Sequence[OutlineItem] = (),
) -> list[NoteItem]:
    async def run() -> list[NoteItem]:
        async with note_desk(folder) as here:
            here.document.outline = tuple(outline)
            return await choose_questions(here.document, HEAD, set_name, language, model, count)

    return asyncio.run(run())


def test_the_set_is_filled_with_the_papers_name_in_the_notes_language(tmp_path: Path) -> None:
    items = chosen(tmp_path, language="ja")
    assert (items[0].question, items[0].in_document_language) == ("LOMOとは何ですか？", "What is LOMO?")
    assert items[-1].kind == "links"
    assert len(items) <= 10
    assert len({item.item_id for item in items}) == len(items)


def test_headings_give_questions_with_their_words_in_both_languages(tmp_path: Path) -> None:
    items = chosen(tmp_path, language="ja", outline=[OutlineItem(1, "Half Precision Numbers", 2, None)])
    (heading,) = [item for item in items if item.origin == "heading"]
    assert heading.question == "「Half Precision Numbers」について何が書かれていますか？"
    assert heading.in_document_language == "What does the section “Half Precision Numbers” explain?"
    assert not any("文書は何について" in item.question for item in items)


def test_a_model_proposes_questions_and_what_is_none_is_dropped(tmp_path: Path) -> None:
    model = ScriptedModel([""], aside=lambda messages: PROPOSED)
    of_model = [item.question for item in chosen(tmp_path, model) if item.origin == "model"]
    assert of_model == ["What is fused in LOMO?", "Why is SGD enough for tuning?"]
    assert "We propose a new optimiser." in model.asides[0][-1].content


def test_proposals_are_translated_and_their_own_words_are_kept(tmp_path: Path) -> None:
    def aside(messages: Sequence[Message]) -> str:
        text = messages[-1].content
        if "Translate" not in text:
            return PROPOSED
        return "LOMOでは何が融合されますか？" if "fused" in text else "no Japanese"

    items = chosen(tmp_path, ScriptedModel([""], aside=aside), "ja")
    (of_model,) = [item for item in items if item.origin == "model"]
    assert of_model.question == "LOMOでは何が融合されますか？"
    assert of_model.in_document_language == "What is fused in LOMO?"


@pytest.mark.parametrize("count", [3, 10])
def test_a_small_model_is_not_asked_nor_one_for_which_there_is_no_room(tmp_path: Path, count: int) -> None:
    model = ScriptedModel([""], aside=lambda messages: PROPOSED, is_small=count == 10)
    items = chosen(tmp_path, model, count=count)
    assert model.asides == []
    assert len(items) <= count


def test_a_model_that_dies_costs_its_proposals_only(tmp_path: Path) -> None:
    class Dying(ScriptedModel):
        async def generate(self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False) -> Any:
            raise WorkerDied("llm", -9)
            yield ""

    items = chosen(tmp_path, Dying([""]))
    assert "What is LOMO?" in [item.question for item in items]
    assert not any(item.origin == "model" for item in items)


def test_an_own_set_is_asked_and_its_mistake_is_told(tmp_path: Path) -> None:
    folder = paths.question_sets_dir()
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('[[question]]\nen = "What about {name} and rain?"\n', "utf-8")
    assert [item.question for item in chosen(tmp_path, set_name="mine", count=1)] == ["What about LOMO and rain?"]
    (folder / "mine.toml").write_text("[[question]]\n", "utf-8")
    with pytest.raises(QuestionSetUnusable):
        chosen(tmp_path, set_name="mine")


def test_the_set_is_that_of_the_head_or_of_the_first_page(tmp_path: Path) -> None:
    async def run() -> list[str]:
        async with note_desk(tmp_path, ("A Survey of Optimisers\n\nWe look at all of them.", *PAPER[1:])) as here:
            survey = replace(HEAD, title="A Survey of Optimisers")
            made = PaperHead(title="LOMO")
            return [await set_for(here.document, head) for head in (HEAD, survey, made)]

    assert asyncio.run(run()) == ["paper", "survey", "paper"]
