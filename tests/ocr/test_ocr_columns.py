"""Columns of tables, ruled and merely aligned, on lines made by hand."""

from itertools import pairwise

import pytest
from hand_made_lines import page

from ocr.columns import column_below
from ocr.grid import NO_GRID, Cell, Grid
from ocr.labels import occurrences
from ocr.table_cells import cut_at_rules

Line = tuple[str, float, float]
LEFTS = (0.0, 100.0, 400.0, 600.0)


def grid(rows: int) -> Grid:
    """Return a grid of three columns and so many rows 50 pixels high."""
    cells = [
        Cell(left=left, top=50.0 * row, right=right, bottom=50.0 * (row + 1))
        for row in range(rows)
        for left, right in pairwise(LEFTS)
    ]
    return Grid(cells=tuple(cells))


def column(heading: str, ruled: Grid, *lines: Line) -> str:
    """Return the column below a heading; an unreadable one has an exclamation mark in front."""
    spans = cut_at_rules(page(*lines), ruled)
    seen = occurrences(spans, ["序号", "姓名", "数量", "审批意见"])
    label = next(found for found in seen if found.label == heading)
    found = column_below(label, seen, spans, ruled)
    is_whole = all(character.score > 0 for character in found)
    return ("" if is_whole else "!") + "".join(character.text for character in found)


def table(*rows: tuple[str, str, str]) -> list[Line]:
    """Return the lines of a table with a heading."""
    every = [("序号", "姓名", "数量"), *rows]
    return [
        (text, left + 5, 5 + 50.0 * row)
        for row, texts in enumerate(every)
        for text, left in zip(texts, LEFTS, strict=False)
        if text
    ]


@pytest.mark.parametrize("ruled", [grid(4), NO_GRID])
def test_a_column_is_every_cell_below_its_heading_and_nothing_else(ruled: Grid) -> None:
    lines = table(("1", "林样例", "3"), ("2", "陈样例", "12"), ("3", "王样例", "5"))
    assert column("数量", ruled, *lines) == "3;12;5"
    assert column("姓名", ruled, *lines) == "林样例;陈样例;王样例"


@pytest.mark.parametrize("ruled", [grid(4), NO_GRID])
def test_a_column_that_lacks_a_cell_is_not_whole(ruled: Grid) -> None:
    lines = table(("1", "林样例", "3"), ("2", "陈样例", ""), ("3", "王样例", "5"))
    assert column("数量", ruled, *lines) == "!3;5"


def test_rows_left_empty_at_the_end_are_no_cells_and_numbers_of_rows_do_not_fill_them() -> None:
    assert column("数量", grid(4), *table(("1", "林样例", "3"), ("2", "", ""), ("3", "", ""))) == "3"


@pytest.mark.parametrize("last", [("合计", "", "8"), ("审批意见", "同意", "")])
def test_a_total_or_another_label_ends_a_column(last: tuple[str, str, str]) -> None:
    assert column("数量", grid(4), *table(("1", "林样例", "3"), ("2", "陈样例", "5"), last)) == "3;5"


def test_without_rules_a_wide_gap_ends_a_column() -> None:
    lines = [*table(("1", "林样例", "3")), ("填表人王样例", 405, 400)]
    assert column("数量", NO_GRID, *lines) == "3"


def test_a_cell_of_two_lines_is_one_entry() -> None:
    lines = [*table(("1", "", "3"), ("2", "陈样例", "5")), ("阿依·", 105, 48), ("古丽", 105, 76)]
    assert column("姓名", grid(3), *lines) == "阿依·古丽;陈样例"
