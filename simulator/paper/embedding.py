"""Cut a font down to the glyphs a PDF uses.

A Noto CJK collection is one big CFF table shared by its languages. The table keeps its order and numbers; the
outlines of unused glyphs are taken out, and unused subroutines are wiped, so that they compress well.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from struct import unpack_from

import numpy as np

from simulator.paper.compact_font import CompactFont, Index

Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]


@lru_cache(maxsize=8)
def tables(path: Path, index: int) -> dict[bytes, bytes]:
    """Return the tables cmap and CFF of one font in a collection."""
    data = path.read_bytes()
    start = unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    found = {}
    for record in range(unpack_from(">H", data, start + 4)[0]):
        tag, _, offset, length = unpack_from(">4sIII", data, start + 12 + 16 * record)
        if tag in {b"cmap", b"CFF "}:
            found[tag] = data[offset : offset + length]
    return found


def glyph_numbers(path: Path, index: int, characters: Iterable[str]) -> dict[str, int]:
    """Return the glyph of each character; characters the font lacks are left out."""
    groups = _groups(path, index)
    found = {}
    for character in characters:
        code = ord(character)
        place = int(np.searchsorted(groups[:, 0], code, side="right")) - 1
        if place >= 0 and code <= groups[place, 1]:
            found[character] = int(groups[place, 2] + code - groups[place, 0])
    return found


def cut_down(path: Path, index: int, glyphs: Iterable[int]) -> bytes:
    """Return the CFF table without the outlines and subroutines that these glyphs don't need."""
    font = _compact_font(path, index)
    kept = sorted({0, *glyphs})
    calls = {call for glyph in kept for call in font.calls(glyph)}
    wiped = np.frombuffer(font.cff, dtype=np.uint8).copy()
    for part, subroutines in font.subroutines.items():
        if len(subroutines):
            _wipe(wiped, font.cff, subroutines, sorted(number for owner, number in calls if owner == part))
    return _without_outlines(wiped, font, kept)


def _without_outlines(table: Bytes, font: CompactFont, kept: list[int]) -> bytes:
    """Return a table with the outlines of the kept glyphs alone; all others are empty."""
    index = font.outlines
    spans = {number: index.span(number) for number in kept}
    lengths = np.zeros(len(index.starts), dtype=np.int64)
    lengths[[number + 1 for number in kept]] = [end - start for start, end in spans.values()]
    _write_offsets(table, index, int(index.starts[0]) - index.base + np.cumsum(lengths))
    taken_out = index.end - int(index.starts[0]) - int(lengths.sum())
    before, after = table[: int(index.starts[0])].tobytes(), table[index.end :].tobytes()
    whole = bytearray(before + b"".join(font.cff[start:end] for start, end in spans.values()) + after)
    for at, value in font.offsets_behind(index.end):
        moved = at - taken_out if at >= index.end else at
        whole[moved + 1 : moved + 5] = (value - taken_out).to_bytes(4, "big")
    return bytes(whole)


def _wipe(wiped: Bytes, cff: bytes, index: Index, kept: list[int]) -> None:
    """Wipe all entries of an index but the kept ones, and make the wiped ones empty."""
    wiped[int(index.starts[0]) : index.end] = 0
    starts = np.full(len(index.starts), int(index.starts[0]), dtype=np.int64)
    for number in kept:
        start, end = index.span(number)
        wiped[start:end] = np.frombuffer(cff, dtype=np.uint8, count=end - start, offset=start)
        starts[number], starts[number + 1 :] = start, end
    starts[-1] = index.end
    _write_offsets(wiped, index, starts - index.base)


def _write_offsets(wiped: Bytes, index: Index, offsets: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> None:
    size = index.offset_size
    columns = [(offsets >> 8 * (size - 1 - column)) & 255 for column in range(size)]
    packed = np.stack(columns, axis=1).astype(np.uint8).reshape(-1)
    wiped[index.offsets_at : index.offsets_at + len(packed)] = packed


@lru_cache(maxsize=8)
def _compact_font(path: Path, index: int) -> CompactFont:
    return CompactFont(tables(path, index)[b"CFF "])


@lru_cache(maxsize=8)
def _groups(path: Path, index: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Return the groups (first code, last code, first glyph) of the format 12 subtable."""
    cmap = tables(path, index)[b"cmap"]
    for record in range(unpack_from(">H", cmap, 2)[0]):
        offset = unpack_from(">I", cmap, 4 + 8 * record + 4)[0]
        if unpack_from(">H", cmap, offset)[0] == 12:
            count = unpack_from(">I", cmap, offset + 12)[0]
            flat = np.frombuffer(cmap, dtype=">u4", count=count * 3, offset=offset + 16)
            return flat.reshape(count, 3).astype(np.int64)
    raise ValueError(f"{path} has no character map of format 12")
