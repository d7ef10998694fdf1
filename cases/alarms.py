"""Sounding alarms: before a limit runs out, when it has, and for follow-ups; each stage once.

A robot sounds those of its own legacy system at every look through the list. An alarm is written down before
anybody is told, so that several robots and restarts tell it once; one whose telling a crash cut off is told
after a while by whoever looks next.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from cases.case import Case
from cases.case_clock import CaseClock
from cases.clock import WorkCalendar
from cases.deadlines import Alarm, Deadline, DeadlineKind, Stage, term_stage
from cases.follow_ups import KIND_WORDS, FollowUp, FollowUpState
from cases.office import Office

TOLD_AGAIN_AFTER = timedelta(minutes=15)
LIMIT_WORDS: Mapping[DeadlineKind, str] = MappingProxyType(
    {
        DeadlineKind.ONE_TIME_NOTICE: "一次性告知时限",
        DeadlineKind.PROMISED: "承诺办结时限",
        DeadlineKind.STATUTORY: "法定办结时限",
    }
)
SUBJECTS: Mapping[Stage, str] = MappingProxyType({Stage.NEAR: "办件时限将至", Stage.LATE: "办件已超时限"})
_CONSEQUENCE = "逾期不告知的，依法自收到申请材料之日起即为受理"


def sound_alarms(office: Office) -> int:
    """Tell people what presses among the cases of the office's legacy system; return how many were told."""
    store, now = office.store, office.clock.now()
    cases = {case.ref.key: case for case in store.cases(system=office.system.name)}
    due = [*_limit_alarms(cases.values(), office), *_follow_up_alarms(cases, office)]
    fresh = [alarm for alarm in due if store.alarms.raise_once(alarm, at=now)]
    cut_off = store.alarms.untold(before=now - TOLD_AGAIN_AFTER)
    own = [alarm for alarm in cut_off if alarm.case_key in cases]
    for alarm in (*fresh, *own):
        office.notifier.notify(subject=SUBJECTS[alarm.stage], text=alarm.says)
        store.alarms.mark_told(alarm.id)
    return len(fresh) + len(own)


def _limit_alarms(cases: Iterable[Case], office: Office) -> Iterator[Alarm]:
    """Find the limits that press; a stage that a limit skipped (late at once) is told as what it is."""
    every = tuple(cases)
    clock = CaseClock(limits=office.book, calendar=office.desk.calendar)
    found = clock.by_case(every, office.store, on=office.clock.today())
    for case in every:
        for deadline in found.get(case.ref.key, ()):
            if deadline.stage is not None:
                yield _limit_alarm(case, deadline, deadline.stage)


def _limit_alarm(case: Case, deadline: Deadline, stage: Stage) -> Alarm:
    return Alarm(
        case_key=case.ref.key,
        subject=f"{deadline.kind.value}:{deadline.starts_on}",
        stage=stage,
        due_on=deadline.earliest,
        says=_limit_text(case, deadline, stage),
    )


def _limit_text(case: Case, deadline: Deadline, stage: Stage) -> str:
    what = f"办件 {case.ref.number} 的{LIMIT_WORDS[deadline.kind]}"
    about = "最早可能" if deadline.is_provisional else ""
    said = (
        f"{what}{about}至 {deadline.earliest}，剩 {max(deadline.left_least, 0)} 个工作日"
        if stage is Stage.NEAR
        else f"{what}已于 {deadline.earliest} {about}届满，请立即人工处理"
    )
    is_notice = deadline.kind is DeadlineKind.ONE_TIME_NOTICE
    return f"{said}。{_CONSEQUENCE}。" if is_notice else f"{said}。"


def _follow_up_alarms(cases: Mapping[str, Case], office: Office) -> Iterator[Alarm]:
    for follow_up in office.store.follow_ups.find(state=FollowUpState.OPEN):
        case = cases.get(follow_up.case_key)
        stage = stage_of(follow_up, office.desk.calendar, on=office.clock.today())
        if case is not None and follow_up.due_on is not None and stage is not None:
            yield Alarm(
                case_key=case.ref.key,
                subject=f"follow_up:{follow_up.id}",
                stage=stage,
                due_on=follow_up.due_on,
                says=_follow_up_text(case, follow_up, stage),
            )


def stage_of(follow_up: FollowUp, calendar: WorkCalendar, *, on: date) -> Stage | None:
    """Return how pressing an open follow-up is; one without a term, or closed, never presses."""
    if follow_up.due_on is None or follow_up.state is FollowUpState.CLOSED:
        return None
    return term_stage(follow_up.due_on, calendar, on=on)


def _follow_up_text(case: Case, follow_up: FollowUp, stage: Stage) -> str:
    said = "将到期" if stage is Stage.NEAR else "已逾期，请立即处理"
    return f"办件 {case.ref.number} 的跟进事项“{KIND_WORDS[follow_up.kind]}”（{follow_up.due_on}）{said}。"
