"""Words for what can go wrong when arXiv is asked."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from reader.core import errors
from reader.core.errors import ReaderError

_REASONS = (
    QT_TRANSLATE_NOOP("errors", "no connection"),
    QT_TRANSLATE_NOOP("errors", "no answer in time"),
    QT_TRANSLATE_NOOP("errors", "that is no answer of arXiv"),
)
"""As `engine.arxiv_service` gives them."""


def _unreachable(error: errors.ArxivUnreachable) -> tuple[str, str]:
    title = QCoreApplication.translate("errors", "The arXiv service at {0} cannot be reached: {1}.")
    return (
        title.format(error.host, QCoreApplication.translate("errors", error.reason)),
        QCoreApplication.translate(
            "errors", "Check the network connection and try again. What the PDF itself says of the paper is there."
        ),
    )


def _unknown(error: errors.ArxivUnknown) -> tuple[str, str]:
    if error.name:
        title = QCoreApplication.translate("errors", "arXiv does not know {0}.").format(error.name)
    else:
        title = QCoreApplication.translate("errors", "There is nothing to look up on arXiv.")
    return (
        title,
        QCoreApplication.translate("errors", "Check number and title in the note's head; both can be changed there."),
    )


def _failed(error: errors.ArxivFailed) -> tuple[str, str]:
    title = QCoreApplication.translate("errors", "The arXiv service at {0} failed: {1}.")
    return (
        title.format(error.host, QCoreApplication.translate("errors", error.reason)),
        QCoreApplication.translate("errors", "Try again later. What the PDF itself says of the paper is there."),
    )


ARXIV_WORDS: dict[type[ReaderError], Callable[[Any], tuple[str, str]]] = {
    errors.ArxivUnreachable: _unreachable,
    errors.ArxivUnknown: _unknown,
    errors.ArxivFailed: _failed,
}
