"""Points compiled and evaluated: outcomes, messages, deficiencies, what may still fail."""

from dataclasses import replace
from datetime import date

import pytest

from ocr.values import ElementType as T
from review_points.checks.registry import _CHECKS as REGISTERED
from review_points.checks.registry import Parameter, check, decide
from review_points.engine import evaluate, fill, visible
from review_points.expressions import Expression
from review_points.facts import FactState
from review_points.findings import Basis, Effect, Outcome
from review_points.nodes import CheckCall, FactTerm
from review_points.operands import Surroundings
from review_points.point import CheckOutcome, Point, PointSpec, bind_roles, compile_point
from tests.review_points.building import WeekCalendar, certain, facts, hidden, picture, point

TYPES = {
    "id.valid_to": T.DATE,
    "id.name": T.NAME,
    "form.name": T.NAME,
    "form.agent": T.BOOL,
    "case.received_on": T.DATE,
    "reg.status": T.CHOICE,
}
EXPIRY = {"not_expired": "on_or_before(case.received_on, id.valid_to)"}
RECEIVED = certain("case.received_on", T.DATE, "2026-11-02")


def one(made: Point, *known, calendar=None):
    (found,) = evaluate([made], facts(*known), calendar=calendar)
    return found


def test_pass_fail_unknown():
    made = point(EXPIRY, TYPES)
    good = one(made, RECEIVED, picture("id.valid_to", T.DATE, "2031-05-01"))
    assert (good.outcome, good.decided_by) == (Outcome.PASS, ("case.received_on", "id.valid_to"))
    bad = one(made, RECEIVED, picture("id.valid_to", T.DATE, "2026-11-01"))
    assert (bad.outcome, bad.effect, bad.message) == (Outcome.FAIL, Effect.RETURN, "not_expired不符")
    assert bad.checks[0].explanation == "2026-11-02晚于2026-11-01"
    assert [(each.code, each.facts) for each in bad.deficiencies] == [("NOT_EXPIRED", bad.decided_by)]
    unread = one(made, RECEIVED)
    assert (unread.outcome, unread.unknowns, unread.message) == (Outcome.UNKNOWN, ("id.valid_to",), "请核对")
    assert (unread.may_fail, unread.doubts[0].code) == ((Effect.RETURN,), "unread")


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (hidden("id.valid_to", T.DATE), "unread"),
        (hidden("id.valid_to", T.DATE, FactState.BLANK), "unread"),
        (hidden("id.valid_to", T.DATE, FactState.CONFLICT), "conflict"),
        (picture("id.valid_to", T.DATE, "2031-05-01", 0.6), "low_confidence"),
    ],
)
def test_a_doubt_says_why_the_fact_decides_nothing(fact, code):
    found = one(point(EXPIRY, TYPES), RECEIVED, fact)
    assert [(each.code, each.about) for each in found.doubts] == [(code, "id.valid_to")]


def test_an_unpublished_calendar_is_its_own_doubt():
    made = point({"left": "workdays_left(id.valid_to, case.received_on, 300)"}, TYPES)
    known = RECEIVED, certain("id.valid_to", T.DATE, "2028-03-01")
    found = one(made, *known, calendar=WeekCalendar(published=2026))
    assert [each.code for each in found.doubts] == ["provisional_calendar"] * len(found.doubts)
    assert found.outcome is Outcome.UNKNOWN


def test_when_fail_is_not_applicable_and_when_unknown_is_unknown():
    made = point(EXPIRY, TYPES, when="is_true(form.agent)")
    valid = certain("id.valid_to", T.DATE, "2031-05-01")
    assert (
        one(made, RECEIVED, valid, certain("form.agent", T.BOOL, "false")).outcome is Outcome.NOT_APPLICABLE
    )
    assert one(made, RECEIVED, valid, certain("form.agent", T.BOOL, "true")).outcome is Outcome.PASS
    unsure = one(made, RECEIVED, valid)
    assert (unsure.outcome, unsure.unknowns) == (Outcome.UNKNOWN, ("form.agent",))
    assert unsure.may_fail == (Effect.RETURN,)


TWO = {"named": "filled(form.name)", "fresh": EXPIRY["not_expired"]}


def test_a_fail_beside_an_unknown_says_what_may_still_fail():
    made = point(TWO, TYPES, effects={"named": Effect.HINT})
    found = one(made, RECEIVED, hidden("form.name", T.NAME, FactState.BLANK))
    assert (found.outcome, found.effect, found.may_fail) == (Outcome.FAIL, Effect.HINT, (Effect.RETURN,))
    assert (found.hints, found.deficiencies) == (("named不符",), ())
    assert [each.about for each in found.doubts] == ["id.valid_to"]


def test_an_unknown_that_can_no_longer_matter_is_not_counted():
    made = point(TWO, TYPES, pass_="named or fresh")
    found = one(made, RECEIVED, certain("form.name", T.NAME, "林样例"))
    assert (found.outcome, found.may_fail, found.decided_by) == (Outcome.PASS, (), ("form.name",))


def test_only_responsible_checks_are_blamed():
    checks = {**TWO, "same": "same_name(form.name, id.name)"}
    made = point(checks, TYPES, pass_="(named or fresh) and same")
    known = [
        RECEIVED,
        certain("id.valid_to", T.DATE, "2020-01-01"),
        certain("form.name", T.NAME, "林样例"),
        certain("id.name", T.NAME, "王别样"),
    ]
    found = one(made, *known)
    assert [each.code for each in found.deficiencies] == ["SAME"]
    assert found.decided_by == ("form.name", "id.name")


def test_the_strongest_effect_of_several_fails_counts():
    made = point(TWO, TYPES, effects={"named": Effect.RETURN, "fresh": Effect.REFUSE})
    blank = hidden("form.name", T.NAME, FactState.BLANK)
    found = one(made, RECEIVED, blank, certain("id.valid_to", T.DATE, "2020-01-01"))
    assert found.effect is Effect.REFUSE
    assert [each.code for each in found.deficiencies] == ["NAMED"]


def test_a_negated_check_is_blamed_when_it_passes():
    made = point({"agent": "is_true(form.agent)"}, TYPES, pass_="not agent")
    found = one(made, certain("form.agent", T.BOOL, "true"))
    assert (found.outcome, [each.code for each in found.deficiencies]) == (Outcome.FAIL, ["AGENT"])


def test_an_error_inside_a_check_is_an_unknown_finding_that_says_so():
    def breaks(a):
        return decide(1 / len(a.facts[1:]) > 0)

    check(Parameter(name="a"))(breaks)
    try:
        made = point(EXPIRY, TYPES)
        call = CheckCall(REGISTERED["breaks"], (FactTerm("form.name", T.NAME),))
        broken = replace(made, checks={"not_expired": Expression("breaks(form.name)", call)})
        found = one(broken, certain("form.name", T.NAME, "林样例"))
    finally:
        del REGISTERED["breaks"]
    assert (found.outcome, found.error, found.may_fail) == (
        Outcome.UNKNOWN,
        "breaks: ZeroDivisionError",
        (Effect.RETURN,),
    )


def test_a_value_that_does_not_fit_its_type_is_an_error_not_a_verdict():
    made = point({"agent": "is_true(form.agent)"}, TYPES)
    found = one(made, certain("form.agent", T.BOOL, "也许"))
    assert (found.outcome, found.error) == (Outcome.UNKNOWN, "is_true: KeyError")
    dated = one(point(EXPIRY, TYPES), RECEIVED, certain("id.valid_to", T.DATE, "2025-02-30"))
    assert (dated.outcome, dated.error) == (Outcome.UNKNOWN, "on_or_before: ValueError")


def test_what_several_checks_say_makes_one_sentence():
    checks = {"named": "filled(form.name)", "agreed": "is_true(form.agent)"}
    made = point(checks, TYPES, says="没有填写。")
    blank, no = hidden("form.name", T.NAME, FactState.BLANK), certain("form.agent", T.BOOL, "false")
    outcomes = {name: replace(each, says=f"{name}不符。") for name, each in made.outcomes.items()}
    assert one(replace(made, outcomes=outcomes), blank, no).message == "named不符；agreed不符。"


def test_texts_are_filled_once_and_literally():
    name = "{id.valid_to}{{7*7}}%s{0.__class__}"
    known = facts(certain("form.name", T.NAME, name), certain("id.valid_to", T.DATE, "2031-05-01"))
    assert fill("姓名“{form.name}”，至{id.valid_to}", known) == f"姓名“{name}”，至2031-05-01"
    assert fill("{id.name}", known) == "（未能识别）"
    assert fill("{id.name}", facts(hidden("id.name", T.NAME, FactState.BLANK))) == "（空白）"
    assert visible("a\u202eb\n") == "a<U+202E>b<U+000A>"


def spec(**more) -> PointSpec:
    outcomes = {
        "not_expired": CheckOutcome(effect=Effect.RETURN, code="X", says="至{id.valid_to}", fix="换领")
    }
    base = PointSpec(code="T-01", title="有效", checks=EXPIRY, outcomes=outcomes, basis=(Basis(law="某法"),))
    return replace(base, **more)


def problems(**more) -> set[tuple[str, str]]:
    found = compile_point(spec(**more), TYPES)
    assert isinstance(found, tuple)
    return {(each.place, each.code) for each in found}


def test_a_point_is_in_force_between_its_days():
    made = compile_point(spec(in_force_from=date(2026, 1, 1), in_force_to=date(2026, 12, 31)), TYPES)
    assert isinstance(made, Point)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [made.is_in_force(day) for day in days] == [False, True, True, False]
    assert made.facts == ("case.received_on", "id.valid_to")


def test_everything_wrong_with_a_point_is_told_at_once():
    outcome = CheckOutcome(effect=Effect.RETURN, code="X", says="{id.valid}", fix="{")
    found = problems(
        checks={"a": "filled(form.nam)", "b": "filled(form.name)"},
        pass_="c",
        when="filled(",
        outcomes={"a": outcome, "z": outcome},
        unknown="{form.nme}",
    )
    assert found == {
        ("checks.a", "unknown_fact"),
        ("when", "syntax"),
        ("pass", "unknown_name"),
        ("outcomes.z", "unknown_name"),
        ("outcomes.b", "no_outcome"),
        ("outcomes.a.says", "unknown_fact"),
        ("outcomes.z.says", "unknown_fact"),
        ("outcomes.a.fix", "stray_brace"),
        ("outcomes.z.fix", "stray_brace"),
        ("unknown", "unknown_fact"),
    }


@pytest.mark.parametrize(
    ("pass_", "place", "code"),
    [
        ("not_expired and not not_expired", "pass", "both_ways"),
        ("filled(not_expired)", "pass", "unknown_name"),
        ("not_expired and (", "pass", "syntax"),
    ],
)
def test_what_pass_may_not_say(pass_, place, code):
    assert (place, code) in problems(pass_=pass_)


def test_a_check_that_pass_forgets_and_a_point_without_checks():
    outcomes = {name: CheckOutcome(effect=Effect.RETURN, code="X", says="") for name in TWO}
    assert ("pass.fresh", "unused_check") in problems(checks=TWO, outcomes=outcomes, pass_="named")
    assert ("checks", "no_checks") in problems(checks={}, outcomes={})


def test_roles_are_bound_in_expressions_and_texts():
    outcome = CheckOutcome(effect=Effect.RETURN, code="X", says="{$id.valid_to}", fix="{$id.name}")
    general = spec(
        checks={"not_expired": "on_or_before(case.received_on, $id.valid_to)"},
        when="filled($id.name)",
        material="$id",
        outcomes={"not_expired": outcome},
        unknown="{$id.valid_to}",
    )
    bound = bind_roles(general, {"id": "id"}, code="GEN-12@id")
    assert isinstance(compile_point(bound, TYPES), Point)
    assert (bound.code, bound.material, bound.unknown) == ("GEN-12@id", "id", "{id.valid_to}")
    unbound = compile_point(bind_roles(general, {}), TYPES)
    assert isinstance(unbound, tuple)
    assert {each.code for each in unbound} >= {"unbound_role"}


def test_the_surroundings_have_a_safe_default():
    assert Surroundings().calendar is None
