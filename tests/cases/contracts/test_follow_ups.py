"""What every store promises of follow-ups and alarms: MemoryStore, SQLite and PostgreSQL alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from cases.audit import verify_chain
from cases.deadlines import Alarm, Stage
from cases.errors import FollowUpNotOpen
from cases.follow_ups import FollowUp, FollowUpKind, FollowUpState
from tests.cases.contracts.test_case_store import AT, a_ref


@pytest.fixture
def case_key(store) -> str:
    ref = a_ref()
    store.claim(ref, owner="robot")
    return ref.key


def a_follow_up(case_key: str, subject: str = "P-01:MISSING", due_on: date | None = date(2026, 11, 20)):
    return FollowUp(
        case_key=case_key,
        kind=FollowUpKind.TOLERATED,
        subject=subject,
        says="补交《聘用证明》",
        opened_on=date(2026, 11, 2),
        due_on=due_on,
    )


def an_alarm(case_key: str, stage: Stage = Stage.NEAR) -> Alarm:
    return Alarm(
        case_key=case_key, subject="one_time_notice", stage=stage, due_on=date(2026, 11, 9), says="期限将至"
    )


def test_a_follow_up_comes_back_as_it_was_opened(store, case_key):
    follow_up = a_follow_up(case_key)
    assert store.follow_ups.open(follow_up, actor="robot", at=AT)
    assert store.follow_ups.find(case_key=case_key) == (follow_up,)


def test_opening_the_same_matter_twice_does_nothing(store, case_key):
    assert store.follow_ups.open(a_follow_up(case_key), actor="robot", at=AT)
    assert not store.follow_ups.open(a_follow_up(case_key, due_on=None), actor="robot", at=AT)
    events = [entry.event for entry in store.audit_entries(case_key)]
    assert events == ["follow_up_opened"]
    assert len(store.follow_ups.find(case_key=case_key)) == 1


def test_what_was_closed_is_not_opened_again(store, case_key):
    follow_up = a_follow_up(case_key)
    store.follow_ups.open(follow_up, actor="robot", at=AT)
    store.follow_ups.close(follow_up.id, clerk="陈审批", note="已补交", at=AT)
    assert not store.follow_ups.open(follow_up, actor="robot", at=AT)
    assert store.follow_ups.find(state=FollowUpState.OPEN, case_key=case_key) == ()


def test_closing_keeps_who_when_and_why_and_stands_in_the_chain(store, case_key):
    follow_up = a_follow_up(case_key)
    store.follow_ups.open(follow_up, actor="robot", at=AT)
    closed = store.follow_ups.close(follow_up.id, clerk="陈审批", note="已补交", at=AT)
    assert (closed.state, closed.closed_by, closed.closed_at, closed.note) == (
        FollowUpState.CLOSED,
        "陈审批",
        AT,
        "已补交",
    )
    assert store.follow_ups.find(case_key=case_key) == (closed,)
    last = store.audit_entries(case_key)[-1]
    assert (last.event, last.actor, last.detail["follow_up"]) == ("follow_up_closed", "陈审批", follow_up.id)
    assert "已补交" not in str(last.detail)
    assert verify_chain(store.audit_entries()) == ()


def test_nothing_is_closed_twice_or_that_never_was(store, case_key):
    follow_up = a_follow_up(case_key)
    with pytest.raises(FollowUpNotOpen):
        store.follow_ups.close(follow_up.id, clerk="a", note="", at=AT)
    store.follow_ups.open(follow_up, actor="robot", at=AT)
    store.follow_ups.close(follow_up.id, clerk="a", note="", at=AT)
    with pytest.raises(FollowUpNotOpen):
        store.follow_ups.close(follow_up.id, clerk="b", note="", at=AT)


def test_what_is_due_first_stands_in_front_and_what_has_no_term_before_it(store, case_key):
    days = {"late": date(2026, 12, 1), "soon": date(2026, 11, 3), "at once": None}
    for subject, due_on in days.items():
        store.follow_ups.open(a_follow_up(case_key, subject, due_on), actor="robot", at=AT)
    found = [each.subject for each in store.follow_ups.find(case_key=case_key)]
    assert found == ["at once", "soon", "late"]


def test_an_alarm_is_raised_once_per_stage(store, case_key):
    assert store.alarms.raise_once(an_alarm(case_key), at=AT)
    assert not store.alarms.raise_once(an_alarm(case_key), at=AT + timedelta(days=1))
    assert store.alarms.raise_once(an_alarm(case_key, Stage.LATE), at=AT)
    assert [entry.event for entry in store.audit_entries(case_key)] == ["alarm", "alarm"]


def test_another_process_sees_what_was_raised(open_store):
    first, second = open_store(), open_store()
    ref = a_ref()
    first.claim(ref, owner="robot")
    assert first.alarms.raise_once(an_alarm(ref.key), at=AT)
    assert not second.alarms.raise_once(an_alarm(ref.key), at=AT)


def test_among_many_only_one_raises_an_alarm(open_store):
    stores = [open_store() for _ in range(4)]
    ref = a_ref()
    stores[0].claim(ref, owner="robot")
    with ThreadPoolExecutor(4) as pool:
        raised = list(pool.map(lambda store: store.alarms.raise_once(an_alarm(ref.key), at=AT), stores))
    assert sorted(raised) == [False, False, False, True]


def test_alarms_that_nobody_was_told_are_found_again(store, case_key):
    alarm = an_alarm(case_key)
    store.alarms.raise_once(alarm, at=AT)
    later = AT + timedelta(minutes=1)
    assert alarm not in store.alarms.untold(before=AT)
    assert alarm in store.alarms.untold(before=later)
    store.alarms.mark_told(alarm.id)
    assert alarm not in store.alarms.untold(before=later)


def test_entries_of_one_kind_can_be_asked_for(store, case_key):
    for event in ("claimed", "clock_event", "reviewed"):
        store.append_audit(case_key=case_key, actor="robot", event=event, detail={}, at=AT)
    found = store.audit_entries(case_key, event="clock_event")
    assert [entry.event for entry in found] == ["clock_event"]
