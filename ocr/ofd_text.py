"""OFD (GB/T 33190): text runs to pages of text, pictures to pages of pixels. Runs in the decoder child.

Nothing here draws the page. So text is believed only where nothing can lie over it or hide it; otherwise the
file is flagged, and what holds neither text nor pictures is refused with the hint to hand in a PDF.
"""

import io
import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import ofdkit

from ocr.limits import Limits, Refused
from ocr.ofd_parts import Parts, has_unseen_text, picture_share
from ocr.opened import Decoded, OpenFile, said
from ocr.packages import pictures_in
from ocr.pictures import embedded_pages

_PX_PER_MM = 150 / 25.4
_MOST_MM = 2_000.0
_LARGE_PICTURE = 0.5
_ON_PAGE_MM = 2.0


def open_file(data: bytes, media: str, limits: Limits) -> OpenFile:
    """Open a checked OFD package; raises Refused."""
    try:
        with ofdkit.open(data) as document:
            if len(document.pages) > limits.pages:
                raise Refused("limit_exceeded")
            drawn = [_page(page, limits) for page in document.pages]
            about, is_whole = document.info, not document.warnings
    except ofdkit.OFDLimitError as error:
        raise Refused("limit_exceeded") from error
    except ofdkit.OFDError as error:
        raise Refused("damaged") from error
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = Parts.of(package)
        pictures, has_drawings = pictures_in(package, "", limits)
    flags = set(_flags(parts, drawn))
    if has_drawings or not is_whole:
        flags.add("unscanned")
    texts = [page for page in drawn if page.lines]
    if not texts and not pictures:
        raise Refused("not_shown")
    return OpenFile(
        media=media,
        pages=(*(partial(replace, page) for page in texts), *embedded_pages(pictures, limits)),
        flags=tuple(sorted(flags)),
        metadata=said(
            {
                "title": about.title,
                "author": about.author,
                "producer": about.creator,
            }
        ),
    )


def _flags(parts: Parts, pages: Sequence[Decoded]) -> Iterator[str]:
    yield from (flag for page in pages for flag in page.flags)
    if any(has_unseen_text(root) for root in parts.contents):
        yield "hidden_text"
    if any(page.lines for page in pages) and any(
        picture_share(root) > _LARGE_PICTURE for root in parts.contents
    ):
        yield "unscanned"  # a picture of a page may lie over the text, or the text over it
    if parts.has_annotations:
        yield "unscanned"
    if parts.has_attachments:
        yield "embedded_files"
    if len({len(page.lines) > 0 for page in pages}) > 1:
        yield "unscanned"


def _page(page: ofdkit.Page, limits: Limits) -> Decoded:
    left, top, width, height = page.box
    if not (1 <= width <= _MOST_MM and 1 <= height <= _MOST_MM):
        raise Refused("limit_exceeded")
    runs = [run for run in page.runs if run.text.strip()]
    if len(runs) > 2 * limits.page_lines or sum(len(run.text) for run in runs) > limits.text_characters:
        raise Refused("limit_exceeded")
    is_off = [not _is_on(run, left, top, width, height) for run in runs]
    lines = [_line(run, left, top) for run, is_outside in zip(runs, is_off, strict=True) if not is_outside]
    return Decoded(
        width=round(width * _PX_PER_MM),
        height=round(height * _PX_PER_MM),
        lines=lines,
        source="ofd",
        flags=("hidden_text",) if any(is_off) else (),
    )


def _is_on(run: ofdkit.TextRun, left: float, top: float, width: float, height: float) -> bool:
    if not all(math.isfinite(value) for value in (run.x, run.y, run.size, run.width)):
        return False
    across = left - _ON_PAGE_MM <= run.x <= left + width + _ON_PAGE_MM
    return bool(across and top - _ON_PAGE_MM <= run.y <= top + height + _ON_PAGE_MM)


def _line(run: ofdkit.TextRun, left: float, top: float) -> dict[str, Any]:
    x, y = (run.x - left) * _PX_PER_MM, (run.y - top) * _PX_PER_MM
    size, width = max(run.size, 0.5) * _PX_PER_MM, max(run.width, 0.5) * _PX_PER_MM
    return {"text": run.text.strip(), "box": [x, y - 0.85 * size, x + width, y + 0.15 * size], "centres": []}
