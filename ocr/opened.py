"""What every opener of a kind of file gives: the pages of an open file, decoded one by one.

An opener is a module with `open_file(data, media, limits) -> OpenFile`; media.py says which one opens what.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.limits import Refused

PIXELS = "picture"
EMBEDDED = "embedded"
"""Sources of a page: a page of pixels; a picture that stands within a text."""
LEAST_SIDE_PX = 16
"""Less is not one line of text; detectors divide such pictures down to nothing."""
_MOST_METADATA = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """One decoded page: contiguous BGR pixels (None for pure text) and the lines of its text layer.

    A line has `text`, `box` (left, top, right, bottom in pixels of the page), `centres` (of its characters,
    as shares of its width; may be empty), and `faint` where it is drawn so that nobody sees it. `notes` are
    lines of annotations. `flags` are integrity codes. `dpi` is None where the file does not say it.
    """

    width: int
    height: int
    source: str
    picture: NDArray[np.uint8] | None = None
    lines: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[Mapping[str, Any]] = ()
    flags: Sequence[str] = ()
    dpi: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """An open file: its type, how to decode each page, integrity codes, and what it says about itself."""

    media: str
    pages: Sequence[Callable[[], Decoded]]
    flags: Sequence[str] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `name` is what the archive calls it, path and all."""

    name: str
    data: bytes


def pixel_page(
    picture: NDArray[np.uint8], source: str = PIXELS, *, dpi: float | None = None, **found: Sequence[Any]
) -> Decoded:
    """Make a page of pixels; `found` are lines, notes and flags. Raises Refused for what is no page."""
    height, width = picture.shape[:2]
    if min(height, width) < LEAST_SIDE_PX:
        raise Refused("too_small")
    whole = np.ascontiguousarray(picture)
    return Decoded(width=width, height=height, picture=whole, source=source, dpi=dpi, **found)


def said(texts: Mapping[str, object]) -> dict[str, str]:
    """Keep what a file says about itself as short printable text; empty entries are dropped."""
    shown = {
        key: "".join(c for c in str(text) if c.isprintable()).strip()[:_MOST_METADATA]
        for key, text in texts.items()
        if text
    }
    return {key: text for key, text in shown.items() if text}
