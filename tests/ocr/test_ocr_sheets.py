"""Papers on pictures: cut out when they lie askew, small or several; left alone when they are the page."""

import math
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from benchmarks import desk_photos as desk
from ocr.document import Box, Document
from ocr.intake import Intake
from ocr.page_pictures import page_picture
from ocr.reader import Reader
from ocr.sheets import flattened_paper, papers_on, without_papers
from ocr.skew import skew_of
from simulator.paper import draw, sample

MODELS = Path("var/models")
SEED = 3


def drawn(kind: str, look: str = "a", *, seed: int = SEED, edge_px: int = 0) -> desk.Pixels:
    """Return a paper of one page as RGB pixels, without so much of its edge."""
    file = draw(kind, sample(kind, seed), look=look, capture="clean", seed=seed)
    found = desk.pixels(Image.open(BytesIO(file.data)))
    height, width = found.shape[:2]
    return np.ascontiguousarray(found[edge_px : height - edge_px, edge_px : width - edge_px])


def sides(box: Box) -> list[float]:
    return [math.dist(box[index], box[(index + 1) % 4]) for index in range(4)]


@pytest.fixture(scope="module")
def form() -> desk.Pixels:
    return drawn("elder_application")


@pytest.fixture(scope="module")
def card() -> desk.Pixels:
    return drawn("bank_card", edge_px=48)


def test_a_page_that_fills_its_picture_is_left_alone(form: desk.Pixels) -> None:
    assert papers_on(form) == ()
    assert papers_on(drawn("business_license")) == ()


def test_tables_and_pasted_photographs_are_no_papers() -> None:
    for kind in ("nurse_application", "driver_application", "household_register"):
        file = draw(kind, sample(kind, SEED), look="a", capture="pdf_scan", seed=SEED)
        with Intake() as intake:
            intake.open(file.data)
            picture = intake.page(0).picture
        assert picture is not None
        assert len(papers_on(picture)) < 2


def test_a_sheet_seen_from_aslant_is_found_to_its_corners(form: desk.Pixels) -> None:
    picture = desk.slanted(form, SEED)
    (quad,) = papers_on(picture)
    flat = flattened_paper(picture, quad)
    height, width = flat.shape[:2]
    assert abs(width / height - form.shape[1] / form.shape[0]) < 0.12
    assert abs(skew_of(flat)) == 0.0


def test_two_cards_become_two_papers_from_top_to_bottom(card: desk.Pixels) -> None:
    for picture in (desk.on_scanner([card, card], SEED), desk.on_desk([card, card], SEED, share=0.3)):
        first, second = papers_on(picture)
        assert max(y for _, y in first) < min(y for _, y in second)
        for box in (first, second):
            across, down = sides(box)[:2]
            assert abs(across / down - card.shape[1] / card.shape[0]) < 0.1


def test_nothing_of_the_papers_is_left_when_they_are_painted_over(card: desk.Pixels) -> None:
    picture = desk.on_scanner([card, card], SEED)
    rest = without_papers(picture, papers_on(picture))
    assert float(rest.std()) < 2.0


@pytest.mark.parametrize("degrees", [-12.0, -4.0, 5.0, 15.0])
def test_a_lean_is_told_to_half_a_degree(form: desk.Pixels, degrees: float) -> None:
    assert abs(skew_of(desk.tilted(form, degrees)) + degrees) < 0.5


def test_an_upright_page_and_one_without_ink_do_not_lean(form: desk.Pixels) -> None:
    assert skew_of(form) == 0.0
    assert skew_of(np.full((900, 700, 3), 255, dtype=np.uint8)) == 0.0


def test_the_leaning_page_is_levelled(form: desk.Pixels) -> None:
    leaning = desk.tilted(form, 8)
    (quad,) = papers_on(leaning)
    assert skew_of(flattened_paper(leaning, quad)) == 0.0


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(MODELS) as reader:
        yield reader


@pytest.fixture(scope="module")
def two_papers(reader: Reader, card: desk.Pixels) -> tuple[bytes, Document]:
    other = drawn("id_card", "c", edge_px=0)
    data = desk.as_jpeg(desk.on_desk([card, other[: other.shape[0] // 2]], SEED, share=0.4))
    return data, reader.read(data, "a.jpg")


def test_papers_on_one_picture_are_pages_of_one_sheet(two_papers: tuple[bytes, Document]) -> None:
    pages = two_papers[1].pages
    assert [(page.number, page.sheet, page.place) for page in pages] == [(1, 1, 1), (2, 1, 1)]
    assert all(page.quad for page in pages)


def test_the_picture_shown_is_the_paper_that_was_read(
    reader: Reader, two_papers: tuple[bytes, Document]
) -> None:
    data, document = two_papers
    for page in document.pages:
        shown = cv2.imdecode(
            np.frombuffer(reader.picture(data, document, page.number), np.uint8), cv2.IMREAD_COLOR
        )
        assert shown is not None
        assert shown.shape[:2] == (page.height, page.width)
    with Intake() as intake:
        intake.open(data)
        raw = intake.page(0)
    whole = replace(document.pages[0], quad=None)
    assert raw.picture is not None
    assert len(page_picture(raw, whole)) > len(page_picture(raw, document.pages[0]))


def test_a_note_beside_a_card_keeps_the_picture_whole(reader: Reader, card: desk.Pixels) -> None:
    picture = desk.on_scanner([card], SEED, share=0.2)
    cv2.putText(picture, "COPY OF THE ORIGINAL 2026", (120, 160), 0, 2.2, (20, 20, 20), 5)
    assert len(papers_on(picture)) == 1
    (page,) = reader.read(desk.as_jpeg(picture), "a.jpg").pages
    assert page.quad is None
    assert any("COPY" in line.text for line in page.lines)
