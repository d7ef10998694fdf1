"""The ladder of autonomy: what robot and clerk agreed on, what is still missing, and who has to step down.

In shadow and assist, without a certificate, and in the audit sample, the robot proposes and a clerk decides.
Each such case is one comparison; it is an error when the clerk decided otherwise. A certificate holds for
exactly the scenario version, rules and reader that were compared, so any change of them demotes by itself. A
wrong approval found in the audit sample demotes at once: the scenario is frozen to shadow until it is
certified anew, and that stands in the audit chain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from cases.audit import NO_CASE, AuditEntry
from cases.case import Case, ClerkDecision
from cases.ports import CaseStore, EvidenceStore
from cases.review_record import Stands, stands_of
from review_points.approval import Autonomy, Scope, certificate_objections
from review_points.certificate import cases_needed, upper_bound
from review_points.conclude import ConclusionKind
from scenarios.plan import Scenario
from scenarios.schema import CertificateFile

LEDGER = f"{NO_CASE}ladder/"
FROZEN, CERTIFIED = "frozen", "certified"
SAMPLE = "audit_sample"
WITHHELD = frozenset({Autonomy.SHADOW.value, Autonomy.ASSIST.value, "no_certificate", SAMPLE})
"""Reasons for a hand-over that are none in the case itself: without them the robot would have acted."""
CONFIDENCE = 0.95
DAYS_VALID = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One case in which the robot would have acted and a clerk decided."""

    case_key: str
    scenario: str
    versioned_id: str
    rules_sha256: str
    reader_version: str
    proposal: ConclusionKind
    decided: ConclusionKind
    in_sample: bool

    @property
    def stands_on(self) -> tuple[str, str, str]:
        """The scenario version, the rules and the reader: what a certificate must match."""
        return (self.versioned_id, self.rules_sha256, self.reader_version)

    @property
    def is_error(self) -> bool:
        """Tell whether the clerk decided otherwise."""
        return self.proposal is not self.decided

    @property
    def is_wrong_approval(self) -> bool:
        """Tell whether the robot would have approved what the clerk did not."""
        return self.is_error and self.proposal is ConclusionKind.APPROVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """A wrong approval that a clerk found in the audit sample, and the bound with the sample counted in."""

    compared: Compared
    number: str
    bound: float
    budget: float

    @property
    def says(self) -> str:
        """What people are told; no personal data."""
        found = f"场景 {self.compared.scenario} 在抽检中发现误通过（办件 {self.number}），已退回影子运行"
        return f"{found}；计入抽检后误差上界 {self.bound:.3%}，预算 {self.budget:.2%}"

    def as_detail(self) -> Mapping[str, str]:
        """Return it as it stands in the audit chain."""
        return {
            "scenario": self.compared.versioned_id,
            "rules": self.compared.rules_sha256,
            "bound": f"{self.bound:.6f}",
            "budget": f"{self.budget}",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Where one scenario version stands on the ladder."""

    scenario: str
    versioned_id: str
    autonomy: Autonomy
    is_frozen: bool
    compared: int
    errors: int
    wrong_approvals: int
    outdated: int
    """Comparisons under other rules, another version or another reader: they count no more."""
    budget: float
    objections: tuple[str, ...]
    """Why the robot may not approve alone today; nothing when it may."""

    @property
    def bound(self) -> float:
        """The upper bound on the rate of errors."""
        return upper_bound(self.errors, self.compared, CONFIDENCE)

    @property
    def missing(self) -> int:
        """How many further cases must agree until the bound lies within the budget."""
        return max(cases_needed(self.budget, errors=self.errors, confidence=CONFIDENCE) - self.compared, 0)

    @property
    def may_be_certified(self) -> bool:
        """Tell whether the comparisons support the budget."""
        return self.bound <= self.budget

    def as_json(self) -> Mapping[str, Any]:
        """Return the rung as the command line prints it."""
        return {
            "scenario": self.scenario,
            "version": self.versioned_id,
            "autonomy": self.autonomy.value,
            "is_frozen": self.is_frozen,
            "compared": self.compared,
            "errors": self.errors,
            "wrong_approvals": self.wrong_approvals,
            "outdated": self.outdated,
            "bound": round(self.bound, 6),
            "budget": self.budget,
            "missing": self.missing,
            "may_be_certified": self.may_be_certified,
            "objections": list(self.objections),
        }

    def as_text(self) -> str:
        """Return the rung as Chinese lines."""
        counted = f"比对 {self.compared} 件，不符 {self.errors} 件（其中误通过 {self.wrong_approvals} 件）"
        bound = f"误差上界 {self.bound:.3%}，预算 {self.budget:.2%}"
        ripe = "比对已足够，可签发放行凭据" if self.may_be_certified else f"还需 {self.missing} 件一致的比对"
        today = "可自动通过" if not self.objections else f"不自动通过：{'、'.join(self.objections)}"
        old = f"；另有 {self.outdated} 件属于其他版本、规则或识别程序，不再计入" if self.outdated else ""
        frozen = "【已退回影子运行】" if self.is_frozen else ""
        head = f"{self.versioned_id}　{self.autonomy.value}{frozen}"
        return f"{head}\n  {counted}，{bound}；{ripe}{old}\n  {today}"


def compared_case(case: Case, stands: Stands) -> Compared | None:
    """Return the comparison a case holds; None where the robot had other reasons, or no clerk decided."""
    conclusion, decision = case.conclusion, case.decision
    if conclusion is None or decision is None or conclusion.proposal is ConclusionKind.HAND_OVER:
        return None
    codes = {reason.code for reason in conclusion.reasons}
    if conclusion.kind is not ConclusionKind.HAND_OVER or not codes <= WITHHELD:
        return None
    return Compared(
        case_key=case.ref.key,
        scenario=stands.scenario,
        versioned_id=f"{stands.scenario}@{stands.scenario_version}",
        rules_sha256=stands.rules_sha256,
        reader_version=stands.reader_version,
        proposal=conclusion.proposal,
        decided=decision.kind,
        in_sample=SAMPLE in codes,
    )


def compared_cases(cases: Iterable[Case], evidence: EvidenceStore) -> Iterator[Compared]:
    """Return every comparison that the stored cases hold."""
    for case in cases:
        if case.decision is None or case.review_sha256 is None:
            continue
        found = compared_case(case, stands_of(evidence.get(case.review_sha256)))
        if found is not None:
            yield found


def rung_of(
    scenario: Scenario, compared: Iterable[Compared], *, reader_version: str, is_frozen: bool, on: date
) -> Rung:
    """Say where a scenario stands, by the comparisons made under exactly its rules and this reader."""
    own = [each for each in compared if each.scenario == scenario.id]
    stands_on = (scenario.versioned_id, scenario.rules_sha256, reader_version)
    counted = [each for each in own if each.stands_on == stands_on]
    scope = Scope(
        scenario=scenario.versioned_id,
        rules_sha256=scenario.rules_sha256,
        reader_version=reader_version,
        on=on,
    )
    policy = on_its_rung(scenario, is_frozen=is_frozen).policy
    objections = certificate_objections(scenario.certificate, scope=scope, policy=policy)
    return Rung(
        scenario=scenario.id,
        versioned_id=scenario.versioned_id,
        autonomy=policy.autonomy,
        is_frozen=is_frozen,
        compared=len(counted),
        errors=sum(each.is_error for each in counted),
        wrong_approvals=sum(each.is_wrong_approval for each in counted),
        outdated=len(own) - len(counted),
        budget=scenario.policy.risk_budget,
        objections=tuple(f"{each.code} {each.about}".strip() for each in objections),
    )


def is_frozen(entries: Sequence[AuditEntry]) -> bool:
    """Tell from a scenario's entries whether it was frozen and not certified since."""
    steps = [each.event for each in entries if each.event in {FROZEN, CERTIFIED}]
    return steps[-1:] == [FROZEN]


def is_scenario_frozen(store: CaseStore, scenario: str) -> bool:
    """Tell whether a scenario is frozen now."""
    return is_frozen(store.audit_entries(LEDGER + scenario))


def on_its_rung(scenario: Scenario, *, is_frozen: bool) -> Scenario:
    """Return the scenario as it may act today: a frozen one only in the shadow."""
    if not is_frozen:
        return scenario
    return replace(scenario, policy=replace(scenario.policy, autonomy=Autonomy.SHADOW))


def freeze_if_wrong(
    decision: ClerkDecision,
    case: Case,
    *,
    store: CaseStore,
    evidence: EvidenceStore,
    actor: str,
    at: datetime,
) -> Freeze | None:
    """Freeze the scenario when a clerk found a wrong approval in the audit sample.

    The same decision freezes once, however often it is looked at; what it means is returned each time.
    """
    if case.review_sha256 is None:
        return None
    stands = stands_of(evidence.get(case.review_sha256))
    found = compared_case(replace(case, decision=decision), stands)
    if found is None or not (found.in_sample and found.is_wrong_approval):
        return None
    freeze = Freeze(
        compared=found,
        number=case.ref.number,
        bound=_bound_with_sample(found, stands, store.cases(system=case.ref.system), evidence),
        budget=stands.policy.risk_budget,
    )
    ledger, decided = LEDGER + found.scenario, str(decision.number)
    if all(each.detail.get("decision") != decided for each in store.audit_entries(ledger)):
        detail = {"decision": decided, "case": found.case_key, **freeze.as_detail()}
        store.append_audit(case_key=ledger, actor=actor, event=FROZEN, detail=detail, at=at)
    return freeze


def certificate_of(rung: Rung, scenario: Scenario, *, reader_version: str, on: date) -> CertificateFile:
    """Return the certificate that the comparisons support; ValueError when their bound is over the budget."""
    if not rung.may_be_certified:
        raise ValueError(f"{rung.scenario}: the bound {rung.bound} lies over the budget {rung.budget}")
    return CertificateFile(
        compared_with="clerks",
        systems=(scenario.system,),
        scenarios={scenario.versioned_id: scenario.rules_sha256},
        reader_version=reader_version,
        compared=rung.compared,
        errors=rung.errors,
        confidence=CONFIDENCE,
        budget=rung.budget,
        issued_on=on,
        expires_on=on + timedelta(days=DAYS_VALID),
        command=f"runner.py ladder --certify {scenario.id}",
    )


def _bound_with_sample(
    found: Compared, stands: Stands, cases: Iterable[Case], evidence: EvidenceStore
) -> float:
    """Return the bound of the certificate with the audit sample of the same rules and reader added to it."""
    same = [
        each
        for each in compared_cases(cases, evidence)
        if each.in_sample and each.stands_on == found.stands_on and each.case_key != found.case_key
    ]
    certificate = stands.certificate
    n = 1 + len(same) + (certificate.compared if certificate else 0)
    k = 1 + sum(each.is_error for each in same) + (certificate.errors if certificate else 0)
    return upper_bound(k, n, CONFIDENCE)
