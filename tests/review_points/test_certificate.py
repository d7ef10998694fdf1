"""The exact bound against values worked out by hand, and draws that an auditor can repeat."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_points.audit import is_drawn, ticket
from review_points.certificate import Certificate, cases_needed, upper_bound


@pytest.mark.parametrize(
    ("errors", "compared", "expected"),
    [
        (0, 299, 0.009969),
        (0, 298, 0.010002),
        (0, 2995, 0.000999745),
        (0, 1, 0.95),
        (0, 10, 0.258866),
        (1, 10, 0.394163),
        (5, 100, 0.102253),
        (9, 10, 0.994884),
    ],
)
def test_known_bounds(errors, compared, expected):
    assert upper_bound(errors, compared) == pytest.approx(expected, rel=2e-4)


def test_zero_errors_have_a_closed_form():
    for compared in (1, 50, 299, 2995, 29956):
        assert upper_bound(0, compared) == pytest.approx(1 - 0.05 ** (1 / compared), rel=1e-9)


def test_the_fewest_cases_that_support_a_budget():
    assert [cases_needed(budget) for budget in (0.01, 0.001, 0.0001)] == [299, 2995, 29956]
    assert cases_needed(0.01, errors=1) == 473


def test_nothing_compared_supports_nothing():
    assert upper_bound(0, 0) == 1.0
    assert upper_bound(3, 3) == 1.0


@given(st.integers(0, 30), st.integers(1, 400))
def test_more_errors_raise_and_more_cases_lower_the_bound(errors, more):
    compared = errors + more
    bound = upper_bound(errors, compared)
    assert errors / compared < bound <= 1
    assert upper_bound(errors + 1, compared + 1) >= bound
    assert upper_bound(errors, compared + 1) < bound


@pytest.mark.parametrize(("errors", "compared", "confidence"), [(-1, 3, 0.95), (4, 3, 0.95), (0, 3, 1.0)])
def test_impossible_counts_are_refused(errors, compared, confidence):
    with pytest.raises(ValueError, match=r"can't be|between"):
        upper_bound(errors, compared, confidence)
    with pytest.raises(ValueError, match="budget"):
        cases_needed(0)


def test_a_certificate_knows_its_bound():
    made = Certificate(
        scenario="s",
        rules_sha256="r",
        reader_version="o",
        compared=299,
        errors=0,
        issued_on=date(2026, 1, 1),
        expires_on=date(2026, 2, 1),
    )
    assert made.bound <= 0.01


def test_a_draw_can_be_repeated_with_the_secret_and_not_without():
    keys = [f"s:{number}" for number in range(2000)]
    draw = [key for key in keys if is_drawn(key, scenario="a", secret=b"one", rate=0.1)]
    assert draw == [key for key in keys if is_drawn(key, scenario="a", secret=b"one", rate=0.1)]
    assert draw != [key for key in keys if is_drawn(key, scenario="a", secret=b"two", rate=0.1)]
    assert draw != [key for key in keys if is_drawn(key, scenario="b", secret=b"one", rate=0.1)]
    assert 140 < len(draw) < 260


def test_rates_at_their_ends():
    assert not is_drawn("s:1", scenario="a", secret=b"x", rate=0.0)
    assert is_drawn("s:1", scenario="a", secret=b"x", rate=1.0)
    with pytest.raises(ValueError, match="secret"):
        ticket("s:1", scenario="a", secret=b"")
