"""How pressing a limit or a follow-up is, in words and in a colour that the words repeat."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.alarms import LIMIT_WORDS
from cases.deadlines import ClockState, Deadline, Stage, pressing
from console.words import say

TONES = {Stage.LATE: "fail", Stage.NEAR: "unknown", None: "plain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a limit's cell says, and its colour."""

    label: str
    day: str
    tone: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One limit on the page of a case."""

    name: str
    starts_on: str
    term: Term


NO_TERM = Term(label="—", day="", tone="plain")
UNKNOWN_TERM = Term(label="收件日不明", day="", tone="unknown")


def queue_term(found: Iterable[Deadline] | None) -> Term:
    """Return what the queue says of an open case: its nearest limit; nothing for a case that is over."""
    if found is None:
        return NO_TERM
    limits = tuple(found)
    nearest = pressing(limits)
    if nearest is not None:
        return term_of(nearest)
    return Term(label="暂停计时", day="", tone="plain") if limits else UNKNOWN_TERM


def limit_rows(found: Iterable[Deadline]) -> tuple[LimitRow, ...]:
    """Return every limit of a case in words."""
    return tuple(
        LimitRow(name=LIMIT_WORDS[each.kind], starts_on=each.starts_on.isoformat(), term=term_of(each))
        for each in found
    )


def term_of(deadline: Deadline) -> Term:
    """Put one limit into words."""
    about = LIMIT_WORDS[deadline.kind]
    if deadline.state is not ClockState.RUNNING:
        return Term(label=say("clock_states", deadline.state), day="", tone="plain", about=about)
    days = f"{deadline.earliest:%m-%d}"
    if deadline.is_provisional:
        days = f"{days} 至 {deadline.latest:%m-%d}（年度安排未公布）"
    return Term(label=_left(deadline), day=days, tone=TONES[deadline.stage], about=about)


def _left(deadline: Deadline) -> str:
    if deadline.stage is Stage.LATE:
        return f"已超期 {max(-deadline.left_most, 0)} 个工作日" if deadline.left_most < 0 else "已超期"
    return f"剩 {deadline.left_least} 个工作日" if deadline.left_least else "今日到期"
