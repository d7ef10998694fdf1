"""Cells of tables found on drawn pages: ruled, merged, leaning, broken."""

import cv2
import numpy as np
import pytest

from ocr.crops import Picture
from ocr.grid import Grid, grid_of
from ocr.layout import Tilt
from simulator.paper.marks import Pen
from simulator.paper.raster import render


def drawn(pen: Pen) -> Picture:
    """Return a sheet at 150 dpi in grey."""
    return np.asarray(render(pen.sheet(), 150).convert("L"))


def ruled(*rows: tuple[float, ...]) -> Pen:
    """Return a page with a table of rows 12 mm high; each row gives the widths of its cells in mm."""
    pen = Pen()
    for number, widths in enumerate(rows):
        x = 20.0
        for width in widths:
            pen.frame(x, 40 + 12 * number, width, 12)
            pen.text(x + 3, 48 + 12 * number, "样例丨一口")
            x += width
    return pen


def test_every_closed_cell_is_found_merged_ones_too() -> None:
    grid = grid_of(drawn(ruled((30, 50, 30, 50), (30, 130), (80, 80))), Tilt())
    widths = sorted(round((cell.right - cell.left) / 150 * 25.4 / 10) for cell in grid.cells)
    assert widths == [3, 3, 3, 5, 5, 8, 8, 13]


def test_neighbours_are_those_that_touch() -> None:
    grid = grid_of(drawn(ruled((30, 50, 80), (30, 130))), Tilt())
    first = grid.at(25 / 25.4 * 150, 46 / 25.4 * 150)
    assert first is not None
    right, below = grid.right_of(first, (first.top + first.bottom) / 2), grid.below(first)
    assert right is not None
    assert below is not None
    assert abs(right.left - first.right) < 6
    assert abs(below.top - first.bottom) < 6
    assert below.shares_columns_with(first)
    assert not below.shares_rows_with(first)


def test_a_leaning_table_is_found_by_the_tilt_of_its_lines() -> None:
    picture = drawn(ruled((30, 50, 30, 50), (30, 130)))
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 2.0, 1.0)
    leaning = cv2.warpAffine(picture, turn, (width, height), borderValue=(255, 255, 255))
    tilt = Tilt(slope=-np.tan(np.radians(2.0)), centre_x=width / 2, centre_y=height / 2)
    assert len(grid_of(np.asarray(leaning, dtype=np.uint8), tilt).cells) == 6


@pytest.mark.parametrize("gap_mm", [0.0, 6.0])
def test_cells_that_no_line_parts_are_no_two_cells(gap_mm: float) -> None:
    pen = Pen()
    pen.frame(20, 40, 100, 12)
    pen.rule(60, 40 + gap_mm, 60, 52)
    assert len(grid_of(drawn(pen), Tilt()).cells) == (1 if gap_mm else 2)


def test_text_underlines_and_tick_boxes_are_no_cells() -> None:
    pen = Pen()
    pen.text(30, 50, "一二三口田国固圆丨中申样例" * 2, size=14)
    pen.rule(30, 60, 150, 60)
    pen.frame(40, 70, 2.5, 2.5)
    assert grid_of(drawn(pen), Tilt()) == Grid(cells=(), reach=grid_of(drawn(pen), Tilt()).reach)
