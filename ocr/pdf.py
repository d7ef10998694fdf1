"""PDF pages to pixels, and their text layer as a separate witness. Runs in the decoder child."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray

from ocr.limits import Limits, Refused

_POINTS_PER_INCH = 72
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of the text layer, in pixels of the rendered page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def open_pdf(data: bytes, limits: Limits) -> pypdfium2.PdfDocument:
    """Open a PDF; raises Refused when it is encrypted, broken or too long."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "damaged") from error
    if count == 0:
        raise Refused("damaged")
    if count > limits.pages:
        raise Refused("limit_exceeded")
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    return document


def render(
    document: pypdfium2.PdfDocument, index: int, limits: Limits
) -> tuple[NDArray[np.uint8], list[dict[str, Any]]]:
    """Return the pixels (BGR) of a page and the lines of its text layer."""
    try:
        page = document[index]
        width, height = page.get_size()
        if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
            raise Refused("limit_exceeded")
        scale = min(limits.render_dpi / _POINTS_PER_INCH, limits.long_side_px / max(width, height))
        bitmap = page.render(scale=scale, rev_byteorder=False, force_bitmap_format=raw.FPDFBitmap_BGR)
        picture = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
        lines = text_lines(page, picture.shape[1], picture.shape[0])
        page.close()
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged") from error
    return picture, lines


def text_lines(page: pypdfium2.PdfPage, width: int, height: int) -> list[dict[str, Any]]:
    """Return the text layer as lines with boxes; slanted text (watermarks) is left out."""
    textpage = page.get_textpage()
    try:
        glyphs = list(_glyphs(page, textpage, width, height))
    finally:
        textpage.close()
    return [_line(run) for run in _runs(glyphs)]


def _glyphs(page: pypdfium2.PdfPage, textpage: Any, width: int, height: int) -> Iterator[Glyph]:
    for index in range(min(textpage.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in {0, 0xFFFE, 0xFFFF} or 0xD800 <= code <= 0xDFFF or chr(code).isspace():
            continue
        if _slanted(raw.FPDFText_GetCharAngle(textpage, index)):
            continue
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        x0, y0 = _device(page, width, height, left, top)
        x1, y1 = _device(page, width, height, right, bottom)
        yield Glyph(chr(code), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _slanted(radians: float) -> bool:
    quarter = 1.5707963
    return min(radians % quarter, quarter - radians % quarter) > 0.12


def _device(page: pypdfium2.PdfPage, width: int, height: int, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Cut the sequence of characters where the line changes or a wide gap stands."""
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
    return same_row and -0.5 * size < glyph.left - last.right < 1.8 * size


def _line(run: Sequence[Glyph]) -> dict[str, Any]:
    left, right = min(g.left for g in run), max(g.right for g in run)
    top, bottom = min(g.top for g in run), max(g.bottom for g in run)
    span = max(1.0, right - left)
    return {
        "text": "".join(g.text for g in run),
        "box": [left, top, right, bottom],
        "centres": [round(((g.left + g.right) / 2 - left) / span, 4) for g in run],
    }
