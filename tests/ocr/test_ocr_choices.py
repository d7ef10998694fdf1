"""Tick boxes and circles, drawn by hand at ten pixels a millimetre, with lines made by hand over them."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hand_made_lines import known, line

from ocr.choices import Place, choice_reading, ticked_reading
from ocr.document import Reading, ReadingState, Source
from ocr.elements import View, read_elements
from ocr.ink import InkMap
from ocr.kind_files import ElementFile, Layout
from ocr.labels import occurrences
from ocr.layout import Tilt, spans
from ocr.values import ElementType
from simulator.paper.marks import Pen
from simulator.paper.raster import render

EM = 4.23
"""Millimetres of twelve points."""
OPTIONS = ElementFile(
    type=ElementType.CHOICE,
    labels=("意见",),
    layout=Layout.CHOICE,
    options={"同意": ("同意",), "不同意": ("不同意",)},
)
MANY = ElementFile(type=ElementType.CHOICES, labels=("意见",))


def drawn(marks: str, words: Sequence[str] = ("同意", "不同意")) -> Place:
    """Draw 意见 and its options, each with a mark: empty, ticked across, filled, circled, or no box."""
    pen = Pen(size=12, font="hei")
    pen.text(20, 30, "意见")
    lines = [line("意见", 200, 262, size=42)]
    for place, (mark, word) in enumerate(zip(marks, words, strict=True)):
        x = 45 + 40 * place
        pen.text(x, 30, word)
        lines.append(line(word, 10 * x, 262, size=42))
        _mark(pen, mark, x, len(word))
    grey = np.asarray(render(pen.sheet(), 254).convert("L"))
    ink = InkMap(picture=grey, red=np.zeros(grey.shape, np.uint8), tilt=Tilt())
    label = next(found for found in occurrences(spans(lines, Tilt()), ["意见"]) if found.label == "意见")
    return Place(characters=label.row[label.end :], label=label, ink=ink, page=1, source=Source.PIXELS)


def _mark(pen: Pen, mark: str, x: float, long: int) -> None:
    if mark in "etf":
        pen.frame(x - 5, 26.6, 3.6, 3.6, fill=(0, 0, 0) if mark == "f" else None)
    if mark == "t":
        pen.rule(x - 5.4, 27.8, x - 3.4, 30.6, thick=0.5)
        pen.rule(x - 3.4, 30.6, x - 0.9, 25.4, thick=0.5)
    if mark == "c":
        wide = EM * long
        corners = [
            (x - 1, 28.3),
            (x + wide / 2, 25.6),
            (x + wide + 1, 28.3),
            (x + wide / 2, 31.4),
            (x - 1, 28.3),
        ]
        for (x0, y0), (x1, y1) in pairwise(corners):
            pen.rule(x0, y0, x1, y1, thick=0.4)


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [("te", "同意"), ("et", "不同意"), ("fe", "同意"), ("ef", "不同意"), ("c-", "同意"), ("-c", "不同意")],
)
def test_the_option_that_is_ticked_filled_or_circled_is_meant(marks: str, wanted: str) -> None:
    assert choice_reading("opinion", OPTIONS, drawn(marks)).value == wanted


@pytest.mark.parametrize("marks", ["tt", "ee", "--", "cc"])
def test_two_marks_or_none_say_nothing(marks: str) -> None:
    found = choice_reading("opinion", OPTIONS, drawn(marks))
    assert (found.state, found.value) == (ReadingState.UNREADABLE, None)


def test_a_list_takes_every_ticked_entry_and_none_that_is_not() -> None:
    place = drawn("tet", ("执业地点", "执业类别", "执业范围"))
    found = ticked_reading("change_type", MANY, place)
    assert found is not None
    assert (found.state, found.value) == (ReadingState.READ, "执业地点;执业范围")


def test_entries_without_boxes_are_plain_words() -> None:
    assert ticked_reading("items", MANY, drawn("---", ("散装食品", "热食类", "冷食类"))) is None


def test_a_list_of_boxes_that_nobody_ticked_is_unreadable() -> None:
    found = ticked_reading("items", MANY, drawn("ee", ("散装食品", "热食类")))
    assert found is not None
    assert found.state is ReadingState.UNREADABLE


def told(*texts: tuple[str, float, float]) -> Reading:
    """Return what a doctor's application without pixels tells of the changes it asks for."""
    lines = spans([line(*text) for text in texts], Tilt())
    view = View(number=1, source=Source.TEXT_LAYER, spans=lines, is_whole=True)
    return read_elements(known("doctor_application"), view)["change_type"]


def test_signs_of_a_text_layer_are_ticks_too() -> None:
    assert told(("变更事项：☑执业地点 □执业类别 ☑执业范围", 0, 0)).value == "执业地点;执业范围"
    assert told(("变更事项：（√）执业地点（ ）执业类别", 0, 0)).value == "执业地点"
