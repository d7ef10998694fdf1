"""The page of one case, and the pictures on it."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from cases.audit import AuditEntry
from cases.case import Case, CaseState
from cases.case_clock import MAY_BE_REGISTERED, OPEN_STATES, SPECIAL_PROCEDURES
from cases.errors import CaseUnknown
from console.accounts import Right, may
from console.case_page import CasePage, case_page
from console.decisions import CHOICES, Filled
from console.history import decision_view, receipt_view, timeline
from console.office import Office, office_of, render
from console.pictures import NoPicture
from console.reviewed import Reviewed
from console.terms import limit_rows
from console.visitors import Reader, Visitor
from console.waiting import area_of, by_urgency
from console.words import say, word_lists
from ocr.limits import Refused

router = APIRouter()
PANELS = (
    ("findings", "审查发现", "f"),
    ("elements", "要素对照", "e"),
    ("notice", "告知书", "g"),
    ("history", "经过", "h"),
)
DECIDE = ("decide", "办理", "d")
STOPPED = (CaseState.PARKED, CaseState.CONFLICT)
LASTING = {"cache-control": "private, max-age=3600"}


def case_of(office: Office, key: str) -> Case:
    """Return the case of a key, or say that there is none."""
    case = office.cases.case(key)
    if case is None:
        raise CaseUnknown
    return case


@router.get("/case/{key:path}")
def show(request: Request, visitor: Reader, key: str) -> Response:
    """Show one case."""
    office = office_of(request)
    case = case_of(office, key)
    reviewed = office.open_review(case)
    page = case_page(case, reviewed)
    previous, following = neighbours(office, case)
    values = {**page_values(office, case, page, reviewed, visitor), "previous": previous, "next": following}
    return render(request, "case.html", values, section="queue")


def page_values(
    office: Office, case: Case, page: CasePage, reviewed: Reviewed, visitor: Visitor
) -> dict[str, Any]:
    """Collect what the template of the case page asks for."""
    may_decide = page.may_decide and may(visitor.role, Right.DECIDE)
    received = case.submission.received_on if case.submission else case.ref.received_on
    decision = decision_view(case)
    entries = office.cases.audit_entries(case.ref.key)
    return {
        "case": case,
        "page": page,
        "area": area_of(case),
        "panels": (*PANELS, DECIDE) if may_decide else PANELS,
        "state_label": say("states", case.state),
        "received_on": received.isoformat() if received else "—",
        "may_decide": may_decide,
        "may_release": case.state in STOPPED and may(visitor.role, Right.DECIDE),
        "choices": CHOICES,
        "reason_choices": tuple(word_lists()["decision_reasons"].items()),
        "filled": Filled(kind=page.proposal, opinion=opinion_shown(reviewed)),
        "problem": "",
        "decision": decision,
        "decided_words": f"{decision.clerk} 已决定：{decision.label}" if decision else "",
        "receipt": receipt_view(case),
        "timeline": timeline(entries),
        **clock_values(office, case, entries, visitor),
    }


def clock_values(
    office: Office, case: Case, entries: tuple[AuditEntry, ...], visitor: Visitor
) -> dict[str, Any]:
    """Collect what the template asks for about the limits of a case."""
    today = office.clock.today()
    return {
        "limits": limit_rows(office.case_clock.of(case, entries, on=today)),
        "may_register": case.state in OPEN_STATES and may(visitor.role, Right.DECIDE),
        "clock_events": [(kind.value, say("clock_events", kind)) for kind in MAY_BE_REGISTERED],
        "procedures": SPECIAL_PROCEDURES,
        "today": today.isoformat(),
    }


def opinion_shown(reviewed: Reviewed) -> str:
    """Return the opinion the form starts with: the robot's."""
    return (reviewed.opinion or reviewed.notice).strip()


def neighbours(office: Office, case: Case) -> tuple[str | None, str | None]:
    """Return the keys of the waiting cases before and after this one."""
    cases = office.cases.cases(states=(CaseState.WAITING_CLERK,))
    limits = office.case_clock.by_case(cases, office.cases, on=office.clock.today())
    waiting = [one.ref.key for one in by_urgency(cases, limits)]
    if case.ref.key not in waiting:
        return None, (waiting[0] if waiting else None)
    at = waiting.index(case.ref.key)
    return (waiting[at - 1] if at else None), (waiting[at + 1] if at + 1 < len(waiting) else None)


@router.get("/picture/{sha256}/{number}/{key:path}")
def picture(request: Request, visitor: Reader, sha256: str, number: int, key: str) -> Response:
    """Return the picture of a page, if the file belongs to the case and was read."""
    office = office_of(request)
    files = office.open_review(case_of(office, key)).files
    file = next((file for file in files if file.sha256 == sha256 and file.document is not None), None)
    document = file.document if file else None
    page = next((page for page in document.pages if page.number == number), None) if document else None
    if page is None:
        raise HTTPException(404)
    try:
        found = office.pictures.page(sha256, page)
    except (NoPicture, Refused) as error:
        raise HTTPException(404) from error
    return Response(found, media_type="image/jpeg", headers=LASTING)


@router.get("/screenshot/{key:path}")
def screenshot(request: Request, visitor: Reader, key: str) -> Response:
    """Return the picture that was taken when our decision was read back."""
    office = office_of(request)
    receipt = case_of(office, key).receipt
    if receipt is None or not receipt.screenshot_sha256:
        raise HTTPException(404)
    data = office.evidence.get(receipt.screenshot_sha256)
    if not data.startswith(b"\x89PNG"):
        raise HTTPException(404)
    return Response(data, media_type="image/png", headers=LASTING)
