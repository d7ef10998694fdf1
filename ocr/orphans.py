"""Characters that the detector left out: ink the size of a letter on the row of a line, covered by no box."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture, Quad, is_upright

_SIDE_PX = 1400
_MOST = 60
_REACH = 4.5


def completed(grey: Picture, quads: Sequence[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Return the boxes lengthened where they end in the middle of their line, and boxes for what was missed.

    Missed is letter-like ink near the ends of lines that no box covers. The picture is grey.
    """
    level = [quad for quad in quads if is_upright(quad)]
    if not level:
        return list(quads), []
    scale = 1 / max(1, round(max(grey.shape) / _SIDE_PX))  # whole factors shrink fast
    height = float(np.median([_height(quad * scale) for quad in level]))
    mask = ink_of(grey, scale, height)
    longer = _longer([quad * scale for quad in quads], mask)
    cover(mask, longer)
    lines = [quad for quad in longer if is_upright(quad)]
    missed = [box / scale for box in _letters(mask, height) if _belongs(box, lines)]
    return [np.asarray(quad / scale, dtype=np.float32) for quad in longer], missed[:_MOST]


def _longer(quads: list[Quad], mask: NDArray[np.uint8]) -> list[Quad]:
    """Lengthen boxes whose line goes on in ink that no box covers."""
    owners = np.zeros(mask.shape, dtype=np.int32)
    for index, quad in enumerate(quads):
        _own(owners, quad, index)
    for side in (_RIGHT, _LEFT):
        for index, quad in enumerate(quads):
            if is_upright(quad):
                quads[index] = _lengthened(quad, mask, owners, index, side)
                _own(owners, quads[index], index)
    return quads


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of a box: its corners, the corners opposite, and how wide a gap its ink may have."""

    near: tuple[int, int]
    far: tuple[int, int]
    gap: float


_RIGHT = _Side((1, 2), (0, 3), 0.36)
_LEFT = _Side((0, 3), (1, 2), 0.14)


def _lengthened(
    quad: Quad, mask: NDArray[np.uint8], owners: NDArray[np.int32], index: int, side: _Side
) -> Quad:
    """Move one end of a box outwards to where the ink of its line ends, unless that ink is another box's."""
    height = _height(quad)
    start, back = quad[list(side.near)].mean(axis=0), quad[list(side.far)].mean(axis=0)
    direction = (start - back) / max(1.0, float(np.linalg.norm(start - back)))
    normal = np.array([-direction[1], direction[0]])
    steps = np.arange(-0.12 * height, 2.6 * height, 1.0).astype(np.float64)

    def columns(low: float, high: float) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
        across = np.arange(low * height, high * height, 1.0)
        points = start + steps[:, None, None] * direction + across[None, :, None] * normal
        xs = points[:, :, 0].round().astype(int).clip(0, mask.shape[1] - 1)
        ys = points[:, :, 1].round().astype(int).clip(0, mask.shape[0] - 1)
        return ys, xs

    row = columns(-0.34, 0.34)
    inked = np.asarray(mask[row].any(axis=1))
    if not inked[(steps > 0) & (steps <= side.gap * height)].any():
        return quad
    taken = ((owners[row] != 0) & (owners[row] != index + 1)).mean(axis=1) > 0.4
    tall = (mask[columns(-0.85, -0.6)] > 0).any(axis=1) & (mask[columns(0.6, 0.85)] > 0).any(axis=1)
    foreign = ((owners[columns(-0.85, -0.6)] > 0) | (owners[columns(0.6, 0.85)] > 0)).any(axis=1)
    reach = _run(np.asarray(inked & ~(tall & ~foreign)), taken, steps, side.gap * height)
    longer = quad.copy()
    if reach > 0:
        longer[list(side.near)] += direction * (reach + 0.12 * height)
    return longer


def _run(inked: NDArray[np.bool_], taken: NDArray[np.bool_], steps: NDArray[np.float64], gap: float) -> float:
    """Return where a run of ink ends that begins close enough; ink leading into another box is not ours."""
    last = 0.0
    for step, ink, other in zip(steps, inked, taken, strict=True):
        if other and step > 0:
            return 0.0
        if step - last > gap:
            break
        if ink and step > 0:
            last = float(step)
    return last


def _own(owners: NDArray[np.int32], quad: Quad, index: int) -> None:
    cv2.fillPoly(owners, [np.round(quad).astype(np.int32)], (index + 1,))


def cover(mask: NDArray[np.uint8], quads: Sequence[Quad]) -> None:
    """Take the ink of these boxes, and what sticks out of them, off a mask."""
    for quad in quads:
        cv2.fillPoly(mask, [np.round(_grown(quad)).astype(np.int32)], (0,))


def ink_of(grey: Picture, scale: float, height: float) -> NDArray[np.uint8]:
    """Return the ink of the page without ruled lines."""
    shown = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    block = int(height * 1.6) | 1
    mask = cv2.adaptiveThreshold(
        shown, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(15, block), 28
    )
    long = max(12, round(1.7 * height))
    for shape in ((1, long), (long, 1)):
        lines = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        mask[cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0] = 0
    return np.asarray(mask, dtype=np.uint8)


def _letters(mask: NDArray[np.uint8], height: float) -> list[Quad]:
    """Join strokes to letters and keep those of a letter's size."""
    reach = max(2, round(0.22 * height))
    joined = cv2.dilate(mask, np.ones((max(2, reach // 2), reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = []
    for left, top, wide, tall, _ in stats[1:count]:
        fill = float(mask[top : top + tall, left : left + wide].mean())
        if not (0.5 * height < tall < 1.5 * height and 0.3 * height < wide and 0.08 < fill < 0.7):
            continue
        pad = 0.1 * height
        x0, y0, x1, y1 = left - pad, top - pad, left + wide + pad, top + tall + pad
        boxes.append(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32))
    return boxes


def _belongs(box: Quad, quads: Sequence[Quad]) -> bool:
    """Tell whether the box continues the row of some line: same height, close to one of its ends."""
    x, y = box[:, 0].mean(), box[:, 1].mean()
    half = (box[1, 0] - box[0, 0]) / 2
    for quad in quads:
        height = _height(quad)
        if not 0.45 < (box[2, 1] - box[0, 1]) / height < 1.5:
            continue
        for near, far in (((quad[1] + quad[2]) / 2, 1.0), ((quad[0] + quad[3]) / 2, -1.0)):
            slope = (quad[1, 1] - quad[0, 1]) / max(1.0, quad[1, 0] - quad[0, 0])
            away = (x - near[0]) * far - half
            if (
                -0.5 * height < away < _REACH * height
                and abs(y - near[1] - slope * (x - near[0])) < 0.3 * height
            ):
                return True
    return False


def _grown(quad: Quad) -> Quad:
    """Return a box with the ink that sticks out of it."""
    centre, height = quad.mean(axis=0), _height(quad)
    wide = max(1.0, float(np.linalg.norm(quad[0] - quad[1])))
    return np.asarray(centre + (quad - centre) * np.array([1 + 0.4 * height / wide, 1.12]), dtype=np.float32)


def _height(quad: Quad) -> float:
    return max(1.0, float(np.linalg.norm(quad[0] - quad[3])))
