"""A clerk decides: first the form is checked and shown again, then it is recorded."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from console.decisions import DecisionRefused, Filled, check, filled_form, is_changed, reason_of, record
from console.office import office_of, render
from console.routes.case import case_of, opinion_shown
from console.visitors import Decider
from console.words import say

router = APIRouter()
Form = Annotated[Filled, Depends(filled_form)]


@router.post("/decide/check/{key:path}")
def confirm(request: Request, visitor: Decider, filled: Form, key: str) -> Response:
    """Step one: check the form and show what would be recorded."""
    office = office_of(request)
    case = case_of(office, key)
    problem = ""
    try:
        check(case, filled, robots_opinion=opinion_shown(office.open_review(case)))
    except DecisionRefused as refused:
        problem = str(refused)
    template = "decide_confirm.html" if request.headers.get("hx-request") else "decide_page.html"
    values = {
        "key": key,
        "number": case.ref.number,
        "filled": filled,
        "label": say("decisions", filled.kind),
        "changed": is_changed(case, filled),
        "reason": reason_of(filled),
        "problem": problem,
    }
    return render(request, template, values)


@router.post("/release/{key:path}")
def release(request: Request, visitor: Decider, key: str) -> Response:
    """Give a case that stopped back to the robots."""
    office = office_of(request)
    office.cases.release(case_of(office, key).ref.key)
    office.cases.append_audit(
        case_key=key, actor=visitor.username, event="released", detail={}, at=office.clock.now()
    )
    return RedirectResponse("/queue?tab=stopped&done=released", status_code=303)


@router.post("/decide/{key:path}")
def decide(request: Request, visitor: Decider, filled: Form, key: str) -> Response:
    """Step two: check again, record, and go back to the queue."""
    office = office_of(request)
    case = case_of(office, key)
    try:
        check(case, filled, robots_opinion=opinion_shown(office.open_review(case)))
    except DecisionRefused as refused:
        values = {
            "title": "未作更改",
            "text": str(refused),
            "number": "",
            "back": f"/case/{quote(key, safe='')}",
            "back_label": "返回办件",
        }
        return render(request, "message.html", values, status=409)
    done = record(office.cases, office.evidence, case, filled, clerk=visitor.username, at=office.clock.now())
    return RedirectResponse(f"/queue?done={done}", status_code=303)
