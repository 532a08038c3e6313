from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engine.e5_gguf import to_gguf
from reader.engine.gguf_header import read_header
from tests.tiny_e5 import packed_e5

PACKED = packed_e5()


def test_the_written_file_says_what_the_packed_one_held(tmp_path: Path) -> None:
    path = tmp_path / "e5.gguf"
    path.write_bytes(b"".join(to_gguf(PACKED)))
    header = read_header(path)
    assert (header.architecture, header.name, header.pooling_type) == ("bert", "multilingual-e5-small", 1)
    assert (header.embedding_length, header.feed_forward_length, header.block_count) == (64, 96, 1)
    assert (header.context_length, header.tensor_count) == (512, 5 + 16)
    assert PACKED.endswith(path.read_bytes()[-64 * 4 :]), "the data is as it was"


def test_tokens_that_only_fill_up_the_embedding_have_names_of_their_own(tmp_path: Path) -> None:
    sizes = []
    for unused in (0, 3):
        path = tmp_path / f"{unused}.gguf"
        path.write_bytes(b"".join(to_gguf(packed_e5(unused=unused))))
        sizes.append(read_header(path).vocabulary_size)
    assert sizes[1] == sizes[0] + 3
    assert b"<unused2>" in path.read_bytes()


@pytest.mark.parametrize("packed", [b"", b"E5S1", b"E5S2" + PACKED[4:], b"\x80PK" * 100, PACKED[:-1], PACKED[:300]])
def test_what_is_no_packed_model_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match=r"packed|vocabulary|blocks"):
        next(to_gguf(packed))


@given(at=st.integers(0, 1500), value=st.binary(min_size=1, max_size=8))
def test_a_damaged_one_gives_a_file_or_a_value_error(at: int, value: bytes) -> None:
    damaged = PACKED[:at] + value + PACKED[at + len(value) :]
    try:
        written = b"".join(to_gguf(damaged))
    except ValueError:
        return
    assert written.startswith(b"GGUF")
