"""Pages that a program printed are read from what the file says where the pixels bear it out."""

from dataclasses import replace

import pytest

from cases.settings import load_settings
from ocr.document import Document, ReadingState, Source
from ocr.engines import Engine
from ocr.intake import Intake, RawPage
from ocr.paper_tone import flattened
from ocr.printed import Printed, printed_lines
from ocr.reader import Reader
from ocr.seen_pages import claims_of
from simulator.paper import DrawnFile, draw, sample

KIND = "elder_application"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_settings().models_dir)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_settings().models_dir)


def drawn(*defects: str) -> DrawnFile:
    """Draw an application as a PDF with a text layer."""
    return draw(KIND, sample(KIND, 4), look="a", capture="pdf_text", defects=defects, seed=4)


def decoded(file: DrawnFile) -> RawPage:
    """Return the first page of a file."""
    with Intake() as intake:
        intake.open(file.data)
        return intake.page(0)


def values(document: Document, element: str, source: Source) -> set[str | None]:
    """Return what one witness says of an element."""
    found = document.readings.get(element, ())
    return {each.value for each in found if each.source is source and each.state is ReadingState.READ}


def lines_of(engine: Engine, page: RawPage, **changed: str) -> Printed | None:
    """Return the printed lines of a page in which lines say something else."""
    claims = [
        replace(raw, line=replace(raw.line, text=changed.get(raw.line.text, raw.line.text)))
        for raw in claims_of(page)
    ]
    assert page.picture is not None
    return printed_lines(engine, flattened(page.picture), claims)


def test_the_values_of_a_printed_page_are_read_from_its_pixels_too(reader):
    file = drawn()
    document = reader.read(file.data, file.name)
    assert document.integrity == ()
    for source in (Source.PIXELS, Source.TEXT_LAYER):
        assert values(document, "idno", source) == {file.truth["idno"]}


@pytest.mark.parametrize("defect", ["lying_text_layer", "white_text", "hidden_text"])
def test_a_page_that_lies_goes_the_long_way_and_is_caught(reader, defect):
    file = drawn(defect)
    assert reader.read(file.data, file.name).integrity != ()


def test_lines_of_an_honest_page_need_not_be_looked_for(engine):
    page = decoded(drawn())
    printed = lines_of(engine, page)
    assert printed is not None
    assert {raw.line.text for raw in printed.lines} >= {line["text"] for line in page.text_lines}
    assert all(score < 0.95 for raw in printed.lines if raw.is_claimed for score in raw.line.characters)


def test_a_file_that_lies_about_its_title_is_no_honest_page(engine):
    page = decoded(drawn())
    title = max(page.text_lines, key=lambda line: line["box"][3] - line["box"][1])["text"]
    assert lines_of(engine, page, **{title: "居民身份证正反面复印件样本"}) is None


def test_a_line_without_ink_is_no_honest_page(engine):
    page = decoded(drawn())
    assert page.picture is not None
    blank = page.picture.copy()
    left, top, right, bottom = (int(edge) for edge in page.text_lines[3]["box"])
    blank[top - 4 : bottom + 4, left - 4 : right + 4] = 255
    assert lines_of(engine, replace(page, picture=blank)) is None
