"""One application waiting for a decision, and what the robot and the clerk made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from review_points.conclude import Conclusion, ConclusionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRef:
    """A row of a legacy system's list: enough to find the case again and to know it is the right one."""

    system: str
    number: str
    item_name: str
    applicant: str
    received_on: date | None = None

    @property
    def key(self) -> str:
        """The case's id in our store, unique over all legacy systems."""
        return f"{self.system}:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedFile:
    """One file as handed in; its bytes are evidence under `sha256`, `slot` is the material's name there."""

    slot: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Everything the applicant handed in: the form by its labels as printed, and the files."""

    ref: CaseRef
    received_on: date
    form: Mapping[str, str]
    files: tuple[SubmittedFile, ...]
    complete: bool = True
    """False when a listed file could not be had whole: the case then goes to a clerk."""


class CaseState(StrEnum):
    """Where a case stands with us."""

    CLAIMED = "claimed"
    REVIEWED = "reviewed"
    WAITING_CLERK = "waiting_clerk"
    DELIVERING = "delivering"
    CLOSED = "closed"
    CONFLICT = "conflict"
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to work on a case; `token` grows with every claim, an older one must not act (fencing)."""

    case_key: str
    owner: str
    token: int


class DeliveryKind(StrEnum):
    """What may be entered into a legacy system."""

    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is about to be entered, written down and flushed before anything is clicked.

    `trace` is a short number that stands in the opinion text, so that a robot recognises its own write.
    """

    case_key: str
    ref: CaseRef
    kind: DeliveryKind
    opinion: str
    trace: str
    token: int
    conclusion_sha256: str
    decided_by: str


class Standing(StrEnum):
    """What a look at the legacy system says about a case."""

    WAITING = "waiting"
    OURS = "ours"
    FOREIGN = "foreign"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a case in the legacy system: the standing, the words seen, and a picture as evidence."""

    standing: Standing
    state_text: str
    opinion: str = ""
    screenshot_sha256: str = ""
    text_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof that our decision, and no other, stands in the legacy system: what was read back."""

    case_key: str
    trace: str
    standing: Standing
    state_text: str
    opinion: str
    screenshot_sha256: str
    text_sha256: str
    read_at: datetime
    acted: bool
    """False when our decision was found already there (an earlier worker had acted)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkDecision:
    """What a clerk decided: the conclusion confirmed or changed, the reason, and the text to be entered."""

    number: int
    case_key: str
    clerk: str
    kind: ConclusionKind
    reason: str
    opinion: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case with everything known of it, as the store gives it to the console and to replay."""

    ref: CaseRef
    state: CaseState
    lease: Lease | None = None
    scenario: str | None = None
    submission: Submission | None = None
    conclusion: Conclusion | None = None
    review_sha256: str | None = None
    """The stored review (facts, findings, conclusion, notice) in the evidence store."""
    decision: ClerkDecision | None = None
    receipt: Receipt | None = None
    note: str = ""
    updated_at: datetime | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReview:
    """Where the last review of a case lies in the evidence store, and the scenario it was made by."""

    case_key: str
    scenario: str
    review_sha256: str
