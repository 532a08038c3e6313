import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.directions import agree_in_direction, agree_in_negated_part


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("LOMO lowers it to 10.8 %.", "LOMO reduces memory to 10.8 %."),
        ("Sales grew by 5%.", "Sales increased by 5%."),
        ("5 runs were made.", "More than 5 runs were made."),
        ("Sales increased.", "Sales increased while costs decreased."),
        ("Alpha is faster than Beta.", "Alpha runs faster than Beta."),
        ("メモリを10.8%に減らす。", "メモリを10.8%に削減した。"),
        ("東京は大阪より高い。", "大阪より東京は高い。"),
        ("減価償却費が計上された。", "増加した減価償却費が計上された。"),
    ],
)
def test_the_same_way_round(claim: str, evidence: str) -> None:
    assert agree_in_direction(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("LOMO reduces memory by 10.8 %.", "LOMO reduces memory to 10.8 %."),
        ("LOMO reduces memory by about 10.8 %.", "LOMO reduces memory to only 10.8 %."),
        ("Sales increased.", "Sales decreased."),
        ("It is the highest of all.", "It is the lowest of all."),
        ("Payment is due before delivery.", "Payment is due after delivery."),
        ("At least 5 runs were made.", "At most 5 runs were made."),
        ("More than 5 runs were made.", "There were 5 runs made."),
        ("Alpha is faster than Beta.", "Beta is faster than Alpha."),
        ("売上は5%増加した。", "売上は5%減少した。"),
        ("対象は10人以上とする。", "対象は10人以下とする。"),
        ("メモリを10.8%削減した。", "メモリを10.8%に削減した。"),
        ("東京は大阪より高い。", "大阪は東京より高い。"),
        ("使用を許可する。", "使用を禁止する。"),
    ],
)
def test_the_other_way_round(claim: str, evidence: str) -> None:
    assert not agree_in_direction(claim, evidence)


def test_the_same_part_must_be_denied() -> None:
    said = "It stores no gradients, but parameters."
    assert agree_in_negated_part("No gradients are stored.", said)
    assert agree_in_negated_part("It stores parameters.", said), "counting negations is another matter"
    assert not agree_in_negated_part("It stores gradients, but no parameters.", said)
    assert not agree_in_negated_part("勾配を保存し、重みを保存しない。", "勾配を保存しない、重みを保存する。")


@given(st.text())
def test_a_text_agrees_with_itself(text: str) -> None:
    assert agree_in_direction(text, text)
    assert agree_in_negated_part(text, text)


@given(st.text(), st.text())
def test_any_texts_can_be_compared(claim: str, evidence: str) -> None:
    agree_in_direction(claim, evidence)
    agree_in_negated_part(claim, evidence)
