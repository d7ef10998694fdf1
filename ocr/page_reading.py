"""One page of pixels to lines: upright, seals faded, read character by character, in reading order."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ocr import seals
from ocr.codes import codes_of
from ocr.crops import Picture, cut, region, turned
from ocr.document import Box, Code, Seal
from ocr.engines import Engine, Recognised
from ocr.grid import Grid, grid_of
from ocr.ink import InkMap
from ocr.layout import RawLine, Tilt, bounds, box_of, reading_order, tilt_of
from ocr.lines import found_lines, skimmed
from ocr.orientation import doubt_of, doubted, upright_turn
from ocr.paper_tone import flattened
from ocr.printed import printed_lines
from ocr.seal_ink import CLEAR_CHANNEL, Seals, find_seals, without_ink
from ocr.seal_shape import Blob, Mask
from ocr.second_look import DOUBT, Wanted, read_again, recognised_closely, scored
from ocr.unread_cells import unread_ink
from ocr.wariness import beside_gaps

_CLEAR = 0.9
"""A line under a seal needs no better reading when every character scores this with the seal and without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What was seen on one page; `picture` is upright, `cleaned` is grey with seals and faint marks faded."""

    picture: Picture
    cleaned: Picture
    red: NDArray[np.uint8]
    rotation: int
    tilt: Tilt
    grid: Grid
    lines: tuple[RawLine, ...]
    seals: tuple[Seal, ...]
    codes: tuple[Code, ...]
    is_printed: bool
    """The lines are those of the file's text layer, borne out by the pixels."""
    doubt: str | None = None
    """Why no line can be relied on: the page may stand the wrong way round (see orientation.py)."""


def read_page(engine: Engine, picture: Picture, number: int, claimed: Sequence[RawLine] = ()) -> PageReading:
    """Read one page; `claimed` is what a PDF says of itself, which spares looking for lines.

    Seals and codes are read beside the lines.
    """
    sheet, rotation = _Sheet.of(picture), 0
    printed = printed_lines(engine, sheet.cleaned, claimed) if claimed else None
    if printed is None:
        rotation = upright_turn(engine, picture)
        sheet = sheet if rotation == 0 else _Sheet.of(turned(picture, rotation))
    is_only_text = printed is not None and printed.is_all
    with ThreadPoolExecutor(max_workers=1) as beside:
        impressions = beside.submit(seals.read_seals, engine, sheet.page, sheet.seals)
        codes = None if is_only_text else beside.submit(codes_of, sheet.page, number)
        raw = found_lines(engine, sheet.cleaned) if printed is None else list(printed.lines)
        if sheet.seals.blobs:
            raw = [line for line in raw if not _is_seal_text(line.line.box, sheet.page, sheet.seals)]
        raw = _reconciled(engine, raw, sheet)
        height, width = sheet.page.shape[:2]
        tilt = tilt_of([line.line for line in raw], width, height)
        grid = grid_of(sheet.cleaned, tilt)
        if printed is None:
            ink = InkMap(picture=sheet.cleaned, red=sheet.seals.red, tilt=tilt)
            raw += skimmed(engine, sheet.cleaned, (), unread_ink(ink, grid, raw))
        doubt = doubt_of(engine, sheet.cleaned, raw) if printed is None else None
        return PageReading(
            picture=sheet.page,
            cleaned=sheet.cleaned,
            red=sheet.seals.red,
            rotation=rotation,
            tilt=tilt,
            grid=grid,
            lines=reading_order(raw if doubt is None else doubted(raw), tilt),
            seals=tuple(_seal(impression, number) for impression in impressions.result()),
            codes=codes.result() if codes else (),
            is_printed=printed is not None,
            doubt=doubt,
        )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page made ready for reading: where its seals stand, and the page in grey without their ink."""

    page: Picture
    seals: Seals
    cleaned: Picture

    @classmethod
    def of(cls, page: Picture) -> "_Sheet":
        found = find_seals(page)
        blobs = found.blobs
        return cls(page, found, flattened(without_ink(page, found.inks, blobs) if blobs else page))


def _reconciled(engine: Engine, lines: list[RawLine], sheet: _Sheet) -> list[RawLine]:
    """Read lines that seals cross with the seals' ink too.

    Where that differs from what was read without, the better recogniser reads both; what still differs is
    doubt. It always reads what copied seals cross, whose ink can't be told from the line's.
    """
    found = sheet.seals
    crossed = [i for i, raw in enumerate(lines) if _is_crossed(raw.line.box, (*found.blobs, *found.copies))]
    crops = {index: cut(sheet.page, np.array(lines[index].line.box, dtype=np.float32)) for index in crossed}
    first = dict(zip(crossed, engine.skim(list(crops.values())), strict=True))
    odd = [
        index
        for index in crossed
        if _is_crossed(lines[index].line.box, found.copies) or not _is_clear(lines[index], first[index])
    ]
    settled = list(read_again(engine, sheet.cleaned, lines, [Wanted(lines[index].line.box) for index in odd]))
    second = recognised_closely(engine, [crops[index] for index in odd])
    for index, other in zip(odd, second, strict=True):
        settled[index] = _settled(settled[index], other)
    for index in crossed:
        settled[index] = _open_at_gaps(settled[index], crops[index])
    return settled


def _open_at_gaps(raw: RawLine, crop: Picture) -> RawLine:
    """Leave in doubt where a line that a seal crosses has room for a character that its rim may hide."""
    line = raw.line
    if len(raw.centres) != len(line.text):
        return raw
    read = Recognised(text=line.text, scores=line.characters, centres=raw.centres, others=raw.others)
    places = beside_gaps(read, crop.shape[1] / crop.shape[0])
    scores = [min(score, DOUBT) if at in places else score for at, score in enumerate(line.characters)]
    return replace(raw, line=scored(line, scores), is_settled=raw.is_settled or bool(places))


def _is_clear(cleaned: RawLine, plain: Recognised) -> bool:
    """Tell whether a line reads the same with the seal's ink and without it, and surely."""
    least = min(cleaned.line.characters, default=0.0)
    return cleaned.line.text == plain.text and min(least, plain.least) >= _CLEAR


def _is_seal_text(box: Box, page: Picture, found: Seals) -> bool:
    """Tell whether a line lies in a seal and is made of its ink."""
    left, top, right, bottom = bounds(box)
    inks = {blob.ink for blob in found.blobs if _is_crossed(box, [blob])}
    part = region(page, left, top, right, bottom)
    if part.size == 0:
        return False
    grey = part.min(axis=2)
    dark = grey < np.percentile(grey, 90) - 50
    return any(
        _is_of_ink(dark, part[:, :, CLEAR_CHANNEL[ink]], region(found.inks[ink], left, top, right, bottom))
        for ink in inks
    )


def _is_of_ink(dark: NDArray[np.bool_], clear: Picture, ink: Mask) -> bool:
    """Tell whether hardly anything dark is black: dark even in the channel that is clear of the ink."""
    black = dark & (clear < 110)
    return float(black.sum()) < 0.18 * max(1.0, float((dark & (ink > 0)).sum()))


def _is_crossed(box: Box, blobs: Sequence[Blob]) -> bool:
    left, top, right, bottom = bounds(box)
    return any(
        left < blob.right and right > blob.left and top < blob.bottom and bottom > blob.top for blob in blobs
    )


def _settled(cleaned: RawLine, plain: Recognised) -> RawLine:
    """Keep the reading without the seal's ink, unless the plain one was sure of something else."""
    if cleaned.line.text == plain.text:
        scores = tuple(max(pair) for pair in zip(cleaned.line.characters, plain.scores, strict=True))
        return replace(cleaned, line=scored(cleaned.line, scores))
    if len(cleaned.line.text) != len(plain.text):
        sure = plain.confidence > 0.95 and len(plain.text) > len(cleaned.line.text)
        cap = DOUBT if sure else 1.0
        return replace(
            cleaned, line=scored(cleaned.line, tuple(min(s, cap) for s in cleaned.line.characters))
        )
    scores = tuple(
        min(score, DOUBT) if ours != theirs and their_score > 0.9 else score
        for ours, theirs, score, their_score in zip(
            cleaned.line.text, plain.text, cleaned.line.characters, plain.scores, strict=True
        )
    )
    return replace(cleaned, line=scored(cleaned.line, scores))


def _seal(impression: seals.Impression, number: int) -> Seal:
    blob = impression.blob
    return Seal(
        page=number,
        box=box_of(blob.left, blob.top, blob.right, blob.bottom),
        text=impression.text,
        kind=impression.kind,
        confidence=round(impression.confidence, 4),
        shape=blob.shape,
        ink=blob.ink,
        centre_text=impression.centre_text,
        straddles=blob.straddles,
    )
