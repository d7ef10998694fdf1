"""From readings to a fact: pixels decide, witnesses confirm or contradict."""

import pytest

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType as T
from review_points.facts import FactState
from review_points.reconcile import conflicting, reconcile

IDNO = "11010519491231002X"


def read(value: str, source: Source = Source.PIXELS, confidence: float = 0.99, characters=()) -> Reading:
    return Reading(
        element="idno",
        state=ReadingState.READ,
        source=source,
        value=value,
        confidence=confidence,
        characters=characters,
    )


def other(state: ReadingState, source: Source = Source.PIXELS) -> Reading:
    return Reading(element="idno", state=state, source=source)


def state(*readings: Reading, kind: T = T.IDNO) -> FactState:
    return reconcile("m.idno", kind, readings).state


def test_one_good_reading_is_read_and_kept():
    fact = reconcile("m.idno", T.IDNO, (read(IDNO),))
    assert (fact.state, fact.value, fact.name, len(fact.readings)) == (FactState.READ, IDNO, "m.idno", 1)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], FactState.NOT_FOUND),
        ([ReadingState.NOT_FOUND], FactState.NOT_FOUND),
        ([ReadingState.BLANK, ReadingState.NOT_FOUND], FactState.BLANK),
        ([ReadingState.BLANK, ReadingState.UNREADABLE], FactState.UNREADABLE),
        ([ReadingState.UNREADABLE, ReadingState.NOT_FOUND], FactState.UNREADABLE),
        ([ReadingState.CONFLICT], FactState.CONFLICT),
    ],
)
def test_states_without_a_value(states, expected):
    assert state(*(other(each) for each in states)) is expected


def test_a_value_beside_nothing_stands_beside_a_blank_conflicts_and_beside_an_unread_copy_waits():
    assert state(read(IDNO), other(ReadingState.NOT_FOUND)) is FactState.READ
    assert state(read(IDNO), other(ReadingState.UNREADABLE)) is FactState.UNREADABLE
    assert state(read(IDNO), other(ReadingState.BLANK)) is FactState.CONFLICT


def test_pixels_and_text_layer_that_differ_conflict_even_when_they_look_alike():
    assert state(read(IDNO), read(IDNO, Source.TEXT_LAYER)) is FactState.READ
    assert state(read(IDNO), read("110105194912310021", Source.TEXT_LAYER)) is FactState.CONFLICT
    assert state(read("林己"), read("林已", Source.TEXT_LAYER), kind=T.NAME) is FactState.CONFLICT


def test_two_pages_that_differ_conflict():
    assert state(read(IDNO), read("110105194912310021")) is FactState.CONFLICT


def test_a_text_layer_or_code_never_speaks_alone():
    assert state(read(IDNO, Source.TEXT_LAYER)) is FactState.UNREADABLE
    assert state(read(IDNO, Source.CODE), other(ReadingState.UNREADABLE)) is FactState.UNREADABLE


def test_a_hopeless_identifier_is_unreadable_unless_another_witness_agrees():
    assert state(read(IDNO, confidence=0.4)) is FactState.UNREADABLE
    assert state(read(IDNO, characters=(0.99,) * 17 + (0.4,))) is FactState.UNREADABLE
    assert state(read(IDNO, confidence=0.4), read(IDNO, Source.TEXT_LAYER)) is FactState.READ
    assert state(read(IDNO, confidence=0.4), read(IDNO, confidence=0.9)) is FactState.READ
    assert state(read("林样", confidence=0.4), kind=T.NAME) is FactState.READ
    assert state(read("林样", confidence=0.2), kind=T.NAME) is FactState.UNREADABLE


def test_a_form_needs_no_score():
    assert state(read(IDNO, Source.FORM, confidence=0.0)) is FactState.READ


def test_what_folds_to_the_same_is_the_same():
    assert state(read("买买提·艾力"), read("买买提艾力", Source.TEXT_LAYER), kind=T.NAME) is FactState.READ
    assert state(read("样例（福建）公司"), read("样例(福建)公司"), kind=T.ORGANISATION) is FactState.READ
    assert state(read("样例路三号楼"), read("样例路3号楼"), kind=T.ADDRESS) is FactState.READ
    assert state(read("2026-01-01"), read("2026-01-02"), kind=T.DATE) is FactState.CONFLICT


def test_a_reading_without_a_lawful_value_is_unreadable():
    broken = Reading(
        element="idno", state=ReadingState.READ, source=Source.PIXELS, value=None, raw="2025-02-30"
    )
    assert state(broken, kind=T.DATE) is FactState.UNREADABLE


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -0.1, 1.5])
def test_scores_that_are_no_scores_decide_nothing(score):
    assert state(read(IDNO, confidence=score)) is FactState.UNREADABLE
    assert state(read(IDNO, characters=(0.99,) * 17 + (score,))) is FactState.UNREADABLE


def test_hiding_one_of_two_contradicting_copies_does_not_let_the_other_decide():
    copies = [read(IDNO), read("110105194912310021")]
    assert state(*copies) is FactState.CONFLICT
    for place in range(2):
        hidden = [other(ReadingState.UNREADABLE) if each == place else copies[each] for each in range(2)]
        assert state(*hidden) is FactState.UNREADABLE


def test_a_conflict_that_readings_can_not_show():
    assert conflicting("m.idno", T.IDNO, (read(IDNO),)).state is FactState.CONFLICT
