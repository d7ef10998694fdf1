"""What seals say: the names along their rings, the words under their stars, the rows of square ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr.crops import Picture
from ocr.engines import Engine, Recognised
from ocr.seal_ink import Seals
from ocr.seal_layers import Layers, layers_of
from ocr.seal_ring import Ring, ring_of
from ocr.seal_shape import Blob, Mask
from ocr.seal_vote import is_plain, ring_text

_PURPOSES = (
    *("合同", "财务", "发票", "业务", "业务受理", "人事", "报关", "检验", "检测", "检验检测", "档案", "体检"),
    *("诊断", "投标", "审批", "行政审批", "行政许可"),
)
_SPECIAL = re.compile(f"(?:{'|'.join(sorted(_PURPOSES, key=len, reverse=True))})专用章")
"""Kinds of seal by name: a word that is none of them was misread, as 合国专用章 and 同专用章 were."""
_LEGIBLE = 0.75
"""Mean score under which words of a seal are taken for unread; twelve sharp drawn rings scored 0.958 to 1."""
_LEANS = (0.05, 1.0)
"""Radians by which a seal may lean for its words to be set level; more is a name that begins elsewhere."""
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


def read_seals(engine: Engine, page: Picture, found: Seals) -> list[Impression]:
    """Read the seals of a page; those copied in black are told of and not read."""
    read = (read_seal(engine, page, found.inks[blob.ink], blob) for blob in found.blobs)
    copies = (Impression(blob=blob, text=None, kind=None, confidence=blob.coverage) for blob in found.copies)
    return [*(impression for impression in read if impression is not None), *copies]


def read_seal(engine: Engine, picture: Picture, mask: Mask, blob: Blob) -> Impression | None:
    """Read the ring of a round or oval seal, or the rows of a square one, from its ink alone.

    Half a ring at the edge of a page says nothing, nor does one that a rule of its colour crosses. Returns
    None for ink that is no seal: neither a ring nor rows of words.
    """
    if blob.straddles or blob.is_crossed:
        return Impression(blob=blob, text=None, kind=None, confidence=min(1.0, blob.coverage))
    layers = layers_of(picture, mask, blob)
    if not blob.is_round:
        return _read_square(engine, layers.ink, layers.blob, blob)
    ring = ring_of(layers.ink, layers.blob)
    text, confidence = _ring_read(engine, layers, ring)
    upright = layers.turned(-ring.lean) if _LEANS[0] < abs(ring.lean) < _LEANS[1] else layers
    centre = _legible(engine.recognise(_below(upright.ink, upright.blob)))
    return Impression(
        blob=blob,
        text=text or None,
        kind=_kind_of(text, centre, has_centre=_has_centre(upright.ink, upright.blob)),
        confidence=confidence,
        centre_text=centre,
    )


def _ring_read(engine: Engine, layers: Layers, ring: Ring) -> tuple[str, float]:
    """Return what a ring surely says, else nothing, and the best mean score of its readings."""
    covered = ring.strip(layers.black)
    look = ring.strip(layers.ink)
    better, fast = engine.recognise([look]), engine.skim([look])
    if not is_plain(better[0], fast[0]):
        look = ring.wider().strip(layers.painted)
        better += engine.recognise([look])
        fast += engine.skim([look])
    confidence = max(read.confidence for read in better)
    return ring_text(better, fast, covered, engine.may_skim), confidence


def _kind_of(text: str, centre: str | None, *, has_centre: bool) -> str | None:
    """Return the kind the words name; 公章 only for a ring that was read with nothing under its star."""
    named = _kind_alone(centre or "") or (_kind_in(text) if centre is None else None)
    if named or has_centre or len(text) < 2:
        return named
    return "公章"


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
    best = max(
        sure, key=lambda line: (len(line.text) if _kind_in(line.text) else 0, line.confidence), default=None
    )
    return best.text if best else None


def _kind_alone(words: str) -> str | None:
    """Return the kind that words are, None for others that hold one: 劳动合同专用章 is no 合同专用章."""
    whole = _BODY.sub("", words)
    return whole if _SPECIAL.fullmatch(whole) else None


def _kind_in(text: str) -> str | None:
    found = _SPECIAL.search(text.replace(" ", ""))
    return found.group() if found else None


def _read_square(engine: Engine, ink: Picture, place: Blob, blob: Blob) -> Impression | None:
    """Read a square seal row by row; `place` is where it stands in the picture of its ink."""
    part = np.ascontiguousarray(ink[place.top : place.bottom, place.left : place.right])
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
