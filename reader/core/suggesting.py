"""Questions that suit a document, made from its own title, headings, terms and captions: at once, without a model."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reader.core.document import PageText
from reader.core.patterns import late_pattern
from reader.core.sentences import readable

COUNT = 5
_TERM_LIMIT = 2
"""Questions after terms; the others are after sections, a table and the whole."""
_MIN_MENTIONS = 3
"""A term that is defined and hardly used again is not what a document is about."""
_HEADING_CHARACTERS = (4, 48)
_HEADING_CHARACTERS_JA = (3, 24)

Kind: TypeAlias = Literal["about", "term", "terms", "works", "section", "table", "figure", "limits", "results"]

_TEXTS: dict[Kind, dict[str, str]] = {
    "about": {"en": "What is this document about?", "ja": "この文書は何について書かれていますか？"},
    "term": {"en": "What is {0}?", "ja": "「{0}」とは何ですか？"},
    "terms": {"en": "What are {0}?", "ja": "「{0}」とは何ですか？"},
    "works": {"en": "How does {0} work?", "ja": "「{0}」はどのような仕組みですか？"},
    "section": {"en": "What does it say about “{0}”?", "ja": "「{0}」について何が書かれていますか？"},
    "table": {"en": "What does Table {0} show?", "ja": "表{0}は何を示していますか？"},
    "figure": {"en": "What does Figure {0} show?", "ja": "図{0}は何を示していますか？"},
    "limits": {"en": "What are the limitations?", "ja": "限界は何ですか？"},
    "results": {"en": "What are the main results?", "ja": "主な結果は何ですか？"},
}

_SHORT_FORM = late_pattern(r"(?<=[ \n])\(([A-Z][A-Za-z0-9]{1,9}(?:-[A-Z0-9]+)?)\)")
_WORDS_BEFORE = late_pattern(r"(?:[A-Za-z][\w\u2010-]*[ \n]+){1,8}\Z")
_BEFORE_CHARACTERS = 240
"""Room for eight long words."""
_DEFINED_JA = late_pattern(
    r"「([^「」\n]{2,16})」(?=と(?:は|い|呼)|を(?:いう|指す))|(?:^|[。、\n])([一-龠ァ-ヶー]{3,14})とは[、，]",
    re.MULTILINE,
)
_TITLE_NAME = late_pattern(r"^([A-Z][\w-]{1,15}):\s+\S")
_NUMBERED = late_pattern(
    r"^(?:(?:chapter|section|item|part|appendix|第)\s*)?"
    r"(?:\d+[A-Za-z]?(?:[.．\-]\d+)*(?:[.．)）、:：章節部編条])*|[A-Z][.)]|[IVX]+[.)]|[(（]\d+[)）]|[①-⑳■●○◆◇▼・]"
    r"|[章節部編][：:])[\s　]*",
    re.IGNORECASE,
)
_LIGATURE = late_pattern("[\ufb00-\ufb06]")
_CAPTION = late_pattern(r"^\s*(?:(Table|表)|(Figure|Fig\.|図表?))\s*(\d{1,3})(?![\d.\-])", re.IGNORECASE)
_PLAIN_HEADINGS = frozenset(
    """abstract introduction background conclusion conclusions discussion summary references bibliography appendix
    acknowledgments acknowledgements acknowledgment acknowledgement experiments experiment results method methods
    methodology evaluation overview contents index preface preliminaries analysis setup notation foreword glossary
    keywords contributions exhibits signatures notes annex copyright disclaimer contact はじめに おわりに まとめ 目次
    参考文献 概要 結論 序論 考察 付録 謝辞 索引 序文 背景 目的 注記 お問い合わせ その他 用語集 奥付""".split()
)
_SKIPPED_WORDS = late_pattern(
    r"^(?:related work|future work|table of contents|list of|experimental setup|implementation details|author|about us"
    r"|conclusions? and|introduction |appendix|supplement|proof of|ablation|ethic|broader impact|reproducib|more "
    r"|cover page|executive summary|getting started|by "
    r"|(?:president|chairman|chief|director|governor|senior|vice)\b"
    r"|about the|additional |check ?list|目\s*次|参考|付録|資料)",
    re.IGNORECASE,
)
_LIMITS = late_pattern(r"^(?:limitations?\b|.{0,30}\band limitations?$|.{0,12}(?:の限界|限界と課題)$)", re.IGNORECASE)
_RESULTS = late_pattern(
    r"^(?:(?:main|key|experimental|empirical|overall) )?(?:results|findings)(?: and .*)?$|^(?:実験|調査|主な)?結果$",
    re.IGNORECASE,
)
_MECHANISMS = frozenset(
    """update optimization optimisation optimizer method algorithm mechanism attention training tuning architecture
    scheduling clipping normalization normalisation scaling decoding encoding retrieval search sampling pruning
    quantization quantisation distillation compression parallelism scan protocol process procedure framework pipeline
    network layer block cache learning regularization inference checkpointing segmentation matching filtering
    attribution synchronization authentication encryption recovery replication""".split()
)
_COUNTABLE = frozenset(
    """update optimizer method algorithm mechanism architecture protocol process procedure framework pipeline network
    layer block cache scan""".split()
)
"""These want an article."""
_WHOLE_SENTENCE = late_pattern(
    r"[.!?。！？;,:、，]|\d{2,}|https?|@|[=+<>∑√|•]|\b(?:we|is|are|was|were|our|this|these|you|your)\b"
)
_NO_HEADING_JA = late_pattern(
    r"[はがをにのてでとへもか]$|(?:こと|もの|ため|する|した|ます|です|ない|等|について)$|[「」\s　＊*※]|^[例図表別注]"
)
_CJK = late_pattern(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    question: str
    names: str
    """What the document must hold for the question to have an answer; "": any document has one."""
    kind: Kind = "about"


def suggestions(title: str, outline: Sequence[str], pages: Sequence[PageText], language: str) -> list[Suggestion]:
    """Questions, the best first, each about something else; more than are shown, since some may lead nowhere.

    `pages`: the first ones that have been read. `language`: "ja", or else the questions are in English.
    """
    maker = _Maker("ja" if language == "ja" else "en")
    text = "\n\n".join(page.text for page in pages)
    headings = _headings(outline, pages, title)
    for term in _terms(title, text)[:_TERM_LIMIT]:
        maker.add("terms" if re.search("[A-Z]s$", term) else "term", term)
    if any(_LIMITS.match(heading) for heading in headings):
        maker.add("limits", "", names=next(heading for heading in headings if _LIMITS.match(heading)))
    telling = [heading for heading in headings if _is_telling(heading)]
    for heading in sorted(telling, key=_rank)[:1]:
        maker.add_heading(heading)
    for kind, number, names in _captions(pages)[:1]:
        maker.add(kind, number, names=names)
    if any(_RESULTS.search(heading) for heading in headings):
        maker.add("results", "", names=next(heading for heading in headings if _RESULTS.search(heading)))
    for heading in sorted(telling, key=_rank)[1:6]:
        maker.add_heading(heading)
    maker.made.insert(min(1, len(maker.made)), Suggestion(_TEXTS["about"][maker.language], ""))
    return maker.made


class _Maker:
    def __init__(self, language: str) -> None:
        self.language = language
        self.made: list[Suggestion] = []
        self._named: set[str] = set()

    def add_heading(self, heading: str) -> None:
        if not _is_mechanism(heading):
            self.add("section", heading)
        elif heading.rpartition(" ")[2].casefold() in _COUNTABLE and self.language == "en":
            self.add("works", f"the {heading}", names=heading)
        else:
            self.add("works", heading)

    def add(self, kind: Kind, name: str, names: str | None = None) -> None:
        key = name.casefold()
        if key and any(key in other or other in key for other in self._named):
            return
        if key and kind not in ("table", "figure"):
            self._named.add(key)
        self.made.append(Suggestion(_TEXTS[kind][self.language].format(name), name if names is None else names, kind))


def _terms(title: str, text: str) -> list[str]:
    """Names that the title begins with, abbreviations with what they stand for, Japanese terms that are defined."""
    found: Counter[str] = Counter()
    for match in _SHORT_FORM.finditer(text):
        before = _WORDS_BEFORE.search(text, max(match.start() - _BEFORE_CHARACTERS, 0), match.start())
        if before is not None and _stands_for(match[1], re.findall(r"[A-Za-z][\w\u2010]*", before[0])):
            found[match[1]] = 0
    for match in _DEFINED_JA.finditer(text):
        found[match[1] or match[2]] = 0
    named = _TITLE_NAME.match(title)
    if named:
        found[named[1]] = 0
    for term in found:
        bounded = re.escape(term) if _CJK.search(term) else rf"(?<![\w-]){re.escape(term)}(?![\w])"
        found[term] = len(re.findall(bounded, text))
        if term in title or (named and term == named[1]):
            found[term] += 1000
    return [term for term, mentions in found.most_common() if mentions >= _MIN_MENTIONS]


def _stands_for(short: str, words: Sequence[str]) -> bool:
    """Whether the words before "(LOMO)" begin with its letters, in their order: "LOw-Memory Optimization"."""
    if sum(letter.isupper() for letter in short) < 2:
        return False
    initials = "".join(word[0] for word in words).casefold()
    letters = [letter.casefold() for letter in short if letter.isupper()]
    position = 0
    for letter in initials:
        if position < len(letters) and letter == letters[position]:
            position += 1
    return len(words) >= 2 and position >= max(2, len(letters) - 2) and letters[0] in initials


def _headings(outline: Sequence[str], pages: Sequence[PageText], title: str) -> list[str]:
    """The outline's, or where there is none those of the pages; without their numbers, once each."""
    raw = list(outline)
    if len(raw) < 3:
        raw += [page.text[r.start : r.end] for page in pages for r in page.regions if r.kind == "heading"]
    headings = dict.fromkeys(_plain(heading) for heading in raw)
    folded = title.casefold()
    return [heading for heading in headings if heading and heading.casefold() not in folded]


def _plain(heading: str) -> str:
    """In one line, without its number, an article before it, and ligatures ("e\ufb03cient")."""
    plain = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), readable(heading))
    return re.sub(r"^(?:An?|The)\s+", "", _NUMBERED.sub("", plain).strip(" 　.…:："))


def _is_telling(heading: str) -> bool:
    low, high = _HEADING_CHARACTERS_JA if _CJK.search(heading) else _HEADING_CHARACTERS
    if not low <= len(heading) <= high or heading.casefold() in _PLAIN_HEADINGS or _LIMITS.match(heading):
        return False
    if (
        _SKIPPED_WORDS.match(heading)
        or _WHOLE_SENTENCE.search(heading.lower())
        or heading.count("(") != heading.count(")")
    ):
        return False
    if _CJK.search(heading):
        return not _NO_HEADING_JA.search(heading)
    words = heading.split()
    return (
        2 <= len(words) <= 7
        and heading[0].isupper()
        and all(len(word) > 1 or word in ("a", "A", "&") for word in words)
    )


def _is_mechanism(heading: str) -> bool:
    """Whether "How does … work?" makes sense of it: one thing that does something."""
    words = heading.split()
    last = words[-1].casefold().strip("()")
    return last in _MECHANISMS and len(words) <= 4 and not {"and", "of", "on", "with", "for", "in"} & set(words)


def _rank(heading: str) -> int:
    if heading.isupper():  # covers and forms shout, sections of a text seldom do
        return 3
    return 0 if _is_mechanism(heading) else 2 if _RESULTS.search(heading) else 1


def _captions(pages: Sequence[PageText]) -> list[tuple[Kind, str, str]]:
    """Tables before figures: kind, number, the caption's first words."""
    found: list[tuple[Kind, str, str]] = []
    for page in pages:
        for region in page.regions:
            match = _CAPTION.match(page.text[region.start : region.end]) if region.kind == "caption" else None
            if match:
                found.append(("table" if match[1] else "figure", match[3], readable(match[0])))
    return sorted(found, key=lambda caption: caption[0] != "table")
