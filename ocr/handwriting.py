"""Whether a value was written with a pen: blue ink on a page whose print is not blue.

Ink counts as blue where it keeps clearly more blue than red, measured against the paper beside it, so that a
photograph's tint does not count. Black ink is no evidence: a black pen writes it as a printer does. The limit
was set on drawn papers of three kinds (looks a and c, scanned and photographed, seed 0): 0.00 of the ink of
printed values is blue, up to 0.38 of a date between blue labels, and 0.58 to 0.97 of what was filled in with
a blue pen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ocr.calibration import probability
from ocr.crops import Picture, region
from ocr.document import Box, Line, Reading, ReadingState, Source
from ocr.kind_files import KindFile
from ocr.layout import bounds
from ocr.values import IDENTIFIERS

_BLUER = 0.05
_PEN_SHARE = 0.48
_INK = 0.5
_LEAST_PX = 15
_ROWS = 14
_ALL_BLUE = 0.8
STRICTER = 2.5
"""By how much a character's doubt weighs more in an identifier that was written by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pens:
    """A page in colour and how much of its lines is blue; where nearly all is, that tells nothing."""

    picture: Picture
    shares: Mapping[Box, float | None]
    is_print_blue: bool

    @classmethod
    def of(cls, picture: Picture, lines: Sequence[Line]) -> "Pens":
        """Look at the lines of a page."""
        shares = {line.box: _blue_share(picture, line.box) for line in lines}
        seen = [share for share in shares.values() if share is not None]
        is_print_blue = sum(seen) > _ALL_BLUE * max(1, len(seen))
        return cls(picture=picture, shares=shares, is_print_blue=is_print_blue)

    def wrote(self, box: Box) -> Literal[True] | None:
        """Tell that a pen wrote what stands in a box; None where that can't be told."""
        known = self.shares[box] if box in self.shares else _blue_share(self.picture, box)
        is_pen = not self.is_print_blue and known is not None and known >= _PEN_SHARE
        return True if is_pen else None


def _blue_share(picture: Picture, box: Box) -> float | None:
    """Return how much of a box's ink is blue (0..1), None where there is hardly any ink."""
    whole = region(picture, *bounds(box))
    if whole.size == 0:
        return None
    step = max(1, whole.shape[0] // _ROWS)
    blue, green, red = (
        np.ascontiguousarray(whole[::step, ::step, channel], dtype=np.float32) for channel in range(3)
    )
    blue, green, red = (shade / max(1.0, float(shade.max())) for shade in (blue, green, red))
    ink = np.minimum(np.minimum(blue, green), red) < _INK
    count = int(np.count_nonzero(ink))
    return float(np.count_nonzero(ink & (blue - red > _BLUER))) / count if count >= _LEAST_PX else None


def marked_lines(lines: Sequence[Line], pens: Pens) -> tuple[Line, ...]:
    """Return the lines, told which of them a pen is known to have written."""
    return tuple(replace(line, is_handwritten=pens.wrote(line.box)) for line in lines)


def marked(reading: Reading, kind: KindFile, pens: Mapping[int, Pens]) -> Reading:
    """Return a reading told that a pen wrote it; identifiers by hand must have been read more surely."""
    page = pens.get(reading.page or 0)
    is_seen = reading.source is Source.PIXELS and reading.state is ReadingState.READ
    if page is None or reading.box is None or not is_seen:
        return reading
    is_written, about = page.wrote(reading.box), kind.elements[reading.element].type
    if not is_written or about not in IDENTIFIERS or not reading.characters:
        return replace(reading, is_handwritten=is_written)
    scores = tuple(round(max(0.0, 1 - STRICTER * (1 - score)), 4) for score in reading.characters)
    return replace(
        reading, is_handwritten=True, confidence=probability(about, min(scores)), characters=scores
    )
