"""Patches of ink the size of a seal: round, oval, square, or half a ring at the edge of the page."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.document import Page, Seal
from ocr.layout import bounds

Mask = NDArray[np.uint8]
Coordinates = NDArray[np.float64]
_LONG_SIDE_PX = 800
_SECTORS = 60
_WHOLE_RIM = 0.62
"""Share of sectors whose outermost ink lies on the fitted rim; squares have less."""
_OVAL = (1.15, 1.8)
_WHOLE_SEAL = 0.8
"""A ring of which the page shows more than this share of its width is a whole seal near the edge."""
_RULE, _RULE_PX = 0.15, 7
"""Least length of a rule or a frame's side, as a share of the page, and how wide its stroke is at most."""
_LETTERS = 0.95
"""Within this share of its radius a rule that runs through a ring may hide letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A patch of ink the size of a seal.

    `radius` is half the width in pixels; `aspect` is width over height of an oval, 1 of any other;
    `coverage` is how much (0..1) of its rim is there. `straddles` marks half a ring cut by the left or right
    edge of the page, `is_crossed` a ring through whose letters a rule of its own colour runs.
    """

    centre: tuple[float, float]
    radius: float
    left: int
    top: int
    right: int
    bottom: int
    is_round: bool
    coverage: float
    aspect: float = 1.0
    straddles: bool = False
    is_crossed: bool = False
    ink: str = "red"

    @property
    def shape(self) -> str:
        """Return round, oval or square."""
        if not self.is_round:
            return "square"
        return "round" if self.aspect == 1 else "oval"


@dataclass(frozen=True, slots=True)
class _Patch:
    """Connected ink on a reduced page: its points, its bounds and the size of the page."""

    xs: Coordinates
    ys: Coordinates
    left: int
    top: int
    width: int
    height: int
    page_width: int
    page_height: int

    @property
    def page(self) -> int:
        return max(self.page_width, self.page_height)

    @property
    def is_as_large_as_a_seal(self) -> bool:
        largest = 0.05 * self.page < max(self.width, self.height) < 0.6 * self.page
        return largest and 0.03 < len(self.xs) / (self.width * self.height) < 0.75

    def ink(self) -> Mask:
        """Return the page with nothing but this patch on it, 1 where it has ink."""
        ink = np.zeros((self.page_height, self.page_width), dtype=np.uint8)
        ink[self.ys.astype(int), self.xs.astype(int)] = 1
        return ink

    def blob(self, scale: float, fit: "_Fit", *, is_round: bool, straddles: bool = False) -> Blob:
        return Blob(
            centre=(fit.x / scale, fit.y / scale),
            radius=fit.radius / scale,
            left=int(self.left / scale),
            top=int(self.top / scale),
            right=int((self.left + self.width) / scale),
            bottom=int((self.top + self.height) / scale),
            is_round=is_round,
            coverage=fit.coverage,
            aspect=fit.aspect,
            straddles=straddles,
        )


@dataclass(frozen=True, slots=True)
class _Fit:
    x: float
    y: float
    radius: float
    coverage: float
    aspect: float = 1.0


def find_blobs(mask: Mask) -> tuple[Blob, ...]:
    """Find patches of coloured ink that have the size and about the proportions of a seal."""
    height, width = mask.shape
    scale = min(1.0, _LONG_SIDE_PX / max(height, width))
    small = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else mask
    binary = (small > 60).astype(np.uint8)
    if not binary.any():
        return ()
    return tuple(blob for patch in _patches(binary) for blob in _blobs(patch, scale))


def measured(page: Page) -> tuple[Seal, ...]:
    """Return a page's seals with their sizes, unknown without dpi and where papers were cut out."""
    if page.dpi is None or page.quad is not None:
        return page.seals
    mm_per_px = 25.4 / page.dpi
    sizes = ((seal, bounds(seal.box)) for seal in page.seals)
    return tuple(
        replace(
            seal,
            width_mm=round((right - left) * mm_per_px, 1),
            height_mm=round((bottom - top) * mm_per_px, 1),
        )
        for seal, (left, top, right, bottom) in sizes
    )


def _patches(binary: Mask) -> Iterator[_Patch]:
    """Join ink that stands close together; what is smaller than any seal is left out."""
    joined = cv2.morphologyEx(binary, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for label in range(1, count):
        left, top, width, height = (int(value) for value in stats[label][:4])
        if max(width, height) < 0.05 * max(binary.shape):
            continue
        part = slice(top, top + height), slice(left, left + width)
        ys, xs = np.nonzero((binary[part] > 0) & (labels[part] == label))
        points = xs.astype(np.float64) + left, ys.astype(np.float64) + top
        yield _Patch(*points, left, top, width, height, binary.shape[1], binary.shape[0])


def _blobs(patch: _Patch, scale: float) -> list[Blob]:
    """Return the seal that a patch is, or the rings in it that a rule or a frame runs through or close by."""
    whole = _blob(patch, scale)
    if whole is not None and whole.is_round:
        return [whole]
    rules = _rules(patch)
    parts = [_blob(part, scale) for part in _patches(_without(rules, patch))] if len(rules) else []
    rings = [
        replace(blob, is_crossed=_is_crossed(blob, rules / scale))
        for blob in parts
        if blob is not None and blob.is_round and not blob.straddles
    ]
    return rings or ([] if whole is None else [whole])


def _rules(patch: _Patch) -> Coordinates:
    """Return the long straight strokes of a patch: n x 4, the ends' x and y on the reduced page."""
    shortest = _RULE * patch.page
    if max(patch.width, patch.height) < shortest:
        return np.empty((0, 4))
    found = cv2.HoughLinesP(
        patch.ink(), 1, math.pi / 360, int(shortest / 2), minLineLength=shortest, maxLineGap=4
    )
    return np.empty((0, 4)) if found is None else found.reshape(-1, 4).astype(np.float64)


def _without(rules: Coordinates, patch: _Patch) -> Mask:
    ink = patch.ink()
    for x1, y1, x2, y2 in rules.astype(int).tolist():
        cv2.line(ink, (x1, y1), (x2, y2), (0,), _RULE_PX)
    return ink


def _is_crossed(ring: Blob, rules: Coordinates) -> bool:
    """Tell whether a rule comes as near to the centre of a ring as its letters stand."""
    start, along = rules[:, :2], rules[:, 2:] - rules[:, :2]
    towards = np.asarray(ring.centre) - start
    share = np.clip((towards * along).sum(axis=1) / (along**2).sum(axis=1), 0, 1)
    distances = np.hypot(*(towards - share[:, None] * along).T)
    return bool(distances.min() < _LETTERS * max(ring.radius, ring.radius / ring.aspect))


def _blob(patch: _Patch, scale: float) -> Blob | None:
    if not patch.is_as_large_as_a_seal:
        return None
    half = _half_ring(patch)
    if half is not None:
        return patch.blob(scale, half, is_round=True, straddles=True)
    fit = _circle(patch.xs, patch.ys)
    aspect = patch.width / max(1, patch.height)
    if fit.coverage <= _WHOLE_RIM:
        oval = _oval(patch, aspect)
        if oval is not None:
            return patch.blob(scale, oval, is_round=True)
    return patch.blob(scale, fit, is_round=fit.coverage > _WHOLE_RIM) if 0.6 < aspect < 1.65 else None


def _oval(patch: _Patch, aspect: float) -> _Fit | None:
    """Fit an ellipse with level axes: a circle once the patch is stretched to be as high as wide."""
    if not _OVAL[0] <= max(aspect, 1 / aspect) <= _OVAL[1]:
        return None
    fit = _circle(patch.xs, patch.ys * aspect)
    if fit.coverage <= _WHOLE_RIM:
        return None
    return _Fit(fit.x, fit.y / aspect, fit.radius, fit.coverage, aspect)


def _half_ring(patch: _Patch) -> _Fit | None:
    """Fit a circle to what is outermost in each row of ink that the page's left or right edge cuts."""
    slack = 0.012 * patch.page_width
    is_left = patch.left <= slack
    is_right = patch.left + patch.width >= patch.page_width - slack
    if is_left == is_right or patch.width > 0.85 * patch.height:
        return None
    edge = 0.0 if is_left else float(patch.page_width)
    reach = patch.xs if is_left else patch.page_width - patch.xs
    rows = (patch.ys - patch.top).astype(int)
    depth = np.full(patch.height, -1.0)
    np.maximum.at(depth, rows, reach)
    ys = np.nonzero(depth >= 0)[0]
    x, y, radius = _least_squares(depth[ys], np.asarray(ys + patch.top, dtype=np.float64))
    near = np.abs(np.hypot(depth[ys] - x, ys + patch.top - y) - radius) < 0.055 * radius
    coverage = float(near.sum()) / patch.height
    is_cut = -0.75 * radius < x < (2 * _WHOLE_SEAL - 1) * radius
    if not (is_cut and coverage > _WHOLE_RIM and 2 * radius < 0.4 * patch.page):
        return None
    return _Fit(x if is_left else edge - x, y, radius, coverage)


def _circle(xs: Coordinates, ys: Coordinates) -> _Fit:
    """Fit the outer circle to the outermost ink; `coverage` is how much of it is there."""
    x, y = float((xs.min() + xs.max()) / 2), float((ys.min() + ys.max()) / 2)
    radius = float((xs.max() - xs.min() + ys.max() - ys.min()) / 4)
    for _ in range(3):
        rim_x, rim_y = _rim(xs, ys, x, y)
        if len(rim_x) < 12:
            return _Fit(x, y, radius, 0.0)
        x, y, radius = _least_squares(rim_x, rim_y)
    rim_x, rim_y = _rim(xs, ys, x, y)
    near = np.abs(np.hypot(rim_x - x, rim_y - y) - radius) < 0.055 * radius
    return _Fit(x, y, radius, float(near.sum()) / _SECTORS)


def _least_squares(xs: Coordinates, ys: Coordinates) -> tuple[float, float, float]:
    """Return centre and radius of the circle nearest to points."""
    matrix = np.column_stack([xs, ys, np.ones_like(xs)])
    a, b, c = np.linalg.lstsq(matrix, xs**2 + ys**2, rcond=None)[0]
    x, y = float(a / 2), float(b / 2)
    return x, y, math.sqrt(max(1.0, float(c) + x * x + y * y))


def _rim(xs: Coordinates, ys: Coordinates, x: float, y: float) -> tuple[Coordinates, Coordinates]:
    sector = ((np.arctan2(ys - y, xs - x) + math.pi) / (2 * math.pi) * _SECTORS).astype(int) % _SECTORS
    distance = np.hypot(xs - x, ys - y)
    outermost = [
        int(np.argmax(np.where(sector == part, distance, -1)))
        for part in range(_SECTORS)
        if (sector == part).any()
    ]
    far = np.array(outermost, dtype=int)
    if not len(far):
        return xs[:0], ys[:0]
    middle = np.median(distance[far])
    kept = far[np.abs(distance[far] - middle) < 0.15 * middle]
    return xs[kept], ys[kept]
