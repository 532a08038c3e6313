"""The fields of a paper's head as lines of text, as a reader writes and changes them."""

import re
from dataclasses import replace
from typing import Any

from reader.core.paper_head import PaperHead, PaperLink

HEAD_FIELDS = (
    "title",
    "authors",
    "arxiv_id",
    "categories",
    "published",
    "updated",
    "year",
    "venue",
    "doi",
    "url",
    "links",
    "abstract",
)
"""In the order in which they are shown. The version of an arXiv paper is written behind its number."""

_ARXIV = re.compile(r"(?:arxiv:\s*|(?:https?://)?arxiv\.org/(?:abs|pdf)/)?(\S+?)(v\d+)?(?:\.pdf)?", re.IGNORECASE)


def field_text(head: PaperHead, name: str) -> str:
    """The field as one writes it; "" where it is not known."""
    if name in ("authors", "categories"):
        values: tuple[str, ...] = getattr(head, name)
        # A name that has a comma itself ("Jr.") is kept whole.
        return ("; " if any("," in value for value in values) else ", ").join(values)
    if name == "arxiv_id":
        return f"{head.arxiv_id}{head.arxiv_version}"
    if name == "links":
        return "\n".join(link.url for link in head.links)
    return str(getattr(head, name))


def changed_head(head: PaperHead, name: str, text: str) -> PaperHead:
    """The head with that field as the reader has written it, and marked as the reader's own."""
    text = text.strip() if name == "links" else " ".join(text.split())
    if text == field_text(head, name):
        return head
    edited = (*head.edited, name) if name not in head.edited else head.edited
    if name in ("authors", "categories"):
        separator = ";" if ";" in text else ","
        values = tuple(part.strip() for part in text.split(separator) if part.strip())
        if name == "authors":
            return replace(head, authors=values, edited=edited)
        return replace(head, categories=values, edited=edited)
    if name == "arxiv_id":
        match = _ARXIV.fullmatch(text)
        number, version = (match.group(1), match.group(2) or "") if match else (text, "")
        edited = tuple(dict.fromkeys((*edited, "arxiv_version")))
        return replace(head, arxiv_id=number, arxiv_version=version, edited=edited)
    if name == "links":
        known = {link.url: link for link in head.links}
        links = tuple(known.get(url) or PaperLink("other", url, 0) for url in dict.fromkeys(text.split()))
        return replace(head, links=links, edited=edited)
    plain: dict[str, Any] = {name: text}
    return replace(head, **plain, edited=edited)
