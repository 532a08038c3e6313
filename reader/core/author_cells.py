"""A row of names or affiliations, cut into what stands together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.author_names import MARK, is_cjk
from reader.core.document import PageText
from reader.core.printed_lines import PrintedLine, raised
from reader.core.whole_letters import whole_letters

_MARKS = re.compile(r"[\d∗*†‡§¶‖⋆★☆♠♣♥♦♢♡◇◦•#⊥⋄△▽♯♭♮✝✉✩✶⁎∧⃝\u00b9\u00b2\u00b3\u2070-\u2089\ue000-\uf8ff]+")
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")
_WIDE = 0.62
"""Of the height of a line's letters: more room than that parts names, less is a space."""
_APART = 0.25
"""The same where the text has them on lines of their own."""
_SHORT_NAME = 3
"""Letters of a family or a given name in Chinese characters."""
_ONE_LETTER = 1.25
"""Of the height of letters: the room between them; between two people there is more."""


@dataclass(slots=True)
class Cell:
    """What stands together in a row; footnote signs are MARKs."""

    text: str
    middle: float
    size: float
    is_marked: bool = False
    """Begins with a sign: what the sign of a name stands for."""
    gap: float = 0.0
    """From what stands left of it, by the height of the letters."""


def cells_of(row: Sequence[PrintedLine], page: PageText, aspect: float) -> list[Cell]:
    """The row cut where there is room; marks and digits are MARKs."""
    cells: list[Cell] = []
    cell = Cell("", 0.0, 0.0)
    right = -1.0
    room = max(line.size for line in row) / aspect
    for line in row:
        marks = raised(page, line)
        ordinals = {line.start + at for match in _ORDINAL.finditer(line.text) for at in range(*match.span())}
        is_apart, is_first = True, True
        for place in range(line.start, line.end):
            character = page.text[place]
            if character.isspace() or place in ordinals:
                is_apart = True
                continue
            box = page.box(place)
            is_mark = place in marks or _MARKS.match(character) is not None
            if box.x0 - right > (_APART if is_first and not is_mark else _WIDE) * room or not cells:
                # A sign that stands alone belongs to what is near.
                gap = (box.x0 - right) / room
                is_marked = bool(cells) and not cell.text.strip(f"{MARK} ") and gap < _ONE_LETTER
                cell = Cell("", line.middle, line.size, is_marked, gap)
                cells.append(cell)
            elif is_apart:
                cell.text += " "
            if is_mark:
                cell.is_marked |= not cell.text.strip(f"{MARK} ")
                cell.text += MARK
            else:
                cell.text += character
            is_apart = is_first = False
            right = box.x1
    for cell in cells:
        cell.text = re.sub(rf"{MARK}[\s,{MARK}]*{MARK}", MARK, whole_letters(cell.text)).strip()
    cells = [cell for cell in cells if cell.text.strip(f"{MARK} ,;-")]
    return _paired(cells) if all(is_cjk(cell.text) for cell in cells) else cells


def _paired(cells: list[Cell]) -> list[Cell]:
    """Family and given names that stand apart, as in "山田　太郎", as one."""
    paired: list[Cell] = []
    for cell in cells:
        family = paired[-1] if paired else None
        if (
            family is not None
            and len(family.text) <= _SHORT_NAME
            and len(cell.text.rstrip(MARK)) <= _SHORT_NAME
            and not family.text.endswith(MARK)
            and cell.gap < _ONE_LETTER
        ):
            family.text += f" {cell.text}"
        else:
            paired.append(cell)
    return paired
