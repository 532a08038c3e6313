"""The translations: gather the texts of the window into ja.ts, and compile it to the ja.qm that the window loads.

python packaging/translate.py         gather new texts, drop vanished ones, compile; names what is not translated
python packaging/translate.py check   change nothing; fail where a text is new, vanished or not translated
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
TOOLS = Path(PySide6.__file__).parent
LANGUAGES = ("ja",)

Text = tuple[str, str]
"""(context, English source)"""


def sources() -> list[str]:
    """All modules that may hold texts for people, relative to the project."""
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "reader").rglob("*.py"))


def gather(target: Path) -> None:
    """Bring a .ts file up to date with the code. Line numbers are left out: they change with every commit."""
    language = target.stem
    command = [
        _tool("lupdate"),
        *sources(),
        "-no-obsolete",
        "-locations",
        "none",
        "-silent",
        "-source-language",
        "en",
        "-target-language",
        language,
        "-ts",
        str(target),
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)


def compile_to(source: Path, target: Path) -> None:
    command = [_tool("lrelease"), "-silent", str(source), "-qm", str(target)]
    subprocess.run(command, check=True, capture_output=True, text=True)


def texts(source: Path) -> dict[Text, bool]:
    """(context, source text) -> whether it is translated."""
    found = {}
    for context in ElementTree.parse(source).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            is_done = (
                translation is not None
                and translation.get("type") is None
                and all((part.text or "").strip() for part in translation.iter("numerusform"))
                and bool("".join(translation.itertext()).strip())
            )
            found[name, message.findtext("source") or ""] = is_done
    return found


def problems(language: str) -> list[str]:
    """What is wrong with a translation as it stands in the tree."""
    committed = FOLDER / f"{language}.ts"
    known = texts(committed)
    with tempfile.TemporaryDirectory() as folder:
        fresh, compiled = Path(folder, committed.name), Path(folder, f"{language}.qm")
        fresh.write_bytes(committed.read_bytes())
        gather(fresh)
        wanted = texts(fresh)
        compile_to(committed, compiled)
        is_compiled = compiled.read_bytes() == (FOLDER / compiled.name).read_bytes()
    found = [f"new: {context}: {text}" for context, text in wanted.keys() - known.keys()]
    found += [f"vanished: {context}: {text}" for context, text in known.keys() - wanted.keys()]
    found += [f"not translated: {context}: {text}" for (context, text), is_done in known.items() if not is_done]
    if not is_compiled:
        found.append(f"{language}.qm is not what {language}.ts compiles to")
    return sorted(found)


def _tool(name: str) -> str:
    return str(TOOLS / name)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    is_check = sys.argv[1:] == ["check"]
    wrong = []
    for language in LANGUAGES:
        source = FOLDER / f"{language}.ts"
        if not is_check:
            gather(source)
            compile_to(source, source.with_suffix(".qm"))
        wrong += problems(language)
    print("\n".join(wrong) if wrong else "Translations are complete.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
