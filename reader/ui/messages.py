"""What the window says when something happened: a line under the tool bar, and words for each failure."""

import html
import platform
import sys
from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, qVersion
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from reader import __version__
from reader.core import errors
from reader.core.errors import ReaderError
from reader.ui.arxiv_words import ARXIV_WORDS
from reader.ui.download_words import DOWNLOAD_WORDS
from reader.ui.icons import icon, pixmap
from reader.ui.server_words import SERVER_WORDS

Kind = Literal["info", "warning"]
_STRIPE = {"info": "#2f6fab", "warning": "#c4501b"}


class MessageBar(QFrame):
    """A line with what happened, what to do next, at most one action, and a button that closes it.

    The newest message replaces the one before. Nothing takes the focus; screen readers are told.
    """

    message_shown = Signal(str)
    """The whole text, as screen readers get it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setAccessibleName(self.tr("Message"))
        self._kind: Kind = "info"
        self._act: Callable[[], None] | None = None
        self._sign = QLabel(objectName="message_sign")
        self._text = QLabel(objectName="message_text", wordWrap=True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = QPushButton(objectName="message_action")
        self._close = QToolButton(objectName="message_close", autoRaise=True)
        self._close.setAccessibleName(self.tr("Close the message"))
        self._close.setToolTip(self.tr("Close the message"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        self._action.clicked.connect(self._on_action_clicked)
        self._close.clicked.connect(self.hide)
        self._paint_icons()
        self.hide()

    def show_message(
        self,
        title: str,
        hint: str = "",
        *,
        kind: Kind = "info",
        action: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Show a line; `action` is the text of a button and what it does (the line closes then)."""
        self._kind = kind
        self._act = action[1] if action is not None else None
        self._action.setText(action[0] if action is not None else "")
        self._action.setAccessibleName(self._action.text())
        self._action.setVisible(action is not None)
        self._text.setText(f"<b>{html.escape(title)}</b>&ensp;{html.escape(hint)}")
        self._paint_icons()
        self.update()
        self.show()
        spoken = f"{title} {hint}".strip()
        self._text.setAccessibleName(spoken)
        announcement = QAccessibleAnnouncementEvent(self, spoken)
        if kind == "warning":
            announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(announcement)
        self.message_shown.emit(spoken)

    def show_error(self, error: ReaderError, action: tuple[str, Callable[[], None]] | None = None) -> None:
        title, hint = translated(error)
        self.show_message(title, hint, kind="warning", action=action)

    def show_crash(self, report: str) -> None:
        """Say that there was a bug and that the work goes on; the report can be copied."""
        self.show_message(
            self.tr("Something inside Shiori went wrong."),
            self.tr("You can go on reading; what you wrote is saved. The report helps to mend it."),
            kind="warning",
            action=(
                self.tr("Copy report"),
                lambda: QGuiApplication.clipboard().setText(crash_report(report)),
            ),
        )

    def text(self) -> str:
        """What is on the bar, or nothing where it is hidden."""
        return "" if self.isHidden() else self._text.accessibleName()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icons()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # Painted, not styled: a style sheet would change the palette that it is made from.
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.fillRect(0, 0, 4, self.height(), QColor(_STRIPE[self._kind]))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.palette().color(QPalette.ColorRole.Mid))

    def _paint_icons(self) -> None:
        sign = "warning" if self._kind == "warning" else "info"
        self._sign.setPixmap(pixmap(sign, _STRIPE[self._kind], 20, self.devicePixelRatioF()))
        self._close.setIcon(icon("close", self.palette()))

    def _on_action_clicked(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()


def crash_report(traceback_text: str) -> str:
    """What to paste into a report: versions and the traceback, nothing about the documents."""
    return "\n".join(
        (
            f"Shiori {__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
            f"Platform plug-in: {QGuiApplication.platformName()}; frozen: {getattr(sys, 'frozen', False)}",
            "",
            traceback_text.strip(),
            "",
        )
    )


def translated(error: ReaderError) -> tuple[str, str]:
    """Title and hint in the language of the window; the error's own English where a class has no words."""
    for cls in type(error).__mro__:
        if cls in _WORDS:
            return _WORDS[cls](error)
    return error.title, error.hint


def has_words(cls: type[ReaderError]) -> bool:
    """Whether a class of errors has a translation of its own."""
    return cls in _WORDS


def _name(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2] or file


def _gigabytes(size_bytes: int) -> str:
    return QCoreApplication.translate("errors", "{0} GB").format(f"{size_bytes / 1e9:.1f}")


def _file_missing(error: errors.FileMissing) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} cannot be found.").format(_name(error.file)),
        QCoreApplication.translate("errors", "Check that the file still exists and may be read: {0}").format(
            error.file
        ),
    )


def _file_changed(error: errors.FileChanged) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} has changed since it was opened.").format(_name(error.file)),
        QCoreApplication.translate(
            "errors", "The new version is shown as soon as it can be read; or open the file again."
        ),
    )


def _not_a_pdf(error: errors.NotAPdf) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} is not a PDF that can be read.").format(_name(error.file)),
        QCoreApplication.translate(
            "errors",
            "The file is damaged or of another kind. Get a fresh copy, or open it in the program that made it.",
        ),
    )


def _no_pages(error: errors.NoPages) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} has no page that can be shown.").format(_name(error.file)),
        QCoreApplication.translate("errors", "The file is damaged or empty. Get a fresh copy."),
    )


def _nothing_to_read(error: errors.NothingToRead) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "There is no PDF in {0} that can be read.").format(_name(error.file)),
        QCoreApplication.translate("errors", "Choose a folder that holds PDFs, or the files themselves."),
    )


def _no_text(error: errors.NoText) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} has no text that can be read.").format(_name(error.file)),
        QCoreApplication.translate("errors", "Its pages are pictures: open it, and let Tesseract read them first."),
    )


def _password_needed(error: errors.PasswordNeeded) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} is protected by a password.").format(_name(error.file)),
        QCoreApplication.translate("errors", "Open it again and give its password."),
    )


def _password_wrong(error: errors.PasswordWrong) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "This password does not open {0}.").format(_name(error.file)),
        QCoreApplication.translate("errors", "Check capital letters and the keyboard layout, then try again."),
    )


def _page_broken(error: errors.PageBroken) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "Page {0} of {1} cannot be shown.").format(
            error.page_index + 1, _name(error.file)
        ),
        QCoreApplication.translate("errors", "This page is damaged; the others can be read."),
    )


def _model_missing(error: errors.ModelMissing) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "The model {0} is not on this computer.").format(error.name),
        QCoreApplication.translate(
            "errors",
            "Until then answers quote the document. Fetch it in a terminal with: shiori models get {0}",
        ).format(error.name),
    )


def _model_unusable(error: errors.ModelUnusable) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "The model {0} cannot be used: {1}.").format(
            _name(error.name), error.reason
        ),
        QCoreApplication.translate(
            "errors",
            "Until then answers quote the document. Fetch it again or choose another: shiori models list",
        ),
    )


def _model_too_large(error: errors.ModelTooLarge) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "The model {0} needs {1} of memory; {2} are free.").format(
            _name(error.name), _gigabytes(error.need_bytes), _gigabytes(error.free_bytes)
        ),
        QCoreApplication.translate("errors", "Close other programs or choose a smaller model: shiori models list"),
    )


def _download_failed(error: errors.DownloadFailed) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} could not be fetched: {1}.").format(error.name, error.reason),
        QCoreApplication.translate(
            "errors",
            "Check the network connection and try again. Reading and quoting work without a model.",
        ),
    )


def _prompt_too_long(error: errors.PromptTooLong) -> tuple[str, str]:
    return (
        QCoreApplication.translate(
            "errors", "The question is too long for this model ({0} tokens, at most {1})."
        ).format(error.tokens, error.limit),
        QCoreApplication.translate("errors", "Ask a shorter question or choose a model with a larger context."),
    )


def _ocr_missing(_error: errors.OcrMissing) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "Pages that are pictures cannot be read: Tesseract is not installed."),
        QCoreApplication.translate(
            "errors",
            "Install it and open the document again: apt install tesseract-ocr tesseract-ocr-jpn (Linux), "
            "brew install tesseract tesseract-lang (macOS), winget install UB-Mannheim.TesseractOCR (Windows).",
        ),
    )


def _ocr_failed(error: errors.OcrFailed) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "The picture of page {0} could not be read: {1}.").format(
            error.page_index + 1, error.reason
        ),
        QCoreApplication.translate("errors", "Check that Tesseract works, with its languages: tesseract --list-langs"),
    )


def _print_failed(error: errors.PrintFailed) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "Printing to {0} does not work.").format(error.name),
        QCoreApplication.translate(
            "errors", "Check that the printer is on and that the file can be written, and print again."
        ),
    )


def _export_failed(error: errors.ExportFailed) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} could not be written: {1}.").format(_name(error.file), error.reason),
        QCoreApplication.translate(
            "errors", "Choose another folder, or free some space, and export again. Nothing was lost."
        ),
    )


def _not_a_note(error: errors.NotANote) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} is no paper note.").format(_name(error.file)),
        QCoreApplication.translate(
            "errors", "A note that Shiori has written has a part “Summary” or “Q&A” and says which PDF it is about."
        ),
    )


def _copy_over_original(error: errors.CopyOverOriginal) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "The copy cannot take the place of {0} itself.").format(_name(error.file)),
        QCoreApplication.translate("errors", "Choose another name or folder: the document stays as it is."),
    )


def _question_set_missing(error: errors.QuestionSetMissing) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "There is no question set {0}.").format(error.name),
        QCoreApplication.translate("errors", "Choose one of: {0}").format(error.known),
    )


def _question_set_unusable(error: errors.QuestionSetUnusable) -> tuple[str, str]:
    title = QCoreApplication.translate("errors", "The question set {0} has a mistake in line {1}: {2}.")
    return (
        title.format(_name(error.file), error.line, error.reason),
        QCoreApplication.translate(
            "errors", "Mend it, or take it away, and the program's own questions are used: {0}"
        ).format(error.file),
    )


def _digest_running(_error: errors.DigestRunning) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "This digest is being made already."),
        QCoreApplication.translate(
            "errors", "Another window or command of Shiori is at it: wait until it has ended, or pause it there."
        ),
    )


def _store_unusable(error: errors.StoreUnusable) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} cannot be used: {1}.").format(_name(error.file), error.reason),
        QCoreApplication.translate("errors", "Check the disk and the rights of this file: {0}").format(error.file),
    )


def _worker_died(error: errors.WorkerDied) -> tuple[str, str]:
    names = {
        "pages": QCoreApplication.translate("errors", "The helper process for pages stopped."),
        "page text": QCoreApplication.translate("errors", "The helper process that reads the text stopped."),
    }
    title = names.get(error.worker) or QCoreApplication.translate(
        "errors", "The helper process for {0} stopped."
    ).format(error.worker)
    return title, QCoreApplication.translate("errors", "It is started again; you can go on.")


_WORDS: dict[type[ReaderError], Callable[[Any], tuple[str, str]]] = {
    errors.FileMissing: _file_missing,
    errors.FileChanged: _file_changed,
    errors.NotAPdf: _not_a_pdf,
    errors.NoPages: _no_pages,
    errors.NothingToRead: _nothing_to_read,
    errors.NoText: _no_text,
    errors.PasswordNeeded: _password_needed,
    errors.PasswordWrong: _password_wrong,
    errors.PageBroken: _page_broken,
    errors.ModelMissing: _model_missing,
    errors.ModelUnusable: _model_unusable,
    errors.ModelTooLarge: _model_too_large,
    **SERVER_WORDS,
    **ARXIV_WORDS,
    errors.DownloadFailed: _download_failed,
    **DOWNLOAD_WORDS,
    errors.PromptTooLong: _prompt_too_long,
    errors.OcrMissing: _ocr_missing,
    errors.OcrFailed: _ocr_failed,
    errors.ExportFailed: _export_failed,
    errors.PrintFailed: _print_failed,
    errors.NotANote: _not_a_note,
    errors.CopyOverOriginal: _copy_over_original,
    errors.QuestionSetMissing: _question_set_missing,
    errors.QuestionSetUnusable: _question_set_unusable,
    errors.DigestRunning: _digest_running,
    errors.StoreUnusable: _store_unusable,
    errors.WorkerDied: _worker_died,
}
