"""What is claimed of expressions without knowing the facts is never wrong about any facts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.values import ElementType as T
from review_points.expressions import Expression, parse
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Outcome
from review_points.operands import Surroundings
from scenarios.abstract import are_equivalent, can_be, logic_of
from scenarios.weekdays import WEEKDAYS
from tests.review_points.building import certain, hidden, picture

TYPES = {
    "f.start": T.DATE,
    "f.end": T.DATE,
    "f.n": T.NUMBER,
    "f.m": T.NUMBER,
    "f.kind": T.CHOICE,
    "f.yes": T.BOOL,
    "f.name": T.NAME,
    "m.name": T.NAME,
}
ATOMS = (
    "on_or_before(f.start, f.end)",
    "before(f.end, f.start)",
    "same_day(f.start, f.end)",
    "on_or_before(f.end, '2026-06-15')",
    "before('2026-06-14', f.end)",
    "days_left(f.end, f.start, 2)",
    "days_left_at_most(f.end, f.start, 1)",
    "workdays_left(f.end, f.start, 2)",
    "workdays_left_at_most(f.end, f.start, 1)",
    "f.n > 5",
    "f.n <= 5",
    "4 < f.n < 7",
    "f.n < f.m",
    "f.m <= f.n",
    "length(f.name) >= 2",
    "length(f.name) > 1",
    "one_of(f.kind, ['a', 'b'])",
    "not_one_of(f.kind, ['b'])",
    "is_true(f.yes)",
    "is_false(f.yes)",
    "filled(f.kind)",
    "blank(f.kind)",
    "meaningful(f.name)",
    "filled(f.start)",
    "equal(f.name, m.name)",
    "differs(f.name, m.name)",
    "same_name(f.name, m.name)",
    "same_name(m.name, f.name)",
    "differs(m.name, f.name)",
    "equal(f.name, f.name)",
    "text_has(f.kind, ['a'])",
    "text_has_any(f.kind, ['a', 'b'])",
    "text_lacks(f.kind, ['a'])",
    "text_lacks(f.kind, ['a', 'b'])",
    "readable(f.kind)",
    "before('2026-01-01', '2025-01-01')",
)
VALUES = {
    T.DATE: ("2026-06-12", "2026-06-13", "2026-06-14", "2026-06-15", "2026-06-16", "长期"),
    T.NUMBER: ("4", "5", "5.5", "6", "7"),
    T.CHOICE: ("a", "b", "c"),
    T.BOOL: ("true", "false"),
    T.NAME: ("林", "林样例", "林祥例", "同上"),
}
EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda parts: st.one_of(
        parts.map(lambda part: f"not ({part})"),
        st.tuples(parts, st.sampled_from(("and", "or")), parts).map(
            lambda three: "({} {} {})".format(*three)
        ),
    ),
    max_leaves=5,
)


@st.composite
def facts_of_a_case(draw) -> Facts:
    found: dict[str, Fact] = {}
    for name, kind in TYPES.items():
        state = draw(st.sampled_from(("certain", "picture", "weak", "blank", "hidden")))
        value = draw(st.sampled_from(VALUES[kind]))
        made = {
            "certain": certain(name, kind, value),
            "picture": picture(name, kind, value, 0.99),
            "weak": picture(name, kind, value, draw(st.sampled_from((0.3, 0.7, 0.85)))),
            "blank": hidden(name, kind, FactState.BLANK),
            "hidden": hidden(name, kind),
        }
        found[name] = made[state]
    return Facts(found)


def outcome_of(text: str, facts: Facts) -> Outcome:
    parsed = parse(text, TYPES)
    assert isinstance(parsed, Expression), parsed
    return parsed.condition.verdict(facts, Surroundings(calendar=WEEKDAYS)).outcome


@given(EXPRESSIONS, facts_of_a_case())
@settings(max_examples=400, deadline=None)
def test_what_is_said_to_be_impossible_never_happens(text, facts):
    logic = logic_of(text)
    assert logic is not None
    assert can_be(logic, outcome_of(text, facts), TYPES)


@given(EXPRESSIONS, EXPRESSIONS, facts_of_a_case())
@settings(max_examples=300, deadline=None)
def test_what_is_said_to_be_the_same_always_comes_to_the_same(first, second, facts):
    one, other = logic_of(first), logic_of(second)
    assert one is not None
    assert other is not None
    if are_equivalent(one, other, TYPES):
        assert outcome_of(first, facts) is outcome_of(second, facts)


@pytest.mark.parametrize(
    ("text", "impossible"),
    [
        ("on_or_before(f.start, f.end) and before(f.end, f.start)", Outcome.PASS),
        ("before(f.start, f.end) or on_or_before(f.end, f.start)", Outcome.FAIL),
        ("f.n > 5 and f.n < 5", Outcome.PASS),
        ("f.n > 5 or f.n <= 5", Outcome.FAIL),
        ("f.n < f.m and f.m < f.n", Outcome.PASS),
        ("one_of(f.kind, ['a']) and one_of(f.kind, ['b'])", Outcome.PASS),
        ("blank(f.start) and before(f.start, f.end)", Outcome.PASS),
        ("blank(f.kind) or filled(f.kind)", Outcome.FAIL),
        ("equal(f.name, m.name) and differs(f.name, m.name)", Outcome.PASS),
        ("is_true(f.yes) and is_false(f.yes)", Outcome.PASS),
        ("days_left(f.end, f.start, 30) or days_left_at_most(f.end, f.start, 29)", Outcome.FAIL),
        ("workdays_left(f.end, f.start, 15) and workdays_left_at_most(f.end, f.start, 14)", Outcome.PASS),
        ("length(f.name) >= 2 and length(f.name) < 2", Outcome.PASS),
        ("readable(f.kind)", Outcome.FAIL),
        ("same_name(f.name, f.name)", Outcome.FAIL),
        ("differs(f.name, f.name)", Outcome.PASS),
        ("equal(f.name, m.name) and differs(m.name, f.name)", Outcome.PASS),
        ("text_has(f.kind, ['a']) and text_lacks(f.kind, ['a'])", Outcome.PASS),
        ("before('2026-01-01', '2025-01-01')", Outcome.PASS),
    ],
)
def test_contradictions_and_tautologies_are_found(text, impossible):
    logic = logic_of(text)
    assert logic is not None
    assert not can_be(logic, impossible, TYPES)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("length(f.name) >= 2", "length(f.name) > 1", True),
        ("f.n >= 2", "f.n > 1", False),
        ("not filled(f.kind)", "blank(f.kind)", True),
        ("is_true(f.yes) and is_true(f.yes)", "is_true(f.yes)", True),
        ("before(f.start, f.end)", "on_or_before(f.start, f.end)", False),
        ("before(f.start, f.end)", "not on_or_before(f.end, f.start)", False),  # NOT asks for surer readings
        ("same_name(f.name, m.name)", "equal(f.name, m.name)", False),  # nothing is known of the two
    ],
)
def test_equivalence_is_proven_or_not_claimed(first, second, same):
    one, other = logic_of(first), logic_of(second)
    assert one is not None
    assert other is not None
    assert are_equivalent(one, other, TYPES) is same


def test_what_can_not_be_parsed_has_no_logic():
    assert logic_of("is_true(") is None


def test_what_is_too_big_to_search_is_never_claimed():
    numbers = " and ".join(f"f.n > {n}" for n in range(20))
    big = logic_of(f"{numbers} and f.m > 1 and before(f.start, f.end) and one_of(f.kind, ['a'])")
    assert big is not None
    assert not are_equivalent(big, big, TYPES)
