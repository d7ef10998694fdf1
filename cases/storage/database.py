"""Opening the database: the same transactions on SQLite and PostgreSQL, an audit table nobody can change."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, create_engine, select

from cases.errors import StorageError
from cases.storage import tables

_NUMBERING_LOCK = 0x4D53_4155
_SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS minshen_audit_no_{verb} BEFORE {verb} ON minshen_audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION minshen_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit chain is append-only'; END $$
"""
_POSTGRES_TRIGGER = """
CREATE OR REPLACE TRIGGER minshen_audit_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON minshen_audit
FOR EACH STATEMENT EXECUTE FUNCTION minshen_audit_is_append_only()
"""


class Database:
    """A connection pool with two kinds of transactions: reading, and writing (alone on SQLite)."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writing_engine = self.engine.execution_options(minshen_writes=True)
        with translated():
            self._create()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that only reads."""
        with translated(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that writes; it is committed and flushed to disk at the end."""
        with translated(), Session(self._writing_engine) as session, session.begin():
            yield session

    def lock_numbering(self, session: Session) -> None:
        """Let nobody else number a case or extend the audit chain until this transaction ends."""
        if not self.is_sqlite:
            session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _NUMBERING_LOCK})

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def _create(self) -> None:
        with self._writing_engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _NUMBERING_LOCK})
            SQLModel.metadata.create_all(connection, tables=_own_tables())
            for statement in self._triggers():
                connection.execute(text(statement))
            _check_version(connection)

    def _triggers(self) -> tuple[str, ...]:
        if self.is_sqlite:
            return tuple(_SQLITE_TRIGGER.format(verb=verb) for verb in ("UPDATE", "DELETE"))
        return (_POSTGRES_FUNCTION, _POSTGRES_TRIGGER)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into StorageError, without the values that stood in the statement."""
    try:
        yield
    except SQLAlchemyError as error:
        origin = getattr(error, "orig", None)
        raise StorageError(f"{type(error).__name__}: {type(origin).__name__}") from None


def _own_tables() -> list[Any]:
    return [table for name, table in SQLModel.metadata.tables.items() if name.startswith("minshen_")]


def _check_version(connection: Connection) -> None:
    with Session(connection) as session:
        row = session.exec(select(tables.SchemaRow)).first()
        if row is None:
            session.add(tables.SchemaRow(version=tables.SCHEMA_VERSION))
            session.flush()
        elif row.version != tables.SCHEMA_VERSION:
            raise StorageError(f"库结构版本为 {row.version}，程序需要 {tables.SCHEMA_VERSION}")


def _engine(url: str) -> Engine:
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    path = url.partition(":///")[2]
    if not path:
        engine = create_engine(url, hide_parameters=True, poolclass=StaticPool)
    else:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Full flushes: an intent or an attempt that was written down must survive a power cut."""
    connection.isolation_level = None
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the beginning: a reader that turns writer in the middle could not wait."""
    writes = connection.get_execution_options().get("minshen_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
