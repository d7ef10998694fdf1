"""Blue pen or print, on small drawn pages."""

import numpy as np
import pytest
from hand_made_lines import known

from ocr.calibration import probability
from ocr.document import Box, Line, Reading, ReadingState, Source
from ocr.handwriting import Pens, marked, marked_lines
from ocr.layout import box_of
from ocr.values import ElementType
from simulator.paper.marks import BLACK, INK, Colour, Pen
from simulator.paper.raster import render

PLACES = tuple(box_of(150.0, 10.0 * y - 45, 900.0, 10.0 * y + 12) for y in (30.0, 45.0, 60.0))


def page(*colours: Colour, tint: Colour = (255, 255, 255)) -> Pens:
    """Draw three lines in these colours at ten pixels a millimetre."""
    pen = Pen(size=14, font="kai", tint=tint, width=100, height=80)
    for place, colour in enumerate(colours):
        pen.text(20, 30 + 15 * place, "350199198503129011", colour=colour)
    picture = np.asarray(render(pen.sheet(), 254))[:, :, ::-1]
    return Pens.of(np.ascontiguousarray(picture), [line(box) for box in PLACES[: len(colours)]])


def line(box: Box) -> Line:
    """Return a line at a place."""
    return Line(text="350199198503129011", box=box, confidence=0.95)


@pytest.mark.parametrize("tint", [(255, 255, 255), (215, 225, 245), (250, 240, 215)])
def test_a_blue_pen_on_a_printed_form_is_told_and_black_ink_may_be_either_whatever_the_light(
    tint: Colour,
) -> None:
    pens = page(BLACK, BLACK, INK, tint=tint)
    assert [each.is_handwritten for each in marked_lines([line(box) for box in PLACES], pens)] == [
        None,
        None,
        True,
    ]


def test_where_all_print_is_blue_nobody_knows() -> None:
    assert page(INK, INK, INK).wrote(PLACES[0]) is None


def test_an_empty_place_tells_nothing() -> None:
    assert page(BLACK, BLACK).wrote(PLACES[2]) is None


def reading(box: Box, source: Source = Source.PIXELS) -> Reading:
    """Return an identity number read at a place."""
    return Reading(
        element="idno",
        state=ReadingState.READ,
        source=source,
        value="350199198503129011",
        confidence=0.9,
        characters=(0.9,) * 18,
        page=1,
        box=box,
    )


def test_an_identifier_by_hand_must_be_read_more_surely() -> None:
    pens, kind = {1: page(BLACK, BLACK, INK)}, known("nurse_application")
    written, printed = (marked(reading(box), kind, pens) for box in (PLACES[2], PLACES[0]))
    assert (written.is_handwritten, set(written.characters)) == (True, {0.75})
    assert (printed.is_handwritten, set(printed.characters)) == (None, {0.9})
    assert written.confidence == probability(ElementType.IDNO, 0.75)


def test_what_no_pixels_say_stays_as_it_is() -> None:
    pens, kind = {1: page(BLACK, BLACK, INK)}, known("nurse_application")
    layer = reading(PLACES[2], Source.TEXT_LAYER)
    assert marked(layer, kind, pens) is layer
