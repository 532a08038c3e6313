"""Asking arXiv for what a PDF does not say of its paper, where a command was told to."""

from reader.commands.output import complain
from reader.core.errors import ReaderError
from reader.core.paper_head import PaperHead
from reader.engine.arxiv_service import ArxivService
from reader.flows.looking_up import looked_up

LOOK_UP_HELP = "ask arXiv for days, categories and DOI; tells it which paper you read"


async def told_of(head: PaperHead, service: ArxivService) -> PaperHead:
    """The completed head; the head as it is where arXiv does not say more, which is told."""
    try:
        return await looked_up(head, service)
    except ReaderError as failure:
        complain(failure)
        return head
