"""The four rules of concluding, the ladder of autonomy, and approvals that need their proof."""

import copy
from dataclasses import replace
from datetime import date

import pytest

from review_points.approval import Approval, UnprovenApprovalError, prove
from review_points.conclude import (
    Autonomy,
    Certificate,
    Conclusion,
    ConclusionKind,
    Policy,
    Scope,
    conclude,
)
from review_points.findings import Basis, Deficiency, Effect, Finding, Outcome, Reason
from review_points.reasons import REASONS, title

K = ConclusionKind
SCOPE = Scope(scenario="fuzhou/nurse_change@1", rules_sha256="r", reader_version="o", on=date(2026, 11, 2))
CERTIFICATE = Certificate(
    scenario="fuzhou/nurse_change@1",
    rules_sha256="r",
    reader_version="o",
    compared=299,
    errors=0,
    issued_on=date(2026, 1, 1),
    expires_on=date(2026, 12, 31),
)
AUTO = Policy(autonomy=Autonomy.AUTO)


def finding(outcome=Outcome.PASS, effect=None, *, point="P-1", **more) -> Finding:
    curable = effect in (Effect.RETURN, Effect.TOLERABLE)
    deficiency = Deficiency(
        code="C", point=point, material="m", says="缺", fix="补", basis=(), effect=effect or Effect.RETURN
    )
    hints = ("提示",) if effect is Effect.HINT else ()
    defaults = {"deficiencies": (deficiency,) if curable else (), "hints": hints, "message": "缺"}
    return Finding(
        point=point,
        title="要点",
        outcome=outcome,
        effect=effect,
        basis=(Basis(law="某法"),),
        **{**defaults, **more},
    )


PASS = finding()
UNKNOWN = finding(
    Outcome.UNKNOWN, point="P-U", may_fail=(Effect.RETURN,), doubts=(Reason(code="conflict", about="m.x"),)
)


def failed(effect: Effect, **more) -> Finding:
    return finding(Outcome.FAIL, effect, point=f"P-{effect}", **more)


def concluded(*findings: Finding, policy=AUTO, certificate=CERTIFICATE, drawn=False, scope=SCOPE, **more):
    return conclude(
        findings, scope=scope, policy=policy, certificate=certificate, drawn_for_audit=drawn, **more
    )


def codes(conclusion: Conclusion) -> list[str]:
    return [each.code for each in conclusion.reasons]


def test_everything_passes_and_the_certificate_holds():
    made = concluded(PASS, finding(Outcome.NOT_APPLICABLE), materials={"id_card": Outcome.PASS})
    assert (made.kind, made.proposal, made.reasons) == (K.APPROVE, K.APPROVE, ())
    assert made.approval is not None
    assert made.approval.certificate == CERTIFICATE


def test_rule_1_any_guard_or_engine_error_hands_over():
    made = concluded(PASS, guards=[Reason(code="hidden_text", about="a.pdf")])
    assert (made.kind, codes(made)) == (K.HAND_OVER, ["hidden_text"])
    broken = finding(Outcome.UNKNOWN, error="ValueError")
    assert codes(concluded(PASS, broken)) == ["engine_error"]
    both = concluded(failed(Effect.RETURN), guards=[Reason(code="unknown_material")])
    assert (both.kind, len(both.deficiencies)) == (K.HAND_OVER, 1)


def test_a_guard_outside_the_closed_list_still_hands_over():
    made = concluded(PASS, guards=[Reason(code="novelty", about="x")])
    assert (made.kind, made.reasons[0]) == (K.HAND_OVER, Reason(code="engine_error", about="novelty: x"))


def test_rule_2_returns_when_the_notice_is_whole():
    made = concluded(PASS, failed(Effect.RETURN), failed(Effect.TOLERABLE), certificate=None)
    assert (made.kind, made.reasons, len(made.deficiencies)) == (K.RETURN, (), 2)


def test_rule_2_completeness_lock():
    made = concluded(failed(Effect.RETURN), UNKNOWN)
    assert (made.kind, codes(made)) == (K.HAND_OVER, ["conflict"])
    inside = failed(Effect.RETURN, may_fail=(Effect.TOLERABLE,))
    assert concluded(inside).kind is K.HAND_OVER
    silent = finding(Outcome.UNKNOWN)
    assert concluded(failed(Effect.RETURN), silent).kind is K.HAND_OVER
    for harmless in (Effect.HINT, Effect.HAND_OVER):
        beside = finding(Outcome.UNKNOWN, may_fail=(harmless,))
        assert concluded(failed(Effect.RETURN), beside).kind is K.RETURN


def test_rule_3_a_refusal_is_drafted_for_a_clerk():
    made = concluded(PASS, failed(Effect.REFUSE))
    assert (made.kind, made.proposal, codes(made)) == (K.HAND_OVER, K.REFUSE, ["non_curable"])
    assert [(each.point, each.basis[0].law) for each in made.refusal_draft] == [("P-refuse", "某法")]
    by_itself = replace(AUTO, refuse_auto=True)
    assert concluded(failed(Effect.REFUSE), policy=by_itself).kind is K.REFUSE
    assert concluded(failed(Effect.REFUSE), UNKNOWN, policy=by_itself).kind is K.HAND_OVER
    assert (
        concluded(failed(Effect.REFUSE), policy=replace(by_itself, autonomy=Autonomy.ASSIST)).kind
        is K.HAND_OVER
    )


def test_a_fail_that_a_clerk_must_see_goes_to_one():
    for beside in ((), (failed(Effect.RETURN),), (failed(Effect.REFUSE),)):
        made = concluded(failed(Effect.HAND_OVER), *beside, policy=replace(AUTO, refuse_auto=True))
        assert (made.kind, codes(made)) == (K.HAND_OVER, ["needs_clerk"])
    assert concluded(finding(Outcome.FAIL)).kind is K.HAND_OVER


def test_rule_4_an_unknown_or_nothing_at_all_is_no_approval():
    assert codes(concluded(PASS, UNKNOWN)) == ["conflict"]
    assert codes(concluded()) == ["no_points"]
    assert codes(concluded(finding(Outcome.NOT_APPLICABLE))) == ["no_points"]
    assert codes(concluded(PASS, finding(Outcome.UNKNOWN))) == ["unread"]


@pytest.mark.parametrize("there", [Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE])
def test_rule_4_every_required_material_is_there(there):
    made = concluded(PASS, materials={"id_card": there})
    assert (made.kind, made.reasons) == (K.HAND_OVER, (Reason(code="missing_material", about="id_card"),))


def test_a_hint_is_told_and_decides_nothing():
    made = concluded(PASS, failed(Effect.HINT))
    assert (made.kind, made.hints) == (K.APPROVE, ("提示",))
    assert concluded(PASS, finding(Outcome.UNKNOWN, may_fail=(Effect.HINT,))).kind is K.APPROVE
    assert concluded(PASS, failed(Effect.HINT, may_fail=(Effect.RETURN,))).kind is K.HAND_OVER


def test_tolerance_is_the_departments_choice():
    assert codes(concluded(PASS, failed(Effect.TOLERABLE))) == ["tolerable"]
    made = concluded(PASS, failed(Effect.TOLERABLE), policy=replace(AUTO, tolerate=True))
    assert (made.kind, len(made.tolerated), made.deficiencies) == (K.APPROVE, 1, ())
    unsure = finding(Outcome.UNKNOWN, may_fail=(Effect.TOLERABLE,))
    assert concluded(PASS, unsure, policy=replace(AUTO, tolerate=True)).kind is K.HAND_OVER


@pytest.mark.parametrize(
    "change",
    [
        {"scenario": "other"},
        {"rules_sha256": "x"},
        {"reader_version": "x"},
        {"issued_on": date(2026, 11, 3)},
        {"expires_on": date(2026, 11, 1)},
        {"confidence": 0.9},
        {"compared": 298},
        {"errors": 1},
        {"budget": 0.001},
    ],
)
def test_a_certificate_for_anything_else_is_none(change):
    made = concluded(PASS, certificate=replace(CERTIFICATE, **change))
    assert (made.kind, made.proposal, codes(made)) == (K.HAND_OVER, K.APPROVE, ["no_certificate"])


def test_no_certificate_or_drawn_for_audit_is_no_approval():
    assert codes(concluded(PASS, certificate=None)) == ["no_certificate"]
    assert codes(concluded(PASS, drawn=True)) == ["audit_sample"]


@pytest.mark.parametrize("step", [Autonomy.SHADOW, Autonomy.ASSIST])
def test_below_auto_everything_goes_to_a_clerk_with_a_proposal(step):
    policy = replace(AUTO, autonomy=step)
    for found, proposal in ((PASS, K.APPROVE), (failed(Effect.RETURN), K.RETURN)):
        made = concluded(found, policy=policy)
        assert (made.kind, made.proposal, codes(made)) == (K.HAND_OVER, proposal, [step.value])


def test_the_default_policy_allows_nothing():
    assert concluded(PASS, policy=Policy()).kind is K.HAND_OVER


def test_an_approval_can_not_be_made_without_its_proof():
    with pytest.raises(UnprovenApprovalError, match="prove"):
        Approval(findings=(PASS,), certificate=CERTIFICATE, scope=SCOPE, policy=AUTO)
    with pytest.raises(UnprovenApprovalError, match="prove"):
        Approval(findings=(PASS,), certificate=CERTIFICATE, scope=SCOPE, policy=AUTO, seal=object())
    good = {"certificate": CERTIFICATE, "scope": SCOPE, "policy": AUTO, "drawn_for_audit": False}
    assert prove((PASS,), **good).findings == (PASS,)
    for change in ({"drawn_for_audit": True}, {"certificate": None}, {"policy": Policy()}):
        with pytest.raises(UnprovenApprovalError):
            prove((PASS,), **{**good, **change})
    for against in (
        UNKNOWN,
        failed(Effect.RETURN),
        failed(Effect.REFUSE),
        finding(Outcome.UNKNOWN, error="x"),
    ):
        with pytest.raises(UnprovenApprovalError):
            prove((PASS, against), **good)


def test_a_conclusion_can_not_approve_without_or_beside_its_proof():
    made = concluded(PASS)
    with pytest.raises(UnprovenApprovalError):
        Conclusion(kind=K.APPROVE, findings=(PASS,))
    with pytest.raises(UnprovenApprovalError):
        replace(made, kind=K.RETURN)
    with pytest.raises(UnprovenApprovalError):
        replace(made, findings=(PASS, UNKNOWN))
    with pytest.raises(UnprovenApprovalError):
        replace(made.approval, findings=(PASS, PASS))
    assert copy.copy(made) == made


def test_a_hand_over_needs_a_reason_and_a_return_a_deficiency():
    with pytest.raises(ValueError, match="reason"):
        Conclusion(kind=K.HAND_OVER)
    with pytest.raises(ValueError, match="deficiency"):
        Conclusion(kind=K.RETURN)


def test_equal_deficiencies_and_reasons_are_said_once():
    made = concluded(failed(Effect.RETURN), failed(Effect.RETURN))
    assert len(made.deficiencies) == 1
    assert len(concluded(PASS, UNKNOWN, UNKNOWN).reasons) == 1


def test_every_reason_has_words():
    assert all(words for words in REASONS.values())
    assert title(Reason(code="unread", about="id_card.idno")) == "有要素未能识别：id_card.idno"
    assert title(Reason(code="audit_sample")) == "抽中放行前抽检"
