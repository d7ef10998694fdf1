"""What seals tell: their kinds, their number and pieces across the edges of pages; doubt is never a 公章."""

from dataclasses import replace

import pytest

from cases.seal_facts import seal_facts
from ocr.document import Document, ReadingState, Seal
from review_points.facts import Fact, FactState
from review_points.reconcile import reconcile
from scenarios.types import MATERIAL_FACTS
from tests.fakes.scenario import a_letter, a_page, a_seal

RING = "福州市第一医院"


def seal(kind: str | None, *, straddles: bool = False) -> Seal:
    return replace(a_seal(None if straddles else RING), kind=kind, straddles=straddles)


def letter(*pages: tuple[Seal, ...], media_type: str = "image/jpeg") -> Document:
    shown = tuple(a_page(number, seals=seals) for number, seals in enumerate(pages, 1))
    return replace(a_letter(), pages=shown, media_type=media_type)


def fact(element: str, *documents: Document, may_be_missed: bool = False) -> Fact:
    kind, readings = seal_facts(documents, may_be_missed=may_be_missed)[element]
    return reconcile(f"letter.{element}", kind, readings)


OFFICIAL, INVOICE, UNKNOWN = seal("公章"), seal("发票专用章"), seal(None)
PIECE = seal(None, straddles=True)


@pytest.mark.parametrize(
    ("seals", "state", "value"),
    [
        ((OFFICIAL,), FactState.READ, "公章"),
        ((OFFICIAL, INVOICE), FactState.READ, "公章;发票专用章"),
        ((UNKNOWN,), FactState.UNREADABLE, None),
        ((OFFICIAL, UNKNOWN), FactState.UNREADABLE, None),
        ((OFFICIAL, PIECE), FactState.READ, "公章"),
        ((PIECE,), FactState.NOT_FOUND, None),
        ((), FactState.NOT_FOUND, None),
    ],
)
def test_kinds_are_told_only_when_that_of_every_seal_was_read(
    seals: tuple[Seal, ...], state: FactState, value: str | None
) -> None:
    told = fact("seal_kind", letter(seals))
    assert (told.state, told.value) == (state, value)


def test_seals_are_counted_over_all_pages_where_none_can_be_missed() -> None:
    two = letter((OFFICIAL,), (UNKNOWN, PIECE))
    assert fact("seal_count", two).value == "2"
    assert fact("seal_count", letter(())).value == "0"
    assert fact("seal_count", two, may_be_missed=True).state is FactState.NOT_FOUND
    assert fact("seal_count", letter((), media_type=DOCX)).state is FactState.NOT_FOUND


def test_a_piece_at_the_edge_is_no_seal_of_the_page() -> None:
    assert fact("sealed", letter((PIECE,))).value == "false"
    assert fact("sealed", letter((PIECE, OFFICIAL))).value == "true"
    assert [
        reading.state
        for reading in seal_facts([letter((PIECE, OFFICIAL))], may_be_missed=False)["seal_text"][1]
    ] == [ReadingState.READ]


@pytest.mark.parametrize(
    ("pages", "value"),
    [
        (((PIECE,), (PIECE, OFFICIAL)), "true"),
        (((PIECE,), (OFFICIAL,)), None),
        (((PIECE,),), None),
        (((), ()), None),
    ],
)
def test_pages_are_bound_by_a_seal_when_every_one_shows_a_piece(
    pages: tuple[tuple[Seal, ...], ...], value: str | None
) -> None:
    assert fact("straddle_seal", letter(*pages)).value == value


def test_every_fact_of_seals_is_one_that_points_may_use() -> None:
    told = seal_facts([letter((OFFICIAL,))], may_be_missed=False)
    assert {key: kind for key, (kind, _) in told.items()} == {key: MATERIAL_FACTS[key] for key in told}


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_a_seal_that_is_not_red_is_neither_a_seal_nor_none() -> None:
    blue = replace(OFFICIAL, ink="blue")
    assert fact("sealed", letter((blue,))).state is FactState.NOT_FOUND
    assert fact("seal_text", letter((blue,))).value is None
    assert fact("sealed", letter((blue, OFFICIAL))).value == "true"
