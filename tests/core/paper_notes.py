"""Two paper notes with all that makes Markdown difficult, and any note at all for hypothesis."""

from hypothesis import strategies as st

from reader.core.answer import Answer, Citation, Claim, Coverage, Note, Remark, Verdict
from reader.core.document import Rect, Spot
from reader.core.marks import Colour, Mark, mark_of
from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_note import SUMMARY, NoteItem, PaperNote

T = "2026-11-25T09:00:00+00:00"
SHA = "9c1185a5c5e9fc54612808977ee8f548b2258d31b3a0e1f4c7a0f7d1d5a0b6e1"


def citation(page_index: int, quote: str, **more: object) -> Citation:
    rects = (Rect(0.1, 0.2, 0.9, 0.25),)
    return Citation(page_index, str(page_index + 1), quote, rects, 0.9, **more)  # type: ignore[arg-type]


def answer(question: str, *claims: Claim, **fields: object) -> Answer:
    known: dict[str, object] = {
        "answer_id": f"a {question}",
        "document_id": SHA,
        "question": question,
        "status": "answered",
        "language": "en",
        "claims": claims,
        "retrieved_pages": (3, 0),
        "coverage": Coverage(13, 13),
        "model": "qwen2.5-coder-1.5b-instruct",
        "created": T,
    }
    return Answer(**{**known, **fields})  # type: ignore[arg-type]


def item(item_id: str, question: str, *claims: Claim, **fields: object) -> NoteItem:
    return NoteItem(item_id, question, "set", answer(question, *claims, **fields))


ENGLISH = PaperNote(
    note_id="n1",
    document_id=SHA,
    file="",
    language="en",
    model="qwen2.5-coder-1.5b-instruct",
    question_set="paper",
    status="done",
    created=T,
    modified=T,
    head=PaperHead(
        title='LOMO: "Full" Parameter [Fine-tuning] -- 100% # yes',
        authors=("Kai Lv", "O'Neil, Jr.: A", 'J. "Jo" Müller', "王 小明", "- dash", "no"),
        arxiv_id="2306.09782",
        arxiv_version="v1",
        categories=("cs.CL", "cs.LG"),
        published="2023-06-16",
        doi="10.1002/(SICI)1097<1::AID>3.0",
        year="2023",
        venue="Findings of ACL: 2023",
        url="https://arxiv.org/abs/2306.09782v1",
        abstract="We propose LOMO --> a *new* optimizer.\n\nIt is \\( \\chi^2 \\).",
        links=(
            PaperLink("code", "https://github.com/OpenLMLab/LO_MO", 0),
            PaperLink("data", "https://e.org/a(b)", 3),
        ),
        edited=("venue",),
    ),
    summary=NoteItem(
        SUMMARY,
        "",
        "set",
        answer(
            "",
            Claim("LOMO fuses the gradient.", Verdict.EXACT, (citation(0, "LOMO fuses the gradient"),)),
            Claim("The code is at https://github.com/OpenLMLab/LO_MO.", Verdict.SUPPORTED, (citation(0, "code"),)),
        ),
    ),
    items=(
        item(
            "q1",
            "How does LOMO\n  save *memory*, #1?",
            Claim("LOMO fuses the update.", Verdict.EXACT, (citation(3, "LOMO fuses the update"),)),
            Claim(
                r"It is \( \chi^2_{a} \) and $O(n)$ at $5 or 10$.",
                Verdict.SUPPORTED,
                (citation(3, "a -- cheap --> way"), citation(4, "co\nst")),
            ),
            Claim("The page speaks of 1_000 * 2 <b>.", Verdict.PAGE_ONLY, (citation(0, "1_000"),)),
            Claim("- Bananas are yellow.", Verdict.UNSUPPORTED),
            remarks=(Remark.TABLE,),
        ),
        item(
            "q2",
            "What is quoted?",
            Claim("The page's own words", Verdict.EXACT, (citation(6, "The page's own words"),)),
            Claim("A picture says 5", Verdict.SUPPORTED, (citation(7, "A picture says 5", is_ocr=True),)),
            model="none",
        ),
        item(
            "q3",
            "Who paid for it?",
            status="not_found",
            evidence=(citation(1, "nobody <said> it"), citation(12, "so")),
        ),
        item("q4", "And then?", Claim("It st", Verdict.UNSUPPORTED), status="stopped"),
        item("q5", "And now?", status="error", message="out of memory"),
        NoteItem("q6", "## Not asked yet?", "own"),
        item(
            "q7",
            "What does it cost?",
            Claim("a place near it", Verdict.EXACT, (citation(2, "a place near it"),)),
            remarks=(Remark.DECLINED,),
        ),
    ),
)
JAPANESE = PaperNote(
    note_id="n2",
    document_id=SHA,
    file="",
    language="ja",
    model="none",
    question_set="paper",
    status="paused",
    created=T,
    modified=T,
    head=PaperHead(title="限られた資源での「全パラメータ」微調整：LOMO", authors=("呂 凱", "楊 玉清")),
    summary=NoteItem(SUMMARY, "", "set"),
    items=(
        item(
            "q1",
            "LOMOは標準的な手法と比べてメモリ使用量をどのように減らすのか？",
            Claim("勾配の計算と更新を融合する。", Verdict.SUPPORTED, (citation(3, "融合"), citation(4, "更新"))),
            Claim("速い。", Verdict.PAGE_ONLY, (citation(0, "速度"),)),
            Claim(r"誤差は\(x_1\)である。", Verdict.SUPPORTED, (citation(5, "error"),)),
            Claim("バナナは黄色い。", Verdict.UNSUPPORTED),
            language="ja",
            remarks=(Remark.TRANSLATED, Remark.EDITED),
        ),
        item(
            "q2",
            "引用は？",
            Claim("原文のまま", Verdict.EXACT, (citation(2, "原文のまま"),)),
            language="ja",
            model="none",
        ),
        item("q3", "費用は？", language="ja", status="not_found", evidence=(citation(1, "資金"),)),
        item("q4", "続きは？", language="ja", status="running"),
    ),
)


def _mark(kind: str, colour: Colour, quote: str, comment: str, *pages: int) -> Mark:
    spots = tuple(Spot(page_index, (Rect(0.1, 0.2, 0.9, 0.25),)) for page_index in pages)
    return Mark("m1", SHA, kind, colour, spots, quote, comment, T, T)  # type: ignore[arg-type]


MARKS = (
    _mark("highlight", Colour.YELLOW, "What *they* say", "", 2),
    _mark("underline", Colour.BLUE, "over a page end,\n\nin two paragraphs", "My **comment**.\n\nIn two.\n", 3, 4),
    mark_of(Note("n1", SHA, "## My own heading\n\n- kept as written\n", 4, "the quoted [text]", (), T, T)),
)

_WORDS = st.one_of(
    st.text(max_size=30),
    st.text(st.sampled_from("*_`[]<>#-+=1.)(!&;\\~$%^|:'\"/ \nab“”「」。※⚠◌p"), max_size=30),
    st.lists(
        st.sampled_from(
            [
                "It is.",
                "※ Not",
                "(p.3)",
                "[(p.3)](a.pdf#page=3)",
                "⚠ *not verified*",
                "(stopped)",
                r"\(x_1\)",
                "$a$",
                "<!-- evidence {} -->",
                "---",
                "https://e.org/a_b",
                "Nearest passages:",
                "**",
                "1.",
                "勾配。",
                "「",
                "」",
            ]
        ),
        max_size=4,
    ).map(" ".join),
)
_SENTENCES = _WORDS.filter(lambda text: any(character.isalnum() for character in text))
_LINE = _WORDS.map(lambda text: " ".join(text.split()))
_RECTS = st.lists(st.just(Rect(0.1, 0.2, 0.9, 0.25)), max_size=2).map(tuple)
_CITATIONS = st.builds(
    Citation,
    page_index=st.integers(0, 30),
    page_label=st.sampled_from(["1", "iv", ""]),
    quote=_WORDS,
    rects=_RECTS,
    score=st.sampled_from([0.0, 0.5, 0.9]),
    is_ocr=st.booleans(),
)
_CLAIMS = st.one_of(
    st.builds(Claim, _SENTENCES, st.sampled_from(Verdict), st.lists(_CITATIONS, min_size=1, max_size=2).map(tuple)),
    st.builds(Claim, _SENTENCES, st.just(Verdict.UNSUPPORTED), st.just(())),
)


def _answers(status: str) -> "st.SearchStrategy[Answer]":
    return st.builds(
        Answer,
        answer_id=st.uuids().map(str),
        document_id=st.just(SHA),
        question=_WORDS,
        status=st.just(status),
        language=st.sampled_from(["en", "ja", "de"]),
        claims=st.lists(_CLAIMS, max_size=3).map(tuple),
        retrieved_pages=st.lists(st.integers(0, 30), max_size=3).map(tuple),
        coverage=st.just(Coverage(12, 13, 1)),
        model=_WORDS,
        created=st.just(T),
        evidence=st.lists(_CITATIONS, max_size=2).map(tuple) if status == "not_found" else st.just(()),
        message=_WORDS,
        remarks=st.lists(st.sampled_from(Remark), max_size=2, unique=True).map(tuple),
    )


_ANSWERS = st.one_of(st.none(), *(_answers(status) for status in ("answered", "not_found", "stopped", "error")))
_LINKS = st.builds(
    PaperLink, st.sampled_from(["code", "data", "other"]), st.just("https://e.org/a_b"), st.integers(0, 9)
)
_HEADS = st.builds(
    PaperHead,
    title=_LINE,
    authors=st.lists(_LINE, max_size=3).map(tuple),
    arxiv_id=st.sampled_from(["", "2306.09782"]),
    arxiv_version=st.sampled_from(["", "v1"]),
    categories=st.lists(_LINE, max_size=2).map(tuple),
    published=st.sampled_from(["", "2023-06-16"]),
    updated=st.sampled_from(["", "2023-06-17"]),
    doi=_LINE,
    year=st.sampled_from(["", "2023"]),
    venue=_LINE,
    url=_LINE,
    abstract=_WORDS,
    links=st.lists(_LINKS, max_size=2).map(tuple),
    edited=st.sampled_from([(), ("title",)]),
)


@st.composite
def any_note(draw: st.DrawFn) -> PaperNote:
    """Any note with unique items; `file` is empty, and answers have their nearest passages only where nothing was
    found, as in every note that is read from Markdown."""
    count = draw(st.integers(0, 3))
    items = tuple(
        NoteItem(
            f"q{number}",
            draw(_WORDS),
            draw(st.sampled_from(["set", "model", "own"])),
            draw(_ANSWERS),
            draw(st.sampled_from(["", "What is it?"])),
            draw(st.sampled_from(["", "links"])),
        )
        for number in range(count)
    )
    return PaperNote(
        note_id=draw(st.uuids().map(str)),
        document_id=SHA,
        file="",
        language=draw(st.sampled_from(["en", "ja", "ko"])),
        model=draw(st.sampled_from(["none", "smollm2-135m-instruct", "server"])),
        question_set=draw(_WORDS),
        status=draw(st.sampled_from(["done", "paused", "waiting", "failed"])),
        created=T,
        modified=T,
        head=draw(_HEADS),
        summary=NoteItem(SUMMARY, "", "set", draw(_ANSWERS)),
        items=items,
        message=draw(_WORDS),
    )
