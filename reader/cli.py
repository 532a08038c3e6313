"""The command line: `shiori FILE` opens the window, sub-commands do the same work without one.

Standard output holds results only (JSON lines with --json); progress and messages go to standard error.
Exit codes: 0 done, 1 an expected failure (two lines: what happened, what to do next), 2 wrong usage.
"""

import argparse
import gc
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import reader
from reader.core.errors import ReaderError

_COMMANDS = ("info", "find", "ask", "note", "digest", "check", "cite", "models")
_EPILOG = "Commands besides the window: " + ", ".join(_COMMANDS) + ". Each has its own --help."


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; the exit code."""
    level = logging.getLevelNamesMapping().get(os.environ.get("SHIORI_LOG", "").upper(), logging.ERROR)
    logging.basicConfig(level=level, format="%(name)s: %(message)s")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console or pipe that cannot show every letter is no failure
            stream.reconfigure(errors="backslashreplace")
    is_command = bool(arguments) and arguments[0] in _COMMANDS
    try:
        return _run_command(arguments) if is_command else _run_window(arguments)
    except ReaderError as failure:
        from reader.commands.output import complain

        complain(failure)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # whoever read our output has gone ("| head"): nothing to say, and nothing to flush at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run_command(arguments: Sequence[str]) -> int:
    # Here and below: what one way of starting needs is not imported for the others.
    from reader.commands import ask, check, cite, digest, find, info, models, note

    parser = argparse.ArgumentParser(prog="shiori")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (info, find, ask, note, digest, check, cite, models):
        module.add_parser(commands)
    parsed = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = parsed.command
    return command(parsed)


def _run_window(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="shiori", description="Read PDFs and ask them questions; every answer cites its page.", epilog=_EPILOG
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="PDF, or a paper note in Markdown, to open (default: the last one)",
    )
    parser.add_argument("--version", action="version", version=f"shiori {reader.__version__}")
    parser.add_argument(
        "--demo",
        action="store_true",
        help="drive the window once without a screen: ask, follow the citation, export; print what came of it",
    )
    parser.add_argument(
        "--smoke-test", type=Path, metavar="FILE", help="open the window, render a page, ask a scripted model, quit"
    )
    parsed = parser.parse_args(arguments)
    is_alone = parsed.demo or parsed.smoke_test is not None
    # It gets ready on another processor while this one imports the window.
    begun = None
    if not is_alone:
        from reader.engine.spare import begin_process

        begun = begin_process()
    # Hundreds of modules come now and stay: looking for garbage among them would be a tenth of the start.
    gc.disable()
    try:
        from reader import app
    except ImportError as failure:
        if begun is not None:
            begun.discard()
        sys.stderr.write(f"The window cannot start: {failure}\n")
        sys.stderr.write("Run `make run`: it names the system libraries that Qt needs.\n")
        return 1
    finally:
        gc.freeze()
        gc.enable()
    if parsed.smoke_test is not None:
        return app.run_smoke_test(parsed.smoke_test)
    if parsed.demo:
        return app.run_demo(parsed.files)
    return app.run_window(parsed.files, begun)
