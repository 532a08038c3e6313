"""Words that turn a statement round: up and down, to and by, at least and at most, "than".

A claim and its evidence share nearly all their words where one of these was changed: they are compared by themselves.
"""

import unicodedata

from reader.core.language import content_tokens, tokens
from reader.core.patterns import late_pattern
from reader.core.quantities import negation_count

_OPPOSITES = (
    (r"increas\w*|r(?:ise|ises|ose|isen|ising)|gr(?:ow|ows|ew|own|owing|owth)|gain\w*",
     r"decreas\w*|f(?:all|alls|ell|allen|alling)|declin\w*|drop(?:s|ped|ping)?|reduc\w*|shr(?:ink|inks|ank|unk)"),
    (r"more|higher|greater|larger|bigger", r"less|fewer|lower|smaller"),
    (r"highest|largest|greatest|most|maximum|biggest", r"lowest|smallest|least|fewest|minimum"),
    (r"faster|fastest|quicker", r"slower|slowest"),
    (r"better|best|improv\w*", r"worse|worst|worsen\w*|deteriorat\w*"),
    (r"upwards?", r"downwards?"),
    (r"above|exceed\w*", r"below"),
    (r"before|prior|earlier", r"after|later"),
    (r"longer|longest", r"shorter|shortest"),
    (r"stronger|strongest", r"weaker|weakest"),
    (r"profits?", r"loss(?:es)?"),
    (r"inside|within", r"outside"),
    (r"always", r"never|rarely|seldom"),
    (r"accept\w*|approv\w*", r"reject\w*|refus\w*"),
    (r"allow\w*|permit\w*", r"forb(?:id|ids|idden)|prohibit\w*|prevent\w*"),
    (r"includ\w*", r"exclud\w*"),
    (r"easy|easier|simpl\w*", r"difficult|hard|harder|complex"),
)  # fmt: skip
_OPPOSITES_JA = (
    (r"増(?!減)|上昇|拡大|伸び", r"(?<!増)減(?!価)|低下|縮小|下落|落ち込"),
    (r"以上", r"以下|未満"), (r"超(?:え|過)", r"下回"), (r"最大|最多|最高|最長", r"最小|最少|最低|最短"),
    (r"以前|より前", r"以後|以降"), (r"高[いくけ]|上回", r"低[いくけ]"), (r"多[いくけ]", r"少な"),
    (r"速[いくけ]", r"遅[いくけ]"), (r"改善|向上", r"悪化|劣化"), (r"黒字", r"赤字"), (r"長[いくけ]", r"短[いくけ]"),
    (r"可能", r"不可能"), (r"許可|認め", r"禁止"), (r"含[みむま]", r"除[くきい]"),
)  # fmt: skip
_PAIRS = tuple(
    (late_pattern(rf"\b(?:{one})\b"), late_pattern(rf"\b(?:{other})\b")) for one, other in _OPPOSITES
) + tuple((late_pattern(rf"(?<!不)(?:{one})"), late_pattern(other)) for one, other in _OPPOSITES_JA)


_VALUE = late_pattern(r"\d+(?:[.,]\d+)*")
_ABOUT = r"(?:only|just|about|around|approximately|roughly|nearly|almost|some)?\s*[$€£¥]?\s*$"
_BEFORE = tuple(
    (name, late_pattern(words + r"\s*" + _ABOUT))
    for name, words in (
        ("least", r"(?:\b(?:more than|over|above|at least|exceed(?:s|ed|ing)?|no (?:less|fewer) than)|[>≥])"),
        ("most", r"(?:\b(?:(?<!no )(?:less|fewer) than|under|below|at most|up to|no more than)|[<≤])"),
        ("to", r"\bto"), ("by", r"\bby"), ("from", r"\bfrom"),
    )
)  # fmt: skip
_UNIT_JA = r"\s*(?:[%a-z]+|パーセント|ポイント|[兆億万千百]*円?|[人件個台社倍年月日本秒分回])?\s*"
_AFTER = tuple(
    (name, late_pattern(_UNIT_JA + words))
    for name, words in (
        ("least", r"(?:以上|超|を?上回|を?超え)"), ("most", r"(?:以下|未満|を?下回)"),
        ("to", r"(?:にまで|まで|に(?!お|つ|対|関|よ))"),
        ("by", r"(?:だけ|も|の|ほど)?(?:削減|減|増|低下|上昇|向上|短縮|改善|伸び)"), ("from", r"から"),
    )
)  # fmt: skip
_EXCLUDE_EACH_OTHER = ({"to", "by", "from"}, {"least", "most"})
_THAN = late_pattern(r"\bthan\b(?P<second>(?:\W+\w+){1,6})|(?P<second_ja>[^、。はがもを]+?)よりも?")
_CLAUSE = late_pattern(r"[;:、。；]|,(?!\d)|\b(?:and|while|whereas|but|although|though)\b|(?<=[がりしくえめけせて])、")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def agree_in_direction(claim: str, evidence: str) -> bool:
    """Whether the evidence says it the same way round: no opposite instead of a word, no number set otherwise."""
    said, there = _folded(claim), _folded(evidence)
    for one, other in _PAIRS:
        for wanted, opposite in ((one, other), (other, one)):
            if (
                wanted.search(said)
                and not opposite.search(said)
                and opposite.search(there)
                and not wanted.search(there)
            ):
                return False
    return _numbers_agree(said, there) and _agree_in_than(said, there)


def agree_in_settings(claim: str, evidence: str) -> bool:
    """Whether numbers that both have are set alike: "by 45 GB" contradicts "from 45 GB to 2 GB"."""
    return _numbers_agree(_folded(claim), _folded(evidence))


def _numbers_agree(said: str, there: str) -> bool:
    claimed, known = _settings(said), _settings(there)
    for number, words in claimed.items():
        for group in _EXCLUDE_EACH_OTHER:
            wanted, found = words & group, known.get(number, set()) & group
            if wanted and found and not wanted & found:
                return False
        if number in known and words & {"least", "most"} and not known[number] & {"least", "most"}:
            return False
    return True


def _settings(text: str) -> dict[str, set[str]]:
    """number -> how it is set: "to", "by", "from", "least", "most"."""
    found: dict[str, set[str]] = {}
    for match in _VALUE.finditer(text):
        settings = found.setdefault(tokens(match.group())[0], set())
        before = text[max(match.start() - 30, 0) : match.start()]
        settings.update(name for name, pattern in _BEFORE if pattern.search(before))
        settings.update(name for name, pattern in _AFTER if pattern.match(text, match.end()))
    return found


def _agree_in_than(said: str, there: str) -> bool:
    """Whether what is compared stands on the same side of "than": "A is faster than B", not "B is faster than A"."""
    claimed, known = _compared(said), _compared(there)
    if claimed is None or known is None:
        return True
    frame = claimed[0] & known[0]  # how it is compared
    return not _is_crossed((claimed[0] - frame, claimed[1]), (known[0] - frame, known[1]))


def _compared(text: str) -> tuple[set[str], set[str]] | None:
    """The words of what is compared, and of what it is compared with."""
    match = _THAN.search(text)
    if match is None:
        return None
    second = match["second"] or match["second_ja"]
    return set(content_tokens(text.replace(second, " ", 1))), set(content_tokens(second))


def agree_in_negated_part(claim: str, evidence: str) -> bool:
    """Whether the same part is denied, where both deny something: "stores no gradients but parameters" does not say
    "stores gradients but no parameters"."""
    claimed, known = _denied(claim), _denied(evidence)
    return not claimed[0] or not known[0] or not _is_crossed(claimed, known)


def _denied(text: str) -> tuple[set[str], set[str]]:
    """The words of the clauses with a negation, and of the others."""
    denied: set[str] = set()
    said: set[str] = set()
    for clause in _CLAUSE.split(_folded(text)):
        (denied if negation_count(clause) else said).update(content_tokens(clause))
    return denied, said


def _is_crossed(claimed: tuple[set[str], set[str]], known: tuple[set[str], set[str]]) -> bool:
    """Whether the claim's first words are rather the second ones of what is known, and the other way round."""
    only_first, only_second = known[0] - known[1], known[1] - known[0]
    straight = len(claimed[0] & only_first) + len(claimed[1] & only_second)
    crossed = len(claimed[0] & only_second) + len(claimed[1] & only_first)
    return crossed > straight
