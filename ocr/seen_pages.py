"""Pages on their way through the reader: what was seen on each, and what its file says of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from ocr.crops import Picture
from ocr.document import Box, Line, Page, Quality, Source
from ocr.elements import View, ruled_view
from ocr.intake import RawPage
from ocr.kind_files import KindFile
from ocr.layout import RawLine, Span, Tilt, box_of, spans
from ocr.paper_cutting import cut_papers
from ocr.recognition import Guess, recognise_page
from ocr.seal_shape import measured
from ocr.titles import title_lines
from ocr.witness import integrity_of, unseen

if TYPE_CHECKING:
    from ocr.engines import Engine
    from ocr.page_reading import PageReading

_MOST_CLAIMS = 1_000
_SAME_PLACE = 0.5
"""From what share of the smaller box on two texts lie one over the other; neighbouring rows share a fifth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """A page on its way through the reader."""

    page: Page
    pixels: tuple[Span, ...]
    layer: tuple[Span, ...]
    reading: "PageReading | None"
    guess: Guess | None
    integrity: tuple[str, ...]
    is_embedded: bool = False

    @property
    def is_idle(self) -> bool:
        """Tell whether this is a picture within a text on which nothing stands (a watermark, an ornament)."""
        return self.is_embedded and not (self.page.lines or self.page.seals or self.page.codes)


def see_pages(
    engine: "Callable[[], Engine]", kinds: Sequence[KindFile], raw_pages: Iterable[RawPage]
) -> Iterator[SeenPage]:
    """Read every page of a file; papers that lie on one picture become pages of their own."""
    numbers = count(1)
    for place, raw in enumerate(raw_pages, 1):
        for cut in cut_papers(engine, raw):
            seen = see_page(engine, kinds, cut.raw, next(numbers), is_cut_out=cut.quad is not None)
            sheet = place if cut.quad or place != seen.page.number else None
            page = replace(seen.page, sheet=sheet, quad=cut.quad)
            yield replace(seen, page=replace(page, seals=measured(page)))


def see_page(
    engine: "Callable[[], Engine]",
    kinds: Sequence[KindFile],
    raw: RawPage,
    number: int,
    *,
    is_cut_out: bool = False,
) -> SeenPage:
    """Read one page; the engine is asked for only where there are pixels."""
    if raw.picture is None:
        return _text_page(kinds, raw, number)
    from ocr.page_reading import read_page

    is_embedded = raw.source == "embedded"
    reading = read_page(engine(), raw.picture, number, claims_of(raw))
    reading, guess = _recognised(engine, kinds, reading, is_embedded=is_embedded)
    layer = _layer_lines(raw, raw.text_lines, reading.rotation)
    page = _page_of(raw, reading, number, layer, is_cut_out=is_cut_out)
    if is_embedded:
        page = replace(page, quality=replace(page.quality, flags=()))
    return SeenPage(
        page=page,
        pixels=spans(reading.lines, reading.tilt),
        layer=spans(layer, Tilt()),
        reading=reading,
        guess=guess,
        is_embedded=is_embedded,
        integrity=raw.flags if reading.is_printed else _page_integrity(raw, page, reading.picture),
    )


def _page_of(
    raw: RawPage, reading: "PageReading", number: int, layer: Sequence[RawLine], *, is_cut_out: bool
) -> Page:
    from ocr.duplicates import fingerprint
    from ocr.orientation import is_read_for_its_text
    from ocr.quality import quality_of

    height, width = reading.picture.shape[:2]
    lines = tuple(line.line for line in reading.lines)
    seals = [seal.box for seal in reading.seals]
    quality = quality_of(reading.picture, reading.cleaned, lines, seals, is_cut_out=is_cut_out)
    if reading.doubt is not None and is_read_for_its_text(lines):
        quality = replace(quality, flags=(*quality.flags, reading.doubt))
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=reading.rotation,
        lines=lines,
        quality=quality,
        text_layer=tuple(line.line for line in layer),
        seals=reading.seals,
        codes=reading.codes,
        dpi=raw.dpi,
        fingerprint=fingerprint(reading.cleaned[::4, ::4]),
    )


def _recognised(
    engine: "Callable[[], Engine]", kinds: Sequence[KindFile], reading: "PageReading", *, is_embedded: bool
) -> tuple["PageReading", Guess | None]:
    """Tell a page's kind; where none fits, read its title and all doubts again, and ask once more."""
    picture = None if is_embedded else reading.picture
    pixels = spans(reading.lines, reading.tilt)
    guess = recognise_page(kinds, pixels, picture)
    if guess is not None or not pixels:
        return reading, guess
    from ocr.second_look import Look, Wanted, read_again

    wanted = [Wanted(span.line.box) for span in title_lines(pixels)]
    wanted += [Wanted(raw.line.box, Look.DOUBTS) for raw in reading.lines]
    lines = read_again(engine(), reading.cleaned, reading.lines, wanted)
    return replace(reading, lines=lines), recognise_page(kinds, spans(lines, reading.tilt), picture)


def seen_with(page: SeenPage, lines: tuple[RawLine, ...]) -> SeenPage:
    """Return the page with other readings of its lines."""
    assert page.reading is not None
    return replace(
        page,
        page=replace(page.page, lines=tuple(line.line for line in lines)),
        pixels=spans(lines, page.reading.tilt),
        reading=replace(page.reading, lines=lines),
    )


def pixel_views(kind: KindFile, seen: Sequence[SeenPage]) -> list[View]:
    """Return the pages of a kind as their pixels show them."""
    views = []
    for page in seen:
        is_of_kind = page.guess is not None and page.guess.kind == kind.id
        if page.reading is not None and (is_of_kind or not page.is_embedded):
            from ocr.ink import InkMap

            ink = InkMap(picture=page.reading.cleaned, red=page.reading.red, tilt=page.reading.tilt)
            views.append(ruled_view(page.page.number, page.pixels, ink, page.reading.grid))
    return views


def layer_views(seen: Sequence[SeenPage]) -> list[View]:
    """Return the pages as their files' text layers say they are."""
    return [
        View(
            number=page.page.number,
            source=Source.TEXT_LAYER,
            spans=page.layer,
            is_whole=page.reading is None,
        )
        for page in seen
        if page.layer
    ]


def _page_integrity(raw: RawPage, page: Page, picture: Picture) -> tuple[str, ...]:
    """Compare what stands beside the pixels with them: text layer, invisible text, annotations."""
    from ocr.quality import has_ink

    def inked(box: Box) -> bool:
        return has_ink(picture, box)

    faint, notes = (
        [line.line for line in _layer_lines(raw, lines, page.rotation)]
        for lines in ([line for line in raw.text_lines if line.get("faint")], raw.notes)
    )
    layer = integrity_of(page.lines, page.text_layer, inked)
    return (*raw.flags, *layer, *unseen(page.lines, faint, notes, inked))


def _layer_lines(raw: RawPage, lines: Sequence[Mapping[str, Any]], rotation: int) -> list[RawLine]:
    """Return lines beside the pixels, turned the way the page was turned."""
    found = []
    for line in lines:
        corners = [_turned(x, y, raw.width, raw.height, rotation) for x, y in _corners(line["box"])]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = box_of(min(xs), min(ys), max(xs), max(ys))
        centres = tuple(float(c) for c in line["centres"]) if rotation == 0 else ()
        found.append(RawLine(line=Line(text=str(line["text"]), box=box, confidence=1.0), centres=centres))
    return found


def claims_of(raw: RawPage) -> list[RawLine]:
    """Return what a PDF page says of itself, nothing when anything about it is not plainly to be seen."""
    if raw.source != "pdf" or raw.notes or raw.flags or any(line.get("faint") for line in raw.text_lines):
        return []
    if not _stand_apart(raw.text_lines):
        return []
    return _layer_lines(raw, raw.text_lines, 0)


def _stand_apart(lines: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether no two texts stand in one place, where only one of them can be seen as it is."""
    if not 0 < len(lines) <= _MOST_CLAIMS:
        return not lines
    left, top, right, bottom = np.array([line["box"] for line in lines], dtype=np.float64).T
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    down = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    shared = np.clip(across, 0, None) * np.clip(down, 0, None)
    np.fill_diagonal(shared, 0)
    size = (right - left) * (bottom - top)
    return not bool((shared > _SAME_PLACE * np.minimum.outer(size, size)).any())


def _corners(box: Sequence[Any]) -> tuple[tuple[float, float], tuple[float, float]]:
    left, top, right, bottom = (float(value) for value in box)
    return (left, top), (right, bottom)


def _turned(x: float, y: float, width: int, height: int, rotation: int) -> tuple[float, float]:
    """Return where a point goes when the page is turned clockwise."""
    return {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[rotation]


def _text_page(kinds: Sequence[KindFile], raw: RawPage, number: int) -> SeenPage:
    """Return a page of pure text (DOCX): its lines are its text layer; there are no pixels to see."""
    layer = _layer_lines(raw, raw.text_lines, 0)
    lines = tuple(line.line for line in layer)
    quality = Quality(sharpness=0.0, brightness=1.0, short_side_px=min(raw.width, raw.height))
    page = Page(
        number=number,
        width=raw.width,
        height=raw.height,
        rotation=0,
        lines=lines,
        quality=quality,
        text_layer=lines,
    )
    found = spans(layer, Tilt())
    return SeenPage(
        page=page,
        pixels=(),
        layer=found,
        reading=None,
        guess=recognise_page(kinds, found, None),
        integrity=raw.flags,
    )
