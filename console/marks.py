"""Evidence boxes: where on a picture the readings of a fact stand, in percent of the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from console.reviewed import ReadFile
from ocr.document import Box, Document, Page, Reading
from review_points.facts import Fact

MARGIN = 0.4
_OF_SEALS = frozenset({"sealed", "seal_text", "seal_kind", "seal_count", "straddle_seal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One box on one page of one file; the numbers are percent of the page's width and height."""

    id: str
    file: int
    page: int
    left: float
    top: float
    width: float
    height: float


Place = tuple[int, int, Box]
"""Index of the file, page number, box."""


def percent(box: Box, page: Page) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a box in percent, a little enlarged, kept on the page."""
    across = [100 * x / max(page.width, 1) for x, _ in box]
    down = [100 * y / max(page.height, 1) for _, y in box]
    left, right = (min(max(edge, 0.0), 100.0) for edge in (min(across) - MARGIN, max(across) + MARGIN))
    top, bottom = (min(max(edge, 0.0), 100.0) for edge in (min(down) - MARGIN, max(down) + MARGIN))
    return round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)


def same_place(one: Reading, other: Reading) -> bool:
    """Tell whether two readings stand at the same box of the same page."""
    return one.page == other.page and one.box == other.box


def holds(document: Document, reading: Reading) -> bool:
    """Tell whether this document is the one the reading was taken from."""
    return any(same_place(reading, mine) for mine in document.readings.get(reading.element, ()))


def places_of(fact: Fact, files: tuple[ReadFile, ...]) -> Iterator[Place]:
    """Find the boxes of a fact: those of its readings, or the seals when the fact is about a seal."""
    source, _, element = fact.name.rpartition(".")
    own = [
        (index, paper)
        for index, file in enumerate(files)
        for paper in (file.document.papers if file.document is not None else ())
        if paper.kind == source
    ]
    for reading in fact.readings:
        if reading.page is not None and reading.box is not None:
            for index, _document in origins(own, reading):
                yield index, reading.page, reading.box
    if element in _OF_SEALS and not any(reading.box for reading in fact.readings):
        for index, document in own:
            yield from ((index, seal.page, seal.box) for page in document.pages for seal in page.seals)


def origins(own: list[tuple[int, Document]], reading: Reading) -> list[tuple[int, Document]]:
    """Return the document that holds the reading, or the first of the material when none says so."""
    return [pair for pair in own if holds(pair[1], reading)][:1] or own[:1]


class MarkBook:
    """Gives each place one mark, however many facts and findings stand on it."""

    def __init__(self, files: tuple[ReadFile, ...]) -> None:
        self._files = files
        self._marks: dict[Place, Mark] = {}
        self._labels: dict[str, list[str]] = {}

    def marks_of(self, fact: Fact, label: str) -> tuple[Mark, ...]:
        """Return the marks of a fact, making those that are new, and note what stands there."""
        marks = tuple(mark for place in places_of(fact, self._files) if (mark := self._mark(place)))
        for mark in marks:
            if label not in self._labels[mark.id]:
                self._labels[mark.id].append(label)
        return marks

    def on_page(self, file: int, page: int) -> tuple[Mark, ...]:
        """Return the marks of one page, from top to bottom."""
        here = [mark for mark in self._marks.values() if (mark.file, mark.page) == (file, page)]
        return tuple(sorted(here, key=lambda mark: (mark.top, mark.left)))

    def label(self, mark: Mark) -> str:
        """Return what stands at a mark."""
        return "；".join(self._labels[mark.id])

    def _mark(self, place: Place) -> Mark | None:
        if place not in self._marks:
            page = self._page(place)
            if page is None:
                return None
            left, top, width, height = percent(place[2], page)
            mark = Mark(
                id=f"mark-{len(self._marks) + 1}",
                file=place[0],
                page=place[1],
                left=left,
                top=top,
                width=width,
                height=height,
            )
            self._marks[place] = mark
            self._labels[mark.id] = []
        return self._marks[place]

    def _page(self, place: Place) -> Page | None:
        document = self._files[place[0]].document
        return next(iter(page_numbered(document.pages if document else (), place[1])), None)


def page_numbered(pages: Iterable[Page], number: int) -> list[Page]:
    """Return the page of that number, in a list that is empty when there is none."""
    return [page for page in pages if page.number == number]
