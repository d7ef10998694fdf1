"""What seals say: the names along their rings, the words under their stars, the rows of square ones."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.crops import Picture
from ocr.engines import Engine, Recognised
from ocr.seal_ink import CLEAR_CHANNEL, DARK_CHANNEL
from ocr.seal_shape import Blob, Mask

_RING_WIDTHS = ((0.60, 0.97), (0.57, 0.95))
"""Two looks at a ring, as shares of its radius; further in stand the words under the star."""
_PURPOSES = (
    *("合同", "财务", "发票", "业务", "业务受理", "人事", "报关", "检验", "检测", "检验检测", "档案", "体检"),
    *("诊断", "投标", "审批", "行政审批", "行政许可"),
)
_SPECIAL = re.compile(f"(?:{'|'.join(sorted(_PURPOSES, key=len, reverse=True))})专用章")
"""Kinds of seal by name: a word that is none of them was misread, as 合国专用章 and 同专用章 were."""
_LEGIBLE = 0.75
"""Mean score under which words of a seal are taken for unread; twelve sharp drawn rings scored 0.958 to 1."""
_SURE_CHARACTER = 0.7
"""Least score of every character of a ring: of 34 drawn scans on which both looks agreed it bars 4 of the 8
wrong names and 3 of the 26 right ones."""
_FAINT, _EMPTY_SHARE = 220, 0.02
"""Ink of a seal lighter than this (0..255) is paper; a larger share of ink means that words stand there."""
_BODY = re.compile(r"[^\u4e00-\u9fff()（）·A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """What one seal says."""

    blob: Blob
    text: str | None
    kind: str | None
    confidence: float
    centre_text: str | None = None


def read_seal(engine: Engine, picture: Picture, mask: Mask, blob: Blob) -> Impression | None:
    """Read the ring of a round or oval seal, or the rows of a square one, from its ink alone.

    Half a ring at the edge of a page says nothing. Returns None for ink that is no seal: neither a ring nor
    rows of words.
    """
    if blob.straddles:
        return Impression(blob=blob, text=None, kind=None, confidence=min(1.0, blob.coverage))
    ink = _ink_picture(picture, mask, blob)
    if not blob.is_round:
        return _read_square(engine, ink, blob)
    strips = [_unwrapped(ink, blob, *widths) for widths in _RING_WIDTHS]
    below = _below(ink, blob)
    read = engine.recognise([*strips, *below])
    rings = read[: len(strips)]
    text = _agreed(rings)
    centre = _legible(read[len(strips) :])
    return Impression(
        blob=blob,
        text=text or None,
        kind=_kind_of(text, centre, has_centre=_has_centre(ink, blob)),
        confidence=max(ring.confidence for ring in rings),
        centre_text=centre,
    )


def _agreed(rings: Sequence[Recognised]) -> str:
    """Return what surely read rings say of one voice, else nothing: one lost or gained a character."""
    texts = {_BODY.sub("", ring.text) for ring in rings}
    is_sure = min(min(ring.scores, default=0.0) for ring in rings) >= _SURE_CHARACTER
    text = texts.pop()
    return text if is_sure and not texts and len(text) >= 2 else ""


def _kind_of(text: str, centre: str | None, *, has_centre: bool) -> str | None:
    """Return the kind the words name; 公章 only for a ring that was read with nothing under its star."""
    named = _kind_in(centre or "") or _kind_in(text)
    if named or has_centre or len(text) < 2:
        return named
    return "公章"


def _ink_picture(picture: Picture, mask: Mask, blob: Blob) -> Picture:
    """Return the seal's ink as dark on white: the channel in which it is dark, near that ink only."""
    margin = int(0.08 * blob.radius) + 4
    rows = slice(max(0, blob.top - margin), blob.bottom + margin)
    columns = slice(max(0, blob.left - margin), blob.right + margin)
    part, near = picture[rows, columns], cv2.dilate(mask[rows, columns], np.ones((5, 5), np.uint8)) > 0
    tone, clear = part[:, :, DARK_CHANNEL[blob.ink]].astype(np.float32), part[:, :, CLEAR_CHANNEL[blob.ink]]
    paper = float(np.percentile(tone, 90))
    pure = near & (mask[rows, columns] > 0)
    dark = float(np.percentile(tone[pure], 20)) if pure.any() else 0.0
    stretched = np.clip((tone - dark) / max(20.0, paper - dark) * 255, 0, 255)
    black = clear < 0.45 * float(np.percentile(clear, 90))
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
    map_y = blob.centre[1] + radii[:, None] * np.sin(angles)[None, :] / blob.aspect
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
    ys = (blob.centre[1] + radii[:, None] * np.sin(angles)[None, :] / blob.aspect).round().astype(int)
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
        int(max(0, y + 0.28 * radius / blob.aspect)) : int(y + 0.72 * radius / blob.aspect),
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
    high = radius / blob.aspect
    rows = slice(int(max(0, y + 0.36 * high)), int(y + 0.6 * high))
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
