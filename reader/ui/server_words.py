"""Words for what goes wrong with model servers."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from reader.core import errors
from reader.core.errors import ReaderError

_REASONS = (
    QT_TRANSLATE_NOOP("errors", "it cannot be read"),
    QT_TRANSLATE_NOOP("errors", "it names no server"),
    QT_TRANSLATE_NOOP("errors", "a key does not belong into it"),
    QT_TRANSLATE_NOOP("errors", "it has a part after a question mark"),
    QT_TRANSLATE_NOOP("errors", "no connection within 5 s"),
    QT_TRANSLATE_NOOP("errors", "its address cannot be used"),
    QT_TRANSLATE_NOOP("errors", "its certificate is not trusted here"),
    QT_TRANSLATE_NOOP("errors", "it does not speak HTTPS"),
    QT_TRANSLATE_NOOP("errors", "its name is not known"),
    QT_TRANSLATE_NOOP("errors", "no server listens there"),
    QT_TRANSLATE_NOOP("errors", "the connection does not hold"),
    QT_TRANSLATE_NOOP("errors", "its answer broke off"),
    QT_TRANSLATE_NOOP("errors", "what it says is not what the OpenAI protocol says"),
    QT_TRANSLATE_NOOP("errors", "nothing came from it for too long"),
)
"""Of failures with servers, as far as they are our words and not the server's."""


def _server_address_wrong(error: errors.ServerAddressWrong) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} is not the address of a model server: {1}.").format(
            error.address, QCoreApplication.translate("errors", error.reason)
        ),
        QCoreApplication.translate(
            "errors",
            "It looks like this: http://localhost:8080/v1   or with a model's name: http://localhost:8080/v1#NAME",
        ),
    )


def _server_unreachable(error: errors.ServerUnreachable) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "The model server {0} cannot be reached: {1}.").format(
            error.host, QCoreApplication.translate("errors", error.reason)
        ),
        QCoreApplication.translate(
            "errors", "Check that it runs and its address. Until then answers quote the document."
        ),
    )


def _server_refused_key(error: errors.ServerRefusedKey) -> tuple[str, str]:
    if error.has_key:
        title = QCoreApplication.translate("errors", "The model server {0} does not accept the key.")
    else:
        title = QCoreApplication.translate("errors", "The model server {0} asks for a key.")
    return (
        title.format(error.host),
        QCoreApplication.translate("errors", "Store the right one in a terminal: shiori models key {0}").format(
            error.url
        ),
    )


def _server_model_unknown(error: errors.ServerModelUnknown) -> tuple[str, str]:
    if error.model:
        title = QCoreApplication.translate("errors", "The model server {0} has no model {1}.")
    else:
        title = QCoreApplication.translate("errors", "The model server {0} has no model.")
    if error.known:
        hint = QCoreApplication.translate(
            "errors", "It has: {0}. Name one after the address: http://HOST/v1#NAME"
        ).format(error.known)
    else:
        hint = QCoreApplication.translate(
            "errors", "Load a model there, or name one after the address: http://HOST/v1#NAME"
        )
    return title.format(error.host, error.model), hint


def _server_failed(error: errors.ServerFailed) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "The model server {0} failed: {1}.").format(
            error.host, QCoreApplication.translate("errors", error.reason)
        ),
        QCoreApplication.translate(
            "errors", "Try again later; what was written is kept. The server's own log says more."
        ),
    )


def _server_not_allowed(error: errors.ServerNotAllowed) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "No text is sent to {0}: that was not allowed.").format(error.host),
        QCoreApplication.translate("errors", "Answers quote the document. You are asked again at the next start."),
    )


def _key_not_stored(error: errors.KeyNotStored) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "The key could not be stored: {0}.").format(error.reason),
        QCoreApplication.translate(
            "errors", "Where the system has no keyring, set the environment variable SHIORI_API_KEY."
        ),
    )


SERVER_WORDS: dict[type[ReaderError], Callable[[Any], tuple[str, str]]] = {
    errors.ServerAddressWrong: _server_address_wrong,
    errors.ServerUnreachable: _server_unreachable,
    errors.ServerRefusedKey: _server_refused_key,
    errors.ServerModelUnknown: _server_model_unknown,
    errors.ServerFailed: _server_failed,
    errors.ServerNotAllowed: _server_not_allowed,
    errors.KeyNotStored: _key_not_stored,
}
