"""Seals, signatures, portraits and codes, drawn as pictures with transparency.

A seal has a ring, a plain star and the name along the ring: never an emblem, never a real one.
"""

from functools import lru_cache
from math import cos, pi, radians, sin

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from simulator.paper.engravings import USUAL, Engraving
from simulator.paper.fonts import advance, font, has, width
from simulator.paper.marks import Colour

Levels = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
RED, BLUE, BLACK = (200, 30, 30), (40, 60, 180), (45, 45, 45)
SEAL_PIXELS = 480
SQUARE_PIXELS = 320
SIGNATURE_PIXELS = 150
HAND_PIXELS, HAND_EDGE = 76, 8


@lru_cache(maxsize=256)
def round_seal(
    name: str, kind: str = "", seed: int = 0, ink: Colour = RED, engraving: Engraving = USUAL
) -> Image.Image:
    """Draw a round seal: `name` along the ring, a star, `kind` below it (such as 业务专用章)."""
    size = SEAL_PIXELS
    layer = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(layer)
    draw.ellipse([6, 6, size - 6, size - 6], outline=255, width=round(size * engraving.rim))
    if engraving.has_inner_rim:
        draw.ellipse([30, 30, size - 30, size - 30], outline=255, width=3)
    draw.polygon(_star(size / 2, size / 2, size * engraving.star), fill=255)
    _ring_text(layer, name, engraving, widest=226.0 if kind else 285.0)
    if engraving.has_number:
        _number(layer, seed)
    if kind:
        _line(layer, kind, size * 0.745, min(44, int(size * 0.47 / len(kind))))
    turned = layer.rotate(-4 + seed % 9, resample=Image.Resampling.BICUBIC)
    return _inked(turned, seed, ink)


def oval_seal(name: str, kind: str = "", seed: int = 0) -> Image.Image:
    """Draw an oval red seal, three wide to two high."""
    return round_seal(name, kind, seed).resize((SEAL_PIXELS, SEAL_PIXELS * 2 // 3), Image.Resampling.LANCZOS)


def half_seal(name: str, seed: int = 0, *, is_left: bool = True) -> Image.Image:
    """Draw the left or right half of a round red seal, as at the edges of a file's leaves (骑缝章)."""
    middle = SEAL_PIXELS // 2
    left, right = (0, middle) if is_left else (middle, SEAL_PIXELS)
    return round_seal(name, "", seed).crop((left, 0, right, SEAL_PIXELS))


@lru_cache(maxsize=256)
def square_seal(name: str, seed: int = 0) -> Image.Image:
    """Draw a square red seal with the name in two or three rows, as on driving licences."""
    size = SQUARE_PIXELS
    layer = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(layer)
    draw.rectangle([5, 5, size - 6, size - 6], outline=255, width=9)
    rows = 2 if len(name) <= 8 else 3
    per_row = -(-len(name) // rows)
    pixels = min((size - 40) // per_row, (size - 40) // rows)
    for row in range(rows):
        line = name[row * per_row : (row + 1) * per_row]
        y = size * (row + 0.5) / rows * 0.9 + size * 0.05
        draw.text((size / 2, y), line, font=font("song-bold", pixels), fill=255, anchor="mm")
    return _inked(layer.rotate(-2 + seed % 5, resample=Image.Resampling.BICUBIC), seed)


@lru_cache(maxsize=256)
def signature(name: str, seed: int = 0) -> Image.Image:
    """Draw a name as if written by hand: each character slanted, shifted and waved a little."""
    rng = np.random.default_rng([seed, *name.encode()])
    high = SIGNATURE_PIXELS
    layer = Image.new("L", (int(high * 0.86) * len(name) + 60, high + 50), 0)
    for place, character in enumerate(name):
        drawn = _handwritten(character, rng)
        at = (20 + int(place * high * 0.82 + rng.integers(-6, 6)), int(10 + rng.integers(-8, 14)))
        layer.paste(255, at, drawn)
    layer = _waved(layer, rng)
    ink = (20, 24, 40) if seed % 3 else (28, 40, 130)
    image = Image.new("RGBA", layer.size, (*ink, 0))
    image.putalpha(layer.point([round(level * 0.92) for level in range(256)]))
    return image.crop(layer.getbbox())


def handwriting(text: str, seed: int, ink: Colour) -> Image.Image:
    """Draw a line of text as if written by hand: signs keep their widths and differ a little each time.

    The picture is as high as a character of the text and as wide as the text printed at that height.
    """
    rng = np.random.default_rng([seed, *text.encode()])
    high = HAND_PIXELS
    side = round(high * 1.22)  # the tile of a character has an edge of its own
    layer = Image.new("L", (round(width("kai", text, high)) + 2 * HAND_EDGE, high + 2 * HAND_EDGE), 0)
    at = float(HAND_EDGE)
    for character in text:
        step = advance("kai", character) * high
        drawn = _handwritten(character, rng).resize((side, side), Image.Resampling.LANCZOS)
        down = HAND_EDGE + (high - side) // 2 + int(rng.integers(-4, 5))
        shift = (round(at + (step - side) / 2 + rng.integers(-2, 3)), down)
        layer.paste(255, shift, drawn)
        at += step
    image = Image.new("RGBA", layer.size, (*ink, 0))
    image.putalpha(_waved(layer, rng).point([round(level * 0.94) for level in range(256)]))
    return image


@lru_cache(maxsize=64)
def thumbprint(seed: int = 0) -> Image.Image:
    """Draw a red finger print: uneven rings in an oval."""
    wide, high = 120, 160
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    rng = np.random.default_rng(seed)
    bend = _clouds(rng, (high, wide), 5) * 9
    radius = np.hypot((x - wide / 2) * 1.25, y - high / 2 + 12) + bend
    ridges = (np.sin(radius * 0.95) > 0.1).astype(np.float32)
    inside = (np.hypot((x - wide / 2) / (wide / 2), (y - high / 2) / (high / 2)) < 0.95).astype(np.float32)
    alpha = ridges * inside * (150 + 80 * _clouds(rng, (high, wide), 4))
    image = Image.new("RGBA", (wide, high), (*RED, 0))
    image.putalpha(Image.fromarray(np.clip(alpha, 0, 255).astype(np.uint8)))
    return image


@lru_cache(maxsize=64)
def smudge(seed: int = 0) -> Image.Image:
    """Draw a smear of ink that is no signature."""
    rng = np.random.default_rng(seed)
    shape = (80, 190)
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    inside = np.clip(1.2 - np.hypot((x - 95) / 95, (y - 40) / 40) - 0.5 * _clouds(rng, shape, 7), 0, 1)
    image = Image.new("RGBA", (shape[1], shape[0]), (60, 60, 70, 0))
    image.putalpha(Image.fromarray((inside * 200).astype(np.uint8)))
    return image


@lru_cache(maxsize=64)
def portrait(seed: int, sex: str = "男", size: tuple[int, int] = (300, 420)) -> Image.Image:
    """Draw a face-like picture on white: an egg, hair, eyes, a mouth and shoulders; nobody's face."""
    rng = np.random.default_rng(seed)
    wide, high = size
    image = Image.new("RGB", size, (250, 250, 252))
    draw = ImageDraw.Draw(image)
    skin = tuple(int(value) for value in (226 + rng.integers(-12, 12), 188 + rng.integers(-12, 12), 162))
    coat = tuple(int(value) for value in rng.integers(30, 120, 3))
    middle, top = wide / 2, high * 0.18
    face_w, face_h = wide * (0.2 + rng.random() * 0.03), high * 0.42
    hair = (28, 24, 24)
    if sex == "女":
        draw.ellipse(
            [middle - face_w * 1.35, top - 22, middle + face_w * 1.35, top + face_h * 1.25], fill=hair
        )
    draw.ellipse([middle - wide * 0.46, high * 0.7, middle + wide * 0.46, high * 1.3], fill=coat)
    draw.rectangle([middle - wide * 0.08, high * 0.55, middle + wide * 0.08, high * 0.74], fill=skin)
    draw.polygon(
        [(middle - wide * 0.13, high * 0.71), (middle + wide * 0.13, high * 0.71), (middle, high * 0.84)],
        fill=(245, 245, 245),
    )
    draw.ellipse([middle - face_w, top, middle + face_w, top + face_h], fill=skin)
    draw.pieslice(
        [middle - face_w * 1.08, top - 14, middle + face_w * 1.08, top + face_h * 0.75], 180, 360, fill=hair
    )
    _features(draw, middle, top, face_w, face_h)
    return image.filter(ImageFilter.GaussianBlur(1.2))


@lru_cache(maxsize=64)
def square_code(seed: int, modules: int = 29) -> Image.Image:
    """Draw a square of dots that looks like a QR code and says nothing."""
    rng = np.random.default_rng(seed)
    grid = (rng.random((modules, modules)) < 0.5).astype(np.uint8) * 255
    for row, column in ((0, 0), (0, modules - 7), (modules - 7, 0)):
        grid[row : row + 7, column : column + 7] = 0
        grid[row + 1 : row + 6, column + 1 : column + 6] = 255
        grid[row + 2 : row + 5, column + 2 : column + 5] = 0
    return Image.fromarray(grid).resize((modules * 8, modules * 8), Image.Resampling.NEAREST).convert("RGB")


def _features(draw: ImageDraw.ImageDraw, middle: float, top: float, face_w: float, face_h: float) -> None:
    eye_y = top + face_h * 0.48
    for side in (-1, 1):
        x = middle + side * face_w * 0.42
        draw.ellipse([x - 11, eye_y - 5, x + 11, eye_y + 6], fill=(250, 250, 250))
        draw.ellipse([x - 5, eye_y - 5, x + 5, eye_y + 5], fill=(30, 24, 22))
        draw.line([x - 15, eye_y - 17, x + 15, eye_y - 17], fill=(40, 34, 32), width=5)
    draw.line(
        [middle, eye_y + 8, middle - 6, eye_y + 36, middle + 5, eye_y + 38], fill=(190, 146, 122), width=4
    )
    draw.arc(
        [middle - 22, top + face_h * 0.68, middle + 22, top + face_h * 0.82],
        20,
        160,
        fill=(170, 80, 80),
        width=5,
    )


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = radians(-90 + corner * 36)
        points.append((x + reach * cos(angle), y + reach * sin(angle)))
    return points


def _ring_text(layer: Image.Image, name: str, engraving: Engraving, *, widest: float) -> None:
    size = layer.width
    count = len(name)
    widest = min(widest, 250.0) if engraving.has_number else widest
    span = min(widest, max(120.0, 23.0 * count))
    radius = size * engraving.reach
    pixels = int(min(size * engraving.letters, radians(span) * radius / max(count, 1) * 1.02))
    for place, character in enumerate(name):
        angle = -span / 2 + span * (place + 0.5) / count
        glyph = _glyph(character, pixels, engraving)
        turned = glyph.rotate(-angle, resample=Image.Resampling.BICUBIC, expand=True)
        _around(layer, turned, radius, angle)


def _number(layer: Image.Image, seed: int) -> None:
    """Write thirteen digits along the lower rim, their feet outwards."""
    digits = f"{35010000000000 + seed * 7919:014d}"[:13]
    for place, digit in enumerate(digits):
        angle = 180 + 44 * (0.5 - (place + 0.5) / len(digits))
        tile = _glyph(digit, int(layer.width * 0.045), USUAL)
        turned = tile.rotate(180 - angle, resample=Image.Resampling.BICUBIC, expand=True)
        _around(layer, turned, layer.width * 0.445, angle)


def _around(layer: Image.Image, glyph: Image.Image, radius: float, angle: float) -> None:
    """Lay a letter at an angle (degrees, clockwise from the top) of a ring."""
    x = layer.width / 2 + radius * sin(angle * pi / 180) - glyph.width / 2
    y = layer.width / 2 - radius * cos(angle * pi / 180) - glyph.height / 2
    layer.paste(255, (round(x), round(y)), glyph)


def _glyph(character: str, pixels: int, engraving: Engraving) -> Image.Image:
    """Draw one character, taller than wide as engravers do."""
    role = engraving.font if has(engraving.font, character) else "hei"
    tile = Image.new("L", (pixels + 8, pixels + 8), 0)
    middle = (tile.width / 2, tile.height / 2)
    ImageDraw.Draw(tile).text(middle, character, font=font(role, pixels), fill=255, anchor="mm")
    size = int(tile.width * engraving.wide), int(tile.height * engraving.tall)
    return tile.resize(size, Image.Resampling.BICUBIC)


def _line(layer: Image.Image, text: str, y: float, pixels: int) -> None:
    ImageDraw.Draw(layer).text(
        (layer.width / 2, y), text, font=font("song-bold", pixels), fill=255, anchor="mm"
    )


def _inked(layer: Image.Image, seed: int, ink: Colour = RED) -> Image.Image:
    """Turn a shape into uneven ink."""
    rng = np.random.default_rng(seed + 7)
    shape = (layer.height, layer.width)
    strength = 0.80 + 0.14 * _clouds(rng, shape, 6) + rng.normal(0, 0.05, shape).astype(np.float32)
    bare = _clouds(rng, shape, 48) < 0.07
    alpha = np.asarray(layer, dtype=np.float32) * np.clip(np.where(bare, strength * 0.5, strength), 0, 1)
    image = Image.new("RGBA", layer.size, (*ink, 0))
    image.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return image


def _clouds(rng: np.random.Generator, shape: tuple[int, int], cells: int) -> Levels:
    """Return smooth noise in 0..1."""
    small = Image.fromarray((rng.random((cells, cells)) * 255).astype(np.uint8))
    large = small.resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(large, dtype=np.float32) / np.float32(255)


def _handwritten(character: str, rng: np.random.Generator) -> Image.Image:
    pixels = int(SIGNATURE_PIXELS * (0.82 + rng.random() * 0.12))
    role = "kai" if has("kai", character) else "song"
    tile = Image.new("L", (pixels + 30, pixels + 30), 0)
    middle = (tile.width / 2, tile.height / 2)
    weight = int(rng.integers(1, 3))
    ImageDraw.Draw(tile).text(
        middle,
        character,
        font=font(role, pixels),
        fill=255,
        anchor="mm",
        stroke_width=weight,
        stroke_fill=255,
    )
    slant, squeeze = 0.10 + rng.random() * 0.16, 1.0 + rng.random() * 0.14
    shift = -slant * tile.height / 2
    sheared = tile.transform(
        tile.size, Image.Transform.AFFINE, (squeeze, slant, shift, 0, 1, 0), Image.Resampling.BICUBIC
    )
    return sheared.rotate(float(rng.normal(0, 4)), resample=Image.Resampling.BICUBIC)


def _waved(layer: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Shift the rows and columns along slow waves."""
    pixels = np.asarray(layer)
    phase = rng.random(2) * 6
    rows = (4 * np.sin(np.arange(pixels.shape[0]) / 23 + phase[0])).astype(int)
    columns = (5 * np.sin(np.arange(pixels.shape[1]) / 41 + phase[1])).astype(int)
    y = (np.arange(pixels.shape[0])[:, None] + columns[None, :]).clip(0, pixels.shape[0] - 1)
    x = (np.arange(pixels.shape[1])[None, :] + rows[:, None]).clip(0, pixels.shape[1] - 1)
    return Image.fromarray(pixels[y, x])
