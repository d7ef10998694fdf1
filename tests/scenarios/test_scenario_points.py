"""The shipped points: their examples, what the examples would notice, and the law of information."""

from dataclasses import replace

import pytest

from review_points.engine import evaluate
from review_points.facts import Facts, FactState
from review_points.findings import Outcome
from scenarios.example_facts import example_facts
from scenarios.example_run import compiled_as_written, example_types
from scenarios.examples import run_examples
from scenarios.files import read_library
from scenarios.load import shipped_book
from scenarios.weekdays import WEEKDAYS

LIBRARY = read_library()
POINTS = [read for versions in LIBRARY.points.values() for read in versions]
CATALOGUE = {
    "nurse_change": [f"HSBG-{n:02d}" for n in range(1, 11)],
    "food_license_renew": [f"SPYX-{n:02d}" for n in range(1, 11)],
    "elder_allowance": [f"GLJT-{n:02d}" for n in range(1, 10)],
    "freight_driver_renew": [f"CYHZ-{n:02d}" for n in range(1, 12)],
}


@pytest.fixture(scope="module")
def report():
    return run_examples()


def test_all_examples_come_out_as_they_say(report):
    assert report.problems == ()
    assert report.examples > 300


def test_examples_bring_about_every_outcome_of_every_check(report):
    assert report.branch_coverage == 1.0


def test_examples_notice_nearly_every_small_change(report):
    assert report.mutation_score >= 0.95, report.survivors


@pytest.mark.parametrize("item", sorted(CATALOGUE))
def test_every_point_of_the_catalogue_is_used(item):
    used = {use.use for use in LIBRARY.items[item].model.points}
    assert set(CATALOGUE[item]) <= used


def test_general_points_on_presence_legibility_and_slots_are_used_by_every_item():
    for item in LIBRARY.items.values():
        assert {"GEN-01", "GEN-03", "GEN-05", "GEN-06"} <= {use.use for use in item.model.points}


@pytest.mark.parametrize("read", POINTS, ids=lambda read: read.model.code)
def test_hiding_a_fact_makes_nothing_but_unknown(read):
    types = example_types(read.model, LIBRARY)
    point = compiled_as_written(read.model, types)
    for example in read.model.examples:
        facts = example_facts(read.model, example, types)
        (before,) = evaluate((point,), facts, calendar=WEEKDAYS)
        for hidden in facts:
            fewer = Facts(
                {
                    **facts.by_name,
                    hidden.name: replace(hidden, state=FactState.NOT_FOUND, value=None, readings=()),
                }
            )
            (after,) = evaluate((point,), fewer, calendar=WEEKDAYS)
            assert after.outcome in (before.outcome, Outcome.UNKNOWN), (example.name, hidden.name)


@pytest.mark.parametrize("read", POINTS, ids=lambda read: read.model.code)
def test_what_is_not_verified_is_never_given_as_a_sentence_of_law(read):
    assert all(basis.verified for basis in read.model.basis if basis.text)


def test_nobody_is_told_of_facts_that_an_item_does_not_have():
    for scenario in shipped_book().all(LIBRARY.items["nurse_change"].model.version):
        names = {f"form.{field.key}" for field in scenario.plan.form}
        assert names
        assert {register.key for register in scenario.plan.registers} <= names
