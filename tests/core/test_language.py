import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.core.language import content_tokens, folded_text, is_number, language_of, stem, tokens


@pytest.mark.parametrize("other", ["1000", "1,000", "１０００", "１，０００", "1,000.00", "1000.0", "1000%"])
def test_a_number_is_one_token_however_it_is_written(other: str) -> None:
    assert tokens(other) == ["1000"]


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_numbers_are_equal_in_all_their_spellings(whole: int, hundredths: int) -> None:
    plain = f"{whole}.{hundredths:02}" if hundredths else str(whole)
    grouped = f"{whole:,}.{hundredths:02}"
    wide = plain.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)} | {ord("."): "．"})
    assert tokens(plain) == tokens(grouped) == tokens(wide)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_different_numbers_are_different_tokens(one: int, other: int) -> None:
    assert (tokens(str(one)) == tokens(f"{other:,}")) is (one == other)


def test_words_with_one_stem_are_one_token() -> None:
    assert tokens("optimiser") == tokens("Optimisers")
    assert tokens("trained") == tokens("TRAINING")


def test_a_word_divided_at_a_line_end_is_whole() -> None:
    assert tokens("the opti-\nmiser") == tokens("the optimiser")
    assert folded_text("a well-\nKnown") == "a well-\nknown"  # a capital: the hyphen belongs to the word


def test_japanese_becomes_overlapping_pairs() -> None:
    assert tokens("推論") == ["推論"]
    assert tokens("大規模推論") == ["大規", "規模", "模推", "推論"]
    assert tokens("語") == ["語"]


def test_half_width_katakana_and_full_width_latin_are_the_usual_letters() -> None:
    assert tokens("ﾒﾓﾘ") == tokens("メモリ")
    assert tokens("ＬＯＭＯ") == tokens("lomo")


def test_latin_words_inside_japanese_stand_alone() -> None:
    assert "lomo" in tokens("提案手法LOMOはメモリを使う")


def test_words_that_say_nothing_are_left_out() -> None:
    assert content_tokens("What is the memory of it?") == tokens("memory")
    assert content_tokens("これは何ですか") == ["は何", "何で"]


@example("②Ⅳ½ 一二\u1369 İſß")
@given(st.text())
def test_any_text_has_tokens(text: str) -> None:
    for token in tokens(text):
        assert token
        assert not any(character.isspace() for character in token)
        assert is_number(token) or not token[0].isdecimal()
    assert set(content_tokens(text)) <= set(tokens(text))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We train a model on eight GPUs.", "en"),
        ("本論文では、新しい最適化手法を提案する。", "ja"),
        ("LOMOという手法は AdamW と比べて memory を減らす", "ja"),
        ("我们提出了一种新的优化方法", "zh"),
        ("우리는 새로운 방법을 제안한다", "ko"),
        ("Über die Größe", "en"),
        ("12 + 34 = 46", ""),
        ("", ""),
    ],
)
def test_language_is_told_by_script(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert language_of(text) in ("", "en", "ja", "zh", "ko")


def test_a_fiscal_year_is_found_as_the_year_that_heads_a_column() -> None:
    assert tokens("FY2021 FY21 fy 2021") == ["2021", "2021", "fy", "2021"]


def test_stems_are_right_also_when_several_threads_make_them() -> None:
    words = [f"{start}{middle}{end}" for start in "bcdfglm" for middle in "aeiou" for end in ("tions", "nesses", "ing")]
    words = [word * (1 + n % 3) for n, word in enumerate(words)]
    alone = {word: stem.__wrapped__(word) for word in words}
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda _n: {word: stem.__wrapped__(word) for word in words}, range(16)))
    finally:
        sys.setswitchinterval(before)
    assert all(found == alone for found in together)
