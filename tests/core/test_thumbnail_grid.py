import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.thumbnail_grid import SPACING_PX, ThumbnailGrid

GRIDS = st.builds(ThumbnailGrid, st.integers(1, 20_000), st.floats(20, 200), st.floats(20, 250), st.floats(1, 1500))


@pytest.mark.parametrize(("width", "columns"), [(50, 1), (123, 1), (124 + 112, 2), (600, 5)])
def test_there_are_as_many_columns_as_fit(width: float, columns: int) -> None:
    assert ThumbnailGrid(100, 100, 120, width).columns == columns


def test_fewer_pages_than_columns_are_in_the_middle() -> None:
    grid = ThumbnailGrid(2, 100, 120, 600)
    first, second = grid.cell(0), grid.cell(1)
    assert first.left - 0 == pytest.approx(600 - (second.left + second.width))
    assert grid.page_at(300, 60) is None  # between the two
    assert grid.page_at(first.left + 1, SPACING_PX + 1) == 0


@given(GRIDS, st.data())
def test_a_point_of_a_cell_is_of_its_page(grid: ThumbnailGrid, data: st.DataObject) -> None:
    page_index = data.draw(st.integers(0, grid.page_count - 1))
    cell = grid.cell(page_index)
    x, y = cell.left + cell.width / 2, cell.top + cell.height / 2
    assert grid.page_at(x, y) == page_index
    assert grid.nearest(x, y) == page_index
    assert cell.top + cell.height <= grid.height
    assert page_index in grid.visible(y - 1, y + 1)


@given(GRIDS, st.floats(-500, 1e7), st.floats(1, 2000))
def test_what_shows_is_a_run_of_whole_rows(grid: ThumbnailGrid, top: float, height: float) -> None:
    shown = grid.visible(top, top + height)
    assert len(shown) <= (height // grid.cell_height + 3) * grid.columns
    if shown:
        assert shown[0] % grid.columns == 0
        assert shown[-1] == grid.page_count - 1 or (shown[-1] + 1) % grid.columns == 0


@given(GRIDS, st.floats(-1e4, 1e4), st.floats(-1e4, 1e7))
def test_any_point_is_nearest_to_some_page(grid: ThumbnailGrid, x: float, y: float) -> None:
    nearest = grid.nearest(x, y)
    assert nearest is not None
    assert 0 <= nearest < grid.page_count


def test_no_pages_take_no_room() -> None:
    grid = ThumbnailGrid(0, 100, 120, 300)
    assert grid.height == 0
    assert grid.nearest(5, 5) is None
    assert len(grid.visible(0, 500)) == 0
