"""The heads of real papers, against what their first pages show."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.paper_head import PaperHead, PaperLink
from reader.flows.describing_paper import head_of
from reader.flows.opening import open_document

LLAMA = PaperHead(
    title="LLaMA: Open and Efficient Foundation Language Models",
    authors=(
        "Hugo Touvron", "Thibaut Lavril", "Gautier Izacard", "Xavier Martinet", "Marie-Anne Lachaux",
        "Timothee Lacroix", "Baptiste Rozière", "Naman Goyal", "Eric Hambro", "Faisal Azhar", "Aurelien Rodriguez",
        "Armand Joulin", "Edouard Grave", "Guillaume Lample",
    ),
    arxiv_id="2302.13971",
    arxiv_version="v1",
    categories=("cs.CL",),
    published="2023-02-27",
    year="2023",
    url="https://arxiv.org/abs/2302.13971v1",
    links=(PaperLink("code", "https://github.com/facebookresearch/llama", 0),),
)  # fmt: skip
LOMO = PaperHead(
    title="Full Parameter Fine-tuning for Large Language Models with Limited Resources",
    authors=("Kai Lv", "Yuqing Yang", "Tengxiao Liu", "Qinghui Gao", "Qipeng Guo", "Xipeng Qiu"),
    arxiv_id="2306.09782",
    arxiv_version="v1",
    categories=("cs.CL",),
    published="2023-06-16",
    year="2023",
    url="https://arxiv.org/abs/2306.09782v1",
    links=(PaperLink("code", "https://github.com/OpenLMLab/LOMO", 0),),
)
MAMBA = PaperHead(
    title="Mamba: Linear-Time Sequence Modeling with Selective State Spaces",
    authors=("Albert Gu", "Tri Dao"),
    links=(PaperLink("code", "https://github.com/state-spaces/mamba", 1),),
)
ACTIVE_QA = PaperHead(
    title="Ask the Right Questions: Active Question Reformulation with Reinforcement Learning",
    authors=(
        "Christian Buck", "Jannis Bulian", "Massimiliano Ciaramita", "Wojciech Gajewski", "Andrea Gesmundo",
        "Neil Houlsby", "Wei Wang",
    ),
    arxiv_id="1705.07830",
    arxiv_version="v3",
    categories=("cs.CL",),
    updated="2018-03-02",
    year="2018",
    venue="ICLR 2018",
    url="https://arxiv.org/abs/1705.07830v3",
)  # fmt: skip
TRANSFER = PaperHead(
    title="Cross-lingual Pre-training Based Transfer for Zero-shot Neural Machine Translation",
    authors=("Baijun Ji", "Zhirui Zhang", "Xiangyu Duan", "Min Zhang", "Boxing Chen", "Weihua Luo"),
    arxiv_id="1912.01214",
    arxiv_version="v1",
    categories=("cs.CL",),
    published="2019-12-03",
    year="2019",
    url="https://arxiv.org/abs/1912.01214v1",
)
RERANKER = PaperHead(
    title="Large Language Model Is Not a Good Few-shot Information Extractor, but a Good Reranker for Hard Samples!",
    authors=("Yubo Ma", "Yixin Cao", "YongChing Hong", "Aixin Sun"),
    arxiv_id="2303.08559",
    arxiv_version="v2",
    categories=("cs.CL",),
    updated="2023-10-21",
    year="2023",
    url="https://arxiv.org/abs/2303.08559v2",
    links=(PaperLink("code", "https://github.com/mayubo2333/LLM-IE", 0),),
)
CLADDER = PaperHead(
    title="CLadder: Assessing Causal Reasoning in Language Models",
    authors=(
        "Zhijing Jin", "Yuen Chen", "Felix Leeb", "Luigi Gresele", "Ojasv Kamal", "Zhiheng Lyu", "Kevin Blin",
        "Fernando Gonzalez", "Max Kleiman-Weiner", "Mrinmaya Sachan", "Bernhard Schölkopf",
    ),
    arxiv_id="2312.04350",
    arxiv_version="v3",
    categories=("cs.CL",),
    updated="2024-01-17",
    year="2023",
    venue="37th Conference on Neural Information Processing Systems (NeurIPS 2023)",
    url="https://arxiv.org/abs/2312.04350v3",
    links=(
        PaperLink("data", "https://huggingface.co/datasets/causalNLP/cladder", 0),
        PaperLink("code", "https://github.com/causalNLP/cladder", 0),
    ),
)  # fmt: skip
LOGIC_LM = PaperHead(
    title="Logic-LM: Empowering Large Language Models with Symbolic Solvers for Faithful Logical Reasoning",
    authors=("Liangming Pan", "Alon Albalak", "Xinyi Wang", "William Yang Wang"),
    year="2023",
    venue="Findings of the Association for Computational Linguistics: EMNLP 2023",
    links=(PaperLink("code", "https://github.com/teacherpeterpan/Logic-LLM", 0),),
)


async def _head(path: Path) -> PaperHead:
    document = await open_document(path)
    try:
        return await head_of(document)
    finally:
        await document.close()


def _assert_head(path: Path, expected: PaperHead) -> None:
    head = asyncio.run(_head(path))
    begin, end, length = ABSTRACTS[path.name]
    assert head.abstract.startswith(begin)
    assert head.abstract.endswith(end)
    assert len(head.abstract) == length
    assert replace(head, abstract="") == expected


ABSTRACTS = {
    "2302.13971.pdf": ("We introduce LLaMA, a collection of", "our models to the research community.", 514),
    "2306.09782.pdf": ("Large Language Models (LLMs) have revolutionized", "3090, each with 24GB memory.", 945),
    "2312.00752.pdf": ("Foundation models, now powering", "both in pretraining and downstream evaluation.", 1664),
    "uda-1705.07830.pdf": ("We frame Question Answering (QA)", "term re-weighting (tf-idf) and stemming.", 1110),
    "uda-1912.01214.pdf": ("Transfer learning between different", "various multilingual NMT approaches.", 1163),
    "mmlongbench-2303.08559v2.pdf": ("Large Language Models (LLMs)", "https://github.com/mayubo2333/LLM-IE.", 1259),
    "mmlongbench-2312.04350v3.pdf": ("The ability to perform causal", "reasoning abilities of LLMs.", 1195),
    "mmlongbench-2023.findings-emnlp.248.pdf": ("Large Language Models", "for faithful logical reasoning.", 1009),
}
"""How each begins and ends, and its length in characters."""


@pytest.mark.parametrize(
    ("file", "expected"),
    [("2302.13971.pdf", LLAMA), ("2306.09782.pdf", LOMO), ("2312.00752.pdf", MAMBA)],
)
def test_heads_of_papers(papers: Path, file: str, expected: PaperHead) -> None:
    _assert_head(papers / file, expected)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("uda-1705.07830.pdf", ACTIVE_QA),
        ("uda-1912.01214.pdf", TRANSFER),
        ("mmlongbench-2303.08559v2.pdf", RERANKER),
        ("mmlongbench-2312.04350v3.pdf", CLADDER),
        ("mmlongbench-2023.findings-emnlp.248.pdf", LOGIC_LM),
    ],
)
def test_heads_of_more_papers(qa: Path, file: str, expected: PaperHead) -> None:
    _assert_head(qa / "pdfs" / file, expected)
