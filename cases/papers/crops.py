"""Crops: the places on pages that facts were read at, cut out of the pages' pictures.

Files are decoded behind the reader's own gate; a file that can't be opened any more gives no crop, and the
paper still names value and page.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from PIL import Image

from cases.materials import ReadFile
from cases.papers.paper import Crop, Crops, facts_shown
from cases.plain_words import shown_reading
from cases.review_record import Review
from ocr.document import Box, Document, Page, Reading
from ocr.intake import Intake
from ocr.limits import Refused
from ocr.page_pictures import page_picture

MOST_CROPS = 40
_MARGIN, _MARGIN_LEFT = 0.6, 3.0
"""How much is shown around the box, in heights of it: to the left stands what the place is called."""
_LONGEST_SIDE_PX = 900

Place = tuple[int, int, Box]
"""Index of the file, page number, box."""


def crops_of(review: Review, files: Sequence[ReadFile], fetch: Callable[[str], bytes]) -> Crops:
    """Cut out the places of every fact that the review's papers show.

    Args:
        review: a review of these files.
        files: the files with what reading them gave.
        fetch: gives a file's bytes by their SHA-256.
    """
    places = dict(_places(review, files))
    wanted = sorted(set(places.values()))[:MOST_CROPS]
    pictures = dict(_cut_all(wanted, files, fetch))
    return {name: pictures[place] for name, place in places.items() if place in pictures}


def _places(review: Review, files: Sequence[ReadFile]) -> Iterator[tuple[str, Place]]:
    for name in sorted(facts_shown(review)):
        reading = shown_reading(review.facts[name].readings)
        if reading is None or reading.page is None or reading.box is None:
            continue
        file = _file_of(reading, files)
        if file is not None:
            yield name, (file, reading.page, reading.box)


def _file_of(reading: Reading, files: Sequence[ReadFile]) -> int | None:
    """Return which file holds a reading: the one with the same element there, else anything there."""
    holding = [
        index
        for index, each in enumerate(files)
        if any(
            _same_place(reading, mine)
            for paper in each.document.papers
            for mine in paper.readings.get(reading.element, ())
        )
    ]
    around = (index for index, each in enumerate(files) if _has_place(each.document, reading))
    return next(iter(holding), next(around, None))


def _has_place(document: Document, reading: Reading) -> bool:
    others = (mine for paper in document.papers for found in paper.readings.values() for mine in found)
    seals = (seal for page in document.pages for seal in page.seals)
    return any(_same_place(reading, mine) for mine in others) or any(
        (seal.page, seal.box) == (reading.page, reading.box) for seal in seals
    )


def _same_place(one: Reading, other: Reading) -> bool:
    return (one.page, one.box) == (other.page, other.box)


def _cut_all(
    places: Iterable[Place], files: Sequence[ReadFile], fetch: Callable[[str], bytes]
) -> Iterator[tuple[Place, Crop]]:
    by_file: dict[int, list[Place]] = {}
    for place in places:
        by_file.setdefault(place[0], []).append(place)
    with Intake() as intake:
        for index, here in by_file.items():
            yield from _cut_file(files[index], here, fetch, intake)


def _cut_file(
    file: ReadFile, places: Iterable[Place], fetch: Callable[[str], bytes], intake: Intake
) -> Iterator[tuple[Place, Crop]]:
    pages: Mapping[int, Page] = {page.number: page for page in file.document.pages}
    try:
        intake.open(fetch(file.file.sha256))
        pictures: dict[int, bytes] = {}
        for place in places:
            number = place[1]
            if number in pages:
                if number not in pictures:
                    pictures[number] = page_picture(intake.page(pages[number].place - 1), pages[number])
                yield place, cut_out(pictures[number], place[2])
    except Refused:
        return


def cut_out(png: bytes, box: Box) -> Crop:
    """Cut the box with a margin out of a page's picture."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    across, down = [x for x, _ in box], [y for _, y in box]
    margin = _MARGIN * max(8.0, min(max(down) - min(down), max(across) - min(across)))
    before = margin * _MARGIN_LEFT / _MARGIN
    left, right = _span(min(across) - before, max(across) + margin, image.width)
    top, bottom = _span(min(down) - margin, max(down) + margin, image.height)
    part = image.crop((left, top, right, bottom))
    part.thumbnail((_LONGEST_SIDE_PX, _LONGEST_SIDE_PX))
    written = io.BytesIO()
    part.save(written, "PNG")
    return Crop(png=written.getvalue(), width_px=part.width, height_px=part.height)


def _span(start: float, end: float, whole: int) -> tuple[int, int]:
    """Keep a span on the picture, at least one pixel wide."""
    first = min(max(0, int(start)), whole - 1)
    return first, min(max(first + 1, int(end)), whole)
