"""What opening a document tells of it, as JSON: kept in its index, so that a folder of papers opens at once."""

import json
from collections.abc import Iterable
from itertools import chain, groupby, repeat
from typing import Any

from reader.core.document import DocumentInfo, OutlineItem, PageSize


def about_to_json(info: DocumentInfo, title: str, outline: tuple[OutlineItem, ...]) -> str:
    about = {
        "sizes": [[size.width_pt, size.height_pt, len(list(run))] for size, run in groupby(info.sizes)],
        "labels": info.labels,
        "own_title": info.title,
        "author": info.author,
        "is_repaired": info.is_repaired,
        "title": title,
        "outline": [[item.level, item.title, item.page_index, item.top] for item in outline],
    }
    return json.dumps(about)  # ASCII: a title need not be Unicode


def about_from_json(text: str, file: str, document_id: str) -> tuple[DocumentInfo, str, tuple[OutlineItem, ...]]:
    """The document's info, title and outline; `file`: where it is now."""
    about: dict[str, Any] = json.loads(text)
    labels = about["labels"]
    info = DocumentInfo(
        file=file,
        document_id=document_id,
        sizes=tuple(chain.from_iterable(_run(*run) for run in about["sizes"])),
        labels=None if labels is None else tuple(labels),
        title=about["own_title"],
        author=about["author"],
        is_repaired=about["is_repaired"],
    )
    return info, about["title"], tuple(OutlineItem(*item) for item in about["outline"])


def _run(width_pt: float, height_pt: float, pages: int = 1) -> Iterable[PageSize]:
    """Pages of one size, one after the other; indexes that were made earlier name each page by itself."""
    return repeat(PageSize(width_pt, height_pt), pages)
