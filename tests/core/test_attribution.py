"""What counts as evidence for a sentence. Documents are small; the rules are those of a large one."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reader.core.answer import Verdict
from reader.core.attribution import Attribution, Attributor

PAGES = [
    (
        4,
        "LOMO reduces the memory usage to 10.8 % of the standard solution. Training a 65B model is possible on one"
        " machine with eight RTX 3090 GPUs. The method does not store the gradients of all parameters at once.\n\n"
        "The throughput of AdamW is lower than that of the proposed optimiser by a factor of eleven.",
    ),
    (
        2,
        "Earlier work keeps a copy of the whole optimiser state in memory. The loss changed by −5 points in that run."
        " Not all baselines converge on the small data set. It takes 10-20 hours for each complete run.",
    ),
]
QUESTION = "How does the method save memory?"


def attribute(claim: str, question: str = QUESTION, pages: list[tuple[int, str]] = PAGES) -> Attribution:
    return Attributor(pages, question).attribute(claim)


def quoted(found: Attribution, pages: list[tuple[int, str]] = PAGES) -> list[str]:
    texts = dict(pages)
    return [texts[evidence.page_index][evidence.start : evidence.end] for evidence in found.evidence]


def test_the_pages_own_words_are_exact() -> None:
    found = attribute("LOMO reduces the memory usage to 10.8 % of the standard solution.")
    assert found.verdict is Verdict.EXACT
    assert quoted(found) == ["LOMO reduces the memory usage to 10.8 % of the standard solution"]
    assert [evidence.page_index for evidence in found.evidence] == [4]


def test_typography_does_not_matter_for_exact() -> None:
    pages = [(0, "the opti-\nmiser saves “all” memory，１０．８ GB of it")]
    assert attribute('The optimiser saves "all" memory, 10.8 GB of it.', pages=pages).verdict is Verdict.EXACT


def test_the_same_in_other_words_is_supported() -> None:
    found = attribute("With LOMO the memory usage is reduced to 10.8 % of standard solutions.")
    assert found.verdict is Verdict.SUPPORTED
    assert quoted(found) == ["LOMO reduces the memory usage to 10.8 % of the standard solution."]


def test_a_lead_in_of_a_model_weighs_nothing() -> None:
    plain = attribute("LOMO reduces the memory to 14.6 GB.")
    assert attribute("According to the document, LOMO reduces the memory to 14.6 GB.") == plain


def test_what_no_page_says_is_unsupported_and_has_no_page() -> None:
    found = attribute("Bananas are yellow and grow in warm countries.")
    assert found == Attribution(Verdict.UNSUPPORTED, ())


def test_a_page_that_speaks_of_it_is_a_page_and_no_more() -> None:
    found = attribute("The gradients of parameters are compressed by a throughput optimiser.")
    assert found.verdict is Verdict.PAGE_ONLY
    assert len(found.evidence) == 1


@pytest.mark.parametrize(
    "claim",
    [
        # a number
        "LOMO reduces the memory usage to 12.8 % of the standard solution.",
        "Training a 66B model is possible on one machine with eight RTX 3090 GPUs.",
        "Training a 65B model is possible on one machine with nine RTX 3090 GPUs.",
        "It takes 1020 hours for each complete run.",
        "0.8 % of the standard solution",
        "The loss changed by 5 points in that run.",
        # a unit
        "LOMO reduces the memory usage to 10.8 GB of the standard solution.",
        "Training a 65M model is possible on one machine with eight RTX 3090 GPUs.",
        "It takes 10-20 minutes for each complete run.",
        # a name
        "GaLore reduces the memory usage to 10.8 % of the standard solution.",
        "Gemma reduces the memory usage to 10.8 % of the standard solution.",
        "The throughput of Adafactor is lower than that of the proposed optimiser by a factor of eleven.",
        # a negation
        "LOMO does not reduce the memory usage to 10.8 % of the standard solution.",
        "LOMO never reduces the memory usage to 10.8 % of the standard solution.",
        "The method does store the gradients of all parameters at once.",
        "store the gradients of all parameters at once",
        "All baselines converge on the small data set.",
        "all baselines converge on the small data set",
    ],
)
def test_a_changed_number_unit_name_or_negation_is_not_evidence(claim: str) -> None:
    assert attribute(claim).verdict in (Verdict.PAGE_ONLY, Verdict.UNSUPPORTED)


@pytest.mark.parametrize(
    "claim",
    [
        "LOMOはメモリ使用量を標準的な手法の12.8%に削減する。",
        "LOMOはメモリ使用量を標準的な手法の10.8GBに削減する。",
        "GaLoreはメモリ使用量を標準的な手法の10.8%に削減する。",
        "LOMOはメモリ使用量を標準的な手法の10.8%に削減しない。",
        "この手法は全ての勾配を保存",
    ],
)
def test_in_japanese_neither(claim: str) -> None:
    pages = [(0, "LOMOはメモリ使用量を標準的な手法の10.8%に削減する。\n\nこの手法は全ての勾配を保存しない。")]
    assert attribute(claim, "どのように？", pages).verdict in (Verdict.PAGE_ONLY, Verdict.UNSUPPORTED)
    assert attribute(pages[0][1].split("\n")[0], "どのように？", pages).verdict is Verdict.EXACT


def test_japanese_in_other_words_is_supported() -> None:
    pages = [(0, "提案手法のLOMOは、メモリの使用量を標準的な手法の10.8%に削減する。"), (1, "別の話題である。")]
    found = attribute("LOMOではメモリの使用量が標準的な手法の10.8%に削減される。", "メモリは？", pages)
    assert found.verdict is Verdict.SUPPORTED


def test_part_of_a_word_is_not_its_words() -> None:
    pages = [(0, "We saw unreliable methods are used everywhere.")]
    assert attribute("reliable methods are used everywhere", pages=pages).verdict is not Verdict.EXACT


def test_a_wrong_premise_is_not_supported() -> None:
    """The question names it, the document does not."""
    claim = "Gemma reduces the memory usage to 10.8 % of the standard solution."
    verdict = attribute(claim, "How far does Gemma reduce the memory usage?").verdict
    assert verdict in (Verdict.PAGE_ONLY, Verdict.UNSUPPORTED)
    claim = "LOMO reduces the memory usage to 80 % of the standard solution."
    verdict = attribute(claim, "Does LOMO reduce the memory usage to 80 %?").verdict
    assert verdict in (Verdict.PAGE_ONLY, Verdict.UNSUPPORTED)


def test_another_ones_number_is_not_evidence() -> None:
    pages = [(0, "LOMO was trained with twelve layers. BERT was trained with 8 layers.")]
    verdict = attribute("LOMO was trained with 8 layers.", "How many?", pages).verdict
    assert verdict in (Verdict.PAGE_ONLY, Verdict.UNSUPPORTED)


def test_the_page_that_search_ranked_higher_wins_a_tie() -> None:
    said = "The proposed optimiser needs less memory than the others."
    claim = "Less memory is needed by the proposed optimiser than by others."
    found = attribute(claim, pages=[(7, said), (3, said)])
    assert [evidence.page_index for evidence in found.evidence] == [7, 3]


def test_two_sentences_may_support_one_claim() -> None:
    pages = [
        (0, "The corpus holds recipes from Peru.\n\nIt was gathered by volunteers over nine years."),
        (1, "Other sentences speak of weather. Rain falls. Snow melts. Wind blows."),
    ]
    found = attribute("The corpus of recipes from Peru was gathered by volunteers over nine years.", "What?", pages)
    assert found.verdict in (Verdict.SUPPORTED, Verdict.PAGE_ONLY)
    assert all("weather" not in quote for quote in quoted(found, pages))


def test_nothing_is_attributed_without_pages_or_words() -> None:
    assert attribute("LOMO reduces memory.", pages=[]).verdict is Verdict.UNSUPPORTED
    assert attribute("", pages=PAGES).verdict is Verdict.UNSUPPORTED
    assert attribute("It is so.", pages=[(0, "")]).verdict is Verdict.UNSUPPORTED


@st.composite
def facts(draw: st.DrawFn) -> tuple[str, str]:
    """A sentence of a document, and the same with its number, unit, name or negation changed."""
    name, other_name = draw(
        st.lists(st.sampled_from(["LOMO", "Gemma", "AdamW", "T5", "Kyoto"]), unique=True, min_size=2)
    )[:2]
    unit, other_unit = draw(st.lists(st.sampled_from(["GB", "%", "hours", "million"]), unique=True, min_size=2))[:2]
    number, other_number = draw(st.lists(st.integers(20, 10**6), unique=True, min_size=2, max_size=2))
    verb, other_verb = draw(st.permutations(["needs", "never needs"]))
    pattern = draw(
        st.sampled_from(
            [
                "{name} {verb} {number:,} {unit} for the complete training run.",
                "For the complete training run {name} {verb} {number} {unit}.",
                "In the complete training run of the model, {number:,} {unit} is what {name} {verb}.",
            ]
        )
    )
    said = {"name": name, "unit": unit, "number": number, "verb": verb}
    other = {"name": other_name, "unit": other_unit, "number": other_number, "verb": other_verb}
    changed = draw(st.sampled_from(sorted(said)))
    return pattern.format(**said), pattern.format(**{**said, changed: other[changed]})


PADDING = "\n\nWeather is a topic of its own. Rain falls in the north. Nobody wrote of it."


@given(facts(), st.sampled_from(["What is needed?", "What does it need for the training run?", "なぜ？"]))
def test_no_change_of_a_fact_is_ever_exact_or_supported(fact: tuple[str, str], question: str) -> None:
    said, changed = fact
    pages = [(0, said + PADDING)]
    assert attribute(said, question, pages).verdict is Verdict.EXACT
    assert attribute(changed, question, pages).verdict in (Verdict.PAGE_ONLY, Verdict.UNSUPPORTED)


words = st.text(st.sampled_from("aLO 1.0-\n「。漢ない×%"), max_size=80) | st.text(max_size=80)


@example("A" * 40, ["A" * 40], "")
@given(words, st.lists(words, max_size=3), words)
def test_any_claim_on_any_pages_has_a_verdict_with_places_on_them(claim: str, texts: list[str], question: str) -> None:
    pages = list(enumerate(texts))
    found = attribute(claim, question, pages)
    assert bool(found.evidence) is (found.verdict is not Verdict.UNSUPPORTED)
    for evidence in found.evidence:
        assert 0 <= evidence.start < evidence.end <= len(texts[evidence.page_index])
        assert 0 <= evidence.score <= 1


@pytest.mark.parametrize("odd", ["1 ", "A. ", "。", "ない。", "GB "])
def test_a_megabyte_of_one_sign_ends(odd: str) -> None:
    text = odd * (100_000 // len(odd))
    assert attribute("LOMO needs 10.8 GB ない", pages=[(0, text)]).verdict is not Verdict.EXACT


# --- what no change of a true sentence may become ---

NOUNS = st.sampled_from("memory revenue throughput storage traffic income payload".split())
FIGURES = st.integers(2, 99_999)


@given(NOUNS, NOUNS, FIGURES, FIGURES, FIGURES)
def test_a_changed_or_swapped_number_is_never_verified(one: str, other: str, first: int, second: int, new: int) -> None:
    assume(one != other and len({first, second, new}) == 3)
    for pattern in (
        "The yearly {} of the plant made up {} units and the yearly {} made up {} units.",
        "工場の{}は年間{}個に達し、倉庫の{}は年間{}個に達した。",
    ):
        pages = [(0, pattern.format(one, first, other, second) + "\n\nOther words stand here."), (1, "別の話題。")]
        right = pattern.format(one, first, other, second)
        assert attribute(right, "?", pages).verdict is Verdict.EXACT
        for wrong in (
            pattern.format(one, new, other, second),
            pattern.format(one, second, other, first),
            pattern.format(other, first, one, second),
        ):
            assert attribute(wrong, "?", pages).verdict in (Verdict.PAGE_ONLY, Verdict.UNSUPPORTED)


@given(st.sampled_from(["stores", "reports", "changes"]), NOUNS, NOUNS)
def test_a_dropped_or_added_negation_is_never_verified(verb: str, one: str, other: str) -> None:
    assume(one != other)
    for said, denied in (
        (f"The optimiser of the team always {verb} the {one} and the {other} of each layer.", " never "),
        (f"この最適化手法は、各層の{one}と{other}を必ず保存する。", "保存しない"),
    ):
        turned = said.replace(" always ", denied) if " always " in said else said.replace("保存する", denied)
        for page, claim in ((said, turned), (turned, said)):
            found = attribute(claim, "?", [(0, page), (1, "Something else stands on this page.")])
            assert found.verdict in (Verdict.PAGE_ONLY, Verdict.UNSUPPORTED)


WORDS_JA = (
    "速い 手法を 提案する 勾配は 保存しない 10.8%に 削減した 令和6年 1,200円 以上の 対象と なる ありま せん".split()
)


@example(["せん"] * 6, 3)
@given(st.lists(st.sampled_from(WORDS_JA), min_size=6), st.integers(0, 6))
def test_a_copy_is_always_exact_in_japanese_and_over_line_ends(parts: list[str], at: int) -> None:
    page = f"別の文である。\n\n{''.join(parts[:at])}\n{''.join(parts[at:])}。\n\n次の文である。"
    assert attribute("".join(parts) + "。", "？", [(3, page)]).verdict is Verdict.EXACT


def test_a_question_repeated_is_no_claim() -> None:
    asked = "How far does LOMO reduce the memory usage?"
    assert attribute(asked, asked).verdict is Verdict.UNSUPPORTED


def test_a_lead_in_that_repeats_the_question_weighs_nothing() -> None:
    said = "Training a 65B model is possible on one machine with eight RTX 3090 GPUs."
    asked = "Which hardware is necessary for the purpose?"
    assert attribute(f"The hardware necessary for the purpose is: {said}", asked).verdict is Verdict.EXACT


@pytest.mark.parametrize(
    "claim",
    [
        "It needs 98 MB of memory for the whole model.",
        "The whole model needs at least 500 MB of memory.",
        "The model needs 500 MB on disk and 98 MB of memory.",
    ],
)
def test_another_things_number_and_a_bound_that_is_not_there_are_not_verified(claim: str) -> None:
    pages = [(0, "The whole model needs 98 MB on disk and 500 MB of memory."), (1, "Rain falls in the north.")]
    assert attribute(claim, "How large?", pages).verdict in (Verdict.PAGE_ONLY, Verdict.UNSUPPORTED)


PAPER = [
    (0, "ABSTRACT\nOur method fuses gradient computation and parameter update, and reduces memory usage.\n"
        "1 INTRODUCTION\nLarge models need memory."),
    (4, "Our method fuses gradient computation with the parameter update and thereby reduces memory usage a lot."),
    (6, "The footprint falls from 45.61GB to 1.79GB when activation checkpointing is used."),
    (9, "References\nA. Author. Fusing gradient computation and parameter update reduces memory usage. CoRR, 2023."),
]  # fmt: skip


def test_what_the_body_says_as_well_is_cited_there_and_never_in_the_references() -> None:
    found = attribute("The method fuses parameter update and gradient computation to reduce memory usage.", "", PAPER)
    assert found.verdict is Verdict.SUPPORTED
    assert [evidence.page_index for evidence in found.evidence] == [4]


def test_the_abstract_is_cited_where_only_it_says_so() -> None:
    found = attribute("Our method fuses gradient computation and parameter update.", "", PAPER[:1])
    assert [evidence.page_index for evidence in found.evidence] == [0]


def test_a_misreading_has_no_evidence_but_names_the_sentence_that_it_misreads() -> None:
    found = attribute("The footprint falls by 45.61GB when activation checkpointing is used.", "", PAPER)
    assert (found.verdict, found.evidence) == (Verdict.UNSUPPORTED, ())
    assert [evidence.page_index for evidence in found.nearest] == [6]


def test_a_claim_that_sums_up_several_sentences_names_them_all() -> None:
    page = (
        "We normalize the input of each sub-layer to improve the stability. We replace the ReLU non-linearity by the"
        " SwiGLU activation function. We remove absolute positions and add rotary embeddings instead. Wine is red."
    )
    found = attribute(
        "The architecture has input normalization of sub-layers, the SwiGLU activation function and rotary embeddings.",
        "How does the architecture differ?",
        [(2, page), (3, "The architecture differs from others.")],
    )
    assert found.verdict is Verdict.PAGE_ONLY
    said = [page[evidence.start : evidence.end][:20] for evidence in found.nearest]
    assert said == ["We normalize the inp", "We replace the ReLU ", "We remove absolute p"]


def test_the_sentence_nearest_to_a_text_is_of_the_pages_named() -> None:
    attributor = Attributor(PAPER, "")
    asked, told = "How does the method reduce memory usage?", "It fuses gradient computation and the update."
    nearest = attributor.nearest(asked, told, {4, 6})
    assert nearest is not None
    assert nearest.page_index == 4
    assert attributor.nearest(asked, told, {6}) is None, "it shares too little"
    assert attributor.nearest(asked, told, set()) is None


def test_numbers_of_two_sentences_that_follow_each_other_belong_together() -> None:
    page = (
        "When training a 65B model, our code processes around 380 tokens per second on 2048 GPUs with 80GB of RAM."
        " This means that training over our dataset of 1.4T tokens takes approximately 21 days.{}Rain falls on the"
        " roof of the house in the north of the country, and wind comes from the sea."
    )
    claim = (
        "Training a 65B model, the code processes around 380 tokens per second on 2048 GPUs with 80GB of RAM, which"
        " takes approximately 21 days for 1.4T tokens."
    )
    assert attribute(claim, "How long?", [(3, page.format(" "))]).evidence
    apart = page.format(" ").replace("RAM. ", "RAM. It rains a lot in the north. ")
    assert not attribute(claim, "How long?", [(3, apart)]).evidence
