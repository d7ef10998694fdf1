"""When robots look through the lists: cron lines of the scenarios, fired into the durable queue.

A job does nothing but enqueue, under an id made of the job and its time: several schedulers do no harm, and a
missed time is simply made up for by the next one. Jobs are built anew from the scenario files at every start.
"""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.executors.base import BaseExecutor
from apscheduler.job import Job
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from bots.dispatch import SWEEP
from bots.engine import QueueClient
from cases.clock import SHANGHAI, SystemClock
from cases.errors import SettingsError
from cases.settings import Settings
from scenarios.load import ScenarioBook, shipped_book

EVERY_TEN_MINUTES = "*/10 * * * *"
GRACE_S = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledSweep:
    """One cron line of one legacy system; `job` names it, the same at every start."""

    system: str
    cron: str

    @property
    def job(self) -> str:
        """The job's name: by it and the time, two firings of the same moment are one."""
        return f"{self.system}-{self.cron.replace(' ', '_')}"


Sweep = Callable[[str, str], None]
"""Takes the occasion and the legacy system."""


def schedule_of(systems: Sequence[str], book: ScenarioBook | None = None) -> tuple[ScheduledSweep, ...]:
    """Return the cron lines of all scenarios on these systems; every ten minutes where none says anything."""
    scenarios = tuple((book or shipped_book()).all(SystemClock().today()))
    found = []
    for system in systems:
        crons = {each.schedule for each in scenarios if each.system == system and each.schedule}
        found += [ScheduledSweep(system=system, cron=cron) for cron in sorted(crons) or [EVERY_TEN_MINUTES]]
    return tuple(found)


@contextmanager
def scheduled(sweeps: Iterable[ScheduledSweep], sweep: Sweep) -> Iterator[None]:
    """Fire the sweeps while the block runs; raises SettingsError for a cron line that can't be read."""
    scheduler = BackgroundScheduler(
        executors={"default": EnqueuingExecutor()},
        job_defaults={"coalesce": True, "misfire_grace_time": GRACE_S, "max_instances": 1},
        timezone=SHANGHAI,
    )
    for each in sweeps:
        scheduler.add_job(sweep, _trigger(each), args=["", each.system], id=each.job, name=each.job)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def run_schedule(settings: Settings, stopping: threading.Event | None = None) -> None:
    """Fire the schedules of all configured systems until SIGTERM."""
    stop = stopping or _set_by_signals()
    client = QueueClient(settings.durable_url)

    def sweep(occasion: str, system: str) -> None:
        client.enqueue(f"sweeps-{system}", SWEEP, workflow_id=f"{SWEEP}:{system}:{occasion}", argument=system)

    try:
        with scheduled(schedule_of([system.id for system in settings.systems]), sweep):
            stop.wait()
    finally:
        client.close()


def occasion(job: str, at: datetime) -> str:
    """Return the name of one firing: the same for every scheduler that fires it."""
    return f"schedule:{job}:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


class EnqueuingExecutor(BaseExecutor):  # type: ignore[misc]
    """Runs nothing: it calls the job's function with the occasion and the job's arguments, which enqueues."""

    def _do_submit_job(self, job: Job, run_times: list[datetime]) -> None:
        for at in run_times:
            job.func(occasion(job.id, at), *job.args[1:])
        self._instances[job.id] -= 1  # it is over already; the caller counts it as begun after this


def _trigger(sweep: ScheduledSweep) -> CronTrigger:
    try:
        return CronTrigger.from_crontab(sweep.cron, timezone=SHANGHAI)
    except ValueError as error:
        raise SettingsError(f"{sweep.system} 的计划 {sweep.cron!r} 无法识别") from error


def _set_by_signals() -> threading.Event:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
