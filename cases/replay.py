"""Deciding a past case again from stored evidence alone: the same bytes must come out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cases.canonical import from_json
from cases.case import Submission
from cases.gathering import AskedRegister
from cases.materials import ReadFile
from cases.ports import AnswerState, EvidenceStore, RegistryAnswer
from cases.review import Review, ReviewDesk, review, review_from_json, review_json
from ocr import json_form
from scenarios.plan import Scenario


@dataclass(frozen=True, slots=True)
class RecordedRegistry:
    """Answers what the registers answered when the case was reviewed."""

    asked: Sequence[AskedRegister]

    def look_up(self, register: str, key: str) -> RegistryAnswer:
        """Return the recorded answer; a question that was not asked then has none."""
        for each in self.asked:
            if (each.register, each.key) == (register, key):
                return each.answer
        return RegistryAnswer(state=AnswerState.UNAVAILABLE, record={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What replaying came to: identical, or which parts of the review differ."""

    stored: Review
    again: Review
    differences: tuple[str, ...]

    @property
    def is_identical(self) -> bool:
        """Tell whether the same bytes came out."""
        return not self.differences


def replay(review_sha256: str, scenario: Scenario, *, evidence: EvidenceStore, desk: ReviewDesk) -> Replay:
    """Decide again, by the stored policy, certificate and day, and compare with the stored review."""
    data = evidence.get(review_sha256)
    stored = review_from_json(data)
    submission = from_json(Submission, evidence.get(stored.stands.submission_sha256))
    again = review(
        submission,
        stored_files(stored, submission, evidence),
        replace(scenario, policy=stored.stands.policy, certificate=stored.stands.certificate),
        desk=replace(desk, registry=RecordedRegistry(stored.stands.asked)),
        on=stored.stands.decided_on,
        documents=stored.stands.documents,
        reader_version=stored.stands.reader_version,
    )
    return Replay(stored=stored, again=again, differences=_differences(data, review_json(again)))


def stored_files(stored: Review, submission: Submission, evidence: EvidenceStore) -> tuple[ReadFile, ...]:
    """Return the case's files with what reading them gave when the case was reviewed."""
    kept = {each.file_sha256: each.document_sha256 for each in stored.stands.documents}
    return tuple(
        ReadFile(file=file, document=json_form.loads(evidence.get(kept[file.sha256]).decode()))
        for file in submission.files
    )


def _differences(stored: bytes, again: bytes) -> tuple[str, ...]:
    """Name the parts that differ; nothing when the bytes are the same."""
    if stored == again:
        return ()
    before, after = json.loads(stored), json.loads(again)
    parts = tuple(part for part in sorted({*before, *after}) if before.get(part) != after.get(part))
    return parts or ("bytes",)
