"""Fakes of every port, shared by all tests: small, honest, in memory."""

from tests.fakes.approval_system import FakeApprovalSystem, LedgerEntry, PlannedCase, Trouble
from tests.fakes.clock import FakeClock
from tests.fakes.delivery import FakeDelivery
from tests.fakes.evidence import MemoryEvidence
from tests.fakes.notifier import RecordingNotifier
from tests.fakes.reader import FakeReader
from tests.fakes.registry import FakeRegistry
from tests.fakes.scenario import FakeBook, plan_case, small_scenario
from tests.fakes.steps import KilledError, PlainSteps
from tests.fakes.store import MemoryStore

__all__ = [
    "FakeApprovalSystem",
    "FakeBook",
    "FakeClock",
    "FakeDelivery",
    "FakeReader",
    "FakeRegistry",
    "KilledError",
    "LedgerEntry",
    "MemoryEvidence",
    "MemoryStore",
    "PlainSteps",
    "PlannedCase",
    "RecordingNotifier",
    "Trouble",
    "plan_case",
    "small_scenario",
]
