"""A page as a picture for people: cut out, flattened and turned as it was read; pure text is drawn."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ocr.crops import Picture, turned
from ocr.document import Page
from ocr.intake import RawPage
from ocr.layout import bounds
from ocr.sheets import flattened_paper

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
)


def page_picture(raw: RawPage, page: Page) -> bytes:
    """Return the page as PNG, in the coordinates of its boxes."""
    picture = _shown(raw.picture, page) if raw.picture is not None else _drawn(page)
    done, data = cv2.imencode(".png", picture)
    if not done:
        raise ValueError("the page could not be written as PNG")
    return bytes(data)


def _shown(picture: Picture, page: Page) -> Picture:
    return turned(flattened_paper(picture, page.quad) if page.quad else picture, page.rotation)


def _drawn(page: Page) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    sheet = Image.new("RGB", (page.width, page.height), "white")
    pen = ImageDraw.Draw(sheet)
    for line in page.lines:
        left, top, _, bottom = bounds(line.box)
        pen.text((left, top), line.text, fill="black", font=_font(int(bottom - top)))
    return np.ascontiguousarray(np.asarray(sheet, dtype=np.uint8)[:, :, ::-1])


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for path in _FONTS:
        try:
            return ImageFont.truetype(path, max(8, size))
        except OSError:
            continue
    return ImageFont.load_default(max(8, size))
