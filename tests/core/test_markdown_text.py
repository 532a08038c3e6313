"""Pieces of Markdown, as CommonMark reads them."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.core.markdown_text import address_link, escape, hidden, page_link, prose

COMMONMARK = MarkdownIt("commonmark")


def shown(markdown: str) -> str:
    """The text that a reader of this Markdown sees; everything in it must be one paragraph of plain text."""
    tokens = COMMONMARK.parse(markdown)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], markdown
    inner = tokens[1].children or []
    assert {token.type for token in inner} <= {"text"}, markdown
    return "".join(token.content for token in inner)


@given(st.text(st.sampled_from("*_`[]<>#-+1.) \\ab"), max_size=40))
def test_escaped_text_keeps_its_letters(text: str) -> None:
    assert re.sub(r"\\(?=[\\`*_\[\]<>#+.)-])", "", escape(text)).replace("\\", "") == text.lstrip().replace("\\", "")


def test_text_that_looks_like_markdown_is_shown_as_it_is() -> None:
    assert escape("# no heading") == r"\# no heading"
    assert escape("2) no list") == r"2\) no list"
    assert escape("a *star* and <b>") == r"a \*star\* and \<b\>"
    assert escape("a #tag, ==light==, %%secret%%, &amp; AT&T") == r"a \#tag, \==light\==, \%%secret\%%, \&amp; AT&T"


@given(st.one_of(st.text(st.sampled_from("*_`[]<>#-+=1.)(!&;\\~$^|:'\"/ amp"), max_size=40), st.text(max_size=20)))
@example("---")
@example("***")
@example("1.")
@example("# ")
@example("a\n===")
@example("&#35; &copy;")
@example("![a](b)")
def test_any_line_is_shown_letter_for_letter(text: str) -> None:
    line = " ".join(text.split()).replace("\0", "\ufffd")
    assert shown(escape(line)) == line


@given(st.text(st.sampled_from("#-=*` ab"), max_size=20))
def test_any_heading_is_shown_letter_for_letter(text: str) -> None:
    line = " ".join(text.split())
    tokens = COMMONMARK.parse(f"### {escape(line)}")
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
    assert "".join(token.content for token in tokens[1].children or []) == line


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (r"The \( \chi^2_{a*b} \) test", r"The $\chi^2_{a*b}$ test"),
        (r"値\(x_1\)は", "値$x_1$は"),
        ("値$x_1$は", "値$x_1$は"),
        (r"So \[ E = mc^2 \] holds", "So $$E = mc^2$$ holds"),
        ("$$a < b$$", "$$a < b$$"),
        ("$n$ costs $5 or 10$", r"$n$ costs \$5 or 10\$"),
        ("between $100 and 200 US$ a_b", r"between \$100 and 200 US\$ a\_b"),
        (r"is \(n\)th of 3\(m\)", "is $n$ th of 3 $m$"),
        (r"\(a\)\(b\)", "$a$ $b$"),
        (r"an \( empty", r"an \\( empty"),
        (r"\( \)", r"\\( \\)"),
    ],
)
def test_formulas_stand_between_dollars_and_are_not_escaped(text: str, markdown: str) -> None:
    assert prose(text) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("See https://github.com/a_b/c_d.", "See <https://github.com/a_b/c_d>."),
        ("(https://e.org/x_(y)), 2_3", r"(<https://e.org/x_(y)>), 2\_3"),
        ("コードはhttps://e.org/a_bです。", "コードは<https://e.org/a_b>です。"),
        ("https:// is no address", "https:// is no address"),
        ("- https://e.org", r"\- <https://e.org>"),
    ],
)
def test_an_address_is_a_link_and_keeps_its_signs(text: str, markdown: str) -> None:
    assert prose(text) == markdown


def test_ligatures_are_written_as_letters() -> None:
    assert prose("the \ufb01rst e\ufb03cient o\ufb00er") == "the first efficient offer"


def test_prose_is_one_line() -> None:
    assert prose("a\n\n- b\x00\u2028c") == "a - b c"


def test_links_lead_to_the_page_that_is_named() -> None:
    assert page_link("paper.pdf", (4, 3)) == "[(p.4-5)](paper.pdf#page=4)"
    assert page_link("a (1) paper#2.pdf", (0,)) == "[(p.1)](a%20%281%29%20paper%232.pdf#page=1)"
    assert page_link("../100%?.pdf", (0,), {0}) == "[(p.~1)](../100%25%3F.pdf#page=1)"
    assert page_link("論文.pdf", (0,)) == "[(p.1)](%E8%AB%96%E6%96%87.pdf#page=1)"


def test_a_colon_in_a_file_name_is_no_protocol() -> None:
    assert page_link("Note: a paper.pdf", (0,)) == "[(p.1)](Note%3A%20a%20paper.pdf#page=1)"
    assert page_link("file:///C:/my papers/a.pdf", (0,)) == "[(p.1)](file:///C:/my%20papers/a.pdf#page=1)"


def test_a_file_name_that_is_no_unicode_is_linked_by_its_bytes() -> None:
    assert page_link("caf\udce9.pdf", (0,)) == "[(p.1)](caf%E9.pdf#page=1)"


def test_an_address_with_odd_signs_stays_one_link() -> None:
    assert address_link("https://doi.org/10.1/a<b>c d") == "<https://doi.org/10.1/a%3Cb%3Ec%20d>"
    assert address_link("[no](address)") == r"\[no\](address)"


@given(st.dictionaries(st.text(max_size=5), st.text(), max_size=3))
@example({"a": "--> <!-- -- ---"})
@example({"a": "\ud800"})
def test_any_value_is_read_back_from_its_comment(value: dict[str, str]) -> None:
    comment = hidden("evidence", value)
    assert [token.type for token in COMMONMARK.parse(comment)] == ["html_block"]
    inner = comment.removeprefix("<!-- evidence ").removesuffix(" -->")
    assert "--" not in inner
    assert json.loads(inner) == value
    inner.encode()
