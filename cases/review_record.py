"""What a review leaves behind, and its canonical JSON in the evidence store.

A review holds everything it stands on (hashes of what was handed in and read, answers of registers, policy,
certificate, day), so that `cases/replay.py` can repeat it and must come to the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.canonical import canonical_json, from_json, from_plain, to_plain
from cases.gathering import AskedRegister
from cases.licences import Licence
from cases.notice import Notice
from cases.refusal import Refusal, RefusalFrame
from review_points.approval import Policy
from review_points.certificate import Certificate
from review_points.conclude import Conclusion
from review_points.facts import Facts
from review_points.findings import Finding, Reason
from review_points.json_form import (
    conclusion_from_json,
    conclusion_to_json,
    facts_from_json,
    facts_to_json,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """One file of the case and the stored result of reading it, both as evidence."""

    file_sha256: str
    document_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """What a review stands on besides the facts."""

    case_key: str
    scenario: str
    scenario_version: str
    rules_sha256: str
    reader_version: str
    received_on: date
    decided_on: date
    submission_sha256: str
    documents: tuple[KeptDocument, ...]
    asked: tuple[AskedRegister, ...]
    licences: tuple[Licence, ...] = ()
    """What came of fetching the licences of materials that need not be handed in."""
    policy: Policy
    certificate: Certificate | None
    drawn_for_audit: bool
    unpublished_years: tuple[int, ...] = ()
    """Years around the deciding day whose working days nobody had published by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a review says to people."""

    department: str
    item_name: str
    notice: Notice | None
    refusal: Refusal | None
    """The draft of a refusal; a person decides and signs."""
    refusal_frame: RefusalFrame
    """What a refusal of this case says whoever decides it."""
    opinion: str
    """What would be entered into the legacy system, without the trace; a draft when handed over."""
    extra_files: tuple[str, ...]
    not_checked: tuple[tuple[str, str], ...]
    material_names: Mapping[str, str]
    form_labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything one review came to."""

    stands: Stands
    guards: tuple[Reason, ...]
    facts: Facts
    conclusion: Conclusion
    words: Words

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What every point said."""
        return self.conclusion.findings


def review_json(done: Review) -> bytes:
    """Write the review as canonical bytes, for the evidence store."""
    return canonical_json(
        {
            "stands": to_plain(done.stands),
            "guards": [to_plain(reason) for reason in done.guards],
            "facts": facts_to_json(done.facts),
            "conclusion": conclusion_to_json(done.conclusion),
            "words": to_plain(done.words),
        }
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    """The part of a stored review that says what it stands on; the rest is passed over when reading."""

    stands: Stands


def stands_of(data: bytes) -> Stands:
    """Read from a stored review only what it stands on."""
    return from_json(_Standing, data).stands


def review_from_json(data: bytes) -> Review:
    """Read a review again; an approval's proof is checked again."""
    plain = json.loads(data)
    return Review(
        stands=from_plain(Stands, plain["stands"]),
        guards=from_plain(tuple[Reason, ...], plain["guards"]),
        facts=facts_from_json(plain["facts"]),
        conclusion=conclusion_from_json(plain["conclusion"]),
        words=from_plain(Words, plain["words"]),
    )
