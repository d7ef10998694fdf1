"""The page that authors read says what the register says."""

from pathlib import Path

from review_points.checks import CHECKS, VALUES
from review_points.vocabulary import signature, tables

PAGE = Path(__file__).parents[2] / "review_points" / "VOCABULARY.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8").partition("## Checks")[2] == tables().partition("## Checks")[2]


def test_signatures_read_as_they_are_written():
    assert signature(CHECKS["on_or_before"]) == "on_or_before(a: date, b: date)"
    any_but = "any but amounts/choices/codes/dates/numbers"
    assert signature(CHECKS["one_of"]) == f"one_of(a: {any_but}, texts: [texts])"
    assert signature(VALUES["age_on"]) == "age_on(birth: date, on: date)"
    rule = "rule: 'birthday' or 'day_after' or 'month' or 'next_month'?"
    assert rule in signature(CHECKS["age_at_least"])
