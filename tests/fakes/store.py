"""A case store in dictionaries; it passes the same contract suite as the databases."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from cases.audit import AuditEntry, next_entry
from cases.case import (
    Case,
    CaseRef,
    CaseState,
    ClerkDecision,
    DeliveryKind,
    Intent,
    KeptReview,
    Lease,
    Receipt,
    Submission,
)
from cases.deadlines import Alarm
from cases.decided import decision_detail
from cases.errors import CaseNotWaiting, CaseUnknown, FollowUpNotOpen, LeaseLost
from cases.follow_ups import FollowUp, FollowUpState, closing_detail, opening_detail
from cases.ports import Clock
from cases.stored_conclusion import conclusion_from_json
from review_points.conclude import ConclusionKind
from tests.fakes.clock import FakeClock


class MemoryFollowUps:
    def __init__(self, store: "MemoryStore") -> None:
        self._store = store
        self._kept: dict[str, FollowUp] = {}

    def open(self, follow_up: FollowUp, *, actor: str, at: datetime) -> bool:
        if follow_up.id in self._kept:
            return False
        self._kept[follow_up.id] = follow_up
        self._note(follow_up, "follow_up_opened", opening_detail(follow_up), actor, at)
        return True

    def close(self, follow_up_id: str, *, clerk: str, note: str, at: datetime) -> FollowUp:
        found = self._kept.get(follow_up_id)
        if found is None or found.state is FollowUpState.CLOSED:
            raise FollowUpNotOpen(follow_up_id)
        closed = replace(found, state=FollowUpState.CLOSED, closed_by=clerk, closed_at=at, note=note)
        self._kept[follow_up_id] = closed
        self._note(closed, "follow_up_closed", closing_detail(closed), clerk, at)
        return closed

    def find(
        self, *, state: FollowUpState | None = None, case_key: str | None = None
    ) -> tuple[FollowUp, ...]:
        found = (
            each
            for each in self._kept.values()
            if state in {None, each.state} and case_key in {None, each.case_key}
        )
        return tuple(sorted(found, key=lambda each: (each.due_on or date.min, each.opened_on, each.id)))

    def _note(self, follow_up: FollowUp, event: str, detail: Mapping[str, str], actor: str, at: datetime):
        self._store.append_audit(case_key=follow_up.case_key, actor=actor, event=event, detail=detail, at=at)


class MemoryAlarms:
    def __init__(self, store: "MemoryStore") -> None:
        self._store = store
        self._raised: dict[str, tuple[Alarm, datetime]] = {}
        self._told: set[str] = set()

    def raise_once(self, alarm: Alarm, *, at: datetime) -> bool:
        if alarm.id in self._raised:
            return False
        self._raised[alarm.id] = (alarm, at)
        self._store.append_audit(
            case_key=alarm.case_key, actor="clock", event="alarm", detail=alarm.detail(), at=at
        )
        return True

    def mark_told(self, alarm_id: str) -> None:
        self._told.add(alarm_id)

    def untold(self, *, before: datetime) -> tuple[Alarm, ...]:
        return tuple(
            alarm
            for key, (alarm, at) in sorted(self._raised.items())
            if key not in self._told and at < before
        )


class MemoryStore:
    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or FakeClock()
        self._cases: dict[str, Case] = {}
        self._intents: dict[str, Intent] = {}
        self._receipts: set[str] = set()
        self._attempts: dict[str, datetime] = {}
        self._decisions: list[ClerkDecision] = []
        self._audit: list[AuditEntry] = []
        self.follow_ups = MemoryFollowUps(self)
        self.alarms = MemoryAlarms(self)

    def claim(self, ref: CaseRef, *, owner: str) -> Lease:
        case = self._cases.get(ref.key) or Case(ref=ref, state=CaseState.CLAIMED)
        lease = case.lease
        if lease is None or lease.owner != owner:
            lease = Lease(case_key=ref.key, owner=owner, token=lease.token + 1 if lease else 1)
        self._cases[ref.key] = replace(case, lease=lease, updated_at=self._clock.now())
        return lease

    def holds(self, lease: Lease) -> bool:
        case = self._cases.get(lease.case_key)
        return case is not None and case.lease == lease

    def save_submission(self, lease: Lease, submission: Submission) -> None:
        self._change(lease, submission=submission)

    def save_review(self, lease: Lease, *, scenario: str, review_sha256: str, conclusion_json: str) -> None:
        self._change(
            lease,
            scenario=scenario,
            review_sha256=review_sha256,
            conclusion=conclusion_from_json(conclusion_json),
            state=CaseState.REVIEWED,
        )

    def save_intent(self, lease: Lease, intent: Intent) -> Intent:
        self._change(lease, state=CaseState.DELIVERING)
        return self._intents.setdefault(intent.trace, intent)

    def intent(self, trace: str) -> Intent | None:
        return self._intents.get(trace)

    def open_intent(self, case_key: str) -> Intent | None:
        own = [intent for intent in self._intents.values() if intent.case_key == case_key]
        left = [intent for intent in own if intent.trace not in self._receipts]
        return left[-1] if left else None

    def record_attempt(self, lease: Lease, *, trace: str, at: datetime) -> None:
        self._change(lease)
        self._attempts[trace] = at

    def last_attempt(self, trace: str) -> datetime | None:
        return self._attempts.get(trace)

    def save_receipt(self, lease: Lease, receipt: Receipt) -> None:
        kept = self._cases[lease.case_key].receipt
        self._receipts.add(receipt.trace)
        same = kept is not None and kept.trace == receipt.trace
        self._change(lease, receipt=kept if same else receipt, state=CaseState.CLOSED)

    def set_state(self, lease: Lease, state: CaseState, *, note: str = "") -> None:
        self._change(lease, state=state, note=note)

    def release(self, case_key: str) -> None:
        is_decided = any(decision.case_key == case_key for decision in self._decisions)
        to = CaseState.DELIVERING if is_decided else CaseState.CLAIMED
        self._move(case_key, {CaseState.PARKED, CaseState.CONFLICT}, to)

    def case(self, key: str) -> Case | None:
        return self._cases.get(key)

    def cases(
        self, *, states: Iterable[CaseState] | None = None, system: str | None = None
    ) -> tuple[Case, ...]:
        wanted = None if states is None else set(states)
        return tuple(
            case
            for case in self._cases.values()
            if (wanted is None or case.state in wanted) and system in {None, case.ref.system}
        )

    def reviewed(self, *, scenarios: Iterable[str] | None = None) -> tuple[KeptReview, ...]:
        wanted = None if scenarios is None else set(scenarios)
        return tuple(
            KeptReview(case_key=key, scenario=case.scenario, review_sha256=case.review_sha256)
            for key, case in self._cases.items()
            if case.scenario and case.review_sha256 and (wanted is None or case.scenario in wanted)
        )

    def decide(
        self, *, case_key: str, clerk: str, kind: str, reason: str, opinion: str, at: datetime
    ) -> ClerkDecision:
        decision = ClerkDecision(
            number=len(self._decisions) + 1,
            case_key=case_key,
            clerk=clerk,
            kind=ConclusionKind(DeliveryKind(kind).value),
            reason=reason,
            opinion=opinion,
            decided_at=at,
        )
        self._move(case_key, {CaseState.WAITING_CLERK}, CaseState.DELIVERING)
        self._decisions.append(decision)
        self._cases[case_key] = replace(self._cases[case_key], decision=decision)
        detail = decision_detail(decision)
        self.append_audit(case_key=case_key, actor=clerk, event="decided", detail=detail, at=at)
        return decision

    def undelivered_decisions(self, *, system: str) -> tuple[ClerkDecision, ...]:
        delivering = self.cases(states=[CaseState.DELIVERING], system=system)
        return tuple(case.decision for case in delivering if case.decision is not None)

    def append_audit(
        self, *, case_key: str, actor: str, event: str, detail: Mapping[str, str], at: datetime
    ) -> str:
        last = self._audit[-1] if self._audit else None
        self._audit.append(
            next_entry(last, case_key=case_key, actor=actor, event=event, detail=detail, at=at)
        )
        return self._audit[-1].hash

    def audit_entries(
        self, case_key: str | None = None, *, event: str | None = None
    ) -> tuple[AuditEntry, ...]:
        return tuple(
            entry
            for entry in self._audit
            if case_key in {None, entry.case_key} and event in {None, entry.event}
        )

    def _change(self, lease: Lease, **values: object) -> None:
        if not self.holds(lease):
            raise LeaseLost(lease.case_key)
        case = self._cases[lease.case_key]
        self._cases[lease.case_key] = replace(case, updated_at=self._clock.now(), **values)  # type: ignore[arg-type]

    def _move(self, key: str, allowed: set[CaseState], to: CaseState) -> None:
        if key not in self._cases:
            raise CaseUnknown(key)
        if self._cases[key].state not in allowed:
            raise CaseNotWaiting(key)
        self._cases[key] = replace(self._cases[key], state=to)
