import pytest

from reader.core.errors import ServerAddressWrong
from reader.engine.server_address import is_server, server_address


@pytest.mark.parametrize(
    ("url", "base", "model"),
    [
        ("http://localhost:8080", "http://localhost:8080/v1", ""),
        ("http://localhost:8080/", "http://localhost:8080/v1", ""),
        ("http://localhost:8080/v1/", "http://localhost:8080/v1", ""),
        ("http://localhost:8080/v1/chat/completions", "http://localhost:8080/v1", ""),
        ("HTTPS://Example.org/api/v1#Qwen/Qwen2.5-7B", "https://example.org/api/v1", "Qwen/Qwen2.5-7B"),
        ("http://localhost:11434#qwen2.5:7b", "http://localhost:11434/v1", "qwen2.5:7b"),
        ("https://example.org/v1#a%20model", "https://example.org/v1", "a model"),
        ("http://[::1]:8000", "http://[::1]:8000/v1", ""),
    ],
)
def test_the_parts_of_an_address(url: str, base: str, model: str) -> None:
    address = server_address(url)
    assert (address.base, address.model) == (base, model)
    assert server_address(address.url) == address


def test_what_is_beside_the_protocol_stands_at_the_root() -> None:
    assert server_address("http://localhost:1234/v1").root == "http://localhost:1234"
    assert server_address("https://example.org/api/v1").root == "https://example.org/api"


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("http://localhost:8080", True),
        ("http://shiori.localhost", True),
        ("http://127.0.0.1:8080", True),
        ("http://127.8.9.1", True),
        ("http://[::1]:8080", True),
        ("http://192.168.0.7:8080", False),
        ("http://0.0.0.0:8080", False),
        ("http://localhost.example.org", False),
        ("https://127.0.0.1.example.org", False),
    ],
)
def test_only_this_machine_is_local(url: str, is_local: bool) -> None:
    assert server_address(url).is_local == is_local


@pytest.mark.parametrize("url", ["http://", "http:///v1", "http://host:port/", "http://a b/v1", "http://[::1", "model"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ServerAddressWrong):
        server_address(url)


@pytest.mark.parametrize(
    "url", ["https://me:secret@example.org/v1", "https://example.org/v1?key=secret", "http://a:secret@b:c/"]
)
def test_a_key_in_an_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ServerAddressWrong) as caught:
        server_address(url)
    assert "secret" not in str(caught.value)


def test_names_and_files_are_no_servers() -> None:
    assert not any(map(is_server, ("none", "smollm2-135m-instruct", "/models/http.gguf", "https")))
    assert is_server("HTTP://localhost")
