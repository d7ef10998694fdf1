"""How good the picture of a page is, and what is wrong with it.

Each measure is a figure by name, described where it is taken: sharpness.py, tones.py, page_edges.py,
screen_grid.py, covering.py, pasted.py; here `lines` (of print), `ink` (share of a page's middle that is dark
once its paper is white) and `short_side_px`. quality.yaml says from where on a figure is a fault.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from ocr.covering import covering_measures
from ocr.crops import Picture, region
from ocr.document import Box, Line, Quality
from ocr.layout import bounds
from ocr.page_edges import edge_measures
from ocr.pasted import grain_measures
from ocr.screen_grid import grid_measures
from ocr.sharpness import edge_sharpness, line_measures
from ocr.tones import glare_share, middle_tones, tone_measures

SMALL_SIDE_PX = 400
"""What the shorter side of a page is reduced to, at least, where details do not matter."""
_FILE = Path(__file__).with_name("quality.yaml")
_INK_LEVEL = 110
_MARGIN = 0.15
_NOT_OF_CUT_OUTS = frozenset({"cut_lines", "cut_rules", "open_sides", "slip_edges", "patch"})


class Bound(BaseModel):
    """Where a measure must lie; a bound not given is open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least: float = float("-inf")
    most: float = float("inf")

    def holds(self, value: float | None) -> bool:
        """Tell whether the measure was taken and lies within."""
        return value is not None and self.least <= value <= self.most


class Faults(BaseModel):
    """Flag → rows of conditions by measure; one row that holds raises the flag."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    flags: Mapping[str, Sequence[Mapping[str, Bound]]]

    def of(self, measures: Mapping[str, float]) -> tuple[str, ...]:
        """Return the flags that these measures raise."""
        return tuple(
            flag
            for flag, rows in self.flags.items()
            if any(all(bound.holds(measures.get(name)) for name, bound in row.items()) for row in rows)
        )


@cache
def faults() -> Faults:
    """Return what counts as a fault, as quality.yaml says."""
    return Faults.model_validate(YAML(typ="safe").load(_FILE.read_text(encoding="utf-8")))


def quality_of(
    picture: Picture,
    cleaned: Picture,
    lines: Sequence[Line],
    seals: Sequence[Box] = (),
    *,
    is_cut_out: bool = False,
) -> Quality:
    """Measure a page and say what is wrong with it.

    `cleaned` is the page in grey with white paper; `seals` are boxes in which round edges are to be expected.
    A paper that was cut out of a larger picture has edges and a grain of our making, which tell nothing.
    """
    measures = measures_of(picture, cleaned, lines, seals)
    if is_cut_out:
        measures = {name: value for name, value in measures.items() if name not in _NOT_OF_CUT_OUTS}
    return Quality(
        sharpness=measures.get("sharpness", measures.get("edge_sharpness", 0.0)),
        brightness=measures["brightness"],
        short_side_px=int(measures["short_side_px"]),
        flags=faults().of(measures),
        measures=measures,
    )


def measures_of(
    picture: Picture, cleaned: Picture, lines: Sequence[Line], seals: Sequence[Box]
) -> dict[str, float]:
    """Take every measure that can be taken, rounded for people."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    factor = max(1, min(grey.shape) // SMALL_SIDE_PX)
    small = _reduced(picture, factor)
    small_grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    measures = {
        "lines": float(len(lines)),
        "short_side_px": float(min(grey.shape)),
        "ink": _ink(cleaned),
        "glare": glare_share(small_grey),
        **tone_measures(small, small_grey),
        **line_measures(grey, lines),
        **middle_tones(grey, lines),
        **edge_measures(grey, small_grey, lines),
        **grid_measures(grey),
        **covering_measures(small, lines, seals, factor),
        **grain_measures(grey, lines),
    }
    if "sharpness" not in measures:
        measures["edge_sharpness"] = edge_sharpness(small_grey)
    return {name: float(f"{value:.4g}") for name, value in measures.items()}


def _reduced(picture: Picture, factor: int) -> Picture:
    """Reduce by a whole factor: halves first, which together cost less than one large step."""
    while factor > 1:
        step = 2 if factor % 2 == 0 else factor
        height, width = (side // step for side in picture.shape[:2])
        whole = picture[: height * step, : width * step]
        picture = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
        factor //= step
    return picture


def _ink(cleaned: NDArray[np.uint8]) -> float:
    """Return the share of dark pixels within the page's middle, where no desk shows."""
    height, width = cleaned.shape[:2]
    down, across = int(height * _MARGIN), int(width * _MARGIN)
    middle = cleaned[down : height - down : 2, across : width - across : 2]
    return cv2.countNonZero((middle < _INK_LEVEL).astype(np.uint8)) / max(1, middle.size)


def has_ink(picture: Picture, box: Box) -> bool:
    """Tell whether anything is to be seen within a box."""
    part = region(picture, *bounds(box))
    return part.size > 0 and float(part.max(axis=2).std()) > 8.0
