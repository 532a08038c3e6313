"""Names in their parts."""

import pytest

from reader.core.person_names import PersonName, person_name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Kai Lv", PersonName("Lv", "Kai")),
        ("Jan van der Berg", PersonName("Berg", "Jan", "van der")),
        ("John A. Smith Jr.", PersonName("Smith", "John A.", suffix="Jr.")),
        ("Wei-Lin de Souza", PersonName("Souza", "Wei-Lin", "de")),
        ("山田 太郎", PersonName("山田", "太郎")),
        ("山田太郎", PersonName("山田太郎")),
        ("The Crate Team", PersonName("The Crate Team")),
        ("OpenAI", PersonName("OpenAI")),
        ("", PersonName("")),
    ],
)
def test_family_and_given_name_are_told_apart(name: str, parts: PersonName) -> None:
    assert person_name(name) == parts
