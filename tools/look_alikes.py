"""Build review_points/look_alikes.tsv: which characters readers take for one another.

`python -m tools.look_alikes` needs the Debian package fonts-noto-cjk. Three sources are united: the likeness
of glyphs (tools/glyphs.py) over the characters of GB 2312, what the recogniser confused
(tools/reader_confusions.tsv), and a reviewed list (tools/look_alikes_reviewed.txt). A twin is so close that a
good score says nothing; a cousin may be mistaken only where a reading is poor.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.glyphs import gb2312_characters, likeness

HERE = Path(__file__).parent
TARGET = HERE.parent / "review_points" / "look_alikes.tsv"
TWIN_LIKENESS = 0.86
COUSIN_LIKENESS = 0.80
READER_TWIN_SCORE = 0.9
READER_LIKENESS = 0.5
"""Below this a confusion of the recogniser is chance, not shape."""
MOST_PARTNERS = 12
_KINDS = ("twin", "cousin")
_HEADER = """\
# Characters that readers take for one another. Made by tools/look_alikes.py; don't edit.
# glyph: likeness of shapes in Noto Sans CJK SC and Noto Serif CJK SC (SIL Open Font License 1.1).
# reader: confused by the recogniser when lines were blurred. reviewed: kept by hand.
"""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One pair: what it is, how like its shapes are (0 when not measured), who says so."""

    kind: str
    likeness: float
    sources: tuple[str, ...]


def from_glyphs(characters: Sequence[str], alike: NDArray[np.float32]) -> dict[Pair, Entry]:
    """Return the pairs whose shapes are alike, each character with its nearest partners only."""
    rows, columns = np.where(np.triu(alike, 1) >= COUSIN_LIKENESS)
    order = np.argsort(-alike[rows, columns], kind="stable")
    partners: defaultdict[str, int] = defaultdict(int)
    found: dict[Pair, Entry] = {}
    for row, column in zip(rows[order], columns[order], strict=True):
        one, other = characters[row], characters[column]
        if max(partners[one], partners[other]) >= MOST_PARTNERS:
            continue
        partners[one] += 1
        partners[other] += 1
        value = float(alike[row, column])
        kind = "twin" if value >= TWIN_LIKENESS else "cousin"
        found[_ordered(one, other)] = Entry(kind, value, ("glyph",))
    return found


def from_reader(path: Path, alike: Mapping[Pair, float]) -> dict[Pair, Entry]:
    """Return what the recogniser confused and is at all alike."""
    found: dict[Pair, Entry] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            pair = _ordered(row["one"], row["other"])
            if alike[pair] >= READER_LIKENESS:
                kind = "twin" if float(row["score"]) >= READER_TWIN_SCORE else "cousin"
                found[pair] = Entry(kind, alike[pair], ("reader",))
    return found


def from_review(text: str, alike: Mapping[Pair, float]) -> dict[Pair, Entry]:
    """Return the reviewed pairs; a pair under both kinds is a twin."""
    found: dict[Pair, Entry] = {}
    for line in text.splitlines():
        kind, *groups = line.split() or ["#"]
        for one, other in (pair for group in groups for pair in combinations(group, 2)):
            if kind in _KINDS:
                pair = _ordered(one, other)
                entry = Entry(kind, alike.get(pair, 0.0), ("reviewed",))
                found[pair] = _closer(entry, found.get(pair, entry))
    return found


def united(tables: Sequence[Mapping[Pair, Entry]]) -> dict[Pair, Entry]:
    """Unite tables: the closer kind wins, every source is named."""
    found: dict[Pair, Entry] = {}
    for pair, entry in (item for table in tables for item in table.items()):
        known = found.get(pair)
        sources = (*known.sources, *entry.sources) if known else entry.sources
        found[pair] = replace(_closer(entry, known or entry), sources=sources)
    return found


def _closer(one: Entry, other: Entry) -> Entry:
    return one if _KINDS.index(one.kind) <= _KINDS.index(other.kind) else other


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


class _Likeness(Mapping[Pair, float]):
    """The matrix, asked by pair; a character that was not drawn is in no pair."""

    def __init__(self, characters: Sequence[str], matrix: NDArray[np.float32]) -> None:
        self._places = {each: place for place, each in enumerate(characters)}
        self._matrix = matrix

    def __getitem__(self, pair: Pair) -> float:
        return float(self._matrix[self._places[pair[0]], self._places[pair[1]]])

    def __iter__(self) -> Iterator[Pair]:
        return combinations(self._places, 2)

    def __len__(self) -> int:
        return len(self._places) * (len(self._places) - 1) // 2


def main() -> int:
    """Measure, unite, write the table in a stable order."""
    characters = gb2312_characters()
    matrix = likeness(characters)
    alike = _Likeness(characters, matrix)
    reviewed = (HERE / "look_alikes_reviewed.txt").read_text(encoding="utf-8")
    tables = (
        from_glyphs(characters, matrix),
        from_reader(HERE / "reader_confusions.tsv", alike),
        from_review(reviewed, alike),
    )
    found = united(tables)
    lines = [
        f"{one}\t{other}\t{entry.kind}\t{entry.likeness:.2f}\t{'+'.join(entry.sources)}\n"
        for (one, other), entry in sorted(found.items())
    ]
    TARGET.write_text(_HEADER + "one\tother\tkind\tlikeness\tsource\n" + "".join(lines), encoding="utf-8")
    print(f"{len(found)} pairs: {', '.join(f'{len(table)}' for table in tables)} from glyphs, reader, review")
    return 0


if __name__ == "__main__":
    sys.exit(main())
