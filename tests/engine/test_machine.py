from pathlib import Path

import pytest

from reader.engine import machine


def test_this_machine_has_memory_and_cores() -> None:
    free_bytes = machine.free_memory_bytes()
    assert free_bytes is None or free_bytes > 10_000_000
    assert machine.physical_cores() >= 1


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 2), (3, 2), (4, 3), (16, 15)])
def test_threads_leave_a_core_to_the_window(cores: int, threads: int) -> None:
    assert machine.model_threads(cores) == threads


def test_available_memory_is_read_from_meminfo(tmp_path: Path) -> None:
    file = tmp_path / "meminfo"
    file.write_text(
        "MemTotal:       32000 kB\nMemFree:         1000 kB\nMemAvailable:   20000 kB\nHugePages_Total:       0\n"
    )
    assert machine._linux_free_bytes(file) == 20_000 * 1024
    file.write_text("MemTotal:       32000 kB\nMemFree:         1000 kB\n")
    assert machine._linux_free_bytes(file) == 1000 * 1024
    assert machine._linux_free_bytes(tmp_path / "nothing") is None


def test_all_memory_of_a_container_is_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_CGROUP", tmp_path)
    all_bytes = machine.total_memory_bytes()
    assert all_bytes is not None
    assert all_bytes >= (machine.free_memory_bytes() or 0)
    (tmp_path / "memory.max").write_text("max\n")
    assert machine.total_memory_bytes() == all_bytes
    (tmp_path / "memory.max").write_text("1000000\n")
    assert machine.total_memory_bytes() == 1_000_000


def test_container_limits_count(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    (tmp_path / "cpu.max").write_text("250000 100000\n")
    assert machine._cgroup_free_bytes(tmp_path) == 600_000
    assert machine._cgroup_cores(tmp_path) == 2


def test_container_without_limits(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("400000\n")
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert machine._cgroup_free_bytes(tmp_path) is None
    assert machine._cgroup_cores(tmp_path) is None
    assert machine._cgroup_free_bytes(tmp_path / "nothing") is None


def test_hyper_threads_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for cpu, siblings in enumerate(["0,2", "1,3", "0,2", "1,3"]):
        (tmp_path / f"cpu{cpu}" / "topology").mkdir(parents=True)
        (tmp_path / f"cpu{cpu}" / "topology" / "thread_siblings_list").write_text(siblings + "\n")
    monkeypatch.setattr(machine, "_CPU_FOLDER", tmp_path)
    monkeypatch.setattr(machine, "_CGROUP", tmp_path)
    monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _pid: {0, 1, 2, 3}, raising=False)
    assert machine.physical_cores() == 2
    monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _pid: {0, 2}, raising=False)
    assert machine.physical_cores() == 1


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system tells it elsewhere")
def test_the_memory_of_this_process_is_known() -> None:
    before = machine.resident_bytes()
    block = b"\xa5" * 64_000_000
    assert before > 5_000_000
    assert machine.resident_bytes() > before + len(block) // 2
