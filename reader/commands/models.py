"""`shiori models list|get|check|use|key`: which language model answers, and which embedding model searches."""

import argparse
import asyncio
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reader import paths
from reader.commands.model_servers import check_server, find_server, keep_key, remark_where_text_goes
from reader.commands.output import complain, error_as_json, remark, say, say_json
from reader.core.errors import FileMissing, ModelMissing, ModelUnusable
from reader.core.time_left import spoken_time
from reader.engine import downloads, models
from reader.engine.found_models import found_models
from reader.engine.model_fit import Computer, fit_of, recommended, this_computer
from reader.engine.preflight import ModelCheck, check_model, purpose_of
from reader.engine.server_address import is_server
from reader.store.settings import load_settings, save_settings

_NONE = "none"
_PAUSED = 130


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("models", help="list, fetch, check and choose language models")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    lists = actions.add_parser("list", help="the models that are known, and those that are here")
    lists.set_defaults(command=_list)
    gets = actions.add_parser("get", help="fetch a model; its SHA-256 is checked")
    gets.add_argument("name", metavar="NAME", help="of the list, or OWNER/REPOSITORY/FILE.gguf of the Hugging Face hub")
    gets.add_argument("--from", dest="source", type=Path, metavar="FILE", help="take this copy instead of a download")
    gets.set_defaults(command=_get)
    checks = actions.add_parser("check", help="whether a model file works on this computer")
    checks.add_argument("model", metavar="PATH", help="a .gguf file, a model that is here, or a server's URL")
    checks.add_argument("--context", type=int, default=4096, metavar="TOKENS", help="default: %(default)s")
    checks.set_defaults(command=_check)
    uses = actions.add_parser("use", help="answer with this model from now on")
    uses.add_argument(
        "model", metavar="NAME", help='a name, a .gguf file, a server\'s URL, or "none": answers quote the document'
    )
    uses.set_defaults(command=_use)
    keys = actions.add_parser("key", help="keep the key of a model server in the keyring; it is asked for")
    keys.add_argument("url", metavar="URL")
    keys.set_defaults(command=lambda arguments: keep_key(arguments.url, as_json=arguments.json))
    for action in (lists, gets, checks, uses, keys):
        action.add_argument("--json", action="store_true", help="JSON on standard output")


def _list(arguments: argparse.Namespace) -> int:
    settings = load_settings(paths.settings_file())
    chosen = (settings.model, settings.embedder)
    here = {model.name: model for model in models.installed()}
    entries, computer = models.load_catalogue(), this_computer()
    best = _best_names(entries, computer)
    if not arguments.json:
        _say_what_suits(entries, computer)
    for entry in entries:
        fit = fit_of(entry, computer)
        found = here.pop(entry.name, None)
        facts: dict[str, Any] = {
            "name": entry.name,
            "label": entry.label,
            "purpose": entry.purpose,
            "installed": found is not None,
            "path": str(found.path) if found else None,
            "is_used": entry.name in chosen,
            "size_bytes": entry.size_bytes,
            "begun_bytes": models.begun_bytes(entry) if found is None else 0,
            "ram_bytes": entry.ram_bytes,
            "ram_8k_bytes": entry.ram_8k_bytes,
            "family": entry.family,
            "languages": list(entry.languages),
            "licence": entry.licence,
            "good_for": entry.good_for,
            "is_tried": entry.is_tried,
            "fit": fit.fit,
            "why": fit.why,
            "is_recommended": entry.name in best,
        }
        _show(facts, as_json=arguments.json)
    for own in here.values():
        facts = {"name": own.name, "label": own.name, "purpose": purpose_of(own.path), "installed": True}
        is_used = own.name in chosen or str(own.path) in chosen
        facts |= {"path": str(own.path), "is_used": is_used, "size_bytes": own.size_bytes}
        _show(facts, as_json=arguments.json)
    for other in found_models():
        facts = {"name": other.name, "label": other.name, "purpose": purpose_of(other.path), "installed": True}
        is_used = other.name in chosen or str(other.path) in chosen
        facts |= {"path": str(other.path), "is_used": is_used, "size_bytes": other.size_bytes}
        _show(facts | {"found_in": other.program}, as_json=arguments.json)
    if is_server(settings.model):
        if arguments.json:
            facts = {
                "name": settings.model,
                "label": settings.model,
                "purpose": "chat",
                "installed": False,
                "path": None,
            }
            say_json(facts | {"is_server": True, "is_used": True})
        else:
            say(f"{settings.model}  a server  in use")
    return 0


def _show(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(facts)
        return
    state = "in use" if facts["is_used"] and facts["installed"] else "here" if facts["installed"] else "not fetched"
    if facts.get("found_in") and not facts["is_used"]:
        state = f"found in {facts['found_in']}"
    if facts.get("begun_bytes"):
        state = f"{100 * facts['begun_bytes'] // facts['size_bytes']} % fetched; get goes on"
    purpose = "  for search" if facts["purpose"] == "embedding" else ""
    mark = "  recommended here" if facts.get("is_recommended") else ""
    say(f"{facts['name']}  {facts['size_bytes'] / 1e9:.2f} GB  {state}{purpose}{mark}")
    if "good_for" in facts:
        languages = "".join(f", {language}" for language in facts["languages"])
        say(f"  {facts['label']}, {facts['licence']}{languages}{'' if facts['is_tried'] else '; not tried yet'}")
        say(f"  {facts['good_for']} {facts['why']}")
    else:
        say(f"  {facts['path']}")


def _best_names(entries: Sequence[models.CatalogueModel], computer: Computer) -> set[str]:
    best = (recommended(entries, computer, language) for language in ("", "ja"))
    return {entry.name for entry in best if entry is not None}


def _say_what_suits(entries: Sequence[models.CatalogueModel], computer: Computer) -> None:
    best, for_japanese = recommended(entries, computer), recommended(entries, computer, "ja")
    memory = "" if computer.memory_bytes is None else f"{computer.memory_bytes / 1e9:.1f} GB of memory, "
    cores = "1 core" if computer.cores == 1 else f"{computer.cores} cores"
    if best is None:
        say(f"{memory}{cores}: no model of this list suits this computer well. Answers can quote the document.")
        return
    japanese = "" if for_japanese in (best, None) else f", for Japanese {for_japanese.name}"
    say(f"{memory}{cores}: {best.name} suits this computer best{japanese}.")


def _get(arguments: argparse.Namespace) -> int:
    bar = _ProgressLine()
    sources = (models.FileSource(arguments.source),) if arguments.source else None
    mirror = load_settings(paths.settings_file()).hub_url
    try:
        path = asyncio.run(downloads.fetch(arguments.name, bar.show, sources=sources, mirror=mirror))
    except KeyboardInterrupt:
        bar.end()
        remark(f"Paused. Go on with: shiori models get {arguments.name}")
        return _PAUSED
    except ModelMissing:
        complain(ModelUnusable(arguments.name, "no model of that name can be fetched"))
        return 1
    finally:
        bar.end()
    if arguments.json:
        name = models.entry_to_fetch(arguments.name).name
        say_json({"name": name, "path": str(path), "size_bytes": path.stat().st_size})
    else:
        say(str(path))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    if is_server(arguments.model):
        return check_server(arguments.model, as_json=arguments.json)
    verdict = check_model(_file_of(arguments.model), arguments.context, purpose=None)
    if arguments.json:
        say_json(_check_as_json(verdict))
    elif verdict.ok:
        say(verdict.title)
        say(f"  {verdict.architecture}, context of {verdict.context_tokens} tokens, needs {_memory(verdict)}")
        if verdict.hint:
            say(f"  {verdict.hint}")
    if verdict.error is not None:
        complain(verdict.error)
    return 0 if verdict.ok else 1


def _file_of(name_or_path: str) -> Path:
    """The file that is meant. Raises FileMissing for a path, ModelMissing for a name."""
    path = Path(name_or_path).expanduser()
    if path.is_file():
        return path.absolute()
    if path.suffix.casefold() == ".gguf" or len(path.parts) > 1:
        raise FileMissing(name_or_path)
    return models.find_model(name_or_path)


def _memory(verdict: ModelCheck) -> str:
    free = "" if verdict.free_bytes is None else f" ({verdict.free_bytes / 1e9:.1f} GB are free)"
    return f"{verdict.need_bytes / 1e9:.1f} GB of memory{free}"


def _check_as_json(verdict: ModelCheck) -> dict[str, Any]:
    return {
        "path": str(verdict.path),
        "ok": verdict.ok,
        "purpose": verdict.purpose,
        "title": verdict.title,
        "hint": verdict.hint,
        "architecture": verdict.architecture,
        "chat_template": verdict.has_chat_template,
        "context_tokens": verdict.context_tokens,
        "need_bytes": verdict.need_bytes,
        "free_bytes": verdict.free_bytes,
        "error": error_as_json(verdict.error) if verdict.error is not None else None,
    }


def _use(arguments: argparse.Namespace) -> int:
    answering = ""
    if arguments.model == _NONE:
        chosen = _NONE
    elif is_server(arguments.model):
        address, facts = find_server(arguments.model)
        chosen, answering = address.url, f"{facts.model} at {address.host}"
        remark_where_text_goes(address)
    else:
        path = _file_of(arguments.model)
        names = {model.path: model.name for model in found_models()}
        names |= {model.path: model.name for model in models.installed()}
        chosen = names.get(path, str(path))
        verdict = check_model(path)
        if isinstance(verdict.error, ModelUnusable):
            raise verdict.error
        if verdict.error is not None:
            # Too large for what is free this minute; that may be another matter tomorrow.
            remark(f"{verdict.title} {verdict.hint}")
    file = paths.settings_file()
    save_settings(file, dataclasses.replace(load_settings(file), model=chosen))
    if arguments.json:
        say_json({"model": chosen})
    else:
        say(f"Answers come from {answering or chosen} now." if chosen != _NONE else "Answers quote the document now.")
    return 0


class _ProgressLine:
    """Progress on standard error: one line that is written over in a terminal, a line each 10 % elsewhere."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._shown_percent = -1

    def show(self, progress: downloads.FetchProgress) -> None:
        percent = 100 * progress.done_bytes // max(1, progress.total_bytes)
        if percent == self._shown_percent or (not self._is_terminal and percent < min(100, self._shown_percent + 10)):
            return
        self._shown_percent = percent
        text = f"{progress.name}: {progress.done_bytes / 1e6:.0f} of {progress.total_bytes / 1e6:.0f} MB, {percent} %"
        if progress.bytes_per_s:
            text += f", {progress.bytes_per_s / 1e6:.1f} MB/s"
        if progress.seconds_left and percent < 100:
            text += f", {spoken_time(progress.seconds_left)} left"
        if self._is_terminal:
            sys.stderr.write(f"\r{text}\x1b[K")
            sys.stderr.flush()
        else:
            remark(text)

    def end(self) -> None:
        if self._is_terminal and self._shown_percent >= 0:
            remark("")
