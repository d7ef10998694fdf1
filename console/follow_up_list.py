"""The list of follow-ups: which it shows, in which order, and what a row says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.alarms import stage_of
from cases.case import Case
from cases.clock import WorkCalendar
from cases.follow_ups import KIND_WORDS, FollowUp, FollowUpState
from cases.ports import CaseStore
from console.history import shown_time
from console.masking import mask_numbers_in
from console.terms import TONES, Term

LONGEST_NOTE = 500
PAGE_SIZE = 20


class NoteRefused(ValueError):  # noqa: N818 (says what happened, as cases/errors.py does)
    """The note can't be taken like this; the message is for the clerk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRow:
    """One follow-up in the list."""

    id: str
    kind: str
    case_key: str
    number: str
    item: str
    says: str
    opened_on: str
    term: Term
    is_open: bool
    closed_by: str
    closed_at: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPage:
    """One page of the list, and how many there are of each state."""

    rows: tuple[FollowUpRow, ...]
    counts: Mapping[str, int]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is asked for."""

    state: FollowUpState = FollowUpState.OPEN
    kind: str = ""
    search: str = ""
    number: int = 1


def follow_up_page(store: CaseStore, wanted: Wanted, *, calendar: WorkCalendar, on: date) -> FollowUpPage:
    """Cut one page out of the follow-ups that are wanted."""
    cases = {case.ref.key: case for case in store.cases()}
    every = [each for each in store.follow_ups.find() if _is_wanted(each, cases[each.case_key], wanted)]
    found = [each for each in every if each.state is wanted.state]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(wanted.number, 1), pages)
    here = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return FollowUpPage(
        rows=tuple(row_of(each, cases[each.case_key], calendar, on) for each in here),
        counts=_counts(every),
        total=len(found),
        number=number,
        pages=pages,
    )


def row_of(follow_up: FollowUp, case: Case, calendar: WorkCalendar, on: date) -> FollowUpRow:
    """Put one follow-up into a row; numbers of people are masked."""
    return FollowUpRow(
        id=follow_up.id,
        kind=KIND_WORDS[follow_up.kind],
        case_key=follow_up.case_key,
        number=case.ref.number,
        item=case.ref.item_name,
        says=mask_numbers_in(follow_up.says),
        opened_on=follow_up.opened_on.isoformat(),
        term=_term(follow_up, calendar, on),
        is_open=follow_up.state is FollowUpState.OPEN,
        closed_by=follow_up.closed_by,
        closed_at=shown_time(follow_up.closed_at) if follow_up.closed_at else "",
        note=mask_numbers_in(follow_up.note),
    )


def close(store: CaseStore, follow_up_id: str, note: str, *, clerk: str, at: datetime) -> None:
    """Close a follow-up with what was done; NoteRefused without it."""
    text = note.strip()
    if not text:
        raise NoteRefused("请写明办理情况后再办结。")
    if len(text) > LONGEST_NOTE:
        raise NoteRefused(f"办理情况最长 {LONGEST_NOTE} 字。")
    store.follow_ups.close(follow_up_id, clerk=clerk, note=text, at=at)


def _is_wanted(follow_up: FollowUp, case: Case, wanted: Wanted) -> bool:
    search = wanted.search.strip().casefold()
    is_kind = not wanted.kind or follow_up.kind.value == wanted.kind
    return is_kind and (search in case.ref.number.casefold() or search in case.ref.item_name.casefold())


def _counts(every: Iterable[FollowUp]) -> dict[str, int]:
    listed = list(every)
    return {state.value: sum(each.state is state for each in listed) for state in FollowUpState}


def _term(follow_up: FollowUp, calendar: WorkCalendar, on: date) -> Term:
    stage = stage_of(follow_up, calendar, on=on)
    label = {"late": "已逾期", "near": "将到期"}.get(stage.value if stage else "", "")
    day = follow_up.due_on.isoformat() if follow_up.due_on else ""
    return Term(label=label or ("" if day else "及时办理"), day=day, tone=TONES[stage])
