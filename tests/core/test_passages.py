from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import PageText, Region, RegionKind, pack_boxes
from reader.core.language import tokens
from reader.core.passages import TARGET_TOKENS, read_page, split_passages
from reader.core.quote_index import fold
from reader.core.sentences import split_sentences


def page(text: str) -> PageText:
    return PageText(0, text, pack_boxes([(0.1, 0.1, 0.2, 0.2)] * len(text)))


def test_a_page_is_cut_at_sentence_ends_once_enough_is_gathered() -> None:
    text = " ".join(f"Sentence number {number} says something about memory and speed." for number in range(60))
    passages = split_passages(text)
    assert len(passages) > 2
    for passage in passages:
        assert text[passage.start : passage.end].startswith("Sentence number")
        assert text[passage.start : passage.end].endswith("speed.")
    assert all(TARGET_TOKENS * 0.9 < len(passage.tokens) < TARGET_TOKENS * 1.3 for passage in passages[:-1])


def test_a_japanese_passage_is_as_long_as_an_english_one_to_a_reader() -> None:
    passages = split_passages("提案手法は計算資源を大幅に削減する。" * 60)
    assert all(TARGET_TOKENS < len(passage.tokens) < TARGET_TOKENS * 2.7 for passage in passages[:-1])


pieces = st.sampled_from(["Memory is saved. ", "GPU ", "12.5 ", "... ", "推論する。", "\n\n", "word " * 40, "- "])


@given(st.lists(pieces, max_size=80).map("".join) | st.text())
def test_passages_hold_every_sentence_once_and_do_not_overlap(text: str) -> None:
    passages = split_passages(text)
    at = 0
    for passage in passages:
        assert at <= passage.start < passage.end <= len(text)
        at = passage.end
    for sentence in split_sentences(text):
        if tokens(text[sentence.start : sentence.end]):
            assert sum(p.start <= sentence.start and sentence.end <= p.end for p in passages) == 1


@given(st.lists(pieces, max_size=40).map("".join))
def test_passages_hold_the_tokens_of_their_sentences(text: str) -> None:
    found = [token for passage in split_passages(text) for token in passage.tokens]
    sentences = (text[sentence.start : sentence.end] for sentence in split_sentences(text))
    assert found == [token for sentence in sentences for token in tokens(sentence)]


def test_a_page_that_was_read_has_its_passages_and_what_find_needs() -> None:
    read = read_page(page("The opti-\nmiser saves memory."))
    assert read.quality == "good"
    assert read.folded == fold("The optimiser saves memory.")
    assert len(read.passages) == 1


def test_garbled_text_is_not_searched() -> None:
    read = read_page(page("\ue001\ue002\ue003\ue004 abc"))
    assert read.quality == "garbled"
    assert read.passages == ()


def regions_of(*parts: tuple[RegionKind, str]) -> tuple[str, list[Region]]:
    text, regions = "", []
    for kind, part in parts:
        text += "\n\n" if text else ""
        regions.append(Region(kind, len(text), len(text) + len(part), 2 if kind == "heading" else 0))
        text += part
    return text, regions


ROWS = "\n\n".join(["(In millions)", "2021 2020", *(f"Kind {n} of asset {n}10 {n}20" for n in range(1, 70))])


def test_a_passage_of_a_table_carries_the_heads_that_stand_far_above_it() -> None:
    text, regions = regions_of(("heading", "Balance Sheets"), ("caption", "Table 7: What is owned"), ("table", ROWS))
    *_, last = split_passages(text, regions)
    assert text[last.start : last.end].startswith("Kind ")
    for part in ("Balance Sheets", "Table 7: What is owned", "2021 2020", "In millions"):
        assert part in last.context
    assert {"balanc", "2021", "own"} <= set(last.tokens)


def test_passages_of_a_table_begin_with_a_row() -> None:
    text, regions = regions_of(("table", ROWS), ("body", "What follows says more."))
    passages = split_passages(text, regions)
    assert len(passages) > 3
    assert all(text[: passage.start].endswith("\n\n") for passage in passages[1:])
    assert text[passages[-1].start : passages[-1].end] == "What follows says more."
    assert "2021" not in passages[-1].context


def test_a_passage_knows_the_headings_above_it_and_the_section_its_page_begins_in() -> None:
    body = " ".join(f"Sentence number {number} says something about memory." for number in range(60))
    text, regions = regions_of(("body", body), ("heading", "4.2 Speed"), ("body", body))
    first, *_, last = split_passages(text, regions, "4 Results")
    assert first.context == "4 Results"
    assert last.context == "4 Results | 4.2 Speed"


def test_the_words_of_a_heading_count_more_than_the_same_words_in_the_text() -> None:
    text, regions = regions_of(("heading", "Throughput"), ("body", "It was measured."))
    (passage,) = split_passages(text, regions)
    assert passage.tokens.count("throughput") > 1
    assert passage.context == ""


def test_the_stamp_on_a_scanned_page_is_not_its_text() -> None:
    read = read_page(page("Page 7"), is_picture=True)
    assert (read.quality, read.passages, read.folded) == ("missing", (), "page7")
