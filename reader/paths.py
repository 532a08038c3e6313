"""Where files live, and how a file that came with the program is found.

XDG_* variables (and their like on other systems) move all of it, through platformdirs.
"""

from pathlib import Path

import platformdirs

_APP = "shiori"
_PACKAGE = Path(__file__).parent


def user_data_dir() -> Path:
    """What must never be lost: library.db, models."""
    return platformdirs.user_data_path(_APP, appauthor=False)


def models_dir() -> Path:
    return user_data_dir() / "models"


def library_file() -> Path:
    return user_data_dir() / "library.db"


def config_dir() -> Path:
    return platformdirs.user_config_path(_APP, appauthor=False)


def settings_file() -> Path:
    return config_dir() / "settings.json"


def question_sets_dir() -> Path:
    """The reader's own question sets, a TOML file each; it need not be there."""
    return config_dir() / "questions"


def cache_dir() -> Path:
    """What can be made again at any time: the word indexes of documents."""
    return platformdirs.user_cache_path(_APP, appauthor=False)


def index_file(document_id: str) -> Path:
    """The word index of one document; a file each, so that word statistics are the document's own."""
    return cache_dir() / "index" / f"{document_id}.db"


def library_index_file() -> Path:
    """The word index over everything that was ever opened."""
    return cache_dir() / "library-index.db"


def lock_file(name: str) -> Path:
    """Held by the program that works at something of that name; see store/run_lock.py."""
    return cache_dir() / "running" / f"{name}.lock"


def thumbnail_file(document_id: str) -> Path:
    """The small picture of a document's first page."""
    return cache_dir() / "thumbnails" / f"{document_id}.png"


def log_file() -> Path:
    return platformdirs.user_log_path(_APP, appauthor=False) / "shiori.log"


def resource(name: str) -> Path:
    """A file of the `resources` folder: inside the package in a wheel, beside it in a checkout."""
    for folder in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"resources/{name} is missing from this installation")
