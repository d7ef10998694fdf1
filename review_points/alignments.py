"""Shortest ways to edit one text into another: often there are several, and reading may explain only one."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

MOST_TRIED = 16
MOST_EDITS = 4
"""Where more is different only the usual way is looked at."""
_EQUAL, _REPLACE, _DELETE, _INSERT = "=", "replace", "delete", "insert"
_Places = tuple[int, int]


class Step(NamedTuple):
    """One edit: replace, delete or insert, and the spans of both texts it is about."""

    tag: str
    here: _Places
    there: _Places


def alignments(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[Step, ...]]:
    """Yield some of the shortest ways from one text to the other, the usual one first.

    Texts may be swapped: the same ways come up, mirrored.
    """
    if tuple(one) > tuple(other):
        for steps in alignments(other, one):
            yield tuple(_mirrored(step) for step in steps)
        return
    usual = tuple(
        Step(step.tag, (step.src_start, step.src_end), (step.dest_start, step.dest_end))
        for step in Levenshtein.opcodes(one, other)
        if step.tag != "equal"
    )
    yield usual
    edits = sum(max(step.here[1] - step.here[0], step.there[1] - step.there[0]) for step in usual)
    if edits <= MOST_EDITS:
        yield from (_steps(way) for way in islice(_ways(one, other, edits), MOST_TRIED))


def _mirrored(step: Step) -> Step:
    tag = {_DELETE: _INSERT, _INSERT: _DELETE}.get(step.tag, step.tag)
    return Step(tag, step.there, step.here)


def _ways(one: Sequence[str], other: Sequence[str], edits: int) -> Iterator[tuple[str, ...]]:
    """Yield all shortest ways, character by character, when their number of edits is known."""
    left = _distances(one, other, edits)
    waiting: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    while waiting:
        i, j, way = waiting.pop()
        if i == len(one) and j == len(other):
            yield way
            continue
        here = left[i][j]
        if i < len(one) and here == left[i + 1][j] + 1:
            waiting.append((i + 1, j, (*way, _DELETE)))
        if j < len(other) and here == left[i][j + 1] + 1:
            waiting.append((i, j + 1, (*way, _INSERT)))
        if i < len(one) and j < len(other):
            tag = _EQUAL if one[i] == other[j] else _REPLACE
            if here == left[i + 1][j + 1] + (tag is _REPLACE):
                waiting.append((i + 1, j + 1, (*way, tag)))


def _distances(one: Sequence[str], other: Sequence[str], edits: int) -> list[list[int]]:
    """Return for every two places how many edits are left to the ends; far off the diagonal, too many."""
    size = len(other)
    too_many = len(one) + size + 1
    below = [size - j if size - j <= edits else too_many for j in range(size + 1)]
    rows = [below]
    for i in range(len(one) - 1, -1, -1):
        row = [too_many] * (size + 1)
        for j in range(min(size, i + edits), max(-1, i - edits - 1), -1):
            step = below[j] + 1
            if j < size:
                step = min(step, row[j + 1] + 1, below[j + 1] + (one[i] != other[j]))
            row[j] = step
        rows.append(row)
        below = row
    return rows[::-1]


def _steps(way: Sequence[str]) -> tuple[Step, ...]:
    """Put neighbouring edits of one kind together."""
    found: list[Step] = []
    i = j = 0
    for tag, group in groupby(way):
        count = sum(1 for _ in group)
        here = (i, i + (0 if tag == _INSERT else count))
        there = (j, j + (0 if tag == _DELETE else count))
        i, j = here[1], there[1]
        if tag != _EQUAL:
            found.append(Step(tag, here, there))
    return tuple(found)
