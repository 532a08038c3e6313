import pytest

from reader.core.answer_language import is_other_language, language_of_question


@pytest.mark.parametrize(
    ("text", "wanted", "is_other"),
    [
        ("The optimiser reduces the memory.", "ja", True),
        ("最適化手法はメモリを削減する。", "ja", False),
        ("LOMO (LOw-Memory Optimization)は、AdamWより省メモリです。", "ja", False),
        ("最適化手法はメモリを大幅に削減する。", "en", True),
        ("优化器可以显著减少大型语言模型训练的内存使用", "ja", True),
        ("65B", "ja", False),
        ("LOMO", "ja", False),
        ("", "ja", False),
        ("The optimiser reduces the memory.", "de", False),
    ],
)
def test_only_what_is_surely_another_language_counts(text: str, wanted: str, is_other: bool) -> None:
    assert is_other_language(text, wanted) is is_other


@pytest.mark.parametrize(
    ("question", "document", "language"),
    [
        ("How much?", "ja", "en"),
        ("どのくらい？", "en", "ja"),
        ("売上高?", "ja", "ja"),
        ("销售额是多少", "en", "zh"),
        ("2019?", "ja", "ja"),
        ("2019?", "", "en"),
    ],
)
def test_an_answer_is_in_the_questions_language(question: str, document: str, language: str) -> None:
    assert language_of_question(question, document) == language
