import pytest

from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_head_text import HEAD_FIELDS, changed_head, field_text

CODE = PaperLink("code", "https://example.org/code", 4)
HEAD = PaperHead(
    title="A Method",
    authors=("Ada Lovelace", "Alan Turing"),
    arxiv_id="2306.09782",
    arxiv_version="v1",
    categories=("cs.CL", "cs.LG"),
    links=(CODE,),
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("title", "A Method"),
        ("authors", "Ada Lovelace, Alan Turing"),
        ("arxiv_id", "2306.09782v1"),
        ("links", "https://example.org/code"),
        ("doi", ""),
    ],
)
def test_fields_read_as_one_writes_them(name: str, text: str) -> None:
    assert field_text(HEAD, name) == text


@pytest.mark.parametrize("name", HEAD_FIELDS)
def test_a_field_that_stays_as_it_is_is_not_the_readers_own(name: str) -> None:
    assert changed_head(HEAD, name, field_text(HEAD, name)) == HEAD


def test_authors_are_told_apart_by_commas_or_where_names_have_some_by_semicolons() -> None:
    assert changed_head(HEAD, "authors", "A. One,  B. Two ,").authors == ("A. One", "B. Two")
    changed = changed_head(HEAD, "authors", "Martin King, Jr.; B. Two")
    assert changed.authors == ("Martin King, Jr.", "B. Two")
    assert field_text(changed, "authors") == "Martin King, Jr.; B. Two"
    assert changed.edited == ("authors",)


@pytest.mark.parametrize(
    "text",
    ["2306.05426v2", "arXiv:2306.05426v2", "https://arxiv.org/abs/2306.05426v2", "arxiv.org/pdf/2306.05426v2.pdf"],
)
def test_an_arxiv_number_is_read_from_whatever_names_it(text: str) -> None:
    changed = changed_head(HEAD, "arxiv_id", text)
    assert (changed.arxiv_id, changed.arxiv_version) == ("2306.05426", "v2")
    assert changed.edited == ("arxiv_id", "arxiv_version")


def test_links_keep_what_is_known_of_them() -> None:
    changed = changed_head(HEAD, "links", "https://example.org/new\nhttps://example.org/code")
    assert changed.links == (PaperLink("other", "https://example.org/new", 0), CODE)


def test_categories_and_plain_fields_change() -> None:
    assert changed_head(HEAD, "categories", "stat.ML").categories == ("stat.ML",)
    changed = changed_head(changed_head(HEAD, "venue", " A  Journal "), "venue", "Another")
    assert (changed.venue, changed.edited) == ("Another", ("venue",))
