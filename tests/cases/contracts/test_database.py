"""What both kinds of database promise about the audit table."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from cases.errors import StorageError
from cases.storage import SqlCaseStore
from cases.storage.database import Database
from tests.fakes import FakeClock

AT = datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE minshen_audit SET actor = 'x'",
        "DELETE FROM minshen_audit",
        "DELETE FROM minshen_audit WHERE number = 1",
    ],
)
def test_no_statement_changes_or_removes_an_entry(database: Database, statement: str):
    store = SqlCaseStore(database, FakeClock())
    store.append_audit(case_key="old:1", actor="robot", event="read", detail={}, at=AT)
    before = store.audit_entries()
    with pytest.raises(StorageError), database.writing() as session:
        session.connection().execute(text(statement))
    assert store.audit_entries() == before


def test_opening_twice_is_harmless(database: Database):
    again = Database(database.engine.url.render_as_string(hide_password=False))
    store = SqlCaseStore(again, FakeClock())
    store.append_audit(case_key="old:1", actor="robot", event="read", detail={}, at=AT)
    assert len(store.audit_entries("old:1")) >= 1
    again.close()


def write_and_fail(database: Database) -> None:
    with database.writing() as session:
        session.connection().execute(
            text("INSERT INTO minshen_user VALUES ('gone', 'x', 'clerk', 'h', false, '2026')")
        )
        session.connection().execute(text("INSERT INTO no_such_table VALUES (1)"))


def test_a_failed_transaction_leaves_nothing_behind(database: Database):
    store = SqlCaseStore(database, FakeClock())
    before = len(store.audit_entries())
    with pytest.raises(StorageError):
        write_and_fail(database)
    with database.reading() as session:
        rows = session.connection().execute(text("SELECT 1 FROM minshen_user WHERE username = 'gone'"))
        assert rows.all() == []
    assert len(store.audit_entries()) == before
