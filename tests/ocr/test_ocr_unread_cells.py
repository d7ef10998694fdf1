"""Ink in cells without a line, on a drawn page."""

import numpy as np

from ocr.document import Line
from ocr.grid import grid_of
from ocr.ink import InkMap
from ocr.layout import RawLine, Tilt, box_of
from ocr.unread_cells import unread_ink
from simulator.paper.marks import Pen
from simulator.paper.raster import render


def test_a_digit_alone_is_found_and_empty_full_and_read_cells_are_not() -> None:
    pen = Pen(size=12)
    for place, text in enumerate(["数量", "3", "", "备注"]):
        pen.frame(20 + 30 * place, 40, 30, 12)
        pen.text(25 + 30 * place, 48, text)
    pen.frame(20, 52, 120, 12, fill=(60, 60, 60))
    grey = np.asarray(render(pen.sheet(), 254).convert("L"))
    ink = InkMap(picture=grey, red=np.zeros(grey.shape, np.uint8), tilt=Tilt())
    read = [
        RawLine(line=Line(text=text, box=box_of(x, 445, x + 85, 490), confidence=0.9))
        for text, x in (("数量", 250.0), ("备注", 1150.0))
    ]
    found = unread_ink(ink, grid_of(grey, Tilt()), read)
    assert len(found) == 1
    left, right = float(found[0][0][0]), float(found[0][1][0])
    assert 540 < left < 560
    assert 565 < right < 590
