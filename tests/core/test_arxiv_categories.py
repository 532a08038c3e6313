"""Names of arXiv's categories."""

from reader.core.arxiv_categories import CATEGORIES, category_name


def test_a_code_has_its_name_and_another_word_stays() -> None:
    assert category_name("cs.CL") == "Computation and Language"
    assert category_name("physics.data-an") == "Data Analysis, Statistics and Probability"
    assert category_name("hep-th") == "High Energy Physics - Theory"
    assert category_name("box.XY") == "box.XY"


def test_the_table_is_the_whole_taxonomy() -> None:
    assert len(CATEGORIES) == 157
    assert all(name and name[0].isupper() and "  " not in name for name in CATEGORIES.values())
