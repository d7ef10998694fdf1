"""The queue of cases."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from cases.case import Case
from console.office import Office, office_of, render
from console.visitors import Reader
from console.waiting import TABS, Limits, by_urgency, queue_page, tab_of

router = APIRouter()


@router.get("/")
def home() -> Response:
    """Go to the queue."""
    return RedirectResponse("/queue", status_code=303)


def limits_and_cases(office: Office) -> tuple[Limits, list[Case]]:
    """Return all cases, what is due first in front, and the limits of the open ones."""
    cases = office.cases.cases()
    limits = office.case_clock.by_case(cases, office.cases, on=office.clock.today())
    return limits, by_urgency(cases, limits)


@router.get("/queue")
def queue(request: Request, visitor: Reader, tab: str = "waiting", q: str = "", page: int = 1) -> Response:
    """Show one page of one tab."""
    office = office_of(request)
    shown = tab_of(tab)
    limits, cases = limits_and_cases(office)
    by_tab = {one.id: [case for case in cases if not one.states or case.state in one.states] for one in TABS}
    values = {
        "tabs": TABS,
        "tab": shown,
        "counts": {name: len(found) for name, found in by_tab.items()},
        "search": q[:80],
        "queue": queue_page(by_tab[shown.id], limits, search=q[:80], number=page, now=office.clock.now()),
    }
    return render(request, "queue.html", values, section="queue")
