import pytest

from reader.core.followups import is_follow_up


@pytest.mark.parametrize(
    "question",
    [
        "Why?", "And for 65B?", "What about AdamW?", "how come?", "How much memory does it need?", "Who made them?",
        "On which datasets?", "With which learning rate?", "For 7B?",
        "But is that true?", "Is this the same for Mamba?", "Tell me more.", "それはなぜ？", "なぜですか？",
        "では、65Bは？",
        "その理由は？", "もっと詳しく", "具体的には？", "他には？",
    ],
)  # fmt: skip
def test_questions_that_lean_on_the_one_before(question: str) -> None:
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is this paper about?", "How many GPUs are needed for a 65B model?", "What does Table 3 show?",
        "LOMO", "Which optimizer is faster, and does it need more memory than AdamW?", "まとめてください。",
        "What is the learning rate?", "In which year was LOMO published?",
        "この論文の目的は何ですか？", "LOMOは標準的なアプローチと比べてどう違いますか？",
        "Why is the gradient norm computed twice?", "これまでの手法の問題は？",
    ],
)  # fmt: skip
def test_questions_that_stand_on_their_own(question: str) -> None:
    assert not is_follow_up(question)
