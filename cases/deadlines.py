"""The working-day clock of a case: from dated events and a calendar to deadlines.

Three limits run, all in working days (行政许可法 art. 82):
- one_time_notice: five days from receipt to tell everything that must be supplemented; a department that
  does not tell is held to have accepted on the day of receipt (art. 32(4), 逾期即受理). Materials that come
  later start it again: the law is silent there, and an alarm too many does no harm;
- promised: what the department publishes for this item (承诺时限);
- statutory: what the law gives for the decision (法定时限).
The last two run from acceptance, or from receipt while no acceptance is known: that is never later. The day a
limit starts on is not counted. What the law excludes is not counted either: the days from a notice to the
supplement, and those of hearings, inspections, tests and expert reviews (art. 45): neither the day the stop
ends on nor any day between, while the day it begins on counts as used.

Where a year's arrangement is not published, a deadline is provisional: it has an earliest and a latest day,
and alarms go by the earliest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

NOTICE_WORKDAYS = 5
ALARM_WORKDAYS = 1
"""An alarm sounds when no more working days than this are left; a limit of one day sounds on that day."""
_ONE_DAY = timedelta(days=1)


class DayBook(Protocol):
    """What the clock asks of a calendar."""

    def may_be_worked(self, day: date) -> bool:
        """Tell whether the day may be a working day."""

    def is_surely_worked(self, day: date) -> bool:
        """Tell whether the day is surely a working day."""


class EventKind(StrEnum):
    """What happens to a case that its clocks heed."""

    RECEIVED = "received"  # 收件
    NOTICED = "noticed"  # 一次性告知，退回补正
    SUPPLEMENTED = "supplemented"  # 收到补正材料
    ACCEPTED = "accepted"  # 受理
    SPECIAL_STARTED = "special_started"  # 特别程序开始
    SPECIAL_ENDED = "special_ended"  # 特别程序结束
    DECIDED = "decided"  # 作出决定


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One dated event of a case."""

    kind: EventKind
    on: date


class DeadlineKind(StrEnum):
    """Which limit it is."""

    ONE_TIME_NOTICE = "one_time_notice"
    PROMISED = "promised"
    STATUTORY = "statutory"


class ClockState(StrEnum):
    """Whether a limit runs, stands still, or has ended."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"


class Stage(StrEnum):
    """How pressing a running limit is; each is told once."""

    NEAR = "near"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One limit of one case as it stands on a day.

    While it is paused its days are those it would have if the stop ended that day. `left_least` and
    `left_most` are working days, negative when overdue; with its days they are equal unless provisional.
    """

    kind: DeadlineKind
    state: ClockState
    starts_on: date
    earliest: date
    latest: date
    left_least: int
    left_most: int
    alarm_on: date
    stage: Stage | None = None

    @property
    def is_provisional(self) -> bool:
        """Tell whether its day depends on a year that is not published."""
        return self.earliest != self.latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """That a limit of a case, or a follow-up, has reached a stage; `subject` tells which one it is."""

    case_key: str
    subject: str
    stage: Stage
    due_on: date
    says: str

    @property
    def id(self) -> str:
        """The same for the same stage of the same limit."""
        return f"{self.case_key}|{self.subject}|{self.stage.value}"

    def detail(self) -> Mapping[str, str]:
        """Return how it stands in the audit chain."""
        return {"subject": self.subject, "stage": self.stage.value, "due_on": self.due_on.isoformat()}


@lru_cache(maxsize=8192)
def deadlines(
    events: tuple[CaseEvent, ...],
    calendar: DayBook,
    *,
    on: date,
    promised_workdays: int | None = None,
    statutory_workdays: int | None = None,
) -> tuple[Deadline, ...]:
    """Return the limits of a case as they stand on a day, the one that ends first in front.

    Args:
        events: what happened, in any order; what is dated after `on` has not happened yet.
        calendar: the working days; it must be hashable and never change.
        on: the day they are looked at.
        promised_workdays: what the department promises; 0 is the same day, None is no promise.
        statutory_workdays: what the law gives for the decision.
    """
    happened = sorted((each for each in events if each.on <= on), key=_order)
    received = _first(happened, EventKind.RECEIVED)
    if received is None:
        return ()
    found = [_notice(happened, received, calendar, on)]
    limits = ((DeadlineKind.PROMISED, promised_workdays), (DeadlineKind.STATUTORY, statutory_workdays))
    for kind, workdays in limits:
        if workdays is not None:
            start = _first(happened, EventKind.ACCEPTED) or received
            run = _Run(start, workdays, tuple(_stops(happened)), calendar)
            found.append(run.deadline(kind, on, ended=_first(happened, EventKind.DECIDED)))
    return tuple(sorted(found, key=lambda each: (each.state is ClockState.DONE, each.earliest)))


def pressing(found: Iterable[Deadline]) -> Deadline | None:
    """Return the running limit that ends first; none when nothing runs."""
    running = (each for each in found if each.state is ClockState.RUNNING)
    return min(running, key=lambda each: each.earliest, default=None)


def due_day(calendar: DayBook, start: date, workdays: int) -> date:
    """Return the earliest day that may be the last of so many working days after `start`."""
    return _Run(start, workdays, (), calendar).day(calendar.may_be_worked, workdays)


def term_stage(due_on: date, calendar: DayBook, *, on: date) -> Stage | None:
    """Return how pressing a term is that ends on a fixed day."""
    if on > due_on:
        return Stage.LATE
    ahead = ((on + timedelta(days=offset)) for offset in range(1, (due_on - on).days + 1))
    return Stage.NEAR if sum(map(calendar.may_be_worked, ahead)) <= ALARM_WORKDAYS else None


def _notice(happened: Sequence[CaseEvent], received: date, calendar: DayBook, on: date) -> Deadline:
    """Return the five-day limit, counted from the last materials that came in after a notice.

    Materials that nobody had asked for start nothing anew: what was not told in time stays late.
    """
    start, ended = received, None
    for each in happened:
        if each.kind is EventKind.SUPPLEMENTED and ended is not None:
            start, ended = each.on, None
        elif each.kind is EventKind.NOTICED and ended is None:
            ended = each.on
        elif each.kind in {EventKind.ACCEPTED, EventKind.DECIDED}:
            ended = ended or each.on
            break
    run = _Run(start, NOTICE_WORKDAYS, (), calendar)
    return run.deadline(DeadlineKind.ONE_TIME_NOTICE, on, ended=ended)


def _first(happened: Iterable[CaseEvent], kind: EventKind) -> date | None:
    return next((each.on for each in happened if each.kind is kind), None)


_ORDER = tuple(EventKind)


def _order(event: CaseEvent) -> tuple[date, int]:
    """Order events by day; on one day a notice comes before the supplement, and a decision last."""
    return event.on, _ORDER.index(event.kind)


_PAIRS = (
    (EventKind.NOTICED, EventKind.SUPPLEMENTED),
    (EventKind.SPECIAL_STARTED, EventKind.SPECIAL_ENDED),
)


def _stops(happened: Sequence[CaseEvent]) -> Iterator[tuple[date, date | None]]:
    """Pair each beginning of a stop with its end; one that did not end is open."""
    for begins, ends in _PAIRS:
        yield from _pairs(
            [each.on for each in happened if each.kind is begins],
            [each.on for each in happened if each.kind is ends],
        )


def _pairs(begins: Sequence[date], ends: Sequence[date]) -> Iterator[tuple[date, date | None]]:
    """Pair days; on one day a stop that runs ends before another begins, else it begins before it ends."""
    begun: date | None = None
    for day in sorted({*begins, *ends}):
        steps = "eb" if begun is not None else "be"
        for step in steps:
            if step == "e" and begun is not None and day in ends:
                yield begun, day
                begun = None
            elif step == "b" and begun is None and day in begins:
                begun = day
    if begun is not None:
        yield begun, None


@dataclass(frozen=True, slots=True)
class _Run:
    """One limit running: where it starts, how long it is, where it stands still."""

    start: date
    workdays: int
    stops: tuple[tuple[date, date | None], ...]
    calendar: DayBook

    def deadline(self, kind: DeadlineKind, on: date, *, ended: date | None) -> Deadline:
        """Return how the limit stands on a day; one that ended stands as on its last day."""
        day = on if ended is None else min(ended, on)
        run = _Run(self.start, self.workdays, tuple(self._closed(day)), self.calendar)
        may, surely = self.calendar.may_be_worked, self.calendar.is_surely_worked
        earliest, latest = run.day(may, run.length), run.day(surely, run.length)
        state = _state(self.stops, day, ended)
        left_least = run.length - run.used(may, day)
        warned = min(ALARM_WORKDAYS, run.length - 1)
        stage = Stage.LATE if day > earliest else Stage.NEAR if left_least <= warned else None
        return Deadline(
            kind=kind,
            state=state,
            starts_on=self.start,
            earliest=earliest,
            latest=latest,
            left_least=left_least,
            left_most=run.length - run.used(surely, day),
            alarm_on=run.day(may, run.length - warned),
            stage=stage if state is ClockState.RUNNING else None,
        )

    @property
    def length(self) -> int:
        """How many days are counted: a limit of none is the day it starts on."""
        return max(self.workdays, 1)

    @property
    def _before(self) -> date:
        return self.start if self.workdays else self.start - _ONE_DAY

    def day(self, counts: "_Counts", number: int) -> date:
        """Return the day on which so many counted days have passed."""
        day = self._before
        while number > 0:
            day += _ONE_DAY
            number -= counts(day) and not self._is_stopped(day)
        return day

    def used(self, counts: "_Counts", until: date) -> int:
        """Count the days used up to and with a day."""
        offsets = range(1, (until - self._before).days + 1)
        days = (self._before + timedelta(days=offset) for offset in offsets)
        return sum(counts(day) and not self._is_stopped(day) for day in days)

    def _is_stopped(self, day: date) -> bool:
        return any(begun < day <= (ended or date.max) for begun, ended in self.stops)

    def _closed(self, on: date) -> Iterator[tuple[date, date]]:
        """Take an open stop as if it ended that day."""
        return ((begun, ended or max(on, begun)) for begun, ended in self.stops)


class _Counts(Protocol):
    def __call__(self, day: date, /) -> bool:
        """Tell whether the day is counted."""


def _state(stops: Iterable[tuple[date, date | None]], on: date, ended: date | None) -> ClockState:
    if ended is not None:
        return ClockState.DONE
    is_paused = any(begun <= on and end is None for begun, end in stops)
    return ClockState.PAUSED if is_paused else ClockState.RUNNING
