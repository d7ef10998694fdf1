"""Login, captcha, logout and the frames around everything."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from simulator.web.gate import Visit, reason_text, with_cookie
from simulator.web.look import Account
from simulator.web.reply import COOKIE, page, raw, typed
from simulator.web.sessions import Ended
from simulator.web.switches import Page, Trouble
from simulator.web.system import WAITING, OldSystem


async def show_login(system: OldSystem, request: Request) -> Response:
    """Show the login form, with the reason when the browser was sent here."""
    session = system.sessions.find(request.cookies.get(COOKIE))
    reason = request.query_params.get("reason", "")
    return with_cookie(page(system.look, "login.html", message=reason_text(system, reason)), session)


async def show_captcha(system: OldSystem, request: Request) -> Response:
    """Draw a new picture for this browser."""
    session = system.sessions.find(request.cookies.get(COOKIE))
    wrong = system.switches.strikes(Trouble.WRONG_CAPTCHA, Page.LOGIN) is not None
    return with_cookie(raw(system.sessions.draw_captcha(session, wrong=wrong), "image/png"), session)


async def log_in(system: OldSystem, request: Request) -> Response:
    """Check captcha, user and password, in this order; on failure the form comes again with a new picture."""
    session = system.sessions.find(request.cookies.get(COOKIE))
    fields = await typed(request)
    if not system.sessions.is_captcha(session, fields.get("captcha", "")):
        return with_cookie(page(system.look, "login.html", message=system.look.texts["bad_captcha"]), session)
    account = _account(system, fields)
    if account is None:
        return with_cookie(page(system.look, "login.html", message=system.look.texts["bad_login"]), session)
    system.sessions.log_in(session, account, alone=system.switches.single_session)
    return with_cookie(RedirectResponse("main.jsp", status_code=302), session)


async def log_out(system: OldSystem, request: Request) -> Response:
    """End the session."""
    system.sessions.end(system.sessions.find(request.cookies.get(COOKIE)), Ended.NEVER)
    return RedirectResponse("login.jsp", status_code=302)


async def show_main(system: OldSystem, visit: Visit) -> Response:
    """Show the frameset."""
    return page(system.look, "main.html")


async def show_top(system: OldSystem, visit: Visit) -> Response:
    """Show the upper frame with the clerk's name."""
    return page(system.look, "top.html", user=visit.account.name)


async def show_left(system: OldSystem, visit: Visit) -> Response:
    """Show the menu."""
    return page(system.look, "left.html")


async def show_welcome(system: OldSystem, visit: Visit) -> Response:
    """Show how many cases wait; this page never says its charset in the header."""
    waiting = sum(1 for number in system.cases if system.state(number) == WAITING)
    return page(system.look, "welcome.html", charset=False, user=visit.account.name, waiting=waiting)


def _account(system: OldSystem, fields: dict[str, str]) -> Account | None:
    wanted = (fields.get("username"), fields.get("password"))
    return next((a for a in system.look.accounts if (a.user, a.password) == wanted), None)
