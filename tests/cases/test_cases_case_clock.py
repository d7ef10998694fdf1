"""The events of a case's clock come out of its submission and the audit chain, and from nowhere else."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.case import CaseState
from cases.case_clock import CaseClock, events_of, register_event, urgency
from cases.clock import WorkCalendar
from cases.deadlines import ClockState, DeadlineKind, EventKind
from cases.errors import ClockRefused
from tests.cases.offices import a_world
from tests.fakes import plan_case, small_scenario
from tests.fakes.scenario import FakeBook, an_id_card

AT = datetime(2026, 11, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
RECEIVED = date(2026, 11, 2)
CLOCK = CaseClock(limits=FakeBook(small_scenario()), calendar=WorkCalendar())


@pytest.fixture
def waiting():
    world = a_world(scenario=small_scenario(certified=False))
    assert world.work() is CaseState.WAITING_CLERK
    return world


def the_case(world):
    case = world.store.case(world.system.ref("FZ0001").key)
    assert case is not None
    return case


def limits(world, on: date):
    case = the_case(world)
    return {each.kind: each for each in CLOCK.of(case, world.store.audit_entries(case.ref.key), on=on)}


def registers(world, kind: EventKind, on: date, about: str = "") -> None:
    register_event(world.store, the_case(world), kind, on=on, about=about, clerk="陈审批", at=AT)


def test_a_waiting_case_has_its_limits_from_the_day_of_receipt(waiting):
    found = limits(waiting, AT.date())
    assert set(found) == set(DeadlineKind)
    assert found[DeadlineKind.ONE_TIME_NOTICE].earliest == date(2026, 11, 9)


def test_an_approval_that_was_entered_ends_every_limit():
    world = a_world()
    assert world.work() is CaseState.CLOSED
    assert {each.state for each in limits(world, AT.date() + timedelta(days=30)).values()} == {
        ClockState.DONE
    }


def test_a_return_that_was_entered_ends_the_five_days_and_pauses_the_others():
    world = a_world()
    world = a_world(plan_case(world.reader, id_card=an_id_card(valid_to="2020-01-01")), reader=world.reader)
    assert world.work() is CaseState.CLOSED
    found = limits(world, AT.date())
    assert found[DeadlineKind.ONE_TIME_NOTICE].state is ClockState.DONE
    assert found[DeadlineKind.STATUTORY].state is ClockState.PAUSED


def test_what_a_clerk_registers_stands_in_the_chain_and_moves_the_clock(waiting):
    registers(waiting, EventKind.ACCEPTED, date(2026, 11, 3))
    registers(waiting, EventKind.SPECIAL_STARTED, date(2026, 11, 4), "检测")
    found = limits(waiting, AT.date())
    assert found[DeadlineKind.ONE_TIME_NOTICE].state is ClockState.DONE
    assert found[DeadlineKind.STATUTORY].starts_on == date(2026, 11, 3)
    assert found[DeadlineKind.STATUTORY].state is ClockState.PAUSED
    last = waiting.store.audit_entries()[-1]
    assert (last.event, last.actor, last.detail["about"]) == ("clock_event", "陈审批", "检测")


@pytest.mark.parametrize(
    ("kind", "on", "about"),
    [
        (EventKind.ACCEPTED, date(2026, 11, 6), ""),
        (EventKind.ACCEPTED, date(2026, 11, 1), ""),
        (EventKind.SUPPLEMENTED, date(2026, 11, 4), ""),
        (EventKind.SPECIAL_ENDED, date(2026, 11, 4), ""),
        (EventKind.SPECIAL_STARTED, date(2026, 11, 4), "领导出差"),
        (EventKind.DECIDED, date(2026, 11, 4), ""),
        (EventKind.RECEIVED, date(2026, 11, 4), ""),
    ],
)
def test_what_cannot_have_happened_is_not_registered(waiting, kind, on, about):
    before = waiting.store.audit_entries()
    with pytest.raises(ClockRefused):
        registers(waiting, kind, on, about)
    assert waiting.store.audit_entries() == before


def test_no_stop_begins_twice_and_none_ends_before_it_began(waiting):
    registers(waiting, EventKind.SPECIAL_STARTED, date(2026, 11, 4), "听证")
    with pytest.raises(ClockRefused):
        registers(waiting, EventKind.SPECIAL_STARTED, date(2026, 11, 5), "听证")
    with pytest.raises(ClockRefused):
        registers(waiting, EventKind.SPECIAL_ENDED, date(2026, 11, 3))
    registers(waiting, EventKind.SPECIAL_ENDED, date(2026, 11, 5))
    registers(waiting, EventKind.SPECIAL_STARTED, date(2026, 11, 5), "鉴定")
    assert limits(waiting, AT.date())[DeadlineKind.STATUTORY].state is ClockState.PAUSED


def test_acceptance_happens_once_and_nothing_to_a_closed_case(waiting):
    registers(waiting, EventKind.ACCEPTED, date(2026, 11, 3))
    with pytest.raises(ClockRefused):
        registers(waiting, EventKind.ACCEPTED, date(2026, 11, 4))
    closed = replace(the_case(waiting), state=CaseState.CLOSED)
    with pytest.raises(ClockRefused):
        register_event(waiting.store, closed, EventKind.NOTICED, on=RECEIVED, about="", clerk="陈审批", at=AT)


def test_a_case_without_a_day_of_receipt_goes_first_and_a_paused_one_last(waiting):
    case = the_case(waiting)
    unknown = CLOCK.of_listed(replace(case.ref, received_on=None), on=AT.date())
    running = CLOCK.of_listed(case.ref, on=AT.date())
    registers(waiting, EventKind.NOTICED, date(2026, 11, 4))
    paused = tuple(limits(waiting, AT.date()).values())
    assert urgency(unknown) < urgency(running) < urgency(paused)


def test_only_open_cases_have_limits_that_press(waiting):
    closed = replace(the_case(waiting), state=CaseState.CLOSED)
    assert CLOCK.by_case([closed], waiting.store, on=AT.date()) == {}
    assert set(CLOCK.by_case([the_case(waiting)], waiting.store, on=AT.date())) == {closed.ref.key}


def test_events_come_once_each_however_often_they_are_read(waiting):
    case = the_case(waiting)
    entries = waiting.store.audit_entries(case.ref.key)
    assert events_of(case, entries) == events_of(case, (*entries, *entries))
