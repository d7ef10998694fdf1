"""Cells of tables that hold ink but no line that was found: a digit alone is easily missed."""

from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np

from ocr.crops import Quad
from ocr.grid import Cell, Grid
from ocr.ink import INK_BELOW, Area, InkMap
from ocr.layout import RawLine, spans

_MOST = 60
_LOWEST, _TALLEST, _FULLEST = 0.3, 1.5, 0.7


def unread_ink(page: InkMap, grid: Grid, lines: Sequence[RawLine]) -> list[Quad]:
    """Return the boxes of what may be text in cells without a line: ink about as tall as the lines are."""
    found = spans(lines, page.tilt)
    if not found:
        return []
    height = median(span.height for span in found)
    middles = [((span.left + span.right) / 2, span.middle) for span in found]
    empty = [cell for cell in grid.cells if not any(cell.holds(x, y) for x, y in middles)]
    boxes = (_ink_box(page, cell, height) for cell in empty[:_MOST])
    return [page.quad(box) for box in boxes if box is not None]


def _ink_box(page: InkMap, cell: Cell, height: float) -> Area | None:
    """Return the bounds of a cell's ink with a margin, None when it has none of a letter's height."""
    margin = 0.15 * height
    inner = Area(
        left=cell.left + margin, top=cell.top + margin, right=cell.right - margin, bottom=cell.bottom - margin
    )
    if inner.bottom - inner.top < 0.6 * height or inner.right - inner.left < 0.6 * height:
        return None
    mask = (page.view(inner) < INK_BELOW).astype(np.uint8)
    ys, xs = np.nonzero(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)))
    if len(xs) == 0 or not _LOWEST * height < np.ptp(ys) < _TALLEST * height:
        return None
    if len(xs) > _FULLEST * np.ptp(ys) * np.ptp(xs):
        return None
    around = 0.25 * height
    return Area(
        left=inner.left + float(xs.min()) - around,
        top=inner.top + float(ys.min()) - around,
        right=inner.left + float(xs.max()) + around,
        bottom=inner.top + float(ys.max()) + around,
    )
