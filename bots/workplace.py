"""Open what the settings name (store, evidence, reader, scenarios, desk); put a robot's office together."""

import os
import socket
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Event
from typing import TypeVar

from pydantic import SecretStr

from bots.browser import BrowserThread
from bots.browser_find import find_browser
from bots.delivery import ReadBackDelivery
from bots.engine import DurableSteps
from bots.notifier import LogNotifier
from bots.registry import HttpRegistry
from bots.systems.driver import LegacySystem
from bots.systems.files import load_system
from bots.systems.login import CaptchaReader
from cases.book import ScenariosOf
from cases.calendar_files import open_calendar
from cases.clock import SystemClock
from cases.evidence import FileEvidence
from cases.office import Office
from cases.ports import ApprovalSystem, MaterialReader, Registry, ScenarioBook, Steps
from cases.review import ReviewDesk
from cases.settings import Settings, SystemSettings
from cases.storage import SqlCaseStore
from ocr.reader import Reader
from scenarios.load import shipped_book

T = TypeVar("T")


def open_store(settings: Settings) -> SqlCaseStore:
    """Open the business database."""
    return SqlCaseStore.at(settings.business_url, SystemClock())


def open_evidence(settings: Settings) -> FileEvidence:
    """Open the evidence store."""
    return FileEvidence(settings.evidence_dir)


def open_reader(settings: Settings) -> Reader:
    """Open the reader; what it read is kept in a cache, so that nothing is read twice."""
    return Reader(settings.models_dir, cache_dir=settings.data_dir / "readings")


def open_desk(settings: Settings, registry: Registry | None = None) -> ReviewDesk:
    """Open what reviews are done with: registers, working days, the key for drawing audits."""
    return ReviewDesk(
        registry=registry or HttpRegistry(settings.registry_url),
        audit_key=settings.audit_key(),
        calendar=open_calendar(settings.calendar_dir),
    )


def open_scenarios(settings: Settings, *, simulated: bool) -> ScenariosOf:
    """Open the scenarios of this checkout, with the certificates shipped and those earned here.

    Certificates earned on the simulator count only there.
    """
    return ScenariosOf(book=shipped_book().with_certificates(settings.certificates_dir), simulated=simulated)


def _as_it_is(part: T) -> T:
    return part


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What may be put in place of a robot's usual parts; tests kill the process through these."""

    reader: MaterialReader | None = None
    read_captcha: CaptchaReader | None = None
    book: ScenarioBook | None = None
    registry: Registry | None = None
    passwords: Mapping[str, SecretStr] = field(default_factory=dict)
    around_steps: Callable[[Steps], Steps] = _as_it_is
    around_system: Callable[[ApprovalSystem], ApprovalSystem] = _as_it_is

    def with_passwords(self, passwords: Mapping[str, SecretStr]) -> "Parts":
        """Return the same parts with passwords that don't come from the environment."""
        return replace(self, passwords=passwords)


class Offices:
    """The offices of one process: shared store, evidence and reader, one browser per legacy system."""

    def __init__(
        self, settings: Settings, systems: tuple[SystemSettings, ...], stopping: Event, parts: Parts
    ) -> None:
        """Open everything that is cheap to open; browser and models start when they are first needed."""
        self.clock = SystemClock()
        self.store = open_store(settings)
        self.registry = HttpRegistry(settings.registry_url)
        self._settings, self._parts, self._stopping = settings, parts, stopping
        self._own_reader = open_reader(settings)
        if parts.reader is None:
            self._own_reader.prepare()  # while the browser starts and logs in
        self._legacy: list[LegacySystem] = []
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.by_system = {system.id: self._office(system) for system in systems}

    def close(self) -> None:
        """Close browsers, connections and the decoder child."""
        for legacy in self._legacy:
            legacy.close()
        self._own_reader.close()
        self.registry.close()
        self.store.database.close()

    def _office(self, system: SystemSettings) -> Office:
        settings, parts = self._settings, self._parts
        legacy = self._legacy_system(system)
        around = parts.around_system(legacy)
        evidence = open_evidence(settings)
        return Office(
            owner=f"{system.id}@{self._owner}",
            steps=parts.around_steps(DurableSteps(self._stopping)),
            system=around,
            store=self.store,
            evidence=evidence,
            reader=parts.reader or self._own_reader,
            book=parts.book or open_scenarios(settings, simulated=system.simulated),
            desk=open_desk(settings, parts.registry or self.registry),
            clock=self.clock,
            notifier=LogNotifier(),
            delivery=ReadBackDelivery(
                around, self.store, evidence, self.clock, settle_s=legacy.settle_s, stopping=self._stopping
            ),
        )

    def _legacy_system(self, system: SystemSettings) -> LegacySystem:
        described = load_system(system.file)
        browser = BrowserThread(
            find_browser(self._settings.chromium), home=system.url, timeout_s=described.timeout_s
        )
        legacy = LegacySystem(
            described,
            browser,
            name=system.id,
            url=system.url,
            account=system.account,
            password=self._parts.passwords.get(system.id) or system.password(),
            read_captcha=self._parts.read_captcha or self._own_reader.line,
        )
        self._legacy.append(legacy)
        return legacy
