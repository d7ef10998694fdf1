"""What a pre-review answers: the object of `runner.py review --json`, the notice as a model, and the files.

Whoever is not known to us is not told what would help to get a forged paper through, nor what only concerns
the robot's own rights: such reasons appear as one that says that a clerk must look.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict

from cases.canonical import to_plain
from cases.handed_in import DeskReview
from cases.notice import Notice
from cases.report import report
from review_points.reasons import REASONS

DISCLAIMER = "预审结果仅供提交前自查，不是受理或许可决定；以正式受理后的审查为准。"
_TOLD_TO_ALL = frozenset(
    {
        "unread",
        "low_confidence",
        "conflict",
        "provisional_calendar",
        "unknown_material",
        "missing_material",
        "pages_unaccounted",
        "pages_truncated",
        "incomplete_submission",
        "quality",
        "file_refused",
        "limit_exceeded",
        "clock_mismatch",
    }
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")


class ReasonTold(_Part):
    """Why a clerk must look."""

    code: str
    about: str
    text: str


class EvidenceTold(_Part):
    """A place in a material."""

    material: str
    page: int | None
    box: list[list[float]] | None
    text: str


class FindingTold(_Part):
    """What one review point said."""

    point: str
    title: str
    outcome: str
    message: str
    basis: list[dict[str, Any]]
    unknowns: list[str]
    evidence: list[EvidenceTold]


class FileTold(_Part):
    """One file and what it was recognised as."""

    file: str
    slot: str
    kind: str | None
    refused: bool
    message: str | None


class PreReviewAnswer(_Part):
    """One pre-review; further keys may be added, none is renamed."""

    case: str
    scenario: str
    conclusion: str
    proposal: str
    reasons: list[ReasonTold]
    findings: list[FindingTold]
    deficiencies: list[dict[str, Any]]
    notice: str
    notice_model: Notice | None
    opinion: str
    elements: dict[str, dict[str, Any]]
    files: list[FileTold]
    not_checked: list[dict[str, str]]
    disclaimer: str
    kept: str | None
    seconds: float


class Refusal(BaseModel):
    """Why there is no pre-review."""

    code: str
    message: str


def answer_of(done: DeskReview, *, is_known: bool, kept: str | None, seconds: float) -> dict[str, Any]:
    """Return the answer; `is_known` tells whether it goes to a clerk or a program with a key."""
    told = report(done.case, done.review, seconds=seconds)
    notice = done.review.words.notice
    if not is_known:
        told["reasons"] = _for_everybody(told["reasons"])
    return {
        **told,
        "notice_model": to_plain(notice) if notice is not None else None,
        "files": [
            {
                "file": each.file.name,
                "slot": each.file.slot,
                "kind": paper.kind,
                "refused": each.document.refusal is not None,
                "message": each.document.refusal.message if each.document.refusal else None,
            }
            for each in done.files
            for paper in each.document.papers
        ],
        "disclaimer": DISCLAIMER,
        "kept": kept,
    }


def _for_everybody(reasons: list[dict[str, str]]) -> list[dict[str, str]]:
    told = [each for each in reasons if each["code"] in _TOLD_TO_ALL]
    if len(told) < len(reasons):
        told.append({"code": "needs_clerk", "about": "", "text": REASONS["needs_clerk"]})
    return told
