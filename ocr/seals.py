"""Red seals: where they are, what their ring says, and the page without their ink."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture
from ocr.engines import Engine, Recognised

_SECTORS = 60
_RING_WIDTHS = ((0.60, 0.97), (0.54, 0.92))
_PURPOSES = (
    *("合同", "财务", "发票", "业务", "业务受理", "人事", "报关", "检验", "检测", "检验检测", "档案", "体检"),
    *("诊断", "投标", "审批", "行政审批", "行政许可"),
)
_SPECIAL = re.compile(f"(?:{'|'.join(sorted(_PURPOSES, key=len, reverse=True))})专用章")
"""Kinds of seal by name: a word that is none of them was misread, as 合国专用章 and 同专用章 were."""
_LEGIBLE = 0.75
"""Mean score under which words of a seal are taken for unread; twelve sharp drawn rings scored 0.958 to 1."""
_FAINT, _EMPTY_SHARE = 220, 0.02
"""Ink of a seal lighter than this (0..255) is paper; a larger share of ink means that words stand there."""
_BODY = re.compile(r"[^\u4e00-\u9fff()（）·A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A patch of red ink the size of a seal."""

    centre: tuple[float, float]
    radius: float
    left: int
    top: int
    right: int
    bottom: int
    is_round: bool
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """What one seal says."""

    blob: Blob
    text: str | None
    kind: str | None
    confidence: float
    centre_text: str | None = None


def red_ink(picture: Picture) -> NDArray[np.uint8]:
    """Return a mask (0 or 255) of pixels that are red ink."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)
    hue, saturation, value = hsv[:, :, 0], hsv[:, :, 1], hsv[:, :, 2]
    mask = ((hue < 12) | (hue > 165)) & (saturation > 70) & (value > 60)
    return np.asarray(mask, dtype=np.uint8) * np.uint8(255)


def find_blobs(mask: NDArray[np.uint8]) -> tuple[Blob, ...]:
    """Find patches of red ink that are as wide as tall and as large as a seal."""
    height, width = mask.shape
    scale = 800 / max(height, width)
    small = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else mask
    scale = min(scale, 1.0)
    binary = (small > 60).astype(np.uint8)
    joined = cv2.morphologyEx(binary, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for label in range(1, count):
        blob = _blob(binary, labels == label, stats[label], scale)
        if blob is not None:
            found.append(blob)
    return tuple(found)


def _blob(
    binary: NDArray[np.uint8], member: NDArray[np.bool_], stats: NDArray[np.int32], scale: float
) -> Blob | None:
    left, top, width, height = (int(value) for value in stats[:4])
    page = max(binary.shape)
    if not (0.05 * page < max(width, height) < 0.6 * page and 0.6 < width / max(1, height) < 1.65):
        return None
    ys, xs = np.nonzero((binary > 0) & member)
    if not 0.03 < len(xs) / (width * height) < 0.75:
        return None
    centre, radius, coverage = _circle(xs.astype(np.float64), ys.astype(np.float64))
    return Blob(
        centre=(centre[0] / scale, centre[1] / scale),
        radius=radius / scale,
        left=int(left / scale),
        top=int(top / scale),
        right=int((left + width) / scale),
        bottom=int((top + height) / scale),
        is_round=coverage > 0.62,
        coverage=coverage,
    )


def _circle(xs: NDArray[np.float64], ys: NDArray[np.float64]) -> tuple[tuple[float, float], float, float]:
    """Fit the outer circle to the outermost ink; return how much of it is there (a square covers little)."""
    x, y = float((xs.min() + xs.max()) / 2), float((ys.min() + ys.max()) / 2)
    radius = float((xs.max() - xs.min() + ys.max() - ys.min()) / 4)
    for _ in range(3):
        rim_x, rim_y = _rim(xs, ys, x, y)
        if len(rim_x) < 12:
            return (x, y), radius, 0.0
        matrix = np.column_stack([rim_x, rim_y, np.ones_like(rim_x)])
        a, b, c = np.linalg.lstsq(matrix, rim_x**2 + rim_y**2, rcond=None)[0]
        x, y = float(a / 2), float(b / 2)
        radius = math.sqrt(max(1.0, float(c) + x * x + y * y))
    rim_x, rim_y = _rim(xs, ys, x, y)
    near = np.abs(np.hypot(rim_x - x, rim_y - y) - radius) < 0.055 * radius
    return (x, y), radius, float(near.sum()) / _SECTORS


def _rim(
    xs: NDArray[np.float64], ys: NDArray[np.float64], x: float, y: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
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


def without_red(picture: Picture, mask: NDArray[np.uint8], blobs: Sequence[Blob]) -> Picture:
    """Return the page with the seals' ink faded to paper: within seals only the red channel is kept."""
    cleaned = picture.copy()
    for blob in blobs:
        margin = int(0.06 * blob.radius) + 3
        rows = slice(max(0, blob.top - margin), blob.bottom + margin)
        columns = slice(max(0, blob.left - margin), blob.right + margin)
        part = cleaned[rows, columns]
        ink = cv2.dilate(mask[rows, columns], np.ones((5, 5), np.uint8)) > 0
        lifted = _lifted(part[:, :, 2], ink)
        part[ink] = lifted[ink][:, None]
    return cleaned


def _lifted(red: Picture, ink: NDArray[np.bool_]) -> Picture:
    """Stretch the red channel so that red ink becomes as light as the paper and black ink stays dark."""
    if not ink.any():
        return red
    paper = float(np.percentile(red, 90))
    sealed = float(np.percentile(red[ink], 25))
    dark = float(np.percentile(red, 1))
    if sealed - dark < 25:
        return red
    stretched = (red.astype(np.float32) - dark) / (sealed - dark) * (paper - dark) + dark
    return np.clip(stretched, 0, paper).astype(np.uint8)


def read_seal(engine: Engine, picture: Picture, mask: NDArray[np.uint8], blob: Blob) -> Impression | None:
    """Read the ring of a round seal, or the rows of a square one, from its red ink alone.

    Returns None for red ink that is no seal: neither a ring nor rows of words.
    """
    ink = _ink_picture(picture, mask, blob)
    if not blob.is_round:
        return _read_square(engine, ink, blob)
    strips = [_unwrapped(ink, blob, *widths) for widths in _RING_WIDTHS]
    below = _below(ink, blob)
    read = engine.recognise([*strips, *below])
    rings = [ring for ring in read[: len(strips)] if ring.text]
    ring = max(rings, key=lambda ring: ring.confidence * min(len(ring.text), 6), default=None)
    text = _BODY.sub("", ring.text) if ring and ring.confidence >= _LEGIBLE else ""
    centre = _legible(read[len(strips) :])
    return Impression(
        blob=blob,
        text=text if len(text) >= 2 else None,
        kind=_kind_of(text, centre, has_centre=_has_centre(ink, blob)),
        confidence=ring.confidence if ring else 0.0,
        centre_text=centre,
    )


def _kind_of(text: str, centre: str | None, *, has_centre: bool) -> str | None:
    """Return the kind the words name; 公章 only for a ring that was read with nothing under its star."""
    named = _kind_in(centre or "") or _kind_in(text)
    if named or has_centre or len(text) < 2:
        return named
    return "公章"


def _ink_picture(picture: Picture, mask: NDArray[np.uint8], blob: Blob) -> Picture:
    """Return the seal's ink as dark on white: the green channel, in which red is dark, near red ink only."""
    margin = int(0.08 * blob.radius) + 4
    rows = slice(max(0, blob.top - margin), blob.bottom + margin)
    columns = slice(max(0, blob.left - margin), blob.right + margin)
    part, near = picture[rows, columns], cv2.dilate(mask[rows, columns], np.ones((5, 5), np.uint8)) > 0
    green, red = part[:, :, 1].astype(np.float32), part[:, :, 2]
    paper = float(np.percentile(green, 90))
    pure = near & (mask[rows, columns] > 0)
    dark = float(np.percentile(green[pure], 20)) if pure.any() else 0.0
    stretched = np.clip((green - dark) / max(20.0, paper - dark) * 255, 0, 255)
    black = red < 0.45 * float(np.percentile(part[:, :, 2], 90))
    shown = np.where(near & ~black, stretched, 255).astype(np.uint8)
    ink = np.full((*picture.shape[:2], 3), 255, dtype=np.uint8)
    ink[rows, columns] = shown[:, :, None]
    return ink


def _unwrapped(ink: Picture, blob: Blob, inner: float, outer: float) -> Picture:
    """Lay the ring out as a straight strip that begins in the widest gap, letters upright."""
    scale = max(1.0, 130 / blob.radius)
    rows = max(24, round((outer - inner) * blob.radius * scale))
    columns = round(2 * math.pi * (inner + outer) / 2 * blob.radius * scale)
    start = _gap(ink, blob, inner, outer)
    angles = start + np.linspace(0, 2 * math.pi, columns, endpoint=False)
    radii = np.linspace(outer, inner, rows) * blob.radius
    map_x = blob.centre[0] + radii[:, None] * np.cos(angles)[None, :]
    map_y = blob.centre[1] + radii[:, None] * np.sin(angles)[None, :]
    strip = cv2.remap(
        ink, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    )
    return _trimmed(np.asarray(strip, dtype=np.uint8))


def _gap(ink: Picture, blob: Blob, inner: float, outer: float) -> float:
    """Return the direction of the widest stretch of ring without letters, downwards if in doubt."""
    steps = 360
    angles = np.arange(steps) * 2 * math.pi / steps
    radii = np.linspace(inner + 0.06, outer - 0.1, 14) * blob.radius
    xs = (blob.centre[0] + radii[:, None] * np.cos(angles)[None, :]).round().astype(int)
    ys = (blob.centre[1] + radii[:, None] * np.sin(angles)[None, :]).round().astype(int)
    height, width = ink.shape[:2]
    values = ink[ys.clip(0, height - 1), xs.clip(0, width - 1), 0]
    empty = (values < 128).mean(axis=0) < 0.07
    best, length, run = 90, 0, 0
    for step in range(2 * steps):
        run = run + 1 if empty[step % steps] else 0
        if length < run <= steps:
            best, length = step - run // 2, run
    return float(best % steps) * 2 * math.pi / steps if length > 12 else math.pi / 2


def _trimmed(strip: Picture) -> Picture:
    """Cut empty columns off both ends of a strip."""
    dark = np.nonzero((strip[:, :, 0] < 128).mean(axis=0) > 0.06)[0]
    if not len(dark):
        return strip
    margin = strip.shape[0] // 4
    return np.ascontiguousarray(strip[:, max(0, dark[0] - margin) : dark[-1] + margin + 1])


def _below(ink: Picture, blob: Blob) -> list[Picture]:
    """Return pictures of the words under the star, such as 合同专用章; none where there is no ink."""
    x, y, radius = blob.centre[0], blob.centre[1], blob.radius
    part = ink[
        int(max(0, y + 0.28 * radius)) : int(y + 0.72 * radius),
        int(max(0, x - 0.62 * radius)) : int(x + 0.62 * radius),
    ]
    if part.size == 0 or (part[:, :, 0] < 128).mean() < 0.04:
        return []
    rows = np.nonzero((part[:, :, 0] < 128).mean(axis=1) > 0.03)[0]
    crops = (part, part[rows[0] : rows[-1] + 1] if len(rows) else part)
    return [np.ascontiguousarray(crop) for crop in crops]


def _has_centre(ink: Picture, blob: Blob) -> bool:
    """Tell whether anything, however faint, stands between the star and the lower rim."""
    x, y, radius = blob.centre[0], blob.centre[1], blob.radius
    rows = slice(int(max(0, y + 0.36 * radius)), int(y + 0.6 * radius))
    columns = slice(int(max(0, x - 0.35 * radius)), int(x + 0.35 * radius))
    part = ink[rows, columns, 0]
    return part.size == 0 or float((part < _FAINT).mean()) > _EMPTY_SHARE


def _legible(lines: Sequence[Recognised]) -> str | None:
    """Return what surely read lines say: that which names a kind, else the surest."""
    sure = [line for line in lines if line.confidence >= _LEGIBLE and len(line.text) >= 2]
    best = max(sure, key=lambda line: (len(_kind_in(line.text) or ""), line.confidence), default=None)
    return best.text if best else None


def _kind_in(text: str) -> str | None:
    found = _SPECIAL.search(text.replace(" ", ""))
    return found.group() if found else None


def _read_square(engine: Engine, ink: Picture, blob: Blob) -> Impression | None:
    """Read a square seal row by row."""
    part = np.ascontiguousarray(ink[blob.top : blob.bottom, blob.left : blob.right])
    inner = part[
        int(part.shape[0] * 0.06) : int(part.shape[0] * 0.94),
        int(part.shape[1] * 0.06) : int(part.shape[1] * 0.94),
    ]
    lines = engine.recognise(_rows(inner)) if inner.size else []
    text = _BODY.sub("", "".join(line.text for line in lines))
    scores = [line.confidence for line in lines if line.text]
    confidence = min(scores) if scores else 0.0
    if len(text) < 4 or confidence < 0.6:
        return None
    return Impression(blob=blob, text=text, kind=_kind_in(text) or "方章", confidence=confidence)


def _rows(part: Picture) -> list[Picture]:
    """Split a picture at its empty rows."""
    filled = (part[:, :, 0] < 128).mean(axis=1) > 0.03
    rows: list[Picture] = []
    start: int | None = None
    for y in range(len(filled) + 1):
        inside = y < len(filled) and bool(filled[y])
        if inside and start is None:
            start = y
        if not inside and start is not None:
            if y - start > 0.12 * len(filled):
                rows.append(np.ascontiguousarray(part[max(0, start - 3) : y + 3]))
            start = None
    return rows
