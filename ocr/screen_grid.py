"""Does the pixel grid of a screen lie over the page? Looked for in the spectrum of patches without print."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Spectrum = NDArray[np.float32]
PATCH_PX = 192
PATCHES = 4
_LOWEST = 0.035
"""Cycles a pixel: below it lie ruled lines, wood and folds."""
_WINDOW = np.outer(np.hanning(PATCH_PX), np.hanning(PATCH_PX)).astype(np.float32)


def grid_measures(grey: Grey) -> dict[str, float]:
    """Measure `grid`: how far the strongest period stands out of its surroundings (1 = not at all).

    It is the power of the strongest frequency over the usual power around it, averaged over the four bright
    patches with the least print. Empty for a picture smaller than a patch.
    """
    patches = _plainest(grey)
    if not patches:
        return {}
    power = np.asarray(np.mean([_power(patch) for patch in patches], axis=0), dtype=np.float32)
    ground = cv2.medianBlur(power, 5)
    floor = float(np.median(power)) + 1e-6
    ratio = power / np.maximum(cv2.blur(ground, (9, 9)), floor)
    return {"grid": float(ratio[_searched()].max())}


def _power(patch: Grey) -> Spectrum:
    values = patch.astype(np.float32)
    values -= cv2.blur(values, (31, 31))
    spectrum = cv2.dft(values * _WINDOW, flags=cv2.DFT_COMPLEX_OUTPUT)
    power = spectrum[:, :, 0] ** 2 + spectrum[:, :, 1] ** 2
    return np.asarray(np.roll(power[:, : PATCH_PX // 2], PATCH_PX // 2, axis=0), dtype=np.float32)


@cache
def _searched() -> NDArray[np.bool_]:
    """Tell where to look: not among long waves, nor where the blocks of JPEG leave their mark."""
    rows = np.fft.fftshift(np.fft.fftfreq(PATCH_PX))[:, None]
    columns = (np.arange(PATCH_PX // 2) / PATCH_PX)[None, :]
    is_short = np.hypot(rows, columns) > _LOWEST
    near = 1.5 / PATCH_PX
    is_eighth = (np.abs(rows * 8 - np.round(rows * 8)) < near * 8) & (
        np.abs(columns * 8 - np.round(columns * 8)) < near * 8
    )
    return np.asarray(is_short & ~is_eighth)


def _plainest(grey: Grey) -> list[Grey]:
    height, width = grey.shape
    down, across = height // PATCH_PX, width // PATCH_PX
    tiles = [
        grey[y * PATCH_PX : (y + 1) * PATCH_PX, x * PATCH_PX : (x + 1) * PATCH_PX]
        for y in range(down)
        for x in range(across)
    ]
    levels = [(float(tile[::4, ::4].mean()), float(tile[::4, ::4].std())) for tile in tiles]
    if not levels:
        return []
    middle = float(np.median([mean for mean, _ in levels]))
    order = sorted(range(len(tiles)), key=lambda n: (levels[n][0] < 0.8 * middle, levels[n][1]))
    return [tiles[n] for n in order[:PATCHES]]
