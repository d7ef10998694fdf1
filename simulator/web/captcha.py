"""The picture of four characters that guards the login page."""

import io
from random import Random

from PIL import Image, ImageDraw, ImageFont

ALPHABET = "2346789ABCDEFGHJKMNPQRTUVWXY"
LENGTH = 4
WIDTH_PX, HEIGHT_PX = 120, 40


def draw_text(random: Random) -> str:
    """Choose four characters among those that people don't mistake for one another."""
    return "".join(random.choice(ALPHABET) for _ in range(LENGTH))


def draw_picture(text: str, random: Random) -> bytes:
    """Draw the characters with mild noise, slightly out of line, as PNG."""
    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), (236, 240, 246))
    pen = ImageDraw.Draw(image)
    for _ in range(3):
        pen.line(_stroke(random), fill=_pale(random), width=1)
    for place, character in enumerate(text):
        _draw_character(image, character, 10 + place * 27 + random.randint(-2, 2), random)
    for _ in range(60):
        pen.point((random.randrange(WIDTH_PX), random.randrange(HEIGHT_PX)), fill=_pale(random))
    return _png(image)


def _draw_character(image: Image.Image, character: str, left: int, random: Random) -> None:
    tile = Image.new("L", (30, HEIGHT_PX), 0)
    font = ImageFont.load_default(size=random.randint(25, 28))
    ImageDraw.Draw(tile).text((4, 4 + random.randint(-2, 2)), character, fill=255, font=font)
    turned = tile.rotate(random.uniform(-9, 9), resample=Image.Resampling.BICUBIC)
    ink = (random.randint(0, 70), random.randint(0, 70), random.randint(60, 150))
    image.paste(Image.new("RGB", tile.size, ink), (left, 0), turned)


def _stroke(random: Random) -> list[tuple[int, int]]:
    return [
        (random.randrange(WIDTH_PX // 4), random.randrange(HEIGHT_PX)),
        (WIDTH_PX - random.randrange(1, WIDTH_PX // 4), random.randrange(HEIGHT_PX)),
    ]


def _pale(random: Random) -> tuple[int, int, int]:
    return (random.randint(150, 205), random.randint(150, 205), random.randint(150, 205))


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
