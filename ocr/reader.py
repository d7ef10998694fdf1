"""A file in, a Document out. The only entry to reading: intake, pages, kind, elements, cache."""

import hashlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

from ocr import json_form, models
from ocr.code_witness import code_witnesses
from ocr.document import Box, Document, Page, Reading, ReadingState, Source
from ocr.elements import read_elements, read_unlabelled, sought
from ocr.form_versions import form_version
from ocr.handwriting import Pens, marked, marked_lines
from ocr.intake import Intake, OpenedFile
from ocr.kind_files import FOLDER, KindFile, kind_file, load_kinds
from ocr.limits import Limits, Refused, refusal
from ocr.makers import names_editor
from ocr.papers import holds_several, papers_of
from ocr.recognition import Guess, recognise_document
from ocr.seen_pages import SeenPage, layer_views, pixel_views, see_pages, seen_with
from ocr.witness import element_conflicts

if TYPE_CHECKING:
    from ocr.engines import Engine

VERSION = "1"
_MOST_LOOKS = 3
_ORDER = (
    ReadingState.CONFLICT,
    ReadingState.READ,
    ReadingState.UNREADABLE,
    ReadingState.BLANK,
    ReadingState.NOT_FOUND,
)


class Reader:
    """Reads files. Models and the decoder child start with the first file that is not in the cache."""

    def __init__(
        self,
        models_dir: Path,
        *,
        threads: int = 2,
        lanes: int = 2,
        cache_dir: Path | None = None,
        limits: Limits | None = None,
        kinds_dir: Path = FOLDER,
    ) -> None:
        """Keep the settings; loads nothing heavy. So many files as there are lanes are read at once."""
        self._models_dir = models_dir
        self._threads = threads
        self._cache_dir = cache_dir
        self._kinds_dir = kinds_dir
        self._limits = limits or Limits()
        self._intakes = [Intake(limits) for _ in range(lanes)]
        self._free: LifoQueue[Intake] = LifoQueue()
        for intake in self._intakes:
            self._free.put(intake)
        self._engine: Engine | None = None
        self._loading = threading.Lock()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the decoder children."""
        self.close()

    def prepare(self) -> "Future[None]":
        """Begin to load models and kinds and to start a decoder child, beside whatever else goes on.

        Wait for the result to have it done; what goes wrong is said there, and again by the first reading.
        """
        beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="prepare")
        begun = beside.submit(self._prepare)
        beside.shutdown(wait=False)
        return begun

    def _prepare(self) -> None:
        with self._lane() as intake:
            intake.start()
        load_kinds(self._kinds_dir)
        self._loaded_engine().try_out()

    def close(self) -> None:
        """Stop the decoder children and drop the models."""
        for intake in self._intakes:
            intake.close()
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
        with self._lane() as intake:
            document = json_form.loads(json_form.dumps(self._read(intake, data, name, sha256)))
        self._keep(document)
        return document

    def unpacked(self, data: bytes, name: str) -> tuple[tuple[str, bytes], ...]:
        """Return names and bytes of the files in an archive; of anything else, or a hostile one, itself."""
        with self._lane() as intake:
            try:
                members = intake.unpack(data)
            except Refused:
                return ((name, data),)
        return tuple((f"{name}/{member.name}", member.data) for member in members)

    def read_all(self, files: Iterable[tuple[bytes, str]]) -> list[Document]:
        """Read several files, given as bytes and names, as many at once as there are lanes.

        The next file is asked for when a lane is free, so that whoever gives them may stop.
        """
        begun: list[Future[Document]] = []
        lanes = len(self._intakes)
        with ThreadPoolExecutor(max_workers=lanes) as pool:
            for file in files:
                begun.append(pool.submit(self.read, *file))
                if len(begun) >= lanes:
                    begun[-lanes].result()
        return [document.result() for document in begun]

    @contextmanager
    def _lane(self) -> Iterator[Intake]:
        """Lend the decoder child that was used last, so that a reader of single files has only one."""
        intake = self._free.get()
        try:
            yield intake
        finally:
            self._free.put(intake)

    def picture(self, data: bytes, document: Document, page: int) -> bytes:
        """Return one page as a PNG that stands the way its boxes do; raises Refused."""
        from ocr.page_pictures import page_picture

        with self._lane() as intake:
            intake.open(data)
            shown = next(found for found in document.pages if found.number == page)
            return page_picture(intake.page(shown.place - 1), shown)

    def line(self, data: bytes) -> str:
        """Return the text of a small picture that holds one line and nothing else, such as a captcha."""
        picture = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR) if data else None
        if picture is None:
            return ""
        return self._loaded_engine().recognise([np.asarray(picture, dtype=np.uint8)])[0].text

    def _read(self, intake: Intake, data: bytes, name: str, sha256: str) -> Document:
        blank = Document(sha256=sha256, name=name, media_type="", reader_version=self.version)
        try:
            opened = intake.open(data)
            kinds = load_kinds(self._kinds_dir)
            pages = see_pages(self._loaded_engine, kinds, intake.pages(opened))
            seen = [page for page in pages if not page.is_idle]
        except Refused as refused:
            return replace(blank, refusal=refusal(refused.code, self._limits))
        except cv2.error:  # a picture that the steps of reading can't take costs its file, not the case
            return replace(blank, refusal=refusal("unreadable", self._limits))
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
        pens = pens_of(seen)
        told = [marked(each, kind, pens) for each in _readings(kind, seen)] if kind else []
        codes_seen = [code for page in seen for code in page.page.codes]
        coded, contradiction = code_witnesses(kind, codes_seen, told) if kind else ([], ())
        readings = merged([*told, *coded])
        codes = {
            *opened.flags,
            *(("retouched",) if names_editor(opened.metadata) else ()),
            *contradiction,
            *(("several_papers",) if kind and _holds_several(kind, seen) else ()),
            *(code for page in seen for code in page.integrity),
            *element_conflicts(readings),
        }
        return replace(
            blank,
            pages=tuple(_shown(page, pens) for page in seen),
            form_version=form_version(kind, [page.pixels or page.layer for page in seen]) if kind else None,
            kind=guess.kind if guess else None,
            kind_confidence=round(guess.score, 3) if guess else 0.0,
            readings=readings,
            integrity=tuple(sorted(codes)),
            metadata=opened.metadata,
        )

    def _seen_again(self, kind: KindFile, page: SeenPage) -> SeenPage:
        """Read again, as well as can be, the parts of lines in which the kind's elements stand.

        What is read may show that a value stands elsewhere; then it is read there too.
        """
        from ocr.second_look import are_within, read_again, wanted

        looked_at: list[Box] = []
        for _ in range(_MOST_LOOKS):
            views = pixel_views(kind, [page])
            places = wanted(sought(kind, views[0]) if views else [])
            boxes = [place.box for place in places]
            if page.reading is None or are_within(boxes, looked_at):
                break
            looked_at += boxes
            lines = read_again(self._loaded_engine(), page.reading.cleaned, page.reading.lines, places)
            page = seen_with(page, lines)
        return page

    def _loaded_engine(self) -> "Engine":
        with self._loading:
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


def pens_of(seen: Sequence[SeenPage]) -> dict[int, Pens]:
    """Return the pages whose pixels tell whether a pen wrote something, by number."""
    return {
        page.page.number: Pens.of(page.reading.picture, page.page.lines)
        for page in seen
        if page.reading is not None and not page.reading.is_printed
    }


def _shown(page: SeenPage, pens: Mapping[int, Pens]) -> Page:
    """Return a page as documents show it: with its kind, and its lines told by hand or not."""
    here = pens.get(page.page.number)
    lines = marked_lines(page.page.lines, here) if here else page.page.lines
    return replace(page.page, kind=page.guess.kind if page.guess else None, lines=lines)


def _holds_several(kind: KindFile, seen: Sequence[SeenPage]) -> bool:
    return holds_several(kind, [spans for page in seen for spans in (page.pixels, page.layer)])


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
    for views in (pixel_views(kind, seen), layer_views(seen)):
        labelled = [reading for view in views for reading in read_elements(kind, view).values()]
        named = {reading.element for reading in labelled if reading.state is not ReadingState.NOT_FOUND}
        bare = [reading for view in views for reading in read_unlabelled(kind, view).values()]
        readings += [*labelled, *(reading for reading in bare if reading.element not in named)]
    has_pixels = any(page.reading is not None and page.layer for page in seen)
    return [
        r for r in readings if r.source is Source.PIXELS or r.state is ReadingState.READ or not has_pixels
    ]


def _sources() -> tuple[Path, ...]:
    """Return the files that make this package read as it does."""
    beside = sorted(Path(__file__).parent.iterdir())
    return tuple(path for path in beside if path.suffix in {".py", ".tsv", ".yaml", ".yml"})
