"""Evaluating many points at once, with findings kept, says what evaluating each alone says."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from benchmarks.information_trials import CALENDAR, draw_facts, hide, material_of
from ocr.values import ElementType as T
from review_points.engine import evaluate, evaluate_point
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Outcome
from review_points.operands import Floors, Surroundings
from tests.review_points.building import certain, facts, hidden, picture, point
from tests.review_points.test_law_of_information import points

STRICT = Floors(exact=0.95, other=0.9, explains=0.96, suspect=0.98)
NAMES = {"form.name": T.NAME, "m.name": T.NAME, "m.to": T.DATE, "case.day": T.DATE}


def alone(some, known: Facts, floors: Floors) -> tuple:
    around = Surroundings(calendar=CALENDAR, floors=floors)
    return tuple(evaluate_point(each, known, around) for each in some)


@settings(max_examples=150, deadline=None)
@drawn(st.lists(points(), min_size=1, max_size=5), st.integers(0, 2**32))
def test_random_points_find_together_what_each_finds_alone(every, seed):
    random = Random(seed)
    some = tuple(every)
    material = material_of(some)
    for _ in range(12):
        known = draw_facts(material, random)
        less, _ = hide(known, random)
        for each in (known, less, known):
            floors = random.choice([Floors(), Floors(), STRICT])
            assert evaluate(some, each, calendar=CALENDAR, floors=floors) == alone(some, each, floors)


def test_shipped_points_find_together_what_each_finds_alone(shipped, given):
    seen: Counter[Outcome] = Counter()
    for name, every in shipped.items():
        random = Random(f"together {name}")
        material = material_of(every)
        material.given = given
        for _ in range(150):
            known, _ = hide(draw_facts(material, random), random)
            found = evaluate(every, known, calendar=CALENDAR)
            assert found == alone(every, known, Floors())
            seen.update(each.outcome for each in found)
    assert all(seen[outcome] > 200 for outcome in Outcome), seen


def test_a_finding_that_was_kept_is_not_given_for_other_doubts():
    made = point({"same": "same_name(form.name, m.name)"}, NAMES)
    typed = certain("form.name", T.NAME, "林样例")
    missing = [hidden("m.name", T.NAME, state) for state in FactState if state is not FactState.READ]
    weak = picture("m.name", T.NAME, "林样例", 0.3)
    for each in (*missing, weak, *missing):
        known = facts(typed, each)
        assert evaluate((made,), known) == alone((made,), known, Floors())


def test_texts_that_name_facts_are_filled_anew_for_every_case():
    made = point({"valid": "on_or_before(case.day, m.to)"}, NAMES, says="至{m.to}")
    said = [
        evaluate((made,), facts(certain("case.day", T.DATE, "2026-11-02"), certain("m.to", T.DATE, to)))[0]
        for to in ("2026-10-01", "2026-10-02", "2026-12-01", "2026-10-01")
    ]
    assert [each.message for each in said] == ["至2026-10-01", "至2026-10-02", "", "至2026-10-01"]


@pytest.mark.parametrize("kind", [T.TEXT, T.CODE])
def test_a_fact_of_another_type_than_the_rule_was_written_for_is_weighed_as_the_rule_says(kind):
    made = point({"valid": "on_or_before(case.day, m.to)"}, NAMES)
    odd = Fact(name="m.to", type=kind, state=FactState.READ, value="2026-12-01")
    known = facts(certain("case.day", T.DATE, "2026-11-02"), odd)
    assert evaluate((made,), known) == alone((made,), known, Floors())
    assert evaluate((made,), known)[0].outcome is Outcome.PASS


def test_an_approval_can_not_be_remembered_from_a_better_read_case():
    made = point({"valid": "on_or_before(case.day, m.to)"}, NAMES)
    day = certain("case.day", T.DATE, "2026-11-02")
    outcomes = [
        evaluate((made,), facts(day, picture("m.to", T.DATE, "2026-12-01", score)))[0].outcome
        for score in (0.99, 0.5, 0.99, 0.79, 0.81)
    ]
    assert [each.value for each in outcomes] == ["pass", "unknown", "pass", "unknown", "pass"]


def test_a_chain_of_comparisons_that_fails_in_one_link_keeps_no_finding_for_those_that_wait():
    types = dict.fromkeys(("m.a", "m.b", "m.c", "m.name"), T.NUMBER)
    made = point({"same": "m.name >= 1"}, types, when="m.a <= m.b <= m.c")
    waiting = hidden("m.a", T.NUMBER)
    fails = facts(waiting, certain("m.b", T.NUMBER, "3"), certain("m.c", T.NUMBER, "2"))
    waits = facts(waiting, hidden("m.b", T.NUMBER), certain("m.c", T.NUMBER, "2"))
    found = [evaluate((made,), each)[0].outcome for each in (fails, fails, fails, waits)]
    assert found == [*[Outcome.NOT_APPLICABLE] * 3, Outcome.UNKNOWN]


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), 1.5, -0.1])
@pytest.mark.parametrize("place", [0, 4, 9])
def test_scores_that_are_none_decide_nothing(odd, place):
    made = point({"valid": "on_or_before(case.day, m.to)", "same": "same_name(form.name, m.name)"}, NAMES)
    day, name = certain("case.day", T.DATE, "2026-11-02"), certain("form.name", T.NAME, "林样例")
    scores = tuple(odd if at == place else 0.99 for at in range(10))
    for to in ("2026-12-01", "2026-10-01"):
        end = picture("m.to", T.DATE, to, characters=scores)
        shown = picture("m.name", T.NAME, "林样例", odd)
        (found,) = evaluate((made,), facts(day, name, end, shown))
        assert [each.outcome for each in found.checks] == [Outcome.UNKNOWN, Outcome.UNKNOWN]
