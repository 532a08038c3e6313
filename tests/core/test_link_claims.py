"""Sentences about addresses: exact, code first, with the sentence of the page that gives them."""

from reader.core.link_claims import link_claims
from reader.core.paper_head import PaperLink
from tests.flows.desk import page_text

PAGE = page_text(
    0,
    "We save memory.\nOur code is available at https://github.com/\nOpenLMLab/LOMO. It is fast.\n\nSee the project",
)
CODE = PaperLink("code", "https://github.com/OpenLMLab/LOMO", 0)


def test_an_address_over_a_line_end_is_given_whole_with_its_sentence() -> None:
    (claim,) = link_claims([CODE], {0: PAGE}, "en")
    assert claim.text == "The code is at https://github.com/OpenLMLab/LOMO."
    assert claim.evidence is not None
    said = PAGE.text[claim.evidence.start : claim.evidence.end]
    assert said == "Our code is available at https://github.com/\nOpenLMLab/LOMO."


def test_code_comes_first_the_same_address_once_and_others_not() -> None:
    links = [
        PaperLink("other", "https://example.org/other", 0),
        PaperLink("data", "https://example.org/data", 0),
        PaperLink("project", "https://example.org", 0),
        CODE,
        PaperLink("code", "http://www.github.com/OpenLMLab/LOMO/", 0),
    ]
    claims = link_claims(links, {0: PAGE}, "ja")
    assert [claim.text for claim in claims] == [
        "コードは https://github.com/OpenLMLab/LOMO にあります。",
        "プロジェクトのページは https://example.org です。",
        "データは https://example.org/data にあります。",
    ]
    assert [claim.text for claim in link_claims(links, {0: PAGE}, "ja", ("data",))] == [claims[2].text]


def test_an_address_that_the_page_does_not_print_has_no_sentence() -> None:
    (claim,) = link_claims([PaperLink("project", "https://hidden.example", 0)], {0: PAGE}, "en")
    assert claim.evidence is None
    (claim,) = link_claims([PaperLink("project", "https://hidden.example", 3)], {}, "de")
    assert (claim.evidence, claim.page_index) == (None, 3)
    assert claim.text.startswith("The project page is")


def test_of_a_long_stretch_only_the_address_is_taken() -> None:
    long = page_text(0, "word " * 100 + "https://example.org/code " + "word " * 100)
    (claim,) = link_claims([PaperLink("code", "https://example.org/code", 0)], {0: long}, "en")
    assert claim.evidence is not None
    assert long.text[claim.evidence.start : claim.evidence.end] == "example.org/code"
