"""What the papers of a digest are about, in a few short terms; and an introduction, both made of their notes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.core.answer import Answer, verified_count
from reader.core.digest import Digest, day_of, period_of
from reader.core.language import STOP_WORDS, language_of, stem
from reader.core.own_name import own_name
from reader.core.paper_note import PaperNote
from reader.core.patterns import late_pattern
from reader.core.quote_index import fold

_MOST_THEMES = 8
_MOST_SHARED = 4
"""Terms that several papers have; the others are each a paper's own."""
_FEWEST_THEMES = 4
"""Where there are fewer, categories fill up."""
_LONGEST_THEME = 32
_LONGEST_PHRASE = 3
_WORD = late_pattern(r"[A-Za-z][A-Za-z0-9]*(?:[-–][A-Za-z0-9]+)*")
_TITLE_NAME = late_pattern(r"^([A-Z][\w.+-]{1,19})\s*[:：—]\s*\S")
_LOOKS_LIKE_A_NAME = late_pattern(r"[A-Z][^\W_]*(?:[A-Z][^\W_]*|-?\d[\w.]*)[A-Za-z0-9]*|[a-z]+[A-Z][A-Za-z0-9]*")
_JAPANESE_TERM = late_pattern(r"[ァ-ヺー]{3,}|[一-龠々]{2,}(?:[ァ-ヺー]{2,}[一-龠々]*)?|[ァ-ヺー]{2,}[一-龠々]+")
_ACRONYMS_OF_ALL = frozenset("AI API CPU GPU IEEE LLM ML NLP PDF PLM QA SLM SOTA TPU URL US USA VLM".split())
_SAYS_NOTHING = frozenset(
    """ability able achieve achieves across additional address advance agnostic aim aims allow allows analysis
    approach approaches article available average based baseline baselines become benchmark benchmarks best better
    broad building capabilities capability capable case cases challenge challenges challenging code common
    comparable compare compared comparison competitive complex comprehensive computational conduct consider
    consistently consists contrast contribution contributions current data dataset datasets demonstrate demonstrates
    design despite detailed develop developed different difficult directly discuss due effect effective effectively
    effectiveness efficiency efficient efficiently empirical enable enables end evaluate evaluated evaluation even
    evidence existing experiment experimental experiments explore extensive far fast final find findings first focus
    framework full fully future gap gaps general generally github given good great high higher however https human
    identify impact implementation important improve improved improvement improvements improves include includes
    including increase increases information input inputs introduce introduces investigate issue issues key known
    large largely larger latest lead leading leads less level levels limitation limitations limited low lower main
    major make makes making many method methods metric metrics model models modern multiple need needs new novel
    number numerous obtain open order outperform outperforms output outputs overall paper parameter parameters
    particular performance point points popular possible potential practical present presents previous prior problem
    problems process produce propose proposed proposes provide provides public publicly range rate real recent
    recently reduce reduces related release relevant remain remains report require required requirements requires
    research researchers result resulting results robust scale second several show shown shows significant
    significantly similar simple single size small smaller solution solutions solve source specific standard state
    step steps strong studies study substantial suitable support system systems task tasks technique techniques term
    terms test tested tests three time times together top total toward towards type types understand understanding
    unlike usage useful user users utilize value values various version well wide widely without work works world
    year""".split()
)
_NOT_ALONE = frozenset(
    """algorithm algorithms architecture architectures artificial attention deep edge foundation generation global
    image images intelligence language languages learning local loss machine natural network networks neural
    optimization processing representation representations resource resources resulting sample samples scaling
    sequence sequences space spaces structure structured text token tokens train trained training transformer
    transformers video word words""".split()
)
"""Telling only with another word beside them."""
_SAYS_NOTHING_JA = frozenset(
    """論文 本論文 手法 提案 提案手法 結果 実験 性能 評価 研究 モデル データ 方法 問題 課題 利用 使用 可能 既存 従来
    比較 向上 改善 達成 必要 重要 以下 以上 場合 複数 多様 最新 主要 主張 目的 対象 種類 技術 情報 システム ベース
    タスク コード 公開 著者 我々 本稿 本研究 現在 提供 実現 開発 導入 説明 分析 検証 効果 有効 有効性 大幅 標準 一般
    特定 新規 条件 範囲 程度 全体 部分 同等 一方 今回 今後 具体的 アプローチ フレームワーク パラメータ パラメーター
    ベンチマーク データセット 文書 内容 記述 箇所 回答 質問 当社 示唆 表現 構成 構築 実行 実装 効率 効率的 基本 最大
    最小 平均 合計 数値 増加 減少 削減 高速 低下 能力 基準 状態 期待 観察 発見 採用 適用 対応 処理 必要性 優位性
    可能性 競争力 最先端 最高 サイズ レベル リソース""".split()
)


@dataclass(frozen=True, slots=True)
class _Term:
    shown: str
    score: float
    stems: tuple[str, ...]


def themes_of(notes: Sequence[PaperNote], language: str) -> tuple[str, ...]:
    """Four to eight short terms: what several papers speak of, then what each is called; fewer where that is all."""
    shared = _shared_terms(notes, language)[:_MOST_SHARED]
    themes = [term.shown for term in shared]
    own = [name for note in notes if (name := _name_of(note) or _own_phrase(note, shared))]
    themes += [name for name in dict.fromkeys(own) if not _is_in(name, themes)][: _MOST_THEMES - len(themes)]
    if len(themes) < _FEWEST_THEMES:
        phrases = [phrase for note in notes if (phrase := _own_phrase(note, shared)) and not _is_in(phrase, themes)]
        themes += list(dict.fromkeys(phrases))[: _FEWEST_THEMES - len(themes)]
    if len(themes) < _FEWEST_THEMES:
        categories = Counter(category for note in notes for category in note.head.categories)
        themes += [category for category, _ in categories.most_common(_FEWEST_THEMES - len(themes))]
    return tuple(themes)


def introduction_of(
    digest: Digest, notes: Sequence[PaperNote], themes: Sequence[str], failed: int = 0
) -> tuple[str, ...]:
    """Paragraphs: how many papers of which days, on what, and how far their answers were found in them.

    `failed`: papers that there is no note of.
    """
    words = _WORDS["ja" if digest.language == "ja" else "en"]
    sentences = []
    if notes:
        sentences.append(
            words["papers" if len(notes) > 1 else "paper"].format(len(notes), _dated(digest, notes, words))
        )
    if themes:
        sentences.append(words["themes" if len(themes) > 1 else "theme"].format(_listed(themes, digest.language)))
    categories = Counter(note.head.categories[0] for note in notes if note.head.categories)
    if len(notes) > 1 and categories:
        counted = [words["category"].format(name, count) for name, count in categories.most_common()]
        sentences.append(words["categories"].format(_listed(counted, digest.language)))
    paragraphs = [words["gap"].join(sentences)] if sentences else []
    answers = [item.answer for note in notes for item in note.items if item.answer is not None]
    if answers:
        paragraphs.append(words["gap"].join(_about_answers(answers, notes, words)))
    if failed:
        paragraphs.append(words["failed" if failed > 1 else "failed_once"].format(failed))
    return tuple(paragraphs)


def _dated(digest: Digest, notes: Sequence[PaperNote], words: Mapping[str, str]) -> str:
    """Which days the papers are of, and of how many that is known."""
    first, last = period_of(digest, notes)
    if not (first or last):
        return ""
    days = words["days"].format(first, last) if first and last and first != last else first or last
    known = sum(bool(day_of(note.head)) for note in notes)
    is_own = bool(digest.head.period_from or digest.head.period_to)
    return words["dated"].format(days) if is_own or known == len(notes) else words["dated_some"].format(days, known)


def _about_answers(answers: Sequence[Answer], notes: Sequence[PaperNote], words: Mapping[str, str]) -> Iterator[str]:
    answered = sum(answer.status == "answered" for answer in answers)
    not_found = sum(answer.status == "not_found" for answer in answers)
    is_all = answered == len(answers) > 1
    yield words["all_answers" if is_all else "answers"].format(len(answers), answered)
    if not_found:
        yield words["not_found"].format(not_found)
    summaries = [note.summary.answer for note in notes if note.summary.answer is not None]
    claims = [claim for answer in (*answers, *summaries) for claim in answer.claims]
    if claims:
        verified = verified_count(claims)
        yield words["all_claims" if verified == len(claims) > 1 else "claims"].format(len(claims), verified)


_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "gap": " ",
        "days": "{0} to {1}",
        "dated": " dated {0}",
        "dated_some": ", {1} of them dated {0}",
        "papers": "These are the notes of {0} papers{1}.",
        "paper": "This is the note of {0} paper{1}.",
        "themes": "Themes: {0}.",
        "theme": "Theme: {0}.",
        "category": "{0} ({1})",
        "categories": "Categories: {0}.",
        "answers": "Questions: {0}; answered: {1}.",
        "all_answers": "All {0} questions are answered.",
        "not_found": "Where a paper has no answer ({0}), the note says so.",
        "claims": "Sentences: {0}; found in a sentence of their paper: {1}; each of the others is marked.",
        "all_claims": "All {0} sentences were found in a sentence of their paper.",
        "failed": "{0} papers could not be taken in; they are named at the end.",
        "failed_once": "{0} paper could not be taken in; it is named at the end.",
    },
    "ja": {
        "gap": "",
        "days": "{0}から{1}まで",
        "dated": "（{0}）",
        "dated_some": "（うち{1}本は{0}）",
        "papers": "論文{0}本{1}のメモです。",
        "paper": "論文{0}本{1}のメモです。",
        "themes": "テーマは{0}です。",
        "theme": "テーマは{0}です。",
        "category": "{0}（{1}本）",
        "categories": "分野は{0}です。",
        "answers": "質問{0}問のうち{1}問に回答があります。",
        "all_answers": "質問{0}問のすべてに回答があります。",
        "not_found": "論文に答えが見つからなかった{0}問は、その旨を記しています。",
        "claims": "{0}文のうち{1}文は論文の文と照合できました。それ以外の文には印を付けています。",
        "all_claims": "{0}文すべてを論文の文と照合できました。",
        "failed": "{0}本は読み込めませんでした。末尾に理由を記しています。",
        "failed_once": "{0}本は読み込めませんでした。末尾に理由を記しています。",
    },
}


def _listed(things: Sequence[str], language: str) -> str:
    if language == "ja":
        return "、".join(things)
    return " and ".join([part for part in (", ".join(things[:-1]), things[-1]) if part])


# --- Terms of several papers ---


def _shared_terms(notes: Sequence[PaperNote], language: str) -> list[_Term]:
    """Phrases that two papers or more have, the most telling first, none within another."""
    in_papers: Counter[tuple[str, ...]] = Counter()
    forms: dict[tuple[str, ...], Counter[str]] = {}
    in_titles: Counter[tuple[str, ...]] = Counter()
    for note in notes:
        found = dict(_phrases(note, language))
        in_papers.update(found.keys())
        in_titles.update(key for key in dict(_phrases_of(note.head.title)) if key in found)
        for key, shown in found.items():
            forms.setdefault(key, Counter()).update(shown)
    terms = [
        _Term(forms[key].most_common(1)[0][0], papers * (1 + 0.6 * (len(key) - 1)) + 0.5 * in_titles[key], key)
        for key, papers in in_papers.items()
        # A single word is a theme where titles say so, or many papers.
        if papers > 1 and (len(key) > 1 or not key[0].isascii() or in_titles[key] > 1 or papers > 2)
    ]
    chosen: list[_Term] = []
    for term in sorted(terms, key=lambda term: -term.score):
        if not any(set(term.stems) & set(other.stems) or fold(term.shown) in fold(other.shown) for other in chosen):
            chosen.append(term)
    return chosen


def _phrases(note: PaperNote, language: str) -> Iterator[tuple[tuple[str, ...], Counter[str]]]:
    """Key -> the forms in which a paper has the phrase, and how often."""
    text = ".\n".join((note.head.title, note.head.abstract, _summary(note)))
    if language == "ja" and language_of(_summary(note)) == "ja":
        found: dict[tuple[str, ...], Counter[str]] = {}
        for match in _JAPANESE_TERM.finditer(text):
            if match[0] not in _SAYS_NOTHING_JA and len(match[0]) <= _LONGEST_THEME // 2:
                found.setdefault((match[0],), Counter())[match[0]] += 1
        return iter(found.items())
    return _phrases_of(text)


def _phrases_of(text: str) -> Iterator[tuple[tuple[str, ...], Counter[str]]]:
    found: dict[tuple[str, ...], Counter[str]] = {}
    for words in _runs(text):
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
                phrase = words[start:end]
                if _says_something(phrase):
                    key = tuple(stem(word.casefold()) for word in phrase)
                    shown = " ".join(word if _is_name(word) else word.lower() for word in phrase)
                    found.setdefault(key, Counter())[shown] += 1
    return iter(found.items())


def _runs(text: str) -> Iterator[list[str]]:
    """Words that stand together, without punctuation and stop words between them."""
    run: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        if run and text[end : match.start()].strip(" \n"):
            yield run
            run = []
        end = match.end()
        if match[0].casefold() in STOP_WORDS:
            yield run
            run = []
        else:
            run.append(match[0])
    yield run


def _says_something(phrase: Sequence[str]) -> bool:
    """A phrase tells by its last word at least where it is two or more; "large language models" by one of them."""
    telling = [word for word in phrase if word.casefold() not in _SAYS_NOTHING]
    if len(phrase) == 1:
        word = phrase[0]
        is_long = len(word) > 4 and word.casefold() not in _NOT_ALONE
        return bool(telling) and (is_long or _is_own(word))
    if any(_is_name(word) for word in phrase):
        return False  # "LOMO fuses": a name is told by itself
    is_short = len(" ".join(phrase)) <= _LONGEST_THEME
    return is_short and phrase[0].casefold() not in _SAYS_NOTHING and bool(telling) and len(phrase[-1]) > 2


# --- What is a paper's own ---


def _name_of(note: PaperNote) -> str:
    """What a paper calls its own: "LOMO", "RoboCat"; empty where it gives no name that is sure."""
    match = _TITLE_NAME.match(note.head.title)
    if match:
        return match[1]
    found = own_name(note.head.title, f"{note.head.abstract}\n{_summary(note)}")
    if found:
        return found
    # The questions were made when all of the paper was at hand.
    asked = Counter(word for item in note.items for word in set(_WORD.findall(item.question)) if _is_own(word))
    asked.update(word for word in _WORD.findall(note.head.title) if _is_own(word))
    best = asked.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else ""


def _own_phrase(note: PaperNote, shared: Iterable[_Term]) -> str:
    """The first phrase of a title that the shared terms do not say already."""
    taken = {part for term in shared for part in term.stems}
    for run in _runs(note.head.title):
        while run and run[0].casefold() in _SAYS_NOTHING:
            del run[0]
        phrase = run[-_LONGEST_PHRASE:]
        if len(phrase) > 1 and _says_something(phrase) and not taken.issuperset(stem(w.casefold()) for w in phrase):
            return " ".join(word if _is_name(word) else word.lower() for word in phrase)
    match = _JAPANESE_TERM.search(note.head.title)
    return match[0] if match and match[0] not in _SAYS_NOTHING_JA else ""


def _is_name(word: str) -> bool:
    return _LOOKS_LIKE_A_NAME.fullmatch(word) is not None


def _is_own(word: str) -> bool:
    """Whether a name may be a paper's own: "IE" and "LLMs" are everybody's."""
    return _is_name(word) and len(word) > 2 and word.removesuffix("s") not in _ACRONYMS_OF_ALL


def _is_in(name: str, themes: Iterable[str]) -> bool:
    return any(fold(name) in fold(theme) for theme in themes)


def _summary(note: PaperNote) -> str:
    answer = note.summary.answer
    return "" if answer is None else " ".join(claim.text for claim in answer.claims)
