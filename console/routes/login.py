"""Logging in and out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from console.accounts import checked
from console.office import Office, office_of, render
from console.visitors import COOKIE, Forbidden, ReaderForm, is_from_elsewhere, open_session, visitor_of

router = APIRouter()


@router.get("/login")
def ask(request: Request, to: str = "/queue") -> Response:
    """Show the login form; whoever is logged in goes on to the queue."""
    office = office_of(request)
    if visitor_of(office.users, office.seen, request.cookies.get(COOKIE), office.clock.now()):
        return RedirectResponse("/queue", status_code=303)
    return form(request, to=to)


def form(request: Request, *, to: str, name: str = "", problem: str = "", status: int = 200) -> Response:
    """Show the login form."""
    values = {"to": local_path(to), "name": name, "problem": problem}
    return render(request, "login.html", values, status=status)


def local_path(to: str) -> str:
    """Return the path to go to after the login, if it is one of ours."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/queue"


@router.post("/login")
def enter(
    request: Request,
    name: Annotated[str, Form(max_length=64)],
    password: Annotated[str, Form(max_length=256)],
    to: Annotated[str, Form()] = "/queue",
) -> Response:
    """Check name and password, and open a session."""
    if is_from_elsewhere(request):
        raise Forbidden
    office = office_of(request)
    now = office.clock.now()
    wait_s = office.throttle.wait_s(name, now)
    if wait_s:
        return form(request, to=to, name=name, problem=f"密码多次不对，请 {wait_s} 秒后再试。", status=429)
    account = checked(office.users, name, password)
    if account is None:
        office.throttle.failed(name, now)
        audit(office, "未登录", "login_failed")
        return form(request, to=to, name=name, problem="账号或密码不对。", status=401)
    office.throttle.succeeded(name)
    audit(office, account.username, "login")
    answer = RedirectResponse(local_path(to), status_code=303)
    secret = open_session(office.users, office.seen, account, now)
    answer.set_cookie(
        COOKIE, secret, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/"
    )
    return answer


def audit(office: Office, actor: str, event: str) -> None:
    """Write a login into the audit chain."""
    office.cases.append_audit(case_key="", actor=actor, event=event, detail={}, at=office.clock.now())


@router.post("/logout")
def leave(request: Request, visitor: ReaderForm) -> Response:
    """End the session."""
    office_of(request).users.revoke(visitor.secret)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer
