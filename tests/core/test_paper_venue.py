"""Where and when a paper appeared, and its DOI."""

import pytest

from reader.core.document import Link, PageText, Rect
from reader.core.paper_venue import find_copyright_year, find_doi, find_venue
from tests.core.set_pages import set_page


def page(small: str, body: str = "We weigh boxes.\n1 Introduction\nBoxes are heavy.") -> PageText:
    def lines(text: str, top: float) -> list[tuple[float, float, str]]:
        return [(0.05, top + 0.02 * number, line) for number, line in enumerate(text.split("\n"))]

    return set_page(0, ("body", lines(body, 0.2)), ("footnote", lines(small, 0.8)))


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        ("Published as a conference paper at ICLR 2018", "ICLR 2018", "2018"),
        ("Published in Transactions on Machine Learning Research (05/2023)",
         "Transactions on Machine Learning Research", "2023"),
        ("37th Conference on Neural Information Processing Systems (NeurIPS 2023).",
         "37th Conference on Neural Information Processing Systems (NeurIPS 2023)", "2023"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2023, pages 3806–3824",
         "Findings of the Association for Computational Linguistics: EMNLP 2023", "2023"),
        ("∗Equal contribution. Proceedings of the 38 th\nInternational Conference on Machine Learning, PMLR 139, 2021.",
         "Proceedings of the 38th International Conference on Machine Learning", "2021"),
        ("Proceedings of NAACL-HLT 2019, pages 4171–4186", "Proceedings of NAACL-HLT 2019", "2019"),
        ("KDD ’19, August 4–8, 2019, Anchorage, AK, USA", "KDD ’19", "2019"),
        ("Journal of Machine Learning Research 21 (2020) 1-67", "Journal of Machine Learning Research", "2020"),
        ("Neurocomputing 312 (2018) 135–153", "Neurocomputing", "2018"),
        ("PHYSICAL REVIEW D 98, 030001 (2018)", "PHYSICAL REVIEW D", "2018"),
        ("IEEE TRANSACTIONS ON BOXES, VOL. 14, NO. 8, AUGUST 2015", "IEEE TRANSACTIONS ON BOXES", "2015"),
        ("This CVPR 2020 paper is the Open Access version, provided by the Computer Vision Foundation.",
         "CVPR 2020", "2020"),
        ("Accepted at the Workshop on Boxes 2022.", "Workshop on Boxes 2022", "2022"),
        ("言語処理学会 第29回年次大会 発表論文集 (2023年3月)", "言語処理学会 第29回年次大会 発表論文集", "2023"),
    ],
)  # fmt: skip
def test_the_small_print_names_it(text: str, venue: str, year: str) -> None:
    assert find_venue(page(text)) == (venue, year)


@pytest.mark.parametrize(
    "text", ["Preprint", "Under review as a conference paper at ICLR 2024", "Boxes weigh 12 (2018) tons", ""]
)
def test_what_has_not_appeared_has_none(text: str) -> None:
    assert find_venue(page(text)) == ("", "")


def test_the_year_of_the_copyright() -> None:
    assert find_copyright_year(page("Copyright © 2020, Association for Boxes")) == "2020"
    assert find_copyright_year(page("Boxes of 2020")) == ""


def test_the_doi_is_the_papers_own() -> None:
    own = "https://doi.org/10.1145/3292500.3330701"
    assert find_doi(page(own), ()) == "10.1145/3292500.3330701"
    assert find_doi(page("doi:10.1145/3292500.\n3330701."), ()) == "10.1145/3292500.3330701"
    link = Link(Rect(0.05, 0.8, 0.4, 0.812), None, None, own)
    assert find_doi(page("https://doi.org/10.1145/\n3292500.3330701"), (link,)) == "10.1145/3292500.3330701"


def test_a_doi_that_may_be_of_something_else_is_none() -> None:
    assert find_doi(page("Data: https://doi.org/10.5281/zenodo.123"), ()) == ""
    assert find_doi(page("", "1 Introduction\nAs in Lee\n(https://doi.org/10.1000/lee)."), ()) == ""
    assert find_doi(page("doi:10.1000/one\n\ndoi:10.1000/two"), ()) == ""
    assert find_doi(page("doi:10.1000/one\n\ndoi:10.1000/two"), (), "10.1000/TWO") == "10.1000/TWO"
    assert find_doi(page("nothing"), (), "10.1000/two") == ""
