"""Where and when a paper appeared, and its DOI, as page 1 says it."""

import re
from collections.abc import Sequence

from reader.core.document import Link, PageText
from reader.core.joined_lines import joined_lines
from reader.core.printed_lines import printed_lines
from reader.core.section_words import INTRODUCTION

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]+[^\s\"<>{}|\\^`.,;:)\]]", re.IGNORECASE)
_BREAK = re.compile(r"(?<=[/.\-_])\n(?=[\w(])")
"""A line end within a DOI."""
_DATA_DOI = re.compile(r"^10\.(?:5281|6084|5061|17605|7910)/", re.IGNORECASE)
"""Zenodo, figshare, Dryad, OSF, Dataverse: of what a paper comes with. 10.48550 is arXiv's own."""
_B = r"(?:^|(?<=[.>;] ))(?:In )?"
"""Where a line or a sentence begins."""
_PUBLISHED: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"^Published (?:as a (?:conference|workshop) paper )?(?:at|in) (?P<venue>.+?)[\s.]*(?:\(\d\d/\d{4}\))?$",
        r"^(?:Accepted|To appear|Presented|Appear(?:s|ed|ing)) (?:as an? \w+(?: \w+)? )?"
        r"(?:at|in|to|by|for publication in)(?: the)? (?P<venue>[A-Z].+?)\.?$",
        r"^This (?P<venue>(?:CVPR|ICCV|WACV|ECCV)W?(?: Workshop)? ?(?:19|20)\d\d)(?: workshop)? paper is the Open",
        r"(?P<venue>\d+(?:st|nd|rd|th) (?:[\w&/-]+,? ){0,9}?(?:Conference|Workshop|Symposium|Meeting|Congress)\b"
        r"[^.;()]{0,120}\([^()]*\d\d\))",
        _B + r"(?P<venue>(?:Findings of|Proceedings of|Transactions of) [^.;]*?)"
        r"(?=,? (?:Volume|volume|vol\.|pages?|pp\.|PMLR)\b|, (?:\d{1,4}[–-]\d|[A-Z][\w ]+, [A-Z])|\. |\.?$)",
        _B + r"(?P<venue>[A-Z][A-Za-z&]+(?: [A-Z][A-Za-z&]+){0,3} ?[’'´]\d\d), (?:[A-Z][a-z]+ \d|\d)",
        r"^(?P<venue>(?:IEEE|ACM)(?:/ACM)? (?:TRANSACTIONS|JOURNAL|ACCESS|Transactions|Journal|Access)[^,;]*?)"
        r",? (?:VOL|Vol)\b",
        r"^(?P<venue>JOURNAL OF [^,;]*?|(?:International |European |American )?Journal of [^,;()\d]*?"
        r"|The [A-Z]\w+ Journal|Transactions [^,;()\d]*?|Physical Review \w+|PHYSICAL REVIEW [\w ]+?"
        r"|Nature(?: \w+)*|Science(?: \w+)*)[,|\s]+(?:VOL\w*\.?|Vol\w*\.?|\d+)",
        r"\bhas been published (?:online )?(?:in|at) (?:the )?(?P<venue>[A-Z][^.,;]+)",
        r"^(?P<venue>[A-Z][A-Za-z&.,:\- ]{4,70}?),? \d+ \((?:19|20)\d\d\)(?:,? \d+(?: ?[-–] ?\d+)?| [A-Z]?\d+)",
        r"^(?P<venue>[^\d,、。]*(?:学会|論文誌|会誌|紀要)[^\d]*?(?:第\d+回[^\d(（]*?)?)"
        r"(?=[\s　]*(?:Vol|No\b|[(（\d]|$))",
    )
)
_NOT_YET = re.compile(
    r"under (?:double-blind )?review|submitted to|preprint|manuscript submitted|author manuscript|in preparation",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright|c⃝)\D{0,12}(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_PLACES = ("running", "footnote")
_LONGEST = 200


def find_venue(page: PageText) -> tuple[str, str]:
    """(venue, year) of a paper that has appeared somewhere, as its first page names it; ("", "") where it does not."""
    for text in _small_print(page):
        text = re.sub(r"(?<=\d) (?=(?:st|nd|rd|th)\b)", "", text)
        if _NOT_YET.search(text):
            continue
        for pattern in _PUBLISHED:
            match = pattern.search(text)
            if match is None or len(match["venue"]) > _LONGEST:
                continue
            venue = match["venue"].strip(" ,.:;(|")
            years = _YEAR.findall(venue) or _YEAR.findall(text)
            short = re.search(r"[’'´](\d\d)$", venue)
            return venue, f"20{short[1]}" if short and not years else years[-1] if years else ""
    return "", ""


def find_copyright_year(page: PageText) -> str:
    match = _COPYRIGHT.search(page.text)
    return match["year"] if match else ""


def find_doi(page: PageText, links: Sequence[Link], stated: str = "") -> str:
    """The paper's own: alone on its page, or in the small print. `stated`: that of the XMP data, if page 1 has it."""
    introduction = next((line.start for line in printed_lines(page) if INTRODUCTION.match(line.text)), len(page.text))
    small = [page.text[region.start : region.end] for region in page.regions if region.kind in _PLACES]
    text = _BREAK.sub("", "\n\n".join([page.text[:introduction], *small]))
    printed = [match[0] for match in _DOI.finditer(text)]
    linked = [match[0] for link in links if link.uri and (match := _DOI.search(link.uri))]
    # A link has the whole of what a line end divides.
    whole = [next((doi for doi in linked if doi.startswith(part)), part) for part in printed]
    own = {doi.casefold(): doi for doi in whole if not _DATA_DOI.match(doi)}
    if stated.casefold() in own:
        return stated
    return next(iter(own.values())) if len(own) == 1 else ""


def _small_print(page: PageText) -> list[str]:
    """What stands above and below the text, and each block in one line, as far as the text begins."""
    found: list[str] = []
    regions = [page.text[region.start : region.end] for region in page.regions if region.kind in _PLACES]
    blocks = regions + [block for block in page.text.split("\n\n") if block.strip()]
    for block in dict.fromkeys(blocks):
        if len(block) < 1500:
            found += dict.fromkeys((joined_lines(block, ""), *(line.strip() for line in block.split("\n"))))
    return [text for text in found if text]
