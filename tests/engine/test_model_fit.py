"""Which models suit which computers."""

import pytest

from reader.engine.model_fit import Computer, Fit, fit_of, recommended
from reader.engine.models import entry_of, load_catalogue

_GB = 10**9


@pytest.mark.parametrize(
    ("memory_gb", "cores", "name"),
    [
        (2, 2, "qwen2.5-0.5b-instruct"),
        (4, 4, "qwen2.5-1.5b-instruct"),
        (8, 4, "qwen3-4b-instruct-2507"),
        (16, 4, "llama-3.1-swallow-8b-instruct-v0.5"),
        (32, 8, "gemma-3-12b-it"),
        (32, 2, "qwen3-4b-instruct-2507"),  # larger ones fit and would be too slow
    ],
)
def test_there_is_a_model_for_each_computer_and_for_japanese(memory_gb: int, cores: int, name: str) -> None:
    computer = Computer(memory_gb * _GB, cores)
    best = recommended(load_catalogue(), computer)
    assert best == entry_of(name)
    assert recommended(load_catalogue(), computer, "ja") == best


@pytest.mark.parametrize(
    ("memory_gb", "cores", "fit", "why"),
    [
        (32, 8, "good", "It needs 9.1 GB of 32.0 GB of memory."),
        (32, 1, "slow", "It needs 9.1 GB of 32.0 GB of memory, but would write slowly with 1 core."),
        (16, 8, "tight", "It needs 9.1 GB of 16.0 GB of memory: other programs must be closed."),
        (10, 8, "too large", "It needs 9.1 GB of memory; this computer has 10.0 GB."),
        (None, 8, "unknown", "This computer does not say how much memory it has."),
    ],
)
def test_it_is_said_why(memory_gb: int | None, cores: int, fit: Fit, why: str) -> None:
    found = fit_of(entry_of("gemma-3-12b-it"), Computer(None if memory_gb is None else memory_gb * _GB, cores))
    assert (found.fit, found.why) == (fit, why)


def test_nothing_suits_the_smallest_computer_in_japanese() -> None:
    assert recommended(load_catalogue(), Computer(_GB, 1)) is None
    assert recommended(load_catalogue(), Computer(_GB * 3 // 2, 1)) == entry_of("smollm2-135m-instruct")
    assert recommended(load_catalogue(), Computer(_GB * 3 // 2, 1), "ja") is None
