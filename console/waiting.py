"""The queue: which cases a tab shows, and what a row says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.case import Case, CaseState
from cases.case_clock import urgency
from cases.deadlines import Deadline
from console.masking import mask_name, mask_numbers_in
from console.terms import Term, queue_term
from console.words import say, word_lists
from review_points.reasons import REASONS

PAGE_SIZE = 20
Limits = Mapping[str, tuple[Deadline, ...]]
"""The limits of the open cases, by their keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab of the queue; no states means all of them."""

    id: str
    label: str
    states: tuple[CaseState, ...] = ()


TABS = (
    Tab(id="waiting", label="待人工", states=(CaseState.WAITING_CLERK,)),
    Tab(id="closed", label="已办结", states=(CaseState.CLOSED,)),
    Tab(id="stopped", label="冲突/暂停", states=(CaseState.CONFLICT, CaseState.PARKED)),
    Tab(id="all", label="全部"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case in the queue."""

    key: str
    number: str
    item: str
    area: str
    system: str
    applicant: str
    received_on: str
    age: str
    term: Term
    state: str
    state_tone: str
    conclusion: str
    tone: str
    proposal: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of the queue."""

    rows: tuple[Row, ...]
    total: int
    number: int
    pages: int


def tab_of(name: str) -> Tab:
    """Return the tab of that name, the first one when there is none."""
    return next((tab for tab in TABS if tab.id == name), TABS[0])


def queue_page(
    cases: Iterable[Case], limits: Limits, *, search: str, number: int, now: datetime
) -> QueuePage:
    """Cut one page out of the cases that match the search, in their order."""
    found = [case for case in cases if matches(case, search)]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(number, 1), pages)
    here = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return QueuePage(
        rows=tuple(row_of(case, limits.get(case.ref.key), now) for case in here),
        total=len(found),
        number=number,
        pages=pages,
    )


def matches(case: Case, search: str) -> bool:
    """Tell whether a case's number or item contains what was searched for."""
    wanted = search.strip().casefold()
    return wanted in case.ref.number.casefold() or wanted in case.ref.item_name.casefold()


def by_urgency(cases: Iterable[Case], limits: Limits) -> list[Case]:
    """Put open cases in the order in which they are due, before all others, which keep theirs."""
    listed = list(cases)
    is_open = {case.ref.key: case.ref.key in limits for case in listed}
    due = {key: urgency(found) for key, found in limits.items()}
    return sorted(listed, key=lambda case: (not is_open[case.ref.key], due.get(case.ref.key, (0, date.min))))


def row_of(case: Case, limits: tuple[Deadline, ...] | None, now: datetime) -> Row:
    """Put one case into a row; personal data is masked."""
    received = case.submission.received_on if case.submission else case.ref.received_on
    kind = str(case.conclusion.kind) if case.conclusion else ""
    return Row(
        key=case.ref.key,
        number=case.ref.number,
        item=case.ref.item_name,
        area=area_of(case),
        system=case.ref.system,
        applicant=mask_name(case.ref.applicant),
        received_on=received.isoformat() if received else "—",
        age=age_of((now.date() - received).days) if received else "—",
        term=queue_term(limits),
        state=say("states", case.state),
        state_tone=case.state.value,
        conclusion=say("conclusions", kind) if kind else "—",
        tone=say("tones", kind) if kind else "plain",
        proposal=say("conclusions", proposal) if (proposal := proposal_of(case)) and proposal != kind else "",
        reasons=reasons_in_words(case),
    )


def area_of(case: Case) -> str:
    """Return the area's name: the scenario says it, or the legacy system's id."""
    area = (case.scenario or case.ref.system).partition("/")[0]
    return say("areas", area) if area in word_lists()["areas"] else ""


def proposal_of(case: Case) -> str:
    """Return what the findings alone came to: approve, return, refuse, or '' when they came to nothing."""
    proposal = str(case.conclusion.proposal) if case.conclusion else ""
    return "" if proposal == "hand_over" else proposal


def age_of(days: int) -> str:
    """Say how long ago the case was received."""
    return "今天" if days <= 0 else f"{days} 天"


def reasons_in_words(case: Case) -> str:
    """Name the first reasons of a hand-over, or the note of a case that stopped."""
    reasons = case.conclusion.reasons if case.conclusion else ()
    words = list(dict.fromkeys(REASONS.get(reason.code, reason.code) for reason in reasons))
    if not words and case.note:
        return mask_numbers_in(case.note)
    rest = f" 等 {len(words)} 项" if len(words) > 2 else ""
    return "、".join(words[:2]) + rest
