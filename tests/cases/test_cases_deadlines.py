"""The working-day clock: what starts it, what stops it, and laws that hold whatever happened to a case."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clock import WorkCalendar, days_after
from cases.deadlines import (
    CaseEvent,
    ClockState,
    Deadline,
    DeadlineKind,
    EventKind,
    Stage,
    deadlines,
    due_day,
    pressing,
)

CALENDAR = WorkCalendar()
MONDAY = date(2026, 11, 2)
K = EventKind


@dataclass(frozen=True)
class Week:
    """Works Monday to Friday but for its holidays."""

    holidays: frozenset[date] = frozenset()

    def may_be_worked(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    is_surely_worked = may_be_worked


@dataclass(frozen=True)
class Hidden:
    """A published calendar as it looked before any notice came out."""

    def may_be_worked(self, day: date) -> bool:
        return WorkCalendar.may_be_worked(_Unpublished(), day)

    def is_surely_worked(self, day: date) -> bool:
        return WorkCalendar.is_surely_worked(_Unpublished(), day)


class _Unpublished(WorkCalendar):
    def is_workday(self, day: date) -> bool | None:
        return None


def on_day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def event(kind: EventKind, offset: int) -> CaseEvent:
    return CaseEvent(kind=kind, on=on_day(offset))


def limits(*events: CaseEvent, on: date = MONDAY, calendar=CALENDAR, promised=None, statutory=None):
    received = CaseEvent(kind=K.RECEIVED, on=MONDAY)
    found = deadlines(
        (received, *events), calendar, on=on, promised_workdays=promised, statutory_workdays=statutory
    )
    return {each.kind: each for each in found}


def notice(*events: CaseEvent, on: date = MONDAY) -> Deadline:
    return limits(*events, on=on)[DeadlineKind.ONE_TIME_NOTICE]


def promise(*events: CaseEvent, days: int = 5, on: date = MONDAY, calendar=CALENDAR) -> Deadline:
    return limits(*events, on=on, promised=days, calendar=calendar)[DeadlineKind.PROMISED]


def test_the_day_of_receipt_is_not_counted():
    assert notice().earliest == date(2026, 11, 9)
    assert notice(on=MONDAY).left_least == 5
    assert notice(on=date(2026, 11, 9)).left_least == 0


def test_exchanged_weekends_are_counted_and_holidays_are_not():
    before = (CaseEvent(kind=K.RECEIVED, on=date(2026, 9, 30)),)
    (found,) = deadlines(before, CALENDAR, on=date(2026, 9, 30))
    assert found.earliest == date(2026, 10, 13)


def test_the_alarm_sounds_while_one_working_day_is_left_and_late_is_an_alarm_of_its_own():
    assert notice(on=date(2026, 11, 5)).stage is None
    assert notice(on=date(2026, 11, 6)).stage is Stage.NEAR
    assert notice().alarm_on == date(2026, 11, 6)
    assert notice(on=date(2026, 11, 9)).stage is Stage.NEAR
    assert notice(on=date(2026, 11, 10)).stage is Stage.LATE
    assert notice(on=date(2026, 11, 14)).stage is Stage.LATE


@pytest.mark.parametrize("kind", [K.NOTICED, K.ACCEPTED, K.DECIDED])
def test_telling_accepting_and_deciding_end_the_five_days(kind):
    assert notice(event(kind, 2), on=on_day(20)).state is ClockState.DONE
    assert notice(event(kind, 2), on=on_day(20)).stage is None
    assert notice(event(kind, 2), on=on_day(1)).state is ClockState.RUNNING


def test_materials_that_were_asked_for_start_the_five_days_again():
    found = notice(event(K.NOTICED, 2), event(K.SUPPLEMENTED, 7), on=on_day(7))
    assert (found.state, found.earliest) == (ClockState.RUNNING, date(2026, 11, 16))


def test_materials_nobody_asked_for_start_nothing():
    assert notice(event(K.SUPPLEMENTED, 4), on=on_day(4)).earliest == date(2026, 11, 9)


def test_the_promise_runs_from_acceptance_or_from_receipt_while_none_is_known():
    assert promise(on=on_day(1)).earliest == date(2026, 11, 9)
    assert promise(event(K.ACCEPTED, 2), on=on_day(3)).earliest == date(2026, 11, 11)


def test_the_days_between_notice_and_supplement_are_not_counted():
    paused = promise(event(K.NOTICED, 1), on=on_day(3))
    assert (paused.state, paused.left_least, paused.stage) == (ClockState.PAUSED, 4, None)
    resumed = promise(event(K.NOTICED, 1), event(K.SUPPLEMENTED, 8), on=on_day(8))
    assert (resumed.state, resumed.left_least) == (ClockState.RUNNING, 4)
    assert resumed.earliest == date(2026, 11, 16)


def test_a_special_procedure_stops_the_promise_but_not_the_five_days():
    stop = (event(K.SPECIAL_STARTED, 1), event(K.SPECIAL_ENDED, 3))
    assert promise(*stop, on=on_day(3)).earliest == date(2026, 11, 11)
    assert notice(*stop, on=on_day(3)).earliest == date(2026, 11, 9)


def test_a_promise_of_no_days_is_due_on_the_day_itself():
    assert promise(days=0).earliest == MONDAY
    assert promise(days=0).stage is Stage.NEAR
    assert promise(days=0, on=on_day(1)).stage is Stage.LATE


def test_a_promise_of_one_day_does_not_sound_at_once():
    assert promise(days=1).stage is None
    assert promise(days=1, on=on_day(1)).stage is Stage.NEAR
    assert promise(days=1, on=on_day(2)).stage is Stage.LATE


def test_the_nearest_running_limit_presses():
    found = limits(event(K.NOTICED, 1), promised=3, statutory=20, on=on_day(2)).values()
    assert pressing(found) is None
    found = limits(promised=3, statutory=20, on=on_day(2)).values()
    assert pressing(found).kind is DeadlineKind.PROMISED


def test_without_a_day_of_receipt_there_is_no_limit():
    assert deadlines((), CALENDAR, on=MONDAY) == ()


def test_an_unpublished_year_gives_an_earliest_and_a_latest_day():
    late_december = (CaseEvent(kind=K.RECEIVED, on=date(2039, 1, 14)),)
    (found,) = deadlines(late_december, CALENDAR, on=date(2039, 1, 14))
    assert found.is_provisional
    assert found.earliest < found.latest
    (sure,) = deadlines((CaseEvent(kind=K.RECEIVED, on=MONDAY),), CALENDAR, on=MONDAY)
    assert not sure.is_provisional


def test_every_published_year_lies_within_what_was_told_before_its_notice():
    hidden = Hidden()
    for offset in range(0, 366 * 14, 3):
        start = date(2013, 1, 1) + timedelta(days=offset)
        if start.year > 2026 or (start + timedelta(days=40)).year > 2026:
            break
        true = due_day(CALENDAR, start, 5)
        (told,) = deadlines((CaseEvent(kind=K.RECEIVED, on=start),), hidden, on=start)
        assert told.earliest <= true <= told.latest, start


days = st.integers(min_value=0, max_value=60)
stops = st.lists(st.tuples(days, st.integers(min_value=0, max_value=15)), max_size=3)
limit_days = st.integers(min_value=0, max_value=30)
holidays = st.frozensets(days.map(on_day), max_size=12)


def special(spans) -> tuple[CaseEvent, ...]:
    found: list[CaseEvent] = []
    for begin, length in sorted(spans):
        found += [event(K.SPECIAL_STARTED, begin), event(K.SPECIAL_ENDED, begin + length)]
    return tuple(found)


@given(stops, days, limit_days, holidays)
def test_a_stop_never_shortens_what_is_left(spans, today, length, free):
    week, on = Week(free), on_day(today)
    plain = promise(days=length, on=on, calendar=week)
    stopped = promise(*special(spans), days=length, on=on, calendar=week)
    assert stopped.left_least >= plain.left_least
    assert stopped.earliest >= plain.earliest


@given(stops, days, limit_days, holidays, days)
def test_one_more_holiday_never_moves_a_due_day_earlier(spans, today, length, free, further):
    on = on_day(today)
    before = promise(*special(spans), days=length, on=on, calendar=Week(free))
    after = promise(*special(spans), days=length, on=on, calendar=Week(free | {on_day(further)}))
    assert after.earliest >= before.earliest
    assert after.left_least >= before.left_least


@given(days, days, limit_days, holidays)
def test_while_a_stop_lasts_nothing_is_used_up(begin, further, length, free):
    week, stop = Week(free), event(K.SPECIAL_STARTED, begin)
    first = promise(stop, days=length, on=on_day(begin), calendar=week)
    later = promise(stop, days=length, on=on_day(begin + further), calendar=week)
    assert later.left_least == first.left_least
    assert later.state is ClockState.PAUSED


@given(stops, days, limit_days, holidays)
def test_days_left_and_due_day_say_the_same(spans, today, length, free):
    week, on = Week(free), on_day(today)
    found = promise(*special(spans), days=length, on=on, calendar=week)
    if found.state is ClockState.RUNNING and on <= found.earliest:
        ended = tuple(each for each in special(spans) if each.on <= on)
        ahead = sum(week.may_be_worked(day) for day in days_after(on, found.earliest))
        assert ahead == found.left_least
        assert promise(*ended, days=length, on=found.earliest, calendar=week).left_least == 0


@given(stops, days, limit_days, holidays)
def test_a_limit_is_near_from_its_alarm_on_and_late_after_its_last_day(spans, today, length, free):
    on = on_day(today)
    found = promise(*special(spans), days=length, on=on, calendar=Week(free))
    if found.state is ClockState.RUNNING:
        expected = Stage.LATE if on > found.earliest else Stage.NEAR if on >= found.alarm_on else None
        assert found.stage is expected


@given(days, st.integers(min_value=1, max_value=30))
def test_hiding_the_arrangement_of_a_year_only_widens_the_bounds(today, length):
    on = on_day(today)
    known = promise(days=length, on=on)
    hidden = promise(days=length, on=on, calendar=Hidden())
    if known.latest.year == 2026:
        assert hidden.earliest <= known.earliest <= known.latest <= hidden.latest
        assert hidden.left_least <= known.left_least <= known.left_most <= hidden.left_most


@given(st.permutations([event(K.NOTICED, 1), event(K.SUPPLEMENTED, 3), event(K.ACCEPTED, 4)]), days)
def test_the_order_in_which_events_were_written_down_does_not_matter(events, today):
    on = on_day(today)
    one_way = (event(K.NOTICED, 1), event(K.SUPPLEMENTED, 3), event(K.ACCEPTED, 4))
    assert limits(*events, on=on, promised=7) == limits(*one_way, on=on, promised=7)


@given(stops, days, limit_days)
def test_what_has_not_happened_yet_changes_nothing(spans, today, length):
    on = on_day(today)
    past = tuple(each for each in special(spans) if each.on <= on)
    assert promise(*special(spans), days=length, on=on) == promise(*past, days=length, on=on)


def test_a_deadline_is_told_whole():
    assert replace(notice(), latest=date(2026, 11, 12)).is_provisional
