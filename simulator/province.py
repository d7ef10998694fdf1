"""A whole province for a demo or a test: one old system per area, the registers, and the control service."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from simulator import control, registers
from simulator.drawn import DrawnCase
from simulator.shelf import Shelf
from simulator.web.app import make_app
from simulator.web.ledger import Ledger
from simulator.web.look import load_look
from simulator.web.serving import Server
from simulator.web.switches import Switches
from simulator.web.system import OldSystem


class Province:
    """Several areas' systems on loopback ports of this process, as a context manager.

    With a `folder` the ledgers are flushed to `ledger-<area>.jsonl` there, and drawn papers are kept in its
    `papers/`. `troubles` maps an area to switches as `Switches.turn_on` takes them.
    """

    def __init__(
        self,
        cases: Iterable[DrawnCase],
        *,
        areas: Sequence[str] = (),
        folder: Path | None = None,
        troubles: Mapping[str, Sequence[Mapping[str, object]]] | None = None,
        port_base: int = 0,
        seed: int = 0,
    ) -> None:
        """Set everything up; nothing is served before `start`."""
        every = tuple(cases)
        self.areas = tuple(areas) or tuple(sorted({case.area for case in every}))
        self.registers = registers.Registers(row for case in every for row in case.register_rows)
        self.shelf = Shelf(folder / "papers" if folder else None)
        self.control_token = secrets.token_urlsafe(24)
        self.systems = {area: self._system(area, every, folder, seed) for area in self.areas}
        for area, switches in (troubles or {}).items():
            for switch in switches:
                self.switches(area).turn_on(**switch)  # type: ignore[arg-type]
        self._servers = self._bind(port_base)

    def start(self) -> None:
        """Serve in the background, and start drawing papers before somebody asks for them."""
        for server in self._servers.values():
            server.start()
        self.shelf.draw_ahead(
            file for system in self.systems.values() for c in system.cases.values() for file in c.files
        )

    def stop(self) -> None:
        """Stop everything and give the ports back."""
        self.shelf.stop()
        for server in self._servers.values():
            server.stop()

    def __enter__(self) -> "Province":
        """Serve until the block ends."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def url(self, area: str) -> str:
        """Where the area's system listens."""
        return self._servers[area].url

    @property
    def registers_url(self) -> str:
        """Where the registers listen; look-ups are GET <url>/registers/<name>/<key>."""
        return self._servers["registers"].url

    @property
    def control_url(self) -> str:
        """Where the control service listens."""
        return self._servers["_control"].url

    def account(self, area: str, place: int = 0) -> tuple[str, str]:
        """Return user and password of one of the area's accounts."""
        account = self.systems[area].look.accounts[place]
        return account.user, account.password

    def ledger(self, area: str) -> Ledger:
        """Return the area's ledger."""
        return self.systems[area].ledger

    def switches(self, area: str) -> Switches:
        """Return the area's switches."""
        return self.systems[area].switches

    def cases(self, area: str | None = None) -> tuple[DrawnCase, ...]:
        """Return the cases of one area, or of all."""
        chosen = [self.systems[area]] if area else self.systems.values()
        return tuple(case for system in chosen for case in system.cases.values())

    def summary(self, expected: Mapping[str, str | None] | None = None) -> dict[str, object]:
        """Add up what happened in all areas; `expected` maps case numbers to kinds, as for `Ledger.check`."""
        checks = [
            system.ledger.check({n: kind for n, kind in (expected or {}).items() if n in system.cases})
            for system in self.systems.values()
        ]
        return {
            "cases": len(self.cases()),
            "clean": self._approved(flawed=False),
            "defective": self._approved(flawed=True),
            "ledger": {key: sum(check[key] for check in checks) for key in checks[0]} if checks else {},
        }

    def _approved(self, *, flawed: bool) -> dict[str, int]:
        standing = [
            system.state(case.number)
            for system in self.systems.values()
            for case in system.cases.values()
            if (case.flaw is not None) is flawed
        ]
        return {"n": len(standing), "approved": standing.count("approve")}

    def _system(self, area: str, cases: Sequence[DrawnCase], folder: Path | None, seed: int) -> OldSystem:
        ledger = Ledger(folder / f"ledger-{area}.jsonl" if folder else None)
        mine = [case for case in cases if case.area == area]
        return OldSystem(load_look(area), mine, ledger=ledger, fetch=self.shelf.data, seed=seed)

    def _bind(self, port_base: int) -> dict[str, Server]:
        apps = {area: make_app(system) for area, system in self.systems.items()}
        apps["registers"] = registers.make_app(self.registers)
        apps["_control"] = control.make_app(self.systems, self.registers, self.control_token)
        return {
            name: Server(app, port=port_base + place if port_base else 0)
            for place, (name, app) in enumerate(apps.items())
        }
