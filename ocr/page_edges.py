"""Is the page cut off at a side? Print, rules and colour that run into the edge of the picture tell."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.document import Line
from ocr.layout import bounds

Grey = NDArray[np.uint8]
_TOUCH = 0.004
"""Share of the picture's shorter side within which a line of print touches the edge."""
_STRIP_PX = 3
_PAPER = 0.72
"""Share of the page's usual level from which a strip is paper and not what the paper lies on."""


def edge_measures(grey: Grey, small_grey: Grey, lines: Sequence[Line]) -> dict[str, float]:
    """Count what runs into the edges of the picture.

    `cut_lines` are lines of print that touch an edge, `cut_rules` thin dark rules that run out, both at the
    worst of the four sides; `open_sides` are sides to which the paper runs while others show the desk.
    """
    height, width = grey.shape
    reach = max(2.0, _TOUCH * min(height, width))
    touching = [0, 0, 0, 0]
    for line in (line for line in lines if len(line.text) > 1):
        left, top, right, bottom = bounds(line.box)
        sides = (left <= reach, top <= reach, right >= width - 1 - reach, bottom >= height - 1 - reach)
        touching = [count + int(is_at) for count, is_at in zip(touching, sides, strict=True)]
    return {
        "cut_lines": float(max(touching)),
        "cut_rules": float(max(_rules(strip) for strip in _strips(grey, _STRIP_PX))),
        "open_sides": float(_open_sides(small_grey)),
    }


def _strips(grey: Grey, width_px: int) -> tuple[NDArray[np.uint8], ...]:
    """Return the lightest levels along the left, upper, right and lower edge."""
    return (
        grey[:, :width_px].max(axis=1),
        grey[:width_px].max(axis=0),
        grey[:, -width_px:].max(axis=1),
        grey[-width_px:].max(axis=0),
    )


def _open_sides(small_grey: Grey) -> int:
    """Count the sides along which paper reaches the edge; 0 unless two other sides show something darker."""
    paper = float(np.percentile(small_grey[::2, ::2], 80))
    shares = [float((strip > _PAPER * paper).mean()) for strip in _strips(small_grey, 2)]
    dark, bright = sum(share < 0.1 for share in shares), sum(share > 0.6 for share in shares)
    return bright if dark >= 2 else 0


def _rules(strip: NDArray[np.uint8]) -> int:
    """Count short dark runs along one edge of an otherwise bright strip."""
    bright = float(np.percentile(strip, 75))
    if bright < 120:
        return 0
    dark = (strip < bright * 0.72).astype(np.int8)
    if float(dark.mean()) > 0.25:
        return 0
    starts = np.flatnonzero(np.diff(dark, prepend=0) == 1)
    ends = np.flatnonzero(np.diff(dark, append=0) == -1)
    widest = max(6.0, 0.006 * strip.size)
    return int(((ends - starts + 1) <= widest).sum())
