import importlib
import re
from pathlib import Path

import pytest

import reader.core
from reader.core.patterns import _Uncompiled, _uncompiled, compile_late_patterns, late_pattern


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    late, compiled = late_pattern(r"(?P<year>\d{4})x?", re.IGNORECASE), re.compile(r"(?P<year>\d{4})x?", re.IGNORECASE)
    text = "In 1999X and 2001."
    for _ in range(2):
        assert [match["year"] for match in late.finditer(text)] == ["1999", "2001"]
        assert late.sub("-", text) == compiled.sub("-", text)
        assert late.split(text) == compiled.split(text)
    assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_a_wrong_pattern_is_told_when_it_is_used() -> None:
    wrong = late_pattern("(")
    with pytest.raises(re.error):
        wrong.search("a")
    _uncompiled.remove(wrong)  # type: ignore[arg-type]


def test_what_was_put_off_can_be_compiled_before_it_is_used() -> None:
    late = late_pattern("a+")
    compile_late_patterns()
    assert late._compiled is not None  # type: ignore[attr-defined]
    assert late.fullmatch("aaa")


MODULES = sorted(path.stem for path in Path(reader.core.__file__).parent.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_every_late_pattern_of_the_core_can_be_compiled(name: str) -> None:
    values: list[object] = list(vars(importlib.import_module(f"reader.core.{name}")).values())
    while values:
        value = values.pop()
        if isinstance(value, _Uncompiled):
            assert re.compile(*value._arguments)
        elif isinstance(value, (tuple, list)):
            values += value
        elif isinstance(value, dict):
            values += value.values()
