"""From a recogniser's score to the probability that a value is right, per type of element.

The table is measured by `python -m benchmarks.calibration` on drawn papers: for each span of the least sure
character's score, how often the whole value was right. Types with few values lean on all types together.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from ocr.values import ElementType

FILE = Path(__file__).with_name("calibration.yaml")
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)
"""Upper ends of the spans of scores."""
_WEIGHT = 25
"""A type's own values count against so many of all types together."""


def probability(kind: ElementType, score: float) -> float:
    """Return how probably a value is right whose least sure character has this score (0..1)."""
    return _table()[str(kind)][span_of(score)]


def span_of(score: float) -> int:
    """Return in which span a score lies."""
    return min(bisect_left(EDGES, score), len(EDGES) - 1)


def fitted(
    observed: Mapping[ElementType, Sequence[tuple[float, bool]]],
) -> dict[str, list[float]]:
    """Return the table for observed (score, was right) pairs: never falling from span to span."""
    every = [pair for pairs in observed.values() for pair in pairs]
    together = _rising([_counted(every, span, prior=0.9, weight=0.5) for span in range(len(EDGES))])
    table = {}
    for kind in ElementType:
        pairs = observed.get(kind, ())
        own = [_counted(pairs, span, prior=together[span], weight=_WEIGHT) for span in range(len(EDGES))]
        table[str(kind)] = [round(share, 4) for share in _rising(own)]
    return table


def _counted(
    pairs: Sequence[tuple[float, bool]], span: int, *, prior: float, weight: float
) -> tuple[float, float]:
    """Return how many values of a span were right, and how many there were, with what is known beforehand."""
    right = [is_right for score, is_right in pairs if span_of(score) == span]
    return sum(right) + prior * weight, len(right) + weight


def _rising(counted: Sequence[tuple[float, float]]) -> list[float]:
    """Return shares that never fall, as near as can be to those counted: neighbours that fall are pooled."""
    pools: list[tuple[float, float, int]] = []
    for right, all_of in counted:
        pools.append((right, all_of, 1))
        while len(pools) > 1 and pools[-2][0] * pools[-1][1] > pools[-1][0] * pools[-2][1]:
            last, before = pools.pop(), pools.pop()
            pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return [right / all_of for right, all_of, spans in pools for _ in range(spans)]


@cache
def _table() -> Mapping[str, Sequence[float]]:
    return dict(YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))["right"])
