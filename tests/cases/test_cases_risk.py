"""Risk against coverage: the product's own level is among them, and being surer never does more alone."""

from datetime import date

import pytest

from cases.risk import EVERY, LEVELS, PRODUCT, floors_at, measure_risk
from review_points.certificate import upper_bound
from review_points.operands import Floors
from scenarios.load import shipped_book
from simulator.trials import make_trials

ON = date(2026, 11, 2)


@pytest.fixture(scope="module")
def report():
    items = ("nurse_change", "elder_allowance")
    scenarios = [shipped_book().scenario(f"fuzhou/{item}", ON) for item in items]
    return measure_risk(make_trials(scenarios, 24, on=ON, seed=3), on=ON)


def test_the_product_s_own_floors_are_one_of_the_levels():
    assert PRODUCT in LEVELS
    assert floors_at(PRODUCT) == Floors()
    assert floors_at(0.0) == Floors(exact=0, other=0, hopeless=0, explains=0, suspect=0)


def test_every_scenario_and_all_together_have_a_line_per_level(report):
    scenarios = [each.scenario for each in report.lines]
    assert set(scenarios) == {"fuzhou/nurse_change", "fuzhou/elder_allowance", EVERY}
    assert all(scenarios.count(each) == len(LEVELS) for each in scenarios)
    whole = [each for each in report.lines if each.scenario == EVERY]
    assert {each.cases for each in whole} == {24}


def test_being_surer_never_approves_more_and_nothing_wrong_is_approved(report):
    whole = [each for each in report.lines if each.scenario == EVERY]
    approved = [each.clean_approved for each in whole]
    assert approved == sorted(approved, reverse=True)
    assert next(each for each in whole if each.certainty == PRODUCT).troubled_approved == 0


def test_a_line_prints_its_bounds(report):
    line = next(each for each in report.lines if each.scenario == EVERY and each.certainty == PRODUCT)
    assert line.wrong_at_most == upper_bound(line.wrong, line.alone)
    assert line.as_json()["wrong_at_most"] == round(line.wrong_at_most, 6)
    assert line.as_json()["is_product"] is True
    assert f"{line.wrong_at_most:.3%}" in report.as_text()
    assert report.as_json()["lines"][0]["scenario"] == report.lines[0].scenario
