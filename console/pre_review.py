"""Pre-review for applicants: what they would hand in is reviewed before it is submitted, and nothing is kept.

Reading takes long: it runs in a small pool of its own with a short queue, and the console stays responsive.
A full queue and a review that takes too long are answered «later»; whoever gave up leaves no work behind but
the file that is being read. The reader here has no cache: no reading of an applicant's paper stays anywhere.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from threading import BoundedSemaphore, Event, Lock
from typing import Protocol

from cases.canonical import sha256
from cases.case import CaseRef
from cases.handed_in import CaseFile, DeskReview, HandedFile, review_handed_in
from cases.ports import AnswerState, Clock, MaterialReader, RegistryAnswer, ScenarioBook
from cases.redaction import secrets_of_case
from cases.review import ReviewDesk
from scenarios.plan import Scenario

SYSTEM = "pre-review"


class ClosableReader(MaterialReader, Protocol):
    """A reader with something to close."""

    def close(self) -> None:
        """Stop what reading started."""


class PreReviewRefused(Exception):  # noqa: N818 (says what happened, as cases/errors.py does)
    """A pre-review that is not done; `says` is for the applicant."""

    def __init__(self, status: int, code: str, says: str, *, retry_after_s: int = 0) -> None:
        super().__init__(says)
        self.status, self.code, self.says, self.retry_after_s = status, code, says, retry_after_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much may be asked at once, and by whom."""

    files: int = 30
    file_bytes: int = 20_000_000
    total_bytes: int = 60_000_000
    case_bytes: int = 200_000
    waiting: int = 4
    """How many reviews may wait beside those that are running."""
    timeout_s: float = 120.0
    hourly: int = 30
    """How many pre-reviews one client may ask for within an hour."""
    is_public: bool = False
    """Whether one may ask without signing in and without a key."""
    key: str = ""
    """The key of programs that ask; '' lets none in."""


@dataclass(frozen=True, slots=True)
class NoRegister:
    """Registers that can't be asked: what they say of a person is not shown to whoever knows a number."""

    def look_up(self, register: str, key: str) -> RegistryAnswer:
        """Answer that the register was not available."""
        return RegistryAnswer(state=AnswerState.UNAVAILABLE, record={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One pre-review that is asked for."""

    number: str
    described: CaseFile
    files: tuple[HandedFile, ...]
    scenario: str | None
    may_ask_registers: bool

    def data_by_hash(self) -> dict[str, bytes]:
        """Return the files' bytes by their hash."""
        return {sha256(file.data): file.data for file in self.files}


def new_number(on: date) -> str:
    """Make up a number for a pre-review; it says nothing of the applicant."""
    return f"YS{on:%Y%m%d}-{secrets.token_hex(4)}"


class PreReviews:
    """Reviews what applicants would hand in, a few at a time."""

    def __init__(
        self,
        *,
        book: ScenarioBook,
        open_reader: Callable[[], ClosableReader],
        desk: ReviewDesk,
        clock: Clock,
        bounds: Bounds,
        workers: int = 1,
    ) -> None:
        self.book, self.clock, self.bounds = book, clock, bounds
        self._open_reader, self._desk = open_reader, desk
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="pre-review")
        self._room = BoundedSemaphore(workers + bounds.waiting)
        self._idle: list[ClosableReader] = []
        self._opened: list[ClosableReader] = []
        self._lock = Lock()

    async def review(self, request: Request) -> DeskReview:
        """Review without blocking the console.

        Raises:
            PreReviewRefused: too many wait already, or it took too long.
            BadCaseFile: something in `case.json` does not fit.
            ScenarioMissing: there is no such scenario that day.
        """
        if not self._room.acquire(blocking=False):
            raise self._later("busy", "当前预审人数较多，请稍后再试。")
        given_up = Event()
        try:
            running = self._pool.submit(self._review, request, given_up)
        except RuntimeError:
            self._room.release()
            raise self._later("closing", "服务正在停止，请稍后再试。") from None
        running.add_done_callback(self._free)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(running), self.bounds.timeout_s)
        except TimeoutError:
            raise self._later("timeout", "材料识别超时，请稍后再试，或减少一次提交的页数。") from None
        finally:
            given_up.set()

    def close(self) -> None:
        """Take no more, drop what waits, and stop the readers."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for reader in self._opened:
                reader.close()

    def _free(self, _: "Future[DeskReview]") -> None:
        self._room.release()

    def _later(self, code: str, says: str) -> PreReviewRefused:
        return PreReviewRefused(503, code, says, retry_after_s=max(10, int(self.bounds.timeout_s / 4)))

    def _review(self, request: Request, given_up: Event) -> DeskReview:
        desk = self._desk if request.may_ask_registers else replace(self._desk, registry=NoRegister())
        reader = self._take_reader()
        try:
            with secrets_of_case(request.described.form.values()):
                return review_handed_in(
                    request.described,
                    _while_wanted(request.files, given_up),
                    request.scenario,
                    ref=lambda scenario, on: _ref(request.number, scenario, on),
                    book=self.book,
                    reader=reader,
                    desk=desk,
                    clock=self.clock,
                )
        finally:
            with self._lock:
                self._idle.append(reader)

    def _take_reader(self) -> ClosableReader:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            reader = self._open_reader()
            self._opened.append(reader)
            return reader


def _while_wanted(files: Sequence[HandedFile], given_up: Event) -> Iterator[HandedFile]:
    """Give one file after another, as long as somebody waits for the answer."""
    for file in files:
        if given_up.is_set():
            raise PreReviewRefused(503, "timeout", "材料识别超时。")
        yield file


def _ref(number: str, scenario: Scenario, on: date) -> CaseRef:
    return CaseRef(system=SYSTEM, number=number, item_name=scenario.item_name, applicant="", received_on=on)
