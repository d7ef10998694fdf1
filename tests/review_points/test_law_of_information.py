"""Hiding a fact may turn a finding into unknown and nothing else; it never creates an approval."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.information_trials import CALENDAR, Material, draw_facts, hide, material_of, violations
from ocr.values import ElementType as T
from review_points.answers import failed
from review_points.checks import CHECKS, VALUES
from review_points.engine import evaluate
from review_points.expressions import Expression, parse
from review_points.facts import Facts
from review_points.findings import Effect, Outcome
from review_points.kleene import Verdict
from review_points.nodes import Comparison, FactTerm, facts_of
from review_points.operands import Surroundings
from review_points.point import CheckOutcome, Point, PointSpec, compile_point
from tests.review_points.building import certain, facts

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
    "m.amounts": T.AMOUNTS,
    "m.numbers": T.NUMBERS,
    "m.limits": T.NUMBERS,
    "m.dates": T.DATES,
    "m.codes": T.CODES,
    "m.seals": T.CHOICES,
    "m.seal_kind": T.CHOICES,
    "m.text": T.TEXT,
    "m.code": T.CODE,
    "m.whole": T.BOOL,
    "m.period": T.PERIOD,
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
    "among(form.kind, m.items, m.whole)",
    "among(form.name, m.items)",
    "all_among(m.items, form.items, m.whole)",
    "any_among(m.items, 'A2;B2', m.whole)",
    "disjoint(m.items, form.items, m.whole)",
    "all_distinct(m.codes, m.whole)",
    "each_at_most(m.numbers, m.limits, m.whole)",
    "each_at_least(m.numbers, m.limits, m.whole)",
    "each_on_or_before(m.dates, m.dates, m.whole)",
    "all_idnos_lawful(m.codes, m.whole)",
    "sum_of(m.amounts, m.whole) == m.n",
    "sum_capped(m.amounts, 150, m.whole) <= m.n",
    "smallest_of(m.numbers, m.whole) < largest_of(m.limits)",
    "age_at_most(earliest_of(births_of(m.codes), m.whole), case.day, 60)",
    "on_or_before(case.day, latest_of(m.dates, m.whole))",
    "count_reaching(m.dates, case.day, m.whole) >= count(m.items, m.whole)",
    "gap(total(m.n, 1), product(m.n, 2)) <= difference(m.n, 15)",
    "rounded(m.n, 1) == rounded_down(m.n, 5)",
    "mentions_all(m.text, '变化;说明', m.whole)",
    "mentions_any(m.text, '附件;其他', m.whole)",
    "mentions_none(m.text, '附件', m.whole)",
    "each_mentions(m.items, 'A;B', m.whole)",
    "text_holds(m.text, form.name)",
    "starts_with(m.text, ['见'])",
    "ends_with(m.text, ['件'])",
    "han_only(m.text)",
    "characters_printable(form.name)",
    "shaped(m.code, ['#', 'AA#'])",
    "web_address_lawful(m.text)",
    "wording_kept(m.text, '变化说明____', m.whole)",
    "scope_has(m.items, 'A2', m.whole)",
    "scope_has_any(m.items, 'A2;C1', m.whole)",
    "scope_lacks(m.items, 'A2', m.whole)",
    "scope_covers(m.items, 'a;b', 'a=A2;a=C1;b=B2', m.whole)",
    "same_scope(form.items, m.items)",
    "ranks_at_least(form.kind, '有效', '不同意;同意;有效')",
    "among(form.kind, entries_for(form.kind, '同意=同意;有效=同意'))",
    "number_for(form.kind, '同意=15;有效=30') <= m.n",
    "vin_lawful(m.code)",
    "plate_lawful(m.code) or equal(plate_of(m.code), m.code)",
    "disabled_card_lawful(m.code) or equal(disability_kind_of(m.code), disability_level_of(m.code))",
    "ecert_no_lawful(m.code)",
    "travel_permit_lawful(m.code)",
    "residence_permit_lawful(m.code)",
    "division_known(region_of(m.idno)) and division_known(part_of(m.code, 1, 6))",
    "equal(division_of(m.address), division_now(m.code))",
    "capitals_lawful(m.text) or amount_of(m.text) <= highest_of(m.text)",
    "seal_among(m.org, m.seals, m.whole)",
    "equal(seal_kind_of(m.seal_text, m.seal_kind), '公章')",
    "full_months(m.birth, m.to) >= year_of(case.day)",
    "same_day(roc_day(m.text), m.to)",
    "address_in(form.address, '福建省福州市鼓楼区')",
    "age_on(m.birth, case.day) >= as_number(form.agree)",
    "before(m.birth, m.to) and between(m.n, 1, 60)",
    "code_under(m.code, ['35', 'JY'])",
    "contains(m.items, ['A2', 'B2']) or exactly_one(m.items)",
    "days_between(m.birth, m.to) <= m.n or days_left_at_most(m.to, case.day, 90)",
    "same_day(days_after(m.birth, 1), months_after(m.to, 1))",
    "same_day(earlier(m.birth, m.to), later(case.day, years_after(m.birth, 20)))",
    "digits_at_least(m.code, 8) and licence_no_lawful(m.code)",
    "licence_type_agrees(m.code, form.kind) or nurse_no_lawful(m.code) or luhn_lawful(m.code)",
    "uscc_lawful(m.code) or mobile_lawful(m.code)",
    "idno_agrees(m.idno, m.birth, form.kind) and idno_sex_agrees(m.idno, sex_of(form.idno))",
    "idno_modern(m.idno) and idno_region_in(m.idno, ['35'])",
    "length(m.text) >= 4 and readable(m.text)",
    "term_lawful(m.birth, m.to, m.birth)",
    "within(case.day, period_start(m.period), period_end(m.period))",
    "within(case.day, month_start(case.day), m.to)",
    "not_one_of(form.kind, ['同意'])",
    "same_organisation(m.org, m.seal_text) and seal_general(m.seal_text, m.seal_kind)",
    "text_has(m.text, ['变化']) or text_has_any(m.text, ['附件']) or text_lacks(m.text, ['其他'])",
)


def test_every_check_and_value_function_is_among_the_atoms():
    called = {name for text in ATOMS for name in re.findall(r"([a-z_]+)\(", text)}
    assert {*CHECKS, *VALUES} - called == set()


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


def blurred(facts: Facts, random: Random) -> Facts:
    """Return the same facts, some of them read worse."""
    made = {}
    for name, fact in facts.by_name.items():
        worse = [
            replace(each, confidence=each.confidence * random.choice([1.0, 0.95, 0.9, 0.7, 0.4]))
            for each in fact.readings
        ]
        made[name] = replace(fact, readings=tuple(worse))
    return Facts(made)


@pytest.mark.parametrize("atom", ATOMS)
def test_a_worse_reading_creates_no_pass_and_no_fail(atom):
    for text in (atom, f"not ({atom})"):
        found = parse(text, TYPES)
        assert isinstance(found, Expression)
        material = Material({name: TYPES[name] for name in facts_of(found.condition)}, [])
        random = Random(text)
        for _ in range(30):
            facts = draw_facts(material, random)
            before = found.condition.verdict(facts, Surroundings(calendar=CALENDAR)).outcome
            after = found.condition.verdict(blurred(facts, random), Surroundings(calendar=CALENDAR)).outcome
            assert after in (before, Outcome.UNKNOWN), (text, facts)


def test_an_error_in_one_link_of_a_chain_hides_no_fail_that_hiding_its_fact_would_bring_up():
    types = dict.fromkeys(("m.a", "m.b", "m.c"), T.NUMBER)
    spec = PointSpec(
        code="R-2",
        title="连比",
        checks={"a": "product(m.a, m.a) > m.b > m.c"},
        outcomes={"a": CheckOutcome(effect=Effect.RETURN, code="A", says="")},
    )
    made = compile_point(spec, types)
    assert isinstance(made, Point)
    values = {"m.a": "1" * 40, "m.b": "2", "m.c": "3"}
    known = facts(*(certain(name, T.NUMBER, value) for name, value in values.items()))
    less = replace(known, by_name={name: fact for name, fact in known.by_name.items() if name != "m.a"})
    assert violations((made,), known, less) == []
    assert evaluate((made,), known)[0].outcome is Outcome.FAIL
