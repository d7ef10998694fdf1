"""A commitment stands in for a proof only as read, and hiding facts never makes it count."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.information_trials import CERTIFICATE, SCOPE
from ocr.values import ElementType as T
from review_points.approval import Autonomy, Policy, objections
from review_points.commitment import Commitment, present_or_promised, with_commitment
from review_points.conclude import ConclusionKind, conclude
from review_points.engine import evaluate
from review_points.expressions import Expression, parse
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Effect, Finding, Outcome
from review_points.operands import Surroundings
from tests.review_points.building import HIDDEN_STATES, certain, hidden, point

TYPES = {
    "staff.present": T.BOOL,
    "staff.sealed": T.BOOL,
    "form.many": T.BOOL,
    "letter.present": T.BOOL,
    "letter.legible": T.BOOL,
    "letter.signed": T.BOOL,
    "letter.form_no": T.TEXT,
    "registry.bad.found": T.BOOL,
}
CONDITION = parse(
    "is_true(letter.present) and is_true(letter.legible) and is_true(letter.signed)"
    " and equal(letter.form_no, 'CN-2') and is_false(registry.bad.found)",
    TYPES,
)
assert isinstance(CONDITION, Expression)
COMMITMENT = Commitment(
    letter="letter",
    condition=CONDITION,
    points=frozenset({"P-staff"}),
    materials=frozenset({"staff"}),
    due_workdays=30,
)
POINTS = (
    point({"there": "is_true(staff.present)"}, TYPES, code="P-staff", when="is_true(form.many)"),
    point({"there": "is_true(staff.present)"}, TYPES, code="P-other"),
)
PROMISED = {
    "letter.present": "true",
    "letter.legible": "true",
    "letter.signed": "true",
    "letter.form_no": "CN-2",
    "registry.bad.found": "false",
    "staff.present": "false",
    "form.many": "true",
}
AROUND = Surroundings()


def facts_of(values: dict[str, str | FactState]) -> Facts:
    return Facts(
        {
            name: hidden(name, TYPES[name], value)
            if isinstance(value, FactState)
            else certain(name, TYPES[name], value)
            for name, value in values.items()
        }
    )


def findings(values: dict[str, str | FactState]) -> dict[str, Finding]:
    facts = facts_of(values)
    found = with_commitment(POINTS, evaluate(POINTS, facts), COMMITMENT, facts, AROUND)
    return {each.point: each for each in found}


def test_a_missing_proof_is_promised_and_says_so():
    found = findings(PROMISED)["P-staff"]
    assert (found.outcome, found.deficiencies, found.may_fail) == (Outcome.PASS, (), ())
    assert found.promise is not None
    assert (found.promise.letter, found.promise.due_workdays) == ("letter", 30)
    assert "letter.signed" in found.decided_by
    assert "事后核查" in found.message


def test_a_point_that_is_not_listed_is_not_promised():
    assert findings(PROMISED)["P-other"].outcome is Outcome.FAIL


def test_a_proof_that_is_there_needs_no_promise():
    found = findings(PROMISED | {"staff.present": "true"})["P-staff"]
    assert (found.outcome, found.promise) == (Outcome.PASS, None)


def test_each_thing_the_commitment_lacks_leaves_the_fail_as_it_was():
    for name, value in {
        "letter.present": "false",
        "letter.legible": "false",
        "letter.signed": "false",
        "letter.form_no": "OLD-1",
        "registry.bad.found": "true",
    }.items():
        found = findings(PROMISED | {name: value})["P-staff"]
        assert (found.outcome, found.promise) == (Outcome.FAIL, None), name
        assert found.deficiencies, name


def test_what_of_the_commitment_was_not_read_makes_the_point_unknown_and_is_named():
    for name in ("letter.present", "letter.signed", "letter.form_no", "registry.bad.found"):
        found = findings(PROMISED | {name: FactState.UNREADABLE})["P-staff"]
        assert (found.outcome, found.deficiencies) == (Outcome.UNKNOWN, ())
        assert name in found.unknowns
        assert Effect.RETURN in found.may_fail
        assert {each.about for each in found.doubts} >= {name}


def test_a_point_that_does_not_apply_is_not_promised():
    assert findings(PROMISED | {"form.many": "false"})["P-staff"].outcome is Outcome.NOT_APPLICABLE
    assert findings(PROMISED | {"form.many": FactState.NOT_FOUND})["P-staff"].outcome is Outcome.UNKNOWN


def test_a_needed_material_is_replaced_as_far_as_the_commitment_counts():
    needed = {"staff": Outcome.FAIL, "other": Outcome.FAIL}
    for value, expected in (("true", Outcome.PASS), ("false", Outcome.FAIL)):
        facts = facts_of(PROMISED | {"letter.signed": value})
        found = present_or_promised(needed, COMMITMENT, facts, AROUND)
        assert found == {"staff": expected, "other": Outcome.FAIL}
    facts = facts_of(PROMISED | {"letter.signed": FactState.BLANK})
    assert present_or_promised(needed, COMMITMENT, facts, AROUND)["staff"] is not Outcome.PASS


def conclusion(values: dict[str, str | FactState], *, commit: bool):
    found = tuple(each for each in findings(values).values() if each.point == "P-staff")
    passing = tuple(
        evaluate([point({"x": "is_true(letter.present)"}, TYPES, code="P-letter")], facts_of(PROMISED))
    )
    policy = Policy(autonomy=Autonomy.AUTO, commit=commit)
    return conclude(
        (*found, *passing), scope=SCOPE, policy=policy, drawn_for_audit=False, certificate=CERTIFICATE
    )


def test_only_where_the_department_allows_it_the_robot_approves_by_commitment():
    assert conclusion(PROMISED, commit=True).kind is ConclusionKind.APPROVE
    handed = conclusion(PROMISED, commit=False)
    assert handed.kind is ConclusionKind.HAND_OVER
    assert [each.code for each in handed.reasons] == ["promised"]


def test_a_case_that_rests_on_promises_alone_is_never_approved():
    alone = (findings(PROMISED)["P-staff"],)
    codes = [each.code for each in objections(alone, policy=Policy(commit=True))]
    assert codes == ["no_points"]


def test_a_promise_is_no_return_and_locks_none():
    returned = conclusion(PROMISED | {"letter.signed": "false"}, commit=True)
    assert returned.kind is ConclusionKind.RETURN
    locked = conclusion(PROMISED | {"letter.signed": FactState.UNREADABLE}, commit=True)
    assert locked.kind is ConclusionKind.HAND_OVER


values = st.fixed_dictionaries(
    {
        name: st.sampled_from(("CN-2", "OLD-1") if kind is T.TEXT else ("true", "false"))
        for name, kind in TYPES.items()
    }
)


@given(values, st.sets(st.sampled_from(sorted(TYPES))), st.sampled_from(HIDDEN_STATES), st.booleans())
def test_hiding_facts_only_ever_makes_findings_unknown(known, hide, state, commit):
    before = findings(known)
    veiled = known | dict.fromkeys(hide, state)
    after = findings(veiled)
    for code, found in after.items():
        assert found.outcome in (before[code].outcome, Outcome.UNKNOWN)
    if conclusion(veiled, commit=commit).kind is ConclusionKind.APPROVE:
        assert conclusion(known, commit=commit).kind is ConclusionKind.APPROVE


def test_a_commitment_never_turns_an_unread_fact_into_a_fail():
    unread = dict.fromkeys(TYPES, FactState.NOT_SOUGHT)
    assert {each.outcome for each in findings(unread).values()} == {Outcome.UNKNOWN}
    assert isinstance(facts_of(unread)["staff.present"], Fact)
