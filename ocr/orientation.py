"""Which way up a page stands, and whether what was read on it bears that out.

Chinese text tells by itself: read upside down or from behind, hardly one of its characters is sure. Where
a page holds too little of it (digits alone, a few words), its longest lines are read the other ways round
too; a page that reads as well another way has no readings to rely on: 6 and 9 change places when it turns.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, median

import numpy as np
from numpy.typing import NDArray

from ocr.crops import Picture, Quad, cut, is_upright, turned
from ocr.document import Line
from ocr.engines import Engine
from ocr.layout import RawLine
from ocr.second_look import DOUBT, scored

SURE_ORIENTATION = 0.85
MIRRORED = "mirrored"
UNSURE = "way_up_unsure"
_LEAST_TELLING = 8
"""So many Chinese characters tell which way up a page is."""
_TELLING_SHARE, _TELLING_SCORE = 0.7, 0.9
"""Share of Chinese characters with this score: drawn pages have 0.98 and more, wrong way round under 0.5."""
_AHEAD = 0.1
"""By how much the mean score must be better the way the page stands than any other way."""
_MOST_LINES = 8
_STANDING = "standing"
_LEAST_READ = 8
"""On a picture with fewer letters and digits nothing can be read that a clerk would miss: a portrait."""


def upright_turn(engine: Engine, picture: Picture) -> int:
    """Return the clockwise turn that sets the page upright; when unsure, a few lines are read."""
    turn, score = engine.rotation(picture)
    if score >= SURE_ORIENTATION and turn == 0:
        return 0
    candidates = sorted({turn, 0, (turn + 180) % 360})
    trials = {degrees: _legibility(engine, turned(picture, degrees)) for degrees in candidates}
    best = max(candidates, key=lambda degrees: trials[degrees])
    return best if trials[best] > trials[0] + 0.05 else 0


def doubt_of(engine: Engine, cleaned: Picture, lines: Sequence[RawLine]) -> str | None:
    """Return why the way a page stands is in doubt (MIRRORED or UNSURE), None when its lines bear it out.

    `cleaned` is the page in grey as it stands. A page without lines has nothing to doubt.
    """
    if not lines or _tells(lines):
        return None
    scores = _trials(engine, cleaned, lines)
    standing = scores.pop(_STANDING)
    best = max(scores, key=lambda way: scores[way])
    if best.startswith(MIRRORED) and scores[best] >= standing + _AHEAD:
        return MIRRORED
    level = sum(is_upright(_quad(raw)) for raw in lines)
    return None if standing >= scores[best] + _AHEAD and 2 * level > len(lines) else UNSURE


def is_read_for_its_text(lines: Sequence[Line]) -> bool:
    """Tell whether a page has so much text that it matters which way up it stands."""
    return sum(character.isalnum() for line in lines for character in line.text) >= _LEAST_READ


def doubted(lines: Sequence[RawLine]) -> tuple[RawLine, ...]:
    """Return the lines with every character in doubt, and no better reading of them to be had."""
    return tuple(
        replace(
            raw,
            line=scored(raw.line, tuple(min(score, DOUBT) for score in raw.line.characters)),
            is_settled=True,
        )
        for raw in lines
    )


def _tells(lines: Sequence[RawLine]) -> bool:
    """Tell whether there is enough Chinese text and most of it was surely read."""
    scores = [
        score
        for raw in lines
        for character, score in zip(raw.line.text, raw.line.characters, strict=True)
        if "\u4e00" <= character <= "\u9fff"
    ]
    sure = sum(score >= _TELLING_SCORE for score in scores)
    return sure >= max(_LEAST_TELLING, _TELLING_SHARE * len(scores))


def _trials(engine: Engine, cleaned: Picture, lines: Sequence[RawLine]) -> dict[str, float]:
    """Return how surely the longest lines read as they stand, upside down, and each of both from behind."""
    longest = sorted(lines, key=lambda raw: -len(raw.line.text))[:_MOST_LINES]
    crops = [cut(cleaned, _quad(raw)) for raw in longest]
    ways = {
        _STANDING: crops,
        "turned": [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops],
        MIRRORED: [np.ascontiguousarray(crop[:, ::-1]) for crop in crops],
        f"{MIRRORED} and turned": [np.ascontiguousarray(crop[::-1]) for crop in crops],
    }
    return {way: fmean(line.confidence for line in engine.recognise(seen)) for way, seen in ways.items()}


def _quad(raw: RawLine) -> NDArray[np.float32]:
    return np.array(raw.line.box, dtype=np.float32)


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
