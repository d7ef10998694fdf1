"""Delivery over the fake old system: every doubt is resolved by looking, never by clicking again at once."""

from dataclasses import replace

import pytest

from bots.delivery import ReadBackDelivery
from bots.stopping import Stopped
from cases.case import CaseState, DeliveryKind, Standing
from cases.errors import DeliveryConflict, DeliveryDoubt, LeaseLost, UnexpectedDialog, WrongCase
from tests.bots.world import intent_for
from tests.fakes import FakeApprovalSystem, FakeClock, MemoryEvidence, MemoryStore, PlannedCase

SETTLE_S = 30.0


class PassingTime:
    """Stands where the stop event stands: waiting moves the clock."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock, self.stops, self.waited = clock, False, 0.0

    def wait(self, seconds: float) -> bool:
        self.clock.move(seconds=seconds)
        self.waited += seconds
        return self.stops


class Desk:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.system = FakeApprovalSystem("old", (PlannedCase(number="FZ1"), PlannedCase(number="FZ2")))
        self.store, self.evidence = MemoryStore(self.clock), MemoryEvidence()
        self.time = PassingTime(self.clock)
        self.delivery = ReadBackDelivery(
            self.system, self.store, self.evidence, self.clock, settle_s=SETTLE_S, stopping=self.time
        )
        self.ref = self.system.ref("FZ1")
        self.intent = intent_for(self.ref)
        self.lease = self.store.claim(self.ref, owner="robot")

    def deliver(self, **changes):
        return self.delivery.deliver(replace(self.intent, **changes), self.lease)

    def events(self) -> list[str]:
        return [entry.event for entry in self.store.audit_entries(self.ref.key)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_decision_is_entered_once_and_closed_with_what_was_read_back(desk):
    receipt = desk.deliver()
    assert len(desk.system.ledger) == 1
    assert (receipt.standing, receipt.acted) == (Standing.OURS, True)
    assert desk.intent.trace in receipt.opinion
    assert desk.evidence.get(receipt.screenshot_sha256)
    assert desk.store.case(desk.ref.key).state is CaseState.CLOSED
    assert desk.store.last_attempt(desk.intent.trace) is not None


def test_delivering_again_finds_our_decision_and_enters_nothing(desk):
    desk.deliver()
    assert not desk.deliver().acted
    assert desk.system.doubles() == []
    assert len(desk.system.ledger) == 1


def test_an_error_after_the_write_is_resolved_by_a_look(desk):
    desk.system.trouble.fails_after_write = 1
    assert desk.deliver().standing is Standing.OURS
    assert len(desk.system.ledger) == 1
    assert desk.time.waited == 0
    assert "delivery_doubt" in desk.events()


def test_after_a_doubt_nobody_clicks_again_before_the_settle_time_is_over(desk):
    desk.system.trouble.fails_before_write = 1
    first = desk.clock.now()
    desk.deliver()
    assert len(desk.system.ledger) == 1
    assert (desk.store.last_attempt(desk.intent.trace) - first).total_seconds() >= SETTLE_S


def test_an_attempt_of_a_robot_that_died_is_waited_for(desk):
    desk.store.save_intent(desk.lease, desk.intent)
    desk.store.record_attempt(desk.lease, trace=desk.intent.trace, at=desk.clock.now())
    looks = []
    late_look = desk.system.look

    def look(intent, evidence):
        looks.append(desk.clock.now())
        if len(looks) == 3:  # the dead robot's write arrives late
            case = desk.system.cases["FZ1"]
            case.state_text, case.opinion = "已通过", intent.opinion
        return late_look(intent, evidence)

    desk.system.look = look
    receipt = desk.deliver()
    assert not receipt.acted
    assert desk.system.ledger == []


def test_a_decision_of_others_is_a_conflict_and_nothing_is_entered(desk):
    desk.system.trouble.decided_by_other.add("FZ1")
    with pytest.raises(DeliveryConflict):
        desk.deliver()
    assert desk.system.ledger == []


def test_the_same_kind_of_decision_without_our_trace_is_not_ours(desk):
    desk.system.cases["FZ1"].state_text, desk.system.cases["FZ1"].opinion = "已通过", "同意"
    with pytest.raises(DeliveryConflict):
        desk.deliver()


def test_a_case_that_is_gone_is_a_conflict(desk):
    ref = replace(desk.ref, number="FZ404")
    lease = desk.store.claim(ref, owner="robot")
    with pytest.raises(DeliveryConflict):
        desk.delivery.deliver(replace(intent_for(ref), kind=DeliveryKind.RETURN), lease)
    assert desk.system.ledger == []


def test_another_case_on_the_page_stops_everything(desk):
    desk.system.trouble.wrong_case = 1
    with pytest.raises(WrongCase):
        desk.deliver()
    assert desk.system.ledger == []


def test_a_robot_that_lost_its_lease_does_not_act(desk):
    desk.store.save_intent(desk.lease, desk.intent)
    desk.store.claim(desk.ref, owner="another robot")
    with pytest.raises(LeaseLost):
        desk.deliver()
    assert desk.system.ledger == []


def test_a_lease_lost_while_the_page_opens_keeps_the_control_untouched(desk):
    act = desk.system.act

    def slow_act(intent, evidence, permit):
        desk.store.claim(desk.ref, owner="another robot")
        act(intent, evidence, permit)

    desk.system.act = slow_act
    with pytest.raises(LeaseLost):
        desk.deliver()
    assert desk.system.ledger == []


def test_an_undeclared_dialog_is_noted_with_its_evidence_and_not_tried_again(desk):
    desk.system.trouble.dialog = 1
    with pytest.raises(UnexpectedDialog):
        desk.deliver()
    assert desk.system.ledger == []
    assert desk.events() == ["unexpected_dialog"]


def test_doubt_without_end_is_told_and_bounded(desk):
    desk.system.trouble.fails_before_write = 99
    with pytest.raises(DeliveryDoubt):
        desk.deliver()
    assert desk.system.trouble.fails_before_write >= 97
    assert desk.system.ledger == []


def test_a_stopping_robot_leaves_the_case_as_it_stands(desk):
    desk.system.trouble.fails_before_write = 1
    desk.time.stops = True
    with pytest.raises(Stopped):
        desk.deliver()
    assert desk.store.case(desk.ref.key).state is CaseState.DELIVERING


def test_the_intent_is_written_down_before_the_first_look(desk):
    def look(intent, evidence):
        assert desk.store.open_intent(desk.ref.key) == desk.intent
        raise WrongCase("seen")

    desk.system.look = look
    with pytest.raises(WrongCase):
        desk.deliver()
