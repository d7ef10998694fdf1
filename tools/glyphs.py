"""Characters as pictures: drawn with a font, and how like their shapes are.

Likeness is the cosine of two characters' stroke-gradient features (eight directions on a 12 × 12 grid) less
what all Chinese characters share, the better of two views (as it stands in its square, and stretched to its
ink), averaged over the fonts. 1 is the same shape, 0 nothing more than being a Chinese character.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Glyph = NDArray[np.float32]

FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
)
"""Of the Debian package fonts-noto-cjk (SIL Open Font License 1.1)."""
SIZE_PX = 40
SQUARE_PX = 48
_BASELINE = 0.88
_INK = 0.2
_SHARPNESS_PX = 1.0
_REACH_PX = 3.0
_DIRECTIONS = 8
_GRID = 12


def gb2312_characters() -> tuple[str, ...]:
    """Return the 6,763 Chinese characters of GB 2312, levels 1 and 2, in its order."""
    codes = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return tuple(character for code in codes if (character := code.decode("gb2312", errors="ignore")))


def simplified_face(path: Path, size_px: int) -> ImageFont.FreeTypeFont:
    """Return the face of a font collection that has the shapes of mainland China."""
    for index in range(10):
        face = ImageFont.truetype(str(path), size_px, index=index)
        if str(face.getname()[0]).endswith(" SC"):
            return face
    raise ValueError(f"{path} has no face for simplified Chinese")


def likeness(characters: Sequence[str]) -> NDArray[np.float32]:
    """Return how like all pairs of these characters are, as a square matrix with zeros on its diagonal."""
    total = np.zeros((len(characters), len(characters)), dtype=np.float32)
    for path in FONTS:
        face = simplified_face(path, SIZE_PX)
        glyphs = [_drawn(each, face) for each in characters]
        total += np.maximum(_cosines(glyphs, lambda glyph: glyph), _cosines(glyphs, _stretched))
    np.fill_diagonal(total, 0.0)
    return np.asarray(total / len(FONTS), dtype=np.float32)


def _drawn(character: str, face: ImageFont.FreeTypeFont) -> Glyph:
    """Draw one character in the middle of its square, ink is 1."""
    picture = Image.new("L", (SQUARE_PX, SQUARE_PX), 0)
    margin = (SQUARE_PX - SIZE_PX) / 2
    ImageDraw.Draw(picture).text(
        (margin, margin + _BASELINE * SIZE_PX), character, font=face, fill=255, anchor="ls"
    )
    return np.asarray(picture, dtype=np.float32) / np.float32(255)


def _stretched(glyph: Glyph) -> Glyph:
    """Stretch a character to its ink, so that 日 and 曰 are alike; thin ones stay thin."""
    rows, columns = np.where(glyph > _INK)
    part = glyph[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = part.shape
    longest = SQUARE_PX - 4
    short = max(4, int(longest * np.sqrt(np.sin(np.pi / 2 * min(height, width) / max(height, width)))))
    size = (short, longest) if height >= width else (longest, short)
    grown = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    square = np.zeros((SQUARE_PX, SQUARE_PX), dtype=np.float32)
    top, left = (SQUARE_PX - size[1]) // 2, (SQUARE_PX - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = grown
    return square


def _cosines(glyphs: Sequence[Glyph], view: Callable[[Glyph], Glyph]) -> NDArray[np.float32]:
    features = np.stack([np.concatenate(list(_directions(view(glyph)))) for glyph in glyphs])
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    features -= features.mean(axis=0)
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    return np.asarray(features @ features.T, dtype=np.float32)


def _directions(glyph: Glyph) -> Iterator[NDArray[np.float32]]:
    """Yield, for each direction of gradient, how strong it is in each field of the grid."""
    soft = cv2.GaussianBlur(glyph, (0, 0), _SHARPNESS_PX)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    angle = (np.arctan2(down, across) / (2 * np.pi) * _DIRECTIONS) % _DIRECTIONS
    strength = np.hypot(across, down)
    lower = np.floor(angle).astype(int) % _DIRECTIONS
    rest = angle - np.floor(angle)
    for direction in range(_DIRECTIONS):
        here = strength * np.where(lower == direction, 1 - rest, 0)
        here += strength * np.where((lower + 1) % _DIRECTIONS == direction, rest, 0)
        spread = cv2.GaussianBlur(here.astype(np.float32), (0, 0), _REACH_PX)
        grid = cv2.resize(spread, (_GRID, _GRID), interpolation=cv2.INTER_AREA)
        yield np.sqrt(np.maximum(np.asarray(grid, dtype=np.float32), 0)).ravel()
