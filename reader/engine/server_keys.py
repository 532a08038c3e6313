"""Keys of model servers: from the environment, else from the keyring of the system. Nowhere else, and in no log."""

import logging
import os

from reader.core.errors import KeyNotStored
from reader.engine.server_address import ServerAddress

_log = logging.getLogger(__name__)

VARIABLE = "SHIORI_API_KEY"
_SERVICE = "shiori"


def find_key(address: ServerAddress) -> str:
    """The key for a server; empty: there is none. May wait for the user to unlock the keyring: not for the GUI thread.

    The one of the environment goes to whatever server is used.
    """
    if key := os.environ.get(VARIABLE, "").strip():
        return key
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, address.origin) or ""
    except KeyringError as failure:
        _log.info("no key from the keyring: %s", failure)
        return ""


def store_key(address: ServerAddress, key: str) -> None:
    """Keep it in the keyring; an empty one is removed. Raises KeyNotStored."""
    import keyring
    from keyring.errors import KeyringError, NoKeyringError, PasswordDeleteError

    try:
        if key:
            keyring.set_password(_SERVICE, address.origin, key)
        else:
            keyring.delete_password(_SERVICE, address.origin)
    except PasswordDeleteError:
        return  # there was none
    except NoKeyringError:
        raise KeyNotStored("this system has no keyring") from None
    except KeyringError as failure:
        raise KeyNotStored(str(failure).rstrip(".") or type(failure).__name__) from failure
