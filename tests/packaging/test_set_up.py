"""Set-up: what README, Makefile, project file and CI promise each other, and how the long build reports."""

import importlib.util
import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


@pytest.fixture(scope="session")
def build_llama() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_llama", REPOSITORY / "packaging" / "build_llama.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _targets() -> set[str]:
    phony = re.search(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    return set(phony[1].split())


# --- Makefile, README, CI ---


@needs_make
def test_help_lists_every_target() -> None:
    said = subprocess.run(["make", "-C", REPOSITORY, "help"], capture_output=True, text=True, check=True).stdout
    assert {match[1] for match in re.finditer(r"^  (\w+) {2,}\S", said, re.MULTILINE)} == _targets()


@needs_make
def test_help_is_what_make_alone_does() -> None:
    alone = subprocess.run(["make", "-C", REPOSITORY], capture_output=True, text=True, check=True).stdout
    assert "make TARGET" in alone


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", ".ci/run", ".pre-commit-config.yaml"])
def test_every_make_command_that_is_written_down_exists(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    written = set(re.findall(r"(?:^|[`$] ?|--no-print-directory )make ([a-z]+)\b", text, re.MULTILINE))
    written |= set(re.findall(r"--no-print-directory ([a-z]+)", text))
    assert written <= _targets()


def test_readme_names_both_commands() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text


def test_ci_runs_what_a_contributor_runs() -> None:
    script = REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make --no-print-directory test" in script.read_text(encoding="utf-8")


@needs_make
@pytest.mark.parametrize("version", ["(3, 10)", "(3, 14)"])
def test_an_unfit_python_is_refused_in_one_line(version: str, tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    python = tmp_path / "python"
    # It answers the Makefile's question about its version as the real one would.
    python.write_text(
        f"#!/bin/sh\n[ $1 = --version ] && echo Python of another age && exit 0\n"
        f'exec {shlex.quote(sys.executable)} -c "import sys; sys.version_info = {version} + (0,); $2"\n'
    )
    python.chmod(0o755)
    done = subprocess.run(
        ["make", "-C", tmp_path, "--no-print-directory", f"PYTHON={python}", "lint"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.startswith("Python 3.11, 3.12 or 3.13 is needed")
    assert "Python of another age" in done.stderr
    assert not (tmp_path / ".venv").exists()


@needs_make
def test_what_is_set_up_is_not_set_up_again(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    shutil.copytree(
        REPOSITORY / "packaging", tmp_path / "packaging", ignore=shutil.ignore_patterns("__pycache__", "guide")
    )
    stamps = tmp_path / ".venv" / "stamps"
    stamps.mkdir(parents=True)
    llama = re.search(r"llama-cpp-python==[\d.]+", (tmp_path / "pyproject.toml").read_text(encoding="utf-8"))
    assert llama is not None
    for name in ("venv", llama[0], "program", "window", "tools"):
        (stamps / name).touch()
    for target in ("run", "test"):
        plan = subprocess.run(["make", "-n", "-C", tmp_path, target], capture_output=True, text=True, check=True).stdout
        assert "pip" not in plan
        assert "system_check" not in plan


# --- Project file and licence ---


def test_the_command_and_the_names_are_the_promised_ones() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "shiori-reader"
    assert project["scripts"] == {"shiori": "reader.__main__:main"}
    assert project["license"] == "AGPL-3.0-or-later"


def test_every_dependency_has_its_reason() -> None:
    lines = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    listed = lines[start + 1 : lines.index("]", start)]
    for before, line in itertools.pairwise(listed):
        if not line.lstrip().startswith("#"):
            assert before.lstrip().startswith("#"), f"no reason for {line.strip()}"


def test_the_licence_is_complete() -> None:
    lines = (REPOSITORY / "LICENSE").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 661
    assert lines[0].strip() == "GNU AFFERO GENERAL PUBLIC LICENSE"
    assert lines[-1] == "<https://www.gnu.org/licenses/>."


# --- The long build ---


def test_own_cmake_options_come_after_ours(build_llama: ModuleType) -> None:
    made = build_llama.build_environment({"CMAKE_ARGS": "-DGGML_CUDA=ON", "HOME": "/home/somebody"})
    options = shlex.split(made["CMAKE_ARGS"])
    assert options[0] == "-DLLAVA_BUILD=OFF"
    assert options[-1] == "-DGGML_CUDA=ON"
    assert made["HOME"] == "/home/somebody"


def test_the_build_hook_is_named_by_its_full_path(build_llama: ModuleType) -> None:
    options = shlex.split(build_llama.build_environment({})["CMAKE_ARGS"])
    hook = next(option.partition("=")[2] for option in options if "PROJECT_llama.cpp_INCLUDE" in option)
    assert Path(hook) == REPOSITORY / "packaging" / "llama_build.cmake"


def test_in_a_terminal_the_counter_is_written_over(build_llama: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    progress = build_llama.Progress(is_terminal=True)
    for line in ("Collecting llama-cpp-python\n", "  [41/83] /usr/bin/c++ -O3 x.cpp\n", "  x.cpp:1: note: [0/1]\n"):
        progress.read(line)
    said = capsys.readouterr().out
    assert "\n" not in said
    assert [part.partition(",")[0].strip() for part in said.split("\r")[1:]] == [
        "llama.cpp: downloading",
        "llama.cpp: compiling 41 of 83",
        "llama.cpp: compiling 41 of 83",
    ]


def test_without_a_terminal_only_a_line_now_and_then(
    build_llama: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(build_llama.time, "monotonic", lambda: now)
    progress = build_llama.Progress(is_terminal=False)
    for step in range(1, 25):
        now = 100.0 + step
        progress.read(f"[{step}/83] c++\n")
    assert capsys.readouterr().out.splitlines() == [
        "  llama.cpp: compiling 10 of 83, 0:10",
        "  llama.cpp: compiling 20 of 83, 0:20",
    ]


def test_a_failed_build_shows_its_last_lines(
    build_llama: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pip = tmp_path / "python"
    pip.write_text("#!/bin/sh\nfor i in $(seq 100); do echo line $i; done\nexit 3\n")
    pip.chmod(0o755)
    monkeypatch.setattr(build_llama.sys, "executable", str(pip))
    log = tmp_path / "build.log"
    assert build_llama.main(["llama-cpp-python==0", str(log)]) == 3
    said = capsys.readouterr().out.splitlines()
    assert str(log) in said[1]
    assert said[2:] == [f"line {number}" for number in range(61, 101)]
    assert len(log.read_text().splitlines()) == 100
