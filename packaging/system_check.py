"""What the program needs from the operating system: says what is missing, installs it where that is possible.

    system_check.py build     a C/C++ compiler for llama.cpp and Python's own venv module
    system_check.py window    the libraries that PySide6 loads, and a font for Japanese
    system_check.py tools     the libraries that PySide6's programs for translations load

Standard library only: it runs before anything is installed. Debian's packages (and its relatives') are installed with
apt-get as root or with a sudo that asks no password; elsewhere the exact command, or the names of the libraries, are
printed and the exit code is 1.
"""

import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libGLdispatch.so.0": "libglvnd0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgomp.so.1": "libgomp1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libpcre2-8.so.0": "libpcre2-8-0",
    "libpng16.so.16": "libpng16-16",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""Debian's package for each library outside PySide6 that its parts below ask for."""

_EVERYWHERE = (
    "QtCore.abi3.so",
    "QtGui.abi3.so",
    "QtWidgets.abi3.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/iconengines/libqsvgicon.so",
    "Qt/plugins/imageformats/libqsvg.so",
)
_X11 = (
    "QtPrintSupport.abi3.so",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/xcbglintegrations/libqxcb-egl-integration.so",
)
_WAYLAND = ("Qt/plugins/platforms/libqwayland.so", "Qt/plugins/platforms/libqwayland-generic.so")

_TOOLS = ("lupdate", "lrelease")

_JAPANESE_FONT = "fonts-noto-cjk"
_LIST_JAPANESE_FONTS = """
from PySide6.QtGui import QFontDatabase, QGuiApplication
application = QGuiApplication([])
print(*QFontDatabase.families(QFontDatabase.WritingSystem.Japanese))
"""


def main(arguments: Sequence[str]) -> int:
    """Run one of the checks; returns the exit code."""
    match list(arguments):
        case ["build"]:
            return check_build()
        case ["window"]:
            return check_window()
        case ["tools"]:
            return check_tools()
    print(__doc__, file=sys.stderr)
    return 2


# --- Before anything is installed ---


def check_build() -> int:
    packages = []
    if not has_compiler(os.environ):
        print("No C/C++ compiler was found; llama.cpp, which runs the language model, is compiled on this machine.")
        packages.append("build-essential")
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        print(f"{sys.executable} comes without its venv module.")
        packages.append(venv_package())
    return 0 if not packages or install(packages) else 1


def has_compiler(environment: Mapping[str, str]) -> bool:
    """Whether there is a compiler for C and one for C++, by the variables CC and CXX or by the usual names."""

    def is_there(variable: str, *names: str) -> bool:
        chosen = environment.get(variable)
        candidates = [shlex.split(chosen)[0]] if chosen else names
        return any(shutil.which(name, path=environment.get("PATH")) for name in candidates)

    return is_there("CC", "cc", "gcc", "clang") and is_there("CXX", "c++", "g++", "clang++")


def venv_package() -> str:
    return f"python3.{sys.version_info.minor}-venv"


# --- After PySide6 is installed ---


def check_window() -> int:
    if platform.system() != "Linux":
        return 0
    folder = pyside_folder()
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    needed = missing_libraries(folder, _EVERYWHERE)
    # X11 also without a display here: the desktop may come later, and it is a few hundred kilobytes.
    wanted = missing_libraries(folder, (*_X11, *(_WAYLAND if os.environ.get("WAYLAND_DISPLAY") else ()))) - needed
    if needed or wanted:
        print(f"Qt, which draws the window, misses: {', '.join(sorted(needed | wanted))}")
        is_installed = install(packages_for(needed | wanted))
        left = missing_libraries(folder, _EVERYWHERE + (_X11 if has_display else ()))
        if left:
            if is_installed:
                print(f"Still missing: {', '.join(sorted(left))}")
            return 1
        if not is_installed:
            print("Going on without them: there is no display here, and off-screen they are not used.")
    check_japanese_font(os.environ)
    return 0


def check_tools() -> int:
    if platform.system() != "Linux":
        return 0
    folder = pyside_folder()
    missing = missing_libraries(folder, _TOOLS)
    if missing:
        print(f"Qt's translation tools miss: {', '.join(sorted(missing))}")
        install(packages_for(missing))
    return 1 if missing and missing_libraries(folder, _TOOLS) else 0


def pyside_folder() -> Path:
    """Where PySide6 is, without importing it. Ends the program where it is not installed."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        sys.exit("PySide6 is not installed in this environment.")
    return Path(spec.origin).parent


def missing_libraries(folder: Path, files: Iterable[str]) -> set[str]:
    """Names of the shared libraries that the loader cannot find for `files` of the PySide6 folder.

    A file that this release of PySide6 does not have asks for nothing. Raises OSError where there is no `ldd`.
    """
    missing = set()
    for file in files:
        if (folder / file).exists():
            listing = subprocess.run(["ldd", str(folder / file)], capture_output=True, text=True, check=False).stdout
            missing |= {line.split()[0] for line in listing.splitlines() if line.rstrip().endswith("not found")}
    return missing


def packages_for(libraries: Iterable[str]) -> list[str]:
    """Debian's packages for the libraries, sorted; a library that is not in the table is named and left out."""
    unknown = sorted(name for name in libraries if name not in _PACKAGES)
    if unknown:
        print(f"No package is known for {', '.join(unknown)}.")
    return sorted({_PACKAGES[name] for name in libraries if name in _PACKAGES})


def check_japanese_font(environment: Mapping[str, str]) -> None:
    """Install a font for Japanese where the locale is Japanese; elsewhere only say that there is none."""
    if has_japanese_font():
        return
    locale = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG") or ""
    if locale.startswith("ja"):
        print("No font for Japanese was found.")
        install([_JAPANESE_FONT])  # without it the program still works, so its result decides nothing
    else:
        print(f"No font for Japanese was found; the package {_JAPANESE_FONT} has one, in case you read Japanese.")


def has_japanese_font() -> bool:
    """Whether Qt finds a font for Japanese. Asked in a process of its own: nothing here may depend on Qt starting."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _LIST_JAPANESE_FONTS]
    return bool(subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout.strip())


# --- Installing ---


def install(packages: Sequence[str]) -> bool:
    """Install Debian packages, or print the command that does; returns whether they are installed."""
    if not packages:
        return False
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        print(f"Please install what Debian calls: {names}")
        return False
    rights = root_rights()
    if rights is None:
        print(f"Please run:  sudo apt-get install {names}\nand then the same make command again.")
        return False
    print(f"Installing with apt-get: {names}", flush=True)
    command = [*rights, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    update = [*rights, "apt-get", "update", "-q"]
    # Without package lists, or with old ones, the first try fails and the second one works.
    failure = _apt(command)
    if failure is not None:
        failure = _apt(update) or _apt(command)
    if failure is None:
        return True
    print(failure)
    print(f"apt-get could not install them. Please run:  {shlex.join(command)}")
    return False


def root_rights() -> list[str] | None:
    """What to put before a command to run it as root: nothing, sudo, or None where neither is possible."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _apt(command: Sequence[str]) -> str | None:
    """Run apt-get without a word; returns the end of its output where it fails, None where it works."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    if command[0].endswith("sudo"):
        # sudo drops the environment.
        command = [*command[:2], "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", *command[2:]]
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return None if done.returncode == 0 else "\n".join(done.stdout.splitlines()[-10:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
