"""Lists of references as they are set: numbered, hanging, with room in between; over columns and pages."""

from reader.core.bibliography import Bibliography, read_bibliography
from reader.core.document import PageText
from tests.core.set_pages import set_page


def read(*pages: PageText) -> Bibliography:
    bibliography = read_bibliography(pages, 0)
    assert bibliography is not None
    return bibliography


def labels(bibliography: Bibliography) -> list[str]:
    return [entry.label for entry in bibliography.entries]


def hanging(left: float, top: float, *entries: str) -> list[tuple[float, float, str]]:
    """Entries of which each "/" begins a line that is set in."""
    lines = []
    for entry in entries:
        for number, line in enumerate(entry.split("/")):
            lines.append((left + (0.02 if number else 0.0), top, line))
            top += 0.015
    return lines


ENTRIES = (
    "Tianqi Chen, Bing Xu, and Carlos Guestrin. Training/deep nets. arXiv:1604.06174, 2016.",
    "Zhao Chen and Chen-Yu Lee. Gradnorm. In ICML/2018, Stockholm, 2018.",
    "Zhao Chen. Another thing, of the same/year. 2016a.",
    "Zhao Chen. A second thing, of that/year. 2016b.",
    "Ronan van den Oord, A. B. Lee, and Jörg Müller./2019. Late of many.",
)


def test_numbered_lists() -> None:
    for form in ("[{}] ", "{}. ", "({}) ", "{} "):
        texts = [f"{form.format(n)}Somebody N. Title/of {n}. 2001." for n in range(1, 5)]
        bibliography = read(set_page(0, ("body", hanging(0.1, 0.1, *texts))))
        assert labels(bibliography) == ["1", "2", "3", "4"], form
        assert bibliography.labelled("3").text.endswith("Title of 3. 2001.")


def test_short_labels_of_letters() -> None:
    texts = [f"[{key}] Somebody N. Title/of it. 2001." for key in ("Abc20", "BMR+20", "Xyz19a")]
    bibliography = read(set_page(0, ("body", hanging(0.1, 0.1, *texts))))
    assert bibliography.labelled("bmr+20") is bibliography.entries[1]


def test_hanging_entries_over_columns_and_pages() -> None:
    first = set_page(
        3, ("body", hanging(0.1, 0.8, *ENTRIES[:2], "Noam Long. What goes/on")[:-1]),
        ("body", hanging(0.52, 0.1, "Noam Long. What goes/on. 1999.", ENTRIES[2])[1:]),
    )  # fmt: skip
    second = set_page(4, ("running", [(0.4, 0.02, "A journal 2020")]), ("body", hanging(0.1, 0.1, *ENTRIES[3:])))
    bibliography = read(first, second)
    assert [entry.text[:9] for entry in bibliography.entries] == [
        "Tianqi Ch", "Zhao Chen", "Noam Long", "Zhao Chen", "Zhao Chen", "Ronan van",
    ]  # fmt: skip
    assert bibliography.entries[2].text == "Noam Long. What goes on. 1999."
    assert (bibliography.page_index, bibliography.last_page) == (3, 4)


def test_entries_told_by_the_room_between_them() -> None:
    lines, top = [], 0.1
    for entry in ENTRIES[:4]:
        for line in entry.split("/"):
            lines.append((0.1, top, line))
            top += 0.013
        top += 0.005
    assert len(read(set_page(0, ("body", lines))).entries) == 4


def test_the_list_ends_at_the_next_section() -> None:
    page = set_page(
        0,
        ("body", hanging(0.1, 0.1, *ENTRIES)),
        ("heading", [(0.1, 0.5, "A Further results")]),
        ("body", [(0.1, 0.52, "Text of 2020 that is no entry.")]),
    )
    assert len(read(page).entries) == len(ENTRIES)


def of(names: tuple[str, ...], year: str, *, is_et_al: bool = False) -> str | None:
    bibliography = read(set_page(0, ("body", hanging(0.1, 0.1, *ENTRIES))))
    found = bibliography.by_authors(names, year, is_et_al=is_et_al)
    return None if found is None else f"{found[0]} {found[1].text[-24:]}"


def test_entries_by_authors_and_year() -> None:
    assert of(("Chen",), "2016", is_et_al=True) == "0 " + ENTRIES[0].replace("/", " ")[-24:]
    assert of(("Chen", "Lee"), "2018") == "0 " + ENTRIES[1].replace("/", " ")[-24:]
    assert of(("Chen",), "2016b") == "0 " + ENTRIES[3].replace("/", " ")[-24:]
    assert of(("van den Oord",), "2019", is_et_al=True) is not None
    assert of(("Oord",), "2019", is_et_al=True) is not None


def test_what_stands_before_the_names_is_no_author() -> None:
    found = of(("However", "Oord"), "2019", is_et_al=True)
    assert found is not None
    assert found.startswith("1 ")


def test_no_entry_is_better_than_a_wrong_one() -> None:
    assert of(("Chen",), "2017") is None
    assert of(("Chen",), "2016c") is None
    assert of(("Guestrin",), "2016") is None
    assert of(("Chen", "Müller"), "2018") is None
    assert of(("October",), "2016") is None


def test_text_is_no_list() -> None:
    assert read_bibliography([set_page(0, ("body", [(0.1, 0.1, "Nothing of it.")]))], 0) is None
    assert read_bibliography([set_page(0)], 0) is None
