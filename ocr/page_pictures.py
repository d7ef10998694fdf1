"""A page as a picture for people: turned upright; pure text is drawn."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ocr.crops import turned
from ocr.document import Page
from ocr.intake import RawPage
from ocr.layout import bounds

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
)


def page_picture(raw: RawPage, page: Page) -> bytes:
    """Return the page as PNG, in the coordinates of its boxes."""
    picture = turned(raw.picture, page.rotation) if raw.picture is not None else _drawn(page)
    done, data = cv2.imencode(".png", picture)
    if not done:
        raise ValueError("the page could not be written as PNG")
    return bytes(data)


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
