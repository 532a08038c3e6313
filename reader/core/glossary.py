"""Terms of papers and how they are called in Japanese: a small model is told those that stand in a sentence.

Without them Qwen2.5-Coder-1.5B calls one thing differently from sentence to sentence, takes a word from Chinese for
what it does not know ("门槛" for "threshold"), or leaves it in English ("推論_throughput").
"""

import re
import unicodedata

from reader.core.patterns import late_pattern

_TERMS = r"""
memory footprint = メモリ使用量
memory usage = メモリ使用量
memory consumption = メモリ消費量
memory[- ]saving = 省メモリ
memory[- ]efficient = メモリ効率の良い
out of memory = メモリ不足
full[- ]parameter fine-?tuning = 全パラメータのファインチューニング
parameter[- ]efficient fine-?tuning = パラメータ効率の良いファインチューニング
parameter[- ]efficient = パラメータ効率の良い
fine-?tun(?:ing|e[sd]?) = ファインチューニング
pre-?train(?:ing|ed) = 事前学習
large language models? = 大規模言語モデル
language models? = 言語モデル
foundation models? = 基盤モデル
optimizer states? = オプティマイザ状態
optimi[sz]ers? = オプティマイザ
learning rates? = 学習率
loss functions? = 損失関数
training data(?:set)? = 学習データ
data ?sets? = データセット
benchmarks? = ベンチマーク
baselines? = ベースライン
throughput = スループット
latency = レイテンシ
inference = 推論
gradients? = 勾配
back-?propagation = 逆伝播
backward(?: pass| propagation)? = 逆伝播
forward pass = 順伝播
selective state spaces? = 選択的状態空間
speech = 音声
domains? = 領域
source code = ソースコード
pre-trained checkpoints? = 学習済みチェックポイント
activation checkpointing = アクティベーションチェックポイント
activation functions? = 活性化関数
activations? = アクティベーション
quanti[sz]ation = 量子化
pruning = 枝刈り
normali[sz]ation = 正規化
convolutions? = 畳み込み
attention = アテンション
embeddings? = 埋め込み
tokenizers? = トークナイザー
tokens? = トークン
encoders? = エンコーダ
decoders? = デコーダ
recurrent = 再帰型
state[- ]space models? = 状態空間モデル
selection mechanism = 選択メカニズム
sequence length = 系列長
hardware-aware = ハードウェアを意識した
zero-shot = ゼロショット
few-shot = 少数ショット
reinforcement learning = 強化学習
supervised = 教師あり
toxicity = 有害性
bias(?:es)? = バイアス
hallucinations? = 幻覚
accuracy = 精度
perplexity = パープレキシティ
ablation = アブレーション
threshold(?= for) = ハードル
thresholds? = しきい値
upper bound = 上限
lower bound = 下限
publicly available = 公開されている
open[- ]sourc(?:e|ed|ing) = オープンソース
state[- ]of[- ]the[- ]art = 最先端の
academia = 学術界
in one step = 1つのステップで
outperforms? = 上回る
proposed (?:approach|method) = 提案手法
in this (?:work|paper|study) = 本研究では
approach(?:es)? = 手法
limitations? = 限界
contributions? = 貢献
evaluat(?:ion|ed?|es) = 評価
carbon = 炭素
emissions? = 排出量
scal(?:ing|ability) = スケーリング
hidden states? = 隠れ状態
modalit(?:y|ies) = モダリティ
downstream tasks? = 下流タスク
consumer GPUs? = 民生用GPU
optimi[sz]ation = 最適化
dense = 密な
sparse = 疎な
architectures? = アーキテクチャ
input = 入力
output = 出力
efficiency = 効率
transformers?(?= architecture) = Transformer
"""
"""Pattern = Japanese, in order: of terms that overlap the first one is meant."""
_QUESTION_TERMS = """
省メモリ = memory-saving
微調整 = fine-tuning
全パラメータ = full parameters
フルパラメータ = full parameters
意義 = significance
手法 = method
提案手法 = proposed method
限られたリソース = limited resources
訓練 = training
学習データ = training data
限界 = limitations
事前学習 = pre-training
学習済みモデル = pre-trained models
推論 = inference
勾配 = gradient
オプティマイザ = optimizer
最適化手法 = optimizer
正規化 = normalization
有害性 = toxicity
毒性 = toxicity
状態空間モデル = state space models
選択メカニズム = selection mechanism
汎化 = generalize
既存 = existing
従来 = previous
弱点 = weakness
貢献 = contributions
精度 = accuracy
排出量 = emissions
量子化 = quantization
評価 = evaluation
課題 = challenges
トークナイザ = tokenizer
データセット = dataset
アーキテクチャ = architecture
二酸化炭素 = carbon dioxide
"""
"""Japanese = English, for questions."""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(left, right) for left, _, right in (line.partition(" = ") for line in table.strip().splitlines())]


_PATTERNS = tuple((late_pattern(rf"\b(?:{term})\b", re.IGNORECASE), japanese) for term, japanese in _pairs(_TERMS))
MOST_TERMS = 6


def terms_in(text: str) -> list[tuple[str, str]]:
    """The terms of an English text, as they stand there, with what they are called in Japanese; in its order."""
    found: dict[int, tuple[str, str, int]] = {}
    for pattern, japanese in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, (_, _, end) in found.items()):
                found[match.start()] = match.group(), japanese, match.end()
    listed = [(term, japanese) for _, (term, japanese, _) in sorted(found.items())]
    return [pair for n, pair in enumerate(listed) if pair[1] not in [japanese for _, japanese in listed[:n]]]


def question_terms_in(text: str) -> list[tuple[str, str]]:
    """The terms of a Japanese question, with the English ones."""
    text = unicodedata.normalize("NFKC", text)
    found = [(text.index(term), term, english) for term, english in _pairs(_QUESTION_TERMS) if term in text]
    longest = [one for one in found if not any(one[1] in other[1] and one != other for other in found)]
    return [(term, english) for _, term, english in sorted(longest)]


def with_terms(original: str, translation: str) -> str:
    """A Japanese translation in which terms that were left as they stand in the original are translated."""
    for term, japanese in terms_in(original):
        if term.islower():
            translation = re.sub(rf"[ _]?(?<![A-Za-z]){re.escape(term)}(?![A-Za-z])[ _]?", japanese, translation)
    return translation
