"""What the XMP data of a PDF says of its title, authors and DOI: a packet of RDF that many programs write."""

import html
import re
from dataclasses import dataclass

_ITEM = re.compile(r"<rdf:li\b[^>]*>(.*?)</rdf:li>", re.DOTALL)
_DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"]+")
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class XmpFacts:
    title: str = ""
    authors: tuple[str, ...] = ()
    doi: str = ""


def xmp_facts(packet: str) -> XmpFacts:
    """Empty fields for what it does not have, and for a packet that is damaged. Nothing is resolved: no parser of XML
    that a hostile file could keep busy."""
    packet = packet[:_LONGEST]
    titles = _items(packet, "dc:title")
    dois = (_value(packet, name) for name in ("prism:doi", "pdfx:doi", "dc:identifier", "prism:url"))
    doi = next((match[0] for value in dois if (match := _DOI.search(value))), "")
    return XmpFacts(titles[0] if titles else "", tuple(_items(packet, "dc:creator")), doi)


def _items(packet: str, name: str) -> list[str]:
    return [text for item in _ITEM.findall(_element(packet, name)) if (text := _plain(item))]


def _value(packet: str, name: str) -> str:
    """As an element, or as an attribute of the description."""
    attribute = re.search(rf"\b{name}=(?:\"([^\"]*)\"|'([^']*)')", packet)
    return _plain(attribute[1] or attribute[2] or "") if attribute else _plain(_element(packet, name))


def _element(packet: str, name: str) -> str:
    begin = packet.find(f"<{name}")
    start = packet.find(">", begin) + 1
    end = packet.find(f"</{name}>", start)
    return packet[start:end] if 0 <= begin < start <= end else ""


def _plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
