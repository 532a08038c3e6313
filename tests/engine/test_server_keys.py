import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError, PasswordSetError

from reader.core.errors import KeyNotStored
from reader.engine.server_address import server_address
from reader.engine.server_keys import VARIABLE, find_key, store_key
from tests.fake_keyring import FakeKeyring

_HERE, _THERE = server_address("https://example.org/v1#a"), server_address("https://example.org:8443/v1")


def test_a_key_belongs_to_its_server(keys: FakeKeyring) -> None:
    store_key(_HERE, "one")
    assert find_key(server_address("https://example.org/v1#another-model")) == "one"
    assert find_key(_THERE) == ""
    store_key(_HERE, "")
    assert find_key(_HERE) == ""
    store_key(_HERE, "")


def test_the_environment_comes_first(keys: FakeKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    store_key(_HERE, "one")
    monkeypatch.setenv(VARIABLE, " of the shell \n")
    assert find_key(_HERE) == "of the shell"
    monkeypatch.setenv(VARIABLE, "")
    assert find_key(_HERE) == "one"


def test_a_system_without_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        assert find_key(_HERE) == ""
        with pytest.raises(KeyNotStored, match=f"no keyring.*{VARIABLE}"):
            store_key(_HERE, "one")
    finally:
        keyring.set_keyring(before)


class _Locked(KeyringBackend):
    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError


def test_a_keyring_that_stays_locked() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(_Locked())
    try:
        assert find_key(_HERE) == ""
        with pytest.raises(KeyNotStored, match="PasswordSetError"):
            store_key(_HERE, "one")
    finally:
        keyring.set_keyring(before)
