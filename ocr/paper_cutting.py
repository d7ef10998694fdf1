"""Cut the papers out of a page's picture, when nothing that can be read stays behind."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ocr.crops import Picture
from ocr.document import Box
from ocr.intake import RawPage
from ocr.sheets import flattened_paper, papers_on, without_papers
from ocr.skew import ink_places

if TYPE_CHECKING:
    from ocr.engines import Engine

_LOOKED_AT_PX = 960
_LEAST_STROKES = 25
"""So few specks of ink on the small copy are no writing: no need to look for lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A paper's own picture, and its corners on the picture it was cut from; None: all of it."""

    raw: RawPage
    quad: Box | None = None


def cut_papers(engine: "Callable[[], Engine]", raw: RawPage) -> tuple[Cut, ...]:
    """Return every paper on the picture, from top to bottom, or the picture as it is.

    Text outside the papers means that they are not all there is (tables on a form, a photograph pasted on a
    page, a note beside a card): then nothing is cut. Nor is it where a text layer belongs to the picture.
    """
    if raw.picture is None or raw.text_lines or raw.notes:
        return (Cut(raw=raw),)
    quads = papers_on(raw.picture)
    if not quads or _has_writing(engine, without_papers(raw.picture, quads)):
        return (Cut(raw=raw),)
    return tuple(_cut(raw, raw.picture, quad) for quad in quads)


def _cut(raw: RawPage, picture: Picture, quad: Box) -> Cut:
    paper = flattened_paper(picture, quad)
    height, width = paper.shape[:2]
    return Cut(raw=replace(raw, picture=paper, width=width, height=height), quad=quad)


def _has_writing(engine: "Callable[[], Engine]", rest: Picture) -> bool:
    if len(ink_places(rest)) < _LEAST_STROKES:
        return False
    factor = min(1.0, _LOOKED_AT_PX / max(rest.shape[:2]))
    small = cv2.resize(rest, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return bool(engine().detect(np.asarray(small, dtype=np.uint8)))
