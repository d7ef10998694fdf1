"""The applicants' page: choose item and area, fill in the form, add files, see what is to be mended."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cases.errors import BadCaseFile
from console.office import office_of, render
from console.pre_review import PreReviewRefused, new_number
from console.pre_review import Request as Asked
from console.pre_review_answer import DISCLAIMER
from console.pre_review_caller import AnyCaller, Caller, CountedCaller
from console.pre_review_request import SCENARIO, Sent, read_sent
from console.pre_review_view import filled_in, form_view, result_view
from console.routes.api import reviewed
from scenarios.plan import Scenario

router = APIRouter()


@router.get("/pre-review")
def choose(request: Request, caller: AnyCaller, scenario: str = "") -> Response:
    """Let the applicant choose, or show the form of what was chosen."""
    if not scenario:
        return render(request, "pre_review_choose.html", {"lines": office_of(request).scenarios()})
    return _page(request, caller, _scenario(request, scenario), Sent(texts={}))


@router.post("/pre-review")
async def send(request: Request, caller: CountedCaller) -> Response:
    """Review what was filled in, and show the result above the form; the files are to be added again."""
    office = office_of(request)
    sent = await read_sent(request, office.pre_reviews.bounds)
    scenario = _scenario(request, sent.texts.get(SCENARIO, ""))
    try:
        described, files = filled_in(sent, scenario)
        asked = Asked(
            number=new_number(office.clock.today()),
            described=described,
            files=files,
            scenario=scenario.id,
            may_ask_registers=caller.is_known,
        )
        done, answer = await reviewed(request, caller, sent, asked)
    except PreReviewRefused as refused:
        page = _page(request, caller, scenario, sent, problem=refused.says, status=refused.status)
        if refused.retry_after_s:
            page.headers["retry-after"] = str(refused.retry_after_s)
        return page
    except BadCaseFile as bad:
        return _page(request, caller, scenario, sent, problem=bad.detail, status=422)
    return _page(request, caller, scenario, sent, result=result_view(done), answer=answer)


def _scenario(request: Request, scenario: str) -> Scenario:
    office = office_of(request)
    return office.pre_reviews.book.by_id(scenario, on=office.clock.today())


def _page(
    request: Request, caller: Caller, scenario: Scenario, sent: Sent, *, status: int = 200, **shown: Any
) -> Response:
    values = {
        "form": form_view(scenario, sent.texts),
        "bounds": office_of(request).pre_reviews.bounds,
        "may_keep": caller.visitor is not None,
        "disclaimer": DISCLAIMER,
        "not_checked": scenario.not_checked,
        "problem": "",
        "result": None,
        "answer": None,
        **shown,
    }
    return render(request, "pre_review.html", values, section="pre_review", status=status)
