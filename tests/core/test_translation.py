import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.translation import is_faithful, latin_names, mended, to_keep, wanted_translation

REDUCED = "LOMO reduces the memory usage to 10.8% of the standard solution."


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        (REDUCED, "LOMOはメモリ使用量を標準的な手法の10.8%に削減する。"),
        (REDUCED, "LOMOはメモリ使用量を標準的な手法の10.8%まで減らします。"),
        ("The throughput dropped by 5% in March 2023.", "2023年3月にスループットは5%低下した。"),
        ("Revenue was 65 billion dollars.", "売上高は650億ドルだった。"),
        ("LOMO does not store the gradients.", "LOMOは勾配を保存しない。"),
        ("Two GPUs are needed.", "GPUが2台必要です。"),
        ("Two GPUs are needed.", "二台のGPUが必要です。"),
        ("The optimiser LOw-Memory Optimization (LOMO) is new.", "低メモリ最適化 (LOMO) は新しい最適化手法です。"),
        ("It was made at Stanford.", "それはスタンフォードで作られた。"),
    ],
)
def test_a_good_translation_is_taken(original: str, translation: str) -> None:
    assert is_faithful(original, translation, "ja")


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        (REDUCED, "LOMOはメモリ使用量を標準的な手法の18.0%に削減する。"),  # another number
        (REDUCED, "LOMOはメモリ使用量を標準的な手法より削減する。"),  # the number is lost
        (REDUCED, "LOMOはメモリ使用量を標準的な手法より10.8%削減する。"),  # by, not to
        (REDUCED, "LOMOはメモリ使用量を標準的な手法の10.8%に増やす。"),  # the other direction
        (REDUCED, "ロモはメモリ使用量を標準的な手法の10.8%に削減する。"),  # a coined name in other letters
        (REDUCED, REDUCED),  # not translated at all
        (REDUCED, ""),
        ("Memory fell by 5% with LOMO.", "LOMOではメモリが5%に減少した。"),  # to, not by
        ("LOMO does not store the gradients.", "LOMOは勾配を保存する。"),
        ("Fine-tuning of all parameters is possible.", "全パラメータのフィneチューニングが可能です。"),
        ("The threshold of training gets lower with it.", "训练的门槛を下げることができます。"),
        ("There are 65 billion parameters.", "65億のパラメータがあります。"),
        ("Two GPUs are needed.", "GPUが3台必要です。"),
    ],
)
def test_a_translation_that_lost_something_is_not(original: str, translation: str) -> None:
    assert not is_faithful(original, translation, "ja")


def test_names_and_figures_are_to_be_kept() -> None:
    sentence = "AdamW needs 102.20GB, which is 7 times more than LOMO's 14.58GB, in 2023."
    assert to_keep(sentence) == ["AdamW", "102.20GB", "7", "LOMO", "14.58GB", "2023"]
    assert to_keep("This Sentence has none of them.") == []
    assert to_keep("LLaMA-13B and LLaMA-13B again.") == ["LLaMA-13B"]


def test_the_other_way_round() -> None:
    original = "売上高は前年比10%増の650億円となった。"
    assert is_faithful(original, "Sales rose by 10% to 65 billion yen over the previous year.", "en")
    assert not is_faithful(original, "Sales fell by 10% to 65 billion yen over the previous year.", "en")
    assert not is_faithful(original, "Sales rose by 10% to 650 billion yen over the previous year.", "en")
    assert not is_faithful(original, "売上高 rose by 10% to 65 billion yen over the previous year, とのこと。", "en")


def test_other_latin_languages_have_words_of_their_own() -> None:
    original = "LOMO reduces the memory usage to 10.8%."
    assert is_faithful(original, "LOMO senkt den Speicherbedarf auf 10.8%.", "de")
    assert not is_faithful(original, "LOMO senkt den Speicherbedarf auf 18%.", "de")


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["en", "ja", "zh", "de"]))
def test_any_texts_can_be_compared(original: str, translation: str, language: str) -> None:
    is_faithful(original, translation, language)
    assert not is_faithful(original, "", language)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Translate this passage into English.", "en"),
        ("Translate this.", "ja"),
        ("この箇所を日本語に訳してください。", "ja"),
        ("英語に翻訳して", "en"),
        ("How is a sentence translated by the model?", ""),
        ("Explain this passage in simple words.", ""),
    ],
)
def test_requests_for_a_translation(question: str, language: str) -> None:
    assert wanted_translation(question, "ja") == language


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("We normalize the input instead of normalizing the output.", "出力を正規化する代わりに入力を正規化します。"),
        ("LLaMA-13B outperforms GPT-3, being 10x smaller.", "LLaMA-13Bは10倍小さいのにGPT-3を上回ります。"),
        ("Both are fused in one step.", "両者は1つのステップで融合されます。"),
        ("LLaMA-13B is better by a few percents.", "LLaMA-13Bは数パーセント優れています。"),
        ("We replace the ReLU non-linearity.", "ReLUの非線形を置き換えます。"),
        ("Few have tried it with LLMs.", "LLMでそれを試みたものはほとんどありません。"),
        ("With fewer resources it is possible.", "少ないリソースでも可能です。"),
        ("Training a 65B-parameter model takes long.", "65Bパラメータのモデルの訓練には時間がかかります。"),
        (r"The loss \(x_{i+1}\) is small.", r"損失 \(x_{i+1}\) は小さいです。"),
        ("The code is at https://github.com/x/lomo.", "コードはhttps://github.com/x/lomoにあります。"),
    ],
)
def test_more_that_is_faithful(original: str, translation: str) -> None:
    assert is_faithful(original, translation, "ja")


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("We normalize the input instead of normalizing the output.", "入力を正規化する代わりに出力を正規化します。"),
        ("LLaMA-13B outperforms GPT-3, being 10x smaller.", "GPT-3は10倍小さいのにLLaMA-13Bを上回ります。"),
        ("LOMO is faster than AdamW on one machine.", "1台のマシンではAdamWがLOMOより速いです。"),
        ("The memory footprint is reduced by LOMO.", "メモリ footprintはLOMOにより削減されます。"),
        (
            "It may affect society.",
            "これは社会に影響を与える可能性があります。これは社会に影響を与える可能性があります。",
        ),
        ("It allows researchers to train LLMs with fewer resources and benefits academia.", "LLMs"),
        (r"The loss \(x_{i+1}\) is small.", r"損失 \(x_i\) は小さいです。"),
    ],
)
def test_more_that_is_not(original: str, translation: str) -> None:
    assert not is_faithful(original, translation, "ja")


def test_what_can_be_set_right_is() -> None:
    assert mended(REDUCED, "LOMOは10.8%のメモリ使用量を削減します。", "ja") == "LOMOはメモリ使用量を10.8%に削減します。"
    assert mended("It fell by 5%.", "5%減少しました。", "ja") == "5%減少しました。"
    assert mended("It has a high throughput.", "高い推論_throughputです。", "ja") == "高い推論スループットです。"
    assert mended(REDUCED, "10.8%のmemory usage", "ko") == "10.8%のmemory usage"


def test_names_in_latin_letters_come_from_question_and_title() -> None:
    assert latin_names("MambaはTransformerと比べてどのくらい速い?") == ["Mamba", "Transformer"]
    assert latin_names("", "Mamba: Linear-Time Sequence Modeling") == ["Mamba"]
    assert latin_names("How fast is Mamba?", "A Paper") == []
