"""Follow-ups: what must still be done for a case after it was decided or reviewed, each with its due day.

A follow-up is opened by the robot and closed by a clerk; both stand in the audit chain. Its id is made of the
case, the kind and what it is about, so that opening it again after a crash does nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from cases.canonical import canonical_json, sha256


class FollowUpKind(StrEnum):
    """What must be done."""

    TOLERATED = "tolerated"  # 容缺补正
    PROMISED = "promised"  # 告知承诺的事后核查
    LICENCE_MISSING = "licence_missing"  # 缺证登记
    LICENCE_WRONG = "licence_wrong"  # 错证登记
    REFUSAL_REPORT = "refusal_report"  # 否定报备


class FollowUpState(StrEnum):
    """Whether it still has to be done."""

    OPEN = "open"
    CLOSED = "closed"


KIND_WORDS: Mapping[FollowUpKind, str] = MappingProxyType(
    {
        FollowUpKind.TOLERATED: "容缺补正",
        FollowUpKind.PROMISED: "承诺事后核查",
        FollowUpKind.LICENCE_MISSING: "缺证登记",
        FollowUpKind.LICENCE_WRONG: "错证登记",
        FollowUpKind.REFUSAL_REPORT: "否定报备",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One thing to be done; `subject` is the code it is known by, `says` the words for clerks.

    `due_on` is the earliest day that may be its last; None where no term is laid down.
    """

    case_key: str
    kind: FollowUpKind
    subject: str
    says: str
    opened_on: date
    due_on: date | None = None
    state: FollowUpState = FollowUpState.OPEN
    closed_by: str = ""
    closed_at: datetime | None = None
    note: str = ""

    @property
    def id(self) -> str:
        """The same for the same matter of the same case."""
        return sha256(canonical_json([self.case_key, self.kind.value, self.subject]))[:20]


def opening_detail(follow_up: FollowUp) -> Mapping[str, str]:
    """Return how its opening stands in the audit chain: codes and days, no words."""
    due = follow_up.due_on.isoformat() if follow_up.due_on else ""
    return {
        "follow_up": follow_up.id,
        "follow_up_kind": follow_up.kind.value,
        "due_on": due,
        "says_sha256": sha256(follow_up.says.encode()),
    }


def closing_detail(follow_up: FollowUp) -> Mapping[str, str]:
    """Return how its closing stands in the audit chain: the note only as its hash."""
    return {
        "follow_up": follow_up.id,
        "follow_up_kind": follow_up.kind.value,
        "note_sha256": sha256(follow_up.note.encode()),
    }
