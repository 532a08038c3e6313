from reader.core.glossary import question_terms_in, terms_in, with_terms


def test_terms_are_found_in_order_each_once_and_the_longest_first() -> None:
    text = "Parameter-efficient fine-tuning keeps optimizer states; fine-tuning with the optimizer does not."
    assert terms_in(text) == [
        ("Parameter-efficient fine-tuning", "パラメータ効率の良いファインチューニング"),
        ("optimizer states", "オプティマイザ状態"),
        ("fine-tuning", "ファインチューニング"),
        ("optimizer", "オプティマイザ"),
    ]
    assert terms_in("Rain falls in the north.") == []


def test_terms_of_a_question_are_given_in_english() -> None:
    assert question_terms_in("この提案手法の限界は?") == [("提案手法", "proposed method"), ("限界", "limitations")]


def test_only_what_was_left_as_it_stood_is_replaced() -> None:
    assert with_terms("The memory footprint is small.", "これは memory footprint です") == "これはメモリ使用量です"
    assert with_terms("Attention Is All You Need.", "Attention Is All You Need") == "Attention Is All You Need"
