"""Pages the wrong way round: turned, from behind, or with nothing on them that tells."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from benchmarks import desk_photos as desk
from ocr.document import Document
from ocr.orientation import MIRRORED, UNSURE
from ocr.reader import Reader
from ocr.second_look import DOUBT
from simulator.paper import draw, sample

MODELS = Path("var/models")
WITHOUT_DIRECTION = ("6890 8906", "9698 0869", "8008 9669")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(MODELS) as reader:
        yield reader


def paper(kind: str, capture: str, seed: int = 3) -> desk.Pixels:
    file = draw(kind, sample(kind, seed), look="a", capture=capture, seed=seed)
    return desk.pixels(Image.open(BytesIO(file.data)))


def digits(*rows: str) -> desk.Pixels:
    """Return a page on which nothing but these rows of digits stands."""
    image = Image.new("RGB", (1000, 1400), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(56)
    for number, row in enumerate(rows):
        pen.text((140, 200 + 160 * number), row, fill="black", font=font)
    return desk.pixels(image)


def read(reader: Reader, picture: desk.Pixels) -> Document:
    return reader.read(desk.as_jpeg(np.ascontiguousarray(picture), 92), "a.jpg")


def surest(document: Document) -> float:
    """Return the best score of any letter or digit read."""
    return max(
        (score for page in document.pages for line in page.lines for score in line.characters), default=0
    )


def flags(document: Document) -> set[str]:
    return {flag for page in document.pages for flag in page.quality.flags}


@pytest.mark.parametrize("turns", range(4))
def test_digits_that_read_both_ways_are_never_sure(reader: Reader, turns: int) -> None:
    document = read(reader, np.rot90(digits(*WITHOUT_DIRECTION), turns))
    assert UNSURE in flags(document)
    assert 0 < surest(document) <= DOUBT


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("rows", [("6890 1806", "9618 0869"), ("2347 5243", "7352 4437")])
def test_digits_are_read_as_they_stand_or_not_at_all(
    reader: Reader, rows: tuple[str, ...], turns: int
) -> None:
    document = read(reader, np.rot90(digits(*rows), turns))
    said = tuple(line.text for page in document.pages for line in page.lines)
    assert said == rows or surest(document) <= DOUBT
    assert (surest(document) <= DOUBT) == (UNSURE in flags(document))


@pytest.mark.parametrize(
    ("kind", "capture"), [("elder_application", "scan"), ("id_card", "photo"), ("bank_card", "scan")]
)
def test_a_page_from_behind_is_told_and_not_relied_on(reader: Reader, kind: str, capture: str) -> None:
    document = read(reader, np.rot90(paper(kind, capture)[:, ::-1], 2 * (capture == "photo")))
    assert MIRRORED in flags(document)
    assert surest(document) <= DOUBT


@pytest.mark.parametrize(
    ("kind", "turns"), [("elder_application", 2), ("id_card", 1), ("bank_card", 3), ("bank_card", 0)]
)
def test_a_page_that_tells_is_relied_on(reader: Reader, kind: str, turns: int) -> None:
    document = read(reader, np.rot90(paper(kind, "scan"), turns))
    assert not flags(document) & {MIRRORED, UNSURE}
    assert surest(document) > DOUBT
