"""The parts of a person's name: what bibliographies sort and abbreviate by."""

import re
from dataclasses import dataclass

from reader.core.author_names import is_cjk, is_collective
from reader.core.name_words import PARTICLES, SUFFIXES


@dataclass(frozen=True, slots=True)
class PersonName:
    family: str
    given: str = ""
    particle: str = ""
    """ "van der", written small."""
    suffix: str = ""
    """ "Jr." """

    @property
    def is_whole(self) -> bool:
        """A name that has no parts: a team's, or one written without a space."""
        return not self.given


def person_name(name: str) -> PersonName:
    """ "Jan van der Berg" -> Berg, Jan, van der; in "山田 太郎" the family name is first."""
    words = name.split()
    if is_collective(name) or len(words) < 2:
        return PersonName(name)
    if is_cjk(name):
        return PersonName(words[0], " ".join(words[1:]))
    suffix = words.pop() if len(words) > 2 and words[-1].casefold() in SUFFIXES else ""
    start = len(words) - 1
    while start > 1 and words[start - 1][0].islower() and re.sub(r"[’']$", "", words[start - 1]) in PARTICLES:
        start -= 1
    return PersonName(words[-1], " ".join(words[:start]), " ".join(words[start:-1]), suffix)
