"""A head completed with what the arXiv service says: only when the reader asks for it, since it tells the service
which paper is read."""

import os

from reader.core.arxiv_record import ArxivRecord, completed
from reader.core.errors import ArxivUnknown
from reader.core.paper_head import PaperHead
from reader.engine.arxiv_service import ADDRESS, ArxivService
from reader.store.settings import Settings

_VARIABLE = "SHIORI_ARXIV_URL"


def arxiv_service(settings: Settings) -> ArxivService:
    """The service at the address of the environment variable SHIORI_ARXIV_URL, else of the settings, else arXiv's."""
    return ArxivService(os.environ.get(_VARIABLE) or settings.arxiv_url or ADDRESS)


async def looked_up(head: PaperHead, service: ArxivService) -> PaperHead:
    """Fields that the reader has edited stay. Raises ArxivUnknown, ArxivUnreachable, ArxivFailed."""
    return completed(head, await record_of(head, service))


async def record_of(head: PaperHead, service: ArxivService) -> ArxivRecord:
    """By the paper's arXiv number, else by its title, which must be the same. Raises as `looked_up` does."""
    if head.arxiv_id:
        return await service.record(head.arxiv_id, head.arxiv_version)
    record = await service.record_of_title(head.title) if head.title else None
    if record is None:
        raise ArxivUnknown(head.title)
    return record
