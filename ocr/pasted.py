"""Was a value typed over or pasted in? Found by grain that is missing around one piece of print only."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.document import Line
from ocr.layout import bounds

Grey = NDArray[np.uint8]
Blocks = NDArray[np.uint8]
BLOCK_PX = 8
_SAME_LEVEL = 1
_GRAINLESS = 249
"""Of 255: a block in which nearly no two neighbours differ by more than one level."""
_BURNT_LEVEL = 250
_DARKEST_PAPER = 0.55
"""Share of the page's paper level below which a block is desk or shadow."""
_LEAST_BLOCKS = 50


def grain_measures(grey: Grey, lines: Sequence[Line]) -> dict[str, float]:
    """Measure the grain of the paper and where it is missing, in blocks of 8 × 8 pixels.

    `grain`: the share (0..1) of neighbouring pixels that differ by more than one level, median over the
    blocks of paper that is not burnt out. `even_paper`: the share of those blocks without any grain.
    `patch`: the area of the largest grainless piece around print, in squares of the median line height. A
    patch on paper that has grain everywhere else was painted over. Empty where there is no such paper or
    no print.
    """
    grey = grey[: grey.shape[0] // BLOCK_PX * BLOCK_PX or None]
    blocks, level = _calm_blocks(grey), _blocks_of(grey[:, 1:])
    paper = (level < _BURNT_LEVEL) & (level > _DARKEST_PAPER * float(np.percentile(level, 75)))
    if not lines or int(paper.sum()) < _LEAST_BLOCKS:
        return {}
    smooth = (blocks >= _GRAINLESS) & paper
    print_blocks, line_height = _around_print(lines, blocks.shape)
    patch = _largest(smooth & print_blocks) / line_height**2
    return {
        "grain": 1 - float(np.median(blocks[paper])) / 255,
        "even_paper": float(smooth.sum()) / float(paper.sum()),
        "patch": patch,
    }


def _calm_blocks(grey: Grey) -> Blocks:
    """Return, for each block, the share (of 255) of neighbours that are on one level."""
    rows = grey[::2]  # every other row tells as much for half the work
    steps = cv2.absdiff(rows[:, 1:], rows[:, :-1])
    calm = cv2.threshold(steps, _SAME_LEVEL, 255, cv2.THRESH_BINARY_INV)[1]
    return _blocks_of(np.asarray(calm, dtype=np.uint8), rows_px=BLOCK_PX // 2)


def _blocks_of(picture: Grey, rows_px: int = BLOCK_PX) -> Blocks:
    """Return the mean of each block; what is left over at the right and below is left out."""
    down, across = max(1, picture.shape[0] // rows_px), max(1, picture.shape[1] // BLOCK_PX)
    whole = picture[: down * rows_px, : across * BLOCK_PX]
    return np.asarray(cv2.resize(whole, (across, down), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _around_print(lines: Sequence[Line], shape: tuple[int, ...]) -> tuple[NDArray[np.bool_], float]:
    """Tell which blocks lie within half a line height of print; and that height in blocks, the median."""
    near = np.zeros(shape, dtype=np.bool_)
    heights = []
    for line in lines:
        left, top, right, bottom = bounds(line.box)
        high = bottom - top
        heights.append(high / BLOCK_PX)
        x0, y0, x1, y1 = (
            max(0, int(side // BLOCK_PX))
            for side in (left - high / 2, top - high / 2, right + high / 2, bottom + high / 2)
        )
        near[y0 : y1 + 1, x0 : x1 + 1] = True
    return near, max(1.0, float(np.median(heights)))


def _largest(blocks: NDArray[np.bool_]) -> int:
    """Return the size of the largest connected group of blocks."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(blocks.astype(np.uint8), connectivity=4)
    return int(stats[1:, cv2.CC_STAT_AREA].max()) if count > 1 else 0
