"""Every real kind of a port, and its fake, by name."""

import os
import uuid
from collections.abc import Callable, Iterator

import psycopg
import pytest

from cases.storage import SqlCaseStore
from cases.storage.database import Database
from tests.fakes import FakeClock, MemoryStore

ADMIN_URL = os.environ.get("MINSHEN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A fresh database on the PostgreSQL of this machine, dropped at the end."""
    name = f"minshen_test_{uuid.uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(ADMIN_URL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        required = os.environ.get("MINSHEN_REQUIRE_POSTGRES") == "1"
        tell = pytest.fail if required else pytest.skip
        where = ADMIN_URL.rpartition("@")[2]
        tell(f"no PostgreSQL at {where} (set MINSHEN_TEST_POSTGRES): {type(error).__name__}")
    admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{ADMIN_URL.rpartition('/')[0]}/{name}"
    finally:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.close()


@pytest.fixture(
    params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    ids=lambda kind: str(kind),
)
def open_store(request: pytest.FixtureRequest, tmp_path) -> Iterator[Callable[[], object]]:
    """A function that opens the same store once more, as another process would."""
    clock = FakeClock()
    memory = MemoryStore(clock)
    opened: list[SqlCaseStore] = []
    url = f"sqlite:///{tmp_path}/minshen.sqlite"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")

    def open_once_more() -> object:
        if request.param == "memory":
            return memory
        opened.append(SqlCaseStore.at(url, clock))
        return opened[-1]

    yield open_once_more
    for store in opened:
        store.database.close()


@pytest.fixture
def store(open_store):
    return open_store()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path) -> Iterator[Database]:
    """Each kind of database, for what lives only there."""
    sqlite = f"sqlite:///{tmp_path}/minshen.sqlite"
    opened = Database(request.getfixturevalue("postgres_url") if request.param == "postgres" else sqlite)
    yield opened
    opened.close()
