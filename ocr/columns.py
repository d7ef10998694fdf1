"""Columns of tables: what stands below a heading, cell by cell, ruled or merely aligned.

A column that lacks a cell where its row has others is not whole, and what is not whole is given as no list:
its characters come back without a score, which makes them unreadable.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ocr.grid import Cell, Grid
from ocr.labels import Occurrence
from ocr.layout import Character, Span
from ocr.table_cells import is_in, text_in

_SUMMARY = re.compile(r"(合计|总计|小计|共计|备注|说明|注:|以下空白|填表|制表|审核)")
_NUMBERING = re.compile(r"[0-9]{1,3}[.、)]?")
_WIDEST_GAP = 2.6
Entry = tuple[Character, ...]


def column_below(
    label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span], grid: Grid
) -> tuple[Character, ...]:
    """Return the characters of the cells below a heading, with a semicolon between two cells."""
    own = grid.at((label.left + label.right) / 2, label.middle)
    ruled = own is not None and grid.below(own) is not None
    rows = _ruled(own, seen, spans, grid) if ruled and own else _aligned(label, seen, spans)
    entries, others = [], []
    for entry, is_row_empty in rows:
        entries.append(entry)
        others.append(is_row_empty)
    while entries and not entries[-1] and others[-1]:
        entries.pop()
        others.pop()
    joined = _joined([entry for entry in entries if entry])
    return joined if all(entries) else tuple(replace(character, score=0.0) for character in joined)


def _joined(entries: Sequence[Entry]) -> tuple[Character, ...]:
    found: list[Character] = []
    for entry in entries:
        if found:
            found.append(replace(found[-1], text=";", score=1.0, others=""))
        found += entry
    return tuple(found)


def _ruled(
    heading: Cell, seen: Sequence[Occurrence], spans: Sequence[Span], grid: Grid
) -> Iterator[tuple[Entry, bool]]:
    """Yield each cell below a heading of its width, and whether the rest of its row is empty too."""
    cell = grid.below(heading)
    while cell is not None and _is_as_wide(cell, heading, grid):
        row = [other for other in grid.cells if other.shares_rows_with(cell)]
        first = min(row, key=lambda other: other.left)
        if _ends(text_in(first, spans)) or any(is_in(first, label) or is_in(cell, label) for label in seen):
            return
        rest = ("".join(c.text for c in text_in(other, spans)) for other in row if other is not cell)
        yield text_in(cell, spans), all(not text or _NUMBERING.fullmatch(text) for text in rest)
        cell = grid.below(cell)


def _is_as_wide(cell: Cell, heading: Cell, grid: Grid) -> bool:
    return (
        abs(cell.left - heading.left) < 1.5 * grid.reach
        and abs(cell.right - heading.right) < 1.5 * grid.reach
    )


def _aligned(
    label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span]
) -> Iterator[tuple[Entry, bool]]:
    """Yield what stands below a heading in each row of a table without rules."""
    lines = {character.line for character in label.row[label.start : label.end]}
    headings = [span for span in spans if abs(span.middle - label.middle) < 0.6 * label.height]
    mine = next((span for span in headings if span.index in lines), None)
    labelled = {other.key for other in seen}
    bottom = label.bottom
    for row in _rows(span for span in spans if span.top > label.bottom - 0.2 * label.height):
        characters = tuple(character for span in row for character in span.characters)
        is_far = row[0].top - bottom > _WIDEST_GAP * label.height
        if is_far or _ends(characters) or any((c.line, c.place) in labelled for c in characters):
            return
        bottom = max(span.bottom for span in row)
        here = [span for span in row if _heading_of(span, headings) is mine]
        yield tuple(c for span in here for c in span.characters), False


def _rows(spans: Iterator[Span]) -> list[list[Span]]:
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: span.middle):
        if rows and span.middle - rows[-1][0].middle < 0.6 * span.height:
            rows[-1].append(span)
        else:
            rows.append([span])
    return [sorted(row, key=lambda span: span.left) for row in rows]


def _heading_of(span: Span, headings: Sequence[Span]) -> Span | None:
    """Return the heading over a line: the one it shares most of its width with, else the nearest."""

    def nearness(heading: Span) -> tuple[float, float]:
        shared = min(span.right, heading.right) - max(span.left, heading.left)
        return max(0.0, shared), -abs(span.left + span.right - heading.left - heading.right)

    return max(headings, key=nearness, default=None)


def _ends(characters: Sequence[Character]) -> bool:
    """Tell whether a row is no row of the table any more: a total, a note."""
    return _SUMMARY.match("".join(character.text for character in characters)) is not None
