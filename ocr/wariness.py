"""What recognisers say with more certainty than they should, brought down to doubt.

The fast one lacks 1,315 characters of GB 2312 and says others in their place (stand_ins.tsv, made by
tools/stand_ins.py). Both drop characters without a sign but the gap they leave: one of two equal digits that
stand side by side, mostly, and surely (11 月 read as 1 月 at 0.999).
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median

from ocr.engines import Recognised

FILE = Path(__file__).with_name("stand_ins.tsv")
WARY = 0.9
"""No character that may stand for another, or beside one that was dropped, keeps a higher score."""
_WIDE, _NARROW = 2.0, 1.0
"""Widths of Chinese characters and marks, and of all others, in halves of the type's size."""
_ROOM, _MORE = 0.7, 0.1
"""Beside characters with so much room to spare, in halves, and so much more for each of them between two wide
ones, another may have stood."""
_MARGIN = 1.4
"""What lies in halves between a line's end and its first or last character, at most."""
_LEFT, _RIGHT = frozenset("，。：；、！？）》」』"), frozenset("（《「『")
"""Marks that stand in the left or right half of their place."""
_LEAST_PAIRS = 3
_HALF_OF_HEIGHT = 0.34
"""Half the size of type as a share of its line's height, where too few characters tell."""


def wary(line: Recognised, aspect: float) -> Recognised:
    """Return a skimmed line with lower scores where it may be wrong without knowing.

    `aspect` is how many times as wide as high its picture was.
    """
    places = {place for place, character in enumerate(line.text) if character in _stand_ins()}
    places |= beside_gaps(line, aspect)
    if not places:
        return line
    scores = (min(score, WARY) if at in places else score for at, score in enumerate(line.scores))
    return replace(line, scores=tuple(scores))


def beside_gaps(line: Recognised, aspect: float) -> set[int]:
    """Return the places of characters among which there is room for one more; `aspect` as for `wary`."""
    return set(_beside_gaps(line, aspect))


def _beside_gaps(line: Recognised, aspect: float) -> Iterator[int]:
    """Yield the places of characters among which there is room for one more.

    Centres are known to a sixth of a Chinese character, so that the room between two of them is judged with
    all digits and letters in between.
    """
    if not line.text:
        return
    half = _half(line, aspect)
    last = len(line.text) - 1
    fixed = [at for at in range(last + 1) if at in {0, last} or _width(line.text[at]) == _WIDE]
    for start, end in pairwise(fixed):
        widths = [_width(character) for character in line.text[start : end + 1]]
        needed = (
            sum(widths)
            - (widths[0] + widths[-1]) / 2
            + (line.text[start] in _LEFT)
            + (line.text[end] in _RIGHT)
        )
        if (line.centres[end] - line.centres[start]) / half - needed > _ROOM + _MORE * (end - start - 1):
            yield from range(start, end + 1)
    if line.centres[0] > (_MARGIN + _width(line.text[0]) / 2) * half:
        yield 0
    if 1 - line.centres[-1] > (_MARGIN + _width(line.text[-1]) / 2) * half:
        yield last


def _half(line: Recognised, aspect: float) -> float:
    """Return half the size of the line's type as a share of the line's width."""
    steps = [
        2 * (line.centres[at + 1] - line.centres[at]) / (_width(line.text[at]) + _width(line.text[at + 1]))
        for at in range(len(line.text) - 1)
    ]
    return max(1e-6, median(steps)) if len(steps) >= _LEAST_PAIRS else _HALF_OF_HEIGHT / max(aspect, 0.1)


def _width(character: str) -> float:
    return _WIDE if character > "\u2e80" else _NARROW


@cache
def _stand_ins() -> frozenset[str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return frozenset(row["read"] for row in csv.DictReader(file, delimiter="\t"))
