"""One page of pixels to lines: upright, seals faded, read character by character, in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocr import seals
from ocr.codes import codes_of
from ocr.crops import Picture, Quad, cut, is_upright, region, turned
from ocr.document import Box, Code, Line, Seal
from ocr.engines import Engine, Recognised
from ocr.grid import Grid, grid_of
from ocr.layout import RawLine, Tilt, bounds, box_of, reading_order, tilt_of
from ocr.orphans import completed
from ocr.paper_tone import flattened
from ocr.second_look import DOUBT, doubts_settled, read_again, scored

LEAST_CONFIDENCE = 0.3
LEAST_ORPHAN = 0.85
_STROKES = frozenset("1lIi|丨一-—_.,·'、/\\ 口卜厂丿")
SURE_ORIENTATION = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What was seen on one page; `picture` is upright, `cleaned` is grey with seals and faint marks faded."""

    picture: Picture
    cleaned: Picture
    red: NDArray[np.uint8]
    rotation: int
    tilt: Tilt
    grid: Grid
    lines: tuple[RawLine, ...]
    seals: tuple[Seal, ...]
    codes: tuple[Code, ...]


def read_page(engine: Engine, picture: Picture, number: int) -> PageReading:
    """Read one page."""
    rotation = upright_turn(engine, picture)
    page = turned(picture, rotation)
    red = seals.red_ink(page)
    blobs = seals.find_blobs(red)
    cleaned = flattened(seals.without_red(page, red, blobs) if blobs else page)
    raw = _lines(engine, cleaned)
    if blobs:
        raw = [line for line in raw if not _is_seal_text(line.line.box, page, red, blobs)]
        raw = _reconciled(engine, raw, page, cleaned, blobs)
    read = (seals.read_seal(engine, page, red, blob) for blob in blobs)
    impressions = [impression for impression in read if impression is not None]
    height, width = page.shape[:2]
    tilt = tilt_of([line.line for line in raw], width, height)
    return PageReading(
        picture=page,
        cleaned=cleaned,
        red=red,
        rotation=rotation,
        tilt=tilt,
        grid=grid_of(cleaned, tilt),
        lines=reading_order(raw, tilt),
        seals=tuple(_seal(impression, number) for impression in impressions),
        codes=codes_of(page, number),
    )


def upright_turn(engine: Engine, picture: Picture) -> int:
    """Return the clockwise turn that sets the page upright; when unsure, a few lines are read."""
    turn, score = engine.rotation(picture)
    if score >= SURE_ORIENTATION and turn == 0:
        return 0
    candidates = sorted({turn, 0, (turn + 180) % 360})
    trials = {degrees: _legibility(engine, turned(picture, degrees)) for degrees in candidates}
    best = max(candidates, key=lambda degrees: trials[degrees])
    return best if trials[best] > trials[0] + 0.05 else 0


def _legibility(engine: Engine, picture: Picture) -> float:
    """Return how surely the longest lines read when the page stands this way."""
    quads = [quad for quad in engine.detect(picture)]
    if not quads:
        return 0.0
    level = sum(is_upright(quad) for quad in quads) / len(quads)
    longest = sorted((quad for quad in quads if is_upright(quad)), key=_length)[-6:]
    read = engine.recognise([cut(picture, quad) for quad in longest])
    return level * (median(line.confidence for line in read) if read else 0.0)


def _length(quad: Quad) -> float:
    return float(np.linalg.norm(quad[0] - quad[1]))


def _lines(engine: Engine, grey: Picture) -> list[RawLine]:
    """Skim every line; what is in doubt is read again by the better recogniser."""
    quads, missed = completed(grey, engine.detect(np.repeat(grey[:, :, None], 3, axis=2)))
    every = [*quads, *missed]
    skimmed = engine.skim([cut(grey, quad) for quad in every])
    lines = doubts_settled(engine, grey, [_raw_line(*pair) for pair in zip(every, skimmed, strict=True)])
    found = [line for line in lines[: len(quads)] if _is_text(line.line)]
    return found + [line for line in lines[len(quads) :] if _is_missed_text(line.line)]


def _is_text(line: Line) -> bool:
    return bool(line.text) and line.confidence >= LEAST_CONFIDENCE


def _is_missed_text(line: Line) -> bool:
    """Tell whether ink outside all boxes is text: surely read, and not a stroke that any edge looks like."""
    return _is_text(line) and line.confidence >= LEAST_ORPHAN and not _STROKES.issuperset(line.text)


def _raw_line(quad: Quad, line: Recognised) -> RawLine:
    first, second, third, fourth = ((float(x), float(y)) for x, y in quad)
    box: Box = (first, second, third, fourth)
    scores = tuple(round(score, 4) for score in line.scores)
    return RawLine(
        line=Line(text=line.text, box=box, confidence=round(line.confidence, 4), characters=scores),
        centres=line.centres,
        others=line.others,
    )


def _reconciled(
    engine: Engine, lines: list[RawLine], page: Picture, cleaned: Picture, blobs: Sequence[seals.Blob]
) -> list[RawLine]:
    """Read lines that seals cross again, with the seals' ink and without it; a difference is doubt."""
    crossed = [index for index, raw in enumerate(lines) if _is_crossed(raw.line.box, blobs)]
    boxes = [lines[index].line.box for index in crossed]
    settled = list(read_again(engine, cleaned, lines, boxes))
    second = engine.recognise([cut(page, np.array(box, dtype=np.float32)) for box in boxes])
    for index, other in zip(crossed, second, strict=True):
        settled[index] = _settled(settled[index], other)
    return settled


def _is_seal_text(box: Box, page: Picture, red: NDArray[np.uint8], blobs: Sequence[seals.Blob]) -> bool:
    """Tell whether a line lies in a seal and is made of its ink."""
    left, top, right, bottom = bounds(box)
    if not _is_crossed(box, blobs):
        return False
    grey, ink = region(page, left, top, right, bottom).min(axis=2), region(red, left, top, right, bottom)
    if grey.size == 0:
        return False
    dark = grey < np.percentile(grey, 90) - 50
    black = dark & (region(page, left, top, right, bottom)[:, :, 2] < 110)
    return float(black.sum()) < 0.18 * max(1.0, float((dark & (ink > 0)).sum()))


def _is_crossed(box: Box, blobs: Sequence[seals.Blob]) -> bool:
    left, top, right, bottom = bounds(box)
    return any(
        left < blob.right and right > blob.left and top < blob.bottom and bottom > blob.top for blob in blobs
    )


def _settled(cleaned: RawLine, plain: Recognised) -> RawLine:
    """Keep the reading without the seal's ink, unless the plain one was sure of something else."""
    if cleaned.line.text == plain.text:
        scores = tuple(max(pair) for pair in zip(cleaned.line.characters, plain.scores, strict=True))
        return replace(cleaned, line=scored(cleaned.line, scores))
    if len(cleaned.line.text) != len(plain.text):
        sure = plain.confidence > 0.95 and len(plain.text) > len(cleaned.line.text)
        cap = DOUBT if sure else 1.0
        return replace(
            cleaned, line=scored(cleaned.line, tuple(min(s, cap) for s in cleaned.line.characters))
        )
    scores = tuple(
        min(score, DOUBT) if ours != theirs and their_score > 0.9 else score
        for ours, theirs, score, their_score in zip(
            cleaned.line.text, plain.text, cleaned.line.characters, plain.scores, strict=True
        )
    )
    return replace(cleaned, line=scored(cleaned.line, scores))


def _seal(impression: seals.Impression, number: int) -> Seal:
    blob = impression.blob
    return Seal(
        page=number,
        box=box_of(blob.left, blob.top, blob.right, blob.bottom),
        text=impression.text,
        kind=impression.kind,
        confidence=round(impression.confidence, 4),
    )
