"""A whole office of fakes, for tests of the flow."""

from dataclasses import dataclass, replace

from cases.case import CaseState
from cases.flow import deliver_decision, work_case
from cases.office import Office
from cases.review import Review, ReviewDesk, review_from_json
from scenarios.plan import Scenario
from tests.fakes import (
    FakeApprovalSystem,
    FakeBook,
    FakeClock,
    FakeDelivery,
    FakeReader,
    FakeRegistry,
    MemoryEvidence,
    MemoryStore,
    PlainSteps,
    RecordingNotifier,
    plan_case,
    small_scenario,
)
from tests.fakes.approval_system import PlannedCase
from tests.fakes.scenario import IDNO

REGISTERS = {"nurses": {IDNO: {"status": "有效"}}}


@dataclass
class World:
    """Everything of one test in one place."""

    office: Office
    system: FakeApprovalSystem
    store: MemoryStore
    evidence: MemoryEvidence
    reader: FakeReader
    registry: FakeRegistry
    clock: FakeClock
    notifier: RecordingNotifier
    steps: PlainSteps

    def work(self, number: str = "FZ0001") -> CaseState:
        return work_case(self.system.ref(number), self.office)

    def deliver_decisions(self) -> list[CaseState]:
        waiting = self.store.undelivered_decisions(system=self.system.name)
        return [deliver_decision(decision, self.office) for decision in waiting]

    def another_process(self, owner: str) -> "World":
        """Return the same world as another process sees it: other owner, the same durable steps."""
        return replace(self, office=replace(self.office, owner=owner))

    def fresh_steps(self) -> "World":
        """Return the same world in a new workflow: nothing of the earlier steps is remembered."""
        steps = PlainSteps()
        return replace(self, steps=steps, office=replace(self.office, steps=steps))

    def review(self, number: str = "FZ0001") -> Review:
        case = self.store.case(self.system.ref(number).key)
        assert case is not None
        assert case.review_sha256 is not None
        return review_from_json(self.evidence.get(case.review_sha256))

    def events(self, number: str = "FZ0001") -> list[str]:
        return [entry.event for entry in self.store.audit_entries(self.system.ref(number).key)]


def a_world(*cases: PlannedCase, scenario: Scenario | None = None, reader: FakeReader | None = None) -> World:
    """Open an office in which everything works and the robot may decide alone."""
    clock, reader = FakeClock(), reader or FakeReader()
    system = FakeApprovalSystem("old", cases or (plan_case(reader),))
    store, evidence, registry = MemoryStore(clock), MemoryEvidence(), FakeRegistry(REGISTERS)
    steps, notifier = PlainSteps(), RecordingNotifier()
    office = Office(
        owner="robot-1",
        steps=steps,
        system=system,
        store=store,
        evidence=evidence,
        reader=reader,
        book=FakeBook(scenario or small_scenario()),
        desk=ReviewDesk(registry=registry, audit_key=b"secret"),
        clock=clock,
        notifier=notifier,
        delivery=FakeDelivery(system, store, evidence, clock),
    )
    return World(office, system, store, evidence, reader, registry, clock, notifier, steps)
