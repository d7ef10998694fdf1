"""Papers that lie on a picture: found by their ground, cut out and flattened by one homography each.

A paper is a solid quadrangle that differs from what lies around it: a sheet on a desk, cards on a scanner's
glass. Tables and photographs on a page are no papers, because around them stands more print: whoever uses
the quads checks that no text is left outside. Corners are in pixels of the picture.
"""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.document import Box
from ocr.skew import skew_of

_SIDE_PX = 480
_LEAST_SHARE = 0.025
"""A paper takes at least so much of the picture: a card on an A4 sheet takes 7 %."""
_LEAST_CONTRAST = 4.0
_MOST_UNEVEN = 9.0
_LEAST_SOLID = 0.7
"""So much of a paper differs from the ground; of a table, only its lines and grey cells do."""
_LEAST_SQUARE = 0.94
"""So much of a paper and the quadrangle laid over it is the same."""
_SMALL_SHARE = 0.55
_LEAST_LEAN = 0.03
"""A lone paper is flattened when it fills no more than this share, or its sides lean by more than this."""
_MARGIN = 0.006
_CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)

Points = NDArray[np.float32]


def papers_on(picture: Picture) -> tuple[Box, ...]:
    """Return the corners of the papers that must be cut out, from top to bottom; none: read it as it is."""
    height, width = picture.shape[:2]
    quads = [quad for quad in _quads(picture) if _is_within(quad, width, height)]
    if len(quads) == 1 and not _needs_flattening(quads[0], width, height):
        return ()
    if not quads:
        angle = skew_of(picture)
        return (_turned_frame(width, height, angle),) if angle else ()
    quads.sort(key=lambda quad: (float(quad[:, 1].min()), float(quad[:, 0].min())))
    return tuple(_box(quad) for quad in quads)


def flattened_paper(picture: Picture, quad: Box) -> Picture:
    """Return what lies within the quad as an upright rectangle of the same scale."""
    corners = np.array(quad, dtype=np.float32)
    width, height = _size(corners)
    matrix = cv2.getPerspectiveTransform(corners, _CORNERS * np.array([width, height], dtype=np.float32))
    edge = tuple(float(value) for value in np.median(picture[::16, ::16].reshape(-1, 3), axis=0))
    return np.asarray(
        cv2.warpPerspective(
            picture,
            matrix,
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=edge,
        ),
        dtype=np.uint8,
    )


def without_papers(picture: Picture, quads: Sequence[Box]) -> Picture:
    """Return the picture with every paper painted over in the colour of what is around them."""
    rest, covered = picture.copy(), np.zeros(picture.shape[:2], dtype=np.uint8)
    frames = [np.round(_grown(np.array(quad, dtype=np.float32), 0.01)).astype(np.int32) for quad in quads]
    for frame in frames:
        cv2.fillConvexPoly(covered, frame, (1,))
    outside = picture[::8, ::8][covered[::8, ::8] == 0]
    colour = np.median(outside, axis=0) if len(outside) else np.full(3, 255.0)
    for frame in frames:
        cv2.fillConvexPoly(rest, frame, tuple(float(value) for value in colour))
    return rest


def _quads(picture: Picture) -> list[Points]:
    small, scale = _shrunk(picture)
    mask = _unlike_ground(small)
    if mask is None:
        return []
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    least = _LEAST_SHARE * mask.size
    found = []
    for contour in contours:
        hull = np.asarray(cv2.convexHull(contour), dtype=np.int32)
        quad = _quad(hull) if cv2.contourArea(hull) >= least else None
        if quad is None:
            continue
        refined = _refined(quad, hull)
        if _is_paper(refined, hull, mask):
            found.append(_grown(refined, _MARGIN) * scale)
    return found


def _shrunk(picture: Picture) -> tuple[Picture, float]:
    step = max(1, max(picture.shape[:2]) // (2 * _SIDE_PX))
    coarse = picture[::step, ::step]
    height, width = coarse.shape[:2]
    factor = min(1.0, _SIDE_PX / max(height, width))
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), step / factor


def _unlike_ground(small: Picture) -> NDArray[np.uint8] | None:
    """Return where the picture differs from the ground, which is what runs along its border; None if none."""
    colours = cv2.cvtColor(cv2.medianBlur(small, 5), cv2.COLOR_BGR2LAB).astype(np.float32)
    height, width = colours.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    terms = np.stack([np.ones_like(rows), rows / height, columns / width], axis=-1)
    frame = np.zeros((height, width), dtype=bool)
    border = max(3, min(height, width) // 40)
    frame[:border], frame[-border:], frame[:, :border], frame[:, -border:] = True, True, True, True
    fitted = _fit(terms[frame], colours[frame])
    if fitted is None:
        return None
    weights, spread = fitted
    distance = np.linalg.norm(colours - terms @ weights, axis=-1)
    mask = (distance > max(_LEAST_CONTRAST, 3.5 * spread)).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _fit(terms: Points, colours: Points) -> tuple[Points, float] | None:
    """Fit an even change of colour to the border, leaving out what stands out; None when it is no ground."""
    kept = np.linalg.norm(colours - np.median(colours, axis=0), axis=-1) < 60
    for _ in range(3):
        weights = np.linalg.lstsq(terms[kept], colours[kept], rcond=None)[0]
        distance = np.linalg.norm(colours - terms @ weights, axis=-1)
        spread = float(np.median(distance[kept]))
        kept = distance < max(_LEAST_CONTRAST, 3 * spread)
    if spread > _MOST_UNEVEN or kept.mean() < 0.6:
        return None
    return weights, spread


def _quad(hull: NDArray[np.int32]) -> Points | None:
    length = cv2.arcLength(hull, closed=True)
    for tolerance in (0.02, 0.03, 0.045, 0.06, 0.08):
        corners = cv2.approxPolyDP(hull, tolerance * length, closed=True)
        if len(corners) == 4:
            return _clockwise(corners.reshape(4, 2).astype(np.float32))
    return None


def _clockwise(corners: Points) -> Points:
    """Order corners clockwise from the top left."""
    middle = corners.mean(axis=0)
    around = np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))
    ordered = corners[around]
    return np.asarray(np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0), dtype=np.float32)


def _is_paper(quad: Points, hull: NDArray[np.int32], mask: NDArray[np.uint8]) -> bool:
    if not _is_square(quad):
        return False
    inside = _filled(quad, mask.shape)
    solid = float(mask[inside].mean()) if inside.any() else 0.0
    shared = float(cv2.intersectConvexConvex(quad, hull.astype(np.float32))[0])
    whole = float(cv2.contourArea(quad)) + float(cv2.contourArea(hull)) - shared
    return solid >= _LEAST_SOLID and shared >= _LEAST_SQUARE * whole


def _filled(quad: Points, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    inside = np.zeros(shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(inside, quad.round().astype(np.int32), (1.0,))
    return inside > 0


def _is_square(quad: Points) -> bool:
    """Tell whether the angles are those of a rectangle seen from aslant: 60° to 120°."""
    sides = np.roll(quad, -1, axis=0) - quad
    sides /= np.maximum(np.linalg.norm(sides, axis=1, keepdims=True), 1e-6)
    return bool((np.abs((sides * np.roll(sides, -1, axis=0)).sum(axis=1)) < 0.5).all())


def _refined(quad: Points, hull: NDArray[np.int32]) -> Points:
    """Let straight lines through the middle of each side meet: rounded corners count as sharp ones."""
    points = _walked(hull.reshape(-1, 2).astype(np.float32))
    lines = [_side(points, first, second) for first, second in pairwise([*quad, quad[0]])]
    met = [_meeting(lines[index - 1], lines[index]) for index in range(4)]
    return np.array(
        [
            corner if new is None or np.linalg.norm(new - corner) > 25 else new
            for corner, new in zip(quad, met, strict=True)
        ],
        dtype=np.float32,
    )


def _walked(hull: Points) -> Points:
    """Return points all along a hull, about a pixel apart."""
    found = []
    for first, second in pairwise([*hull, hull[0]]):
        steps = max(1, int(np.linalg.norm(second - first)))
        found.append(first + (second - first) * np.linspace(0, 1, steps, endpoint=False)[:, None])
    return np.asarray(np.concatenate(found), dtype=np.float32)


def _side(points: Points, first: Points, second: Points) -> tuple[Points, Points]:
    run = second - first
    length = max(float(np.linalg.norm(run)), 1e-6)
    along = (points - first) @ run / length**2
    away = np.abs((points - first) @ np.array([-run[1], run[0]])) / length
    near = points[(along > 0.12) & (along < 0.88) & (away < 0.04 * length + 2)]
    if len(near) < 8:
        return first, run / length
    vx, vy, x, y = cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return np.array([x, y], dtype=np.float32), np.array([vx, vy], dtype=np.float32)


def _meeting(one: tuple[Points, Points], other: tuple[Points, Points]) -> Points | None:
    matrix = np.stack([one[1], -other[1]], axis=1)
    if abs(float(np.linalg.det(matrix))) < 0.2:
        return None
    step = np.linalg.solve(matrix, other[0] - one[0])[0]
    return np.asarray(one[0] + step * one[1], dtype=np.float32)


def _grown(quad: Points, margin: float) -> Points:
    """Return the quad grown by a share of its size on every side."""
    middle = quad.mean(axis=0)
    return np.asarray(middle + (quad - middle) * (1 + 2 * margin), dtype=np.float32)


def _is_within(quad: Points, width: int, height: int) -> bool:
    """Tell whether the whole paper is on the picture: one that runs over its edge is read as it is."""
    slack = 0.03 * max(width, height)
    return bool((quad > -slack).all() and (quad < np.array([width, height]) + slack).all())


def _needs_flattening(quad: Points, width: int, height: int) -> bool:
    share = float(cv2.contourArea(quad)) / (width * height)
    sides = np.roll(quad, -1, axis=0) - quad
    leans = [min(abs(float(x)), abs(float(y))) / max(abs(float(x)), abs(float(y)), 1.0) for x, y in sides]
    return share < _SMALL_SHARE or max(leans) > _LEAST_LEAN


def _size(corners: Points) -> tuple[int, int]:
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return max(8, round(float(max(sides[0], sides[2])))), max(8, round(float(max(sides[1], sides[3]))))


def _turned_frame(width: int, height: int, angle: float) -> Box:
    """Return the frame that, cut out, shows the whole picture turned back by this angle in degrees."""
    across, down = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    wide = width * across + height * abs(down)
    high = height * across + width * abs(down)
    corners = (_CORNERS - 0.5) * np.array([wide, high])
    turn = np.array([[across, -down], [down, across]])
    return _box(np.asarray(corners @ turn.T + np.array([width, height]) / 2, dtype=np.float32))


def _box(quad: Points) -> Box:
    first, second, third, fourth = ((round(float(x), 1), round(float(y), 1)) for x, y in quad)
    return first, second, third, fourth
