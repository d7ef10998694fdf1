"""A console over a seeded store: in process for the plain tests, on loopback for the browser."""

from collections.abc import Iterator

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from cases.case import CaseState
from tests.console.province import nurse_case
from tests.console.world import CLOSED, CONFLICT, FIRST, PASSWORD, SECOND, Browser, World, empty_world


@pytest.fixture(scope="session")
def password_hash() -> str:
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    return cheap.hash(PASSWORD)


@pytest.fixture
def world(tmp_path, password_hash) -> Iterator[World]:
    made = empty_world(tmp_path, password_hash)
    made.add(nurse_case(made.evidence, FIRST))
    made.add(nurse_case(made.evidence, SECOND, proposal="approve", name="黄一", age=3))
    made.add(nurse_case(made.evidence, CLOSED, age=10), CaseState.CLOSED)
    made.add(nurse_case(made.evidence, CONFLICT, age=9), CaseState.CONFLICT)
    yield made
    made.cases.database.close()


@pytest.fixture
def visitor(world):
    return Browser(world.app())


@pytest.fixture
def clerk(visitor):
    visitor.log_in("陈审批")
    return visitor
