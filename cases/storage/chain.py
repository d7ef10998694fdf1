"""Extending the audit chain within a transaction that also does what the entry says."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from cases.audit import next_entry
from cases.storage import rows
from cases.storage.database import Database
from cases.storage.tables import AuditRow


def extend_chain(
    database: Database,
    session: Session,
    *,
    case_key: str,
    actor: str,
    event: str,
    detail: Mapping[str, str],
    at: datetime,
) -> str:
    """Put one entry at the end of the chain, as part of the transaction, and return its hash."""
    database.lock_numbering(session)
    newest = session.exec(select(AuditRow).order_by(col(AuditRow.number).desc()).limit(1)).first()
    last = rows.audit_entry_of(newest) if newest else None
    entry = next_entry(last, case_key=case_key, actor=actor, event=event, detail=detail, at=at)
    session.add(rows.audit_row(entry))
    return entry.hash
