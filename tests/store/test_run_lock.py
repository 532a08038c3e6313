import subprocess
import sys
from pathlib import Path

import pytest

from reader.core.errors import StoreUnusable
from reader.store.run_lock import RunLock

_HOLD = "import sys; from reader.store.run_lock import RunLock; from pathlib import Path; "
_HOLD += "lock = RunLock.take(Path(sys.argv[1])); print(lock is not None, flush=True); sys.stdin.read()"


def test_one_holds_it_at_a_time_and_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.lock"
    first = RunLock.take(file)
    assert first is not None
    assert RunLock.take(file) is None
    other = RunLock.take(tmp_path / "b.lock")
    assert other is not None
    other.release()
    first.release()
    second = RunLock.take(file)
    assert second is not None
    second.release()
    assert list(file.parent.iterdir()) == []


def test_it_ends_with_the_program_that_held_it(tmp_path: Path) -> None:
    file = tmp_path / "a.lock"
    arguments = [sys.executable, "-c", _HOLD, str(file)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "True\n"
        assert RunLock.take(file) is None
        program.kill()
    lock = RunLock.take(file)
    assert lock is not None
    lock.release()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no database, and none that may be overwritten" * 50)
    with pytest.raises(StoreUnusable, match="file"):
        RunLock.take(tmp_path / "file")
    with pytest.raises(StoreUnusable, match=r"a\.lock"):
        RunLock.take(tmp_path / "file" / "a.lock")
