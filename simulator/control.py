"""The control service: lets other processes turn the switches and read the ledgers, by token."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from hmac import compare_digest
from json import JSONDecodeError

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.registers import EVERY, Registers
from simulator.web.system import OldSystem

TOKEN_HEADER = "X-Control-Token"
MODES = ("no_conflict_check", "single_session")
Act = Callable[[OldSystem, Mapping[str, object]], object]


def make_app(systems: Mapping[str, OldSystem], registers: Registers, token: str) -> Starlette:
    """Build the service for some areas; each request must carry the token in its header."""

    def route(path: str, act: Act, method: str) -> Route:
        return Route(f"/_control/{{area}}/{path}", _endpoint(systems, token, act), methods=[method])

    async def outage(request: Request) -> Response:
        if not _knows(request, token):
            return JSONResponse({"error": "token"}, status_code=403)
        body = await request.json()
        registers.set_outage(str(body.get("register", EVERY)), out_of_order=bool(body.get("on", True)))
        return JSONResponse({"ok": True})

    return Starlette(
        routes=[
            Route("/_control/registers/outage", outage, methods=["POST"]),
            route("switches", _turn_on, "POST"),
            route("switches", _turn_off, "DELETE"),
            route("switches", _struck, "GET"),
            route("modes", _set_modes, "POST"),
            route("sessions", _end_sessions, "DELETE"),
            route("sessions", _set_lifetime, "POST"),
            route("decide", _decide, "POST"),
            route("ledger", _ledger, "GET"),
            route("cases", _cases, "GET"),
        ]
    )


def _endpoint(
    systems: Mapping[str, OldSystem], token: str, act: Act
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if not _knows(request, token):
            return JSONResponse({"error": "token"}, status_code=403)
        system = systems.get(request.path_params["area"])
        if system is None:
            return JSONResponse({"error": "area", "areas": list(systems)}, status_code=404)
        try:
            body = await request.json() if await request.body() else {}
            return JSONResponse(act(system, body))
        except (JSONDecodeError, KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return endpoint


def _knows(request: Request, token: str) -> bool:
    return compare_digest(request.headers.get(TOKEN_HEADER, ""), token)


def _turn_on(system: OldSystem, body: Mapping[str, object]) -> object:
    switch = system.switches.turn_on(**body)  # type: ignore[arg-type]
    return {"trouble": switch.trouble, "case": switch.case, "at": sorted(switch.at)}


def _turn_off(system: OldSystem, body: Mapping[str, object]) -> object:
    system.switches.turn_off(**body)  # type: ignore[arg-type]
    return {"ok": True}


def _struck(system: OldSystem, body: Mapping[str, object]) -> object:
    return [asdict(strike) for strike in system.switches.struck]


def _set_modes(system: OldSystem, body: Mapping[str, object]) -> object:
    for name, value in body.items():
        if name not in MODES:
            raise ValueError(f"no mode {name!r}; there are: {', '.join(MODES)}")
        setattr(system.switches, name, bool(value))
    return {name: getattr(system.switches, name) for name in MODES}


def _end_sessions(system: OldSystem, body: Mapping[str, object]) -> object:
    system.sessions.end_all()
    return {"ok": True}


def _set_lifetime(system: OldSystem, body: Mapping[str, object]) -> object:
    system.sessions.lifetime_s = float(str(body["lifetime_s"]))
    return {"lifetime_s": system.sessions.lifetime_s}


def _decide(system: OldSystem, body: Mapping[str, object]) -> object:
    return asdict(system.decide_as_colleague(str(body["number"]), str(body.get("kind", "return"))))


def _ledger(system: OldSystem, body: Mapping[str, object]) -> object:
    return [asdict(write) for write in system.ledger.writes]


def _cases(system: OldSystem, body: Mapping[str, object]) -> object:
    return [
        {
            "number": case.number,
            "item": case.item,
            "applicant": case.applicant,
            "flaw": case.flaw,
            "received_on": case.received_on.isoformat(),
            "expected": sorted(case.expected),
            "state": system.state(case.number),
        }
        for case in system.cases.values()
    ]
