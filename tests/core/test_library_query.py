import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.language import tokens
from reader.core.library_query import parse, places_of, snippet
from reader.core.sentences import readable


def matches(typed: str, text: str) -> bool:
    """Whether FTS5 finds the text by what was typed, with the tokens of the library's index."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5(tokens, content='', tokenize=\"ascii tokenchars '.%_-'\")"
        )
        connection.execute("INSERT INTO words (tokens) VALUES (?)", (" ".join(tokens(readable(text))),))
        found = connection.execute("SELECT 1 FROM words WHERE words MATCH ?", (parse(typed).expression,)).fetchone()
        return found is not None
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("memory", "It saves memories."),
        ("memo", "It saves memory."),  # being typed
        ("saves mem", "It saves memory."),
        ("fine-tuning", "Fine tuning of models"),
        ('"large language', "A large language model"),
        ("10.8%", "reduced to 10.80 % of it"),
        ("optimiser", "a new opti-\nmiser is"),
        ("最適化", "新しい最適\n化手法"),
        ("推", "大規模な推論"),
        ("大規模 推論", "推論は大規模に"),
        ("ＬＯＭＯ", "LOMO is an optimiser"),
    ],
)
def test_what_is_typed_finds(typed: str, text: str) -> None:
    assert matches(typed, text)
    assert places_of(parse(typed), text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("memo ", "It saves memory."),  # finished: a word of its own
        ('"language large"', "A large language model"),
        ("memory zebra", "It saves memory."),
        ("化学", "最適化の科学"),
    ],
)
def test_what_is_typed_does_not_find(typed: str, text: str) -> None:
    assert not matches(typed, text)


@pytest.mark.parametrize(
    ("typed", "text", "bold"),
    [
        ("memory", "Memories of a memorable memory", ["Memories", "memory"]),
        ("art", "A party of art", ["art"]),
        ("efficient", "an ef\ufb01cient way", ["ef\ufb01cient"]),
        ("optimiser", "a new opti-\nmiser is", ["opti-\nmiser"]),
        ("最適化", "新しい最適\n化手法", ["最適\n化"]),
        ("saves lomo", "LOMO saves", ["LOMO", "saves"]),
    ],
)
def test_words_are_found_again_in_the_text(typed: str, text: str, bold: list[str]) -> None:
    assert [text[start:end] for start, end in places_of(parse(typed), text)] == bold


def test_snippet_shows_where_most_of_the_words_stand() -> None:
    text = "memory " + "x " * 200 + "the gradient of the memory\nof an opti-\nmiser is kept. " + "y " * 200
    words, places = snippet(parse("memory gradient"), text)
    assert [words.text[start:end] for start, end in words.bold] == ["gradient", "memory"]
    assert [text[start:end] for start, end in places] == ["gradient", "memory"]
    assert "memory of an optimiser is kept" in words.text
    assert words.text.startswith("… ")
    assert words.text.endswith(" …")


def test_japanese_snippet_has_no_spaces_at_line_ends() -> None:
    words, _ = snippet(parse("最適化"), "本研究では最適\n化手法を提\n案する。")
    assert words.text == "本研究では最適化手法を提案する。"
    assert [words.text[start:end] for start, end in words.bold] == ["最適化"]


def test_wide_characters_make_a_snippet_shorter() -> None:
    wide, _ = snippet(parse("提案"), "提案手法は計算資源を大幅に削減する。" * 20)
    narrow, _ = snippet(parse("memory"), "memory is saved by this method of ours " * 20)
    assert len(wide.text) < 0.6 * len(narrow.text)


@given(st.text(max_size=40), st.text(max_size=120))
def test_any_text_can_be_typed(typed: str, text: str) -> None:
    query = parse(typed)
    if query.words:
        matches(typed, text)
    words, places = snippet(query, text)
    assert all(0 <= start < end <= len(words.text) for start, end in words.bold)
    assert all(0 <= start < end <= len(text) for start, end in places)
