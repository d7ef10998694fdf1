"""The list of follow-ups, their closing, and what clerks register for a case's clock."""

from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from cases.case_clock import register_event
from cases.deadlines import EventKind
from cases.follow_ups import KIND_WORDS, FollowUpState
from console.accounts import Right, may
from console.follow_up_list import NoteRefused, Wanted, close, follow_up_page
from console.office import office_of, render
from console.routes.case import case_of
from console.visitors import Decider, Reader, Visitor

router = APIRouter()
STATES = ((FollowUpState.OPEN, "待办"), (FollowUpState.CLOSED, "已办结"))


@router.get("/follow-ups")
def follow_ups(
    request: Request, visitor: Reader, state: str = "open", kind: str = "", q: str = "", page: int = 1
) -> Response:
    """List the follow-ups of one state, perhaps of one kind."""
    known = state if state in {each.value for each, _ in STATES} else FollowUpState.OPEN.value
    wanted = Wanted(state=FollowUpState(known), kind=kind[:40], search=q[:80], number=page)
    return _listed(request, visitor, wanted)


@router.post("/follow-ups/close")
def close_follow_up(
    request: Request,
    visitor: Decider,
    follow_up: Annotated[str, Form(max_length=64)],
    note: Annotated[str, Form()] = "",
) -> Response:
    """Close one follow-up with what was done."""
    office = office_of(request)
    try:
        close(office.cases, follow_up, note, clerk=visitor.username, at=office.clock.now())
    except NoteRefused as refused:
        return _listed(request, visitor, Wanted(), problem=str(refused), status=422)
    return RedirectResponse("/follow-ups?done=followed", status_code=303)


@router.post("/clock/{key:path}")
def register(
    request: Request,
    visitor: Decider,
    key: str,
    event: Annotated[EventKind, Form()],
    on: Annotated[date, Form()],
    about: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Register what happened to a case outside of the robot's sight."""
    office = office_of(request)
    register_event(
        office.cases,
        case_of(office, key),
        event,
        on=on,
        about=about if event is EventKind.SPECIAL_STARTED else "",
        clerk=visitor.username,
        at=office.clock.now(),
    )
    return RedirectResponse(f"/case/{quote(key, safe='')}?done=registered", status_code=303)


def _listed(
    request: Request, visitor: Visitor, wanted: Wanted, *, problem: str = "", status: int = 200
) -> Response:
    office = office_of(request)
    calendar, today = office.case_clock.calendar, office.clock.today()
    values = {
        "states": [(state.value, label) for state, label in STATES],
        "kinds": [(kind.value, label) for kind, label in KIND_WORDS.items()],
        "wanted": wanted,
        "listed": follow_up_page(office.cases, wanted, calendar=calendar, on=today),
        "may_close": may(visitor.role, Right.DECIDE),
        "problem": problem,
    }
    return render(request, "follow_ups.html", values, section="follow-ups", status=status)
