"""First pages with names set in every way that papers have them, as one PDF with a page for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf

Piece = tuple[float, float, float, str]
"""Left, baseline, type size in points, text; raised signs stand between two "^"."""


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    pieces: Sequence[Piece]
    title: str
    authors: tuple[str, ...]
    has_abstract: bool = True


TITLE: Piece = (72, 90, 18, "On the Weight of Boxes")
_MANY = tuple(f"{first} {last}" for first in ("Ann", "Bob", "Eve") for last in (
    "Archer", "Baker", "Cooper", "Dyer", "Ever", "Fisher", "Glover", "Hooper", "Inman", "Joiner", "Keeper", "Lorimer",
    "Miller",
))  # fmt: skip


def _many_lines() -> list[Piece]:
    """39 names over many lines, whose ends divide names."""
    words = [*" ".join(f"{name}^1^," for name in _MANY[:-1]).split(), "and", *f"{_MANY[-1]}^1^".split()]
    lines = [" ".join(words[at : at + 9]) for at in range(0, len(words), 9)]
    return [(72, 120 + 13 * number, 10, line) for number, line in enumerate(lines)]


LAYOUTS = (
    Layout("a list with superscripts", (
        TITLE,
        (72, 120, 11, "Ann Lee^1,2,*^, Bob Ray^2^, Eve Fox^1,*^ and Jan van der Berg^2^"),
        (72, 136, 9, "^1^ University of Boxes  ^2^ Crate Research"),
        (72, 148, 9, "{ann,bob}@boxes.org"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob Ray", "Eve Fox", "Jan van der Berg")),
    Layout("a grid over affiliations", (
        TITLE,
        (80, 120, 11, "Ann Lee"), (230, 120, 11, "Bob C. Ray^*^"), (400, 120, 11, "Eve Fox"),
        (80, 133, 10, "Box University"), (230, 133, 10, "Crate Institute"), (400, 133, 10, "Palo Alto"),
        (80, 146, 9, "ann@box.edu"), (230, 146, 9, "ray@crate.org"), (400, 146, 9, "eve@fox.net"),
        (150, 170, 11, "Jan Berg"), (330, 170, 11, "Li Wei"),
        (150, 183, 10, "Box University"), (330, 183, 10, "Santa Barbara"),
        (150, 196, 9, "jan@box.edu"), (330, 196, 9, "li@wei.cn"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob C. Ray", "Eve Fox", "Jan Berg", "Li Wei")),
    Layout("one author a line", (
        TITLE,
        (72, 120, 11, "Ann Lee"), (72, 133, 10, "Department of Boxes, Box University"), (72, 146, 9, "ann@box.edu"),
        (72, 170, 11, "Bob Ray"), (72, 183, 10, "Crate Institute, New York"), (72, 196, 9, "ray@crate.org"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob Ray")),
    Layout("name and affiliation in a line", (
        TITLE, (72, 120, 11, "Ann Lee, Box University, Palo Alto, USA"), (72, 134, 11, "Bob Ray, Crate Inc."),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob Ray")),
    Layout("names that only stand apart", (
        TITLE, (72, 120, 11, "Ann Lee"), (135, 120, 11, "Bob Ray"), (200, 120, 11, "Eve Fox"),
        (72, 136, 10, "Box University"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob Ray", "Eve Fox")),
    Layout("39 authors", (TITLE, *_many_lines(), (72, 260, 9, "^1^Crate Research")), "On the Weight of Boxes", _MANY),
    Layout("accents beside their letters", (
        TITLE, (72, 120, 11, "Andr´e Lef`evre, J¨org M¨uller and Franc¸ois D´iaz"), (72, 136, 10, "Box University"),
    ), "On the Weight of Boxes", ("André Lefèvre", "Jörg Müller", "François Díaz")),
    Layout("capitals, memberships, degrees", (
        TITLE, (72, 120, 11, "ANN LEE, Member, IEEE, BOB MCRAY, Ph.D., and JEAN-PIERRE DE GAULLE, Jr."),
        (72, 136, 10, "Box University"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob McRay", "Jean-Pierre de Gaulle Jr.")),
    Layout("ordinals", (
        TITLE, (72, 120, 11, "1st Ann Lee"), (300, 120, 11, "2nd Bob Ray"), (72, 133, 10, "Box University"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob Ray")),
    Layout("without the word abstract", (
        TITLE, (72, 120, 11, "Ann Lee^1^, Bob Ray^2^"), (72, 136, 9, "^1^Box University, ^2^Crate Institute"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob Ray"), has_abstract=False),
    Layout("names of words that are little, or places, or titles", (
        TITLE, (72, 120, 11, "Yongqi An^1^, Yinglong Du^1^, Quoc V. Le^2^, Md Rizwan Parvez^2^,"),
        (72, 134, 11, "Deep Ganguli^1^, Ofir Press^1^, June Huh^2^, Jordan Santiago^2^"),
        (72, 150, 9, "Institute of Boxes, Beijing, China^1^"), (72, 162, 9, "Crate Inc., Palo Alto^2^"),
    ), "On the Weight of Boxes", (
        "Yongqi An", "Yinglong Du", "Quoc V. Le", "Md Rizwan Parvez", "Deep Ganguli", "Ofir Press", "June Huh",
        "Jordan Santiago",
    )),
    Layout("a row whose end divides a name", (
        TITLE, (72, 120, 11, "Ann Lee^1^"), (200, 120, 11, "Bob Ray^1^"), (330, 120, 11, "Eve"),
        (250, 134, 11, "Fox^2^"),
        (72, 148, 11, "Jan Berg^1^"), (200, 148, 11, "Li Wei^1^"), (72, 164, 9, "^1^Box University ^2^Menlo Park"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob Ray", "Eve Fox", "Jan Berg", "Li Wei")),
    Layout("one name and no abstract", (TITLE, (72, 120, 11, "GRISHA LEE")), "On the Weight of Boxes", ("Grisha Lee",),
           has_abstract=False),
    Layout("dots between names", (
        TITLE, (72, 120, 11, "Ann Lee^1^ · Bob Ray^2^ · Cyprien de Masson d'Autume"), (72, 136, 10, "Box University"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob Ray", "Cyprien de Masson d'Autume")),
    Layout("an affiliation that looks like a name", (
        TITLE, (72, 120, 11, "Ann Lee^1^"), (200, 120, 11, "Bob Ray^2^"),
        (72, 136, 11, "^1^Heidelberg University, Germany"), (330, 136, 11, "^2^Runway ML"),
    ), "On the Weight of Boxes", ("Ann Lee", "Bob Ray")),
    Layout("lists over affiliations, with a date", (
        TITLE, (72, 120, 11, "A. Lee, B. Ray, and E. Fox"), (72, 134, 11, "Box University, Austin, Texas 78712"),
        (72, 156, 11, "J. Berg"), (72, 170, 11, "Crate Institute, Baton Rouge"), (72, 192, 10, "(Dated: May 3, 2019)"),
    ), "On the Weight of Boxes", ("A. Lee", "B. Ray", "E. Fox", "J. Berg"), has_abstract=False),
    Layout("a long list and nothing else", (
        TITLE, (72, 120, 11, "Ann Lee, Bob Ray*, Eve Fox, Jan Berg, Li Wei, Kim"),
        (72, 134, 11, "To, Ada Hooper, Mary Dyer and Tom Baker"),
    ), "On the Weight of Boxes", (
        "Ann Lee", "Bob Ray", "Eve Fox", "Jan Berg", "Li Wei", "Kim To", "Ada Hooper", "Mary Dyer", "Tom Baker",
    ), has_abstract=False),
    Layout("a team", (TITLE, (72, 120, 11, "The Crate Team")), "On the Weight of Boxes", ("The Crate Team",)),
    Layout("nobody", (
        TITLE, (72, 120, 11, "Anonymous Authors"), (72, 136, 10, "Paper under double-blind review"),
    ), "On the Weight of Boxes", ()),
    Layout("running head and a journal's name", (
        (72, 40, 9, "Published as a conference paper at ICLR 2018"), TITLE, (72, 112, 18, "and of Crates^*^"),
        (72, 136, 11, "Ann Lee and Bob Ray"), (72, 152, 10, "Box University"),
    ), "On the Weight of Boxes and of Crates", ("Ann Lee", "Bob Ray")),
    Layout("Japanese, family and given names apart", (
        (72, 90, 18, "箱の重さに関する"), (72, 112, 18, "研究"),
        (72, 140, 12, "山田　太郎"), (142, 134, 7, "1"), (200, 140, 12, "鈴木　花子"), (270, 134, 7, "2"),
        (72, 158, 10, "1 東京大学　2 株式会社サンプル"),
    ), "箱の重さに関する研究", ("山田 太郎", "鈴木 花子")),
    Layout("Japanese, with the names in Latin letters below", (
        (72, 90, 18, "箱の重さ"), (72, 120, 12, "佐藤 一郎"), (126, 114, 7, "*1"), (200, 120, 12, "ジョン・スミス"),
        (72, 136, 10, "Ichiro Sato"), (200, 136, 10, "John Smith"), (72, 152, 9, "*1 名古屋大学 情報学部"),
    ), "箱の重さ", ("佐藤 一郎", "ジョン・スミス")),
    Layout("Japanese, a list", (
        (72, 90, 18, "箱の重さ"), (72, 120, 12, "山田太郎、鈴木花子、林修"), (72, 136, 10, "京都大学"),
    ), "箱の重さ", ("山田太郎", "鈴木花子", "林修")),
)  # fmt: skip
_PROSE = "We weigh boxes of all kinds, and we find that the larger ones are often heavier than the small."
_JAPANESE_PROSE = "本研究では、箱の重さについて述べる。これは大きい箱ほど重いことを示すものである。"


def write_layouts(path: Path) -> Path:
    with pymupdf.open() as document:
        for layout in LAYOUTS:
            page = document.new_page(width=612, height=792)
            for left, base, size, text in layout.pieces:
                _insert(page, left, base, size, text)
            is_japanese = not layout.title.isascii()
            prose = _JAPANESE_PROSE if is_japanese else _PROSE
            if layout.has_abstract:
                _insert(page, 72, 290, 12, "概要" if is_japanese else "Abstract")
            for number in range(5):
                _insert(page, 72, 310 + 13 * number, 10, prose)
            _insert(page, 72, 400, 12, "1 はじめに" if is_japanese else "1 Introduction")
            for number in range(5):
                _insert(page, 72, 420 + 13 * number, 10, prose)
        document.save(path)
    return path


def _insert(page: Any, left: float, base: float, size: float, text: str) -> None:
    font = "tiro" if all(ord(character) < 256 for character in text) else "japan"
    for number, run in enumerate(text.split("^")):
        own, raised = (0.65 * size, 0.35 * size) if number % 2 else (size, 0.0)
        page.insert_text((left, base - raised), run, fontsize=own, fontname=font)
        left += pymupdf.get_text_length(run, fontname=font, fontsize=own)
