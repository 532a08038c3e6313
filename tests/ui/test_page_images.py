"""Which pictures are asked for, in which order, how often, and which are kept."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from reader.core.errors import PageBroken, WorkerDied
from reader.ui.jobs import Jobs
from reader.ui.page_images import PREVIEW_PX, TILE_PX, PageImages, PictureKey, preview_key, tile_keys

A4 = (595.0, 842.0)
TILE = (0, 0, TILE_PX, TILE_PX)
TILE_BYTES = TILE_PX * TILE_PX * 4


def tile(page_index: int, scale: float = 2.0) -> PictureKey:
    return PictureKey(page_index, scale, TILE)


@pytest.fixture
def make_images(jobs: Jobs, make_pages: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """make_images(pages, cache_bytes=...) -> (PageImages, its source)."""
    made: list[PageImages] = []

    def make(pages: int = 20, **options: int) -> tuple[PageImages, Any]:
        source = make_pages(pages)
        images = PageImages(source, jobs.start, **options)
        made.append(images)
        return images, source

    yield make
    for images in made:
        images.close()
        images.deleteLater()


def died() -> WorkerDied:
    return WorkerDied("pages", -9)


# --- Order ---


def test_pictures_come_in_the_order_of_their_urgency(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    images.want([tile(3), tile(1), tile(2)])
    spin_until(lambda: images.is_idle)
    assert [page_index for page_index, *_ in source.calls] == [3, 1, 2]
    assert all(images.picture(tile(page_index)) is not None for page_index in (1, 2, 3))


def test_at_rest_only_what_was_wanted_last_is_kept(make_images: Any, spin_until: Any) -> None:
    images, _source = make_images()
    images.want([tile(1), tile(2)])
    spin_until(lambda: images.is_idle)
    images.want([tile(2), tile(3)])
    spin_until(lambda: images.is_idle)
    held = images.held_bytes
    images.rest()
    assert images.picture(tile(1)) is None
    assert images.picture(tile(2)) is not None
    assert images.held_bytes == held * 2 // 3


def test_what_scrolled_away_is_never_asked_for(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    source.hold()
    images.want([tile(page_index) for page_index in range(10)])
    spin_until(lambda: source.outstanding == 2)
    images.want([tile(15)])
    source.release()
    spin_until(lambda: images.is_idle)
    assert [page_index for page_index, *_ in source.calls] == [0, 1, 15]


def test_at_most_two_requests_are_outstanding(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    source.hold()
    for first in range(10):
        images.want([tile(first + page_index) for page_index in range(10)])
    spin_until(lambda: source.outstanding == 2)
    source.release()
    spin_until(lambda: images.is_idle)
    assert source.most_outstanding == 2


def test_what_is_there_or_under_way_is_not_asked_for_again(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    source.hold()
    images.want([tile(1)])
    spin_until(lambda: source.outstanding == 1)
    images.want([tile(1), tile(1), tile(2)])
    source.release()
    spin_until(lambda: images.is_idle)
    images.want([tile(2), tile(1)])
    assert images.is_idle
    assert [page_index for page_index, *_ in source.calls] == [1, 2]


def test_picture_is_a_copy_in_the_format_for_painting(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    images.want([tile(7)])
    spin_until(lambda: images.is_idle)
    picture = images.picture(tile(7))
    assert (picture.width(), picture.height(), picture.depth()) == (TILE_PX, TILE_PX, 32)
    for x, y in ((0, 0), (1, 0), (0, 1), (TILE_PX - 1, TILE_PX - 1)):
        assert picture.pixelColor(x, y).getRgb()[:3] == source.pixel(7, x, y)


# --- Keeping ---


def test_least_recently_wanted_pictures_go_first(make_images: Any, spin_until: Any) -> None:
    images, _ = make_images(cache_bytes=3 * TILE_BYTES)
    for page_index in (0, 1, 2):
        images.want([tile(page_index)])
        spin_until(lambda: images.is_idle)
    images.want([tile(0)])  # looked at again
    images.want([tile(3)])
    spin_until(lambda: images.is_idle)
    held = [page_index for page_index in range(4) if images.picture(tile(page_index)) is not None]
    assert held == [0, 2, 3]
    assert images.held_bytes == 3 * TILE_BYTES


def test_what_is_wanted_stays_even_when_it_is_too_much(make_images: Any, spin_until: Any) -> None:
    images, source = make_images(cache_bytes=TILE_BYTES)
    wanted = [tile(page_index) for page_index in range(4)]
    images.want(wanted)
    spin_until(lambda: images.is_idle)
    assert all(images.picture(key) is not None for key in wanted)
    images.want([tile(9)])
    spin_until(lambda: images.is_idle)
    assert images.held_bytes == TILE_BYTES
    assert len(source.calls) == 5


def test_tiles_of_the_closest_scale_stand_in(make_images: Any, spin_until: Any) -> None:
    images, _ = make_images()
    for scale in (0.5, 1.5, 6.0):
        images.want([tile(1, scale)])
        spin_until(lambda: images.is_idle)
    assert [key.scale_px_per_pt for key, _ in images.older(1, 2.0)] == [1.5]
    assert [key.scale_px_per_pt for key, _ in images.older(1, 1.5)] == [0.5]
    assert images.older(2, 2.0) == ()


def coloured(*keys: PictureKey) -> list[PictureKey]:
    return [replace(key, colours="dark") for key in keys]


def test_pictures_are_drawn_in_the_colours_of_their_key(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    (key,) = coloured(tile(3))
    images.want([key])
    spin_until(lambda: images.is_idle)
    assert images.picture(key).pixelColor(1, 0).getRgb()[:3] == source.pixel(3, 1, 0, "dark")
    assert images.picture(tile(3)) is None


def test_after_a_change_of_colours_only_pages_in_view_keep_their_old_pictures(
    make_images: Any, spin_until: Any
) -> None:
    """The old ones stand in until the new ones come; a page that comes into view later must not flash in white."""
    images, source = make_images()
    seen = [preview_key(page_index, A4) for page_index in range(3)] + [tile(0), tile(1)]
    images.want(seen)
    spin_until(lambda: images.is_idle)
    source.hold()
    images.want(coloured(preview_key(1, A4), tile(1)))
    assert [key for key, _ in images.in_other_colours(1)] == [preview_key(1, A4), tile(1)]
    assert images.in_other_colours(0) == images.in_other_colours(2) == []
    assert images.older(1, 3.0) == ()
    source.release()
    spin_until(lambda: images.is_idle)
    assert images.in_other_colours(1) == []
    assert [key for key, _ in images.older(1, 3.0)] == coloured(tile(1))


def test_picture_that_comes_in_colours_of_before_is_dropped(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    source.hold()
    images.want([tile(1)])
    spin_until(lambda: source.outstanding == 1)
    images.want(coloured(tile(1)))
    source.release()
    spin_until(lambda: images.is_idle)
    assert images.picture(tile(1)) is None
    assert images.picture(*coloured(tile(1))) is not None
    assert images.held_bytes == TILE_BYTES


def test_evicted_tiles_do_not_stand_in(make_images: Any, spin_until: Any) -> None:
    images, _ = make_images(cache_bytes=TILE_BYTES)
    for scale in (1.0, 2.0):
        images.want([tile(1, scale)])
        spin_until(lambda: images.is_idle)
    assert images.older(1, 2.0) == ()


# --- Failures ---


@pytest.mark.parametrize("error", [died(), PageBroken("painted.pdf", 1)])
def test_page_that_fails_once_is_drawn_the_second_time(make_images: Any, spin_until: Any, error: Exception) -> None:
    images, source = make_images()
    source.failures[1] = [error]
    images.want([tile(1), tile(2)])
    spin_until(lambda: images.is_idle)
    assert images.failure(1) is None
    assert images.picture(tile(1)) is not None
    assert images.picture(tile(2)) is not None


def test_page_that_fails_twice_is_given_up(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    failed: list[tuple[int, object]] = []
    images.page_failed.connect(lambda page_index, error: failed.append((page_index, error)))
    last = died()
    source.failures[1] = [died(), died(), last]  # preview and tile together, then the preview alone
    images.want([preview_key(1, A4), tile(1), tile(2)])
    spin_until(lambda: images.is_idle)
    assert failed == [(1, last)]
    assert images.failure(1) is last
    assert images.picture(tile(2)) is not None
    images.want([tile(1)])
    assert images.is_idle
    assert sum(page_index == 1 for page_index, *_ in source.calls) == 3


def test_sound_page_beside_a_deadly_one_is_not_given_up(jobs: Jobs, make_pages: Any, spin_until: Any) -> None:
    """When the process dies all that is outstanding fails, also page 2: it must not lose its second attempt."""
    source = make_pages(5)
    alive = asyncio.Event()

    async def page_image(page_index: int, *details: Any, **more: Any) -> Any:
        if page_index == 1:
            source.calls.append((1, *details[:2]))
            await asyncio.sleep(0)
            alive.set()
            raise died()
        if source.calls and source.calls[-1][0] == 1 and not alive.is_set():
            await alive.wait()
            raise died()
        return await type(source).page_image(source, page_index, *details, **more)

    source_of_death = type("Deadly", (), {"info": source.info, "page_image": staticmethod(page_image)})()
    images = PageImages(source_of_death, jobs.start)
    images.want([tile(1), tile(2)])
    spin_until(lambda: images.is_idle)
    assert images.failure(1) is not None
    assert images.failure(2) is None
    assert images.picture(tile(2)) is not None
    images.close()


def test_after_a_failure_two_are_asked_for_again(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    source.failures[0] = [died()]
    images.want([tile(page_index) for page_index in range(12)])
    spin_until(lambda: images.picture(tile(0)) is not None)
    source.most_outstanding = 0
    spin_until(lambda: images.is_idle)
    assert source.most_outstanding == 2


def test_given_up_page_can_be_tried_again(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    source.failures[1] = [died(), died()]
    images.want([tile(1)])
    spin_until(lambda: images.is_idle)
    images.try_again(1)
    images.want([tile(1)])
    spin_until(lambda: images.is_idle)
    assert images.failure(1) is None
    assert images.picture(tile(1)) is not None


def test_failure_of_what_scrolled_away_does_not_count(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    source.hold()
    source.failures[1] = [died()]
    images.want([tile(1)])
    spin_until(lambda: source.outstanding == 1)
    images.want([tile(5)])
    source.release()
    spin_until(lambda: images.is_idle)
    source.failures[1] = [died()]
    images.want([tile(1)])
    spin_until(lambda: images.is_idle)
    assert images.picture(tile(1)) is not None


def test_bug_in_the_source_is_reported_once_and_the_rest_goes_on(
    qt_loop: Any, loop_run: Any, make_pages: Any, spin_until: Any
) -> None:
    jobs = Jobs()
    crashes: list[str] = []
    jobs.crashed.connect(lambda _name, report: crashes.append(report))
    source = make_pages(5)
    source.failures[1] = [ZeroDivisionError("a bug")]
    images = PageImages(source, jobs.start)
    images.page_failed.connect(lambda *_: images.want([tile(1), tile(2)]))
    images.want([tile(1), tile(2)])
    spin_until(lambda: images.is_idle)
    loop_run(jobs.shut_down())
    assert len(crashes) == 1
    assert "a bug" in crashes[0]
    assert images.failure(1) is not None
    assert images.picture(tile(2)) is not None
    images.close()


# --- Closing ---


def test_closed_images_ask_for_nothing_and_keep_nothing(make_images: Any, spin_until: Any) -> None:
    images, source = make_images()
    source.hold()
    images.want([tile(page_index) for page_index in range(5)])
    spin_until(lambda: source.outstanding == 2)
    images.close()
    source.release()
    spin_until(lambda: source.outstanding == 0)
    images.want([tile(9)])
    assert len(source.calls) == 2
    assert images.held_bytes == 0


def test_pictures_may_end_after_their_owner(jobs: Jobs, make_pages: Any, spin_until: Any, settle: Any) -> None:
    source = make_pages(3)
    source.hold()
    images = PageImages(source, jobs.start)
    images.want([tile(1)])
    spin_until(lambda: source.outstanding == 1)
    images.close()
    images.deleteLater()
    settle()
    source.release()
    spin_until(lambda: source.outstanding == 0)
    settle()


# --- Keys ---


def test_preview_is_the_whole_page_however_it_is_shaped() -> None:
    for size in ((595, 842), (842, 595), (100, 14400), (3, 2)):
        key = preview_key(4, size)
        assert key.is_preview
        assert max(size) * key.scale_px_per_pt == pytest.approx(PREVIEW_PX)


def test_tiles_cover_the_part_and_end_with_the_page() -> None:
    keys = tile_keys(0, (TILE_PX + 88, TILE_PX + 288), 1.0, (100, TILE_PX - 12, 5000, TILE_PX + 8))
    assert [key.clip_px for key in keys] == [
        (0, 0, TILE_PX, TILE_PX),
        (TILE_PX, 0, TILE_PX + 88, TILE_PX),
        (0, TILE_PX, TILE_PX, TILE_PX + 288),
        (TILE_PX, TILE_PX, TILE_PX + 88, TILE_PX + 288),
    ]


def test_part_beside_the_page_has_no_tiles() -> None:
    assert tile_keys(0, (600, 800), 1.0, (-50, -50, 0, 0)) == []
    assert tile_keys(0, (600, 800), 1.0, (600, 0, 900, 100)) == []
