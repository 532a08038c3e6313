import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.quantities import (
    agree_in_negation,
    disagreeing_numbers,
    lower_case_words,
    names,
    negation_count,
    opening_name,
    quantities,
    unconfirmed_numbers,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10.8 GB of memory", {"10.8": {"gb"}}),
        ("１０．８ＧＢ", {"10.8": {"gb"}}),
        ("1,577.00 million", {"1577": {"m"}}),
        ("65B parameters", {"65": {"b"}}),
        ("10.8% and 10.8 percent", {"10.8": {"%"}}),
        ("four layers", {"4": {""}}),
        ("GPT4 and v2.5", {"4": {""}, "2.5": {""}}),
        ("8×80GB", {"8": {""}, "80": {"gb"}}),
        ("3億円と2019年", {"3": {"億円"}, "2019": {""}}),
        ("手法の10.8%を65Bに", {"10.8": {"%"}, "65": {"b"}}),
        ("3倍, 3x, 3 times", {"3": {"x"}}),
        ("no numbers", {}),
    ],
)
def test_numbers_are_read_with_their_units(text: str, found: dict[str, set[str]]) -> None:
    assert quantities(text) == found


@pytest.mark.parametrize(
    ("claim", "evidence", "wrong"),
    [
        ("It needs 1000 GB", "It needs 1,000 GB", set()),
        ("It needs １０００ GB", "It needs 1000.0GB", set()),
        ("It needs 11 GB", "It needs 10.8 GB", {"11"}),
        ("It needs 10.8 MB", "It needs 10.8 GB", {"10.8"}),
        ("It needs 10.8", "It needs 10.8 GB", set()),
        ("two of 3", "2 of three", set()),
        ("12億円", "12万円", {"12"}),
        ("10年", "10人", {"10"}),
        ("10 minutes", "10 秒", {"10"}),
        ("10年間", "10 years", set()),
    ],
)
def test_numbers_must_agree_with_the_evidence(claim: str, evidence: str, wrong: set[str]) -> None:
    assert disagreeing_numbers(claim, evidence) == wrong


def test_numbers_of_the_question_may_be_repeated() -> None:
    assert disagreeing_numbers("Of the 8 GPUs, 3 are used", "3 are used", allowed="How many of 8?") == set()


@given(st.decimals(0, 10**9, places=3), st.decimals(0, 10**9, places=3))
def test_a_number_agrees_with_itself_only(one: object, other: object) -> None:
    assert not disagreeing_numbers(f"about {one:,} units", f"about {one} units")
    if one != other:
        assert disagreeing_numbers(f"about {one} units", f"about {other} units")


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The model has 12 GB", "The model has 12 layers and 10 GB"),
        ("It is 3% faster", "It is 3 points faster"),
        ("It changed by 5", "It changed by -5"),
        ("It changed by −5", "It changed by 5"),
        ("損失は5%変化", "損失は-5%変化"),
        ("It cost €5 million", "It cost $5 million"),
    ],
)
def test_a_unit_or_sign_of_the_claims_own_is_noticed(claim: str, evidence: str) -> None:
    assert unconfirmed_numbers(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "evidence", "question"),
    [
        ("It needs 10.8 GB", "Memory (GB) 10.8 14.6", ""),
        ("It needs 10.8 GB", "Memory 10.8 14.6", "How many GB?"),
        ("It changed by −5 %", "It changed by -5%", ""),
        ("It takes 10-20 hours", "It takes 10–20 hours", ""),
        ("It needs 10.8", "It needs 10.8 GB", ""),
        ("in 2019", "in 2019年", ""),
    ],
)
def test_units_in_the_head_of_a_table_or_the_question_will_do(claim: str, evidence: str, question: str) -> None:
    assert not unconfirmed_numbers(claim, evidence, allowed=question)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The LOMO and AdamW optimisers of Kyoto", {"lomo", "adamw", "kyoto"}),
        ("LOMO is used", {"lomo"}),
        ("Training is slow", set()),
        ("“Training is slow", set()),
        ("手法LOMOはAdamより速い", {"lomo", "adam"}),
        ("We use mT5, iPhone and T5", {"mt5", "iphon", "t5"}),
        ("It is in Zürich, by Müller", {"zürich", "müller"}),
        ("needs 65B of it", set()),
    ],
)
def test_names_are_told_by_their_capitals(text: str, found: set[str]) -> None:
    assert names(text) == found


def test_the_first_word_may_be_a_name() -> None:
    assert opening_name("Gemma needs memory") == "gemma"
    assert opening_name("“Gemma needs memory") == "gemma"
    assert opening_name("The model") == opening_name("However, it") == opening_name("LOMO is") == ""
    assert opening_name("速い") == opening_name("") == opening_name("…") == ""


def test_words_of_the_document_without_a_capital_are_no_names() -> None:
    assert lower_case_words("Gemma needs training in 日本 by GPU") >= {"need", "train", "by"}
    assert not lower_case_words("Gemma needs it") & {"gemma"}


@pytest.mark.parametrize(
    "text",
    [
        "It does not work",
        "It doesn’t work",
        "It cannot work",
        "Without it",
        "It failed",
        "Nothing works",
        "a non-linear map",
        "動作しない",
        "動作しません",
        "動作しなかった",
        "これを使わず、",
        "学習なしで",
        "必要ではなく",
    ],
)
def test_denials_are_seen(text: str) -> None:
    assert negation_count(text) == 1


@pytest.mark.parametrize(
    "text", ["It works", "Note the notation", "まず、学習する", "必ず、学習する", "メモリを削減する"]
)
def test_other_words_are_no_denials(text: str) -> None:
    assert negation_count(text) == 0


def test_two_denials_and_none_do_not_agree() -> None:
    assert agree_in_negation("It works", "It is fast")
    assert not agree_in_negation("It works", "It does not work")
    assert not agree_in_negation("It works", "It neither works nor ends")
    assert agree_in_negation("It does not fail, never", "It does not work")


@given(st.text(), st.text())
def test_any_text_has_quantities_and_names(one: str, other: str) -> None:
    assert disagreeing_numbers(one, one) == set()
    assert not unconfirmed_numbers(one, one)
    assert isinstance(disagreeing_numbers(one, other), set)
    assert all(names(one)) or not names(one)
    assert isinstance(opening_name(one), str)
    assert agree_in_negation(one, one)


@pytest.mark.parametrize("odd", ["AA ", "1 ", "1,", "a1", "Aa", "-1", "ず、", "$"])
def test_a_megabyte_of_one_sign_ends(odd: str) -> None:
    text = odd * (300_000 // len(odd))
    assert isinstance(names(text), set)
    assert isinstance(quantities(text), dict)
    assert negation_count(text) >= 0


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("1.5 billion", "1,500 million"),
        ("15億円", "1,500百万円"),
        ("1,500百万円", "15億円"),
        ("2億", "20000万"),
        ("Revenue was 1.5 billion.", "Revenue (in millions) 1,500"),
        ("売上高は15億円", "（単位：百万円）売上高 1,500"),
    ],
)
def test_exactly_the_same_value_in_another_scale_is_the_same(claim: str, evidence: str) -> None:
    assert not disagreeing_numbers(claim, evidence)
    assert not unconfirmed_numbers(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("1.5 billion", "1,501 million"),
        ("1.5 billion", "1,500"),
        ("15億円", "150百万円"),
        ("1.5 billion", "1.5 million"),
    ],
)
def test_another_value_or_no_scale_is_not(claim: str, evidence: str) -> None:
    assert disagreeing_numbers(claim, evidence)
