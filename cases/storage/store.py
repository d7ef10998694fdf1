"""The store of cases: every method one transaction, every write fenced by the lease's token."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from cases.audit import AuditEntry
from cases.canonical import to_json
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
from cases.decided import decision_detail
from cases.errors import CaseNotWaiting, CaseUnknown, LeaseLost
from cases.ports import Clock
from cases.storage import rows
from cases.storage.chain import extend_chain
from cases.storage.database import Database
from cases.storage.follow_ups import SqlAlarms, SqlFollowUps
from cases.storage.tables import AuditRow, CaseRow, DecisionRow, IntentRow, ReceiptRow

_KEYS_A_QUERY = 900
"""Databases take so many values in one query and not many more: SQLite was built with 999 for long."""


class SqlCaseStore:
    """CaseStore on SQLite or PostgreSQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.follow_ups = SqlFollowUps(database)
        self.alarms = SqlAlarms(database)
        self._clock = clock

    @classmethod
    def at(cls, url: str, clock: Clock) -> "SqlCaseStore":
        """Open the store in the database of that address."""
        return cls(Database(url), clock)

    def claim(self, ref: CaseRef, *, owner: str) -> Lease:
        """Take the case with a token higher than any before; the same owner claiming twice gets the same."""
        with self.database.writing() as session:
            row = self._locked_case(session, ref.key)
            if row is None:
                self.database.lock_numbering(session)
                row = self._locked_case(session, ref.key) or self._new_case(session, ref, owner)
            if row.owner != owner:
                row.owner, row.token, row.updated_at = owner, row.token + 1, self._now()
            session.add(row)
            return rows.lease_of(row)

    def holds(self, lease: Lease) -> bool:
        """Tell whether the lease is still the newest."""
        with self.database.reading() as session:
            row = session.get(CaseRow, lease.case_key)
            return row is not None and rows.lease_of(row) == lease

    def save_submission(self, lease: Lease, submission: Submission) -> None:
        """Keep what was handed in."""
        with self.database.writing() as session:
            self._fenced(session, lease, submission=to_json(submission).decode())

    def save_review(self, lease: Lease, *, scenario: str, review_sha256: str, conclusion_json: str) -> None:
        """Keep the conclusion and where its review lies."""
        with self.database.writing() as session:
            self._fenced(
                session,
                lease,
                scenario=scenario,
                review_sha256=review_sha256,
                conclusion=conclusion_json,
                state=CaseState.REVIEWED.value,
            )

    def save_intent(self, lease: Lease, intent: Intent) -> Intent:
        """Write the intent down; when one is there for this trace already, return that one."""
        with self.database.writing() as session:
            self._fenced(session, lease, state=CaseState.DELIVERING.value)
            row = session.get(IntentRow, intent.trace)
            if row is None:
                session.add(rows.intent_row(intent, self._clock.now()))
                return intent
            return rows.intent_of(row)

    def intent(self, trace: str) -> Intent | None:
        """Return the intent of that trace."""
        with self.database.reading() as session:
            row = session.get(IntentRow, trace)
            return rows.intent_of(row) if row else None

    def open_intent(self, case_key: str) -> Intent | None:
        """Return the newest intent of a case that no receipt confirms."""
        confirmed = select(ReceiptRow.trace).where(col(ReceiptRow.case_key) == case_key)
        query = (
            select(IntentRow)
            .where(col(IntentRow.case_key) == case_key, col(IntentRow.trace).not_in(confirmed))
            .order_by(col(IntentRow.written_at).desc())
        )
        with self.database.reading() as session:
            row = session.exec(query).first()
            return rows.intent_of(row) if row else None

    def record_attempt(self, lease: Lease, *, trace: str, at: datetime) -> None:
        """Write down, flushed, that the deciding control is about to be used; LeaseLost when it was lost."""
        with self.database.writing() as session:
            self._fenced(session, lease)
            session.connection().execute(
                update(IntentRow).where(col(IntentRow.trace) == trace).values(attempted_at=at.isoformat())
            )

    def last_attempt(self, trace: str) -> datetime | None:
        """Return when the deciding control was last about to be used for this intent."""
        with self.database.reading() as session:
            row = session.get(IntentRow, trace)
            return datetime.fromisoformat(row.attempted_at) if row and row.attempted_at else None

    def save_receipt(self, lease: Lease, receipt: Receipt) -> None:
        """Keep the receipt and close the case; a receipt that is there already stays as it is."""
        with self.database.writing() as session:
            self._fenced(session, lease, state=CaseState.CLOSED.value)
            if session.get(ReceiptRow, receipt.trace) is None:
                session.add(rows.receipt_row(receipt))

    def set_state(self, lease: Lease, state: CaseState, *, note: str = "") -> None:
        """Move the case on; refused when the lease was lost."""
        with self.database.writing() as session:
            self._fenced(session, lease, state=state.value, note=note)

    def release(self, case_key: str) -> None:
        """Give a parked or conflicting case back: a clerk's decision is delivered, else it is worked on."""
        stopped = (CaseState.PARKED.value, CaseState.CONFLICT.value)
        decided = select(DecisionRow.number).where(col(DecisionRow.case_key) == case_key)
        with self.database.writing() as session:
            is_decided = session.exec(decided).first() is not None
            to = CaseState.DELIVERING if is_decided else CaseState.CLAIMED
            self._move(session, case_key, stopped, to)

    def case(self, key: str) -> Case | None:
        """Return one case."""
        with self.database.reading() as session:
            row = session.get(CaseRow, key)
            return self._cases(session, [row])[0] if row else None

    def cases(
        self, *, states: Iterable[CaseState] | None = None, system: str | None = None
    ) -> tuple[Case, ...]:
        """Return cases, the oldest first."""
        query = select(CaseRow).order_by(col(CaseRow.number))
        if states is not None:
            query = query.where(col(CaseRow.state).in_([state.value for state in states]))
        if system is not None:
            query = query.where(col(CaseRow.system) == system)
        with self.database.reading() as session:
            return self._cases(session, session.exec(query).all())

    def reviewed(self, *, scenarios: Iterable[str] | None = None) -> tuple[KeptReview, ...]:
        """Say of every case that was reviewed where its last review lies, the oldest case first."""
        query = (
            select(CaseRow.key, CaseRow.scenario, CaseRow.review_sha256)
            .where(col(CaseRow.review_sha256).is_not(None), col(CaseRow.scenario).is_not(None))
            .order_by(col(CaseRow.number))
        )
        if scenarios is not None:
            query = query.where(col(CaseRow.scenario).in_(list(scenarios)))
        with self.database.reading() as session:
            return tuple(
                KeptReview(case_key=key, scenario=str(scenario), review_sha256=str(digest))
                for key, scenario, digest in session.exec(query)
            )

    def decide(
        self, *, case_key: str, clerk: str, kind: str, reason: str, opinion: str, at: datetime
    ) -> ClerkDecision:
        """Record what a clerk decided, in the audit chain too; refused unless the case waits for a clerk."""
        row = DecisionRow(
            case_key=case_key,
            clerk=clerk,
            kind=DeliveryKind(kind).value,
            reason=reason,
            opinion=opinion,
            decided_at=at.isoformat(),
        )
        with self.database.writing() as session:
            self._move(session, case_key, (CaseState.WAITING_CLERK.value,), CaseState.DELIVERING)
            session.add(row)
            session.flush()
            decision = rows.decision_of(row)
            detail = decision_detail(decision)
            extend_chain(
                self.database,
                session,
                case_key=case_key,
                actor=clerk,
                event="decided",
                detail=detail,
                at=at,
            )
            return decision

    def undelivered_decisions(self, *, system: str) -> tuple[ClerkDecision, ...]:
        """Return decisions of clerks that no receipt confirms yet."""
        delivering = self.cases(states=[CaseState.DELIVERING], system=system)
        return tuple(case.decision for case in delivering if case.decision is not None)

    def append_audit(
        self, *, case_key: str, actor: str, event: str, detail: Mapping[str, str], at: datetime
    ) -> str:
        """Extend the hash chain by one entry and return its hash."""
        with self.database.writing() as session:
            return extend_chain(
                self.database, session, case_key=case_key, actor=actor, event=event, detail=detail, at=at
            )

    def audit_entries(
        self, case_key: str | None = None, *, event: str | None = None
    ) -> tuple[AuditEntry, ...]:
        """Return the entries of the chain in order, of one case or one kind of event when told."""
        query = select(AuditRow).order_by(col(AuditRow.number))
        if case_key is not None:
            query = query.where(col(AuditRow.case_key) == case_key)
        if event is not None:
            query = query.where(col(AuditRow.event) == event)
        with self.database.reading() as session:
            return tuple(rows.audit_entry_of(row) for row in session.exec(query))

    def _locked_case(self, session: Session, key: str) -> CaseRow | None:
        return session.exec(select(CaseRow).where(col(CaseRow.key) == key).with_for_update()).first()

    def _new_case(self, session: Session, ref: CaseRef, owner: str) -> CaseRow:
        last = session.exec(select(func.max(col(CaseRow.number)))).one() or 0
        return CaseRow(
            key=ref.key,
            number=last + 1,
            system=ref.system,
            ref=to_json(ref).decode(),
            state=CaseState.CLAIMED.value,
            owner=owner,
            token=1,
            updated_at=self._now(),
        )

    def _fenced(self, session: Session, lease: Lease, **values: str) -> None:
        """Write into the case's row, if and only if the lease is still the newest."""
        done = session.connection().execute(
            update(CaseRow)
            .where(
                col(CaseRow.key) == lease.case_key,
                col(CaseRow.token) == lease.token,
                col(CaseRow.owner) == lease.owner,
            )
            .values(updated_at=self._now(), **values)
        )
        if done.rowcount != 1:
            raise LeaseLost(lease.case_key)

    def _move(self, session: Session, key: str, allowed: tuple[str, ...], to: CaseState) -> None:
        """Change a case's state from outside a robot, if and only if it is in one of the allowed ones."""
        done = session.connection().execute(
            update(CaseRow)
            .where(col(CaseRow.key) == key, col(CaseRow.state).in_(allowed))
            .values(state=to.value, updated_at=self._now())
        )
        if done.rowcount == 1:
            return
        if session.get(CaseRow, key) is None:
            raise CaseUnknown(key)
        raise CaseNotWaiting(key)

    def _cases(self, session: Session, found: Iterable[CaseRow]) -> tuple[Case, ...]:
        """Build the cases with each one's last decision and last receipt."""
        case_rows = list(found)
        decisions: dict[str, DecisionRow] = {}
        receipts: dict[str, ReceiptRow] = {}
        for start in range(0, len(case_rows), _KEYS_A_QUERY):
            keys = [row.key for row in case_rows[start : start + _KEYS_A_QUERY]]
            decided = select(DecisionRow).where(col(DecisionRow.case_key).in_(keys))
            decisions |= {
                row.case_key: row for row in session.exec(decided.order_by(col(DecisionRow.number)))
            }
            entered = select(ReceiptRow).where(col(ReceiptRow.case_key).in_(keys))
            receipts |= {row.case_key: row for row in session.exec(entered)}
        return tuple(rows.case_of(row, decisions.get(row.key), receipts.get(row.key)) for row in case_rows)

    def _now(self) -> str:
        return self._clock.now().isoformat()
