"""PDFs behind their two children. One document with many oddities is open for all tests that only look at it."""

import asyncio
import hashlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any, TypeVar

import pymupdf
import pytest

from reader.core.document import PageText, Rect
from reader.core.errors import (
    FileChanged,
    FileMissing,
    NoPages,
    NotAPdf,
    PageBroken,
    PasswordNeeded,
    PasswordWrong,
    WorkerDied,
)
from reader.core.passages import ReadPage
from reader.core.quote_index import find_in_page
from reader.engine import pdf_child
from reader.engine.pdf import PdfFile
from tests.tiny_pdf import PASSAGE, with_garbled_text, with_labels, with_too_many_pages, write_pdf

T = TypeVar("T")
Picture = tuple[bytes, int, int, int]
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


@pytest.fixture(scope="module", autouse=True)
def _light_children() -> Iterator[None]:
    """Children do not import the main module (pytest) once more."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
        monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
        yield


# --- The document that stays open ---

COLUMNS, JAPANESE, TURNED, LINKED, PAINTED, LARGE = range(1, 7)


def fill(document: Any) -> None:
    page = document.new_page(width=400, height=300)
    left = "The left column holds these words and goes on over several lines of text."
    page.insert_textbox(pymupdf.Rect(30, 40, 180, 280), left, fontsize=11)
    right = "The right column is read after it, not across the gap between the two."
    page.insert_textbox(pymupdf.Rect(220, 40, 370, 280), right, fontsize=11)
    page = document.new_page(width=400, height=300)
    for number, line in enumerate(("本論文では最適化手", "法を提案する。推論は速い。")):
        page.insert_text((40, 60 + 20 * number), line, fontname="japan")
    page = document.new_page(width=400, height=300)
    page.insert_text((40, 100), "Turned words")
    page.set_rotation(90)
    page = document.new_page(width=400, height=300)
    page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(40, 30, 140, 60), "uri": "https://example.org/a"})
    target = {"kind": pymupdf.LINK_GOTO, "from": pymupdf.Rect(40, 90, 140, 120), "page": 1, "to": pymupdf.Point(0, 150)}
    page.insert_link(target)
    page = document.new_page(width=400, height=300)
    page.draw_rect(pymupdf.Rect(100, 50, 200, 150), color=None, fill=(1, 0, 0))
    page.draw_rect(pymupdf.Rect(200, 150, 300, 250), color=None, fill=(0, 0, 1))
    page = document.new_page(width=2000, height=1500)
    page.draw_rect(pymupdf.Rect(1900, 1400, 2000, 1500), color=None, fill=(0, 0, 1))
    with_labels(document)
    document.set_metadata({"title": "A Title\nin two lines", "author": "Jane Doe; John Roe"})
    document.set_toc([[1, "Opening", 1], [2, "Japanese", JAPANESE + 1], [1, "End", PAINTED + 1]])


class Running:
    """A loop that stands still between the calls of `run`."""

    def __init__(self, runner: asyncio.Runner, pdf: PdfFile) -> None:
        self.pdf = pdf
        self.run: Callable[[Any], Any] = runner.run


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    path = write_pdf(tmp_path_factory.mktemp("pdf") / "odd ☂.pdf", PASSAGE, change=fill)
    with asyncio.Runner() as runner:
        pdf = runner.run(PdfFile.open(path))
        runner.run(read(pdf, [0]))  # starts the second child: what starts during a test has to end with it
        yield Running(runner, pdf)
        runner.run(pdf.close())


async def read(pdf: PdfFile, order: list[int]) -> list[ReadPage]:
    async with aclosing(pdf.read_pages(order)) as pages:
        return [page async for page in pages]


def copied(pixels: memoryview, width: int, height: int, stride: int) -> Picture:
    return bytes(pixels), width, height, stride


def colour(picture: Picture, x: int, y: int) -> tuple[int, ...]:
    pixels, _, _, stride = picture
    return tuple(pixels[y * stride + 3 * x : y * stride + 3 * x + 3])


def cut(picture: Picture, clip: tuple[int, int, int, int]) -> list[bytes]:
    """The rows of a part of a picture."""
    pixels, _, _, stride = picture
    x0, y0, x1, y1 = clip
    return [pixels[y * stride + 3 * x0 : y * stride + 3 * x1] for y in range(y0, y1)]


def test_a_document_is_described(odd: Running) -> None:
    info = odd.pdf.info
    assert info.page_count == 7
    assert info.labels == ("i", "1", "2", "3", "4", "5", "6")
    assert (info.title, info.author) == ("A Title in two lines", "Jane Doe; John Roe")
    assert [(size.width_pt, size.height_pt) for size in info.sizes[2:4]] == [(400, 300), (300, 400)]
    assert not info.is_repaired
    assert len(info.document_id) == 64


def test_the_outline_names_pages_and_levels(odd: Running) -> None:
    items = odd.run(odd.pdf.outline())
    assert [(item.level, item.title, item.page_index) for item in items] == [
        (1, "Opening", 0),
        (2, "Japanese", JAPANESE),
        (1, "End", PAINTED),
    ]
    assert all(item.top is None or 0 <= item.top <= 1 for item in items)


def test_the_outline_of_a_turned_page_and_of_a_link_elsewhere(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document[1].set_rotation(90)
        top = {"kind": pymupdf.LINK_GOTO, "page": 0, "to": pymupdf.Point(0, 75), "zoom": 0}
        outside = {"kind": pymupdf.LINK_URI, "uri": "https://example.org/a"}
        document.set_toc([[1, "Top", 1, top], [2, "Turned", 2], [3, "Deep", 2], [1, "Outside", -1, outside]])

    async def look(pdf: PdfFile) -> list[tuple[int, str, int | None]]:
        items = await pdf.outline()
        assert items[0].top == pytest.approx(0.25, abs=0.01)
        return [(item.level, item.title, item.page_index) for item in items]

    found = with_pdf(write_pdf(tmp_path / "a.pdf", PASSAGE, ["more"], change=change), look)
    assert found == [(1, "Top", 0), (2, "Turned", 1), (3, "Deep", 1), (1, "Outside", None)]


def test_links_lead_to_places_and_addresses(odd: Running) -> None:
    outward, inward = odd.run(odd.pdf.links(LINKED))
    assert (outward.uri, outward.page_index) == ("https://example.org/a", None)
    assert outward.rect.rounded(2) == [0.1, 0.1, 0.35, 0.2]
    assert (inward.uri, inward.page_index) == (None, 1)
    assert inward.top == pytest.approx(0.5, abs=0.02)
    assert odd.run(odd.pdf.links(0)) == ()


def test_columns_are_read_one_after_the_other(odd: Running) -> None:
    text = odd.run(odd.pdf.page_text(COLUMNS))
    words = " ".join(text.text.split())
    assert words.index("lines of text.") < words.index("The right column")
    (match,) = find_in_page(COLUMNS, text.text, "left column holds these words and goes on")
    rects = text.rects_of(match.start, match.end)
    assert len(rects) > 1
    assert all(rect.x1 < 0.5 for rect in rects)


def test_japanese_is_found_over_a_line_end_with_a_rectangle_a_line(odd: Running) -> None:
    text = odd.run(odd.pdf.page_text(JAPANESE))
    (match,) = find_in_page(JAPANESE, text.text, "最適化手法を提案")
    first, second = text.rects_of(match.start, match.end)
    assert first.y1 < second.y1
    assert second.x0 == pytest.approx(40 / 400, abs=0.01)


def test_places_on_a_turned_page_are_those_that_one_sees(odd: Running) -> None:
    text = odd.run(odd.pdf.page_text(TURNED))
    (match,) = find_in_page(TURNED, text.text, "Turned words")
    (rect,) = text.rects_of(match.start, match.end)
    picture = odd.run(odd.pdf.page_image(TURNED, 2.0, None, copied))
    assert (picture[1], picture[2]) == (600, 800)
    assert dark_area(picture) == pytest.approx((rect.x0, rect.y0, rect.x1, rect.y1), abs=0.03)


def dark_area(picture: Picture) -> tuple[float, float, float, float]:
    _, width, height, _ = picture
    dark = [(x, y) for y in range(height) for x in range(width) if sum(colour(picture, x, y)) < 300]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    return min(xs) / width, min(ys) / height, max(xs) / width, max(ys) / height


def test_characters_stand_where_they_are_drawn(odd: Running) -> None:
    text: PageText = odd.run(odd.pdf.page_text(0))
    at = text.text.index("reduces")
    box = text.box(at)
    assert text.char_at((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) == at
    picture = odd.run(odd.pdf.page_image(0, 3.0, None, copied))
    _, width, height, _ = picture
    around = [
        sum(colour(picture, x, y))
        for x in range(int(box.x0 * width), int(box.x1 * width))
        for y in range(int(box.y0 * height), int(box.y1 * height))
    ]
    assert min(around) < 200


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.25])
def test_pictures_show_what_the_page_has(odd: Running, scale: float) -> None:
    picture = odd.run(odd.pdf.page_image(PAINTED, scale, None, copied))
    assert (picture[1], picture[2]) == (400 * scale, 300 * scale)

    def at(x_pt: float, y_pt: float) -> tuple[int, ...]:
        return colour(picture, int(x_pt * scale), int(y_pt * scale))

    assert (at(150, 100), at(250, 200)) == (RED, BLUE)
    assert at(104, 54) == at(196, 146) == RED
    assert at(96, 100) == at(150, 46) == at(250, 100) == at(150, 200) == WHITE


@pytest.mark.parametrize("clip", [(0, 0, 64, 64), (190, 130, 220, 170), (333, 7, 600, 449), (599, 449, 600, 450)])
def test_a_part_is_the_same_region_of_the_whole(odd: Running, clip: tuple[int, int, int, int]) -> None:
    whole = odd.run(odd.pdf.page_image(PAINTED, 1.5, None, copied))
    part = odd.run(odd.pdf.page_image(PAINTED, 1.5, clip, copied))
    assert (part[1], part[2]) == (clip[2] - clip[0], clip[3] - clip[1])
    assert cut(part, (0, 0, part[1], part[2])) == cut(whole, clip)


@pytest.mark.parametrize(
    ("rotation", "red", "blue"),
    [
        (0, (150, 100), (250, 200)),
        (90, (200, 150), (100, 250)),
        (180, (250, 200), (150, 100)),
        (270, (100, 250), (200, 150)),
    ],
)
def test_pages_are_turned_clockwise(odd: Running, rotation: Any, red: Any, blue: Any) -> None:
    picture = odd.run(odd.pdf.page_image(PAINTED, 1.0, None, copied, rotation=rotation))
    assert (picture[1], picture[2]) == ((400, 300) if rotation in (0, 180) else (300, 400))
    assert (colour(picture, *red), colour(picture, *blue)) == (RED, BLUE)
    part = odd.run(odd.pdf.page_image(PAINTED, 1.0, (90, 90, 280, 280), copied, rotation=rotation))
    assert cut(part, (0, 0, part[1], part[2])) == cut(picture, (90, 90, 280, 280))


def test_tiles_of_a_turned_page_of_broken_size_fit_together(odd: Running) -> None:
    """Its sides are not whole pixels: what is cut from its turned picture begins at that one's corner."""
    scale = 1.337
    width, height = round(300 * scale), round(400 * scale)
    for clip in ((0, 0, 128, 128), (128, 128, 256, 256), (384, 512, width, height)):
        part = odd.run(odd.pdf.page_image(PAINTED, scale, clip, copied, rotation=90))
        assert (part[1], part[2]) == (clip[2] - clip[0], clip[3] - clip[1])


def test_a_rough_picture_has_the_same_size_and_places_with_hard_edges(tmp_path: Path) -> None:
    def slanted(document: Any) -> None:
        document[0].draw_line((20, 20), (380, 260), width=6)

    async def draw(pdf: PdfFile) -> list[Picture]:
        return [await pdf.page_image(0, 1.0, None, copied, is_rough=rough) for rough in (False, True, False)]

    smooth, rough, again = with_pdf(write_pdf(tmp_path / "a.pdf", [], change=slanted), draw)
    assert smooth == again
    assert smooth[1:] == rough[1:]
    assert set(rough[0]) == {0, 255}
    assert len(set(smooth[0])) > 10


def test_a_part_outside_the_page_is_empty_or_cut(odd: Running) -> None:
    assert odd.run(odd.pdf.page_image(PAINTED, 1.0, (500, 0, 600, 50), copied))[0] == b""


def test_pictures_larger_than_the_shared_room_arrive_whole(odd: Running) -> None:
    picture = odd.run(odd.pdf.page_image(LARGE, 1.5, None, copied))
    pixels, width, height, stride = picture
    assert (width, height) == (3000, 2250)
    assert len(pixels) == stride * height > 12 * 1024 * 1024
    assert colour(picture, 2999, 2249) == colour(picture, 2870, 2120) == BLUE
    assert colour(picture, 2800, 2200) == WHITE


def test_many_pictures_at_once_do_not_mix(odd: Running) -> None:
    async def draw() -> list[Picture]:
        jobs = [odd.pdf.page_image(PAINTED, 1.0 + n % 5 / 4, None, copied) for n in range(20)]
        jobs += [odd.pdf.page_image(LARGE, 1.0, None, copied) for _ in range(2)]
        return await asyncio.gather(*jobs)

    pictures = odd.run(draw())
    assert [picture[1] for picture in pictures[:20]] == [int(400 * (1.0 + n % 5 / 4)) for n in range(20)]
    assert all(colour(picture, picture[1] * 150 // 400, picture[2] * 100 // 300) == RED for picture in pictures[:20])
    assert all(colour(picture, 1950, 1450) == BLUE for picture in pictures[20:])


def test_a_picture_that_nobody_waits_for_harms_no_other(odd: Running) -> None:
    async def draw() -> Picture:
        dropped = [asyncio.create_task(odd.pdf.page_image(LARGE, 1.0, None, copied)) for _ in range(5)]
        await asyncio.sleep(0)
        for task in dropped:
            task.cancel()
        picture = await odd.pdf.page_image(PAINTED, 1.0, None, copied)
        await asyncio.gather(*dropped, return_exceptions=True)
        return picture

    assert colour(odd.run(draw()), 150, 100) == RED


def test_an_impossible_picture_is_an_expected_failure(odd: Running) -> None:
    with pytest.raises(PageBroken):
        odd.run(odd.pdf.page_image(PAINTED, 1e9, None, copied))


def test_pages_are_read_in_the_order_asked_for_with_their_passages(odd: Running) -> None:
    pages = odd.run(read(odd.pdf, [JAPANESE, 0, PAINTED]))
    assert [page.page.page_index for page in pages] == [JAPANESE, 0, PAINTED]
    assert [page.quality for page in pages] == ["good", "good", "missing"]
    assert "推論" in pages[0].passages[0].tokens
    assert pages[1].page == odd.run(odd.pdf.page_text(0))


def test_reading_can_be_left_in_the_middle(odd: Running) -> None:
    async def read_one() -> int:
        async with aclosing(odd.pdf.read_pages(range(7))) as pages:
            async for page in pages:
                return page.page.page_index
        return -1

    assert odd.run(read_one()) == 0
    assert len(odd.run(read(odd.pdf, [0, 1]))) == 2


# --- At a glance ---


def with_sizes(document: Any) -> None:
    """100 pages, the later half of them lower."""
    for page_index in range(document.page_count, 100):
        document.new_page(width=400, height=300 if page_index < 50 else 200)


def test_a_glance_knows_the_pages_near_the_reader_and_guesses_the_others(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE, change=with_sizes)

    async def work() -> None:
        pdf = await PdfFile.glanced(path)
        try:
            assert pdf.info.sizes[0].height_pt == pdf.info.sizes[99].height_pt == 300
            await pdf.glance(45)
            info = pdf.info
            assert (info.page_count, info.document_id, info.labels, info.title) == (100, "", None, "")
            heights = [size.height_pt for size in info.sizes]
            assert heights[40:60] == [300] * 10 + [200] * 10
            assert heights[99] == 300, "a guess: the size of the reader's own page"
            with pytest.raises(FileChanged):
                await pdf.describe("ab12")  # as if the file had been written anew since
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            await pdf.describe(content)
            assert [size.height_pt for size in pdf.info.sizes] == [300] * 50 + [200] * 50
            assert pdf.info.document_id == content
        finally:
            await pdf.close()

    asyncio.run(work())


@pytest.mark.parametrize("near", [-3, 99, 10_000])
def test_a_glance_at_a_page_that_is_not_there_is_one_at_the_nearest(tmp_path: Path, near: int) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE, change=with_sizes)

    async def work() -> float:
        pdf = await PdfFile.glanced(path)
        try:
            await pdf.glance(near)
            return pdf.info.sizes[0 if near < 0 else 99].height_pt
        finally:
            await pdf.close()

    assert asyncio.run(work()) == (300 if near < 0 else 200)


def test_a_glance_refuses_what_opening_refuses(tmp_path: Path) -> None:
    (tmp_path / "garbage.pdf").write_bytes(b"no pdf")
    user = write_pdf(tmp_path / "a.pdf", PASSAGE, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")

    async def glance(path: Path, password: str | None = None) -> int:
        pdf = await PdfFile.glanced(path, password)
        try:
            kill(pdf.worker_pids[0])
            try:
                await pdf.page_text(0)
            except WorkerDied:
                await pdf.page_text(0)  # the next child opens it in the usual way
            return pdf.info.page_count
        finally:
            await pdf.close()

    for path, password, error in (
        (tmp_path / "garbage.pdf", None, NotAPdf),
        (tmp_path / "missing.pdf", None, FileMissing),
        (user, None, PasswordNeeded),
        (user, "x", PasswordWrong),
    ):
        with pytest.raises(error):
            asyncio.run(glance(path, password))
    assert asyncio.run(glance(user, "u")) == 1


# --- Files of their own ---


def with_pdf(path: Path, work: Callable[[PdfFile], Awaitable[T]], password: str | None = None) -> T:
    async def run() -> T:
        pdf = await PdfFile.open(path, password)
        try:
            return await work(pdf)
        finally:
            await pdf.close()

    return asyncio.run(run())


async def page_count(pdf: PdfFile) -> int:
    return pdf.info.page_count


def open_failure(path: Path) -> str:
    with pytest.raises((FileMissing, NotAPdf, NoPages)) as failure:
        with_pdf(path, page_count)
    assert failure.value.title
    return type(failure.value).__name__


def test_files_that_are_no_pdf_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "garbage.pdf").write_bytes(os.urandom(5000))
    (tmp_path / "bare.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    (tmp_path / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    failures = {path.name: open_failure(path) for path in sorted(tmp_path.iterdir())}
    assert failures.pop("bare.pdf") in ("NoPages", "NotAPdf")
    assert set(failures.values()) == {"NotAPdf"}
    assert open_failure(tmp_path / "missing.pdf") == open_failure(tmp_path) == "FileMissing"


def test_a_password_is_asked_for_and_used_again_after_a_crash(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "a.pdf", PASSAGE, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="öffne", owner_pw="owner"
    )
    with pytest.raises(PasswordNeeded):
        with_pdf(path, page_count)
    with pytest.raises(PasswordWrong):
        with_pdf(path, page_count, "offne")

    async def crash_and_read(pdf: PdfFile) -> str:
        kill(pdf.worker_pids[0])
        try:
            text = await pdf.page_text(0)
        except WorkerDied:
            text = await pdf.page_text(0)
        return text.text

    assert "LOMO reduces" in with_pdf(path, crash_and_read, "öffne")


def test_a_damaged_file_is_repaired_and_read(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "whole.pdf", PASSAGE, ["more"]).read_bytes()
    (tmp_path / "cut.pdf").write_bytes(whole[: whole.rindex(b"xref")].replace(b"startxref", b""))

    async def look(pdf: PdfFile) -> tuple[bool, str]:
        return pdf.info.is_repaired, (await pdf.page_text(0)).text

    is_repaired, text = with_pdf(tmp_path / "cut.pdf", look)
    assert is_repaired
    assert "LOMO reduces" in text


def test_a_broken_page_does_not_harm_the_others(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE, change=with_too_many_pages)

    async def look(pdf: PdfFile) -> None:
        assert pdf.info.page_count == 2
        for call in (pdf.page_text(1), pdf.links(1), pdf.page_image(1, 1.0, None, copied)):
            with pytest.raises(PageBroken) as failure:
                await call
            assert failure.value.page_index == 1
        pages = await read(pdf, [1, 0])
        assert [page.quality for page in pages] == ["missing", "good"]

    with_pdf(path, look)


def test_a_garbled_text_layer_is_noticed(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["Looks like text"], ["推論の頁"], change=with_garbled_text)

    async def qualities(pdf: PdfFile) -> list[str]:
        return [page.quality for page in await read(pdf, [0, 1])]

    assert with_pdf(path, qualities) == ["garbled", "good"]


def test_a_file_name_need_not_be_unicode(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf"))
    try:
        path.write_bytes(write_pdf(tmp_path / "a.pdf", PASSAGE).read_bytes())
    except OSError:
        pytest.skip("this file system has Unicode names only")
    assert with_pdf(path, page_count) == 1


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def test_a_killed_child_costs_one_picture(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", *[PASSAGE] * 3)
    deaths: list[WorkerDied] = []

    async def crash_and_draw(pdf: PdfFile) -> None:
        pdf.notify_of_deaths(deaths.append)
        await pdf.page_image(0, 1.0, None, copied)
        running = asyncio.create_task(pdf.page_image(0, 30.0, None, copied))  # 12000 x 9000: takes its time
        while (job := pdf._pages._running) is None or not job.is_started:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0)
        kill(pdf.worker_pids[0])
        with pytest.raises(WorkerDied):
            await running
        picture = await pdf.page_image(1, 1.0, None, copied)
        assert (picture[1], picture[2]) == (400, 300)
        assert (await pdf.links(0)) == ()

    with_pdf(path, crash_and_draw)
    assert len(deaths) == 1


def test_closing_in_the_middle_of_pictures_leaves_nothing_behind(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE)

    async def close() -> list[object]:
        pdf = await PdfFile.open(path)
        pictures = [asyncio.create_task(pdf.page_image(0, 3.0, None, copied)) for _ in range(9)]
        await asyncio.sleep(0)
        before = set(Path("/dev/shm").iterdir()) if Path("/dev/shm").is_dir() else set()  # noqa: ASYNC240
        await pdf.close()
        results: list[object] = list(await asyncio.gather(*pictures, return_exceptions=True))
        after = set(Path("/dev/shm").iterdir()) if Path("/dev/shm").is_dir() else set()  # noqa: ASYNC240
        assert after <= before
        await pdf.close()
        return results

    assert all(isinstance(result, WorkerDied | tuple) for result in asyncio.run(close()))


def test_rectangles_are_fractions(odd: Running) -> None:
    for page_index in range(7):
        text = odd.run(odd.pdf.page_text(page_index))
        for rect in text.rects_of(0, len(text.text)):
            assert isinstance(rect, Rect)
            assert 0 <= rect.x0 < rect.x1 <= 1
            assert 0 <= rect.y0 < rect.y1 <= 1


def with_a_picture_over_all(document: Any) -> None:
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 8, 6))
    picture.clear_with(200)
    document[0].insert_image(pymupdf.Rect(10, 10, 390, 290), pixmap=picture, keep_proportion=False)
    document[1].insert_image(pymupdf.Rect(10, 10, 130, 100), pixmap=picture, keep_proportion=False)


def test_a_picture_over_all_of_a_page_is_the_page(tmp_path: Path) -> None:
    async def qualities() -> list[str]:
        pdf = await PdfFile.open(write_pdf(tmp_path / "a.pdf", ["- 7 -"], ["- 8 -"], change=with_a_picture_over_all))
        try:
            return [page.quality for page in await read(pdf, [0, 1])]
        finally:
            await pdf.close()

    assert asyncio.run(qualities()) == ["missing", "good"]


def test_a_file_that_is_written_anew_goes_on_being_shown_and_is_never_mixed_with_the_new_one(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE, ["The second page."])
    after = write_pdf(tmp_path / "b.pdf", ["Other words."], ["Other words on the second page."])

    async def rewrite_and_draw(pdf: PdfFile) -> None:
        path.write_bytes(b"%PDF-1.5 half writ")  # in place, as LaTeX does
        assert "second page" in (await pdf.page_text(1)).text
        picture = await pdf.page_image(1, 1.0, None, copied)
        assert min(picture[0]) < 128  # black letters
        path.write_bytes(after.read_bytes())
        with pytest.raises(FileChanged):
            await read(pdf, [0])  # by a child that starts now

    with_pdf(path, rewrite_and_draw)


def test_a_thumbnail_fits_its_room(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE)  # 400 x 300 points

    async def draw(pdf: PdfFile) -> tuple[int, int]:
        picture = pymupdf.Pixmap(await pdf.thumbnail(0, 100, 100))
        return picture.width, picture.height

    assert with_pdf(path, draw) == (100, 75)


def test_a_child_that_has_grown_gives_back_what_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = pdf_child.create_service()
    service.open(str(write_pdf(tmp_path / "a.pdf", PASSAGE, ["more"])), None)
    service.glance(1)
    service.on_idle()
    assert list(service._display_lists) == [1]
    monkeypatch.setattr(pdf_child, "resident_bytes", lambda: 10**9)
    for _ in range(pdf_child._LOOK_EVERY):
        service.on_idle()
    assert not service._display_lists
    service.close()
