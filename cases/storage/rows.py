"""Rows to dataclasses and back."""

from dataclasses import replace
from datetime import UTC, datetime

from cases.audit import AuditEntry
from cases.canonical import from_json, to_json
from cases.case import Case, CaseRef, CaseState, ClerkDecision, Intent, Lease, Receipt, Submission
from cases.errors import StorageError
from cases.storage.tables import AuditRow, CaseRow, DecisionRow, IntentRow, ReceiptRow
from cases.stored_conclusion import conclusion_from_json
from review_points.conclude import ConclusionKind


def case_of(row: CaseRow, decision: DecisionRow | None, receipt: ReceiptRow | None) -> Case:
    """Build a case from its rows; raises StorageError when they were damaged or tampered with."""
    try:
        return _case(row, decision, receipt)
    except ValueError as error:
        raise StorageError(f"办件 {row.key} 的记录已损坏") from error


def _case(row: CaseRow, decision: DecisionRow | None, receipt: ReceiptRow | None) -> Case:
    return Case(
        ref=from_json(CaseRef, row.ref),
        state=CaseState(row.state),
        lease=lease_of(row),
        scenario=row.scenario,
        submission=from_json(Submission, row.submission) if row.submission else None,
        conclusion=conclusion_from_json(row.conclusion) if row.conclusion else None,
        review_sha256=row.review_sha256,
        decision=decision_of(decision) if decision else None,
        receipt=receipt_of(receipt) if receipt else None,
        note=row.note,
        updated_at=datetime.fromisoformat(row.updated_at),
        parameters=from_json(dict[str, str], row.parameters),
    )


def lease_of(row: CaseRow) -> Lease:
    """Build the newest lease of a case."""
    return Lease(case_key=row.key, owner=row.owner, token=row.token)


def decision_of(row: DecisionRow) -> ClerkDecision:
    """Build a clerk's decision from its row."""
    return ClerkDecision(
        number=row.number or 0,
        case_key=row.case_key,
        clerk=row.clerk,
        kind=ConclusionKind(row.kind),
        reason=row.reason,
        opinion=row.opinion,
        decided_at=datetime.fromisoformat(row.decided_at),
    )


def intent_row(intent: Intent, written_at: datetime) -> IntentRow:
    """Build the row of an intent."""
    return IntentRow(
        trace=intent.trace,
        case_key=intent.case_key,
        intent=to_json(intent).decode(),
        written_at=written_at.isoformat(),
    )


def intent_of(row: IntentRow) -> Intent:
    """Build an intent from its row."""
    return from_json(Intent, row.intent)


def receipt_row(receipt: Receipt) -> ReceiptRow:
    """Build the row of a receipt."""
    return ReceiptRow(trace=receipt.trace, case_key=receipt.case_key, receipt=to_json(receipt).decode())


def receipt_of(row: ReceiptRow) -> Receipt:
    """Build a receipt from its row."""
    return from_json(Receipt, row.receipt)


def audit_row(entry: AuditEntry) -> AuditRow:
    """Build the row of an audit entry."""
    return AuditRow(
        number=entry.number,
        case_key=entry.case_key,
        actor=entry.actor,
        event=entry.event,
        detail=to_json(dict(entry.detail)).decode(),
        at=entry.at.isoformat(),
        previous=entry.previous,
        hash=entry.hash,
    )


def audit_entry_of(row: AuditRow) -> AuditEntry:
    """Build an audit entry from its row; one whose row was tampered with in any byte gets no hash."""
    try:
        entry = _audit_entry(row)
    except ValueError:
        return _unreadable(row)
    same = audit_row(entry) == row
    return entry if same else replace(entry, hash="")


def _audit_entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        case_key=row.case_key,
        actor=row.actor,
        event=row.event,
        detail=from_json(dict[str, str], row.detail),
        at=datetime.fromisoformat(row.at),
        previous=row.previous,
        hash=row.hash,
    )


def _unreadable(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        case_key=row.case_key,
        actor=row.actor,
        event=row.event,
        detail={},
        at=datetime.min.replace(tzinfo=UTC),
        previous=row.previous,
        hash="",
    )
