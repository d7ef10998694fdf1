"""A file in, a Document out. The only entry to reading: intake, pages, kind, elements, cache."""

import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import cv2
import numpy as np

from ocr import json_form, models
from ocr.code_witness import code_witnesses
from ocr.crops import Picture
from ocr.document import Box, Document, Line, Page, Quality, Reading, ReadingState, Source
from ocr.elements import View, element_boxes, read_elements, read_unlabelled, ruled_view
from ocr.form_versions import form_version
from ocr.intake import Intake, OpenedFile, RawPage
from ocr.kind_files import FOLDER, KindFile, kind_file, load_kinds
from ocr.layout import RawLine, Span, Tilt, box_of, spans
from ocr.limits import Limits, Refused, refusal
from ocr.papers import papers_of
from ocr.recognition import Guess, recognise_document, recognise_page
from ocr.titles import title_lines
from ocr.witness import element_conflicts, integrity_of, unseen

if TYPE_CHECKING:
    from ocr.engines import Engine
    from ocr.page_reading import PageReading

VERSION = "1"
_ORDER = (
    ReadingState.CONFLICT,
    ReadingState.READ,
    ReadingState.UNREADABLE,
    ReadingState.BLANK,
    ReadingState.NOT_FOUND,
)


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


class Reader:
    """Reads files. Models and the decoder child start with the first file that is not in the cache."""

    def __init__(
        self,
        models_dir: Path,
        *,
        threads: int = 2,
        cache_dir: Path | None = None,
        limits: Limits | None = None,
        kinds_dir: Path = FOLDER,
    ) -> None:
        """Keep the settings; loads nothing heavy."""
        self._models_dir = models_dir
        self._threads = threads
        self._cache_dir = cache_dir
        self._kinds_dir = kinds_dir
        self._intake = Intake(limits)
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the decoder child."""
        self.close()

    def close(self) -> None:
        """Stop the decoder child and drop the models."""
        self._intake.close()
        self._engine = None

    @cached_property
    def version(self) -> str:
        """Return what readings depend on: this package, the models and the kind files, as one hash."""
        digest = hashlib.sha256(VERSION.encode())
        digest.update(repr(sorted(models.fingerprints().items())).encode())
        for path in (*_sources(), *sorted(self._kinds_dir.glob("*.yaml"))):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return f"{VERSION}-{digest.hexdigest()[:16]}"

    def read(self, data: bytes, name: str) -> Document:
        """Read one file; a file that can't be opened comes back refused, with the reason."""
        sha256 = hashlib.sha256(data).hexdigest()
        cached = self._cached(sha256)
        if cached is not None:
            return replace(cached, name=name)
        with self._lock:
            document = json_form.loads(json_form.dumps(self._read(data, name, sha256)))
        self._keep(document)
        return document

    def picture(self, data: bytes, document: Document, page: int) -> bytes:
        """Return one page as a PNG that stands the way its boxes do; raises Refused."""
        from ocr.page_pictures import page_picture

        with self._lock:
            self._intake.open(data)
            shown = next(found for found in document.pages if found.number == page)
            return page_picture(self._intake.page(shown.place - 1), shown)

    def line(self, data: bytes) -> str:
        """Return the text of a small picture that holds one line and nothing else, such as a captcha."""
        picture = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
        if picture is None:
            return ""
        with self._lock:
            return self._loaded_engine().recognise([np.asarray(picture, dtype=np.uint8)])[0].text

    def _read(self, data: bytes, name: str, sha256: str) -> Document:
        blank = Document(sha256=sha256, name=name, media_type="", reader_version=self.version)
        try:
            opened = self._intake.open(data)
            raw_pages = (self._intake.page(index) for index in range(opened.pages))
            seen = [page for page in map(self._page, raw_pages, count(1)) if not page.is_idle]
        except Refused as refused:
            return replace(blank, refusal=refusal(refused.code, self._intake.limits))
        return self._assembled(replace(blank, media_type=opened.media_type), opened, seen)

    def _assembled(self, blank: Document, opened: OpenedFile, seen: Sequence[SeenPage]) -> Document:
        """Make one document of the pages; papers of several kinds become its parts."""
        guesses = [page.guess for page in seen]
        whole = self._paper(blank, opened, seen, recognise_document(guesses))
        parts = tuple(
            self._paper(blank, opened, [seen[index] for index in paper.pages], paper.guess)
            for paper in papers_of(guesses, whole.pages)
        )
        if not parts:
            return whole
        pages = sorted((page for part in parts for page in part.pages), key=lambda page: page.number)
        codes = {code for part in parts for code in part.integrity}
        return replace(whole, pages=tuple(pages), integrity=tuple(sorted(codes)), parts=parts)

    def _paper(
        self, blank: Document, opened: OpenedFile, seen: Sequence[SeenPage], guess: Guess | None
    ) -> Document:
        kind = kind_file(guess.kind, self._kinds_dir) if guess else None
        if kind is not None:
            seen = [self._seen_again(kind, page) for page in seen]
        told = _readings(kind, seen) if kind else []
        codes_seen = [code for page in seen for code in page.page.codes]
        coded, contradiction = code_witnesses(kind, codes_seen, told) if kind else ([], ())
        readings = merged([*told, *coded])
        codes = {
            *opened.flags,
            *contradiction,
            *(code for page in seen for code in page.integrity),
            *element_conflicts(readings),
        }
        return replace(
            blank,
            pages=tuple(replace(page.page, kind=page.guess.kind if page.guess else None) for page in seen),
            form_version=form_version(kind, [page.pixels or page.layer for page in seen]) if kind else None,
            kind=guess.kind if guess else None,
            kind_confidence=round(guess.score, 3) if guess else 0.0,
            readings=readings,
            integrity=tuple(sorted(codes)),
            metadata=opened.metadata,
        )

    def _page(self, raw: RawPage, number: int) -> SeenPage:
        kinds = load_kinds(self._kinds_dir)
        if raw.picture is None:
            return _text_page(kinds, raw, number)
        from ocr.page_reading import read_page
        from ocr.quality import quality_of

        is_embedded = raw.source == "embedded"
        reading = read_page(self._loaded_engine(), raw.picture, number)
        reading, guess = self._recognised(kinds, reading, is_embedded=is_embedded)
        height, width = reading.picture.shape[:2]
        lines = tuple(line.line for line in reading.lines)
        layer = _layer_lines(raw, raw.text_lines, reading.rotation)
        page = Page(
            number=number,
            width=width,
            height=height,
            rotation=reading.rotation,
            lines=lines,
            quality=quality_of(reading.picture, lines),
            text_layer=tuple(line.line for line in layer),
            seals=reading.seals,
            codes=reading.codes,
            dpi=raw.dpi,
        )
        if is_embedded:
            page = replace(page, quality=replace(page.quality, flags=()))
        return SeenPage(
            page=page,
            pixels=spans(reading.lines, reading.tilt),
            layer=spans(layer, Tilt()),
            reading=reading,
            guess=guess,
            is_embedded=is_embedded,
            integrity=_page_integrity(raw, page, reading.picture),
        )

    def _recognised(
        self, kinds: Sequence[KindFile], reading: "PageReading", *, is_embedded: bool
    ) -> tuple["PageReading", Guess | None]:
        """Tell a page's kind; where none fits, read what may be its title again and ask once more."""
        picture = None if is_embedded else reading.picture
        pixels = spans(reading.lines, reading.tilt)
        guess = recognise_page(kinds, pixels, picture)
        boxes = [span.line.box for span in title_lines(pixels)]
        if guess is not None or not boxes:
            return reading, guess
        from ocr.second_look import read_again

        lines = read_again(self._loaded_engine(), reading.cleaned, reading.lines, boxes)
        return replace(reading, lines=lines), recognise_page(kinds, spans(lines, reading.tilt), picture)

    def _seen_again(self, kind: KindFile, page: SeenPage) -> SeenPage:
        """Read again, as well as can be, the parts of lines in which the kind's elements stand."""
        reading, views = page.reading, _pixel_views(kind, [page])
        if reading is None or not views:
            return page
        from ocr.second_look import read_again

        boxes = element_boxes(kind, views[0])
        lines = read_again(self._loaded_engine(), reading.cleaned, reading.lines, boxes)
        shown = replace(page.page, lines=tuple(line.line for line in lines))
        return replace(page, page=shown, pixels=spans(lines, reading.tilt))

    def _loaded_engine(self) -> "Engine":
        if self._engine is None:
            from ocr.engines import Engine

            self._engine = Engine(self._models_dir, threads=self._threads)
        return self._engine

    def _cached(self, sha256: str) -> Document | None:
        path = self._cache_path(sha256)
        if path is None or not path.is_file():
            return None
        try:
            document = json_form.loads(path.read_text(encoding="utf-8"))
        except (ValueError, KeyError, TypeError):
            return None
        return document if (document.sha256, document.reader_version) == (sha256, self.version) else None

    def _keep(self, document: Document) -> None:
        path = self._cache_path(document.sha256)
        if path is None or document.refusal is not None:  # what was refused once may be opened next time
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
        scratch.write_text(json_form.dumps(document), encoding="utf-8")
        scratch.replace(path)

    def _cache_path(self, sha256: str) -> Path | None:
        if self._cache_dir is None:
            return None
        return self._cache_dir / self.version / sha256[:2] / f"{sha256}.json"


def merged(readings: Sequence[Reading]) -> dict[str, tuple[Reading, ...]]:
    """Bring the pages' readings together: per element and source all values read, else the best word."""
    grouped: dict[str, dict[Source, list[Reading]]] = {}
    for reading in readings:
        grouped.setdefault(reading.element, {}).setdefault(reading.source, []).append(reading)
    return {
        element: tuple(reading for found in by_source.values() for reading in _telling(found))
        for element, by_source in grouped.items()
    }


def _telling(readings: Sequence[Reading]) -> list[Reading]:
    best = min(readings, key=lambda reading: _ORDER.index(reading.state))
    if best.state is not ReadingState.READ:
        return [best]
    by_value: dict[str | None, Reading] = {}
    for reading in readings:
        if reading.state is ReadingState.READ:
            known = by_value.get(reading.value)
            if known is None or reading.confidence > known.confidence:
                by_value[reading.value] = reading
    return list(by_value.values())


def _readings(kind: KindFile, seen: Sequence[SeenPage]) -> list[Reading]:
    """Return what pixels and text layer say, each on its own; bare values only where no page has a label."""
    readings: list[Reading] = []
    for views in (_pixel_views(kind, seen), _layer_views(seen)):
        labelled = [reading for view in views for reading in read_elements(kind, view).values()]
        named = {reading.element for reading in labelled if reading.state is not ReadingState.NOT_FOUND}
        bare = [reading for view in views for reading in read_unlabelled(kind, view).values()]
        readings += [*labelled, *(reading for reading in bare if reading.element not in named)]
    has_pixels = any(page.reading is not None and page.layer for page in seen)
    return [
        r for r in readings if r.source is Source.PIXELS or r.state is ReadingState.READ or not has_pixels
    ]


def _pixel_views(kind: KindFile, seen: Sequence[SeenPage]) -> list[View]:
    views = []
    for page in seen:
        is_of_kind = page.guess is not None and page.guess.kind == kind.id
        if page.reading is not None and (is_of_kind or not page.is_embedded):
            from ocr.ink import InkMap

            ink = InkMap(picture=page.reading.cleaned, red=page.reading.red, tilt=page.reading.tilt)
            views.append(ruled_view(page.page.number, page.pixels, ink, page.reading.grid))
    return views


def _layer_views(seen: Sequence[SeenPage]) -> list[View]:
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


def _sources() -> tuple[Path, ...]:
    """Return the files that make this package read as it does."""
    beside = sorted(Path(__file__).parent.iterdir())
    return tuple(path for path in beside if path.suffix in {".py", ".tsv", ".yaml", ".yml"})
