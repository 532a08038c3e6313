"""What the arXiv service knows of a paper. Reaches the network, and only inside `record` and `record_of_title`.

The package `arxiv` keeps to what the service asks of programs: three seconds between two requests, and not too many
tries. It is imported with the first request.
"""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from reader.core.arxiv_record import ArxivRecord
from reader.core.errors import ArxivFailed, ArxivUnknown, ArxivUnreachable
from reader.core.quote_index import fold

ADDRESS = "https://export.arxiv.org/api/query"
_TIMEOUT_S = 20.0
_TRIES = 2
_CANDIDATES = 5
_SHORT_ID = re.compile(r"(?P<id>.+?)(?P<version>v\d+)?")
_NO_ANSWER = "no connection"
_SLOW = "no answer in time"
_GARBAGE = "that is no answer of arXiv"


class ArxivService:
    """One for all questions of a program: it spaces them. `address`: of the service or of one that answers alike."""

    def __init__(
        self, address: str = ADDRESS, *, delay_s: float = 3.0, timeout_s: float = _TIMEOUT_S, tries: int = _TRIES
    ) -> None:
        self.address = address
        self._delay_s, self._timeout_s, self._tries = delay_s, timeout_s, tries
        self._client: Any = None
        self._one_at_a_time = asyncio.Lock()

    async def record(self, arxiv_id: str, version: str = "") -> ArxivRecord:
        """Of that version, else of the newest. Raises ArxivUnreachable, ArxivUnknown, ArxivFailed."""
        found = await self._asked(id_list=[f"{arxiv_id}{version}"], max_results=1)
        if not found:
            raise ArxivUnknown(f"{arxiv_id}{version}")
        return found[0]

    async def record_of_title(self, title: str) -> ArxivRecord | None:
        """Of the paper that has exactly this title; None without one, or where several have it. Raises as `record`."""
        words = " ".join(re.findall(r"\w+", title))
        found = await self._asked(query=f'ti:"{words}"', max_results=_CANDIDATES)
        same = [record for record in found if fold(record.title) == fold(title)]
        return same[0] if len(same) == 1 else None

    async def _asked(self, **search: Any) -> list[ArxivRecord]:
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._results, search)

    def _results(self, search: dict[str, Any]) -> list[ArxivRecord]:
        import arxiv
        import requests

        if self._client is None:
            self._client = _client(self.address, self._delay_s, self._timeout_s, self._tries)
        host = urlsplit(self.address).hostname or self.address
        try:
            return [_record(result) for result in self._client.results(arxiv.Search(**search))]
        except arxiv.HTTPError as failure:
            if failure.status in (400, 404) and "id_list" in search:
                raise ArxivUnknown(search["id_list"][0]) from failure
            raise ArxivFailed(host, f"HTTP {failure.status}") from failure
        except requests.exceptions.Timeout as failure:
            raise ArxivUnreachable(host, _SLOW) from failure
        except requests.exceptions.RequestException as failure:
            raise ArxivUnreachable(host, _NO_ANSWER) from failure
        except (arxiv.ArxivError, ValueError) as failure:
            raise ArxivFailed(host, _GARBAGE) from failure


def _client(address: str, delay_s: float, timeout_s: float, tries: int) -> Any:
    import arxiv
    import requests

    class Adapter(requests.adapters.HTTPAdapter):
        """The package sets no time limit, and takes a page of another kind for an answer without papers."""

        def send(self, request: Any, **options: Any) -> Any:
            response = super().send(request, **(options | {"timeout": timeout_s}))
            if response.status_code == requests.codes.OK and b"<feed" not in response.content[:2000]:
                raise ValueError("no Atom feed")
            return response

    class Client(arxiv.Client):
        query_url_format = f"{address.replace('{', '').replace('}', '')}{'&' if '?' in address else '?'}{{}}"

        def __init__(self) -> None:
            super().__init__(page_size=_CANDIDATES, delay_seconds=delay_s, num_retries=tries - 1)
            self._session.headers["Connection"] = "close"  # one question, and nothing is left open
            for scheme in ("https://", "http://"):
                self._session.mount(scheme, Adapter())

    return Client()


def _record(result: Any) -> ArxivRecord:
    match = _SHORT_ID.fullmatch(result.get_short_id())
    number, version = (match["id"], match["version"] or "") if match else ("", "")
    categories = dict.fromkeys([result.primary_category, *result.categories])
    return ArxivRecord(
        arxiv_id=number,
        version=version,
        title=" ".join(result.title.split()),
        authors=tuple(" ".join(author.name.split()) for author in result.authors),
        published=result.published.date().isoformat(),
        updated=result.updated.date().isoformat(),
        categories=tuple(category for category in categories if category),
        doi=result.doi or "",
        journal_reference=" ".join((result.journal_ref or "").split()),
        abstract=" ".join(result.summary.split()),
    )
