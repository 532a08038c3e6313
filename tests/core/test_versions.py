from reader.core.versions import SAME, likeness, runs

DRAFT = "The method updates each parameter as soon as its gradient is known, so that gradients need not be stored. " * 2
MORE = "Memory falls to a tenth of what the standard solution needs, and eight small machines are enough for training."


def test_other_line_ends_and_some_new_sentences_are_the_next_version() -> None:
    old = runs([f"{DRAFT}\n{MORE}"])
    new = runs(
        [f"{DRAFT} A new sentence stands here.".replace(" as ", " as\n"), MORE.replace("gradient", "gra-\ndient")]
    )
    found = likeness(old, new)
    assert found is not None
    assert found > 0.9


def test_another_document_is_not() -> None:
    other = "Rain falls in the north of the country, and snow lies on the hills in winter as soon as it is cold. " * 3
    found = likeness(runs([DRAFT, MORE]), runs([other]))
    assert found is not None
    assert found < SAME / 3


def test_japanese_versions_are_told() -> None:
    old = "本論文では最適化手法を提案する。提案手法は計算資源を大幅に削減する。勾配を保存する必要がない。"
    found = likeness(runs([old]), runs([old.replace("大幅に", "大幅\nに") + "実験の結果を示す。"]))
    assert found is not None
    assert found > 0.9


def test_too_little_text_tells_nothing() -> None:
    assert likeness(runs(["A scan."]), runs(["A scan."])) is None
