"""Set stretches of text in lines: numbers stay whole, values may have another font, ink and a line below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulator.paper.fonts import width
from simulator.paper.marks import MM_PER_POINT, Colour, Pen
from simulator.paper.stamps import HAND_EDGE, handwriting
from simulator.paper.wording import Piece

_UNIT = re.compile(r"[0-9A-Za-z.\-/:¥,%*+]+|.|\n", re.DOTALL)
_NEVER_FIRST = frozenset("，。；、）：！？》”’")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How text is written: underlined where something was filled in, by the hand of a seed or in print."""

    font: str
    size: float
    colour: Colour
    is_underlined: bool = False
    hand: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of one line in one face; `element` is what it belongs to."""

    text: str
    face: Face
    element: str = ""

    @property
    def width_mm(self) -> float:
        """Width in millimetres."""
        return width(self.face.font, self.text, self.face.size * MM_PER_POINT)


Lines = tuple[tuple[Run, ...], ...]


def set_lines(pieces: Sequence[Piece], limit_mm: float, print_face: Face, value_face: Face) -> Lines:
    """Break pieces into lines no wider than the limit; a number is broken only when longer than a line."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for piece in pieces:
        face = value_face if piece.is_filled else print_face
        for unit in _units(piece, face, limit_mm):
            if unit.text == "\n":
                lines.append([])
                used = 0.0
                continue
            if used and used + unit.width_mm > limit_mm and unit.text not in _NEVER_FIRST:
                lines.append([])
                used = 0.0
            used += unit.width_mm
            _append(lines[-1], unit)
    return tuple(tuple(line) for line in lines)


def _units(piece: Piece, face: Face, limit_mm: float) -> list[Run]:
    """Split into what can't be broken; a blank value takes room for writing."""
    text = piece.text or ("　　　　" if piece.is_filled and face.is_underlined else "")
    whole = Run(text="", face=face, element=piece.element)
    units = [replace(whole, text=match[0]) for match in _UNIT.finditer(text)]
    return [
        part
        for unit in units
        for part in (
            [unit] if unit.width_mm <= limit_mm else [replace(unit, text=sign) for sign in unit.text]
        )
    ]


def _append(line: list[Run], unit: Run) -> None:
    if line and (line[-1].face, line[-1].element) == (unit.face, unit.element):
        line[-1] = replace(line[-1], text=line[-1].text + unit.text)
    else:
        line.append(unit)


def write_lines(pen: Pen, x: float, y: float, lines: Lines, step_mm: float) -> float:
    """Write lines with the first baseline at y; returns the baseline after the last."""
    for line in lines:
        at = x
        for run in line:
            end = _written(pen, at, y, run)
            if run.face.is_underlined:
                pen.rule(at, y + 1.1, end, y + 1.1, thick=0.2)
            at = end
        y += step_mm
    return y


def _written(pen: Pen, x: float, y: float, run: Run) -> float:
    """Write one stretch of text and return the x of its end."""
    face = run.face
    if face.hand is None or not run.text.strip():
        return pen.text(
            x, y, run.text, size=face.size, font=face.font, colour=face.colour, element=run.element
        )
    image = handwriting(run.text, face.hand, face.colour)
    scale = run.width_mm / (image.width - 2 * HAND_EDGE)
    high = image.height * scale
    pen.picture(x - HAND_EDGE * scale, y - high * 0.82, image.width * scale, high, image)
    if run.element:
        pen.elements.add(run.element)
    return x + run.width_mm
