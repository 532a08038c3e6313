"""What is said and done when something is missing on the system; every command is a stand-in, nothing is installed."""

import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MakeCommand = Callable[[str, str], None]


@pytest.fixture(scope="session")
def system_check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("system_check", REPOSITORY / "packaging" / "system_check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeCommand:
    """Makes a PATH of which every command is a shell script of the test's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("CC", "CXX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    def make(name: str, script: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)

    return make


@pytest.fixture
def qt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commands: MakeCommand, system_check: ModuleType) -> Path:
    """A PySide6 whose xcb plugin misses two libraries and whose QtGui misses one, until the file `installed` exists."""
    folder = tmp_path / "PySide6"
    (folder / "Qt/plugins/platforms").mkdir(parents=True)
    for name in ("QtGui.abi3.so", "Qt/plugins/platforms/libqxcb.so", "Qt/plugins/platforms/libqoffscreen.so"):
        (folder / name).touch()
    (folder / "__init__.py").touch()
    spec = importlib.util.spec_from_file_location("PySide6", folder / "__init__.py")
    monkeypatch.setattr(system_check.importlib.util, "find_spec", lambda name: spec)
    monkeypatch.setattr(system_check.platform, "system", lambda: "Linux")
    monkeypatch.setattr(system_check, "has_japanese_font", lambda: True)
    commands(
        "ldd",
        f"""[ -e {tmp_path}/installed ] && exit 0
case "$1" in
*QtGui*) echo "	libEGL.so.1 => not found"; echo "	libm.so.6 => /lib/libm.so.6 (0x1)";;
*xcb*) echo "	libxcb-cursor.so.0 => not found"; echo "	libxkbcommon-x11.so.0 => not found";;
esac""",
    )
    return folder


def _as_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def _run(system_check: ModuleType, arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = system_check.main(arguments)
    return code, capsys.readouterr().out


@pytest.mark.usefixtures("qt")
def test_root_gets_the_packages_installed(
    system_check: ModuleType,
    commands: MakeCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    commands("apt-get", f'echo "$@" >> {tmp_path}/calls; : > {tmp_path}/installed')
    code, said = _run(system_check, ["window"], capsys)
    assert code == 0
    assert "libEGL.so.1" in said
    assert (tmp_path / "calls").read_text().split()[-3:] == ["libegl1", "libxcb-cursor0", "libxkbcommon-x11-0"]


@pytest.mark.usefixtures("qt")
def test_stale_package_lists_are_updated_once(
    system_check: ModuleType,
    commands: MakeCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    commands(
        "apt-get",
        f"""echo "$1" >> {tmp_path}/calls
[ "$1" = update ] && : > {tmp_path}/lists
[ -e {tmp_path}/lists ] || exit 100
: > {tmp_path}/installed""",
    )
    code, _ = _run(system_check, ["window"], capsys)
    assert code == 0
    assert (tmp_path / "calls").read_text().split() == ["install", "update", "install"]


@pytest.mark.usefixtures("qt")
def test_a_user_is_given_the_command(
    system_check: ModuleType,
    commands: MakeCommand,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _as_user(monkeypatch)
    commands("apt-get", "exit 1")
    commands("sudo", "exit 1")  # it would ask for a password
    code, said = _run(system_check, ["window"], capsys)
    assert code == 1
    assert "sudo apt-get install libegl1 libxcb-cursor0 libxkbcommon-x11-0" in said


@pytest.mark.usefixtures("qt")
def test_elsewhere_than_debian_the_names_are_given(
    system_check: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _as_user(monkeypatch)
    code, said = _run(system_check, ["window"], capsys)
    assert code == 1
    assert "libEGL.so.1" in said
    assert "libegl1" in said


def test_without_a_display_missing_x11_libraries_do_not_stop(
    qt: Path, system_check: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _as_user(monkeypatch)
    (qt / "QtGui.abi3.so").unlink()
    code, said = _run(system_check, ["window"], capsys)
    assert code == 0
    assert "libxcb-cursor0" in said
    monkeypatch.setenv("DISPLAY", ":0")
    code, _ = _run(system_check, ["window"], capsys)
    assert code == 1


@pytest.mark.usefixtures("qt")
def test_a_complete_system_is_not_mentioned(
    system_check: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "installed").touch()
    assert _run(system_check, ["window"], capsys) == (0, "")


@pytest.mark.usefixtures("qt")
def test_the_translation_tools_are_checked_for_themselves(
    system_check: ModuleType,
    commands: MakeCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(system_check, ["tools"], capsys) == (0, "")
    (tmp_path / "PySide6/lupdate").touch()
    commands("ldd", f'[ -e {tmp_path}/installed ] || echo "	libgssapi_krb5.so.2 => not found"')
    _as_user(monkeypatch)
    code, said = _run(system_check, ["tools"], capsys)
    assert code == 1
    assert "libgssapi-krb5-2" in said
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    commands("apt-get", f": > {tmp_path}/installed")
    code, _ = _run(system_check, ["tools"], capsys)
    assert code == 0


def test_a_missing_font_for_japanese_is_a_hint(
    qt: Path,
    system_check: ModuleType,
    commands: MakeCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "installed").touch()
    monkeypatch.setattr(system_check, "has_japanese_font", lambda: False)
    commands("apt-get", f'echo "$@" >> {tmp_path}/calls')
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    code, said = _run(system_check, ["window"], capsys)
    assert code == 0
    assert "fonts-noto-cjk" in said
    assert not (tmp_path / "calls").exists()
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    code, _ = _run(system_check, ["window"], capsys)
    assert code == 0
    assert "fonts-noto-cjk" in (tmp_path / "calls").read_text()


def test_a_missing_compiler_and_venv_are_named(
    system_check: ModuleType,
    commands: MakeCommand,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _as_user(monkeypatch)
    commands("apt-get", "exit 1")
    monkeypatch.setattr(system_check.importlib.util, "find_spec", lambda name: None)
    code, said = _run(system_check, ["build"], capsys)
    assert code == 1
    assert f"sudo apt-get install build-essential python3.{sys.version_info.minor}-venv" in said


def test_a_compiler_is_found_by_name_or_variable(system_check: ModuleType, commands: MakeCommand) -> None:
    assert not system_check.has_compiler(os.environ)
    commands("gcc", "exit 0")
    assert not system_check.has_compiler(os.environ)
    commands("clang++", "exit 0")
    assert system_check.has_compiler(os.environ)
    assert system_check.has_compiler({**os.environ, "CC": "gcc -m64"})
    assert not system_check.has_compiler({**os.environ, "CXX": "icpx"})
