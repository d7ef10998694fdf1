"""Follow-ups and alarms in the business database."""

from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from cases.deadlines import Alarm, Stage
from cases.errors import FollowUpNotOpen
from cases.follow_ups import FollowUp, FollowUpKind, FollowUpState, closing_detail, opening_detail
from cases.storage.chain import extend_chain
from cases.storage.database import Database
from cases.storage.tables import AlarmRow, FollowUpRow


class SqlFollowUps:
    """Implements `cases.ports.FollowUps`."""

    def __init__(self, database: Database) -> None:
        """Work in an open database."""
        self._database = database

    def open(self, follow_up: FollowUp, *, actor: str, at: datetime) -> bool:
        """Open it, in the audit chain too; False when it was opened before, whatever became of it."""
        with self._database.writing() as session:
            self._database.lock_numbering(session)
            if session.get(FollowUpRow, follow_up.id) is not None:
                return False
            session.add(_row(follow_up))
            _note(self._database, session, follow_up, "follow_up_opened", actor, at)
            return True

    def close(self, follow_up_id: str, *, clerk: str, note: str, at: datetime) -> FollowUp:
        """Close it, in the audit chain too; FollowUpNotOpen when there is nothing to close."""
        with self._database.writing() as session:
            done = session.connection().execute(
                update(FollowUpRow)
                .where(
                    col(FollowUpRow.id) == follow_up_id, col(FollowUpRow.state) == FollowUpState.OPEN.value
                )
                .values(
                    state=FollowUpState.CLOSED.value, closed_by=clerk, closed_at=at.isoformat(), note=note
                )
            )
            if done.rowcount != 1:
                raise FollowUpNotOpen(follow_up_id)
            query = select(FollowUpRow).where(col(FollowUpRow.id) == follow_up_id)
            closed = _follow_up(session.exec(query).one())
            _note(self._database, session, closed, "follow_up_closed", clerk, at)
            return closed

    def find(
        self, *, state: FollowUpState | None = None, case_key: str | None = None
    ) -> tuple[FollowUp, ...]:
        """Return them, the one due first in front; those without a term before all others."""
        query = select(FollowUpRow).order_by(
            col(FollowUpRow.due_on).asc().nulls_first(), col(FollowUpRow.opened_on), col(FollowUpRow.id)
        )
        if state is not None:
            query = query.where(col(FollowUpRow.state) == state.value)
        if case_key is not None:
            query = query.where(col(FollowUpRow.case_key) == case_key)
        with self._database.reading() as session:
            return tuple(_follow_up(row) for row in session.exec(query))


class SqlAlarms:
    """Implements `cases.ports.Alarms`."""

    def __init__(self, database: Database) -> None:
        """Work in an open database."""
        self._database = database

    def raise_once(self, alarm: Alarm, *, at: datetime) -> bool:
        """Write the alarm down, in the audit chain too; False when it was raised before."""
        with self._database.writing() as session:
            self._database.lock_numbering(session)
            if session.get(AlarmRow, alarm.id) is not None:
                return False
            session.add(_alarm_row(alarm, at))
            extend_chain(
                self._database,
                session,
                case_key=alarm.case_key,
                actor="clock",
                event="alarm",
                detail=alarm.detail(),
                at=at,
            )
            return True

    def mark_told(self, alarm_id: str) -> None:
        """Note that people were told."""
        with self._database.writing() as session:
            session.connection().execute(
                update(AlarmRow).where(col(AlarmRow.id) == alarm_id).values(told=True)
            )

    def untold(self, *, before: datetime) -> tuple[Alarm, ...]:
        """Return alarms raised before a moment that nobody was told: a crash lay between."""
        query = select(AlarmRow).where(col(AlarmRow.told).is_(False)).order_by(col(AlarmRow.id))
        with self._database.reading() as session:
            return tuple(
                _alarm(row) for row in session.exec(query) if datetime.fromisoformat(row.raised_at) < before
            )


def _note(
    database: Database, session: Session, follow_up: FollowUp, event: str, actor: str, at: datetime
) -> None:
    is_closed = follow_up.state is FollowUpState.CLOSED
    extend_chain(
        database,
        session,
        case_key=follow_up.case_key,
        actor=actor,
        event=event,
        detail=closing_detail(follow_up) if is_closed else opening_detail(follow_up),
        at=at,
    )


def _row(follow_up: FollowUp) -> FollowUpRow:
    return FollowUpRow(
        id=follow_up.id,
        case_key=follow_up.case_key,
        kind=follow_up.kind.value,
        subject=follow_up.subject,
        says=follow_up.says,
        opened_on=follow_up.opened_on.isoformat(),
        due_on=follow_up.due_on.isoformat() if follow_up.due_on else None,
        state=follow_up.state.value,
    )


def _follow_up(row: FollowUpRow) -> FollowUp:
    return FollowUp(
        case_key=row.case_key,
        kind=FollowUpKind(row.kind),
        subject=row.subject,
        says=row.says,
        opened_on=date.fromisoformat(row.opened_on),
        due_on=date.fromisoformat(row.due_on) if row.due_on else None,
        state=FollowUpState(row.state),
        closed_by=row.closed_by,
        closed_at=datetime.fromisoformat(row.closed_at) if row.closed_at else None,
        note=row.note,
    )


def _alarm_row(alarm: Alarm, at: datetime) -> AlarmRow:
    return AlarmRow(
        id=alarm.id,
        case_key=alarm.case_key,
        subject=alarm.subject,
        stage=alarm.stage.value,
        due_on=alarm.due_on.isoformat(),
        says=alarm.says,
        raised_at=at.isoformat(),
    )


def _alarm(row: AlarmRow) -> Alarm:
    return Alarm(
        case_key=row.case_key,
        subject=row.subject,
        stage=Stage(row.stage),
        due_on=date.fromisoformat(row.due_on),
        says=row.says,
    )
