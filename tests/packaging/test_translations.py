"""The Japanese window has a text for everything the code says, compiled as it stands."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

PROGRAM = Path(__file__).resolve().parents[2] / "packaging" / "translate.py"


def _program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translate"] = module
    spec.loader.exec_module(module)
    return module


def test_japanese_is_complete_and_compiled() -> None:
    assert _program().problems("ja") == []


def test_translations_keep_the_places_of_what_is_filled_in() -> None:
    program = _program()
    import xml.etree.ElementTree as ElementTree

    tree = ElementTree.parse(program.FOLDER / "ja.ts")
    for message in tree.getroot().iter("message"):
        source, translation = message.findtext("source") or "", message.findtext("translation") or ""
        for place in ("{0}", "{1}", "{2}", "{count}", "{page}", "{pages}", "{read}", "{model}", "{question}", "{what}"):
            assert (place in source) == (place in translation), source
