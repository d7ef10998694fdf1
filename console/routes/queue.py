"""The queue of cases."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from console.office import office_of, render
from console.visitors import Reader
from console.waiting import TABS, queue_page, tab_of

router = APIRouter()


@router.get("/")
def home() -> Response:
    """Go to the queue."""
    return RedirectResponse("/queue", status_code=303)


@router.get("/queue")
def queue(request: Request, visitor: Reader, tab: str = "waiting", q: str = "", page: int = 1) -> Response:
    """Show one page of one tab."""
    office = office_of(request)
    shown = tab_of(tab)
    cases = office.cases.cases()
    by_tab = {one.id: [case for case in cases if not one.states or case.state in one.states] for one in TABS}
    values = {
        "tabs": TABS,
        "tab": shown,
        "counts": {name: len(found) for name, found in by_tab.items()},
        "search": q[:80],
        "queue": queue_page(by_tab[shown.id], search=q[:80], number=page, now=office.clock.now()),
    }
    return render(request, "queue.html", values, section="queue")
