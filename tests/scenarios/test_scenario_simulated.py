"""With perfect reading, every clean simulated case passes every point, and no flaw passes unseen."""

from datetime import date

import pytest
from simulated_facts import facts_of

from cases.clock import WorkCalendar
from review_points.engine import evaluate
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Effect, Outcome
from scenarios.load import shipped_book
from simulator.cases import ITEMS, flaws, make_case

ON = date(2026, 11, 2)
CALENDAR = WorkCalendar()
NOT_IN_THE_FACTS = {"hidden_text"}
"""Flaws that a guard reports before any point is asked."""


def findings_of(case):
    scenario = shipped_book().scenario(f"{case.area}/{case.item}", case.received_on)
    return evaluate(scenario.points, facts_of(case, scenario), calendar=CALENDAR)


def objections(findings):
    return {
        each.point: each
        for each in findings
        if each.outcome in (Outcome.FAIL, Outcome.UNKNOWN)
        and not (each.outcome is Outcome.FAIL and each.effect is Effect.HINT)
        and set(each.may_fail) != {Effect.HINT}
    }


@pytest.mark.parametrize("area", ["fuzhou", "pingtan"])
@pytest.mark.parametrize("item", ITEMS)
def test_clean_cases_pass_every_point(item, area):
    for seed in range(1, 21):
        case = make_case(item, area, seed, on=ON)
        found = objections(findings_of(case))
        if case.truth.get("form.condition_changed") == "是":
            assert set(found) == {"SPYX-11"}
        else:
            assert found == {}, seed


@pytest.mark.parametrize(("item", "flaw"), [(item, flaw) for item in ITEMS for flaw in flaws(item)])
def test_no_flaw_passes(item, flaw):
    for seed in (3, 4):
        case = make_case(item, "fuzhou", seed, flaw=flaw, on=ON)
        found = objections(findings_of(case))
        assert found or flaw in NOT_IN_THE_FACTS


@pytest.mark.parametrize("item", ITEMS)
def test_no_point_breaks_on_any_simulated_case(item):
    for name in flaws(item):
        findings = findings_of(make_case(item, "pingtan", 5, flaw=name, on=ON))
        assert [each.point for each in findings if each.error is not None] == []


@pytest.mark.parametrize("flaw", [None, "form_name_differs", "blurred"])
@pytest.mark.parametrize("item", ITEMS)
def test_hiding_any_fact_of_a_case_makes_nothing_but_unknown(item, flaw):
    known = flaw if flaw in flaws(item) else None
    case = make_case(item, "fuzhou", 6, flaw=known, on=ON)
    scenario = shipped_book().scenario(f"fuzhou/{item}", case.received_on)
    facts = facts_of(case, scenario)
    before = {each.point: each.outcome for each in evaluate(scenario.points, facts, calendar=CALENDAR)}
    for hidden in facts:
        fewer = {
            **facts.by_name,
            hidden.name: Fact(name=hidden.name, type=hidden.type, state=FactState.NOT_FOUND),
        }
        concerned = [point for point in scenario.points if hidden.name in point.facts]
        for after in evaluate(concerned, Facts(fewer), calendar=CALENDAR):
            assert after.outcome in (before[after.point], Outcome.UNKNOWN), (after.point, hidden.name)
