from dataclasses import replace

import pytest

from reader.core.answer import Answer, Claim, Coverage, Status, Verdict
from reader.core.digest import Digest, DigestHead
from reader.core.digest_themes import introduction_of, themes_of
from reader.core.paper_head import PaperHead
from reader.core.paper_note import NoteItem, PaperNote

DIGEST = Digest("d1", "", "", "en", "none", "paper")


def a_note(title: str, abstract: str = "", category: str = "", published: str = "", summary: str = "") -> PaperNote:
    head = PaperHead(title, abstract=abstract, categories=(category,) if category else (), published=published)
    note = PaperNote(title, "d", "/p.pdf", "en", "none", "paper", "done", "", "", head=head)
    return note.with_answer("summary", an_answer("answered", summary)) if summary else note


def an_answer(status: Status, *sentences: str, verdict: Verdict = Verdict.EXACT) -> Answer:
    claims = tuple(Claim(sentence, verdict) for sentence in sentences)
    return Answer("a", "d", "", status, "en", claims, (), Coverage(1, 1), "none", "")


LLAMA = a_note(
    "LLaMA: Open and Efficient Foundation Language Models",
    "We introduce LLaMA, a collection of foundation language models. LLaMA-13B outperforms GPT-3 on most benchmarks.",
    "cs.CL",
    "2023-02-27",
)
LOMO = a_note(
    "Full Parameter Fine-tuning for Large Language Models with Limited Resources",
    "Large Language Models (LLMs) demand massive GPU resources for training. We propose a new optimizer, LOw-Memory"
    " Optimization (LOMO), which fuses gradient computation and update. By integrating LOMO with existing memory"
    " saving techniques, we reduce memory usage to 10.8% compared to the standard approach (DeepSpeed solution).",
    "cs.CL",
    "2023-06-16",
)
LOMO = replace(
    LOMO, items=tuple(NoteItem(f"q {asked}", asked, "set") for asked in ("What is LOMO?", "How does LOMO work?"))
)
MAMBA = a_note(
    "Mamba: Linear-Time Sequence Modeling with Selective State Spaces",
    "Foundation models are almost universally based on the Transformer architecture. Language modeling is shown.",
    "cs.LG",
    "2023-12-01",
)


def test_what_papers_share_comes_first_then_what_each_is_called() -> None:
    assert themes_of([LLAMA, LOMO, MAMBA], "en") == ("language models", "LLaMA", "LOMO", "Mamba")


def test_one_word_is_a_theme_only_where_it_says_something() -> None:
    notes = [
        a_note("Structured Pruning of Vision Transformers", "We show that pruning improves the results of models."),
        a_note("A Study of Pruning", "Pruning and its performance, results and data."),
    ]
    themes = themes_of(notes, "en")
    assert themes[0] == "pruning"
    assert not {"results", "performance", "models", "data", "study"} & set(themes)


def test_no_theme_is_said_twice_and_there_are_at_most_eight() -> None:
    notes = [a_note(f"{name}: Robot Manipulation by {name}", "Robot manipulation is hard.") for name in "ABCDEFGHIJ"]
    notes = [replace(note, head=replace(note.head, title=note.head.title.replace(":", "Bot:", 1))) for note in notes]
    themes = themes_of(notes, "en")
    assert themes[:2] == ("robot manipulation", "ABot")
    assert len(themes) == len(set(themes)) == 8


def test_a_single_paper_has_its_name_its_subject_and_its_category() -> None:
    assert themes_of([MAMBA], "en") == ("Mamba", "linear-time sequence modeling", "cs.LG")


def test_a_paper_without_a_name_is_what_its_title_says() -> None:
    assert themes_of([a_note("On the Dangers of Stochastic Parrots")], "en") == ("stochastic parrots",)
    assert themes_of([a_note("機械翻訳の評価")], "ja") == ("機械翻訳",)
    assert themes_of([a_note("A")], "en") == ()
    assert themes_of([], "en") == ()


def test_japanese_notes_have_japanese_themes() -> None:
    notes = [
        replace(LLAMA, language="ja").with_answer(
            "summary", an_answer("answered", "LLaMAは大規模言語モデルの集まりで、性能を向上させた。")
        ),
        replace(LOMO, language="ja").with_answer(
            "summary", an_answer("answered", "LOMOは大規模言語モデルのメモリ使用量を減らし、性能を保つ。")
        ),
    ]
    assert themes_of(notes, "ja")[:3] == ("大規模言語モデル", "LLaMA", "LOMO")


def test_a_name_is_taken_from_the_summary_where_there_is_no_abstract() -> None:
    said = "We propose a new optimiser called LOMO. LOMO needs little memory. With LOMO two steps are fused on GPUs."
    assert themes_of([a_note("Tuning With Little Memory", summary=said)], "en")[0] == "LOMO"


def test_what_everybody_has_is_no_name() -> None:
    asked = ("What is an LLM?", "How do LLMs do IE?", "On which GPUs?", "Is IE done on GPUs?")
    items = tuple(NoteItem(question, question, "set") for question in asked)
    assert themes_of([replace(a_note("LLMs for IE on GPUs"), items=items)], "en") == ()


def test_the_introduction_counts_what_the_notes_hold() -> None:
    items = (
        NoteItem("q1", "What?", "set", an_answer("answered", "It is so.", "It is blue.")),
        NoteItem("q2", "Why?", "set", an_answer("not_found")),
        NoteItem("q3", "When?", "set", an_answer("answered", "Now.", verdict=Verdict.UNSUPPORTED)),
        NoteItem("q4", "Who?", "set"),
    )
    notes = [
        replace(LLAMA, items=items),
        replace(LOMO, items=()).with_answer("summary", an_answer("answered", "It is.")),
        MAMBA,
    ]
    assert introduction_of(DIGEST, notes, ["a", "b", "c"], failed=2) == (
        "These are the notes of 3 papers dated 2023-02-27 to 2023-12-01. Themes: a, b and c. Categories:"
        " cs.CL (2) and cs.LG (1).",
        "Questions: 3; answered: 2. Where a paper has no answer (1), the note says so. Sentences: 4; found in a"
        " sentence of their paper: 3; each of the others is marked.",
        "2 papers could not be taken in; they are named at the end.",
    )
    assert introduction_of(replace(DIGEST, language="ja"), notes, ["a", "b"], failed=1) == (
        "論文3本（2023-02-27から2023-12-01まで）のメモです。テーマはa、bです。分野はcs.CL（2本）、cs.LG（1本）です。",
        "質問3問のうち2問に回答があります。論文に答えが見つからなかった1問は、その旨を記しています。"
        "4文のうち3文は論文の文と照合できました。それ以外の文には印を付けています。",
        "1本は読み込めませんでした。末尾に理由を記しています。",
    )


def test_of_nothing_there_is_nothing_to_say() -> None:
    assert introduction_of(DIGEST, [], []) == ()
    assert introduction_of(DIGEST, [], [], failed=1) == ("1 paper could not be taken in; it is named at the end.",)


def test_where_all_is_well_the_introduction_is_short() -> None:
    items = tuple(NoteItem(f"q{n}", "What?", "set", an_answer("answered", "So.")) for n in range(2))
    notes = [replace(LLAMA, items=items), a_note("Undated")]
    assert introduction_of(DIGEST, notes, []) == (
        "These are the notes of 2 papers, 1 of them dated 2023-02-27. Categories: cs.CL (1).",
        "All 2 questions are answered. All 2 sentences were found in a sentence of their paper.",
    )
    assert introduction_of(replace(DIGEST, language="ja"), notes, []) == (
        "論文2本（うち1本は2023-02-27）のメモです。分野はcs.CL（1本）です。",
        "質問2問のすべてに回答があります。2文すべてを論文の文と照合できました。",
    )


@pytest.mark.parametrize(
    ("head", "notes", "said"),
    [
        (DigestHead(), [LLAMA], "This is the note of 1 paper dated 2023-02-27. Theme: x."),
        (DigestHead(), [a_note("Undated")], "This is the note of 1 paper. Theme: x."),
        (DigestHead(period_from="2023-01-01"), [LLAMA], "This is the note of 1 paper dated 2023-01-01. Theme: x."),
        (
            DigestHead(period_from="2023-01-01", period_to="2023-01-07"),
            [a_note("Undated")],
            "This is the note of 1 paper dated 2023-01-01 to 2023-01-07. Theme: x.",
        ),
    ],
)
def test_the_period_is_what_was_asked_for_else_that_of_the_papers(
    head: DigestHead, notes: list[PaperNote], said: str
) -> None:
    assert introduction_of(replace(DIGEST, head=head), notes, ["x"])[0].startswith(said)
