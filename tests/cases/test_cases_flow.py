"""The road of one case: every fork of it, every crash on it, and what the ledger says afterwards."""

import pytest
from offices import a_world

from cases import errors
from cases.audit import verify_chain
from cases.case import CaseState, DeliveryKind
from cases.flow import park
from cases.verify import verify_all, verify_case
from review_points.approval import Autonomy
from tests.fakes import FakeBook, FakeReader, KilledError, plan_case, small_scenario
from tests.fakes.approval_system import PlannedCase
from tests.fakes.scenario import a_letter, an_id_card

KEY = "old:FZ0001"


def world_of(**case):
    reader = FakeReader()
    return a_world(plan_case(reader, **case), reader=reader)


def test_a_clean_case_is_approved_delivered_and_proven():
    world = a_world()
    assert world.work() is CaseState.CLOSED
    (entry,) = world.system.ledger
    case = world.store.case(KEY)
    assert (entry.number, entry.kind) == ("FZ0001", DeliveryKind.APPROVE)
    assert entry.opinion == f"经审查，符合条件，同意。〔闽审 {case.receipt.trace}〕"
    assert case.receipt.acted
    assert world.events() == ["claimed", "submitted", "reviewed", "intent", "closed"]
    assert verify_chain(world.store.audit_entries()) == ()
    assert verify_all(store=world.store, evidence=world.evidence) == ()


def test_a_case_with_curable_faults_is_returned_with_all_of_them_at_once():
    world = world_of(id_card=an_id_card(valid_to="2026-11-01"), letter=a_letter(sealed=False))
    assert world.work() is CaseState.CLOSED
    (entry,) = world.system.ledger
    assert entry.kind is DeliveryKind.RETURN
    assert "P-03 不符" in entry.opinion
    assert "P-04 不符" in entry.opinion
    assert entry.opinion.startswith("请补正。\n一次性告知书")


def test_a_refusal_is_drafted_and_goes_to_a_clerk():
    world = a_world()
    world.registry.records["nurses"] = {k: {"status": "注销"} for k in world.registry.records["nurses"]}
    assert world.work() is CaseState.WAITING_CLERK
    assert world.system.ledger == []
    assert "P-05 不符" in world.review().words.opinion


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        (small_scenario(autonomy=Autonomy.ASSIST), "assist"),
        (small_scenario(autonomy=Autonomy.SHADOW), "shadow"),
        (small_scenario(certified=False), "no_certificate"),
        (small_scenario(audit_rate=1.0), "audit_sample"),
    ],
)
def test_without_leave_to_act_alone_a_clerk_decides_on_the_robots_draft(scenario, reason):
    world = a_world(scenario=scenario)
    assert world.work() is CaseState.WAITING_CLERK
    assert world.system.ledger == []
    case = world.store.case(KEY)
    assert [r.code for r in case.conclusion.reasons] == [reason]
    assert case.conclusion.proposal.value == "approve"
    assert world.review().words.opinion == "经审查，符合条件，同意。"


def test_a_register_that_is_down_hands_the_case_over():
    world = a_world()
    world.registry.down.add("nurses")
    assert world.work() is CaseState.WAITING_CLERK
    assert "unread" in {r.code for r in world.store.case(KEY).conclusion.reasons}


def test_a_cut_download_hands_the_case_over_and_is_never_called_missing():
    world = a_world()
    world.system.trouble.cut_short = 1
    assert world.work() is CaseState.WAITING_CLERK
    case = world.store.case(KEY)
    assert "incomplete_submission" in {r.code for r in case.conclusion.reasons}
    assert case.conclusion.deficiencies == ()


def test_without_a_scenario_in_force_a_clerk_decides():
    world = a_world()
    world.office.book.scenario = None
    assert world.work() is CaseState.WAITING_CLERK
    assert "没有适用的场景" in world.store.case(KEY).note


def test_the_scenario_is_chosen_by_the_day_of_receipt():
    world = a_world()
    world.clock.move(days=40)
    world.work()
    assert isinstance(world.office.book, FakeBook)
    assert world.office.book.asked_for == [world.system.cases["FZ0001"].received_on]


def test_people_are_told_without_personal_data():
    world = a_world(scenario=small_scenario(autonomy=Autonomy.ASSIST))
    world.work()
    ((subject, text),) = world.notifier.sent
    assert subject == "有办件待人工审查"
    assert "FZ0001" in text
    assert "林晓岚" not in text


def test_the_audit_chain_holds_no_personal_data():
    world = a_world()
    world.work()
    told = " ".join(value for entry in world.store.audit_entries() for value in entry.detail.values())
    assert "林晓岚" not in told
    assert "3501" not in told


def test_a_clerks_decision_is_delivered_and_closed():
    world = a_world(scenario=small_scenario(autonomy=Autonomy.ASSIST))
    world.work()
    world.store.decide(
        case_key=KEY,
        clerk="chen",
        kind="return",
        reason="印章不清",
        opinion="请补盖公章",
        at=world.clock.now(),
    )
    assert world.deliver_decisions() == [CaseState.CLOSED]
    (entry,) = world.system.ledger
    assert entry.kind is DeliveryKind.RETURN
    assert entry.opinion.startswith("请补盖公章〔闽审 ")
    assert world.deliver_decisions() == []
    assert verify_case(KEY, store=world.store, evidence=world.evidence) == ()


def test_when_somebody_else_decided_the_robot_writes_nothing_and_calls_a_clerk():
    world = a_world()
    world.system.trouble.decided_by_other.add("FZ0001")
    assert world.work() is CaseState.CONFLICT
    assert world.system.ledger == []
    assert world.notifier.sent[-1][0] == "办件已由他人办结"


def test_a_case_that_waits_for_a_clerk_is_not_worked_on_again():
    world = a_world(scenario=small_scenario(autonomy=Autonomy.ASSIST))
    world.work()
    before = list(world.reader.read_names)
    assert world.fresh_steps().work() is CaseState.WAITING_CLERK
    assert world.reader.read_names == before


def test_a_closed_case_listed_again_is_left_alone():
    world = a_world()
    world.work()
    assert world.fresh_steps().work() is CaseState.CLOSED
    assert len(world.system.ledger) == 1


STEPS = ("admit", "collect", "review", "deliver")


@pytest.mark.parametrize("when", ["kill_before", "kill_after"])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("owner", ["robot-1", "robot-2"])
def test_a_kill_at_any_step_boundary_loses_nothing_and_doubles_nothing(when, step, owner):
    world = a_world()
    names = [name for name in _names_of_a_whole_run() if name.startswith(step)]
    setattr(world.steps, when, names[0])
    with pytest.raises(KilledError):
        world.work()
    assert world.another_process(owner).work() is CaseState.CLOSED
    assert [entry.kind for entry in world.system.ledger] == [DeliveryKind.APPROVE]
    assert verify_all(store=world.store, evidence=world.evidence) == ()


def _names_of_a_whole_run() -> list[str]:
    world = a_world()
    world.work()
    return world.steps.ran


def test_a_write_answered_by_an_error_page_is_looked_up_and_not_repeated():
    world = a_world()
    world.system.trouble.fails_after_write = 1
    with pytest.raises(errors.DeliveryDoubt):
        world.work()
    assert world.work() is CaseState.CLOSED
    assert len(world.system.ledger) == 1
    assert not world.store.case(KEY).receipt.acted


def test_a_begun_delivery_is_finished_as_it_was_decided_even_on_another_day():
    world = a_world()
    world.system.trouble.fails_after_write = 1
    with pytest.raises(errors.DeliveryDoubt):
        world.work()
    world.clock.move(days=3)
    world.registry.down.add("nurses")
    assert world.fresh_steps().work() is CaseState.CLOSED
    assert len(world.system.ledger) == 1


def test_a_crash_between_receipt_and_chain_is_made_good_at_the_next_visit():
    world = a_world()
    world.work()
    world.store._audit = [e for e in world.store._audit if e.event != "closed"]
    assert world.fresh_steps().work() is CaseState.CLOSED
    assert world.events()[-1] == "closed"


def test_a_robot_whose_case_was_taken_over_does_not_act():
    world = a_world()

    def taken_over(_name: str) -> None:
        world.store.claim(world.system.ref("FZ0001"), owner="robot-2")

    world.reader.before_reading = taken_over
    with pytest.raises(errors.LeaseLost):
        world.work()
    assert world.system.ledger == []


def test_errors_of_the_old_system_leave_the_flow_typed():
    world = a_world()
    world.system.trouble.session_lost = 1
    with pytest.raises(errors.SessionLost):
        world.work()
    assert world.work() is CaseState.CLOSED


def test_a_parked_case_waits_for_a_person_and_can_be_given_back():
    world = a_world()
    world.system.trouble.dialog = 1
    with pytest.raises(errors.UnexpectedDialog) as raised:
        world.work()
    park(world.system.ref("FZ0001"), world.office, raised.value)
    assert world.store.case(KEY).state is CaseState.PARKED
    assert world.fresh_steps().work() is CaseState.PARKED
    world.store.release(KEY)
    assert world.fresh_steps().work() is CaseState.CLOSED
    assert len(world.system.ledger) == 1


def test_a_case_that_another_robot_has_by_now_is_not_parked_over_its_head():
    world = a_world()
    world.work()
    ref = world.system.ref("FZ0001")
    lease = world.store.claim(ref, owner="robot-2")
    park(ref, world.office, errors.PageTimeout())
    assert world.store.case(KEY).state is CaseState.CLOSED
    assert world.store.holds(lease)


def test_what_a_clerk_decided_is_not_reviewed_over_while_the_old_list_still_shows_the_case():
    world = a_world(scenario=small_scenario(autonomy=Autonomy.ASSIST))
    world.work()
    world.store.decide(
        case_key=KEY, clerk="chen", kind="return", reason="缺页", opinion="请补", at=world.clock.now()
    )
    before = world.store.case(KEY)
    assert world.fresh_steps().work() is CaseState.DELIVERING
    assert world.store.case(KEY).review_sha256 == before.review_sha256
    assert world.deliver_decisions() == [CaseState.CLOSED]
    assert [entry.kind for entry in world.system.ledger] == [DeliveryKind.RETURN]


def test_the_same_bytes_are_read_once():
    reader = FakeReader()
    case = plan_case(reader)
    slot, name, data = case.files[0]
    doubled = PlannedCase(number=case.number, form=case.form, files=(*case.files, (slot, "again.jpg", data)))
    world = a_world(doubled, reader=reader)
    assert world.work() is CaseState.CLOSED
    assert world.reader.read_names == [name, "b.jpg"]


def test_forty_cases_keep_the_ledger_straight():
    reader = FakeReader()
    planned = [plan_case(reader, f"FZ{n:04}", letter=a_letter(sealed=n % 4 != 0)) for n in range(40)]
    world = a_world(*planned, reader=reader)
    for ref in world.system.list_waiting():
        world.fresh_steps().work(ref.number)
    assert world.system.doubles() == []
    kinds = {entry.number: entry.kind for entry in world.system.ledger}
    assert {n for n, k in kinds.items() if k is DeliveryKind.RETURN} == {f"FZ{n:04}" for n in range(0, 40, 4)}
    assert len(kinds) == 40
