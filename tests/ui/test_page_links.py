"""Links of visible pages: asked for once, found under a point."""

from collections.abc import Callable
from typing import Any

from reader.core.document import Link, Rect
from reader.core.errors import PageBroken, WorkerDied
from reader.ui.jobs import Jobs
from reader.ui.page_links import PageLinks

BELOW = Link(Rect(0.1, 0.1, 0.5, 0.2), 3, 0.5, None)
ABOVE = Link(Rect(0.4, 0.1, 0.9, 0.2), None, None, "https://example.org/")


def test_topmost_link_under_the_point(jobs: Jobs, make_pages: Callable[..., Any], spin_until: Any) -> None:
    source = make_pages(3, links={1: (BELOW, ABOVE)})
    links = PageLinks(source, jobs.start)
    arrived: list[int] = []
    links.arrived.connect(arrived.append)
    links.want([0, 1])
    spin_until(lambda: arrived == [0, 1])
    assert links.link_at(1, 0.2, 0.15) == BELOW
    assert links.link_at(1, 0.45, 0.15) == ABOVE
    assert links.link_at(1, 0.2, 0.5) is None
    assert links.link_at(0, 0.2, 0.15) is None
    links.want([1, 2])
    spin_until(lambda: arrived == [0, 1, 2])
    assert source.asked_links == [0, 1, 2]


def test_pages_that_have_gone_by_are_not_asked_for(jobs: Jobs, make_pages: Callable[..., Any], spin_until: Any) -> None:
    source = make_pages(10)
    links = PageLinks(source, jobs.start)
    links.want(range(10))
    links.want([7])
    arrived: list[int] = []
    links.arrived.connect(arrived.append)
    spin_until(lambda: arrived == [7])
    assert source.asked_links == [7]


def test_links_are_asked_for_again_when_their_process_died_but_not_of_a_broken_page(
    jobs: Jobs, make_pages: Callable[..., Any], spin_until: Any
) -> None:
    source = make_pages(3, links={1: (BELOW,)})
    errors: dict[int, list[Exception]] = {1: [WorkerDied("pages", -9)], 2: [PageBroken("painted.pdf", 2)]}
    answered = type(source).links

    async def failing_links(page_index: int) -> tuple[Link, ...]:
        found = await answered(source, page_index)
        if errors.get(page_index):
            raise errors[page_index].pop()
        return found

    source.links = failing_links
    links = PageLinks(source, jobs.start)
    links.want([1, 2])
    spin_until(lambda: source.asked_links == [1, 2])
    arrived: list[int] = []
    links.arrived.connect(arrived.append)
    spin_until(lambda: arrived == [2])
    links.want([1, 2])
    spin_until(lambda: arrived == [2, 1])
    assert source.asked_links == [1, 2, 1]
    assert links.link_at(1, 0.2, 0.15) == BELOW
