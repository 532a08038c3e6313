"""The message bar, and that each expected failure has words in the language of the window."""

import inspect
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from reader.core import errors
from reader.core.errors import ReaderError
from reader.ui.messages import MessageBar, has_words, translated

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def _all_errors(cls: type[ReaderError] = ReaderError) -> Iterator[type[ReaderError]]:
    for child in cls.__subclasses__():
        if not child.__name__.startswith("_"):
            yield child
        yield from _all_errors(child)


def _example(cls: type[ReaderError]) -> ReaderError:
    """An instance with a telling value for each field."""
    examples = {"file": "/home/a/paper.pdf", "page_index": 4, "name": "small-model", "reason": "disk full"}
    examples |= {"need_bytes": 3_000_000_000, "free_bytes": 1_000_000_000, "tokens": 9000, "limit": 4096}
    examples |= {"worker": "pages", "exitcode": -9, "known": "paper, survey", "line": 7}
    examples |= {"address": "http://somewhere", "host": "example.org", "url": "https://example.org/v1", "has_key": True}
    examples |= {"model": "a-model"}
    names = [name for name in inspect.signature(cls.__init__).parameters if name != "self"]
    return cls(*(examples[name] for name in names))


@pytest.mark.parametrize("cls", list(_all_errors()), ids=lambda cls: cls.__name__)
def test_each_expected_failure_has_words_with_its_fields(qapp: object, cls: type[ReaderError]) -> None:
    error = _example(cls)
    assert has_words(cls), f"{cls.__name__} needs an entry in reader/ui/messages.py"
    title, hint = translated(error)
    assert title
    assert hint
    assert "{" not in title + hint
    for name, value in vars(error).items():
        if name == "file":
            assert "paper.pdf" in title + hint
        elif name == "page_index":
            assert str(value + 1) in title
        elif name not in ("exitcode", "has_key") and not name.endswith("_bytes"):
            assert str(value) in title + hint, f"{name} is not told"


def test_words_come_from_the_translator(qapp: QCoreApplication) -> None:
    class Shouting(QTranslator):
        def translate(self, context, source, disambiguation=None, n=-1):
            return source.upper() if context == "errors" else ""

    translator = Shouting()
    qapp.installTranslator(translator)
    try:
        title, _hint = translated(errors.NoPages("a.pdf"))
    finally:
        qapp.removeTranslator(translator)
    assert title == "a.pdf HAS NO PAGE THAT CAN BE SHOWN."


def test_failure_without_words_speaks_english(qapp: object) -> None:
    assert translated(ReaderError("It broke.", "Try again.")) == ("It broke.", "Try again.")


def test_bar_is_hidden_until_there_is_something_to_say(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    assert bar.text() == ""
    bar.show_error(errors.FileMissing("/tmp/a.pdf"))
    assert not bar.isHidden()
    assert bar.text().startswith("a.pdf cannot be found.")


def test_close_button_hides_the_bar(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message("Exported.")
    qtbot.mouseClick(bar.findChild(QToolButton, "message_close"), Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_action_runs_once_and_closes_the_bar(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    done: list[str] = []
    bar.show_message("Exported.", action=("Show", lambda: done.append("shown")))
    button = bar.findChild(QPushButton, "message_action")
    assert button.text() == "Show"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["shown"]
    assert bar.isHidden()
    bar.show_message("Something else.")
    assert button.isHidden()


def test_names_of_files_are_no_markup(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_error(errors.NotAPdf("/tmp/<img src=x>.pdf"))
    assert "&lt;img src=x&gt;.pdf" in bar.findChild(QLabel, "message_text").text()


def test_crash_report_is_copied_with_versions(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_crash("Traceback (most recent call last):\n  ...\nZeroDivisionError: a bug\n")
    qtbot.mouseClick(bar.findChild(QPushButton, "message_action"), Qt.MouseButton.LeftButton)
    report = QGuiApplication.clipboard().text()
    assert report.startswith("Shiori ")
    assert "Qt " in report
    assert "ZeroDivisionError: a bug" in report
