"""The language a model is held to."""

from pathlib import Path

from reader.core.answer import Remark, Verdict
from reader.core.prompt import NOT_FOUND
from reader.engine.scripted import ScriptedModel
from reader.flows.events import Text, Withdrawn
from tests.flows.asking import HOW_FAR, JAPANESE, SAID, answered, answered_from, last_of


def test_an_answer_in_the_wrong_language_is_taken_back_and_asked_for_again(tmp_path: Path) -> None:
    right = "LOMOはメモリ使用量を標準的な手法の10.8 %に削減する。"
    model = ScriptedModel([f"{SAID} The rest of it is never read.", right])
    events = answered_from(tmp_path, JAPANESE, model, HOW_FAR)
    result = last_of(events)
    assert [claim.text for claim in result.claims] == [right]
    assert result.claims[0].verdict is Verdict.EXACT
    assert result.remarks == ()
    assert [type(event) for event in events].count(Withdrawn) == 1
    withdrawn = events.index(Withdrawn())
    written = "".join(event.delta for event in events[:withdrawn] if isinstance(event, Text))
    assert len(written) < len(SAID) + 10, "it ends as soon as the language is seen"
    first, second = (prompt[-1].content for prompt in model.prompts)
    assert "Japanese" in first
    assert second.startswith(first), "firmer, and nothing is read twice"


def test_an_answer_that_stays_in_the_wrong_language_is_kept_and_says_so(tmp_path: Path) -> None:
    result = last_of(answered_from(tmp_path, JAPANESE, ScriptedModel([SAID]), HOW_FAR))
    assert result.claims[0].text == SAID
    assert result.claims[0].verdict is not Verdict.EXACT
    assert Remark.OTHER_LANGUAGE in result.remarks
    assert result.claims[-1].is_quotation, "the document's own words stand below it"


def test_a_name_and_a_number_are_of_any_language(tmp_path: Path) -> None:
    events = answered_from(tmp_path, JAPANESE, ScriptedModel(["LOMO."]), HOW_FAR)
    assert Withdrawn() not in events


def test_a_document_that_does_not_say_it_is_no_matter_of_language(tmp_path: Path) -> None:
    model = ScriptedModel([NOT_FOUND])
    events = answered_from(tmp_path, JAPANESE, model, HOW_FAR)
    assert "必ず日本語" not in "".join(prompt[-1].content for prompt in model.prompts), (
        "it is not asked again for Japanese"
    )
    assert last_of(events).remarks == (Remark.DECLINED,)


def test_the_heading_above_an_excerpt_is_no_sentence(tmp_path: Path) -> None:
    model = ScriptedModel([f"[Experiment | 4.1 MEMORY PROFILE]\n{SAID}"])
    assert [claim.text for claim in answered(tmp_path, model).claims] == [SAID]
