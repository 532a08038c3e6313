"""A head completed from the arXiv service: a local one that answers alike."""

import asyncio
from dataclasses import replace

import pytest

from reader.core.arxiv_record import ArxivRecord, completed
from reader.core.errors import ArxivFailed, ArxivUnknown, ArxivUnreachable
from reader.core.paper_head import PaperHead
from reader.engine.arxiv_service import ADDRESS, ArxivService
from reader.flows.looking_up import arxiv_service, looked_up
from reader.store.settings import Settings
from tests.fake_arxiv import FakeArxiv

FIRST = PaperHead(
    title="On the weight of boxes",
    authors=("A. Lee",),
    arxiv_id="2306.09782",
    arxiv_version="v1",
    categories=("cs.CL",),
    published="2023-06-16",
    year="2023",
    url="https://arxiv.org/abs/2306.09782v1",
)
SECOND = replace(
    FIRST, arxiv_version="v2", published="", updated="2024-01-17", url="https://arxiv.org/abs/2306.09782v2"
)


@pytest.fixture(autouse=True)
def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def ask(head: PaperHead, url: str, *, tries: int = 1, timeout_s: float = 20.0) -> PaperHead:
    return asyncio.run(looked_up(head, ArxivService(url, delay_s=0.0, timeout_s=timeout_s, tries=tries)))


def test_the_version_at_hand_is_asked_for_and_completes_the_head() -> None:
    with FakeArxiv() as service:
        assert ask(SECOND, service.url) == replace(
            SECOND,
            published="2023-06-16",
            categories=("cs.CL", "cs.AI"),
            doi="10.1000/box",
            venue="Journal of Boxes 12 (2024) 1-9",
            abstract="We weigh boxes.",
        )
        first = ask(FIRST, service.url)
        assert (first.published, first.updated, first.categories) == ("2023-06-16", "", ("cs.CL", "cs.AI"))
        assert [query["id_list"] for query in service.asked] == [["2306.09782v2"], ["2306.09782v1"]]


def test_what_the_reader_has_written_stays() -> None:
    edited = replace(SECOND, doi="", published="2001-01-01", edited=("doi", "published"))
    with FakeArxiv() as service:
        head = ask(edited, service.url)
    assert (head.doi, head.published, head.venue) == ("", "2001-01-01", "Journal of Boxes 12 (2024) 1-9")


def test_without_a_number_the_same_title_is_looked_for() -> None:
    with FakeArxiv() as service:
        head = ask(PaperHead(title="On the weight of boxes"), service.url)
        assert (head.arxiv_id, head.arxiv_version, head.published) == ("2306.09782", "", "2023-06-16")
        assert (head.updated, head.url) == ("", "https://arxiv.org/abs/2306.09782")
        assert head.authors == ("Ann Lee", "Bob Ray")
        for title in ("On the weight of crates", "Saving memory", ""):
            with pytest.raises(ArxivUnknown):
                ask(PaperHead(title=title), service.url)


def test_a_number_that_does_not_exist_is_told() -> None:
    with FakeArxiv() as service, pytest.raises(ArxivUnknown) as caught:
        ask(replace(FIRST, arxiv_id="9999.99999"), service.url)
    assert "9999.99999v1" in caught.value.title
    with FakeArxiv(status=400) as service, pytest.raises(ArxivUnknown):
        ask(FIRST, service.url)


def test_a_service_that_fails_is_asked_once_more_and_then_told() -> None:
    with FakeArxiv(status=503) as service:
        with pytest.raises(ArxivFailed, match="503"):
            ask(FIRST, service.url, tries=2)
        assert len(service.asked) == 2


@pytest.mark.parametrize("body", [b"<html>Please sign in</html>", b"<feed", b"", b"\xff\xfe\x00"])
def test_garbage_is_told_and_no_paper(body: bytes) -> None:
    with FakeArxiv(body=body) as service, pytest.raises((ArxivFailed, ArxivUnknown)) as caught:
        ask(FIRST, service.url)
    assert caught.value.hint


def test_without_a_network_it_is_told_what_is_wrong() -> None:
    with FakeArxiv() as service:
        url = service.url
    with pytest.raises(ArxivUnreachable, match=r"127\.0\.0\.1"):
        ask(FIRST, url)
    with pytest.raises(ArxivUnreachable):
        ask(FIRST, "no address")


def test_a_service_that_does_not_answer_is_not_waited_for() -> None:
    with FakeArxiv(delay_s=20.0) as service, pytest.raises(ArxivUnreachable, match="in time"):
        ask(FIRST, service.url, timeout_s=0.05)


def test_the_address_is_the_variables_the_settings_or_arxivs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert arxiv_service(Settings()).address == ADDRESS
    assert arxiv_service(Settings(arxiv_url="http://here/query")).address == "http://here/query"
    monkeypatch.setenv("SHIORI_ARXIV_URL", "http://there/query")
    assert arxiv_service(Settings(arxiv_url="http://here/query")).address == "http://there/query"


def test_a_record_that_says_little_takes_nothing_away() -> None:
    record = ArxivRecord("2306.09782", "v2", "", (), "", "", (), "", "", "")
    assert completed(SECOND, record) == SECOND
