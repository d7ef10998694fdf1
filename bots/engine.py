"""The durable engine behind one small port: work that was enqueued is done, also after a crash.

A step that finished is never run again; a workflow that was cut off goes on where it stood, when a process
of the same executor name starts again. Nothing here makes an *outside* act happen exactly once: `delivery.py`
does.
Takeover by another machine (an advisory lock per executor) has its place in `start`: whoever holds the lock
may resume the pending workflows of a dead executor by `resume`.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, cast

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID

from bots.stopping import Stopped
from cases import errors
from cases.errors import EngineUnavailable, MinShenError

T = TypeVar("T")

VERSION = "minshen-flow-2"
"""Change it whenever the order or the names of the flow's steps change: older workflows are then dropped, and
the next sweep brings their cases back."""
STEP_MOST_S = 120.0
"""How long a stopping robot waits for the steps under way to end."""
_UNFINISHED = ("ENQUEUED", "PENDING", "DELAYED")
_ERRORS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}


class Standing(StrEnum):
    """Where the newest workflow of a family stands."""

    NONE = "none"
    UNFINISHED = "unfinished"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlan:
    """One queue and how many of its workflows run at a time in this process."""

    name: str
    at_once: int


class DurableEngine:
    """Queues, workflows and steps; one per process, as the library allows no more."""

    def __init__(
        self, *, url: str, executor: str, queues: Sequence[QueuePlan], stopping: threading.Event
    ) -> None:
        """Open the engine's database; nothing runs before `start`.

        Args:
            url: SQLite or PostgreSQL; never the business database's own file.
            executor: a name that is the same after a restart: by it, unfinished work is found again.
            queues: the queues this process works on.
            stopping: when set, no further step is begun.
        """
        self.stopping = stopping
        self._queues = tuple(queues)
        self._workflows: dict[str, Callable[[str], str]] = {}
        self._running = 0
        self._changed = threading.Condition()
        _prepare_sqlite(url)
        _quieten()
        config: DBOSConfig = {
            "name": "minshen",
            "system_database_url": _driver_url(url),
            "executor_id": executor,
            "application_version": VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "ERROR",
            "enable_otlp": False,
        }
        DBOS(config=config)

    def register(self, name: str, body: Callable[[str], str]) -> None:
        """Make a workflow known under a name; its argument and result are text."""
        self._workflows[name] = cast(
            Callable[[str], str], DBOS.workflow(name=name, max_recovery_attempts=None)(self._counted(body))
        )

    def start(self) -> None:
        """Begin to work: first what was left unfinished, then what waits in the queues."""
        DBOS.listen_queues([queue.name for queue in self._queues])
        try:
            DBOS.launch()
        except (OSError, RuntimeError, sqlite3.Error) as error:
            raise EngineUnavailable(type(error).__name__) from error
        for queue in self._queues:
            DBOS.register_queue(queue.name, worker_concurrency=queue.at_once, polling_interval_sec=0.2)
        self._drop_other_versions()

    def stop(self) -> None:
        """End between two steps; unfinished workflows stay as they are for the next start."""
        self.stopping.set()
        with self._changed:
            self._changed.wait_for(lambda: self._running == 0, timeout=STEP_MOST_S)
        DBOS.destroy(destroy_registry=True)

    def enqueue(
        self, queue: str, workflow: str, *, workflow_id: str, argument: str, priority: int = 1
    ) -> None:
        """Enqueue a workflow, the lowest priority first; nothing happens when one of that id is there."""
        with SetWorkflowID(workflow_id), SetEnqueueOptions(priority=priority):
            DBOS.enqueue_workflow(queue, self._workflows[workflow], argument)

    def family(self, prefix: str) -> tuple[int, Standing]:
        """Return how many workflows have ids with this prefix, and where they stand."""
        count, standing = DBOS.run_step({"name": "family"}, lambda: _family(prefix))
        return int(count), Standing(standing)

    def is_drained(self) -> bool:
        """Tell whether nothing waits or runs in this process's queues."""
        found = DBOS.list_workflows(
            queue_name=[queue.name for queue in self._queues],
            status=list(_UNFINISHED),
            limit=1,
            load_input=False,
            load_output=False,
        )
        return not found

    def pause(self, seconds: float) -> None:
        """Wait between two steps; raises Stopped when the robot is told to stop meanwhile."""
        if self.stopping.wait(seconds):
            raise Stopped

    def _counted(self, body: Callable[[str], str]) -> Callable[[str], str]:
        """Count how many bodies run, so that nothing is closed under one of them."""

        def counted(argument: str) -> str:
            with self._changed:
                self._running += 1
            try:
                if self.stopping.is_set():
                    raise Stopped
                return body(argument)
            finally:
                with self._changed:
                    self._running -= 1
                    self._changed.notify_all()

        return counted

    def _drop_other_versions(self) -> None:
        for each in DBOS.list_workflows(status=list(_UNFINISHED), load_input=False, load_output=False):
            if each.app_version not in {VERSION, None}:
                DBOS.cancel_workflow(each.workflow_id)


def _family(prefix: str) -> list[Any]:
    """Look up a family of workflows, as a step of its own: its plain result can be recorded as JSON."""
    found = DBOS.list_workflows(workflow_id_prefix=prefix, load_input=False, load_output=False)
    if not found:
        return [0, Standing.NONE.value]
    unfinished = any(each.status in _UNFINISHED for each in found)
    return [len(found), (Standing.UNFINISHED if unfinished else Standing.FINISHED).value]


class QueueClient:
    """Puts work into the queues from a process that does none of it."""

    def __init__(self, url: str) -> None:
        """Open the engine's database."""
        _prepare_sqlite(url)
        self._client = DBOSClient(
            system_database_url=_driver_url(url), serializer=DBOSPortableJSONSerializer()
        )

    def enqueue(self, queue: str, workflow: str, *, workflow_id: str, argument: str) -> None:
        """Enqueue a workflow; nothing happens when one of that id is there already."""
        self._client.enqueue(
            {"queue_name": queue, "workflow_name": workflow, "workflow_id": workflow_id}, argument
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.destroy()


class DurableSteps:
    """Implements `cases.ports.Steps`; outside a workflow a step simply runs."""

    def __init__(self, stopping: threading.Event) -> None:
        """Remember what tells the robot to stop."""
        self._stopping = stopping

    def run(self, name: str, step: Callable[[], T]) -> T:
        """Run the step once, durably, and return its result (also after a crash).

        An error of ours is recorded by class and detail and raised again, also at replay.
        """
        if self._stopping.is_set():
            raise Stopped
        outcome, *told = DBOS.run_step({"name": name}, lambda: _outcome(step))
        if outcome == "failed":
            raise _error(*told)
        return cast(T, told[0])


def _outcome(step: Callable[[], Any]) -> list[Any]:
    try:
        return ["done", step()]
    except MinShenError as error:
        return ["failed", type(error).__name__, error.detail]


def _error(name: str, detail: str) -> MinShenError:
    kind = _ERRORS.get(name, MinShenError)
    return cast(MinShenError, kind(detail))


def _prepare_sqlite(url: str) -> None:
    """Put the file into WAL mode, which the file then keeps: readers don't block the writer."""
    scheme, _, path = url.partition(":///")
    if scheme != "sqlite" or not path:
        return
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    try:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.close()
    except sqlite3.Error as error:
        raise EngineUnavailable(f"{path}: {error}") from error


def _driver_url(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    return f"postgresql+psycopg{mark}{rest}" if scheme == "postgresql" else url


def _quieten() -> None:
    """Keep the library's own log away from the terminal: its lines would not pass our redaction."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(_ToOurLog())
        logger.propagate = False


class _ToOurLog(logging.Handler):
    """Hands the library's lines to our own log, where they are redacted."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log the message, without the exception's values."""
        from loguru import logger

        kind = type(record.exc_info[1]).__name__ if record.exc_info and record.exc_info[1] else ""
        logger.log(record.levelname, f"dbos: {record.getMessage()} {kind}".strip())
