"""Strong Kleene logic: the tables, the laws and the critical path."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_points.findings import Outcome
from review_points.kleene import Verdict, all_of, any_of, negate, unknown

F, U, P = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
ORDER = {F: 0, U: 1, P: 2}


def named(outcome: Outcome, name: str) -> Verdict:
    return unknown([name]) if outcome is U else Verdict(outcome, frozenset({name}))


@pytest.mark.parametrize(("a", "b"), list(product([F, U, P], repeat=2)))
def test_and_is_the_minimum_and_or_the_maximum(a, b):
    pair = [named(a, "a"), named(b, "b")]
    assert all_of(pair).outcome is min(a, b, key=ORDER.get)
    assert any_of(pair).outcome is max(a, b, key=ORDER.get)


def test_not_swaps_pass_and_fail_only():
    assert [negate(named(each, "a")).outcome for each in (F, U, P)] == [P, U, F]
    assert negate(named(U, "a")).unknowns == {"a"}


def test_a_conjunction_that_failed_waits_for_nothing():
    found = all_of([unknown(["a"]), Verdict(F, frozenset({"b"})), Verdict(P, frozenset({"c"}))])
    assert (found.outcome, found.unknowns, found.decided_by) == (F, frozenset(), {"b"})


def test_critical_path_names_only_undecided_operands_that_matter():
    # (unknown[1] or pass) and unknown[2]  ->  unknown[2]
    left = any_of([unknown(["1"]), Verdict(P, frozenset({"x"}))])
    assert all_of([left, unknown(["2"])]).unknowns == {"2"}


def test_a_disjunction_that_passed_waits_for_nothing():
    assert any_of([unknown(["a"]), Verdict(P, frozenset({"b"}))]).unknowns == frozenset()


def test_nothing_to_combine_is_neutral():
    assert all_of([]).outcome is P
    assert any_of([]).outcome is F


verdicts = st.builds(named, st.sampled_from([F, U, P]), st.sampled_from("abcdef"))


@given(st.lists(verdicts, min_size=1, max_size=5))
def test_de_morgan(every):
    assert negate(all_of(every)) == any_of([negate(each) for each in every])


@given(st.lists(verdicts, min_size=1, max_size=5), st.randoms())
def test_order_of_operands_does_not_matter(every, random):
    shuffled = random.sample(every, len(every))
    for combine in (all_of, any_of):
        one, other = combine(every), combine(shuffled)
        assert (one.outcome, one.unknowns, one.decided_by) == (
            other.outcome,
            other.unknowns,
            other.decided_by,
        )


@given(st.lists(verdicts, min_size=1, max_size=5))
def test_unknowns_stand_exactly_where_the_outcome_is_unknown(every):
    for found in (all_of(every), any_of(every)):
        assert bool(found.unknowns) == (found.outcome is U)


@given(st.lists(verdicts, min_size=1, max_size=5), st.integers(0, 4))
def test_hiding_an_operand_only_moves_towards_unknown(every, place):
    place %= len(every)
    less = [*every[:place], unknown(["hidden"]), *every[place + 1 :]]
    for combine in (all_of, any_of):
        assert combine(less).outcome in (combine(every).outcome, U)
