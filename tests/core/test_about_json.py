from hypothesis import given
from hypothesis import strategies as st

from reader.core.about_json import about_from_json, about_to_json
from reader.core.document import DocumentInfo, OutlineItem, PageSize

sizes = st.lists(st.builds(PageSize, st.floats(1, 9999), st.floats(1, 9999)), max_size=4).map(tuple)
words = st.text(st.characters())  # surrogates too: a title need not be Unicode
infos = st.builds(
    DocumentInfo,
    file=st.just("/now/here.pdf"),
    document_id=st.just("ab12"),
    sizes=sizes,
    labels=st.none() | st.lists(words, max_size=4).map(tuple),
    title=words,
    author=words,
    is_repaired=st.booleans(),
)
items = st.builds(OutlineItem, st.integers(1, 9), words, st.none() | st.integers(0, 99), st.none() | st.floats(0, 1))


@given(infos, words, st.lists(items, max_size=3).map(tuple))
def test_what_is_known_of_a_document_comes_back_as_it_was(
    info: DocumentInfo, title: str, outline: tuple[OutlineItem, ...]
) -> None:
    kept = about_to_json(info, title, outline)
    kept.encode("ascii")
    assert about_from_json(kept, "/now/here.pdf", "ab12") == (info, title, outline)


def test_a_book_of_equal_pages_takes_little_room_and_older_indexes_are_still_read() -> None:
    info = DocumentInfo("/now/here.pdf", "ab12", (PageSize(595, 842),) * 16_000, None, "", "", is_repaired=False)
    kept = about_to_json(info, "T", ())
    assert len(kept) < 500
    older = kept.replace("[[595, 842, 16000]]", "[[595, 842], [595, 842], [200, 100]]")
    assert about_from_json(older, "f", "ab12")[0].sizes == (PageSize(595, 842), PageSize(595, 842), PageSize(200, 100))
