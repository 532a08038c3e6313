"""The guide that is opened at first start: what a reader, and the reading assistant itself, finds in the two files."""

import importlib.util
import re
import subprocess
import sys
import unicodedata
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of SWIG's own types, on Python 3.12 and later
    import pymupdf

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "ja")
LABELS = ["i", "ii", "1", "2", "3", "4"]
FONTS = [
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    Path("/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf"),
]
can_generate = all(font.exists() for font in FONTS) and importlib.util.find_spec("fontTools") is not None

# A fact, and the printed label of the one page that tells it.
FACTS = {
    "en": {
        "needs about 500 MB of memory": "4",
        "The warning sign ⚠ means that the sentence is unsupported": "1",
        "To go back to where you were reading after following a citation, press Alt+Left": "2",
        "To export the notes and answers of a document, press Ctrl+E.": "2",
        "A passage never runs over the end of a page": "3",
        "version 3 or later": "i",
        "The page printed as 1 is therefore the third page of the PDF file": "ii",
    },
    "ja": {
        "動作中に約500 MBのメモリーを必要とします": "4",
        "警告の印⚠は、その文に裏づけがないことを意味します": "1",
        "読んでいた場所に戻るにはAlt+Left（左矢印）を押します": "2",
        "文書のメモと答えを書き出すにはCtrl+Eを押します": "2",
        "紙面に1と印刷されたページは、PDFファイルの3ページ目にあたります": "ii",
    },
}


def guide_file(language: str, folder: Path = ROOT / "resources" / "guide") -> Path:
    return folder / f"guide-{language}.pdf"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def guide(language: str) -> Iterator[Any]:
    with pymupdf.open(guide_file(language)) as document:
        yield document


def page_texts(document: Any) -> dict[str, str]:
    return {page.get_label(): page.get_text() for page in document}


def flat(text: str, language: str) -> str:
    """Line ends removed as a reader of that language does it: to a space, or to nothing."""
    return re.sub(r"\s*\n\s*", "" if language == "ja" else " ", text).strip()


def packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_size_pages_and_labels(language: str, guide: Any) -> None:
    assert guide_file(language).stat().st_size < 400_000
    assert [page.get_label() for page in guide] == LABELS
    assert {tuple(page.rect) for page in guide} == {(0, 0, 595, 842)}  # A4
    for page, label in zip(guide, LABELS, strict=True):
        assert page.get_text().rstrip().splitlines()[-1] == label, "the printed label ends the page"


def test_metadata_names_no_machine(language: str, guide: Any) -> None:
    metadata = guide.metadata
    assert "Shiori" in metadata["title"]
    assert metadata["author"] == "The Shiori developers"
    assert guide.xref_get_key(guide.pdf_catalog(), "Lang")[1].strip("()") == language
    content = guide_file(language).read_bytes() + repr(metadata).encode()
    assert not re.search(rb"/(home|tmp|root|work|usr)/", content)


def test_outline_has_two_levels_and_points_at_its_headings(language: str, guide: Any) -> None:
    outline = guide.get_toc(simple=False)
    assert {level for level, *_ in outline} == {1, 2}
    assert len(outline) >= 15
    for _, title, number, target in outline:
        page = guide[number - 1]
        clip = pymupdf.Rect(0, target["to"].y, page.rect.width, target["to"].y + 60)
        assert packed(title) in packed(page.get_text(clip=clip)), title


def test_links_lead_to_the_place_that_they_name(language: str, guide: Any) -> None:
    headings = {packed(title): (number - 1, target["to"].y) for _, title, number, target in guide.get_toc(False)}
    contents = [link for link in guide[1].get_links() if link["kind"] == pymupdf.LINK_GOTO]
    assert len(contents) == len(headings) - 1  # all but the contents itself
    for link in contents:
        row = packed(guide[1].get_text(clip=link["from"]))
        title = next(title for title in headings if row.startswith(title))
        assert row.removeprefix(title) == guide[link["page"]].get_label()
        assert (link["page"], link["to"].y) == pytest.approx(headings[title], abs=1)


def test_cross_references_and_addresses(language: str, guide: Any) -> None:
    sections = {title.split()[0]: number - 1 for level, title, number in guide.get_toc() if level == 2}
    references = [
        (page.get_text(clip=link["from"]), link)
        for page in guide
        if page.number != 1
        for link in page.get_links()
        if link["kind"] == pymupdf.LINK_GOTO
    ]
    assert len(references) >= 2
    for text, link in references:
        number = re.search(r"\d\.\d", text)
        assert number, text
        assert sections[number[0]] == link["page"]
    addresses = {link["uri"] for page in guide for link in page.get_links() if link["kind"] == pymupdf.LINK_URI}
    assert addresses == {"https://www.gnu.org/licenses/agpl-3.0.html"}


def test_each_fact_is_on_one_page(language: str, guide: Any) -> None:
    texts = {label: flat(text, language) for label, text in page_texts(guide).items()}
    for fact, label in FACTS[language].items():
        assert [each for each, text in texts.items() if fact in text] == [label], fact


def test_text_is_that_of_the_source(language: str, guide: Any) -> None:
    """Every paragraph is found as a whole and in order: no word is broken, nothing is left out or comes too early."""
    source = (ROOT / "packaging" / "guide" / f"{language}.md").read_text("utf-8").partition("\n---\n")[2]
    signs = {"exact": "✓", "supported": "✓", "page_only": "◌", "unsupported": "⚠"}
    sections = {title.split(" ", 1)[-1]: title.split(" ", 1)[0] for _, title, _ in guide.get_toc()}
    numbers = dict[str, str]()
    for title, name in re.findall(r"^##? (.+) \{#(\w+)\}", source, re.MULTILINE):
        numbers[name] = sections[title]
    text = "".join(packed(each) for each in page_texts(guide).values())
    at = 0
    for line in source.splitlines():
        if not line or line.startswith((":::", "===", "|", "#", "Table:")) or re.match(r"[^。.]*$", line):
            continue
        plain = re.sub(r"^- |^caption: |\*\*|`|\[\[|\]\]", "", line)
        plain = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", plain)
        plain = re.sub(r"<(\w+)>", lambda match: signs[match[1]], plain)
        plain = re.sub(r"\{(\w+)\}", lambda match: numbers[match[1]], plain)
        found = text.find(packed(plain), at)
        assert found >= 0, plain
        at = found


def test_words_are_whole_and_lines_are_clean(language: str, guide: Any) -> None:
    for text in page_texts(guide).values():
        assert not re.search(r"\S- *\n|�|  |[\ue000-\uf8ff\u00ad]", text)
        assert text == unicodedata.normalize("NFC", text)
        assert not re.search(r" [,.;:)]", re.sub(r"= .*|\s\.\w", "", text)), "no space before punctuation"
        if language == "ja":
            assert not re.search(r"[ぁ-んァ-ヶ一-龥、。] [ぁ-んァ-ヶ一-龥]", re.sub(r"(?m)^.*[0-9栞].*$", "", text))
            assert not re.search(r"(?m)^[、。」）ーっゃゅょッャュョ]", text), "no line starts with these"


def test_no_placeholder_is_left(guide: Any) -> None:
    for text in page_texts(guide).values():
        assert not re.search(r"\{|\}|:::|\*\*|\]\(|TODO|TBD|lorem|xxx", text, re.IGNORECASE)


def test_two_columns_are_read_one_after_the_other(language: str, guide: Any) -> None:
    page = guide[LABELS.index("3")]
    blocks = [block for block in page.get_text("blocks") if block[6] == 0 and block[3] < 780]
    start = next(number for number, block in enumerate(blocks) if block[4].startswith("3.1"))
    columns = blocks[start:]
    is_right = [block[0] > page.rect.width / 2 for block in columns]
    assert is_right == sorted(is_right), "after the right column nothing of the left one follows"
    assert {*is_right} == {False, True}
    assert all(block[2] < page.rect.width / 2 for block, right in zip(columns, is_right, strict=True) if not right)
    for above, below in pairwise(columns):
        assert below[1] > above[1] or below[0] > above[2], "each column runs downwards"
    text = packed(page.get_text())
    assert text.index("3.1") < text.index("(1)") < text.index("3.3") < text.index("(2)")


def test_table_figure_and_formula_read_well(language: str, guide: Any) -> None:
    texts = page_texts(guide)
    first = [texts["1"].index(f"\n{sign}\n") for sign in "✓◌⚠"]
    assert first == sorted(first)
    rows = [row.strip() for row in texts["4"].splitlines()]
    model = next(number for number, row in enumerate(rows) if re.match(r"SmolLM2-135M-Instruct ?[(（]", row))
    assert rows[model + 1 : model + 3] == ["98 MB", "500 MB"]
    rules = [drawing["rect"] for drawing in guide[2].get_drawings()]
    assert sum(rule.width > 400 and rule.height < 1 for rule in rules) >= 6, "table and foot are ruled"
    assert sum(rule.height > 100 and rule.width < 1 for rule in rules) == 3, "three rules between four columns"
    formula = {"en": "waiting time =\ntokens to read ÷ reading speed", "ja": "待ち時間 =\n読むトークン数 ÷ 読む速さ"}
    assert formula[language] in texts["3"]


def test_nothing_runs_over_the_margins(guide: Any) -> None:
    for page in guide:
        for x0, y0, x1, y1, *_ in page.get_text("words"):
            # An opening Japanese bracket at the start of a line has its empty half in the margin.
            assert 76 < x0 < x1 < 519, page.get_label()
            assert 60 < y0 < y1 < 812, page.get_label()


def test_fonts_are_embedded(guide: Any) -> None:
    fonts = {font[0]: font[1] for page in guide for font in page.get_fonts()}
    assert fonts
    assert all(extension in ("otf", "ttf", "cff") for extension in fonts.values())


@pytest.mark.skipif(not can_generate, reason="needs fontTools and the Noto fonts")
def test_generator_makes_the_committed_text(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "packaging" / "make_guide.py"), "--output", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    for language in LANGUAGES:
        with pymupdf.open(guide_file(language, tmp_path)) as made, pymupdf.open(guide_file(language)) as committed:
            assert page_texts(made) == page_texts(committed)
            assert made.get_toc() == committed.get_toc()
