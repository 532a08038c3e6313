"""Words for what goes wrong when a model is fetched."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from reader.core import errors
from reader.core.errors import ReaderError


def _hub_unreachable(error: errors.HubUnreachable) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} could not be fetched: {1} cannot be reached.").format(
            error.name, error.host
        ),
        QCoreApplication.translate(
            "errors",
            "Check the network and try again: what has arrived is kept. "
            'HF_ENDPOINT, or "hub_url" in settings.json, names a mirror.',
        ),
    )


def _hub_without_model(error: errors.HubWithoutModel) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} could not be fetched: {1} does not have this file.").format(
            error.name, error.host
        ),
        QCoreApplication.translate(
            "errors", "Choose another model (shiori models list), or give a copy: shiori models get NAME --from FILE"
        ),
    )


def _hub_forbidden(error: errors.HubForbidden) -> tuple[str, str]:
    return (
        QCoreApplication.translate("errors", "{0} could not be fetched: {1} does not give it to everybody.").format(
            error.name, error.host
        ),
        QCoreApplication.translate(
            "errors",
            "Agree to its terms on its page there and set HF_TOKEN to your access token, or choose another model.",
        ),
    )


def _download_damaged(error: errors.DownloadDamaged) -> tuple[str, str]:
    return (
        QCoreApplication.translate(
            "errors", "{0} could not be fetched: this is not the expected file (its SHA-256 differs)."
        ).format(error.name),
        QCoreApplication.translate(
            "errors",
            "Nothing of it was kept. Try again, or fetch it from elsewhere: shiori models get NAME --from FILE",
        ),
    )


def _disk_too_small(error: errors.DiskTooSmall) -> tuple[str, str]:
    return (
        QCoreApplication.translate(
            "errors", "{0} could not be fetched: it needs {1} GB more on the disk, {2} GB are free."
        ).format(error.name, f"{error.need_bytes / 1e9:.1f}", f"{error.free_bytes / 1e9:.1f}"),
        QCoreApplication.translate(
            "errors",
            "Make room and try again: what has arrived is kept. Or choose a smaller model: shiori models list",
        ),
    )


DOWNLOAD_WORDS: dict[type[ReaderError], Callable[[Any], tuple[str, str]]] = {
    errors.HubUnreachable: _hub_unreachable,
    errors.HubWithoutModel: _hub_without_model,
    errors.HubForbidden: _hub_forbidden,
    errors.DownloadDamaged: _download_damaged,
    errors.DiskTooSmall: _disk_too_small,
}
