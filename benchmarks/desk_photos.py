"""Papers as phones see them: on a desk, from aslant, curled, small in the picture, several at once.

Everything is drawn from a page's own picture and a seed. Sizes are in pixels, angles in degrees.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
DESKS = ((94, 70, 50), (60, 62, 66), (130, 112, 92), (44, 52, 60), (168, 160, 150))
"""Colours of desk tops in RGB."""
SCANNER = (248, 249, 250)
"""The lid of a flat-bed scanner."""


def tilted(page: Pixels, degrees: float, ground: Sequence[int] = (250, 250, 250)) -> Pixels:
    """Turn a page by any angle on paper of its own colour, keeping its size, as a crooked scan does."""
    height, width = page.shape[:2]
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), dtype=np.float64)
    wide, high = _turned_size(width, height, degrees)
    turn[:, 2] += ((wide - width) / 2, (high - height) / 2)
    found = cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=tuple(ground))
    return np.asarray(found, dtype=np.uint8)


def _turned_size(width: int, height: int, degrees: float) -> tuple[int, int]:
    across, down = abs(np.cos(np.radians(degrees))), abs(np.sin(np.radians(degrees)))
    return round(width * across + height * down), round(width * down + height * across)


def slanted(page: Pixels, seed: int, *, lean: float = 25.0, turn: float = 6.0) -> Pixels:
    """Photograph a page on a desk with a camera leaning by `lean` degrees: a trapezoid in perspective."""
    rng = np.random.default_rng([seed, 1])
    height, width = page.shape[:2]
    away = 2.2 * max(height, width)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, height / 2)
    turned = corners @ _turn(rng.uniform(-turn, turn)).T
    lean_x, lean_y = np.radians(rng.uniform(-lean, lean, 2) * (1.0, 0.4))
    depth = away + turned[:, 1] * np.sin(lean_x) + turned[:, 0] * np.sin(lean_y)
    seen = turned * (np.cos(lean_y), np.cos(lean_x)) * (away / depth)[:, None]
    low = seen.min(axis=0) - 0.06 * max(height, width)
    size = tuple(int(v) for v in np.ceil(seen.max(axis=0) + 0.06 * max(height, width) - low))
    return _shaded(_laid(page, seen - low, desk((size[0], size[1]), rng)), rng)


def curled(page: Pixels, seed: int) -> Pixels:
    """Photograph a page from aslant whose lower half curls up."""
    height, width = page.shape[:2]
    rng = np.random.default_rng([seed, 2])
    rise = 0.02 * height * float(rng.uniform(0.5, 1.0))
    columns = np.linspace(-1, 1, width, dtype=np.float32)
    rows = np.arange(height, dtype=np.float32)[:, None]
    wave = rise * (columns**2 - 0.5)[None, :] * (rows / height)
    across = np.broadcast_to(np.arange(width, dtype=np.float32), (height, width)).copy()
    bent = cv2.remap(page, across, rows + wave, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return slanted(np.asarray(bent, dtype=np.uint8), seed, lean=12)


def on_desk(cards: Sequence[Pixels], seed: int, *, share: float, degrees: float = 8.0) -> Pixels:
    """Lay cards one below the other on a large desk; together they fill about `share` of the picture."""
    return _spread(cards, np.random.default_rng([seed, 3]), share, degrees, None)


def on_scanner(cards: Sequence[Pixels], seed: int, *, share: float = 0.3, degrees: float = 2.0) -> Pixels:
    """Lay cards one below the other on a scanner's glass."""
    return _spread(cards, np.random.default_rng([seed, 4]), share, degrees, SCANNER)


def _spread(
    cards: Sequence[Pixels],
    rng: np.random.Generator,
    share: float,
    degrees: float,
    ground: tuple[int, int, int] | None,
) -> Pixels:
    area = sum(card.shape[0] * card.shape[1] for card in cards) / share
    widest = max(card.shape[1] for card in cards)
    width = max(round((area / 1.414) ** 0.5), round(widest * 1.25))
    height = max(round(area / width), round(sum(card.shape[0] for card in cards) * 1.5))
    sheet = desk((width, height), rng) if ground is None else np.full((height, width, 3), ground, np.uint8)
    for index, card in enumerate(cards):
        high, wide = card.shape[:2]
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (wide / 2, high / 2)
        slack = 0.4 * max(0.0, width / 2 - wide / 1.9)
        middle = (
            width / 2 + float(rng.uniform(-slack, slack)),
            height * (index + 0.5) / len(cards) + float(rng.uniform(-0.02, 0.02)) * height,
        )
        sheet = _laid(card, corners @ _turn(rng.uniform(-degrees, degrees)).T + middle, sheet)
    return _shaded(sheet, rng) if ground is None else sheet


def desk(size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """Draw a desk top with grain, `size` being width and height."""
    colour = np.array(DESKS[int(rng.integers(len(DESKS)))], dtype=np.float32)
    grain = 1 + 0.06 * np.sin(np.arange(size[1], dtype=np.float32) / float(rng.uniform(9, 22)))
    speckle = rng.normal(0, 3, (size[1] // 4 + 1, size[0] // 4 + 1)).astype(np.float32)
    noise = cv2.resize(speckle, size, interpolation=cv2.INTER_LINEAR)
    lit = grain[:, None, None] * colour + noise[:, :, None]
    return np.asarray(np.clip(lit, 0, 255), dtype=np.uint8)


def _turn(degrees: float) -> NDArray[np.float64]:
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _laid(page: Pixels, corners: NDArray[np.float64], ground: Pixels) -> Pixels:
    height, width = page.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    size = (ground.shape[1], ground.shape[0])
    laid = cv2.warpPerspective(
        page, matrix, size, dst=ground.copy(), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    return np.asarray(laid, dtype=np.uint8)


def _shaded(picture: Pixels, rng: np.random.Generator) -> Pixels:
    """Let the light fall off across the desk, and add the camera's grain."""
    height, width = picture.shape[:2]
    small = np.mgrid[0:32, 0:32].astype(np.float32) / 31
    angle = float(rng.uniform(0, 2 * np.pi))
    level = 0.9 + 0.18 * ((small[0] - 0.5) * np.sin(angle) + (small[1] - 0.5) * np.cos(angle))
    light = cv2.resize(level.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    grain = rng.normal(0, 3, (256, 256)).astype(np.float32)
    noise = np.tile(grain, (height // 256 + 1, width // 256 + 1))[:height, :width]
    lit = picture * light[:, :, None] + noise[:, :, None]
    return np.asarray(np.clip(lit, 0, 255), dtype=np.uint8)


def as_jpeg(picture: Pixels, quality: int = 85) -> bytes:
    """Encode RGB pixels as JPEG."""
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    if not done:
        raise ValueError("the picture could not be written as JPEG")
    return bytes(data)


def pixels(image: Image.Image) -> Pixels:
    """Return the RGB pixels of an image."""
    return np.asarray(image.convert("RGB"), dtype=np.uint8)
