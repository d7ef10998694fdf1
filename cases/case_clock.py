"""The clock of a case: its dated events out of the audit chain, and where its limits come from.

There is no second truth: receipt stands in the submission, notice and decision in the chain as what was
entered, and what the robot can't see (acceptance, materials that came later, special procedures) a clerk
registers in the chain.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.audit import AuditEntry
from cases.case import Case, CaseRef, CaseState
from cases.clock import SHANGHAI, WorkCalendar
from cases.deadlines import CaseEvent, Deadline, EventKind, deadlines, pressing
from cases.errors import ClockRefused
from cases.ports import CaseStore, TimeLimitsOf

REGISTERED = "clock_event"
"""The name of a clerk's entry in the audit chain; its details are `event`, `on` and `about`."""
OPEN_STATES = frozenset(
    {
        CaseState.CLAIMED,
        CaseState.REVIEWED,
        CaseState.WAITING_CLERK,
        CaseState.DELIVERING,
        CaseState.PARKED,
    }
)
MAY_BE_REGISTERED = (
    EventKind.ACCEPTED,
    EventKind.NOTICED,
    EventKind.SUPPLEMENTED,
    EventKind.SPECIAL_STARTED,
    EventKind.SPECIAL_ENDED,
)
SPECIAL_PROCEDURES = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")
"""What is not counted (行政许可法 art. 45)."""
_ENTERED = {
    "return": EventKind.NOTICED,
    "approve": EventKind.DECIDED,
    "refuse": EventKind.DECIDED,
}
_NEEDS_BEFORE = {
    EventKind.SUPPLEMENTED: EventKind.NOTICED,
    EventKind.SPECIAL_ENDED: EventKind.SPECIAL_STARTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """Tells the limits of cases: the items' working days, and the calendar they are counted by."""

    limits: TimeLimitsOf
    calendar: WorkCalendar

    def of(self, case: Case, entries: Iterable[AuditEntry], *, on: date) -> tuple[Deadline, ...]:
        """Return the limits of a case as they stand on a day; `entries` are its own of the chain."""
        return self._of(case.ref, events_of(case, entries), on)

    def of_listed(self, ref: CaseRef, *, on: date) -> tuple[Deadline, ...]:
        """Return the limits of a case that nobody has worked on yet."""
        return self._of(ref, _received(ref.received_on), on)

    def by_case(
        self, cases: Iterable[Case], store: CaseStore, *, on: date
    ) -> Mapping[str, tuple[Deadline, ...]]:
        """Return the limits of the open ones among some cases, by their keys."""
        registered: dict[str, list[AuditEntry]] = {}
        for entry in store.audit_entries(event=REGISTERED):
            registered.setdefault(entry.case_key, []).append(entry)
        return {
            case.ref.key: self.of(case, registered.get(case.ref.key, ()), on=on)
            for case in cases
            if case.state in OPEN_STATES
        }

    def _of(self, ref: CaseRef, events: tuple[CaseEvent, ...], on: date) -> tuple[Deadline, ...]:
        limits = self.limits.time_limits(system=ref.system, item_name=ref.item_name)
        return deadlines(
            events,
            self.calendar,
            on=on,
            promised_workdays=limits.promised_workdays,
            statutory_workdays=limits.statutory_workdays,
        )


def urgency(found: tuple[Deadline, ...]) -> tuple[int, date]:
    """Return by what cases are put in order: no known limit first, then the earliest, last what is paused."""
    nearest = pressing(found)
    if nearest is not None:
        return 1, nearest.earliest
    return (2, date.max) if found else (0, date.min)


def events_of(case: Case, entries: Iterable[AuditEntry]) -> tuple[CaseEvent, ...]:
    """Return the dated events of a case out of its submission and its entries of the chain."""
    submission = case.submission
    events = [*_received(submission.received_on if submission else case.ref.received_on)]
    kinds: dict[str, str] = {}
    for entry in entries:
        trace, kind = entry.detail.get("trace", ""), entry.detail.get("kind", "")
        if entry.event == "intent":
            kinds[trace] = kind
        elif entry.event == "closed" and kinds.get(trace) in _ENTERED:
            day = entry.at.astimezone(SHANGHAI).date()
            events.append(CaseEvent(kind=_ENTERED[kinds[trace]], on=day))
        elif entry.event == REGISTERED:
            day = date.fromisoformat(entry.detail["on"])
            events.append(CaseEvent(kind=EventKind(entry.detail["event"]), on=day))
    return tuple(dict.fromkeys(events))


def register_event(
    store: CaseStore, case: Case, kind: EventKind, *, on: date, about: str, clerk: str, at: datetime
) -> None:
    """Put into the chain what a clerk says happened to a case; ClockRefused when it can't have."""
    events = events_of(case, store.audit_entries(case.ref.key))
    received = next((each.on for each in events if each.kind is EventKind.RECEIVED), None)
    if case.state not in OPEN_STATES:
        raise ClockRefused("办件已办结")
    if kind not in MAY_BE_REGISTERED:
        raise ClockRefused("请选择要登记的事件")
    if on > at.astimezone(SHANGHAI).date() or (received is not None and on < received):
        raise ClockRefused("日期应在收件日与今日之间")
    if kind is EventKind.SPECIAL_STARTED and about not in SPECIAL_PROCEDURES:
        raise ClockRefused("只有《行政许可法》第四十五条所列的程序不计入时限")
    _check_order(kind, on, events)
    detail = {"event": kind.value, "on": on.isoformat(), "about": about}
    store.append_audit(case_key=case.ref.key, actor=clerk, event=REGISTERED, detail=detail, at=at)


def _check_order(kind: EventKind, on: date, events: tuple[CaseEvent, ...]) -> None:
    """Refuse an end without its beginning, and what happened already."""
    count = {each: [event.on for event in events if event.kind is each] for each in EventKind}
    before = _NEEDS_BEFORE.get(kind)
    if before is not None:
        begun, ended = count[before], count[kind]
        if len(begun) <= len(ended) or on < begun[-1]:
            raise ClockRefused("没有与之对应的开始，请先登记开始")
    after = {begin: end for end, begin in _NEEDS_BEFORE.items()}.get(kind)
    if after is not None and len(count[kind]) > len(count[after]):
        raise ClockRefused("上一次尚未登记结束")
    if kind is EventKind.ACCEPTED and count[kind]:
        raise ClockRefused("已登记过受理")


def _received(on: date | None) -> tuple[CaseEvent, ...]:
    return (CaseEvent(kind=EventKind.RECEIVED, on=on),) if on else ()
