"""Question and document in different languages, and selections that are to be translated."""

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Any

from reader.core.answer import Remark, Verdict
from reader.core.errors import WorkerDied
from reader.core.prompt import NOT_FOUND
from reader.engine.scripted import ScriptedModel
from reader.flows.answering import answer
from reader.flows.events import Cited, Finished, Found, Translating
from tests.flows.asking import (
    ASKED,
    FREE,
    HOW_FAR,
    QUESTION,
    SAID,
    SAID_JA,
    WRONG,
    answered_from,
    events_of,
    last_of,
    selected,
    translator,
)
from tests.flows.desk import BOOK, desk


def test_across_languages_all_is_checked_in_the_documents_and_then_translated(tmp_path: Path) -> None:
    model = ScriptedModel([SAID], aside=translator(SAID_JA))
    events = answered_from(tmp_path, BOOK, model, HOW_FAR)
    result = last_of(events)
    (claim,) = result.claims
    assert claim.text == SAID_JA
    assert claim.verdict is Verdict.SUPPORTED, "the page does not say it in these words"
    assert claim.citations[0].quote.rstrip(".") == SAID.rstrip(".")
    assert result.language == "ja"
    assert result.remarks == (Remark.TRANSLATED,)
    (prompt,) = model.prompts
    assert prompt[-1].content.endswith(ASKED)
    told = [event.claim.text for event in events if isinstance(event, Cited)]
    assert told == [SAID, SAID_JA], "the checked sentence is there until its translation comes"
    assert [event.position for event in events if isinstance(event, Cited)] == [0, 0]
    assert [type(event) for event in events].count(Found) == 2


def test_a_translation_that_loses_a_number_is_made_again(tmp_path: Path) -> None:
    model = ScriptedModel([SAID], aside=translator("LOMOはメモリ使用量を削減する。", SAID_JA))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert [claim.text for claim in result.claims] == [SAID_JA]
    assert len(model.asides) == 3


def test_reduced_by_is_set_right_where_it_is_reduced_to(tmp_path: Path) -> None:
    model = ScriptedModel([SAID], aside=translator("LOMOはメモリ使用量を標準的な手法の10.8 %削減する。"))
    (claim,) = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR)).claims
    assert claim.text == "LOMOはメモリ使用量を標準的な手法の10.8 %に削減する。"


def test_a_sentence_that_cannot_be_translated_stays_as_it_was_checked(tmp_path: Path) -> None:
    wrong = "LOMOはメモリ使用量を10.8 %に増やす。"
    model = ScriptedModel([SAID], aside=translator(*[wrong] * 9))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    (claim,) = result.claims
    assert (claim.text, claim.verdict) == (SAID, Verdict.EXACT)
    assert result.remarks == (Remark.UNTRANSLATED,)
    assert wrong not in result.text


def test_a_sentence_that_nothing_supports_is_left_out_of_a_translated_answer(tmp_path: Path) -> None:
    model = ScriptedModel([f"{SAID} {WRONG}"], aside=translator(SAID_JA))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert [claim.text for claim in result.claims] == [SAID_JA]
    assert set(result.remarks) == {Remark.TRANSLATED, Remark.LEFT_OUT}


def test_where_nothing_is_supported_quotations_are_translated(tmp_path: Path) -> None:
    model = ScriptedModel([WRONG], aside=translator(SAID_JA, "1台のマシンと8枚のRTX 3090で65Bモデルの訓練が可能です。"))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert result.claims[0].text.startswith(SAID_JA)
    assert WRONG not in result.text
    assert all(claim.citations for claim in result.claims)


def test_a_misreading_gives_way_to_what_the_document_says(tmp_path: Path) -> None:
    said = "LOMO reduces the memory usage by 10.8 % of the standard solution."
    model = ScriptedModel([said], aside=translator(SAID_JA))
    (claim,) = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR)).claims
    assert claim.text == SAID_JA
    assert claim.citations[0].quote == SAID


def test_what_the_document_does_not_say_is_asked_for_once_more_and_then_said_so(tmp_path: Path) -> None:
    model = ScriptedModel([NOT_FOUND, NOT_FOUND], aside=translator())
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert Remark.DECLINED in result.remarks
    assert all(claim.is_quotation for claim in result.claims)
    assert len(model.prompts) == 2


def test_an_answer_that_was_refused_at_first_is_taken_where_the_document_says_it(tmp_path: Path) -> None:
    model = ScriptedModel([NOT_FOUND, SAID], aside=translator(SAID_JA))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert [claim.text for claim in result.claims] == [SAID_JA]
    assert result.remarks == (Remark.TRANSLATED,)


def test_an_invented_answer_after_a_refusal_is_withdrawn(tmp_path: Path) -> None:
    model = ScriptedModel([NOT_FOUND, WRONG], aside=translator())
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert Remark.DECLINED in result.remarks
    assert WRONG not in result.text


def test_a_question_in_the_documents_language_may_be_answered_in_another(tmp_path: Path) -> None:
    model = ScriptedModel([SAID], aside=translator(SAID_JA))
    result = last_of(answered_from(tmp_path, BOOK, model, QUESTION, language="ja"))
    assert [claim.text for claim in result.claims] == [SAID_JA]
    assert len(model.asides) == 1, "the question needs no translation"


def test_a_small_model_translates_nothing(tmp_path: Path) -> None:
    model = ScriptedModel([SAID_JA], is_small=True)
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert model.asides == []
    assert "Japanese" in model.prompts[0][-1].content
    assert SAID_JA not in result.text, "nothing of the document says it in Japanese"
    assert all(claim.is_quotation for claim in result.claims)


def test_a_model_that_dies_while_it_translates_leaves_the_checked_sentences(tmp_path: Path) -> None:
    def die(messages: Any) -> str:
        if "question" in messages[-1].content:
            return ASKED
        raise WorkerDied("scripted", -9)

    result = last_of(answered_from(tmp_path, BOOK, ScriptedModel([SAID], aside=die), HOW_FAR))
    assert (result.status, [claim.text for claim in result.claims]) == ("error", [SAID])


def test_a_question_that_cannot_be_translated_is_searched_as_it_is(tmp_path: Path) -> None:
    left = iter(["これは訳ではありません。", SAID_JA])
    model = ScriptedModel([SAID], aside=lambda _messages: next(left))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert [claim.text for claim in result.claims] == [SAID_JA]
    assert "Answer in English" in model.prompts[0][-1].content


def test_stop_while_the_question_is_translated_leaves_a_stopped_question(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            async with aclosing(answer(here.document, HOW_FAR, ScriptedModel([SAID]), here.notebook)) as events:
                async for event in events:
                    if isinstance(event, Translating):
                        break
            (kept,) = await here.notebook.answers(here.document.document_id)
            assert (kept.status, kept.claims) == ("stopped", ())

    asyncio.run(ask())


def test_stop_in_the_middle_of_a_translation_keeps_the_checked_sentences(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            model = ScriptedModel([f"{SAID} {FREE}"], aside=translator(SAID_JA))
            async with aclosing(answer(here.document, HOW_FAR, model, here.notebook)) as events:
                async for event in events:
                    if isinstance(event, Cited) and event.claim.text == SAID_JA:
                        break
            (kept,) = await here.notebook.answers(here.document.document_id)
            assert (kept.status, [claim.text for claim in kept.claims]) == ("stopped", [SAID_JA, FREE])

    asyncio.run(ask())


def test_sentences_that_say_the_same_once_translated_become_one(tmp_path: Path) -> None:
    own = "On one machine a 65B model is trained with eight RTX 3090 GPUs."
    ja = "1台のマシンで8枚のRTX 3090 GPUにより65Bモデルの訓練が可能です。"
    model = ScriptedModel([f"{FREE} {SAID} {own}"], aside=translator(ja, SAID_JA, ja))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert [claim.text for claim in result.claims] == [ja, SAID_JA]


def test_where_a_translation_fails_the_sentence_it_rests_on_is_translated(tmp_path: Path) -> None:
    ja = "1台のマシンで8枚のRTX 3090 GPUにより65Bモデルの訓練が可能です。"
    model = ScriptedModel([FREE], aside=translator("", "", "", ja))
    (claim,) = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR)).claims
    assert (claim.text, claim.verdict) == (ja, Verdict.SUPPORTED)
    assert claim.citations[0].page_index == 1


def test_where_the_body_adds_nothing_its_nearest_sentence_stands_beside_the_abstracts(tmp_path: Path) -> None:
    book = (f"ABSTRACT\n\n{SAID}", "The memory usage that LOMO needs is that of the standard inference solution.")
    ja = "LOMOに必要なメモリ使用量は標準的な推論ソリューションと同じです。"
    model = ScriptedModel([SAID, WRONG], aside=translator(SAID_JA, ja))
    claims = last_of(answered_from(tmp_path, book, model, HOW_FAR)).claims
    assert [(claim.text, claim.pages) for claim in claims] == [(SAID_JA, (0,)), (ja, (1,))]


def test_a_name_of_the_question_keeps_its_letters(tmp_path: Path) -> None:
    said = "Training a 65B model with Mamba is possible on one machine with eight RTX 3090 GPUs."
    ja, wrong = (f"{name}による65Bモデルの訓練は8枚のRTX 3090 GPUの1台で可能です。" for name in ("Mamba", "マバナ"))
    book = (*BOOK[:1], BOOK[1].replace("Training a 65B model is", "Training a 65B model with Mamba is"))
    model = ScriptedModel([said], aside=translator(wrong, ja))
    (claim,) = last_of(answered_from(tmp_path, book, model, "Mambaで65Bモデルを訓練できますか?")).claims
    assert claim.text == ja
    assert "Mamba = Mamba" in model.asides[1][-1].content


def test_a_selection_is_translated_sentence_by_sentence(tmp_path: Path) -> None:
    about = selected(1, "LOMO reduces the memory usage to 10.8 % of the standard solution.")
    model = ScriptedModel([""], aside=translator(SAID_JA))
    events = answered_from(tmp_path, BOOK, model, "この箇所を日本語に訳してください。", selection=about)
    (claim,) = last_of(events).claims
    assert (claim.text, claim.verdict) == (SAID_JA, Verdict.SUPPORTED)
    assert claim.citations[0].quote == about.text
    assert model.prompts == []


def test_a_selection_on_a_page_that_is_not_read_yet_is_asked_about_all_the_same(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read(0)
            model = ScriptedModel([SAID], aside=translator(SAID_JA))
            question = "LOMO: この箇所を日本語に訳してください。"
            *_, last = await events_of(here, question, model, selection=selected(1, SAID))
            assert isinstance(last, Finished)
            assert last.answer.status == "answered"
            assert SAID in model.prompts[0][-1].content

    asyncio.run(ask())
