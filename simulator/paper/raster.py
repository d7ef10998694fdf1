"""Turn sheets into pictures, each with the watermark 样例 无效."""

from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from simulator.paper.fonts import font, runs
from simulator.paper.marks import MM_PER_POINT, Frame, Mark, Picture, Rule, Sheet, Text

WATERMARK = "样例 无效"
WATERMARK_OPACITY = 0.12
WATERMARK_SHADE = (90, 90, 90)


def render(sheet: Sheet, dpi: int) -> Image.Image:
    """Draw a sheet at a resolution."""
    scale = dpi / 25.4
    image = Image.new("RGB", (round(sheet.width * scale), round(sheet.height * scale)), sheet.tint)
    draw = ImageDraw.Draw(image)
    for mark in sheet.marks:
        _lay(image, draw, mark, scale)
    return watermarked(image)


def watermarked(image: Image.Image) -> Image.Image:
    """Lay the watermark over a picture, in place."""
    image.paste(WATERMARK_SHADE, (0, 0), watermark_mask(image.size))
    return image


@lru_cache(maxsize=8)
def watermark_mask(size: tuple[int, int]) -> Image.Image:
    """Return the opacity mask of the watermark, repeated along the diagonal."""
    wide, high = size
    letters = font("hei-bold", max(14, min(size) // 11))
    tile = Image.new("L", size, 0)
    draw = ImageDraw.Draw(tile)
    for place in ((0.28, 0.25), (0.72, 0.5), (0.28, 0.75)):
        draw.text((wide * place[0], high * place[1]), WATERMARK, font=letters, fill=255, anchor="mm")
    turned = tile.rotate(30, resample=Image.Resampling.BILINEAR)
    return turned.point([round(level * WATERMARK_OPACITY) for level in range(256)])


def _lay(image: Image.Image, draw: ImageDraw.ImageDraw, mark: Mark, scale: float) -> None:
    if isinstance(mark, Text):
        _lay_text(draw, mark, scale)
    elif isinstance(mark, Rule):
        _lay_rule(draw, mark, scale)
    elif isinstance(mark, Frame):
        corners = [mark.x * scale, mark.y * scale, (mark.x + mark.w) * scale, (mark.y + mark.h) * scale]
        thick = max(1, round(mark.thick * scale)) if mark.thick else 0
        draw.rectangle(corners, fill=mark.fill, outline=mark.colour if thick else None, width=thick)
    else:
        _lay_picture(image, mark, scale)


def _lay_text(draw: ImageDraw.ImageDraw, mark: Text, scale: float) -> None:
    if mark.unseen:
        return
    pixels = max(4, round(mark.size * MM_PER_POINT * scale))
    x, y = mark.x * scale, mark.y * scale
    for role, piece in runs(mark.font, mark.text):
        face = font(role, pixels)
        for part in piece if mark.spacing else (piece,):
            draw.text((x, y), part, font=face, fill=mark.colour, anchor="ls")
            x += face.getlength(part) + mark.spacing * scale


def _lay_rule(draw: ImageDraw.ImageDraw, mark: Rule, scale: float) -> None:
    thick = max(1, round(mark.thick * scale))
    for x0, y0, x1, y1 in dashes(mark):
        draw.line([x0 * scale, y0 * scale, x1 * scale, y1 * scale], fill=mark.colour, width=thick)


def dashes(mark: Rule) -> list[tuple[float, float, float, float]]:
    """Return the pieces of a line: one, or its dashes."""
    length = ((mark.x1 - mark.x0) ** 2 + (mark.y1 - mark.y0) ** 2) ** 0.5
    if not mark.dash or length == 0:
        return [(mark.x0, mark.y0, mark.x1, mark.y1)]
    pieces, step = [], mark.dash / length
    at = 0.0
    while at < 1:
        end = min(1.0, at + step)
        pieces.append(
            (
                mark.x0 + (mark.x1 - mark.x0) * at,
                mark.y0 + (mark.y1 - mark.y0) * at,
                mark.x0 + (mark.x1 - mark.x0) * end,
                mark.y0 + (mark.y1 - mark.y0) * end,
            )
        )
        at += 2 * step
    return pieces


def _lay_picture(image: Image.Image, mark: Picture, scale: float) -> None:
    size = (max(1, round(mark.w * scale)), max(1, round(mark.h * scale)))
    laid = mark.image.resize(size, Image.Resampling.LANCZOS)
    corner = (round(mark.x * scale), round(mark.y * scale))
    if laid.mode != "RGBA":
        image.paste(laid, corner)
        return
    area = (corner[0], corner[1], corner[0] + size[0], corner[1] + size[1])
    inked = ImageChops.multiply(image.crop(area), laid.convert("RGB"))
    image.paste(inked, corner, laid.getchannel("A"))
