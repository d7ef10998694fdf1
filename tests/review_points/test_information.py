"""The benchmark of the law of information, in small: ours obeys it, and the harness sees who does not."""

from collections import Counter
from random import Random

import pytest

from benchmarks.information import CASES_A_RULE, OURS, figures, peer_trials, trials, violations_of
from benchmarks.information_trials import Tally
from benchmarks.random_rules import TYPES, draw_call, draw_small_rule, in_our_words, point_of
from review_points.checks import CHECKS
from review_points.expressions import Expression, parse
from review_points.findings import Outcome


def test_random_rules_of_the_whole_vocabulary_obey_the_law():
    tally = trials(11, 4000)
    assert tally.violations == []
    assert tally.trials >= 4000
    assert tally.poorer_trials > 300
    assert all(tally.before[each.value] > 200 for each in Outcome)
    assert all(tally.turned_unknown[each] > 100 for each in ("pass", "fail", "not_applicable"))
    assert tally.approvals > tally.approvals_kept > 0


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_every_check_can_be_drawn(name):
    assert isinstance(parse(draw_call(Random(1), name), TYPES), Expression)


def test_small_rules_are_rules_of_ours_and_obey_the_law():
    found = violations_of(peer_trials(3, 10, "")[OURS])
    assert found["trials"] == 10 * CASES_A_RULE
    assert found["violations"] == 0
    assert found["same_answer_before_hiding_share"] == 1.0


def test_small_rules_are_written_in_our_words():
    rule = [
        "and",
        ["not", ["filled", "form.name"]],
        ["or", ["is", "form.kind", "同意"], ["at_least", "form.count", 15]],
    ]
    assert (
        in_our_words(rule) == "((not filled(form.name)) and (equal(form.kind, '同意') or form.count >= 15))"
    )
    random = Random(5)
    assert len({point_of(draw_small_rule(random)).checks["a"].text for _ in range(50)}) > 30


def test_what_hiding_created_is_a_violation_and_what_became_unknown_is_none():
    found = violations_of(Counter({"pp": 5, "pu": 4, "pf": 3, "fp": 2, "un": 1, "xx": 9, "agrees": 15}))
    assert found["trials"] == 15
    assert found["violations"] == 6
    assert found["created"] == {"passes": 2, "fails": 3, "not_applicable": 1}


def test_violations_of_ours_are_counted():
    tally = Tally(trials=100, violations=["R-1: fail became pass"])
    result = figures(tally, {OURS: Counter({"pp": 1, "agrees": 1}), "other": Counter({"pf": 1})}, 1.0)
    assert result["ours"]["violations"] == 1
    assert result["peers"]["other"]["violations"] == 1
