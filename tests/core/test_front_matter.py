import pytest

from reader.core.front_matter import split_front_matter


def test_every_field_is_the_text_that_stands_there() -> None:
    head = split_front_matter(
        "---\nid: 2306.09782\nday: 2023-06-16\nlanguage: no\nempty:\nlist:\n- a\n- [b]\nmore: {a: b}\n---\nBody\n"
    )
    assert head.fields == {"id": "2306.09782", "day": "2023-06-16", "language": "no", "empty": "", "list": ("a",)}
    assert (head.body, head.first_line, head.fault) == ("Body\n", 10, "")


@pytest.mark.parametrize("text", ["", "Body", "---", "---\na: b\n", "a\n---\nb: c\n---\n"])
def test_without_front_matter_all_is_body(text: str) -> None:
    head = split_front_matter(text)
    assert (head.fields, head.body, head.first_line, head.fault) == ({}, text, 0, "")


@pytest.mark.parametrize(
    "fields", ["a: [", "- a", "text", "a: *b", 'a: "\\UFFFFFFFF"', "a: b: c", "\x01", 'a: "\\U00110000"']
)
def test_what_is_no_yaml_of_fields_has_a_fault_in_one_line(fields: str) -> None:
    head = split_front_matter(f"---\n{fields}\n---\nBody")
    assert head.fields == {}
    assert head.body == "Body"
    assert head.fault
    assert "\n" not in head.fault


def test_empty_front_matter_is_no_fault() -> None:
    assert split_front_matter("---\n---\n").fault == ""
