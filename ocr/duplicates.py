"""Is a page there twice? By its print, and where it has hardly any, by what it looks like."""

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from ocr.document import Page

SIDE = 16
"""Cells a side: one bit for each says whether it is darker than its right neighbour (a "difference hash")."""
MOST_BITS = 16
"""Of 256, set by judgement: a copy of a text page differed by 1 bit, another text page by 57."""
LEAST_CHARACTERS = 24
LEAST_LIKENESS = 95.0
"""Of 100, set by judgement: how much of the print must be the same."""


def fingerprint(small_grey: NDArray[np.uint8]) -> str:
    """Return 256 bits (64 hexadecimal digits) that stay nearly the same when a picture is saved again."""
    cells = cv2.resize(small_grey, (SIDE + 1, SIDE), interpolation=cv2.INTER_AREA)
    return np.packbits(cells[:, 1:] > cells[:, :-1]).tobytes().hex()


def duplicate_pages(pages: Sequence[Page]) -> tuple[tuple[Page, Page], ...]:
    """Return the pairs of pages that show the same thing, be it with a small change."""
    return tuple((one, other) for one, other in combinations(pages, 2) if _are_alike(one, other))


def _are_alike(one: Page, other: Page) -> bool:
    texts = tuple("".join(line.text for line in page.lines) for page in (one, other))
    if min(map(len, texts)) >= LEAST_CHARACTERS:
        return fuzz.ratio(*texts) >= LEAST_LIKENESS
    if not one.fingerprint or not other.fingerprint or max(map(len, texts)) >= LEAST_CHARACTERS:
        return False
    differing = int(one.fingerprint, 16) ^ int(other.fingerprint, 16)
    return differing.bit_count() <= MOST_BITS
