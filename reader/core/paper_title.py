"""The title as page 1 has it: over several lines, small capitals as small letters, without running heads and marks."""

import re
from collections.abc import Sequence

from reader.core.document import PageText
from reader.core.joined_lines import joined_lines
from reader.core.printed_lines import PrintedLine, printed_lines, raised
from reader.core.quote_index import fold

_LOWEST = 0.66
"""Of the page: no title begins below."""
_SAME_SIZE = 0.93
_APART = 0.9
"""Times the height of its letters: as far apart as two lines of a title are."""
_SHORTEST, _LONGEST = 4, 300
_ENOUGH = 25
"""Letters: of two groups of lines that have so many, the upper one is the title."""
_SMALL_CAPITALS = (0.6, 0.9)
"""Times the height of the capitals."""
_MARKS = "∗*†‡§¶‖⋆★☆✩✶⁎"
_FOOTNOTE = re.compile(rf"\s*[{re.escape(_MARKS)}¹²³]+\s*$")
_NO_TITLE = re.compile(
    r"^\W*(?:(?:table of )?contents|abstract(?:\s*[.:—–-].*)?|a ?b ?s ?t ?r ?a ?c ?t|(?:\d+\.?\s*)?introduction"
    r"|preprint|arxiv:.*|issn\b.*|(?:technical|research|working) (?:report|papers?)\b.*|published as .*|under review .*"
    r"|accepted (?:at|by|to|for) .*|proceedings of .*|sciencedirect|elsevier|springer|open access"
    r"|original (?:article|research|paper)|(?:research |review )?article|review|letter"
    r"|(?:the )?(?:international |european |american )?journal of .*|ieee (?:transactions|journal|access)\b.*"
    r"|vol(?:ume|\.) ?\d.*|概要|要旨|目次|論文|原著論文|研究報告)\W*$",
    re.IGNORECASE,
)


def printed_title(page: PageText, stated: str = "") -> str:
    """The title on the first page; empty where nothing looks like one.

    `stated`: what the file says the title is. It counts where the page has those words in its upper part; then the
    page's way of writing them is taken.
    """
    found = title_lines(page, stated)
    if not found:
        return ""
    title = _text_of(found, page)
    if title.isupper() and stated and not stated.isupper() and fold(stated) == fold(title):
        return joined_lines(stated, "")
    return title


def title_lines(page: PageText, stated: str = "", lines: Sequence[PrintedLine] | None = None) -> list[PrintedLine]:
    """The lines of the title, from top to bottom."""
    lines = printed_lines(page) if lines is None else lines
    upper = [line for line in lines if line.rect.y0 < _LOWEST and any(map(str.isalpha, line.text))]
    upper.sort(key=lambda line: line.rect.y0)
    return _lines_saying(stated, upper) or _largest(upper, page)


def _lines_saying(stated: str, lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Neighbouring lines of one size that together say what the file states."""
    wanted = fold(stated)
    if len(wanted) < _SHORTEST:
        return []
    for at, first in enumerate(lines):
        said = ""
        taken: list[PrintedLine] = []
        for line in lines[at:]:
            if line.size < _SAME_SIZE * first.size or first.size < _SAME_SIZE * line.size:
                break
            said += fold(_FOOTNOTE.sub("", line.text))
            taken.append(line)
            if said == wanted:
                return taken
            if not wanted.startswith(said):
                break
    return []


def _largest(lines: Sequence[PrintedLine], page: PageText) -> list[PrintedLine]:
    rest = [line for line in lines if not _NO_TITLE.match(line.text.strip())]
    rest = [line for line in rest if line.kind not in ("running", "footnote", "caption")] or rest
    while rest:
        largest = max(line.size for line in rest)
        groups = _groups([line for line in rest if line.size >= _SAME_SIZE * largest])
        found = max(groups, key=lambda group: min(_letters(group), _ENOUGH))
        found = [*found, *_small_rest(found[-1], rest)]
        text = _text_of(found, page)
        is_running = text.endswith(".") and text.count(". ") > 1
        if _SHORTEST <= len(text) <= _LONGEST and _letters(found) >= _SHORTEST and not is_running:
            return found
        rest = [line for line in rest if line.size < _SAME_SIZE * largest]
    return []


def _groups(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """Lines one below the other without room between."""
    groups: list[list[PrintedLine]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and line.rect.y0 - last.rect.y1 < _APART * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _small_rest(last: PrintedLine, lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """A line right below one in small capitals that has nothing but those: the end of a divided word."""
    least, most = (share * last.size for share in _SMALL_CAPITALS)
    return [
        line
        for line in lines
        if last.text.isupper()
        and line.text.isupper()
        and least <= line.size <= most
        and 0 < line.middle - last.middle < 1.5 * last.size
    ][:1]


def _letters(lines: Sequence[PrintedLine]) -> int:
    return sum(map(str.isalnum, "".join(line.text for line in lines)))


def _text_of(lines: Sequence[PrintedLine], page: PageText) -> str:
    size = max(line.size for line in lines)
    text = "\n".join(_without_small_capitals(line, page, size) for line in lines)
    return _FOOTNOTE.sub("", joined_lines(text, page.text, is_heading=True))


def _without_small_capitals(line: PrintedLine, page: PageText, size: float) -> str:
    least, most = (share * size for share in _SMALL_CAPITALS)
    marks = raised(page, line)
    kept: list[str] = []
    for place in range(line.start, line.end):
        character = page.text[place]
        height = page.box(place).height
        is_small = least <= height <= most
        if place in marks:
            if character not in _MARKS and not (character.isalnum() and _ends_word(page.text, place)):
                kept.append(character)
        elif is_small and character.isupper():
            kept.append(character.lower())
        else:
            kept.append(character)
    return "".join(kept)


def _ends_word(text: str, place: int) -> bool:
    """Whether a raised sign is the last of a word of several letters: a footnote's, and no exponent."""
    before, after = text[max(place - 3, 0) : place], text[place + 1 : place + 2]
    return not after.strip() and len(before) == 3 and before.isalpha()
