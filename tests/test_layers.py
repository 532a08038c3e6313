"""The layers: what imports what, by rule (import-linter) and by trying it in processes of their own."""

import ast
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
READER = REPOSITORY / "reader"

_WITHOUT_QT = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "qasync"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, NoQt())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""

_WHAT_APP_LOADS = """
import sys
import reader.app
late = {"pymupdf", "fitz", "llama_cpp", "numpy", "aiohttp", "keyring", "huggingface_hub", "reader.engine.server_model"}
print(*sorted(late & set(sys.modules)))
"""


def test_layers_hold() -> None:
    done = _run(Path(sys.executable).with_name("lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_core_imports_only_the_standard_library_the_stemmer_and_parsers_of_notes() -> None:
    allowed = sys.stdlib_module_names | {"snowballstemmer", "markdown_it", "yaml"}
    foreign = {
        f"{file.relative_to(REPOSITORY)}: {name}"
        for file in (READER / "core").rglob("*.py")
        for name in _imports_of(file)
        if name.partition(".")[0] not in allowed and not name.startswith("reader.core")
    }
    assert foreign == set()


def _imports_of(file: Path) -> set[str]:
    """Full names of the modules a file imports, also inside functions."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            names.add(node.module or "")
    return names


def test_everything_but_the_window_runs_without_qt() -> None:
    folders = ("core", "store", "engine", "flows", "commands")
    # pdf_child and llm_child are imported too: no child process needs Qt.
    files = [file for folder in folders for file in (READER / folder).rglob("*.py")]
    names = ["reader.paths", "reader.cli", *(_module_name(file) for file in files)]
    done = _run(sys.executable, "-c", _WITHOUT_QT, *names)
    assert done.returncode == 0, done.stderr


def _module_name(file: Path) -> str:
    parts = file.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_the_window_process_loads_no_pdf_no_model_and_no_network_library() -> None:
    done = _run(sys.executable, "-c", _WHAT_APP_LOADS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
