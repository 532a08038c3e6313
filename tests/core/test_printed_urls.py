"""Addresses in text, whole over line ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.printed_urls import joined_urls, printed_urls


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("at https://github.com/ann/boxes.", "https://github.com/ann/boxes"),
        ("(https://github.com/ann/boxes/).", "https://github.com/ann/boxes/"),
        ("at https://en.wikipedia.org/wiki/Box_(toy), and", "https://en.wikipedia.org/wiki/Box_(toy)"),
        ("at https://github.\ncom/ann/boxes.", "https://github.com/ann/boxes"),
        ("at https://github.com/\nann/boxes.", "https://github.com/ann/boxes"),
        ("at https://github.com/\nann and", "https://github.com/ann"),
        ("at https://github.com/ann/Bo\nxes/tree/main.\nNext", "https://github.com/ann/Boxes/tree/main"),
        ("at http://box.uni-\nweights.de/people/ann.", "http://box.uni-weights.de/people/ann"),
        ("at https://boxes.org/a/long_\nname.html, and", "https://boxes.org/a/long_name.html"),
        ("at https://boxes.org/a/list\nboxes.pdf", "https://boxes.org/a/listboxes.pdf"),
        ("at https://boxes.org/\nwhere we weigh", "https://boxes.org/"),
        ("at https://boxes.org/weights\nand/or elsewhere", "https://boxes.org/weights"),
        ("at https://boxes.org/weights\nhttps://crates.org/", "https://boxes.org/weights"),
        ("see www.boxes.org.We weigh", "www.boxes.org"),
        ("code: github.com/ann/boxes", "github.com/ann/boxes"),
        ("page ann.github.io/boxes", "ann.github.io/boxes"),
        ("コードはhttps://github.com/ann/boxes。", "https://github.com/ann/boxes"),
    ],
)
def test_an_address_is_found_as_it_is(text: str, url: str) -> None:
    assert next(printed_urls(text)).url == url


@pytest.mark.parametrize("text", ["ann@github.com/x", "no address", "https://", "example.com", "a/b"])
def test_other_words_are_none(text: str) -> None:
    assert list(printed_urls(text)) == []


def test_text_around_an_address_stays() -> None:
    text = "Code (https://github.com/\nann/boxes) and\ndata."
    assert joined_urls(text) == "Code (https://github.com/ann/boxes) and\ndata."
    (found,) = printed_urls(text)
    assert text[found.start : found.end].replace("\n", "") == found.url


@given(st.text(alphabet="htps:/.w-\ngihubcom _)", max_size=80))
def test_any_text_keeps_all_that_is_no_line_end(text: str) -> None:
    assert joined_urls(text).replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")
