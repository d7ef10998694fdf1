"""What happens to a finished picture: things laid over it, sides cut off, values typed over, pixels lost."""

from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from simulator.paper.capture import Pixels, generator, jpeg
from simulator.paper.fonts import font

COARSE_DPI = 55
SKIN = ((224, 172, 140), (198, 146, 114), (236, 190, 164))
FIRST_QUALITY = 88
"""JPEG quality of the picture before somebody typed over it."""


def trimmed(image: Image.Image, seed: int) -> Image.Image:
    """Cut a strip off the left, right or lower side, through what stands there."""
    rng = generator(seed, "trim")
    wide, high = image.size
    share = float(rng.uniform(0.22, 0.34))
    sides = (
        (round(wide * share), 0, wide, high),
        (0, 0, round(wide * (1 - share)), high),
        (0, 0, wide, round(high * (1 - share))),
    )
    return image.crop(sides[int(rng.integers(len(sides)))])


def coarse(image: Image.Image, dpi: int) -> Image.Image:
    """Keep about 55 dots an inch: small print falls apart."""
    scale = COARSE_DPI / dpi
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BOX)


def occluded(image: Image.Image, seed: int) -> Image.Image:
    """Let a thumb hold the sheet, or a receipt or a coloured note stick to it."""
    rng = generator(seed, "occlusion")
    lay = (_thumb, _receipt, _note)[int(rng.integers(3))]
    return lay(image.convert("RGB"), rng)


def edited(image: Image.Image, seed: int) -> Image.Image:
    """Paint one value over with the paper's tone and type another; the picture was a JPEG before."""
    rng = generator(seed, "edit")
    first = Image.open(BytesIO(jpeg(image, FIRST_QUALITY))).convert("RGB")
    grey = np.asarray(first.convert("L"))
    places = _lines_of_print(grey)
    left, top, wide, high = places[int(rng.integers(len(places)))]
    part = np.asarray(first)[top : top + high, left : left + wide].reshape(-1, 3)
    light = part.sum(axis=1)
    tone = np.median(part[light >= np.percentile(light, 60)], axis=0)
    ink = np.median(part[light <= np.percentile(light, 5)], axis=0)
    draw = ImageDraw.Draw(first)
    box = (left - high // 3, top - high // 3, left + wide + high // 3, top + high + high // 3)
    draw.rectangle(box, fill=_colour(tone))
    text = "".join(str(digit) for digit in rng.integers(0, 10, max(4, wide * 2 // high)))
    draw.text((left, top + high), text, font=font("hei", max(8, high)), fill=_colour(ink), anchor="ls")
    return first


def _colour(level: np.ndarray) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in level)
    return red, green, blue


def _lines_of_print(grey: Pixels) -> list[tuple[int, int, int, int]]:
    """Find runs of print (left, top, width, height in pixels); the middle of the page when there are none."""
    high, wide = grey.shape[:2]
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 25)
    ink = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, max(9, wide // 70)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = [tuple(int(value) for value in row[:4]) for row in stats[1:]]
    fitting = [
        (left, top, across, tall)
        for left, top, across, tall in found
        if high / 120 < tall < high / 14 and 3 * tall < across < wide * 0.45
    ]
    return fitting or [(wide * 2 // 5, high // 2, wide // 5, high // 40)]


def _thumb(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Let a thumb reach in from the left, right or lower edge."""
    wide, high = image.size
    size = min(image.size)
    across, reach = size * float(rng.uniform(0.09, 0.13)), size * float(rng.uniform(0.24, 0.34))
    angle = float(rng.uniform(-20, 20)) + (0, 180, -90)[side := int(rng.integers(3))]
    place = float(rng.uniform(0.3, 0.7))
    foot = ((0, high * place), (wide, high * place), (wide * place, high))[side]
    mask = np.zeros((high, wide), dtype=np.uint8)
    centre = (int(foot[0]), int(foot[1]))
    cv2.ellipse(mask, centre, (int(reach), int(across)), angle, 0, 360, (255,), -1)
    soft = Image.fromarray(mask).filter(ImageFilter.GaussianBlur(size / 300))
    skin = SKIN[int(rng.integers(len(SKIN)))]
    shade = np.broadcast_to(np.linspace(0.82, 1.06, high, dtype=np.float32)[:, None], (high, wide))
    body = np.clip(shade[:, :, None] * np.array(skin, dtype=np.float32), 0, 255).astype(np.uint8)
    grain = rng.normal(0, 3, (high, wide, 1)).astype(np.int16)
    body = np.clip(body + grain, 0, 255).astype(np.uint8)
    laid = image.copy()
    laid.paste(Image.fromarray(body), (0, 0), soft)
    return laid


def _receipt(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Lay a till receipt askew over the page, with its shadow."""
    return _stuck(image, rng, (246, 245, 240), (0.26, 0.42), lines=9)


def _note(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Stick a coloured note over the page, with its shadow."""
    tone = ((250, 232, 110), (248, 170, 190), (160, 220, 240))[int(rng.integers(3))]
    return _stuck(image, rng, tone, (0.24, 0.24), lines=2)


def _stuck(
    image: Image.Image,
    rng: np.random.Generator,
    tone: tuple[int, int, int],
    shares: tuple[float, float],
    *,
    lines: int,
) -> Image.Image:
    size = min(image.size)
    wide, high = (round(size * share * float(rng.uniform(0.9, 1.15))) for share in shares)
    slip = Image.new("RGBA", (wide, high), (*tone, 255))
    draw = ImageDraw.Draw(slip)
    step = high / (lines + 1)
    for row in range(lines):
        end = wide * float(rng.uniform(0.45, 0.9))
        text = "".join(str(digit) for digit in rng.integers(0, 10, max(4, int(end / step * 1.2))))
        draw.text(
            (wide * 0.06, step * (row + 1)),
            text,
            font=font("hei", max(8, int(step * 0.5))),
            fill=(60, 60, 66),
        )
    angle = float(rng.uniform(5, 16)) * (1 if rng.integers(2) else -1)
    turned = slip.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
    alpha = turned.getchannel("A")
    left = int((image.width - turned.width) * float(rng.uniform(0.2, 0.8)))
    top = int((image.height - turned.height) * float(rng.uniform(0.2, 0.8)))
    laid = image.copy()
    offset = max(2, size // 250)
    shadow = alpha.filter(ImageFilter.GaussianBlur(offset)).point([level // 3 for level in range(256)])
    laid.paste((30, 30, 30), (left + offset, top + offset), shadow)
    grain = rng.normal(0, 2, (turned.height, turned.width, 1)).astype(np.int16)
    body = np.clip(np.asarray(turned.convert("RGB")) + grain, 0, 255).astype(np.uint8)
    laid.paste(Image.fromarray(body), (left, top), alpha)
    return laid


SPOILINGS: dict[str, Callable[[Image.Image, int, int], Image.Image]] = {
    "trimmed": lambda image, seed, dpi: trimmed(image, seed),
    "coarse": lambda image, seed, dpi: coarse(image, dpi),
    "occluded": lambda image, seed, dpi: occluded(image, seed),
    "edited": lambda image, seed, dpi: edited(image, seed),
}
"""By defect: what it does to a picture, with the seed and the picture's dpi."""
