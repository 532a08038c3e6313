"""The title as page 1 has it."""

import pytest

from reader.core.document import PageText, pack_boxes
from reader.core.paper_title import printed_title
from tests.core.printed_page import printed_page as page

BODY = (0.4, 0.012, "Running text that has nothing to do with it.")


def test_lines_of_one_size_are_one_title_without_running_head_and_sign() -> None:
    lines = ((0.03, 0.012, "Published as a conference paper at ICLR 2018"), (0.1, 0.03, "A Method for Saving"))
    assert printed_title(page(*lines, (0.132, 0.03, "Memory^1"), BODY)) == "A Method for Saving Memory"
    assert printed_title(page(*lines, (0.132, 0.03, "Memory∗†"), BODY)) == "A Method for Saving Memory"


def test_small_capitals_are_small_letters() -> None:
    lines = ((0.1, 0.03, "F_U_L_L T_U_N_I_N_G _W_I_T_H 2"), (0.132, 0.03, "L_O_G_I_C-LM: Empowering Models"))
    assert printed_title(page(*lines, BODY)) == "Full Tuning with 2 Logic-LM: Empowering Models"


def test_the_rest_of_a_word_in_small_capitals_belongs_to_the_title() -> None:
    lines = page((0.1, 0.03, "A_D_A_M: S_T_O_C_H_A_S_T_I_C O_P_T_I_M_I_Z_A-"), (0.132, 0.024, "TION"), BODY)
    assert printed_title(lines) == "Adam: Stochastic Optimization"


def test_capitals_throughout_stay_unless_the_file_says_how_they_are_written() -> None:
    lines = page((0.1, 0.03, "ON THE COHOMOLOGY OF SPACES"), BODY)
    assert printed_title(lines) == "ON THE COHOMOLOGY OF SPACES"
    assert printed_title(lines, "On the Cohomology of Spaces") == "On the Cohomology of Spaces"


def test_what_the_file_states_is_believed_where_the_page_has_it() -> None:
    lines = page((0.05, 0.05, "Neural Letters"), (0.12, 0.03, "On Memory"), (0.2, 0.012, "Ann Lee"), BODY)
    assert printed_title(lines) == "Neural Letters"
    assert printed_title(lines, "On memory") == "On Memory"
    assert printed_title(lines, "Template of a Paper") == "Neural Letters"


def test_letters_in_parts_are_made_whole() -> None:
    lines = page((0.1, 0.03, "Efﬁcient Mod-"), (0.132, 0.03, "Based Mar´ıa"), BODY)
    assert printed_title(lines) == "Efficient Mod-Based María"


def test_a_hyphen_at_a_line_end_of_a_title_is_the_words_own_unless_the_text_says_otherwise() -> None:
    lines = ((0.1, 0.03, "A Study of Pre-"), (0.132, 0.03, "training Transfor-"), (0.164, 0.03, "mers"))
    body = (0.4, 0.012, "The transformers that we use.")
    assert printed_title(page(*lines, body)) == "A Study of Pre-training Transformers"


def test_an_exponent_is_no_sign() -> None:
    assert printed_title(page((0.1, 0.03, "Solving x^2 in Parallel"), BODY)) == "Solving x2 in Parallel"


@pytest.mark.parametrize("head", ["ABSTRACT", "Journal of Boxes", "arXiv:2306.09782v1 [cs.CL]", "Vol. 12"])
def test_other_large_lines_are_no_title(head: str) -> None:
    assert printed_title(page((0.05, 0.06, head), (0.2, 0.02, "On Boxes"), BODY)) == "On Boxes"


def test_japanese_lines_meet_without_a_space() -> None:
    lines = page((0.1, 0.03, "大規模言語モデルの"), (0.132, 0.03, "高速化"), BODY)
    assert printed_title(lines) == "大規模言語モデルの高速化"


def test_the_stamp_in_the_margin_is_no_line() -> None:
    text = "arXiv:2306.09782v1 [cs.CL] 16 Jun 2023\nOn Boxes\n"
    boxes = [(0.02, 0.8 - at * 0.012, 0.06, 0.812 - at * 0.012) for at in range(38)] + [(0.0, 0.0, 0.0, 0.0)]
    boxes += [(0.1 + at * 0.01, 0.1, 0.11 + at * 0.01, 0.12) for at in range(8)] + [(0.0, 0.0, 0.0, 0.0)]
    assert printed_title(PageText(0, text, pack_boxes(boxes))) == "On Boxes"
