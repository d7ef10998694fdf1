"""The text layer of a PDF page: lines with boxes, and which of them are drawn so that nobody sees them.

Runs in the decoder child.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

MOST_CHARACTERS = 20_000
MOST_LINES = 2_000
_FINE = 64
"""By how much finer than the rendered page PDFium is asked for places, as it answers in whole pixels."""
_NO_TEXT = frozenset({0, 0xFFFE, 0xFFFF})
_UNSEEN_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
_FAINT_ALPHA = 32
_WHITE = 0xF0
_TINY_PX = 4.0
"""A line that is lower than this at the resolution of rendering (1.4 points at 200 dpi) can't be read."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of the text layer, in pixels of the rendered page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    is_faint: bool


def layer_of(page: pypdfium2.PdfPage, width: int, height: int) -> tuple[list[dict[str, Any]], bool]:
    """Return the text layer as lines with boxes, and whether all of it was looked at.

    Slanted text (watermarks) is left out. Raises PdfiumError.
    """
    textpage = page.get_textpage()
    try:
        place = Placing(page, width, height)
        glyphs = list(_glyphs(textpage, place))
        runs = list(_runs(glyphs))
        is_whole = textpage.count_chars() <= MOST_CHARACTERS and len(runs) <= MOST_LINES
    finally:
        textpage.close()
    return [_line(run, width, height) for run in runs[:MOST_LINES]], is_whole


class Placing:
    """Where points of a PDF page lie on its picture."""

    def __init__(self, page: pypdfium2.PdfPage, width: int, height: int) -> None:
        """Ask PDFium for three points; the rest is a linear map."""
        points = ((0, 0), (100, 0), (0, 100))
        origin, right, up = (self._asked(page, width, height, *point) for point in points)
        self._x, self._y = origin
        self._right = (right[0] - origin[0]) / 100, (right[1] - origin[1]) / 100
        self._up = (up[0] - origin[0]) / 100, (up[1] - origin[1]) / 100

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom in pixels."""
        corners = ((left, bottom), (right, top))
        x0, x1 = sorted(self._x + x * self._right[0] + y * self._up[0] for x, y in corners)
        y0, y1 = sorted(self._y + x * self._right[1] + y * self._up[1] for x, y in corners)
        return x0, y0, x1, y1

    @staticmethod
    def _asked(page: pypdfium2.PdfPage, width: int, height: int, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(
            page, 0, 0, width * _FINE, height * _FINE, 0, x, y, ctypes.byref(across), ctypes.byref(down)
        )
        return across.value / _FINE, down.value / _FINE


def _glyphs(textpage: Any, place: Placing) -> Iterator[Glyph]:
    faint: dict[int, bool] = {}
    for index in range(min(textpage.count_chars(), MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in _NO_TEXT or 0xD800 <= code <= 0xDFFF or chr(code).isspace():
            continue
        if _slanted(raw.FPDFText_GetCharAngle(textpage, index)):
            continue
        box = place.box(*textpage.get_charbox(index, loose=True))
        yield Glyph(chr(code), *box, _is_faint(textpage, index, faint))


def _is_faint(textpage: Any, index: int, known: dict[int, bool]) -> bool:
    """Tell whether a character is drawn invisible, transparent or white; asked once for each text object."""
    drawn = raw.FPDFText_GetTextObject(textpage, index)
    address = ctypes.cast(drawn, ctypes.c_void_p).value or 0
    if address not in known:
        known[address] = bool(address) and (
            raw.FPDFTextObj_GetTextRenderMode(drawn) in _UNSEEN_MODES or _is_pale(textpage, index)
        )
    return known[address]


def _is_pale(textpage: Any, index: int) -> bool:
    channels = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(textpage, index, *(ctypes.byref(channel) for channel in channels)):
        return False
    red, green, blue, alpha = (channel.value for channel in channels)
    return alpha < _FAINT_ALPHA or min(red, green, blue) >= _WHITE


def _slanted(radians: float) -> bool:
    quarter = 1.5707963
    return min(radians % quarter, quarter - radians % quarter) > 0.12


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Cut the sequence of characters where the line changes, a wide gap stands or visibility changes."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _continues(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _continues(last: Glyph, glyph: Glyph) -> bool:
    size = max(1.0, last.bottom - last.top, glyph.bottom - glyph.top)
    same_row = abs((last.top + last.bottom) - (glyph.top + glyph.bottom)) / 2 < 0.5 * size
    is_near = -0.5 * size < glyph.left - last.right < 1.8 * size
    return same_row and is_near and last.is_faint == glyph.is_faint


def _line(run: Sequence[Glyph], width: int, height: int) -> dict[str, Any]:
    left, right = min(g.left for g in run), max(g.right for g in run)
    top, bottom = min(g.top for g in run), max(g.bottom for g in run)
    span = max(1.0, right - left)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    is_off = not (0 <= middle_x <= width and 0 <= middle_y <= height)
    return {
        "text": "".join(g.text for g in run),
        "box": [left, top, right, bottom],
        "centres": [round(((g.left + g.right) / 2 - left) / span, 4) for g in run],
        "faint": run[0].is_faint or is_off or min(right - left, bottom - top) < _TINY_PX,
    }
