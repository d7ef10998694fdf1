"""What every request passes first: the session, and the troubles that strike any page."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from simulator.web.look import Account
from simulator.web.reply import COOKIE, page, typed
from simulator.web.sessions import Ended, Session
from simulator.web.switches import Page, Trouble
from simulator.web.system import OldSystem


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of a clerk who is logged in; `fields` holds query and form values read as GBK."""

    request: Request
    account: Account
    fields: dict[str, str]
    case: str = ""


Show = Callable[[OldSystem, Visit], Awaitable[Response]]
NameCase = Callable[[OldSystem, dict[str, str]], str]


def case_in_field(system: OldSystem, fields: dict[str, str]) -> str:
    """Return the case number that the request names, or the empty text."""
    number = fields.get("bh") or fields.get("bjbh") or ""
    return number if number in system.cases else ""


def case_at_row(system: OldSystem, fields: dict[str, str]) -> str:
    """Return the number of the case that stands at the row whose id the request names."""
    row_id = fields.get("id", "")
    case = system.at_row(int(row_id)) if row_id.isdigit() else None
    return case.number if case else ""


def guarded(
    system: OldSystem, at: Page | None, show: Show, name_case: NameCase = case_in_field
) -> Callable[[Request], Awaitable[Response]]:
    """Make an endpoint that lets only clerks in, and lets session loss and slowness strike at `at`."""

    async def endpoint(request: Request) -> Response:
        session = system.sessions.find(request.cookies.get(COOKIE))
        fields = await typed(request)
        case = name_case(system, fields)
        if at and session.account and system.switches.strikes(Trouble.SESSION_LOST, at, case):
            system.sessions.end(session, Ended.EXPIRED)
        if session.account is None:
            return with_cookie(expired(system, session), session)
        account = session.account
        await wait(system, Trouble.SLOW_PAGE, at, case)
        return await show(system, Visit(request=request, account=account, fields=fields, case=case))

    return endpoint


async def wait(system: OldSystem, trouble: Trouble, at: Page | None, case: str) -> None:
    """Let the answer wait when this kind of slowness strikes here."""
    switch = system.switches.strikes(trouble, at, case) if at else None
    if switch:
        await asyncio.sleep(switch.delay_s)


def expired(system: OldSystem, session: Session) -> Response:
    """Send a browser without a session to the login page: by a redirect, or with the form inline."""
    if system.look.expired == "redirect":
        return RedirectResponse(f"login.jsp?reason={session.ended}", status_code=302)
    return page(system.look, "login.html", message=reason_text(system, session.ended))


def reason_text(system: OldSystem, ended: str) -> str:
    """Say on the login page why the session ended, if there was one."""
    texts = {Ended.EXPIRED: system.look.texts["expired"], Ended.THROWN_OUT: system.look.texts["thrown_out"]}
    return texts.get(Ended(ended), "") if ended in set(Ended) else ""


def with_cookie(response: Response, session: Session) -> Response:
    """Hand the browser its JSESSIONID."""
    response.set_cookie(COOKIE, session.token, path="/", httponly=True)
    return response
