"""Read the parts of a CFF font table: indexes, dictionaries, and which subroutines an outline calls.

Only what cutting a font down needs (Adobe Technical Notes 5176 and 5177).
"""

from dataclasses import dataclass, field
from struct import unpack_from

import numpy as np

GLOBAL = -1
ESCAPE = 12
STEMS = frozenset({1, 3, 18, 23})
MASKS = frozenset({19, 20})
CALL_LOCAL, CALL_GLOBAL, RETURN, END = 10, 29, 11, 14
CHAR_STRINGS, PRIVATE, SUBROUTINES, FONT_ARRAY, FONT_SELECT = 17, 18, 19, 1236, 1237


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A CFF index: entry n lies from starts[n] to starts[n + 1] in the table.

    The offsets stand at `offsets_at`, `offset_size` bytes each, counted from `base`.
    """

    starts: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    end: int
    offsets_at: int = 0
    offset_size: int = 1
    base: int = 0

    def __len__(self) -> int:
        """Return the number of entries."""
        return max(0, len(self.starts) - 1)

    def span(self, number: int) -> tuple[int, int]:
        """Return where an entry begins and ends."""
        return int(self.starts[number]), int(self.starts[number + 1])


def read_index(cff: bytes, at: int) -> Index:
    """Read the index that begins at an offset."""
    count = unpack_from(">H", cff, at)[0]
    if count == 0:
        return Index(starts=np.zeros(0, dtype=np.int64), end=at + 2)
    size = cff[at + 2]
    raw = np.frombuffer(cff, dtype=np.uint8, count=(count + 1) * size, offset=at + 3).reshape(count + 1, size)
    starts = np.zeros(count + 1, dtype=np.int64)
    for column in range(size):
        starts = starts * 256 + raw[:, column]
    base = at + 3 + (count + 1) * size - 1
    return Index(
        starts=starts + base, end=int(starts[-1]) + base, offsets_at=at + 3, offset_size=size, base=base
    )


def read_dictionary(cff: bytes, start: int, end: int) -> dict[int, list[int]]:
    """Return the operands of each operator; two-byte operators are 1200 + the second byte."""
    return {
        operator: [_operand(cff, place)[0] for place in places]
        for operator, places in operand_places(cff, start, end).items()
    }


def operand_places(cff: bytes, start: int, end: int) -> dict[int, list[int]]:
    """Return where the operands of each operator of a dictionary stand."""
    operators: dict[int, list[int]] = {}
    operands: list[int] = []
    place = start
    while place < end:
        byte = cff[place]
        if byte <= 21:
            number = 1200 + cff[place + 1] if byte == ESCAPE else byte
            operators[number], operands = operands, []
            place += 2 if byte == ESCAPE else 1
        else:
            operands.append(place)
            _, place = _operand(cff, place)
    return operators


def _operand(cff: bytes, place: int) -> tuple[int, int]:
    byte = cff[place]
    if byte in (28, 29):
        width = 2 if byte == 28 else 4
        return int.from_bytes(cff[place + 1 : place + 1 + width], "big", signed=True), place + 1 + width
    if byte == 30:
        return 0, next(at for at in range(place + 1, len(cff)) if cff[at] & 15 == 15) + 1
    return _small_operand(cff, place)


def _small_operand(cff: bytes, place: int) -> tuple[int, int]:
    byte = cff[place]
    if byte <= 246:
        return byte - 139, place + 1
    if byte <= 250:
        return (byte - 247) * 256 + cff[place + 1] + 108, place + 2
    return -(byte - 251) * 256 - cff[place + 1] - 108, place + 2


class CompactFont:
    """One CFF table: its outlines, its global subroutines and those of each of its parts."""

    def __init__(self, cff: bytes) -> None:
        self.cff = cff
        top_index = read_index(cff, read_index(cff, cff[2]).end)
        top = read_dictionary(cff, *top_index.span(0))
        self._array_at = operand_places(cff, *top_index.span(0))[FONT_ARRAY][0]
        strings = read_index(cff, top_index.end)
        self.outlines = read_index(cff, top[CHAR_STRINGS][0])
        self.subroutines: dict[int, Index] = {GLOBAL: read_index(cff, strings.end)}
        fonts = read_index(cff, top[FONT_ARRAY][0])
        self._private_at: list[int] = []
        for number in range(len(fonts)):
            self._private_at.append(operand_places(cff, *fonts.span(number))[PRIVATE][1])
            size, offset = read_dictionary(cff, *fonts.span(number))[PRIVATE]
            private = read_dictionary(cff, offset, offset + size)
            if SUBROUTINES in private:
                self.subroutines[number] = read_index(cff, offset + private[SUBROUTINES][0])
        self._select = top[FONT_SELECT][0]

    def part_of(self, glyph: int) -> int:
        """Return the number of the font part a glyph belongs to."""
        at = self._select
        if self.cff[at] == 0:
            return self.cff[at + 1 + glyph]
        count = unpack_from(">H", self.cff, at + 1)[0]
        low, high = 0, count
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (
                (middle, high)
                if unpack_from(">H", self.cff, at + 3 + 3 * middle)[0] <= glyph
                else (low, middle)
            )
        return self.cff[at + 3 + 3 * low + 2]

    def offsets_behind(self, place: int) -> list[tuple[int, int]]:
        """Return where the table says that something lies behind `place`, and what it says: five bytes each.

        Raises ValueError where one is written shorter or lies before it.
        """
        found = []
        for at in (self._array_at, *self._private_at):
            value, end = _operand(self.cff, at)
            if end - at != 5 or value < place:
                raise ValueError("the parts of the font stand in another order than in Noto CJK")
            found.append((at, value))
        return found

    def calls(self, glyph: int) -> set[tuple[int, int]]:
        """Return the subroutines (part, number) that the outline of a glyph runs through."""
        trace = _Trace(font=self, part=self.part_of(glyph))
        trace.run(*self.outlines.span(glyph))
        return trace.called


@dataclass(slots=True)
class _Trace:
    """Walks through one outline as an interpreter does, noting the calls."""

    font: CompactFont
    part: int
    stack: list[int] = field(default_factory=list)
    stems: int = 0
    called: set[tuple[int, int]] = field(default_factory=set)

    def run(self, place: int, end: int) -> bool:
        """Walk from `place` to `end`; return True when the outline is finished."""
        cff = self.font.cff
        while place < end:
            byte = cff[place]
            if byte == 28 or byte >= 32:
                place = self._push(place)
                continue
            place += 1
            if byte in (RETURN, END):
                return byte == END
            if byte in (CALL_LOCAL, CALL_GLOBAL):
                if self._call(GLOBAL if byte == CALL_GLOBAL else self.part):
                    return True
                continue
            place += self._operate(byte)
        return False

    def _push(self, place: int) -> int:
        if self.font.cff[place] == 255:
            self.stack.append(0)
            return place + 5
        operand, after = _operand(self.font.cff, place)
        self.stack.append(operand)
        return after

    def _call(self, part: int) -> bool:
        index = self.font.subroutines[part]
        count = len(index)
        bias = 107 if count < 1240 else 1131 if count < 33900 else 32768
        number = self.stack.pop() + bias
        self.called.add((part, number))
        return self.run(*index.span(number))

    def _operate(self, byte: int) -> int:
        """Account for an operator and return how many bytes follow it."""
        if byte in STEMS or byte in MASKS:
            self.stems += len(self.stack) // 2
        self.stack.clear()
        if byte in MASKS:
            return (self.stems + 7) // 8
        return 1 if byte == ESCAPE else 0
