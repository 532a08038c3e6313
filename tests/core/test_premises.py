import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.premises import asked, named_things, question_words, spellings


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("What is the total? Round your answer to two decimal places.", "What is the total?"),
        ("What is the date? Format your answer as YYYY-MM-DD.", "What is the date?"),
        ("What is the margin, rounded to two decimals?", "What is the margin, ?"),
        ("Who is it? When was it?", "Who is it? When was it?"),
        ("Give the number of layers.", "Give the number of layers."),
        ("いくらですか？", "いくらですか？"),
    ],
)
def test_what_the_answer_is_to_look_like_is_not_what_is_asked(question: str, left: str) -> None:
    assert asked(question) == left


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("How many tweets named Boeing in 2014?", ("Boeing", "2014")),
        ("Where are the plants of Apple Inc. located?", ("Apple", "Inc")),
        ("What did V3Det bring?", ("V3Det",)),
        ("What is the FY2017 DPO of Amazon?", ("Amazon", "2017")),
        ("What is DPO? It is 365 * payables / costs.", ()),
        ("When did it exceed 700,000?", ("700,000",)),
        ("Gemma has how many layers?", ()),
        ("What do Figure 1 and Table 3 show of LOMO?", ()),
        ("What Is The Title Of This Book", ()),
        ("Boeingは2014年に何件ですか？", ("Boeing", "2014")),
        ("How many in March 31,2003?", ("March",)),
    ],
)
def test_names_and_numbers_must_stand_in_the_document(question: str, things: tuple[str, ...]) -> None:
    assert named_things(question) == things


def test_one_thing_may_be_spelled_in_several_ways() -> None:
    assert spellings("700,000") == ("700,000", "700000")
    assert spellings("Chinese") == ("chin",)
    assert spellings("Apple") == ("apple",)


def test_words_about_the_document_are_not_looked_for_in_it() -> None:
    assert question_words("What is the date of the document?") == {"date"}
    assert question_words("日付を教えてください") == {"日付"}
    assert question_words("How fast is it in Figure 1?") == {"fast"}
    assert question_words("What is this?") == frozenset()


@given(st.text())
def test_any_question_has_premises(question: str) -> None:
    for thing in named_things(question):
        assert all(spellings(thing))
    question_words(question)
