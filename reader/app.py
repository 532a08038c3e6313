"""The composition root: paths -> settings -> stores -> engines -> window, the event loop, and the way down again."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QMessageLogContext,
    QSettings,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from reader import paths
from reader.core.errors import ReaderError
from reader.engine.child_process import BegunProcess
from reader.engine.machine import machine_name
from reader.engine.ocr import Tesseract
from reader.engine.spare import Spare
from reader.flows.choosing import wanted_embedder
from reader.flows.library_search import LibrarySearch
from reader.store.bookmarks import BookmarkStore
from reader.store.carrying import CarryingStore
from reader.store.digests import Digests
from reader.store.library import Library, open_library_database
from reader.store.marks import MarkStore
from reader.store.notebook import Notebook
from reader.store.outline_folds import OutlineFolds
from reader.store.paper_notes import PaperNotes
from reader.store.session import SessionStore
from reader.store.settings import Settings, load_settings
from reader.store.speeds import Speeds
from reader.ui.appearance import apply_fonts, language_of
from reader.ui.covers import Covers
from reader.ui.desk import Parts
from reader.ui.embedding import OneEmbedder
from reader.ui.garbage import GarbageCollection
from reader.ui.icons import application_icon, follow_screens
from reader.ui.jobs import Jobs
from reader.ui.model_loading import MakeModel, ModelLoading, make_llama
from reader.ui.model_use import ModelUse
from reader.ui.single_program import Listening, hand_over, socket_name
from reader.ui.windows import Windows

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")

Story = Callable[[Windows], Awaitable[int]]
"""What happens while there is a window; its result is the exit code."""

_SWITCH_S = 0.0001
_LOG_BYTES = 1_000_000
_THREADS = 2
"""For short computations of the flows; heavy work is in the child processes."""
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def run_window(files: Sequence[Path], begun: BegunProcess | None = None) -> int:
    """Open the window with what was read last, and these files in front; the exit code when it was closed.

    `begun`: a PDF child that was started before. Raises ReaderError where there is no display, StoreUnusable.
    """
    with contextlib.ExitStack() as unused:
        if begun is not None:
            unused.callback(begun.discard)
        if _is_without_display():
            raise ReaderError("There is no display for the window.", "To see what it does without one: shiori --demo")
        if hand_over(socket_name(paths.library_file()), files):
            return 0
        unused.pop_all()
    return run_story(lambda windows: _live(windows, files), begun=begun)


def run_demo(files: Sequence[Path]) -> int:
    """The main job once, without a screen and without anybody, on the first file or the guide (reader.ui.demo).

    Answers and notes of the reader are left alone. Raises the ReaderError of a step that fails.
    """
    return _run_alone(files[0] if files else None)


def run_smoke_test(file: Path) -> int:
    """As run_demo, with a scripted model."""
    # Only here: the program itself has no use for it.
    from reader.engine.scripted import ScriptedModel
    from reader.ui.demo import quote_from_prompt

    return _run_alone(file, "scripted", lambda _name: ScriptedModel(quote_from_prompt))


# --- What happens in the window ---


async def _live(windows: Windows, files: Sequence[Path]) -> int:
    loop = asyncio.get_running_loop()
    closed: asyncio.Future[None] = loop.create_future()
    windows.all_closed.connect(lambda: closed.done() or closed.set_result(None))
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C ends the console program there
            loop.add_signal_handler(number, windows.quit)
    listening = Listening(socket_name(paths.library_file()))
    listening.files_received.connect(windows.show_files)
    try:
        is_restored = await windows.restore()
        windows.first.show()
        if files:
            windows.first.open_files(files)
        elif not is_restored:
            windows.first.desk.reading.open_last()
        await closed
    finally:
        listening.close()
    return 0


def _run_alone(file: Path | None, model: str = "", make_model: MakeModel = make_llama) -> int:
    from reader.ui.demo import Demo

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    async def demonstrate(windows: Windows) -> int:
        window = windows.first
        window.resize(1280, 800)
        window.show()
        folder = paths.cache_dir() / "demo"
        outcome = await Demo(window, folder).run(file)
        sys.stdout.write("\n".join(outcome.lines) + "\n")
        sys.stdout.flush()
        return 0

    with tempfile.TemporaryDirectory(prefix="shiori-demo-") as home:
        return run_story(demonstrate, Path(home), model, make_model)


# --- Up and down ---


def run_story(
    story: Story,
    home: Path | None = None,
    model: str = "",
    make_model: MakeModel = make_llama,
    begun: BegunProcess | None = None,
) -> int:
    """`home`: keeps the library and the window's settings instead of the user's folders; `model`: of the settings.

    `begun`: a PDF child that was started before, for the first document.
    """
    # The window's thread asks for the interpreter at every call from Qt; by default it may wait 5 ms for each while
    # another thread computes, and painting alone makes dozens of such calls.
    sys.setswitchinterval(_SWITCH_S)
    with _logging():
        application = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(application, QApplication)
        application.setApplicationName("shiori")
        application.setApplicationDisplayName("Shiori")
        application.setDesktopFileName("shiori")
        application.setQuitOnLastWindowClosed(False)  # closing the window begins the way down, it is not its end
        application.setWindowIcon(application_icon())
        follow_screens(application)
        settings = load_settings(paths.settings_file())
        language = language_of(settings.ui_language)
        apply_fonts(language)
        with _translated(application, language), asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
            loading = (model or settings.model, make_model)
            return runner.run(_stage(story, settings, language, home, loading, begun))


async def _stage(
    story: Story,
    settings: Settings,
    language: str,
    home: Path | None,
    loading: tuple[str, MakeModel],
    begun: BegunProcess | None,
) -> int:
    """Make everything, let the story happen, end everything in the reverse order."""
    # qasync's own executor starts ten threads at once.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, "computing"))
    async with AsyncExitStack() as stack:
        stack.callback(GarbageCollection().end)
        spare = Spare(begun)
        stack.push_async_callback(spare.close)
        database = await open_library_database(paths.library_file() if home is None else home / "library.db")
        stack.push_async_callback(database.close)
        jobs = Jobs()
        models = ModelLoading(loading[0], jobs, loading[1])
        stack.push_async_callback(models.shut_down)
        recogniser = Tesseract()
        stack.push_async_callback(recogniser.close)
        embedder = OneEmbedder(lambda: wanted_embedder(settings.embedder))
        stack.push_async_callback(embedder.close)
        model_use = ModelUse()
        model_use.watch(jobs)
        library, notebook = Library(database), Notebook(database)
        search = LibrarySearch(library, notebook, paths.library_index_file())
        stack.push_async_callback(search.close)
        windows = Windows(
            Parts(
                library=library,
                notebook=notebook,
                paper_notes=PaperNotes(database),
                digests=Digests(database),
                speeds=Speeds(database, machine_name()),
                bookmarks=BookmarkStore(database),
                folds=OutlineFolds(database),
                marks=MarkStore(database),
                jobs=jobs,
                search=search,
                covers=Covers(jobs),
                models=models,
                settings=QSettings(str((home or paths.config_dir()) / "window.ini"), QSettings.Format.IniFormat),
                language=language,
                answer_language=settings.answer_language,
                recogniser=recogniser,
                embedder=embedder,
                model_use=model_use,
                ocr=settings.ocr,
                carrying=CarryingStore(database),
                reloads=settings.reload,
                spare=spare,
                author=settings.author,
            ),
            SessionStore(database),
        )
        stack.push_async_callback(windows.shut_down)
        stack.push_async_callback(jobs.shut_down)
        with _bugs_told_to(windows):
            return await story(windows)


@contextmanager
def _bugs_told_to(windows: Windows) -> Iterator[None]:
    """Exceptions that nobody caught are logged and reported in the window; the program goes on."""
    loop = asyncio.get_running_loop()
    before = sys.excepthook

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            before(kind, error, trace)
            return
        _log.error("unexpected", exc_info=(kind, error, trace))
        windows.first.message_bar.show_crash("".join(traceback.format_exception(kind, error, trace)))

    def on_loop_exception(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None:
            on_exception(type(error), error, error.__traceback__)
        else:
            _log.error("%s", context.get("message"))

    sys.excepthook = on_exception
    loop.set_exception_handler(on_loop_exception)
    try:
        yield
    finally:
        sys.excepthook = before
        loop.set_exception_handler(None)


@contextmanager
def _translated(application: QApplication, language: str) -> Iterator[None]:
    """The program's texts and Qt's own in a language; English is in the code."""
    translators = []
    for folder, name in (
        (Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), f"qtbase_{language}.qm"),
        (_own_translations(), f"{language}.qm"),
    ):
        translator = QTranslator()
        if language != "en" and folder is not None and translator.load(str(folder / name)):
            QCoreApplication.installTranslator(translator)
            translators.append(translator)
        elif language != "en":
            _log.warning("no translation %s", name)
    try:
        yield
    finally:
        for translator in translators:
            application.removeTranslator(translator)


def _own_translations() -> Path | None:
    try:
        return paths.resource("translations")
    except FileNotFoundError:
        return None


@contextmanager
def _logging() -> Iterator[None]:
    """Write what happens to paths.log_file(), besides whatever else is set up; Qt's messages too."""
    root = logging.getLogger()
    level_before = root.level
    file = paths.log_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    except OSError as failure:
        _log.warning("no log: %s", failure)
        yield
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for other in root.handlers:
        # Their level was the root's, which is to let more through to the file.
        other.setLevel(max(other.level, level_before))
    root.addHandler(handler)
    root.setLevel(min(logging.INFO, level_before or logging.INFO))
    logging.getLogger("qasync").setLevel(logging.WARNING)
    qt_before = qInstallMessageHandler(_log_qt)
    try:
        yield
    finally:
        qInstallMessageHandler(qt_before)
        root.removeHandler(handler)
        root.setLevel(level_before)
        handler.close()


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if "This plugin does not support" in message:
        return  # said by the offscreen platform for each window (size hints, raise)
    _qt_log.log(_QT_LEVELS.get(kind, logging.WARNING), "%s", message)


def _is_without_display() -> bool:
    """Whether Qt would end the program at once because there is nothing to show a window on."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names)
