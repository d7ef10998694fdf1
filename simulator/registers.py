"""The province's shared registers, simulated: a JSON service that answers what the cases' truth says."""

from collections.abc import Iterable, Mapping
from threading import Lock

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.drawn import RegisterRow

FOUND, NOT_FOUND, UNAVAILABLE = "found", "not_found", "unavailable"
EVERY = "*"


class Registers:
    """All registers of the province, and which of them are out of order."""

    def __init__(self, rows: Iterable[RegisterRow] = ()) -> None:
        """Fill the registers; a later row with the same key replaces an earlier one."""
        self._lock = Lock()
        self._records: dict[tuple[str, str], Mapping[str, str]] = {}
        self._out_of_order: set[str] = set()
        self._asked: list[tuple[str, str]] = []
        self.add(rows)

    def add(self, rows: Iterable[RegisterRow]) -> None:
        """Enter rows."""
        with self._lock:
            self._records.update({(row.register, row.key): row.record for row in rows})

    def set_outage(self, register: str = EVERY, *, out_of_order: bool = True) -> None:
        """Put one register, or every one, out of order or back in order."""
        with self._lock:
            if out_of_order:
                self._out_of_order.add(register)
            else:
                self._out_of_order.discard(register)

    def answer(self, register: str, key: str) -> tuple[str, Mapping[str, str]]:
        """Return the state (found, not_found, unavailable) and the record."""
        with self._lock:
            self._asked.append((register, key))
            if self._out_of_order & {register, EVERY}:
                return UNAVAILABLE, {}
            record = self._records.get((register, key))
        return (NOT_FOUND, {}) if record is None else (FOUND, record)

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """Every look-up so far: register and key."""
        with self._lock:
            return tuple(self._asked)


def make_app(registers: Registers) -> Starlette:
    """Build the service: GET /registers/<name>/<key> gives {state, record}; an outage is a 503."""

    async def look_up(request: Request) -> Response:
        state, record = registers.answer(request.path_params["name"], request.path_params["key"])
        body = {"platform": "省数据共享平台（仿）", "state": state, "record": dict(record)}
        return JSONResponse(body, status_code=503 if state == UNAVAILABLE else 200)

    return Starlette(routes=[Route("/registers/{name}/{key:path}", look_up)])
