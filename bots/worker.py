"""A robot at work: one process on some legacy systems, until its queues are empty or it is stopped."""

import fcntl
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

from loguru import logger

from bots.dispatch import CASE, DECISION, SWEEP, Dispatch, queues_of
from bots.engine import DurableEngine
from bots.retries import BACK_OFF_S, GaveUp, ours, tried
from bots.schedule import schedule_of, scheduled
from bots.workplace import Offices, Parts
from cases.alarms import sound_alarms
from cases.canonical import from_json, to_json
from cases.case import CaseRef, CaseState, ClerkDecision
from cases.case_clock import CaseClock
from cases.errors import CaseUnknown, MinShenError, SettingsError
from cases.flow import deliver_decision, park, work_case
from cases.office import Office
from cases.settings import Settings
from cases.triage import NextStep, triage
from cases.verify import export_head

T = TypeVar("T")

AT_ONCE = 2
TICK_S = 0.3
MOST_FURTHER_SWEEPS = 3
DECISIONS_EVERY = 20
"""How many ticks between two looks for what clerks decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What one run of a robot came to: how many cases stand where, and why it stopped early, if it did."""

    cases: dict[str, int]
    stopped_by: str = ""
    exit_code: int = 0

    def as_json(self) -> dict[str, object]:
        """Return it as the command line prints it."""
        return {"cases": self.cases, "stopped_by": self.stopped_by, "exit_code": self.exit_code}

    def as_text(self) -> str:
        """Return it as one Chinese line."""
        told = "，".join(f"{state} {count}" for state, count in sorted(self.cases.items())) or "没有办件"
        return f"{told}。{'停止原因：' + self.stopped_by if self.stopped_by else ''}"


class Robot:
    """One process working on some legacy systems; use as a context manager."""

    def __init__(
        self,
        settings: Settings,
        systems: Sequence[str],
        *,
        parts: Parts | None = None,
        back_off_s: tuple[float, ...] = BACK_OFF_S,
        stopping: threading.Event | None = None,
    ) -> None:
        """Put the parts together; raises SettingsError when another process works under the same name."""
        self.stopping = stopping or threading.Event()
        self.stopped_by: Exception | None = None
        self.unlisted: dict[str, Exception] = {}
        """Systems whose list could not be read at the last attempt, and why."""
        self._enqueued = 0
        self._back_off_s = back_off_s
        self._systems = tuple(settings.system(each) for each in systems)
        self._name = "robot-" + "-".join(sorted(systems))
        with ExitStack() as opened:
            opened.enter_context(_alone(settings, self._name))
            self.offices = Offices(settings, self._systems, self.stopping, parts or Parts())
            opened.callback(self.offices.close)
            self._engine = self._durable(settings)
            opened.callback(self._engine.stop)
            self._opened = opened.pop_all()
        self._dispatch = Dispatch(self._engine, self.offices.store, self._clock())

    def __enter__(self) -> "Robot":
        """Begin to work: first on what was left unfinished."""
        self._engine.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop between two steps and close everything."""
        self.stopping.set()
        self._opened.close()

    def sweep(self, occasion: str, system: str = "") -> None:
        """Enqueue «work through this system», or each of them, once per occasion."""
        for each in self._systems:
            if system in {"", each.id}:
                self._dispatch.sweep(each.id, occasion)

    def run(self, *, once: bool, each_tick: Callable[[], None] = lambda: None) -> None:
        """Work until told to stop; with `once` until the queues are empty and a last look finds nothing more.

        A list may move while its pages are turned, and a row be missed: hence the last look.
        """
        ticks, sweeps_left = 0, MOST_FURTHER_SWEEPS
        while not self.stopping.wait(TICK_S):
            each_tick()
            if once and self._engine.is_drained():
                if not self._enqueued or not sweeps_left:
                    return
                self._enqueued, sweeps_left = 0, sweeps_left - 1
                self.sweep(f"again:{self.offices.clock.now():%Y%m%dT%H%M%S.%f}")
            ticks += 1
            if ticks % DECISIONS_EVERY == 0:
                for system in self._systems:
                    self._dispatch.decisions(system.id)

    def worked(self) -> Worked:
        """Return where the cases of these systems stand now."""
        counted: dict[str, int] = {}
        for system in self._systems:
            for case in self.offices.store.cases(system=system.id):
                counted[case.state.value] = counted.get(case.state.value, 0) + 1
        error = self.stopped_by or next(iter(self.unlisted.values()), None)
        return Worked(
            cases=counted,
            stopped_by=str(ours(error)) if error else "",
            exit_code=triage(error).exit_code if error else 0,
        )

    def _clock(self) -> CaseClock:
        office = next(iter(self.offices.by_system.values()))
        return CaseClock(limits=office.book, calendar=office.desk.calendar)

    def _durable(self, settings: Settings) -> DurableEngine:
        queues = [queue for system in self._systems for queue in queues_of(system.id, at_once=AT_ONCE)]
        engine = DurableEngine(
            url=settings.durable_url, executor=self._name, queues=queues, stopping=self.stopping
        )
        engine.register(SWEEP, self._work_through)
        engine.register(CASE, self._work_case)
        engine.register(DECISION, self._deliver_decision)
        return engine

    def _work_through(self, system: str) -> str:
        office = self.offices.by_system[system]

        def listed() -> int:
            office.steps.run("alarms", lambda: sound_alarms(office))
            refs = office.steps.run("list", lambda: [_plain(ref) for ref in office.system.list_waiting()])
            return self._dispatch.cases((from_json(CaseRef, text) for text in refs), on=office.clock.today())

        found = tried(lambda: _attempted(listed), self._engine.pause, self._back_off_s)
        if isinstance(found, GaveUp):
            return self._not_listed(system, found)
        self.unlisted.pop(system, None)
        begun = self._dispatch.unfinished(system, on=office.clock.today())
        decided = self._dispatch.decisions(system)
        self._enqueued += found + begun + decided
        return f"listed {found}, begun before {begun}, decided by clerks {decided}"

    def _work_case(self, text: str) -> str:
        ref = from_json(CaseRef, text)
        office = self.offices.by_system[ref.system]
        return self._worked_on(ref, office, lambda: work_case(ref, office))

    def _deliver_decision(self, text: str) -> str:
        decision = from_json(ClerkDecision, text)
        case = self.offices.store.case(decision.case_key)
        if case is None:
            raise CaseUnknown(decision.case_key)
        office = self.offices.by_system[case.ref.system]
        return self._worked_on(case.ref, office, lambda: deliver_decision(decision, office))

    def _worked_on(self, ref: CaseRef, office: Office, work: Callable[[], CaseState]) -> str:
        outcome = tried(lambda: _attempted(work), self._engine.pause, self._back_off_s)
        if not isinstance(outcome, GaveUp):
            return outcome.value
        code = triage(outcome.error).code
        logger.bind(case=ref.key, code=code).warning("case not finished")
        if outcome.next_step is NextStep.STOP:
            self._give_up(outcome)
            return f"stopped: {code}"
        park(ref, office, ours(outcome.error))
        return f"parked: {code}"

    def _not_listed(self, system: str, gave_up: GaveUp) -> str:
        """Tell that a system's list could not be read; the next sweep tries again."""
        code = triage(gave_up.error).code
        logger.bind(system=system, code=code).error("list not read")
        self.unlisted[system] = gave_up.error
        self._give_up(gave_up)
        return f"failed: {code}"

    def _give_up(self, gave_up: GaveUp) -> None:
        """Remember the first error that stops this robot, and let nothing further begin."""
        if gave_up.next_step is NextStep.STOP and self.stopped_by is None:
            self.stopped_by = gave_up.error
            self.stopping.set()


def work(settings: Settings, system: str, *, once: bool = False, parts: Parts | None = None) -> Worked:
    """Run the robot of one legacy system, until its queue is empty (`once`) or SIGTERM comes."""
    with (
        stopped_by_signals() as stopping,
        Robot(settings, (system,), parts=parts, stopping=stopping) as robot,
    ):
        robot.sweep(f"start:{robot.offices.clock.now():%Y%m%dT%H%M%S.%f}")
        with ExitStack() as running:
            if not once:
                running.enter_context(scheduled(schedule_of((system,)), robot.sweep))
            robot.run(once=once)
        export_head(robot.offices.store, settings.heads_file, robot.offices.clock)
        return robot.worked()


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """Let SIGTERM and SIGINT stop the robot between two steps; hold it around the robot until it ended."""
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _attempted(work: Callable[[], T]) -> T | Exception:
    """Do the work of one case; whatever breaks it, the robot goes on with the next one."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 (one case in the worker: one of the three places)
        if not isinstance(error, MinShenError):
            logger.exception("unforeseen")
        return error


def _plain(ref: CaseRef) -> str:
    return to_json(ref).decode()


@contextmanager
def _alone(settings: Settings, name: str) -> Iterator[None]:
    """Let no second process work under this name on this machine; the lock goes with the process."""
    path = settings.data_dir / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsError(f"机器人 {name} 已在运行") from None
        yield
