"""The bibliographic head of a paper note: what is known of a paper besides its text."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

LinkKind: TypeAlias = Literal["code", "project", "data", "other"]


@dataclass(frozen=True, slots=True)
class PaperLink:
    """An address that the paper gives, exactly as its link or its text has it; https:// is added where missing."""

    kind: LinkKind
    url: str
    page_index: int


@dataclass(frozen=True, slots=True)
class PaperHead:
    """A field that is not known is empty, never guessed. Days are ISO 8601."""

    title: str = ""
    authors: tuple[str, ...] = ()
    """In the order of the page, without affiliations and signs."""
    arxiv_id: str = ""
    """Without version: "2306.09782"."""
    arxiv_version: str = ""
    """ "v1"."""
    categories: tuple[str, ...] = ()
    """Codes such as "cs.CL", the primary one first; the stamp has only that one."""
    published: str = ""
    """When the first version appeared; the stamp of a later version does not say it."""
    updated: str = ""
    """When the version at hand appeared, where it is not the first."""
    doi: str = ""
    year: str = ""
    venue: str = ""
    """Journal or conference, as page 1 names it; else the journal reference that arXiv has."""
    url: str = ""
    abstract: str = ""
    links: tuple[PaperLink, ...] = ()
    edited: tuple[str, ...] = ()
    """Names of the fields that the reader has changed: they are not found out again."""
