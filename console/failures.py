"""Requests that can't be answered: each becomes a Chinese page; what nobody foresaw gets an error number."""

import secrets
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from loguru import logger
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cases.errors import (
    BadCaseFile,
    CaseNotWaiting,
    CaseUnknown,
    ClockRefused,
    FollowUpNotOpen,
    MinShenError,
    PaperAbsent,
    ScenarioMissing,
)
from cases.triage import triage
from console.office import render
from console.pre_review import PreReviewRefused
from console.visitors import Forbidden, LoginNeeded

TITLES = {
    404: ("没有找到", "没有这个页面或办件，请核对编号。"),
    405: ("不能这样操作", "请从页面上的按钮操作。"),
    413: ("内容过大", "提交的内容过大。"),
    422: ("提交不完整", "提交的内容不完整，请返回重填。"),
}
STATUSES: dict[type[MinShenError], int] = {
    BadCaseFile: 422,
    CaseNotWaiting: 409,
    CaseUnknown: 404,
    ClockRefused: 422,
    FollowUpNotOpen: 409,
    PaperAbsent: 404,
    ScenarioMissing: 404,
}
API = "/api/"


def message(
    request: Request, status: int, title: str, text: str, *, code: str = "", number: str = ""
) -> Response:
    """Answer with a page that says what is wrong, or with an object when a program asked."""
    if request.url.path.startswith(API):
        told = {"code": code or HTTPStatus(status).name.lower(), "message": text}
        return JSONResponse(told | ({"number": number} if number else {}), status_code=status)
    values = {"title": title, "text": text, "number": number, "back": "", "back_label": ""}
    return render(request, "message.html", values, status=status)


def on_login_needed(request: Request, error: Exception) -> Response:
    """Send the visitor to the login page, and htmx along with it."""
    if request.url.path.startswith(API):
        answer = message(request, 401, "", "请先登录，或提供密钥（Authorization: Bearer …）。")
        answer.headers["www-authenticate"] = "Bearer"
        return answer
    where = request.url.path if request.method == "GET" else "/queue"
    target = f"/login?to={quote(where, safe='/')}"
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"hx-redirect": target})
    return RedirectResponse(target, status_code=303)


def on_forbidden(request: Request, error: Exception) -> Response:
    """Say that this role may not do that, or that the page is too old."""
    return message(request, 403, "没有权限", "您的角色不能进行此操作，或页面已过期，请刷新后重试。")


def on_http(request: Request, error: Exception) -> Response:
    """Turn plain HTTP errors into pages."""
    status = error.status_code if isinstance(error, HTTPException) else 422
    title, text = TITLES.get(status, ("请求未完成", HTTPStatus(status).phrase))
    return message(request, status, title, text)


def on_known(request: Request, error: Exception) -> Response:
    """Show the sentence of a typed error; it names the remedy."""
    row = triage(error)
    status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 503)
    logger.bind(code=row.code, path=request.scope.get("path", "")).warning("request refused")
    return message(request, status, "未能完成", str(error), code=row.code)


def on_refused(request: Request, error: Exception) -> Response:
    """Say why there is no pre-review, and when to come back."""
    assert isinstance(error, PreReviewRefused)
    answer = message(request, error.status, "预审未完成", error.says, code=error.code)
    if error.retry_after_s:
        answer.headers["retry-after"] = str(error.retry_after_s)
    return answer


def register(app: FastAPI) -> None:
    """Tell the application which page answers which error."""
    app.add_exception_handler(LoginNeeded, on_login_needed)
    app.add_exception_handler(Forbidden, on_forbidden)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_http)
    app.add_exception_handler(MinShenError, on_known)
    app.add_exception_handler(PreReviewRefused, on_refused)


class LastResort:
    """The one place of the console where every exception ends: a page and a log line with one number."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, whatever happens."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = False

        async def send_and_note(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as error:  # noqa: BLE001 (one of the three honest boundaries: one request)
            number = secrets.token_hex(4).upper()
            logger.bind(number=number, path=scope["path"], where=place_of(error)).error(
                "request failed: {}", type(error).__name__
            )
            if not began:
                page = message(
                    Request(scope),
                    500,
                    "出了问题",
                    "本次操作没有完成，请把错误编号告诉管理员。",
                    number=number,
                )
                await page(scope, receive, send)


def place_of(error: BaseException) -> str:
    """Return file and line where the error arose: enough to find it, and no personal data."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
