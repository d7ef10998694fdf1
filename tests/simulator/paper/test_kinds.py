"""Papers drawn from data: every kind in every look, complete, marked as a sample, the same each time."""

import re
from functools import cache

import numpy as np
import pytest

from ocr.values import ElementType, canonical
from simulator.paper import HELD_OUT_LOOKS, LOOKS, DoesNotFitError, captures_of, defects_of, draw, sample
from simulator.paper.__main__ import main
from simulator.paper.catalogue import DRAWN_BY_PYTHON
from simulator.paper.defects import CHANGES
from simulator.paper.kind_files import ElementClass, paper_kinds, wording
from simulator.paper.layout import sheets_of
from simulator.paper.marks import Sheet, Text
from simulator.paper.order import Order
from simulator.paper.samples import complete
from simulator.paper.styles import style_of
from simulator.paper.wording import Filling, WordingError
from tests.simulator.paper.conftest import pages_of, red_share, text_of

ALL_LOOKS = (*LOOKS, *HELD_OUT_LOOKS)


@cache
def sheets(kind: str, look: str, seed: int) -> tuple[Sheet, ...]:
    values = complete(kind, {}, seed)
    order = Order(
        kind=kind,
        values=values,
        look=look,
        seed=seed,
        seal=values["seal"],
        seal_kind=values["seal_kind"],
        signature=values["signature"],
    )
    return sheets_of(paper_kinds()[kind], order)


@pytest.mark.parametrize("look", ALL_LOOKS)
@pytest.mark.parametrize("kind", paper_kinds())
def test_every_element_stands_on_the_sheets_and_nothing_beside_them(kind: str, look: str) -> None:
    drawn = sheets(kind, look, 3)
    there = frozenset().union(*(sheet.elements for sheet in drawn))
    assert set(paper_kinds()[kind].elements) <= there
    for sheet in drawn:
        for mark in sheet.marks:
            if isinstance(mark, Text):
                assert 0 < mark.x < mark.x + mark.width < sheet.width + 0.5, mark.text
                assert 0 < mark.y < sheet.height - 3, mark.text


@pytest.mark.parametrize("kind", paper_kinds())
def test_numbers_stand_on_the_page_as_the_truth_says(kind: str) -> None:
    values = complete(kind, {}, 5)
    written = "".join(
        mark.text for sheet in sheets(kind, "a", 5) for mark in sheet.marks if isinstance(mark, Text)
    )
    parts = [part for key in paper_kinds()[kind].elements for part in values[key].split(";")]
    numbers = [part for part in parts if re.fullmatch("[0-9A-Z]{12,}", part)]
    assert [number for number in numbers if number not in written] == []


@pytest.mark.parametrize("kind", paper_kinds())
def test_samples_are_canonical_whole_and_the_same_each_time(kind: str) -> None:
    drawn = paper_kinds()[kind]
    values = sample(kind, 7)
    assert values == sample(kind, 7) != sample(kind, 8)
    assert set(values) == set(drawn.elements)
    for key, value in values.items():
        assert canonical(ElementType.TEXT, value) == value, key
    for key, options in drawn.options.items():
        assert values[key].split(";") == [option for option in options if option in values[key].split(";")]
    numbers = [key for key in drawn.elements if drawn.class_of(key) is ElementClass.NUMBER]
    assert all(any(sign.isdigit() for sign in values[key]) for key in numbers)


@pytest.mark.parametrize("kind", paper_kinds())
def test_value_defects_change_the_truth_as_they_say(kind: str) -> None:
    before = complete(kind, {}, 4)
    for defect in set(defects_of(kind)) & CHANGES.keys():
        assert CHANGES[defect](before, kind, 4).items() - before.items(), defect


@pytest.mark.parametrize(
    ("kind", "look", "capture"),
    [
        ("pesticide_application", "a", "pdf_text"),
        ("food_application", "x", "scan"),
        ("equipment_form", "y", "photo"),
        ("freight_application", "c", "docx"),
    ],
)
def test_files_are_the_same_each_time_and_hold_the_truth(kind: str, look: str, capture: str) -> None:
    first = draw(kind, sample(kind, 2), look=look, capture=capture, seed=2)
    assert first == draw(kind, sample(kind, 2), look=look, capture=capture, seed=2)
    assert set(paper_kinds()[kind].elements) < set(first.truth)
    assert dict(first.truth).items() >= sample(kind, 2).items()


def test_the_watermark_and_the_seal_stand_on_papers_drawn_from_data() -> None:
    sealed = draw("pesticide_application", {}, capture="pdf_text", seed=4)
    bare = draw(
        "pesticide_application", {}, capture="pdf_text", seed=4, defects=["missing_seal", "blank_page"]
    )
    assert red_share(pages_of(sealed)[0]) > 0.001
    grey = np.asarray(pages_of(bare)[0].convert("L")).astype(int)
    assert 0.005 < (grey < np.median(grey) - 12).mean() < 0.2


def test_what_is_given_stands_on_the_paper_and_is_followed() -> None:
    given = {"name": "样例区虚构农资经营部", "rep": "王示范"}
    drawn = draw("pesticide_application", given, capture="pdf_text")
    assert "样例区虚构农资经营部" in text_of(drawn)
    assert drawn.truth["seal"] == "样例区虚构农资经营部"
    assert drawn.truth["signature"] == "王示范"
    assert draw("pesticide_application", {"rep": ""}).truth["rep"] == ""


@pytest.mark.parametrize("defect", ["seal_over_number", "struck_through", "lying_text_layer", "hidden_text"])
def test_defects_of_the_paper_leave_the_truth(defect: str) -> None:
    plain = draw("pesticide_application", {}, capture="pdf_text", seed=4)
    spoiled = draw("pesticide_application", {}, capture="pdf_text", seed=4, defects=[defect])
    assert spoiled.truth == plain.truth
    assert spoiled.data != plain.data
    number = plain.truth["uscc"]
    assert (number in text_of(spoiled)) == (defect != "lying_text_layer")


@pytest.mark.parametrize("look", "abcxy")
def test_a_number_is_found_however_the_look_writes_its_brackets(look: str) -> None:
    covered = draw("vet_drug_licence", {}, look=look, capture="clean", seed=3, defects=["struck_through"])
    assert covered.data != draw("vet_drug_licence", {}, look=look, capture="clean", seed=3).data


def test_what_is_written_by_hand_is_a_picture_at_its_place() -> None:
    printed = draw("labor_contract", {}, look="c", capture="pdf_text", seed=4)
    written = draw("labor_contract", {}, look="c", capture="pdf_text", seed=4, defects=["handwritten"])
    assert written.truth == printed.truth
    assert printed.truth["employee_id"] in text_of(printed)
    assert printed.truth["employee_id"] not in text_of(written)
    blue = [np.asarray(pages_of(each)[0]).astype(int) for each in (printed, written)]
    ink = [((page[..., 2] - page[..., 0]) > 50).mean() for page in blue]
    assert ink[1] > 0.4 * ink[0] > 0
    with pytest.raises(DoesNotFitError, match="by hand"):
        draw("id_card", {}, defects=["handwritten"])


def test_a_missing_page_takes_its_elements_along() -> None:
    assert "missing_page" in defects_of("food_application")
    assert "missing_page" not in defects_of("pesticide_application")
    drawn = draw("food_application", {}, capture="pdf_scan", defects=["missing_page"])
    assert {"fsm_name", "signature", "seal"}.isdisjoint(drawn.truth)
    assert drawn.truth["page_count"] == "1"


def test_held_out_looks_differ_in_wording_and_are_for_papers_drawn_from_data_only() -> None:
    label = "姓名/申请人姓名//申请人/姓 名"
    assert [wording(label, look) for look in "abcxy"] == ["姓名", "申请人姓名", "姓名", "申请人", "姓 名"]
    assert [wording("住所", look) for look in "abcxy"] == ["住所"] * 5
    with pytest.raises(DoesNotFitError, match="held-out"):
        draw("id_card", {}, look="x")
    for family in {drawn.family for drawn in paper_kinds().values()}:
        assert style_of(family, "x") != style_of(family, "y")


def test_forms_are_handed_in_as_word_files_and_cards_are_not() -> None:
    for kind, drawn in paper_kinds().items():
        assert ("docx" in captures_of(kind)) == (drawn.family in {"form", "letter"})


def test_a_place_that_nothing_fills_is_told() -> None:
    with pytest.raises(WordingError, match="nobody"):
        Filling(kind="pesticide_application").value("{nobody}", "name")


def test_kinds_are_listed_with_how_each_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == [*DRAWN_BY_PYTHON, *paper_kinds()]
    assert [
        "pesticide_application",
        "农药经营许可证申请表",
        "kinds/pesticide_application.yaml, form",
        "abcxy",
    ] in rows
