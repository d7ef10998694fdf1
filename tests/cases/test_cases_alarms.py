"""Alarms sound before a limit runs out, once per case and stage, also over restarts."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.alarms import TOLD_AGAIN_AFTER, sound_alarms
from cases.case import CaseState
from cases.case_clock import register_event
from cases.deadlines import EventKind
from cases.follow_ups import FollowUp, FollowUpKind
from tests.cases.offices import World, a_world
from tests.fakes import small_scenario


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def waiting() -> World:
    world = a_world(scenario=replace(small_scenario(certified=False), promise_days=15))
    assert world.work() is CaseState.WAITING_CLERK
    world.notifier.sent.clear()
    return world


def sound(world: World, day: int, hour: int = 9) -> list[tuple[str, str]]:
    world.clock.set_to(at(day, hour))
    before = len(world.notifier.sent)
    sound_alarms(world.office)
    return world.notifier.sent[before:]


def test_nothing_sounds_while_there_is_time(waiting):
    assert sound(waiting, 5) == []


def test_the_alarm_sounds_one_working_day_before_the_case_counts_as_accepted(waiting):
    ((subject, text),) = sound(waiting, 6)
    assert subject == "办件时限将至"
    assert "FZ0001" in text
    assert "2026-11-09" in text
    assert "剩 1 个工作日" in text
    assert "自收到申请材料之日起即为受理" in text
    assert "林晓岚" not in text


def test_each_stage_is_told_once_also_after_a_restart(waiting):
    assert len(sound(waiting, 6)) == 1
    assert sound(waiting, 6, hour=15) == []
    assert sound(waiting.fresh_steps().another_process("robot-2"), 9) == []
    ((subject, text),) = sound(waiting, 10)
    assert subject == "办件已超时限"
    assert "请立即人工处理" in text
    assert sound(waiting.another_process("robot-3"), 11) == []


def test_being_late_changes_nothing_about_the_case_itself(waiting):
    sound(waiting, 16)
    case = waiting.store.case(waiting.system.ref("FZ0001").key)
    assert case is not None
    assert (case.state, case.decision, waiting.system.ledger) == (CaseState.WAITING_CLERK, None, [])


def test_an_alarm_whose_telling_was_cut_off_is_told_after_a_while_and_once(waiting):
    class Breaking:
        def notify(self, *, subject: str, text: str) -> None:
            raise KeyboardInterrupt

    waiting.clock.set_to(at(6))
    with pytest.raises(KeyboardInterrupt):
        sound_alarms(replace(waiting.office, notifier=Breaking()))
    assert sound(waiting, 6) == []
    waiting.clock.set_to(at(6) + TOLD_AGAIN_AFTER * 2)
    assert sound_alarms(waiting.office) == 1
    assert sound_alarms(waiting.office) == 0
    assert len(waiting.notifier.sent) == 1


def test_a_case_that_was_told_or_stands_still_raises_no_alarm(waiting):
    case = waiting.store.case(waiting.system.ref("FZ0001").key)
    assert case is not None
    register_event(
        waiting.store, case, EventKind.NOTICED, on=date(2026, 11, 3), about="", clerk="陈审批", at=at(5)
    )
    assert sound(waiting, 20) == []


def test_a_closed_case_raises_no_alarm():
    world = a_world()
    assert world.work() is CaseState.CLOSED
    world.notifier.sent.clear()
    assert sound(world, 27) == []


def test_alarms_stand_in_the_chain_without_personal_data(waiting):
    sound(waiting, 6)
    last = waiting.store.audit_entries()[-1]
    assert (last.event, last.detail["stage"]) == ("alarm", "near")
    assert set(last.detail) == {"subject", "stage", "due_on"}


def test_a_follow_up_is_told_when_its_term_ends_and_when_it_has(waiting):
    case_key = waiting.system.ref("FZ0001").key
    follow_up = FollowUp(
        case_key=case_key,
        kind=FollowUpKind.TOLERATED,
        subject="x",
        says="林晓岚补交证明",
        opened_on=date(2026, 11, 2),
        due_on=date(2026, 11, 5),
    )
    waiting.store.follow_ups.open(follow_up, actor="robot", at=at(2))
    assert sound(waiting, 3) == []
    ((_, near),) = sound(waiting, 4)
    assert "容缺补正" in near
    assert "林晓岚" not in near
    late = [text for _, text in sound(waiting, 6) if "容缺补正" in text]
    assert len(late) == 1
    assert "已逾期" in late[0]
    waiting.store.follow_ups.close(follow_up.id, clerk="陈审批", note="", at=at(6))
    assert not any("容缺补正" in text for _, text in sound(waiting, 20))
