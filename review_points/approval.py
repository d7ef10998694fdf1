"""Approvals: a type that can't be built without its proof, and the policy it has to obey.

The robot may return a case on its own when its scenario runs by itself; to approve one it needs a certificate
as well, and the case must not have been drawn for audit; a refusal needs a clerk unless the department says
otherwise.
"""

from dataclasses import InitVar, dataclass
from datetime import date
from enum import StrEnum

from review_points.certificate import Certificate
from review_points.findings import Effect, Finding, Outcome, Reason

_LEAST_CONFIDENCE = 0.95
_SEAL = object()


class Autonomy(StrEnum):
    """The ladder: the robot concludes and is compared; fills in and a clerk confirms; acts by itself."""

    SHADOW = "shadow"
    ASSIST = "assist"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the department allows in one scenario. The defaults allow nothing."""

    autonomy: Autonomy = Autonomy.SHADOW
    risk_budget: float = 0.01
    audit_rate: float = 0.0
    refuse_auto: bool = False
    tolerate: bool = False
    commit: bool = False
    """Whether the robot may approve what passes only by the applicant's commitment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a decision stands on: the scenario version, its rules, the reader, and the day of deciding."""

    scenario: str
    rules_sha256: str
    reader_version: str
    on: date


class UnprovenApprovalError(ValueError):
    """An approval was asked for that its proof does not support."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The proof of an approval. Only `prove` makes one: the constructor refuses everybody else."""

    findings: tuple[Finding, ...]
    certificate: Certificate
    scope: Scope
    policy: Policy
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise UnprovenApprovalError("an approval is made by prove() and by nothing else")
        doubts = objections(self.findings, policy=self.policy)
        doubts += certificate_objections(self.certificate, scope=self.scope, policy=self.policy)
        if doubts:
            raise UnprovenApprovalError("; ".join(f"{each.code} {each.about}".strip() for each in doubts))


def prove(
    findings: tuple[Finding, ...],
    *,
    certificate: Certificate | None,
    scope: Scope,
    policy: Policy,
    drawn_for_audit: bool,
) -> Approval:
    """Build the approval; raises UnprovenApprovalError when anything of its proof is missing."""
    if drawn_for_audit:
        raise UnprovenApprovalError("audit_sample")
    if certificate is None:
        raise UnprovenApprovalError("no_certificate")
    return Approval(findings=findings, certificate=certificate, scope=scope, policy=policy, seal=_SEAL)


def objections(findings: tuple[Finding, ...], *, policy: Policy) -> tuple[Reason, ...]:
    """Say which findings stand against an approval; no finding that passed is an objection in itself."""
    against = (each for each in findings if not _allows(each, policy))
    found = [Reason(code=_objection(each), about=each.point) for each in against]
    if not any(each.outcome is Outcome.PASS and each.promise is None for each in findings):
        found.append(Reason(code="no_points"))
    return tuple(found)


def certificate_objections(
    certificate: Certificate | None, *, scope: Scope, policy: Policy
) -> tuple[Reason, ...]:
    """Say why this certificate does not let the robot approve alone; nothing when it does."""
    if policy.autonomy is not Autonomy.AUTO:
        return (Reason(code=policy.autonomy.value),)
    if certificate is None:
        return (Reason(code="no_certificate"),)
    wrong = [
        ("场景版本不符", certificate.scenario != scope.scenario),
        ("规则已变更", certificate.rules_sha256 != scope.rules_sha256),
        ("识别程序已变更", certificate.reader_version != scope.reader_version),
        ("尚未生效", scope.on < certificate.issued_on),
        ("已过期", scope.on > certificate.expires_on),
        ("置信水平不足", certificate.confidence < _LEAST_CONFIDENCE),
        ("误差上界超出预算", certificate.bound > min(policy.risk_budget, certificate.budget)),
    ]
    return tuple(Reason(code="no_certificate", about=about) for about, is_wrong in wrong if is_wrong)


def open_effects(finding: Finding) -> frozenset[Effect]:
    """Return what unknown facts could still bring about; a silent unknown finding may bring anything."""
    if finding.outcome is Outcome.UNKNOWN and not finding.may_fail:
        return frozenset(Effect)
    return frozenset(finding.may_fail)


def failed_effect(finding: Finding) -> Effect | None:
    """Return what the fail means; a fail that does not say goes to a clerk."""
    return (finding.effect or Effect.HAND_OVER) if finding.outcome is Outcome.FAIL else None


def _allows(finding: Finding, policy: Policy) -> bool:
    """Tell whether an approval may stand beside this finding."""
    if finding.error is not None or (finding.promise is not None and not policy.commit):
        return False
    if finding.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE):
        return not finding.may_fail
    failed = failed_effect(finding)
    if failed is Effect.TOLERABLE and policy.tolerate:
        return open_effects(finding) <= {Effect.HINT}
    return failed in (None, Effect.HINT) and open_effects(finding) <= {Effect.HINT}


def _objection(finding: Finding) -> str:
    if finding.error is not None:
        return "engine_error"
    if finding.promise is not None:
        return "promised"
    if finding.outcome is Outcome.UNKNOWN or failed_effect(finding) is Effect.HINT:
        return finding.doubts[0].code if finding.doubts else "unread"
    if failed_effect(finding) is Effect.TOLERABLE:
        return "tolerable"
    return "non_curable" if failed_effect(finding) is Effect.REFUSE else "needs_clerk"
