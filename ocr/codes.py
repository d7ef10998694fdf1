"""Bar and QR codes on a page."""

import cv2
import zxingcpp

from ocr.crops import Picture
from ocr.document import Box, Code


def codes_of(picture: Picture, page: int) -> tuple[Code, ...]:
    """Return every code that can be decoded; what it says is a witness, never an order."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    found = zxingcpp.read_barcodes(grey, try_rotate=False, try_invert=False)  # the page stands upright
    return tuple(
        Code(page=page, box=_box(code.position), text=code.text, format=str(code.format).split(".")[-1])
        for code in found
        if code.valid
    )


def _box(position: zxingcpp.Position) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    first, second, third, fourth = ((float(corner.x), float(corner.y)) for corner in corners)
    return (first, second, third, fourth)
