from reader.core.reading_order import LineShape
from reader.core.tables import find_tables, is_figure, is_head_row


def cell(text: str, right: float, y: float, block: int = 0) -> LineShape:
    return LineShape(right - 5 * len(text), y, right, y + 10, 10, text, False, block)


def label(text: str, y: float, block: int = 0) -> LineShape:
    return LineShape(50, y, 50 + 5 * len(text), y + 10, 10, text, False, block)


SHEET = [
    cell("2021", 400, 100),
    cell("2020", 480, 100),
    label("Current assets:", 112, 1),
    label("Cash", 124, 2), cell("1,944", 400, 124, 2), cell("1,786", 480, 124, 2),
    label("Inventories", 136, 3), cell("9,059", 400, 136, 3), cell("(8,020)", 480, 136, 3),
    label("Total", 148, 4), cell("11,003", 400, 148, 4), cell("—", 480, 148, 4),
]  # fmt: skip


def rows(lines: list[LineShape]) -> list[list[str]]:
    return [[" ".join(lines[i].text for i in row) for row in table.rows] for table in find_tables(lines)]


def test_a_table_without_lines_is_read_row_by_row_with_its_heads() -> None:
    assert rows(SHEET) == [
        ["2021 2020", "Current assets:", "Cash 1,944 1,786", "Inventories 9,059 (8,020)", "Total 11,003 —"]
    ]


def test_a_table_written_column_by_column_has_the_same_rows() -> None:
    by_column = sorted(SHEET, key=lambda line: (line.x1, line.y0))
    assert rows(by_column) == rows(SHEET)


def test_running_text_beside_a_table_is_no_part_of_it() -> None:
    words = "words of the other column that go on and on to the end"
    column = [LineShape(500, 100 + 12 * n, 760, 110 + 12 * n, 10, words, False, 9) for n in range(5)]
    assert rows([*SHEET, *column]) == rows(SHEET)


def test_two_columns_of_text_are_no_table() -> None:
    words = "in 2021 the words of a column with 12 or 13 lines"
    lines = [
        LineShape(x, 100 + 12 * n, x + 230, 110 + 12 * n, 10, words, False, block)
        for block, x in enumerate((50, 310))
        for n in range(6)
    ]
    assert rows(lines) == []


def test_figures_and_years() -> None:
    assert all(map(is_figure, ["1,944", "$ 12.5", "(8,020)", "10.8%", "—", "1.2±0.3", "12,000円"]))
    assert not any(map(is_figure, ["2021", "Cash", "FY21", "Note 3 to it"]))
    assert is_head_row("December 31, 2021 December 31, 2020")
    assert is_head_row("Method Params RTE BoolQ")
    assert not is_head_row("Cash 1,944 1,786")
