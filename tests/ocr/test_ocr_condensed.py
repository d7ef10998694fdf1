"""Blank bands are left out for the detector, and what it finds is put back where it stands."""

import cv2
import numpy as np
import pytest

from ocr.condensed import condensed
from ocr.crops import Picture

SIDE_PX = 960


def page_with(*rows: int, framed: bool = False) -> Picture:
    page = np.full((1920, 1344), 250, dtype=np.uint8)
    for row in rows:
        cv2.rectangle(page, (300, row), (900, row + 40), 20, -1)
    if framed:
        cv2.rectangle(page, (60, 60), (1280, 1860), 20, 6)
    return page


@pytest.mark.parametrize("framed", [False, True])
def test_blank_bands_are_cut_short_and_places_found_again(framed: bool) -> None:
    page = page_with(200, 700, 1700, framed=framed)
    small = condensed(page, SIDE_PX)
    assert small.picture.shape[0] < (0.35 if not framed else 0.45) * SIDE_PX
    dark = np.nonzero((small.picture[:, 400, 0] < 100) if framed else (small.picture.min(axis=(1, 2)) < 100))[
        0
    ]
    runs = np.split(dark, np.nonzero(np.diff(dark) > 1)[0] + 1)
    tops = [float(run[0]) for run in runs if len(run) > 10]
    quads = [np.array([[10, top], [20, top], [20, top + 5], [10, top + 5]], np.float32) for top in tops]
    assert [quad[0, 1] for quad in small.on_page(quads)] == pytest.approx([200, 700, 1700], abs=3)


def test_sides_stay_multiples_of_what_the_detector_needs() -> None:
    height, width = condensed(page_with(200, 900), SIDE_PX).picture.shape[:2]
    assert height % 32 == 0
    assert width % 32 == 0


def test_a_page_full_of_ink_is_only_made_smaller() -> None:
    rng = np.random.default_rng(1)
    page = rng.integers(0, 255, (1920, 1344), dtype=np.uint8)
    assert condensed(page, SIDE_PX).picture.shape == (960, 672, 3)


def test_a_blank_page_stays_a_picture() -> None:
    height, width = condensed(np.full((1920, 1344), 250, np.uint8), SIDE_PX).picture.shape[:2]
    assert min(height, width) >= 32


def test_a_small_picture_is_not_made_larger() -> None:
    grey = page_with(200)[:320, :480]
    assert max(condensed(grey, SIDE_PX).picture.shape) <= 480
