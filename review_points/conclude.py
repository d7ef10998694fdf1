"""From findings to a conclusion: the four rules, in the order in which they stand in the law of the house.

1. any guard, engine error, unidentified material or page not accounted for: hand over;
2. return, when something curable failed and nothing curable is still unknown: the one notice must be whole
   (Administrative Licensing Law art. 32(4));
3. a refusal is drafted and goes to a clerk, unless the department's policy says otherwise;
4. approve, when every applicable point passes, every required material is there, a certificate holds and the
   case was not drawn for audit; in every other case hand over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from review_points.approval import (
    Approval,
    Autonomy,
    Policy,
    Scope,
    UnprovenApprovalError,
    certificate_objections,
    failed_effect,
    objections,
    open_effects,
    prove,
)
from review_points.certificate import Certificate
from review_points.findings import Basis, Deficiency, Effect, Finding, Outcome, Reason
from review_points.reasons import REASONS, without_doubles

__all__ = [
    "REASONS",
    "Approval",
    "Autonomy",
    "Certificate",
    "Conclusion",
    "ConclusionKind",
    "Policy",
    "RefusalGround",
    "Scope",
    "conclude",
]

_CURABLE = frozenset({Effect.RETURN, Effect.TOLERABLE})
_NO_MATERIALS: Mapping[str, Outcome] = MappingProxyType({})


class ConclusionKind(StrEnum):
    """What becomes of the case."""

    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalGround:
    """One ground of a drafted refusal, for the negative-decision report (否定报备)."""

    point: str
    says: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the engine concludes. An approval carries its proof; a hand-over carries its reasons.

    `proposal` is what the findings alone would have come to: what a clerk is asked to confirm.
    """

    kind: ConclusionKind
    findings: tuple[Finding, ...] = ()
    deficiencies: tuple[Deficiency, ...] = ()
    hints: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    tolerated: tuple[Deficiency, ...] = ()
    refusal_draft: tuple[RefusalGround, ...] = ()
    proposal: ConclusionKind = ConclusionKind.HAND_OVER
    approval: Approval | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if (self.kind is ConclusionKind.APPROVE) != (self.approval is not None):
            raise UnprovenApprovalError("a conclusion approves if and only if it carries its proof")
        if self.approval is not None and self.approval.findings != self.findings:
            raise UnprovenApprovalError("the proof belongs to other findings")
        if self.kind is ConclusionKind.HAND_OVER and not self.reasons:
            raise ValueError("a hand-over needs a reason")
        if self.kind is ConclusionKind.RETURN and not self.deficiencies:
            raise ValueError("a return needs a deficiency")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What the findings alone come to, before guards, autonomy, certificate and audit."""

    proposal: ConclusionKind
    reasons: tuple[Reason, ...] = ()


def conclude(
    findings: Iterable[Finding],
    *,
    scope: Scope,
    policy: Policy,
    drawn_for_audit: bool,
    certificate: Certificate | None = None,
    guards: Iterable[Reason] = (),
    materials: Mapping[str, Outcome] = _NO_MATERIALS,
) -> Conclusion:
    """Turn findings and policy into a conclusion.

    Args:
        findings: what every point of the scenario said, applicable or not.
        scope: scenario version, rules, reader and the day of deciding; the certificate must match it.
        policy: what the department allows.
        drawn_for_audit: whether audit.is_drawn chose this case to be seen before release.
        certificate: why the robot may approve alone.
        guards: reasons from outside the points; any of them hands the case over.
        materials: for each required material, whether it is there; anything but a pass forbids an approval.
    """
    every = tuple(findings)
    errors = [Reason(code="engine_error", about=each.point) for each in every if each.error is not None]
    barred = without_doubles([*guards, *errors])
    if barred:
        return _conclusion(every, _Draft(proposal=ConclusionKind.HAND_OVER, reasons=barred))
    draft = _draft(every, policy, materials)
    if draft.proposal is ConclusionKind.HAND_OVER:
        return _conclusion(every, draft)
    return _release(every, draft, scope, policy, certificate, drawn_for_audit)


def _draft(findings: tuple[Finding, ...], policy: Policy, materials: Mapping[str, Outcome]) -> _Draft:
    """Apply rules 2 to 4 to the findings alone."""
    failed = [(each, failed_effect(each)) for each in findings]
    for_clerk = (each for each, effect in failed if effect is Effect.HAND_OVER)
    clerk = [Reason(code="needs_clerk", about=each.point) for each in for_clerk]
    refused = [each for each, effect in failed if effect is Effect.REFUSE]
    if clerk:
        return _Draft(proposal=ConclusionKind.HAND_OVER, reasons=tuple(clerk))
    if refused:
        return _Draft(proposal=ConclusionKind.REFUSE)
    if any(each.effect is Effect.RETURN for finding in findings for each in finding.deficiencies):
        return _locked(findings) or _Draft(proposal=ConclusionKind.RETURN)
    missing = (name for name, there in materials.items() if there is not Outcome.PASS)
    against = objections(findings, policy=policy)
    against += tuple(Reason(code="missing_material", about=name) for name in missing)
    if against:
        doubts = tuple(doubt for finding in findings for doubt in finding.doubts)
        named = tuple(each for each in against if each.code not in {doubt.code for doubt in doubts})
        return _Draft(proposal=ConclusionKind.HAND_OVER, reasons=doubts + named)
    return _Draft(proposal=ConclusionKind.APPROVE)


def _locked(findings: tuple[Finding, ...]) -> _Draft | None:
    """Hold a return back while anything curable is unknown: a second notice would be against the law."""
    reasons: list[Reason] = []
    for finding in findings:
        if open_effects(finding) & _CURABLE:
            reasons.extend(finding.doubts or (Reason(code="unread", about=finding.point),))
    return _Draft(proposal=ConclusionKind.HAND_OVER, reasons=tuple(reasons)) if reasons else None


def _release(
    findings: tuple[Finding, ...],
    draft: _Draft,
    scope: Scope,
    policy: Policy,
    certificate: Certificate | None,
    drawn_for_audit: bool,
) -> Conclusion:
    """Let the robot act alone as far as policy and certificate allow: approving asks for more."""
    reasons: list[Reason] = []
    if draft.proposal is ConclusionKind.APPROVE:
        reasons.extend(certificate_objections(certificate, scope=scope, policy=policy))
        reasons.extend([Reason(code="audit_sample")] if drawn_for_audit else [])
    elif policy.autonomy is not Autonomy.AUTO:
        reasons.append(Reason(code=policy.autonomy.value))
    if draft.proposal is ConclusionKind.REFUSE and not (policy.refuse_auto and _locked(findings) is None):
        grounds = (each.point for each in findings if failed_effect(each) is Effect.REFUSE)
        reasons.extend(Reason(code="non_curable", about=point) for point in grounds)
    if reasons or draft.proposal is not ConclusionKind.APPROVE:
        return _conclusion(findings, _Draft(proposal=draft.proposal, reasons=tuple(reasons)))
    proof = prove(
        findings, certificate=certificate, scope=scope, policy=policy, drawn_for_audit=drawn_for_audit
    )
    return _conclusion(findings, draft, proof)


def _conclusion(findings: tuple[Finding, ...], draft: _Draft, proof: Approval | None = None) -> Conclusion:
    """Put the conclusion together; one with reasons goes to a clerk, whatever was proposed."""
    reasons = without_doubles(draft.reasons)
    kind = ConclusionKind.HAND_OVER if reasons else draft.proposal
    deficiencies = tuple(dict.fromkeys(each for finding in findings for each in finding.deficiencies))
    approved = kind is ConclusionKind.APPROVE
    return Conclusion(
        kind=kind,
        findings=findings,
        deficiencies=() if approved else deficiencies,
        tolerated=deficiencies if approved else (),
        hints=tuple(dict.fromkeys(hint for finding in findings for hint in finding.hints)),
        reasons=reasons,
        refusal_draft=_refusal_draft(findings),
        proposal=draft.proposal,
        approval=proof,
    )


def _refusal_draft(findings: tuple[Finding, ...]) -> tuple[RefusalGround, ...]:
    return tuple(
        RefusalGround(point=each.point, says=each.message, basis=each.basis)
        for each in findings
        if failed_effect(each) is Effect.REFUSE
    )
