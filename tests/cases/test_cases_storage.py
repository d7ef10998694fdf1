"""What only the databases promise: an audit table nobody can change, and errors without values."""

import sqlite3
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, insert

from cases.audit import verify_chain
from cases.canonical import to_json
from cases.case import CaseRef
from cases.errors import StorageError
from cases.storage import SqlCaseStore
from cases.storage.tables import CaseRow
from tests.fakes import FakeClock

AT = datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
REF = CaseRef(system="old", number="1", item_name="x", applicant="林晓岚")
REF_JSON = to_json(REF).decode()


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "minshen.sqlite"


@pytest.fixture
def store(file):
    store = SqlCaseStore.at(f"sqlite:///{file}", FakeClock())
    for number in range(3):
        store.append_audit(case_key="old:1", actor="robot", event="read", detail={"n": str(number)}, at=AT)
    yield store
    store.database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE minshen_audit SET actor = 'x' WHERE number = 2",
        "DELETE FROM minshen_audit WHERE number = 3",
        "DELETE FROM minshen_audit",
    ],
)
def test_the_audit_table_refuses_every_change(store, file, statement):
    with sqlite3.connect(file) as connection, pytest.raises(sqlite3.DatabaseError, match="append-only"):
        connection.execute(statement)
    assert len(store.audit_entries()) == 3


@pytest.mark.parametrize(
    "change",
    [
        'detail = \'{"n":"7"}\'',
        'detail = \'{"n": "1"}\'',
        "detail = 'broken'",
        "at = '2026-11-02 09:30:00+08:00'",
        "at = 'yesterday'",
        "actor = 'Robot'",
        "case_key = 'old:2'",
        "hash = 'x'",
    ],
)
def test_who_gets_around_the_triggers_is_found_by_any_changed_byte(store, file, change):
    assert verify_chain(store.audit_entries()) == ()
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER minshen_audit_no_UPDATE")
        connection.execute(f"UPDATE minshen_audit SET {change} WHERE number = 2")
    assert [p.where for p in verify_chain(store.audit_entries())][:1] == ["审计记录 2"]


def test_writes_are_flushed_and_wait_for_each_other(store):
    with store.database.reading() as session:
        connection = session.connection()
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}


def test_errors_of_the_driver_come_without_the_values_of_the_statement(store, file):
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE minshen_case")
    with pytest.raises(StorageError) as raised:
        store.claim(REF, owner="a")
    assert "林晓岚" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_damaged_case_is_told_as_such(store, file):
    store.claim(REF, owner="a")
    with sqlite3.connect(file) as connection:
        connection.execute('UPDATE minshen_case SET conclusion = \'{"kind":"approve"}\'')
    with pytest.raises(StorageError, match="记录已损坏"):
        store.case(REF.key)


def test_a_database_of_another_version_is_refused(store, file):
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE minshen_schema SET version = 99")
    with pytest.raises(StorageError, match="99"):
        SqlCaseStore.at(f"sqlite:///{file}", FakeClock())


def test_a_database_that_is_none_is_a_storage_error(tmp_path):
    (tmp_path / "bad.sqlite").write_text("this is no database" * 100)
    with pytest.raises(StorageError):
        SqlCaseStore.at(f"sqlite:///{tmp_path}/bad.sqlite", FakeClock())


def test_more_cases_are_listed_than_a_query_takes_values(store):
    """SQLite was long built with room for 999 values in one statement; PostgreSQL has a limit too."""

    def limit(connection, _record):
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)

    store.database.engine.dispose()
    event.listen(store.database.engine, "connect", limit)
    rows = [
        {"key": f"old:{n:05}", "number": n, "system": "old", "ref": REF_JSON, "state": "claimed"}
        | {"owner": "a", "token": 1, "updated_at": AT.isoformat(), "note": "", "parameters": "{}"}
        for n in range(1, 1201)
    ]
    with store.database.engine.begin() as connection:
        connection.execute(insert(CaseRow), rows)
    assert len(store.cases(system="old")) == 1200
