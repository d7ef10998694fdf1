"""Ink beside a label: is the place empty, is there handwriting, is a box ticked. Needs the pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture, cut
from ocr.layout import Tilt

_EMPTY = 0.004
_WRITTEN = 0.012
INK_BELOW = 165
_SPECK, _LETTER = 0.02, 0.08
"""Ink in parts of the square of the print's height: at most dust, and at least a stroke of a letter."""


class Ink(StrEnum):
    """What stands at a place: nothing, something, or too little to tell."""

    NONE = "none"
    SOME = "some"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle on the levelled page."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InkMap:
    """The pixels of a page in grey without seals, and where red ink stood."""

    picture: Picture
    red: NDArray[np.uint8]
    tilt: Tilt

    def view(self, area: Area) -> Picture:
        """Return the pixels of an area, level."""
        return cut(self.picture, self.quad(area))

    def red_share(self, area: Area) -> float:
        """Return how much of an area is red ink."""
        return float((cut(self.red, self.quad(area)) > 127).mean())

    def dark(self, area: Area, like: Area) -> NDArray[np.bool_]:
        """Return which pixels of an area are as dark as the letters of another area, ruled lines left out."""
        grey, sample = self.view(area), self.view(like)
        paper, letters = float(np.percentile(sample, 80)), float(np.percentile(sample, 4))
        ground = min(float(np.percentile(grey, 70)), paper + 40)
        mask = (grey < ground - 0.42 * max(30.0, paper - letters)).astype(np.uint8)
        return without_rules(mask, like.bottom - like.top) > 0

    def quad(self, area: Area) -> NDArray[np.float32]:
        """Return the corners of an area on the page as it is."""
        corners = (
            (area.left, area.top),
            (area.right, area.top),
            (area.right, area.bottom),
            (area.left, area.bottom),
        )
        return np.array([self._unlevel(x, y) for x, y in corners], dtype=np.float32)

    def _unlevel(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the page whose level place this is (the tilt is small, two rounds suffice)."""
        real_x, real_y = x, y
        for _ in range(3):
            slope = self.tilt.slope + self.tilt.change * (real_y - self.tilt.centre_y)
            real_y = y + slope * (real_x - self.tilt.centre_x)
            real_x = x - self.tilt.slope * (real_y - self.tilt.centre_y)
        return real_x, real_y


def without_rules(mask: NDArray[np.uint8], height: float) -> NDArray[np.uint8]:
    """Remove ruled lines, dashes and specks from a mask of ink."""
    thin = max(2, round(height * 0.14))
    kept = mask.copy()
    for size in ((max(8, round(height * 1.6)), 1), (1, max(8, round(height * 0.9)))):
        lines = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((size[1], size[0]), np.uint8))
        kept[cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(kept)
    for label in range(1, count):
        wide, tall, size_px = stats[label][2], stats[label][3], stats[label][4]
        if (tall <= thin and wide >= 2 * tall) or size_px <= max(3, (height * 0.07) ** 2):
            kept[labels == label] = 0
    return kept


def ink_in(page: InkMap, area: Area, like: Area) -> Ink:
    """Tell whether something is written in an area."""
    if area.right - area.left < 4 or area.bottom - area.top < 4:
        return Ink.UNSURE
    share = float(page.dark(area, like).mean())
    if share < _EMPTY:
        return Ink.NONE
    return Ink.SOME if share > _WRITTEN else Ink.UNSURE


def ink_in_cell(page: InkMap, cell: Area, like: Area) -> Ink:
    """Tell whether something is written in a cell of a table, however large; `like` is some of its print."""
    height = like.bottom - like.top
    margin = max(3.0, 0.12 * height)
    inner = Area(
        left=cell.left + margin, top=cell.top + margin, right=cell.right - margin, bottom=cell.bottom - margin
    )
    if inner.right - inner.left < 4 or inner.bottom - inner.top < 4:
        return Ink.UNSURE
    letters = float(page.dark(inner, like).sum()) / (height * height)
    if letters < _SPECK:
        return Ink.NONE
    return Ink.SOME if letters > _LETTER else Ink.UNSURE


def handwriting_in(page: InkMap, area: Area, like: Area, covered: Sequence[Area]) -> Ink:
    """Tell whether someone wrote or put a finger print in an area; print that stands there does not count."""
    dark = page.dark(area, like)
    for other in covered:
        _erase(dark, area, other)
    height = like.bottom - like.top
    ys, xs = np.nonzero(dark)
    if page.red_share(area) > 0.03:
        return Ink.SOME
    if len(xs) < 0.02 * height * height:
        return Ink.NONE
    wide, tall = float(np.ptp(xs)), float(np.ptp(ys))
    is_written = wide > 0.9 * height and tall > 0.5 * height and len(xs) > 0.12 * height * height
    return Ink.SOME if is_written else Ink.UNSURE


def _erase(dark: NDArray[np.bool_], area: Area, other: Area) -> None:
    left, right = (round(max(0.0, x - area.left)) for x in (other.left, other.right))
    top, bottom = (round(max(0.0, y - area.top)) for y in (other.top, other.bottom))
    dark[top:bottom, left:right] = False


def box_fill(page: InkMap, area: Area, like: Area) -> float | None:
    """Return how full the tick box (or bracket pair) in an area is inside, None when no box is seen."""
    grey = page.view(area)
    ground = float(np.percentile(grey, 85))
    mask = (grey < ground - 45).astype(np.uint8)
    height = like.bottom - like.top
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(mask, np.ones((2, 2), np.uint8)))
    frame = _frame([tuple(int(value) for value in stats[label][:4]) for label in range(1, count)], height)
    if frame is None:
        return None
    left, top, right, bottom = frame
    inner = mask[_inner(top, bottom), _inner(left, right)]
    return float(inner.mean()) if inner.size else None


def ink_share(page: InkMap, area: Area) -> float:
    """Return which part of an area is ink, on paper that is as white as a page without shadows."""
    return float((page.view(area) < INK_BELOW).mean())


def is_encircled(page: InkMap, word: Area) -> bool:
    """Tell whether a ring of ink is drawn around a word, through no edge of what is looked at."""
    height = word.bottom - word.top
    around = Area(
        left=word.left - 1.2 * height,
        top=word.top - 0.9 * height,
        right=word.right + 1.2 * height,
        bottom=word.bottom + 0.9 * height,
    )
    grey = page.view(around)
    mask = (grey < float(np.percentile(grey, 85)) - 45).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    for left, top, wide, tall, size in stats[1:count].tolist():
        is_around = wide > word.right - word.left and tall > 1.1 * height and size < 0.35 * wide * tall
        is_whole = left > 0 and top > 0 and left + wide < mask.shape[1] and top + tall < mask.shape[0]
        if is_around and is_whole:
            return True
    return False


def _frame(parts: Sequence[tuple[int, ...]], height: float) -> tuple[int, int, int, int] | None:
    """Return the bounds of the box among pieces of ink: the largest square one, else a pair of brackets."""
    squares = [
        (wide * tall, (left, top, left + wide, top + tall))
        for left, top, wide, tall in parts
        if min(wide, tall) > 0.4 * height and 0.55 < wide / tall < 1.8
    ]
    if squares:
        return max(squares)[1]
    brackets = sorted(part for part in parts if part[2] < 0.4 * height and part[3] > 0.45 * height)
    if len(brackets) < 2:
        return None
    first, last = brackets[0], brackets[-1]
    bottom = max(first[1] + first[3], last[1] + last[3])
    return first[0], min(first[1], last[1]), last[0] + last[2], bottom


def _inner(start: int, end: int) -> slice:
    margin = round((end - start) * 0.26)
    return slice(start + margin, max(start + margin + 1, end - margin))
