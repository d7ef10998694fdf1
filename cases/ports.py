"""The outside of a case, as protocols. Each has a fake in the tests and one contract suite for all kinds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from cases.audit import AuditEntry
from cases.case import (
    Case,
    CaseRef,
    CaseState,
    ClerkDecision,
    Intent,
    KeptReview,
    Lease,
    Look,
    Receipt,
    Submission,
)
from cases.deadlines import Alarm
from cases.follow_ups import FollowUp, FollowUpState
from ocr.document import Document
from scenarios.plan import Scenario, TimeLimits

T = TypeVar("T")


class ApprovalSystem(Protocol):
    """One legacy approval system, driven through its pages."""

    name: str

    def list_waiting(self) -> tuple[CaseRef, ...]:
        """Log in when needed and list every case that waits, over all pages, without doubles."""

    def read(self, ref: CaseRef, evidence: "EvidenceStore") -> Submission:
        """Open the case, check that it is the right one, read the form and download every material."""

    def look(self, intent: Intent, evidence: "EvidenceStore") -> Look:
        """Open the case, check its identity, and tell whether it waits, is decided by us, or by others."""

    def act(
        self, intent: Intent, evidence: "EvidenceStore", permit: Callable[[], None] = lambda: None
    ) -> None:
        """Enter the decision once. Raises DeliveryDoubt when it can't be known whether it went through.

        `permit` is called right before the deciding control is used; what it raises leaves it untouched.
        """


class EvidenceStore(Protocol):
    """Bytes kept under their SHA-256; what was put once can never change."""

    def put(self, data: bytes) -> str:
        """Store the bytes (flushed to disk) and return their SHA-256 in hex; storing twice is harmless."""

    def get(self, sha256: str) -> bytes:
        """Return the bytes, after checking that they still have that SHA-256."""

    def names(self) -> Iterator[str]:
        """Go through the hashes of everything that is stored, without reading it."""


class CaseStore(Protocol):
    """The business database. Every method is one transaction."""

    def claim(self, ref: CaseRef, *, owner: str) -> Lease:
        """Take the case with a token higher than any before; the same owner claiming twice gets the same."""

    def holds(self, lease: Lease) -> bool:
        """Tell whether the lease is still the newest: a robot that lost its lease must not act."""

    def save_submission(self, lease: Lease, submission: Submission) -> None:
        """Keep what was handed in."""

    def save_review(self, lease: Lease, *, scenario: str, review_sha256: str, conclusion_json: str) -> None:
        """Keep the conclusion and where its review lies."""

    def save_intent(self, lease: Lease, intent: Intent) -> Intent:
        """Write the intent down; when one is there for this trace already, return that one."""

    def open_intent(self, case_key: str) -> Intent | None:
        """Return the newest intent of a case that no receipt confirms: it must come to its end first."""

    def record_attempt(self, lease: Lease, *, trace: str, at: datetime) -> None:
        """Write down, flushed, that the deciding control is about to be used; LeaseLost when it was lost."""

    def last_attempt(self, trace: str) -> datetime | None:
        """Return when the deciding control was last about to be used for this intent."""

    def save_receipt(self, lease: Lease, receipt: Receipt) -> None:
        """Keep the receipt and close the case."""

    def set_state(self, lease: Lease, state: CaseState, *, note: str = "") -> None:
        """Move the case on; refused when the lease was lost."""

    def case(self, key: str) -> Case | None:
        """Return one case."""

    def cases(
        self, *, states: Iterable[CaseState] | None = None, system: str | None = None
    ) -> tuple[Case, ...]:
        """Return cases, the oldest first."""

    def reviewed(self, *, scenarios: Iterable[str] | None = None) -> tuple[KeptReview, ...]:
        """Say of every case that was reviewed where its last review lies, the oldest case first."""

    def decide(
        self, *, case_key: str, clerk: str, kind: str, reason: str, opinion: str, at: datetime
    ) -> ClerkDecision:
        """Record what a clerk decided, in the audit chain too; refused unless the case waits for a clerk."""

    def undelivered_decisions(self, *, system: str) -> tuple[ClerkDecision, ...]:
        """Return decisions of clerks that no receipt confirms yet."""

    def append_audit(
        self, *, case_key: str, actor: str, event: str, detail: Mapping[str, str], at: datetime
    ) -> str:
        """Extend the hash chain by one entry and return its hash."""

    def audit_entries(
        self, case_key: str | None = None, *, event: str | None = None
    ) -> tuple[AuditEntry, ...]:
        """Return the entries of the chain in order, of one case or one kind of event when told."""

    @property
    def follow_ups(self) -> "FollowUps":
        """What must still be done for cases, in the same database."""

    @property
    def alarms(self) -> "Alarms":
        """Which alarms were raised, in the same database."""

    def release(self, case_key: str) -> None:
        """Give a parked or conflicting case back: a clerk's decision is delivered, else it is worked on."""


class FollowUps(Protocol):
    """What must still be done for cases; every method is one transaction."""

    def open(self, follow_up: FollowUp, *, actor: str, at: datetime) -> bool:
        """Open it, in the audit chain too; False when it was opened before, whatever became of it."""

    def close(self, follow_up_id: str, *, clerk: str, note: str, at: datetime) -> FollowUp:
        """Close it, in the audit chain too; FollowUpNotOpen when there is nothing to close."""

    def find(
        self, *, state: FollowUpState | None = None, case_key: str | None = None
    ) -> tuple[FollowUp, ...]:
        """Return them, the one due first in front; those without a term before all others."""


class Alarms(Protocol):
    """Which alarms were raised and told: each once, also over restarts and among several robots."""

    def raise_once(self, alarm: Alarm, *, at: datetime) -> bool:
        """Write the alarm down, in the audit chain too; False when it was raised before."""

    def mark_told(self, alarm_id: str) -> None:
        """Note that people were told."""

    def untold(self, *, before: datetime) -> tuple[Alarm, ...]:
        """Return alarms raised before a moment that nobody was told: a crash lay between."""


class AnswerState(StrEnum):
    """A register either knows, knows that it does not know, or could not be asked."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryAnswer:
    """One answer of a register; `record` maps field to text."""

    state: AnswerState
    record: Mapping[str, str]


class Registry(Protocol):
    """Look-ups in registers: electronic licences, status registers, open cases."""

    def look_up(self, register: str, key: str) -> RegistryAnswer:
        """Ask one register for one key; never raises for an outage, answers UNAVAILABLE instead."""


class MaterialReader(Protocol):
    """Reads files into documents; `version` changes whenever readings could."""

    @property
    def version(self) -> str:
        """Return what readings depend on, as one short text."""

    def read(self, data: bytes, name: str) -> Document:
        """Read one file; a file that can't be opened comes back refused, with the reason."""

    def read_all(self, files: Iterable[tuple[bytes, str]]) -> list[Document]:
        """Read several files, given as bytes and names, each as `read` does; takes them one by one."""


class TimeLimitsOf(Protocol):
    """Knows how many working days an item gives for its decision."""

    def time_limits(self, *, system: str, item_name: str) -> TimeLimits:
        """Return the working days an item gives for its decision; none where there is no scenario."""


class ScenarioBook(TimeLimitsOf, Protocol):
    """All scenarios, by what a legacy system calls the item, and by their own id."""

    def for_case(self, *, system: str, item_name: str, on: date) -> Scenario:
        """Return the scenario in force that day; raises ScenarioMissing."""

    def by_id(self, scenario: str, *, on: date) -> Scenario:
        """Return the scenario of that id in force that day; raises ScenarioMissing."""


class Clock(Protocol):
    """The time, in Asia/Shanghai."""

    def now(self) -> datetime:
        """Return the time, with its zone."""

    def today(self) -> date:
        """Return the day in Asia/Shanghai."""


class Notifier(Protocol):
    """Tells people that something waits for them."""

    def notify(self, *, subject: str, text: str) -> None:
        """Send one message; the text holds no personal data."""


class Delivery(Protocol):
    """Enters a decision into the legacy system exactly once (intent, look, act, read back)."""

    def deliver(self, intent: Intent, lease: Lease) -> Receipt:
        """Return the receipt; raises DeliveryConflict when others decided, LeaseLost when it was lost."""


class Steps(Protocol):
    """The durable engine as the flow sees it: a step that finished is never run again."""

    def run(self, name: str, step: Callable[[], T]) -> T:
        """Run the step once, durably, and return its result (also after a crash)."""
