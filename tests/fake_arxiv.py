"""An arXiv service that knows a few papers, in a thread of its own, as the service's manual describes its answers.

`with FakeArxiv() as service:` listens at `service.url`; `service.asked` has the questions.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
      xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>arXiv Query</title>
  <opensearch:totalResults>{count}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <opensearch:itemsPerPage>{count}</opensearch:itemsPerPage>
{entries}
</feed>
"""
_ENTRY = """  <entry>
    <id>http://arxiv.org/abs/{number}{version}</id>
    <updated>{updated}T17:59:46Z</updated>
    <published>{published}T11:37:22Z</published>
    <title>{title}</title>
    <summary>  We weigh
  boxes. </summary>
    <author><name>Ann Lee</name></author>
    <author><name>Bob  Ray</name></author>
    {more}
    <link href="http://arxiv.org/abs/{number}{version}" rel="alternate" type="text/html"/>
    <arxiv:primary_category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.AI" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
  </entry>"""
_MORE = (
    '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/box</arxiv:doi>'
    "<arxiv:journal_ref>Journal of Boxes 12 (2024)\n 1-9</arxiv:journal_ref>"
)
_DAYS = {"v1": "2023-06-16", "v2": "2024-01-17"}
_TITLES = {"2306.09782": "On the Weight of\n  Boxes", "2306.00001": "Saving Memory", "2306.00002": "Saving Memory"}


class FakeArxiv:
    def __init__(self, *, status: int = 200, body: bytes | None = None, delay_s: float = 0.0) -> None:
        """`body`: the answer to everything; else what is asked for. `delay_s`: before any answer."""
        self.asked: list[dict[str, list[str]]] = []
        self._ending = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                fake.asked.append(query)
                fake._ending.wait(delay_s)
                answer = _answer(query) if body is None else body
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/api/query"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="fake arXiv")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._ending.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _answer(query: dict[str, list[str]]) -> bytes:
    entries = []
    if "id_list" in query and query["id_list"][0]:
        number, _, version = query["id_list"][0].partition("v")
        if number in _TITLES:
            entries = [_entry(number, f"v{version}" if version else "v2")]
    else:
        words = query["search_query"][0].removeprefix("ti:").strip('"').split()
        entries = [_entry(number, "v2") for number, title in _TITLES.items() if words[0] in title.split()]
    return _FEED.format(count=len(entries), entries="\n".join(entries)).encode()


def _entry(number: str, version: str) -> str:
    return _ENTRY.format(
        number=number, version=version, updated=_DAYS[version], published=_DAYS["v1"],
        title=escape(_TITLES[number]), more=_MORE if version == "v2" else "",
    )  # fmt: skip
