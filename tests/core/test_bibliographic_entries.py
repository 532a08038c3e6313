"""Entries of a bibliography, as they are written and as others read them."""

import json
from pathlib import Path

import bibtexparser
import pytest
from bibtexparser.middlewares import MonthIntMiddleware, SeparateCoAuthors, SplitNameParts
from hypothesis import given
from hypothesis import strategies as st

from reader.core.bibliographic_entries import bibtex, csl_item, csl_json, entry_key, entry_keys
from reader.core.paper_head import PaperHead

GOLDEN = Path(__file__).parents[1] / "golden"

LOMO = PaperHead(
    title="Full Parameter Fine-tuning for Large Language Models with Limited Resources",
    authors=("Kai Lv", "Yuqing Yang", "Tengxiao Liu", "Qinghui Gao", "Qipeng Guo", "Xipeng Qiu"),
    arxiv_id="2306.09782",
    arxiv_version="v1",
    categories=("cs.CL",),
    published="2023-06-16",
    year="2023",
    url="https://arxiv.org/abs/2306.09782v1",
)
BOXES = PaperHead(
    title="LLaMA & 100% of U-Net: on {Boxes}_2 in R~3",
    authors=("Jan van der Berg", "John A. Smith Jr.", "Bernhard Schölkopf", "The Crate Team"),
    arxiv_id="2312.04350",
    arxiv_version="v3",
    categories=("cs.CL", "cs.LG"),
    updated="2024-01-17",
    doi="10.1145/3292500.3330701",
    year="2023",
    venue="37th Conference on Boxes & Crates (BOX 2023)",
    url="https://arxiv.org/abs/2312.04350v3",
    abstract="We weigh boxes.",
)
JOURNAL = PaperHead(
    title="Exploring the Limits of Boxes", authors=("Colin Raffel",), year="2020",
    venue="Journal of Box Research", doi="10.1000/box", url="https://doi.org/10.1000/box",
)  # fmt: skip
JAPANESE = PaperHead(title="箱の重さに関する研究", authors=("山田 太郎", "鈴木花子"), year="2023", venue="箱学会論文誌")
HEADS = (LOMO, BOXES, JOURNAL, JAPANESE)


def test_bibtex_is_as_it_was() -> None:
    text = "\n".join(map(bibtex, HEADS))
    assert text == (GOLDEN / "entries.bib").read_text("utf-8")


def test_csl_json_is_as_it_was() -> None:
    assert csl_json(HEADS) == (GOLDEN / "entries.json").read_text("utf-8")


def test_another_program_reads_the_bibtex() -> None:
    layers = [MonthIntMiddleware(), SeparateCoAuthors(), SplitNameParts()]
    library = bibtexparser.parse_string("\n".join(map(bibtex, HEADS)), append_middleware=layers)
    assert not library.failed_blocks
    lomo, boxes, journal, japanese = library.entries
    assert [entry.entry_type for entry in library.entries] == ["misc", "inproceedings", "article", "article"]
    assert (lomo.key, lomo["eprint"], lomo["month"]) == ("lv2023full", "2306.09782v1", 6)
    names = boxes["author"]
    assert [(name.von, name.last, name.jr, name.first) for name in names] == [
        (["van", "der"], ["Berg"], [], ["Jan"]),
        ([], ["Smith"], ["Jr."], ["John", "A."]),
        ([], ["Schölkopf"], [], ["Bernhard"]),
        ([], ["{The Crate Team}"], [], []),
    ]
    assert journal["journal"] == "Journal of Box Research"
    assert japanese["author"][0].last == ["山田"]


@pytest.mark.parametrize(
    ("head", "key"),
    [
        (LOMO, "lv2023full"),
        (PaperHead(title="On the Weight", authors=("Émile Ångström-Łoś",), year="1999"), "angstromlos1999weight"),
        (PaperHead(title="箱", authors=("山田太郎",), arxiv_id="2306.09782"), "arxiv230609782"),
        (PaperHead(title="箱", doi="10.1000/box"), "101000box"),
        (PaperHead(title="The Boxes"), "boxes"),
        (PaperHead(), "paper"),
    ],
)  # fmt: skip
def test_keys_are_short_and_plain(head: PaperHead, key: str) -> None:
    assert entry_key(head) == key


def test_keys_of_several_are_different() -> None:
    assert entry_keys([LOMO] * 3 + [JOURNAL]) == ["lv2023full", "lv2023fullb", "lv2023fullc", "raffel2020exploring"]
    assert len(set(entry_keys([PaperHead()] * 40))) == 40


def test_what_is_not_known_is_not_there() -> None:
    assert bibtex(PaperHead(title="Boxes")) == "@misc{boxes,\n  title  = {Boxes},\n}\n"
    assert csl_item(PaperHead(title="Boxes")) == {"id": "boxes", "type": "article", "title": "Boxes"}


def test_the_day_of_a_later_version_is_not_the_papers() -> None:
    assert csl_item(LOMO)["issued"] == {"date-parts": [[2023, 6, 16]]}
    assert csl_item(BOXES)["issued"] == {"date-parts": [[2023]]}
    assert "month" not in bibtex(BOXES)


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=20))
def test_any_text_makes_an_entry_with_balanced_braces(title: str, author: str, venue: str) -> None:
    head = PaperHead(title=title, authors=(author,) if author.strip() else (), venue=venue)
    text = bibtex(head)
    assert text.count("{") == text.count("}")
    assert json.loads(csl_json([head]))[0]["title"] == title
