"""Hiding a fact may turn a finding into unknown and nothing else; it never creates an approval."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.values import ElementType as T
from review_points.answers import failed
from review_points.engine import evaluate
from review_points.expressions import Expression
from review_points.findings import Effect, Outcome
from review_points.kleene import Verdict
from review_points.nodes import Comparison, FactTerm
from review_points.point import CheckOutcome, Point, PointSpec, compile_point
from tests.review_points.information import CALENDAR, draw_facts, hide, material_of, violations

DAY = date(2026, 11, 2)
TYPES = {
    "form.name": T.NAME,
    "form.idno": T.IDNO,
    "form.agree": T.BOOL,
    "form.kind": T.CHOICE,
    "form.items": T.CHOICES,
    "form.address": T.ADDRESS,
    "m.name": T.NAME,
    "m.idno": T.IDNO,
    "m.birth": T.DATE,
    "m.to": T.DATE,
    "m.items": T.CHOICES,
    "m.address": T.ADDRESS,
    "m.seal_text": T.ORGANISATION,
    "m.org": T.ORGANISATION,
    "m.n": T.NUMBER,
    "case.day": T.DATE,
}
ATOMS = (
    "filled(form.name)",
    "blank(form.kind)",
    "meaningful(form.kind)",
    "is_true(form.agree)",
    "is_false(form.agree)",
    "same_name(form.name, m.name)",
    "equal(form.idno, m.idno)",
    "differs(form.idno, m.idno)",
    "same_address(form.address, m.address)",
    "on_or_before(case.day, m.to)",
    "days_left(m.to, case.day, 30)",
    "workdays_left(m.to, case.day, 20)",
    "workdays_left_at_most(m.to, case.day, 90)",
    "age_at_least(m.birth, case.day, 80, 'next_month')",
    "idno_lawful(m.idno)",
    "idno_birth_agrees(m.idno, m.birth)",
    "same_day(birth_of(form.idno), m.birth)",
    "subset(form.items, m.items)",
    "contains_any(m.items, ['A2', 'B2'])",
    "one_of(form.kind, ['同意', '有效'])",
    "seal_of(m.seal_text, m.org)",
    "15 <= m.n <= 80",
    "workdays_between(case.day, m.to) >= 5",
)


def conditions(depth: int):
    atoms = st.sampled_from(ATOMS)
    if depth == 0:
        return atoms
    deeper = conditions(depth - 1)
    return st.one_of(
        atoms,
        st.tuples(deeper, st.sampled_from(["and", "or"]), deeper).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        deeper.map(lambda text: f"(not {text})"),
    )


PASSES = ("a", "a and b", "a or b", "not a", "a and (b or not c)", "(a or b) and c", "a and b and c")


@st.composite
def points(draw) -> Point:
    pass_ = draw(st.sampled_from(PASSES))
    names = [name for name in "abc" if name in pass_.replace("and", "").replace("or", "").replace("not", "")]
    spec = PointSpec(
        code=f"R-{draw(st.integers(0, 99))}",
        title="随机要点",
        when=draw(st.none() | conditions(1)),
        checks={name: draw(conditions(2)) for name in names},
        pass_=pass_,
        outcomes={
            name: CheckOutcome(effect=draw(st.sampled_from(list(Effect))), code=name, says="{form.name}")
            for name in names
        },
    )
    made = compile_point(spec, TYPES)
    assert isinstance(made, Point), made
    return made


@settings(max_examples=250, deadline=None)
@given(st.lists(points(), min_size=1, max_size=4), st.integers(0, 2**32))
def test_random_points_obey_the_law(every, seed):
    random = Random(seed)
    some = tuple(every)
    material = material_of(some)
    for _ in range(5):
        facts = draw_facts(material, random)
        less, _ = hide(facts, random)
        assert violations(some, facts, less) == []


@settings(max_examples=200, deadline=None)
@given(points(), st.integers(0, 2**32))
def test_naming_the_unknowns_is_enough_to_stay_unknown(made, seed):
    random = Random(seed)
    facts = draw_facts(material_of((made,)), random)
    (found,) = evaluate((made,), facts, calendar=CALENDAR)
    if found.outcome is Outcome.UNKNOWN and found.error is None:
        assert found.unknowns
        assert set(found.unknowns) <= {*made.facts, "calendar.2027", "calendar.2028"} | {
            name for name in found.unknowns if name.startswith("calendar.")
        }


def test_every_shipped_point_obeys_the_law(shipped, given):
    seen: Counter[Outcome] = Counter()
    for name, every in shipped.items():
        random = Random(name)
        material = replace(material_of(every), given=given)
        for _ in range(100):
            facts = draw_facts(material, random)
            less, _ = hide(facts, random)
            assert violations(every, facts, less) == []
            findings = evaluate(every, facts, calendar=CALENDAR)
            assert [each for each in findings if each.error is not None] == []
            seen.update(each.outcome for each in findings)
    assert all(seen[outcome] > 500 for outcome in Outcome), seen


def test_every_shipped_point_is_unknown_when_nothing_is_known(shipped):
    for every in shipped.values():
        nothing = draw_facts(material_of(()), Random(0))
        assert {each.outcome for each in evaluate(every, nothing)} == {Outcome.UNKNOWN}


class _Gullible(Comparison):
    """A condition as many rule engines have it: what was not read counts as fine."""

    def answer(self, *operands):
        return failed("")

    def verdict(self, facts, around):
        fact = facts["m.to"]
        return Verdict(Outcome.PASS if fact.value is None else Outcome.FAIL)


def test_the_harness_finds_a_rule_that_takes_the_unread_for_fine():
    spec = PointSpec(
        code="R-1",
        title="轻信",
        checks={"a": "on_or_before(case.day, m.to)"},
        outcomes={"a": CheckOutcome(effect=Effect.RETURN, code="A", says="")},
    )
    made = compile_point(spec, TYPES)
    assert isinstance(made, Point)
    gullible = replace(made, checks={"a": Expression("gullible", _Gullible((), (FactTerm("m.to", T.DATE),)))})
    random = Random(1)
    facts = draw_facts(material_of((made,)), random)
    less = replace(facts, by_name={})
    assert violations((gullible,), facts, less) != []
    assert violations((made,), facts, less) == []
