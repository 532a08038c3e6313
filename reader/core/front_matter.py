"""The YAML at the head of a Markdown file, as far as notes need it: fields that are texts or lists of texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

Field: TypeAlias = str | tuple[str, ...]
_MARK = "---"
_ENDS = ("---", "...")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    fields: Mapping[str, Field] = field(default_factory=dict)
    """An empty field is ""."""
    body: str = ""
    """What stands below it."""
    first_line: int = 0
    """The line of the file where the body begins, from 0."""
    fault: str = ""
    """Why the fields could not be read, in one line."""


def split_front_matter(text: str) -> FrontMatter:
    """Every scalar is the text that stands there: 2306.09782 is no number, 2023-06-16 no date and "no" not false."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in _ENDS), None)
    if lines[0].rstrip() != _MARK or end is None:
        return FrontMatter(body=text)
    body, first_line = "\n".join(lines[end + 1 :]), end + 1
    try:
        read = yaml.load("\n".join(lines[1:end]), Loader=yaml.BaseLoader)  # it makes nothing but texts
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as failure:  # also of an escape beyond Unicode
        return FrontMatter({}, body, first_line, " ".join(str(failure).split()) or type(failure).__name__)
    if not isinstance(read, dict):
        return FrontMatter({}, body, first_line, "" if read in (None, "") else "not a list of fields")
    fields = {str(name): value for name, found in read.items() if (value := _field(found)) is not None}
    return FrontMatter(fields, body, first_line)


def _field(value: Any) -> Field | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return tuple(each for each in value if isinstance(each, str))
    return None
