"""The interface for programs: `POST /api/pre-review`, described in `/api/openapi.json`."""

import time
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from cases.handed_in import DeskReview
from cases.keeping import keep_review
from console import api_words
from console.office import office_of
from console.pre_review import PreReviewRefused, new_number
from console.pre_review import Request as Asked
from console.pre_review_answer import PreReviewAnswer, answer_of
from console.pre_review_caller import Caller, CountedCaller
from console.pre_review_request import CSRF, SCENARIO, Sent, described_in, read_sent

router = APIRouter()


@router.post(
    "/api/pre-review",
    summary=api_words.SUMMARY,
    description=api_words.DESCRIPTION,
    response_model=PreReviewAnswer,
    responses=api_words.RESPONSES,
    openapi_extra=api_words.REQUEST,
)
async def pre_review(request: Request, caller: CountedCaller) -> dict[str, Any]:
    """Review a form and files before they are submitted; nothing is kept unless asked."""
    office = office_of(request)
    sent = await read_sent(request, office.pre_reviews.bounds)
    described, files = described_in(sent)
    asked = Asked(
        number=new_number(office.clock.today()),
        described=described,
        files=files,
        scenario=sent.texts.get(SCENARIO, "").strip() or None,
        may_ask_registers=caller.is_known,
    )
    return (await reviewed(request, caller, sent, asked))[1]


async def reviewed(
    request: Request, caller: Caller, sent: Sent, asked: Asked
) -> tuple[DeskReview, dict[str, Any]]:
    """Review what was sent, keep it when that was asked for, and return the review and the answer."""
    started = time.perf_counter()
    if sent.wants_keeping and not caller.may_keep(sent.texts.get(CSRF, "")):
        raise PreReviewRefused(403, "may_not_keep", "保存预审结果需要登录，并带上本次会话的 csrf。")
    office = office_of(request)
    done = await office.pre_reviews.review(asked)
    kept = None
    if sent.wants_keeping and caller.visitor is not None:
        by, data = caller.visitor.username, asked.data_by_hash()
        kept = await run_in_threadpool(
            lambda: keep_review(
                done, data, store=office.cases, evidence=office.evidence, clock=office.clock, by=by
            )
        )
    seconds = time.perf_counter() - started
    return done, answer_of(done, is_known=caller.is_known, kept=kept, seconds=seconds)
