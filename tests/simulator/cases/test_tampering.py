"""Every operator finds something to change in shipped scenarios, and what it plants is never approved."""

from dataclasses import replace
from datetime import date

import pytest

from cases.trials import READER_VERSION, as_if_certified, is_right, review_made_up
from ocr.values import ElementType
from review_points.conclude import ConclusionKind
from review_points.findings import Outcome
from scenarios.load import shipped_book
from simulator.cases import ITEMS
from simulator.reading import Noise
from simulator.tampering import FAMILIES, OPERATORS, NothingToTamperError, relations_of
from simulator.trials import make_trial, make_trials

ON = date(2026, 11, 2)
SILENT = Noise(is_scored=False)
SCENARIOS = {item: shipped_book().scenario(f"fuzhou/{item}", ON) for item in ITEMS}
WAITING_FOR_SCENARIOS = {"amount_ten_times"}
HARMLESS = {"full_width_in_form", "order_on_paper", "unrelated_paper"}
SEEDS = range(1, 13)


def trial_with(operator: str, noise: Noise | None = SILENT):
    """Return the first scenario and made-up case in which an operator finds something to change."""
    for seed in SEEDS:
        for scenario in SCENARIOS.values():
            try:
                return scenario, make_trial(scenario, seed, on=ON, operator=operator, noise=noise)
            except NothingToTamperError:
                continue
    return None


def concluded(scenario, trial):
    return review_made_up(trial, as_if_certified(scenario, READER_VERSION, ON), on=ON)


def test_there_are_many_operators_in_all_families_each_with_a_title_and_a_sentence():
    assert len(OPERATORS) >= 80
    assert len(FAMILIES) == 9
    assert all(each.title and each.does.endswith(".") for each in OPERATORS.values())
    assert len({each.title for each in OPERATORS.values()}) == len(OPERATORS)


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_what_an_operator_plants_is_never_approved_and_a_return_names_it(operator):
    found = trial_with(operator)
    assert (found is None) == (operator in WAITING_FOR_SCENARIOS)
    if found is None:
        return
    scenario, trial = found
    done = concluded(scenario, trial)
    assert is_right(done.conclusion.kind.value, trial)
    assert ("approve" in trial.acceptable) == (operator in HARMLESS)
    if trial.code and done.conclusion.kind is ConclusionKind.RETURN:
        assert trial.code in {each.code for each in done.conclusion.deficiencies}


@pytest.mark.parametrize("operator", sorted(OPERATORS.keys() - HARMLESS - WAITING_FOR_SCENARIOS))
def test_an_operator_changes_what_the_engine_says(operator):
    scenario, trial = trial_with(operator)
    seed = int(trial.number.rpartition("-")[2])
    clean = make_trial(scenario, seed, on=ON, noise=SILENT)
    before, after = concluded(scenario, clean), concluded(scenario, trial)
    assert before.conclusion.kind is ConclusionKind.APPROVE or before.conclusion != after.conclusion
    assert after.conclusion.kind is not ConclusionKind.APPROVE


def test_an_operator_makes_the_same_of_the_same_case():
    scenario, first = trial_with("one_digit_check_mended", noise=None)
    _, second = trial_with("one_digit_check_mended", noise=None)
    assert first == second
    assert scenario.item == first.item


def test_weak_readings_are_neither_a_pass_nor_a_deficiency():
    for operator in ("weak_digit_misread", "weak_character_misread", "value_hardly_read"):
        scenario, trial = trial_with(operator)
        done = concluded(scenario, trial)
        assert done.conclusion.kind is ConclusionKind.HAND_OVER
        assert not [each for each in done.findings if each.outcome is Outcome.FAIL and each.deficiencies]


def test_amounts_that_must_agree_are_made_ten_times_each_other_where_a_scenario_has_any():
    scenario = SCENARIOS["food_license_renew"]
    amounts = {each: ElementType.AMOUNT for each in ("form.valid_to", "food_license.valid_to")}
    relations = relations_of(scenario)
    pairs = replace(relations, types={**relations.types, **amounts}).pairs(ElementType.AMOUNT)
    assert {fact for each in pairs for fact in each.facts} >= set(amounts)


def test_the_demands_of_a_scenario_are_read_from_its_points():
    relations = relations_of(SCENARIOS["nurse_change"])
    same = {frozenset(each.facts) for each in relations.pairs(ElementType.IDNO)}
    assert frozenset({"form.idno", "nurse_certificate.idno"}) in same
    assert "nurse_application.idno" in relations.same["form.idno"]
    assert "form.idno" not in relations.same["form.idno"]


def test_trials_take_scenarios_and_troubles_in_turn():
    trials = list(make_trials(list(SCENARIOS.values()), 40, on=ON, seed=5))
    assert len(trials) == 40
    assert sum(trial.planted is None for _, trial in trials) == 20
    assert all(scenario.item == trial.item for scenario, trial in trials)
    assert len({trial.planted for _, trial in trials}) > 15
    assert len({trial.number for _, trial in trials}) == 40
