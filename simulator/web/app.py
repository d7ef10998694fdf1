"""The routes of one old system."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from simulator.web import browsing, deciding, entry
from simulator.web.gate import case_at_row, guarded
from simulator.web.switches import Page
from simulator.web.system import OldSystem

Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(system: OldSystem) -> Starlette:
    """Build the web application of one area's system."""
    return Starlette(routes=[*_open_routes(system), *_guarded_routes(system)])


def _open_routes(system: OldSystem) -> list[Route]:
    async def go_to_login(request: Request) -> Response:
        return RedirectResponse("/login.jsp", status_code=302)

    return [
        Route("/", go_to_login),
        Route("/login.jsp", _bound(system, entry.show_login), methods=["GET"]),
        Route("/login.jsp", _bound(system, entry.log_in), methods=["POST"]),
        Route("/captcha.jsp", _bound(system, entry.show_captcha)),
        Route("/logout.jsp", _bound(system, entry.log_out)),
    ]


def _guarded_routes(system: OldSystem) -> list[Route]:
    return [
        Route("/main.jsp", guarded(system, None, entry.show_main)),
        Route("/top.jsp", guarded(system, None, entry.show_top)),
        Route("/left.jsp", guarded(system, None, entry.show_left)),
        Route("/welcome.jsp", guarded(system, None, entry.show_welcome)),
        Route("/list.jsp", guarded(system, Page.LIST, browsing.show_list), methods=["GET", "POST"]),
        Route("/detail.jsp", guarded(system, Page.DETAIL, browsing.show_detail, case_at_row)),
        Route("/download.jsp", guarded(system, Page.DOWNLOAD, browsing.download)),
        Route("/relate.jsp", guarded(system, None, deciding.tell_related)),
        Route("/decide.jsp", guarded(system, Page.SUBMIT, deciding.decide), methods=["POST"]),
    ]


def _bound(system: OldSystem, show: Callable[[OldSystem, Request], Awaitable[Response]]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await show(system, request)

    return endpoint
