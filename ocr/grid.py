"""Cells of ruled tables: closed by lines on a small picture of the page, told on the levelled page."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.layout import Tilt

_SIDE_PX = 1200
_LEAST_PX = 12
_LEAST_FILL = 0.86
_LONG_PX = 30
_TALL_PX = 22
_FAINT = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table on the levelled page, in pixels of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in the cell."""
        return self.left < x < self.right and self.top < y < self.bottom

    def shares_rows_with(self, other: "Cell") -> bool:
        """Tell whether both stand side by side: most of the lower one's height."""
        overlap = min(self.bottom, other.bottom) - max(self.top, other.top)
        return overlap > 0.6 * min(self.bottom - self.top, other.bottom - other.top)

    def shares_columns_with(self, other: "Cell") -> bool:
        """Tell whether both stand one above the other: most of the narrower one's width."""
        overlap = min(self.right, other.right) - max(self.left, other.left)
        return overlap > 0.6 * min(self.right - self.left, other.right - other.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of a page; `reach` is how far apart neighbours may be, in pixels of the page."""

    cells: tuple[Cell, ...] = ()
    reach: float = 12.0

    def at(self, x: float, y: float) -> Cell | None:
        """Return the cell at a point, the smallest when one lies in another."""
        there = [c for c in self.cells if c.left < x < c.right and c.top < y < c.bottom]
        return min(there, key=lambda cell: cell.right - cell.left, default=None)

    def right_of(self, cell: Cell, y: float) -> Cell | None:
        """Return the neighbour to the right at a height."""
        beside = (
            other
            for other in self.cells
            if abs(other.left - cell.right) < self.reach and other.top < y < other.bottom
        )
        return min(beside, key=lambda other: other.right, default=None)

    def below(self, cell: Cell) -> Cell | None:
        """Return the neighbour below that begins where the cell begins."""
        under = (
            other
            for other in self.cells
            if abs(other.top - cell.bottom) < self.reach and other.shares_columns_with(cell)
        )
        return min(under, key=lambda other: abs(other.left - cell.left), default=None)


NO_GRID = Grid()


def grid_of(grey: Picture, tilt: Tilt) -> Grid:
    """Find the cells on a page in grey: what lines close on all sides, but no frame around other cells."""
    height, width = grey.shape[:2]
    scale = min(1.0, _SIDE_PX / max(height, width))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    level = _levelled(np.asarray(small, dtype=np.uint8), tilt, scale)
    closed = _between(_rules(level))
    cells = (Cell(left=x / scale, top=y / scale, right=r / scale, bottom=b / scale) for x, y, r, b in closed)
    return Grid(cells=tuple(cells), reach=9 / scale)


def _levelled(grey: NDArray[np.uint8], tilt: Tilt, scale: float) -> NDArray[np.uint8]:
    """Turn the picture so that its lines run level, as the layout does with boxes."""
    if tilt.slope == 0 and tilt.change == 0:
        return grey
    height, width = grey.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    levelled = [tilt.level(float(x) / scale, float(y) / scale) for x, y in corners]
    matrix = cv2.getPerspectiveTransform(corners, np.array(levelled, dtype=np.float32) * np.float32(scale))
    turned = cv2.warpPerspective(grey, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def _rules(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the mask of the lines, long ones across and down, thickened by a pixel."""
    mask = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, _FAINT)
    across, down = (
        cv2.morphologyEx(cv2.dilate(mask, np.ones(wide, np.uint8)), cv2.MORPH_OPEN, np.ones(long, np.uint8))
        for long, wide in (((1, _LONG_PX), (3, 1)), ((_TALL_PX, 1), (1, 3)))
    )
    return np.asarray(cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _between(rules: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Return the rectangles that the lines close: left, top, right, bottom."""
    height, width = rules.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats((rules == 0).astype(np.uint8), connectivity=4)
    found = []
    for left, top, wide, tall, size in stats[1:count].tolist():
        is_inside = left > 0 and top > 0 and left + wide < width and top + tall < height
        if is_inside and min(wide, tall) >= _LEAST_PX and size > _LEAST_FILL * wide * tall:
            found.append((left - 2, top - 2, left + wide + 2, top + tall + 2))
    return found
