"""Values in the cells of ruled tables, on lines and cells made by hand."""

from collections.abc import Mapping

import pytest
from hand_made_lines import known, page

from ocr.document import Reading, ReadingState, Source
from ocr.elements import View, read_elements
from ocr.grid import Cell, Grid
from ocr.table_cells import cut_at_rules

Line = tuple[str, float, float]
ROW = 60.0


def table(*rows: tuple[tuple[float, float], ...]) -> Grid:
    """Return a grid of rows 60 pixels high from y = 100 on; each cell is its left and right edge."""
    cells = [
        Cell(left=left, top=100 + ROW * number, right=right, bottom=100 + ROW * (number + 1))
        for number, row in enumerate(rows)
        for left, right in row
    ]
    return Grid(cells=tuple(cells))


def told(grid: Grid, *lines: Line, is_whole: bool = False) -> Mapping[str, Reading]:
    """Return what a page with a table tells of a nurse's application."""
    spans = cut_at_rules(page(*lines), grid)
    view = View(number=1, source=Source.TEXT_LAYER, spans=spans, grid=grid, is_whole=is_whole)
    return read_elements(known("nurse_application"), view)


def test_a_line_that_runs_over_a_rule_is_cut_there() -> None:
    spans = cut_at_rules(page(("姓名林样例性别女", 105, 110)), table(((100, 170), (170, 262), (262, 900))))
    assert [span.text for span in spans] == ["姓名", "林样例", "性别女"]
    assert [character.line for span in spans for character in span.characters] == [0, 0, 1, 1, 1, 2, 2, 2]
    assert [span.line.text for span in spans] == ["姓名", "林样例", "性别女"]


def test_the_cell_to_the_right_holds_the_value_however_many_lines_it_has() -> None:
    grid = Grid(
        cells=(Cell(left=0, top=100, right=200, bottom=260), Cell(left=200, top=100, right=700, bottom=260))
    )
    lines = [
        ("拟执业机构", 10, 165),
        ("仿真市样例区", 210, 110),
        ("第一人民医院", 210, 165),
        ("滨海分院", 210, 215),
    ]
    assert told(grid, *lines)["new_inst"].value == "仿真市样例区第一人民医院滨海分院"


def test_nothing_leaks_from_the_cell_below_or_beside() -> None:
    grid = table(((0, 200), (200, 700), (700, 900)), ((0, 200), (200, 700), (700, 900)))
    lines = [
        ("拟执业机构", 10, 110),
        ("仿真市样例区", 210, 110),
        ("旁的话", 705, 110),
        ("第一人民医院", 210, 165),
    ]
    assert told(grid, *lines)["new_inst"].value == "仿真市样例区"


def test_a_label_over_its_value_is_read_below_when_a_label_stands_to_the_right() -> None:
    grid = table(((0, 200), (200, 700)), ((0, 200), (200, 700)))
    lines = [("姓名", 10, 110), ("身份证号", 210, 110), ("林样例", 10, 170), ("350199198503129011", 210, 170)]
    found = told(grid, *lines)
    assert (found["name"].value, found["idno"].value) == ("林样例", "350199198503129011")


@pytest.mark.parametrize(
    "label", [("护士执业", "证书编号"), ("证书编号", "(必填)"), ("证", "书", "编", "号")]
)
def test_a_label_may_fill_its_cell_over_several_lines(label: tuple[str, ...]) -> None:
    grid = Grid(
        cells=(Cell(left=0, top=100, right=200, bottom=300), Cell(left=200, top=100, right=700, bottom=300))
    )
    lines = [(text, 20.0, 110.0 + 44 * place) for place, text in enumerate(label)]
    assert told(grid, *lines, ("201235019912", 210, 180))["cert_no"].value == "201235019912"


def test_label_and_value_in_one_cell_stay_within_it() -> None:
    grid = table(((0, 400), (400, 700)))
    found = told(grid, ("姓名：林样例", 10, 110), ("护士", 405, 110))
    assert found["name"].value == "林样例"


def test_a_value_below_its_label_in_one_cell_is_not_blank() -> None:
    grid = Grid(cells=(Cell(left=0, top=100, right=300, bottom=260),))
    assert told(grid, ("姓名", 10, 110), ("林样例", 60, 180), is_whole=True)["name"].value == "林样例"


def test_an_empty_cell_is_blank_and_its_box_is_the_evidence() -> None:
    grid = table(((0, 200), (200, 700)))
    found = told(grid, ("姓名", 10, 110), is_whole=True)["name"]
    assert found.state is ReadingState.BLANK
    assert found.box == ((200, 100), (700, 100), (700, 160), (200, 160))


def test_the_beginning_of_an_unknown_label_has_no_value() -> None:
    grid = table(((0, 300), (300, 700)))
    cut = told(grid, ("姓名或名称", 10, 110), ("林样例", 310, 110))["name"]
    in_the_open = told(Grid(), ("姓名或名称", 10, 110), ("林样例", 410, 110))["name"]
    assert (cut.state, in_the_open.state) == (ReadingState.NOT_FOUND, ReadingState.NOT_FOUND)


def test_beside_an_unknown_longer_label_an_empty_place_proves_nothing() -> None:
    lines = [("姓名", 10, 10), ("姓名全称", 10, 110), ("林样例", 310, 110)]
    assert told(Grid(), *lines, is_whole=True)["name"].state is ReadingState.NOT_FOUND


def test_a_bracket_that_begins_the_value_is_no_part_of_the_label() -> None:
    grid = table(((0, 300), (300, 900)))
    found = told(grid, ("拟执业机构", 10, 110), ("(样例)第一医院", 310, 110))["new_inst"]
    assert found.value == "(样例)第一医院"


def test_a_bracket_that_lost_its_end_is_part_of_the_label() -> None:
    grid = table(((0, 300), (300, 900)))
    assert told(grid, ("姓名(本人", 10, 110), ("林样例", 310, 110))["name"].value == "林样例"
