"""Deciding past cases again from stored evidence alone: the same bytes must come out."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cases.canonical import from_json
from cases.case import KeptReview, Submission
from cases.errors import EvidenceError, ScenarioMissing
from cases.gathering import AskedRegister
from cases.materials import ReadFile
from cases.ports import AnswerState, EvidenceStore, RegistryAnswer, ScenarioBook
from cases.review import Review, ReviewDesk, review, review_json
from cases.review_record import Stands, stands_of
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
class Replayed:
    """How deciding one stored case again came out; `problem` says why it could not be done."""

    case: str
    conclusion: str = ""
    identical: bool = False
    differences: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What replaying came to: identical, or which parts of the review differ."""

    again: Review
    differences: tuple[str, ...]

    @property
    def is_identical(self) -> bool:
        """Tell whether the same bytes came out."""
        return not self.differences


def replay(
    data: bytes, stands: Stands, scenario: Scenario, *, evidence: EvidenceStore, desk: ReviewDesk
) -> Replay:
    """Decide again, by the stored policy, certificate and day, and compare with the stored review.

    Args:
        data: the stored review.
        stands: what it says that it stands on.
        scenario: the scenario in force on the day the case was received.
        evidence: where the submission and what reading the files gave lie.
        desk: the calendar and the audit key; its registers are not asked.
    """
    scenario = replace(scenario, policy=stands.policy, certificate=stands.certificate)
    again = decide_again(stands, scenario, evidence=evidence, desk=desk)
    return Replay(again=again, differences=_differences(data, review_json(again)))


def replay_each(
    kept: Iterable[KeptReview], *, book: ScenarioBook, evidence: EvidenceStore, desk: ReviewDesk
) -> Iterator[Replayed]:
    """Decide many past cases again, one after another; one that can't be replayed says why."""
    for each in kept:
        try:
            yield _replayed(each, book, evidence, desk)
        except (EvidenceError, ScenarioMissing) as error:
            yield Replayed(case=each.case_key, problem=str(error))
        except (ValueError, LookupError, TypeError):
            yield Replayed(case=each.case_key, problem="留存的审查记录无法读出")


def _replayed(kept: KeptReview, book: ScenarioBook, evidence: EvidenceStore, desk: ReviewDesk) -> Replayed:
    data = evidence.get(kept.review_sha256)
    stands = stands_of(data)
    scenario = book.by_id(stands.scenario, on=stands.received_on)
    done = replay(data, stands, scenario, evidence=evidence, desk=desk)
    return Replayed(
        case=kept.case_key,
        conclusion=done.again.conclusion.kind.value,
        identical=done.is_identical,
        differences=done.differences,
    )


def decide_again(stands: Stands, scenario: Scenario, *, evidence: EvidenceStore, desk: ReviewDesk) -> Review:
    """Review a past case again by a scenario, with what was handed in, read, asked and published then."""
    submission = from_json(Submission, evidence.get(stands.submission_sha256))
    calendar = replace(desk.calendar, hidden_years=frozenset(stands.unpublished_years))
    return review(
        submission,
        stored_files(stands, submission, evidence),
        scenario,
        desk=replace(desk, registry=RecordedRegistry(stands.asked), calendar=calendar),
        on=stands.decided_on,
        documents=stands.documents,
        reader_version=stands.reader_version,
    )


def stored_files(stands: Stands, submission: Submission, evidence: EvidenceStore) -> tuple[ReadFile, ...]:
    """Return the case's files with what reading them gave when the case was reviewed."""
    kept = {each.file_sha256: each.document_sha256 for each in stands.documents}
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
