"""The name a paper gives to what it proposes; none rather than a wrong one."""

import pytest

from reader.core.own_name import own_name


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("LLaMA: Open Models", "We introduce LLaMA, a collection.", "LLaMA"),
        ("Mamba: Linear-Time Sequence Modeling", "Mamba is fast. We call it Mamba. Mamba wins.", "Mamba"),
        # a word of the language before the colon, of which the text does not speak
        ("Review: What We Know", "We collect the literature.", ""),
        (
            "Full Parameter Fine-Tuning",
            "Large Language Models (LLMs) are large. LLMs cost. LLMs win. In this work, we propose a new optimizer,"
            " LOw-Memory Optimization (LOMO), which fuses two steps. LOMO is small. LOMO works.",
            "LOMO",
        ),
        (
            "Parsing with Nothing",
            "We present a parser, called Quick, for all. Quick parses. Quick is\nquick. Quick wins.",
            "Quick",
        ),
        ("On Scaling", "We introduce SCALE-2, a method. SCALE-2 scales. SCALE-2 is good.", "SCALE-2"),
        # named once: not what the paper is about
        ("On Scaling", "We propose to use BERT (BERT) here.", ""),
        # others' systems are mentioned, nothing is proposed
        ("On Scaling", "BERT is good. BERT is large. BERT is known. GPT-3 is larger.", ""),
        ("", "", ""),
        (
            "推論の高速化",
            "本研究では高速化手法 FastInfer（FastInfer）を提案する。FastInferは速い。FastInferは軽い。",
            "FastInfer",
        ),
    ],
)
def test_the_name_is_found_where_the_paper_proposes_it(title: str, text: str, name: str) -> None:
    assert own_name(title, text) == name
