"""What must still be done after a decision is registered once, with the day it is due."""

from dataclasses import replace
from datetime import date

from cases.case import CaseState, DeliveryKind
from cases.follow_ups import FollowUpKind, FollowUpState
from review_points.commitment import Commitment
from review_points.expressions import Expression, parse
from review_points.findings import Effect
from scenarios.plan import Scenario
from tests.cases.offices import World, a_world
from tests.fakes import FakeReader, FakeRegistry, plan_case, small_scenario
from tests.fakes.scenario import IDNO, TYPES, a_certificate, a_letter, a_point


def tolerant(*, tolerate: bool = True, certified: bool = True) -> Scenario:
    """Return a scenario in which the seal on the letter may follow within ten working days."""
    scenario = small_scenario(certified=False)
    seal = a_point("P-04", {"sealed": "is_true(letter.sealed)"}, effect=Effect.TOLERABLE, material="letter")
    later = {name: replace(each, due_workdays=10) for name, each in seal.outcomes.items()}
    points = [replace(seal, outcomes=later) if each.code == "P-04" else each for each in scenario.points]
    made = replace(scenario, points=tuple(points), policy=replace(scenario.policy, tolerate=tolerate))
    return replace(made, certificate=a_certificate(made)) if certified else made


def unsealed(scenario: Scenario) -> World:
    reader = FakeReader()
    return a_world(plan_case(reader, letter=a_letter(sealed=False)), scenario=scenario, reader=reader)


def follow_ups(world: World):
    return world.store.follow_ups.find(case_key=world.system.ref("FZ0001").key)


def decides(world: World, kind: str) -> None:
    case = world.store.case(world.system.ref("FZ0001").key)
    assert case is not None
    world.store.decide(
        case_key=case.ref.key, clerk="陈审批", kind=kind, reason="", opinion="意见", at=world.clock.now()
    )
    assert world.deliver_decisions() == [CaseState.CLOSED]


def test_a_tolerated_fail_is_followed_up_within_its_days():
    world = unsealed(tolerant())
    assert world.work() is CaseState.CLOSED
    assert [entry.kind for entry in world.system.ledger] == [DeliveryKind.APPROVE]
    (found,) = follow_ups(world)
    assert (found.kind, found.state) == (FollowUpKind.TOLERATED, FollowUpState.OPEN)
    assert found.due_on == date(2026, 11, 16)
    assert "请改正" in found.says


def test_a_clerk_who_lets_a_tolerable_fail_through_opens_the_same_follow_up():
    world = unsealed(tolerant(tolerate=False))
    assert world.work() is CaseState.WAITING_CLERK
    assert follow_ups(world) == ()
    decides(world, "approve")
    assert [each.kind for each in follow_ups(world)] == [FollowUpKind.TOLERATED]


def test_a_return_leaves_nothing_to_follow_up():
    world = unsealed(tolerant(tolerate=False))
    world.work()
    decides(world, "return")
    assert follow_ups(world) == ()


def test_a_clean_case_leaves_nothing_to_follow_up():
    world = a_world(scenario=tolerant())
    assert world.work() is CaseState.CLOSED
    assert follow_ups(world) == ()


def refused() -> World:
    world = a_world()
    office = replace(
        world.office,
        desk=replace(world.office.desk, registry=FakeRegistry({"nurses": {IDNO: {"status": "吊销"}}})),
    )
    return replace(world, office=office)


def test_a_drafted_refusal_must_be_reported():
    world = refused()
    assert world.work() is CaseState.WAITING_CLERK
    (found,) = follow_ups(world)
    assert (found.kind, found.due_on) == (FollowUpKind.REFUSAL_REPORT, None)
    assert "follow_up_opened" in world.events()


def test_a_refusal_that_was_drafted_and_decided_is_reported_once():
    world = refused()
    world.work()
    decides(world, "refuse")
    assert [each.kind for each in follow_ups(world)] == [FollowUpKind.REFUSAL_REPORT]
    assert world.events().count("follow_up_opened") == 1


def test_a_clerks_own_refusal_must_be_reported_too():
    world = a_world(scenario=small_scenario(certified=False))
    world.work()
    assert follow_ups(world) == ()
    decides(world, "refuse")
    assert [each.kind for each in follow_ups(world)] == [FollowUpKind.REFUSAL_REPORT]


def test_a_crash_between_receipt_and_follow_up_loses_none_and_makes_no_double():
    world = unsealed(tolerant())
    assert world.work() is CaseState.CLOSED
    first = follow_ups(world)
    world.store.follow_ups._kept.clear()
    assert world.fresh_steps().another_process("robot-2").work() is CaseState.CLOSED
    assert follow_ups(world) == first
    assert world.fresh_steps().another_process("robot-3").work() is CaseState.CLOSED
    assert world.events().count("closed") == 1
    assert follow_ups(world) == first


def committing(*, commit: bool) -> Scenario:
    """Return a scenario in which a signed letter stands in for the identity card."""
    condition = parse("is_true(letter.present) and is_true(letter.signed)", TYPES)
    assert isinstance(condition, Expression)
    scenario = small_scenario(certified=False)
    kept = tuple(each for each in scenario.points if each.code in {"P-04", "P-05"})
    made = replace(
        scenario,
        points=(*kept, a_point("P-06", {"there": "is_true(id_card.present)"})),
        policy=replace(scenario.policy, commit=commit),
        commitment=Commitment(
            letter="letter",
            condition=condition,
            points=frozenset({"P-06"}),
            materials=frozenset({"id_card"}),
            due_workdays=20,
        ),
    )
    return replace(made, certificate=a_certificate(made))


def without_card(scenario: Scenario) -> World:
    reader = FakeReader()
    whole = plan_case(reader)
    return a_world(replace(whole, files=whole.files[1:]), scenario=scenario, reader=reader)


def test_what_was_approved_by_commitment_is_checked_afterwards():
    world = without_card(committing(commit=True))
    assert world.work() is CaseState.CLOSED
    (found,) = follow_ups(world)
    assert (found.kind, found.subject) == (FollowUpKind.PROMISED, "P-06")
    assert found.due_on == date(2026, 11, 30)


def test_a_clerk_confirms_what_rests_on_a_commitment_where_robots_may_not():
    world = without_card(committing(commit=False))
    assert world.work() is CaseState.WAITING_CLERK
    assert [each.code for each in world.review().conclusion.reasons] == ["promised"]
    decides(world, "approve")
    assert [each.kind for each in follow_ups(world)] == [FollowUpKind.PROMISED]


def test_without_the_commitment_the_same_case_is_returned():
    world = without_card(replace(committing(commit=True), commitment=None))
    assert world.work() is CaseState.CLOSED
    assert [entry.kind for entry in world.system.ledger] == [DeliveryKind.RETURN]
