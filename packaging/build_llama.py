"""Install llama-cpp-python into this environment and show how far its long build is.

    build_llama.py llama-cpp-python==0.3.36 LOG

The package index has sources only, and compiling them takes minutes. pip keeps the wheel it built in its cache, so it
happens once a machine. Standard library only.

Measured on two cores, sources to installed wheel: as it comes 8 min (with the vision library, LLAVA_BUILD), without the
vision library 3 min, without llama.cpp's "common" library too (llama_build.cmake) 1 min 35 s. Tried and left out:
precompiled headers save 5 s more, fewer CPU kernels (GGML_LLAMAFILE, GGML_NATIVE) make answers slower, and ccache finds
nothing because pip unpacks into a new folder each time.
"""

import os
import re
import shlex
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

_OPTIONS = (
    "-DLLAVA_BUILD=OFF",  # the vision library; nothing here loads it
    "-DGGML_ALL_WARNINGS=OFF",  # so that the last lines of the log are about the error
    "-DLLAMA_ALL_WARNINGS=OFF",
)
_HOOK = Path(__file__).resolve().with_name("llama_build.cmake")
_COUNTER = re.compile(r"^\s*\[(\d+)/(\d+)\] ")
_PLAIN_EVERY_S = 10.0
_SHOWN_AFTER_FAILURE = 40


def main(arguments: Sequence[str]) -> int:
    """Run pip and follow its output; returns pip's exit code."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    requirement, log_file = arguments[0], Path(arguments[1])
    command = [sys.executable, "-m", "pip", "install", "-v", "--disable-pip-version-check", requirement]
    progress = Progress(is_terminal=sys.stdout.isatty())
    last_lines: deque[str] = deque(maxlen=_SHOWN_AFTER_FAILURE)
    progress.say(f"Installing {requirement} (the first time on a machine it is compiled, about 2 minutes on two cores)")
    with (
        log_file.open("w") as log,
        subprocess.Popen(
            command,
            env=build_environment(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as pip,
    ):
        assert pip.stdout is not None
        for line in pip.stdout:
            log.write(line)
            last_lines.append(line)
            progress.read(line)
    if pip.returncode == 0:
        progress.say(f"Installed {requirement} in {elapsed_text(progress.elapsed_s)}")
    else:
        progress.say(f"Installing {requirement} failed; the last lines of {log_file}:")
        print("".join(last_lines), end="")
    return pip.returncode


def build_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with our build options; what a person put into CMAKE_ARGS comes last and so wins."""
    options = [*_OPTIONS, f"-DCMAKE_PROJECT_llama.cpp_INCLUDE={_HOOK}"]
    own = environment.get("CMAKE_ARGS", "")
    return {
        "CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count() or 1),
        **environment,
        "CMAKE_ARGS": f"{shlex.join(options)} {own}".strip(),
        "PYTHONUNBUFFERED": "1",
    }


class Progress:
    """One line that is written over in a terminal; elsewhere a plain line now and then."""

    def __init__(self, *, is_terminal: bool) -> None:
        self._is_terminal = is_terminal
        self._started = time.monotonic()
        self._said_at = self._started
        self._step = "preparing"

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self._started

    def read(self, line: str) -> None:
        """Take the state from one line of pip's output."""
        counter = _COUNTER.match(line)
        if counter:
            self._step = f"compiling {counter[1]} of {counter[2]}"
        elif line.lstrip().startswith(("Collecting ", "Downloading ")):
            self._step = "downloading"
        elif line.lstrip().startswith("Installing collected packages"):
            self._step = "installing"
        self._show()

    def _show(self) -> None:
        text = f"  llama.cpp: {self._step}, {elapsed_text(self.elapsed_s)}"
        if self._is_terminal:
            print(f"\r{text}\x1b[K", end="", flush=True)
        elif time.monotonic() - self._said_at >= _PLAIN_EVERY_S:
            self._said_at = time.monotonic()
            print(text, flush=True)

    def say(self, text: str) -> None:
        """A line that stays."""
        print(f"\r{text}\x1b[K" if self._is_terminal else text, flush=True)


def elapsed_text(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
