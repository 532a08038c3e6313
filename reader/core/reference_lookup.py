"""From a mention to what it means in a document: captions, headings, equations, notes, entries of the references."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.core.anchors import Anchor
from reader.core.bibliography import Bibliography, Entry
from reader.core.document import Link, PageText
from reader.core.mentions import CHAPTER, Mention, mentions
from reader.core.page_lines import PageLines
from reader.core.sentences import readable
from reader.core.targets import Reference, Target, anchor_target, entry_target, place_target

_SURE = 2
"""Least weight of an anchor that may be a target."""
_AT_LINK = 0.035
"""Of the page's height: how far below the place of a link its caption or entry may begin."""
_ABOVE_LINK = 0.012
_FLOAT = 0.6
"""A link to a figure leads to the top of its picture; the caption stands below."""


@dataclass(frozen=True, slots=True)
class Found:
    """`start`: where the mention begins; what stood before the names of authors is no part of it."""

    meant: Anchor | Entry
    start: int


class ReferenceLookup:
    """What of a document has been read so far. Pages may come in any order."""

    def __init__(self, anchors: Iterable[Anchor] = (), bibliographies: Sequence[Bibliography] = ()) -> None:
        self._by_label: dict[tuple[str, str], list[Anchor]] = {}
        self._by_page: dict[int, list[Anchor]] = {}
        self._has_chapters = False
        self.bibliographies: tuple[Bibliography, ...] = tuple(bibliographies)
        self.add(anchors)

    def add(self, anchors: Iterable[Anchor]) -> None:
        for anchor in anchors:
            self._by_label.setdefault((anchor.kind, anchor.label), []).append(anchor)
            if anchor.weight >= _SURE and anchor.label.startswith(CHAPTER):
                self._has_chapters = True
            self._by_page.setdefault(anchor.page_index, []).append(anchor)

    @property
    def reference_headings(self) -> list[Anchor]:
        """In page order."""
        found = self._by_label.get(("references", ""), ())
        return sorted(found, key=lambda anchor: (anchor.page_index, anchor.start))

    # --- From a mention ---

    def find(self, mention: Mention, page_index: int) -> Found | None:
        """What a mention on a page means; None where that is not there, or not certain."""
        wanted = mention.wanted
        if wanted.kind == "authors":
            return self._authors(mention, page_index)
        if wanted.kind == "entry":
            entry = self._entry(wanted.label, page_index)
            return None if entry is None else Found(entry, mention.start)
        if wanted.kind == "note":
            return self._note(mention, page_index)
        anchor = self._anchor(wanted.kind, wanted.label, page_index, mention.start)
        return None if anchor is None else Found(anchor, mention.start)

    def _anchor(self, kind: str, label: str, page_index: int, position: int) -> Anchor | None:
        for tried in _alternatives(kind, label, has_chapters=self._has_chapters):
            found = [anchor for anchor in self._by_label.get((kind, tried), ()) if anchor.weight >= _SURE]
            if not found:
                continue
            if kind == "equation":  # numbers may begin anew: the last one before the mention
                before = [a for a in found if (a.page_index, a.start) < (page_index, position)]
                return before[-1] if before and len(found) > 1 else found[0]
            best = max(anchor.weight for anchor in found)
            found = [anchor for anchor in found if anchor.weight == best]
            return min(found, key=lambda anchor: (abs(anchor.page_index - page_index), anchor.page_index))
        return None

    def _entry(self, label: str, page_index: int) -> Entry | None:
        """Of the list that follows the mention, as at the end of a chapter; else of the last one."""
        lists = [b for b in self.bibliographies if b.style != "none" and b.labelled(label) is not None]
        following = next((b for b in lists if b.last_page >= page_index), None)
        chosen = following or (lists[-1] if lists else None)
        return None if chosen is None else chosen.labelled(label)

    def _authors(self, mention: Mention, page_index: int) -> Found | None:
        wanted = mention.wanted
        for bibliography in sorted(self.bibliographies, key=lambda b: b.last_page < page_index):
            found = bibliography.by_authors(wanted.names, wanted.label, is_et_al=wanted.is_et_al)
            if found is not None:
                first, entry = found
                start = wanted.name_starts[first] if first else mention.start
                return Found(entry, start)
        return None

    def _note(self, mention: Mention, page_index: int) -> Found | None:
        label = mention.wanted.label
        for anchor in self._by_page.get(page_index, ()):
            if anchor.kind == "note" and anchor.label == label and mention.start < anchor.start:
                return Found(anchor, mention.start)
        # Raised numbers are citations where the list of references is numbered without brackets.
        if label.isdigit() and any(b.style in ("dot", "bare", "round") for b in self.bibliographies):
            entry = self._entry(label, page_index)
            return None if entry is None else Found(entry, mention.start)
        return None

    def is_in_bibliography(self, page_index: int, position: int) -> bool:
        return any(
            part.page_index == page_index and part.start <= position <= part.end
            for bibliography in self.bibliographies
            if bibliography.page_index <= page_index <= bibliography.last_page
            for entry in bibliography.entries
            for part in entry.parts
        )

    # --- From a page ---

    def found_on(self, page: PageText) -> list[tuple[Mention, Found]]:
        """What the page's text mentions and the document has. What is the thing itself does not mention it."""
        result = []
        all_mentions = mentions(page)
        found_of = {mention: self.find(mention, page.page_index) for mention in all_mentions}
        for bracket in _brackets(page, all_mentions):
            if any(found_of[mention] is None for mention in bracket):  # an interval, an array
                found_of.update(dict.fromkeys(bracket))
        for mention, found in found_of.items():
            if found is None or _is_itself(mention, found.meant, page.page_index):
                continue
            if self.is_in_bibliography(page.page_index, mention.start):
                continue
            result.append((mention, found))
        return result

    # --- From a link of the PDF ---

    def at_place(self, page_index: int, top: float, left: float | None, lines: PageLines) -> Anchor | Entry | None:
        """What begins at the place a link leads to: the PDF's own target, made exact."""
        candidates: list[tuple[float, Anchor | Entry]] = []
        for bibliography in self.bibliographies:
            if bibliography.page_index <= page_index <= bibliography.last_page:
                for entry in bibliography.entries:
                    part = entry.parts[0]
                    if part.page_index == page_index and (line := lines.line_at(part.start)) is not None:
                        candidates.append((self._distance(line.rect.y0, line.rect.x0, top, left), entry))
        for anchor in self._by_page.get(page_index, ()):
            line = lines.line_at(anchor.start)
            if line is None or anchor.weight < _SURE or anchor.kind == "references":
                continue
            candidates.append((self._distance(line.rect.y0, line.rect.x0, top, left), anchor))
        near = [(distance, thing) for distance, thing in candidates if distance < 1.0]
        if near:
            return min(near, key=lambda pair: pair[0])[1]
        return self._float_below(page_index, top, lines)

    @staticmethod
    def _distance(y: float, x: float, top: float, left: float | None) -> float:
        """1.0 and more: not meant."""
        down = y - top
        if not -_ABOVE_LINK <= down <= _AT_LINK:
            return 9.0
        across = 0.0
        if left is not None and left > 0.01:
            across = abs(x - left)
            if across > 0.2:
                return 9.0
        return abs(down) / _AT_LINK * 0.8 + across

    def _float_below(self, page_index: int, top: float, lines: PageLines) -> Anchor | None:
        """The caption below a picture that a link leads to the top of: the first one below, with no text between."""
        for anchor in sorted(self._by_page.get(page_index, ()), key=lambda anchor: anchor.start):
            line = lines.line_at(anchor.start)
            if anchor.kind not in ("figure", "table") or line is None or anchor.weight < 3:
                continue
            if not top < line.rect.y0 < top + _FLOAT:
                continue
            target = anchor_target(anchor, lines)
            if target is not None and target.spot.rects[0].y0 < top + 0.03:
                return anchor
        return None


def _brackets(page: PageText, found: Iterable[Mention]) -> Iterable[list[Mention]]:
    """Citations that stand in one pair of brackets."""
    bracket: list[Mention] = []
    for mention in found:
        if mention.wanted.kind == "entry":
            bracket.append(mention)
            if page.text[mention.end - 1] in "]］":
                yield bracket
                bracket = []


def _alternatives(kind: str, label: str, *, has_chapters: bool) -> Iterable[str]:
    """`has_chapters`: whether headings call themselves chapters; "1 Introduction" is no chapter 1 then."""
    yield label
    if label.startswith(CHAPTER) and not has_chapters:
        yield label.removeprefix(CHAPTER)
    if kind in ("figure", "table", "equation") and label[-1:].isalpha() and label[:1].isdigit():
        yield label.rstrip("abcdefghijklmnopqrstuvwxyz")
    if kind == "equation" and label[-1:].isdigit():
        yield f"{label}a"


def _is_itself(mention: Mention, meant: Anchor | Entry, page_index: int) -> bool:
    if isinstance(meant, Entry):
        return any(p.page_index == page_index and p.start <= mention.start <= p.end for p in meant.parts)
    if meant.page_index != page_index:
        return False
    if meant.kind in ("figure", "table", "algorithm", "statement"):
        return meant.start <= mention.start < meant.start + 30 or (
            meant.kind != "statement" and meant.start <= mention.start <= meant.end
        )
    return meant.start <= mention.start <= meant.end


def references_of(page: PageText, lookup: ReferenceLookup, texts: Mapping[int, PageText]) -> tuple[Reference, ...]:
    """The references in a page's text whose targets are known. `texts`: of the pages that the targets are on."""
    made = _Targets(texts)
    references = []
    for mention, found in lookup.found_on(page):
        target = made.of(found.meant)
        rects = page.rects_of(found.start, mention.end)
        if target is not None and rects:
            words = readable(page.text[found.start : mention.end])
            references.append(Reference(page.page_index, found.start, mention.end, rects, target, words))
    return tuple(references)


def pages_needed(found: Iterable[Anchor | Entry]) -> set[int]:
    """The pages whose texts `references_of` and `link_target` need."""
    pages: set[int] = set()
    for meant in found:
        if isinstance(meant, Entry):
            pages.update(part.page_index for part in meant.parts)
        else:
            pages.add(meant.page_index)
    return pages


def link_target(
    link: Link, lookup: ReferenceLookup, texts: Mapping[int, PageText], said: Target | None = None
) -> Target | None:
    """What an internal link of the PDF leads to. `said`: the target of the text that the link lies on.

    The PDF decides on the page; the text tells which of its lines are meant.
    """
    if link.page_index is None or link.page_index not in texts:
        return None
    if said is not None and said.spot.page_index == link.page_index:
        return said
    lines = PageLines(texts[link.page_index])
    top = link.top or 0.0
    meant = lookup.at_place(link.page_index, top, link.left, lines)
    target = None if meant is None else _Targets(texts).of(meant)
    return target or place_target(lines, top, link.left)


class _Targets:
    """Made once for each thing, however often a page mentions it."""

    def __init__(self, texts: Mapping[int, PageText]) -> None:
        self._texts = texts
        self._lines: dict[int, PageLines] = {}
        self._targets: dict[int, Target | None] = {}

    def of(self, meant: Anchor | Entry) -> Target | None:
        key = id(meant)
        if key not in self._targets:
            if isinstance(meant, Entry):
                self._targets[key] = entry_target(meant, dict(self._texts))
            elif meant.page_index in self._texts:
                self._targets[key] = anchor_target(meant, self._lines_of(meant.page_index))
            else:
                self._targets[key] = None
        return self._targets[key]

    def _lines_of(self, page_index: int) -> PageLines:
        if page_index not in self._lines:
            self._lines[page_index] = PageLines(self._texts[page_index])
        return self._lines[page_index]
