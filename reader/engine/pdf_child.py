"""The PDF child: the only module that imports PyMuPDF. Runs in a process of its own, started by name.

Points (`_pt`) and MuPDF's coordinates stay in here; what leaves are fractions of the page as displayed.
"""

import contextlib
import functools
import hashlib
import math
import os
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

import pymupdf

from reader.core.annotations import Annotation
from reader.core.document import DocumentInfo, Link, OutlineItem, PageSize, PageText, Rect
from reader.core.errors import (
    ExportFailed,
    FileChanged,
    FileMissing,
    NoPages,
    NotAPdf,
    PageBroken,
    PasswordNeeded,
    PasswordWrong,
)
from reader.core.marks import Mark
from reader.core.page_arrangement import Rotation
from reader.core.page_colours import PageColours
from reader.core.passages import ReadPage, read_page
from reader.engine.machine import resident_bytes
from reader.engine.page_text import page_text
from reader.engine.pdf_annotations import has_annotations, read_annotations, write_marks
from reader.engine.pdf_colours import Colouring, colour, colouring_of
from reader.engine.printed_box import printed_box
from reader.engine.serving import is_cancelled

_A4 = PageSize(595.0, 842.0)
_GLANCED = 16
"""Pages after the one that is shown first whose sizes are looked up at once, half as many before it: .02 ms each."""
_SMOOTH = 8
"""Bits, as MuPDF has it by default."""
_LOOK_EVERY = 8
_ENOUGH_BYTES = 250 * 1024 * 1024
_SHRINK_PERCENT = 80
"""How often the child looks at its memory, and from when on it gives up what MuPDF keeps: decoded pictures, fonts."""
_DISPLAY_LISTS = 24
"""Pages whose drawing commands are kept: a tile from one takes 0.4-1.1 ms, interpreting the page again far more."""
_TEXT_FLAGS = pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_PRESERVE_IMAGES  # decoding images for text took 35 s on one file
_GLANCE = 0.5
"""Pixels a point: a hair line still leaves a grey pixel, and a page takes a few milliseconds."""
_LITTLE_TEXT = 60
"""Characters: a page number, a stamp; a page with more is read as it is, whatever pictures lie behind it."""
_IN_MEMORY_BYTES = 16 * 1024 * 1024
"""Smaller files are read at once and let go: what another program (LaTeX) writes meanwhile cannot spoil the pages that
are shown, and on Windows an open file could not be written at all. Larger ones are read as they are needed."""
_WHOLE = 0.7
"""Of the page's area: a picture that covers more of it is the page."""


class PdfService:
    """One document. Its public methods are the jobs of the worker."""

    def __init__(self) -> None:
        # MuPDF prints each oddity of a damaged file to stderr; what matters is raised.
        pymupdf.TOOLS.mupdf_display_errors(False)
        pymupdf.TOOLS.mupdf_display_warnings(False)
        self._document: Any = None
        self._file = ""
        self._sizes: dict[int, PageSize | None] = {}
        self._equal_sizes: dict[PageSize, PageSize] = {}
        """One object for all pages of a size: 16,000 of them are then a small message."""
        self._page_sections: list[str] | None = None
        self._content: bytes | None = None
        """Of the file, where it was read at once."""
        self._display_lists: OrderedDict[int, Any] = OrderedDict()
        self._colourings: dict[int, Colouring] = {}
        """Of pages whose display list is kept and that were shown in other colours than their own."""
        self._memory: SharedMemory | None = None
        self._expected_page: int | None = None
        self._is_warm = False
        self._idle_turns = 0

    def on_idle(self) -> None:
        """Interpret the page that will be drawn next; before the first document, draw a line of text for practice."""
        page_index, self._expected_page = self._expected_page, None
        self._idle_turns += 1
        if self._idle_turns % _LOOK_EVERY == 0 and resident_bytes() > _ENOUGH_BYTES:
            self._make_room()
        if page_index is not None:
            with contextlib.suppress(Exception):  # drawing it tells what is wrong with it
                self._display_list(page_index)
        elif not self._is_warm and self._document is None:
            _practise()
        self._is_warm = True

    def open(self, file: str, password: str | None, document_id: str = "") -> None:
        """Open a document. Raises FileMissing, NotAPdf, NoPages, PasswordNeeded, PasswordWrong.

        `document_id`: of the content that was there before; FileChanged where it is another now (told of smaller
        files only, see _IN_MEMORY_BYTES).
        """
        content = _content(file)
        if document_id and content is not None and hashlib.sha256(content).hexdigest() != document_id:
            raise FileChanged(file)
        document = _open(file, content)
        if document.needs_pass:
            if not password:
                raise PasswordNeeded(file)
            if not document.authenticate(password):
                raise PasswordWrong(file)
        with _damage_is(NotAPdf(file)):
            count = document.page_count
        if count < 1:
            raise NoPages(file)
        self._document, self._file, self._content = document, file, content
        self._sizes.clear()
        self._page_sections = None
        self._display_lists.clear()
        self._colourings.clear()

    def open_at_a_glance(self, file: str, password: str | None) -> DocumentInfo:
        """Open a document and glance at its beginning. Raises as `open` does."""
        self.open(file, password)
        return self.glance(0)

    def describe(self, document_id: str | None = None) -> DocumentInfo:
        """What the document is. Raises NoPages where not one page can be loaded (damaged files open with such).

        `document_id`: as far as it is known; else the file is read to its end for it. FileChanged where what is open
        here is other content.
        """
        if document_id and self._content is not None and document_id != self._hash():
            raise FileChanged(self._file)
        sizes = self._measured(0, self._document.page_count)
        if not any(self._sizes.values()):
            raise NoPages(self._file)
        metadata = self._document.metadata or {}
        return DocumentInfo(
            file=self._file,
            document_id=document_id or self._hash(),
            sizes=sizes,
            labels=_labels(self._document),
            title=_clean(metadata.get("title")),
            author=_clean(metadata.get("author")),
            is_repaired=bool(self._document.is_repaired),
        )

    def glance(self, near: int) -> DocumentInfo:
        """What has to be known to show the pages near one of them, in a time that does not grow with the document.

        The sizes of other pages are a guess: that of the page itself. There is no document_id yet, no labels, no
        title. Raises NoPages as `describe` does.
        """
        count = self._document.page_count
        near = min(max(near, 0), count - 1)
        self._expected_page = near
        first, end = max(near - _GLANCED // 2, 0), min(near + _GLANCED, count)
        seen = self._measured(first, end)
        usual = self._sizes[near]
        if not any(self._sizes.values()):
            usual = next(filter(None, (self._size(page_index) for page_index in range(count))), None)
            if usual is None:
                raise NoPages(self._file)
        usual = usual or next(filter(None, self._sizes.values()), _A4)
        sizes = (usual,) * first + seen + (usual,) * (count - end)
        is_repaired = bool(self._document.is_repaired)
        return DocumentInfo(self._file, "", sizes, labels=None, title="", author="", is_repaired=is_repaired)

    def measure(self, first: int, end: int) -> None:
        """Look up the sizes of pages first..end, so that `describe` need not: a book has too many for one go."""
        self._measured(first, end)

    def _hash(self) -> str:
        return sha256(self._file) if self._content is None else hashlib.sha256(self._content).hexdigest()

    def render(
        self,
        page_index: int,
        scale: float,
        clip_px: tuple[int, int, int, int] | None,
        rotation: Rotation,
        colours: PageColours,
        is_rough: bool,
        memory_name: str,
        offset: int,
        capacity: int,
    ) -> tuple[int, int, int]:
        """Draw a page, or a part of it in pixels of the turned page, as RGB888 into the shared memory.

        Returns width, height, stride; the pixels start at `offset`. A picture larger than `capacity` bytes is
        not written: its size is returned and the caller asks again with more room.
        """
        with _damage_is(PageBroken(self._file, page_index)):
            display_list = self._display_list(page_index)
            matrix = _turning(display_list.rect, scale, rotation)
            clip = None if clip_px is None else pymupdf.Rect(clip_px) * ~matrix
            with _smoothed(not is_rough):
                pixmap = display_list.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False, clip=clip)
            # One that has no room is drawn again, and turned then.
            if colours != "printed" and pixmap.stride * pixmap.height <= capacity:
                if page_index not in self._colourings:
                    whole = pixmap if clip is None and not rotation else None
                    self._colourings[page_index] = colouring_of(display_list, whole)
                colour(pixmap, colours, self._colourings[page_index], matrix)
        size = pixmap.stride * pixmap.height
        if size <= capacity:
            if self._memory is None or self._memory.name != memory_name:
                self._forget_memory()
                self._memory = SharedMemory(memory_name)
            buffer = self._memory.buf
            if buffer is not None:
                buffer[offset : offset + size] = pixmap.samples_mv
        return pixmap.width, pixmap.height, pixmap.stride

    def is_empty(self, page_index: int) -> bool:
        """Whether nothing is drawn on the page. Raises PageBroken."""
        with _damage_is(PageBroken(self._file, page_index)):
            return _is_empty(self._document.load_page(page_index))

    def printed_box(self, page_index: int) -> Rect | None:
        """The part of a page that holds all that is printed on it but specks; None: nothing. Raises PageBroken."""
        with _damage_is(PageBroken(self._file, page_index)):
            picture = _grey(self._document.load_page(page_index), _GLANCE)
            return printed_box(picture.samples, picture.width, picture.height, picture.stride)

    def scan(self, page_index: int, scale: float, memory_name: str, capacity: int) -> tuple[int, int] | None:
        """Draw a page in grey into the shared memory, one byte a pixel without gaps, for OCR.

        Returns width and height; None where nothing is drawn on the page. Raises PageBroken, also for a picture
        of more than `capacity` bytes.
        """
        with _damage_is(PageBroken(self._file, page_index)):
            page = self._document.load_page(page_index)
            if _is_empty(page):
                return None
            pixmap = _grey(page, scale)
            if pixmap.stride * pixmap.height > capacity:
                raise ValueError(f"{pixmap.width} x {pixmap.height} pixels are more than {capacity}")
        memory = SharedMemory(memory_name)
        try:
            if memory.buf is not None:
                memory.buf[: pixmap.stride * pixmap.height] = pixmap.samples_mv
        finally:
            memory.close()
        return pixmap.width, pixmap.height

    def thumbnail(self, page_index: int, width_px: int, height_px: int) -> bytes:
        """A page that fits these pixels, as PNG. Raises PageBroken."""
        with _damage_is(PageBroken(self._file, page_index)):
            page = self._document.load_page(page_index)
            scale = min(width_px / max(page.rect.width, 1.0), height_px / max(page.rect.height, 1.0))
            matrix = pymupdf.Matrix(scale, scale)
            picture: bytes = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False).tobytes("png")
            return picture

    def outline(self) -> tuple[OutlineItem, ...]:
        """The document's own table of contents, in order; empty where it has none or it cannot be read."""
        items = []
        for level, title, page_index, top_pt in _toc(self._document):
            size = None if page_index is None else self._size(page_index)
            top = None if size is None or top_pt is None else min(max(top_pt / size.height_pt, 0.0), 1.0)
            items.append(OutlineItem(level, title, page_index, top))
        return tuple(items)

    def xmp(self) -> str:
        """The packet of XMP data; "" where there is none. Raises PageBroken where it cannot be read."""
        with _damage_is(PageBroken(self._file, 0)):
            return _clean(self._document.get_xml_metadata())

    def links(self, page_index: int) -> tuple[Link, ...]:
        """The links of a page: to places of the document, or to a URI."""
        with _damage_is(PageBroken(self._file, page_index)):
            page = self._document.load_page(page_index)
            found = []
            for link in page.get_links():
                rect = _fractions(page, link["from"])
                if link.get("uri"):
                    found.append(Link(rect, None, None, str(link["uri"])))
                elif link.get("kind") in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED):
                    target = int(link.get("page", -1))
                    if 0 <= target < self._document.page_count:
                        top, left = self._place_of(target, link)
                        found.append(Link(rect, target, top, None, left))
            return tuple(found)

    def page_text(self, page_index: int) -> PageText:
        """The text of a page in the order it is read, with a box per character."""
        with _damage_is(PageBroken(self._file, page_index)):
            page = self._document.load_page(page_index)
            blocks = page.get_text("rawdict", flags=_TEXT_FLAGS)["blocks"]
            rotation = tuple(page.rotation_matrix) if page.rotation else None
            return page_text(blocks, page_index, page.rect.width, page.rect.height, rotation)

    def read_pages(self, order: Sequence[int]) -> Iterator[ReadPage]:
        """Pages with their passages, one at a time. A page that is broken counts as read, without text."""
        if self._page_sections is None:
            self._page_sections = _sections(self._document)
        sections = self._page_sections
        # Only where an outline is to be built of them: they take a twentieth of the time of reading.
        has_outline = any(sections)
        for page_index in order:
            if is_cancelled():
                return
            try:
                text = self.page_text(page_index)
            except PageBroken:
                text = PageText(page_index, "", b"")
            is_picture = len(text.text.strip()) < _LITTLE_TEXT and self._is_picture(page_index)
            section = sections[page_index] if page_index < len(sections) else ""
            yield read_page(text, section, is_picture, with_headings=not has_outline)

    def annotations(self, order: Sequence[int]) -> tuple[Annotation, ...]:
        """The annotations of pages; none of a page that is broken."""
        found: list[Annotation] = []
        for page_index in order:
            with contextlib.suppress(PageBroken), _damage_is(PageBroken(self._file, page_index)):
                if has_annotations(self._document, page_index):
                    page = self._document.load_page(page_index)
                    load = functools.partial(self.page_text, page_index)
                    found += read_annotations(page, page_index, load)
        return tuple(found)

    def save_annotated(self, target: str, document_id: str, marks: Sequence[Mark], author: str) -> None:
        """Write the document with marks as standard annotations to a new file, encrypted as it is. The open document
        has them from then on: only for a child that is used for nothing else.

        Raises ExportFailed, FileChanged.
        """
        if sha256(self._file) != document_id:
            raise FileChanged(self._file)
        try:
            write_marks(self._document, marks, author)
            if _is_unicode(target):
                self._document.save(target, encryption=pymupdf.PDF_ENCRYPT_KEEP)
            else:
                Path(target).write_bytes(self._document.tobytes(encryption=pymupdf.PDF_ENCRYPT_KEEP))
        except MemoryError:
            raise
        except Exception as failure:
            raise ExportFailed(target, _clean(failure)) from failure

    def close(self) -> None:
        self._forget_memory()

    def _measured(self, first: int, end: int) -> tuple[PageSize, ...]:
        """The sizes of pages first..end as displayed; A4 for those that cannot be loaded."""
        return tuple(self._size(page_index) or _A4 for page_index in range(first, end))

    def _size(self, page_index: int) -> PageSize | None:
        if page_index not in self._sizes:
            size = _size(self._document, page_index)
            self._sizes[page_index] = None if size is None else self._equal_sizes.setdefault(size, size)
        return self._sizes[page_index]

    def _place_of(self, page_index: int, target: Mapping[str, Any]) -> tuple[float | None, float | None]:
        """How far down its page, and how far from its left edge, the target of a link is, 0..1."""
        to = target.get("to")
        try:
            page = self._document.load_page(page_index)
            if to is None or not hasattr(to, "y"):
                return None, None
            if target.get("kind") == pymupdf.LINK_NAMED:
                to = to * page.transformation_matrix  # only named targets come as the PDF has them, from the bottom
            top, left = (
                float(min(max(value, 0.0), 1.0)) for value in (to.y / page.rect.height, to.x / page.rect.width)
            )
            return top, left
        except Exception:  # noqa: BLE001 - any of MuPDF's errors: the page is target enough
            return None, None

    def _is_picture(self, page_index: int) -> bool:
        """Whether one picture covers (nearly) all of a page: it was scanned."""
        try:
            page = self._document.load_page(page_index)
            area = page.rect.get_area() or 1.0
            boxes = [pymupdf.Rect(picture["bbox"]) for picture in page.get_image_info()]
        except Exception:  # noqa: BLE001 - any of MuPDF's errors: a page that is broken is no picture
            return False
        return any((box * page.rotation_matrix & page.rect).get_area() > _WHOLE * area for box in boxes)

    def _display_list(self, page_index: int) -> Any:
        if page_index in self._display_lists:
            self._display_lists.move_to_end(page_index)
        else:
            self._display_lists[page_index] = self._document.load_page(page_index).get_displaylist()
            while len(self._display_lists) > _DISPLAY_LISTS:
                self._colourings.pop(self._display_lists.popitem(last=False)[0], None)
        return self._display_lists[page_index]

    def _make_room(self) -> None:
        """Give back what can be made again: pages with large pictures leave hundreds of megabytes behind."""
        self._display_lists.clear()
        self._colourings.clear()
        pymupdf.TOOLS.store_shrink(_SHRINK_PERCENT)

    def _forget_memory(self) -> None:
        if self._memory is not None:
            self._memory.close()
            self._memory = None


def create_service() -> PdfService:
    return PdfService()


@contextlib.contextmanager
def _damage_is(error: Exception) -> Iterator[None]:
    """MuPDF's errors have many classes (RuntimeError, ValueError, own ones): damage is the given ReaderError."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as failure:
        raise error from failure


def _content(file: str) -> bytes | None:
    """The bytes of a file that is not too large, or has a name from an old disk, which MuPDF cannot be told."""
    if not Path(file).is_file() or not os.access(file, os.R_OK):
        raise FileMissing(file)
    try:
        if Path(file).stat().st_size <= _IN_MEMORY_BYTES or not _is_unicode(file):
            return Path(file).read_bytes()
    except OSError as failure:
        raise FileMissing(file) from failure
    return None


def _open(file: str, content: bytes | None) -> Any:
    with _damage_is(NotAPdf(file)):
        if content is None:
            document = pymupdf.open(file, filetype="pdf")
        else:
            document = pymupdf.open(stream=content, filetype="pdf")
    if not document.is_pdf:
        raise NotAPdf(file)
    return document


@contextlib.contextmanager
def _smoothed(is_smooth: bool) -> Iterator[None]:
    """Whether the edges of lines and areas are smoothed; letters always are."""
    pymupdf.mupdf.fz_set_graphics_aa_level(_SMOOTH if is_smooth else 0)
    try:
        yield
    finally:
        pymupdf.mupdf.fz_set_graphics_aa_level(_SMOOTH)


def _practise() -> None:
    """The first page of a process takes a third longer: MuPDF sets up fonts and tables."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((50, 50), "Shiori 0123", fontsize=11)
        page.draw_line((10, 10), (300, 200))
        page.get_displaylist().get_pixmap(matrix=pymupdf.Matrix(1, 1), colorspace=pymupdf.csRGB, alpha=False)


def _is_unicode(file: str) -> bool:
    try:
        file.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _grey(page: Any, scale: float) -> Any:
    return page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)


def _turning(rect: Any, scale: float, rotation: Rotation) -> Any:
    """Scales and turns clockwise, the corner of the result at 0, 0: tiles lie at whole pixels from there."""
    matrix = pymupdf.Matrix(scale, scale) * pymupdf.Matrix(rotation)
    corner = (rect * matrix).tl
    return matrix * pymupdf.Matrix(1, 0, 0, 1, -corner.x, -corner.y)


def _is_empty(page: Any) -> bool:
    return bool(_grey(page, _GLANCE).is_unicolor)


def sha256(file: str) -> str:
    with Path(file).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _size(document: Any, page_index: int) -> PageSize | None:
    """The size of a page as displayed, or None where the page cannot be loaded."""
    try:
        rect = document.load_page(page_index).rect
    except Exception:  # noqa: BLE001 - any of MuPDF's errors: the page shows as broken when it is drawn
        return None
    if rect.is_empty or rect.is_infinite:
        return None
    return PageSize(float(rect.width), float(rect.height))


def _labels(document: Any) -> tuple[str, ...] | None:
    """The printed labels, or None where the PDF has none or they only count from 1."""
    try:
        rules = sorted(document.get_page_labels(), key=lambda rule: rule["startpage"])
        if not rules:
            return None
        labels = [""] * document.page_count
        ends = [rule["startpage"] for rule in rules[1:]] + [document.page_count]
        for rule, end in zip(rules, ends, strict=True):
            # Letters count from 0 there.
            number = rule["firstpagenum"] - (rule.get("style") in ("a", "A")) - rule["startpage"]
            for page_index in range(max(rule["startpage"], 0), min(end, document.page_count)):
                label = pymupdf.utils.construct_label(rule.get("style", ""), rule["prefix"], page_index + number)
                labels[page_index] = _clean(label)
    except Exception:  # noqa: BLE001 - a damaged label tree is as good as none
        return None
    return None if all(label == str(i + 1) for i, label in enumerate(labels)) or not any(labels) else tuple(labels)


def _toc(document: Any) -> list[tuple[int, str, int | None, float | None]]:
    """The outline as level, title, page index, and how far down the page in points, in the order of reading.

    PyMuPDF's own get_toc() makes objects of each item's target and takes fifteen times as long: seconds for a book.
    """
    items: list[tuple[int, str, int | None, float | None]] = []
    try:
        level, item = 1, pymupdf.mupdf.fz_load_outline(document.this)
        above: list[Any] = []
        while True:
            if not item.m_internal:
                if not above:
                    return items
                level, item = level - 1, above.pop().next()
                continue
            entry = item.m_internal
            page_index, top_pt = entry.page.page, float(entry.y)
            uri = entry.uri or ""
            is_outside = not uri or pymupdf.mupdf.fz_is_external_link(uri)
            if page_index == -1 and not is_outside:
                page_index = document.resolve_link(uri)[0]
            has_page = not is_outside and 0 <= page_index < document.page_count
            place = (page_index, top_pt if math.isfinite(top_pt) else None) if has_page else (None, None)
            items.append((level, _clean(entry.title), *place))
            if entry.down:
                above.append(item)
                level, item = level + 1, item.down()
            else:
                item = item.next()
    except Exception:  # noqa: BLE001 - a damaged outline is as good as none
        return []


def _sections(document: Any) -> list[str]:
    """For each page the last two titles of the outline that it begins under, "Chapter 2 | Method"."""
    begins: dict[int, list[tuple[int, str]]] = {}
    for level, title, page_index, _ in _toc(document):
        if page_index is not None:
            begins.setdefault(page_index, []).append((level, title))
    sections = []
    path: list[tuple[int, str]] = []
    for page_index in range(document.page_count):
        sections.append(" | ".join(title for _, title in path[-2:]))
        for level, title in begins.get(page_index, ()):
            path = [*(item for item in path if item[0] < level), (level, title)]
    return sections


def _clean(text: object) -> str:
    """Metadata and titles: one line, without control characters."""
    return re.sub(r"[\s\x00-\x1f\x7f\ud800-\udfff]+", " ", str(text or "")).strip()


def _fractions(page: Any, rect: Any) -> Rect:
    """A rectangle of the unrotated page in points -> fractions of the page as displayed."""
    turned = pymupdf.Rect(rect) * page.rotation_matrix
    turned.normalize()
    width, height = page.rect.width or 1.0, page.rect.height or 1.0
    return Rect(turned.x0 / width, turned.y0 / height, turned.x1 / width, turned.y1 / height)
