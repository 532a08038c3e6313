"""Facts about this computer that decide whether and how a model runs: free memory, cores."""

import ctypes
import os
import platform
import sys
from pathlib import Path

_CPU_FOLDER = Path("/sys/devices/system/cpu")
_CGROUP = Path("/sys/fs/cgroup")


def free_memory_bytes() -> int | None:
    """Memory a new process can have without pushing others out; None where the system does not say."""
    if sys.platform == "win32":
        return _windows_memory("available")
    free_bytes = _linux_free_bytes(Path("/proc/meminfo"))
    if free_bytes is None:
        return _physical_bytes()
    limit_bytes = _cgroup_free_bytes(_CGROUP)
    return free_bytes if limit_bytes is None else min(free_bytes, limit_bytes)


def total_memory_bytes() -> int | None:
    """All memory that programs of this computer, or of this container, may have; None where the system does not say."""
    if sys.platform == "win32":
        return _windows_memory("total")
    total_bytes = _physical_bytes()
    try:
        limit_bytes = int((_CGROUP / "memory.max").read_text("ascii"))
    except (OSError, ValueError):
        return total_bytes
    return limit_bytes if total_bytes is None else min(total_bytes, limit_bytes)


def machine_name() -> str:
    """This computer, by its name and its cores: what was measured on it holds for no other."""
    return f"{platform.node()}/{os.cpu_count()}"


def _linux_free_bytes(meminfo: Path) -> int | None:
    try:
        lines = meminfo.read_text("ascii").splitlines()
    except OSError:
        return None
    fields = {key: value.split()[0] for key, _, value in (line.partition(":") for line in lines) if value.split()}
    free_kib = fields.get("MemAvailable") or fields.get("MemFree")
    return int(free_kib) * 1024 if free_kib else None


def _cgroup_free_bytes(folder: Path) -> int | None:
    """What a container still may take (cgroup v2)."""
    try:
        limit, used = (folder / name for name in ("memory.max", "memory.current"))
        return max(0, int(limit.read_text("ascii")) - int(used.read_text("ascii")))
    except (OSError, ValueError):
        # No such file, or "max": no limit.
        return None


def _physical_bytes() -> int | None:
    """All memory: where what is free cannot be asked for (macOS), the system makes room by itself."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _windows_memory(field: str) -> int | None:
    class MemoryStatus(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load_percent", ctypes.c_uint32),
            *((name, ctypes.c_uint64) for name in ("total", "available", "total_page", "available_page")),
            *((name, ctypes.c_uint64) for name in ("total_virtual", "available_virtual", "available_extended")),
        )

    status = MemoryStatus(length=ctypes.sizeof(MemoryStatus))
    windll = getattr(ctypes, "windll", None)
    if windll is None or not windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return int(getattr(status, field))


def physical_cores() -> int:
    """Cores this process may use, hyper-threads counted once, never less than 1."""
    if hasattr(os, "sched_getaffinity"):
        usable = os.sched_getaffinity(0)
        cores = {_siblings(cpu) for cpu in usable}
        return max(1, min(len(cores), _cgroup_cores(_CGROUP) or len(cores)))
    logical = os.cpu_count() or 1
    # Apple's cores have no hyper-threads; on Windows nearly every computer sold has two to a core.
    return max(1, logical if sys.platform == "darwin" else logical // 2)


def _siblings(cpu: int) -> str:
    try:
        return (_CPU_FOLDER / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text("ascii").strip()
    except OSError:
        return str(cpu)


def _cgroup_cores(folder: Path) -> int | None:
    """Whole cores a container may use (cgroup v2)."""
    try:
        quota, period = (folder / "cpu.max").read_text("ascii").split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):
        return None


def model_threads(cores: int | None = None) -> int:
    """Threads for a model: one core is left to the window, except where there are only two."""
    count = physical_cores() if cores is None else cores
    return count if count <= 2 else count - 1


def resident_bytes() -> int:
    """Memory that this process has in use now; 0 where the system does not tell it in a file."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
