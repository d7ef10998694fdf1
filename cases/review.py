"""One review: facts gathered, points evaluated, a conclusion drawn, the words written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.canonical import sha256_of
from cases.case import Submission
from cases.clock import WorkCalendar
from cases.gathering import gather
from cases.materials import ReadFile
from cases.ports import Registry
from cases.review_record import KeptDocument, Review, Stands, review_from_json, review_json
from cases.review_words import outside_guards, write_words
from ocr.values import hidden_characters
from review_points.approval import Scope
from review_points.audit import is_drawn
from review_points.commitment import present_or_promised, with_commitment
from review_points.conclude import Conclusion, ConclusionKind, conclude
from review_points.engine import evaluate
from review_points.facts import Facts
from review_points.findings import Finding, Outcome, Reason
from review_points.fixes import Fix, fewest_fixes
from review_points.operands import Floors, Surroundings
from review_points.point import Point
from scenarios.plan import Scenario

__all__ = ["KeptDocument", "Review", "ReviewDesk", "review", "review_from_json", "review_json"]

_FLOORS = Floors()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDesk:
    """What every review of one installation is done with."""

    registry: Registry
    audit_key: bytes
    calendar: WorkCalendar = field(default_factory=WorkCalendar)


def review(
    submission: Submission,
    files: Sequence[ReadFile],
    scenario: Scenario,
    *,
    desk: ReviewDesk,
    on: date,
    documents: tuple[KeptDocument, ...] = (),
    reader_version: str,
    floors: Floors = _FLOORS,
) -> Review:
    """Review one case by the scenario in force.

    Args:
        submission: what was handed in.
        files: the files with what reading them gave.
        scenario: the scenario in force on the day the case was received.
        desk: the registers, the calendar, and the key by which cases are drawn for audit.
        on: the day of deciding, in Asia/Shanghai.
        documents: where the results of reading are kept as evidence.
        reader_version: what read the files; certificates are bound to it.
        floors: scores below which a reading decides nothing; others than the product's own are for trials.
    """
    gathered = gather(submission, files, scenario.plan, desk.registry)
    points = _points_in_force(scenario, submission)
    around = Surroundings(calendar=desk.calendar, floors=floors)
    findings = _findings(points, scenario, gathered.facts, around)
    stands = Stands(
        case_key=submission.ref.key,
        scenario=scenario.id,
        scenario_version=scenario.version,
        rules_sha256=scenario.rules_sha256,
        reader_version=reader_version,
        received_on=submission.received_on,
        decided_on=on,
        submission_sha256=sha256_of(submission),
        documents=documents,
        asked=gathered.asked,
        licences=gathered.licences,
        policy=scenario.policy,
        certificate=scenario.certificate,
        drawn_for_audit=_is_drawn(submission, scenario, desk),
        unpublished_years=desk.calendar.unpublished_around(on),
    )
    own = (*_form_guards(submission), *_clock_guards(submission, on))
    guards = (*gathered.guards, *own, *outside_guards(findings, scenario))
    needed = _needed_materials(scenario, gathered.facts, around)
    conclusion = _conclude(findings, stands, scenario, guards, needed)
    fixes = _fixes(conclusion, points, gathered.facts, needed, desk)
    words, fits = write_words(conclusion, scenario, gathered, fixes=fixes, on=on, calendar=desk.calendar)
    if not fits:
        guards = (*guards, Reason(code="limit_exceeded", about="告知书超过意见框可容长度"))
        conclusion = _conclude(findings, stands, scenario, guards, needed)
    return Review(
        stands=stands,
        guards=guards,
        facts=gathered.facts,
        conclusion=conclusion,
        words=words,
    )


def _points_in_force(scenario: Scenario, submission: Submission) -> list[Point]:
    return [point for point in scenario.points if point.is_in_force(submission.received_on)]


def _is_drawn(submission: Submission, scenario: Scenario, desk: ReviewDesk) -> bool:
    return is_drawn(
        submission.ref.key,
        scenario=scenario.versioned_id,
        secret=desk.audit_key,
        rate=scenario.policy.audit_rate,
    )


def _form_guards(submission: Submission) -> tuple[Reason, ...]:
    """Flag invisible characters in what was typed: they are compared away, and a clerk must see that."""
    return tuple(
        Reason(code="integrity", about=f"表单“{label}”含有不可见字符 {'、'.join(hidden)}")
        for label, value in submission.form.items()
        if (hidden := hidden_characters(value))
    )


def _clock_guards(submission: Submission, on: date) -> tuple[Reason, ...]:
    if submission.received_on <= on:
        return ()
    return (Reason(code="clock_mismatch", about=f"收件日 {submission.received_on} 晚于今日 {on}"),)


def _findings(
    points: Sequence[Point], scenario: Scenario, facts: Facts, around: Surroundings
) -> tuple[Finding, ...]:
    """Evaluate the points; where the item knows a commitment, it stands in for the points it may replace."""
    found = evaluate(points, facts, calendar=around.calendar, floors=around.floors)
    if scenario.commitment is None:
        return found
    return with_commitment(points, found, scenario.commitment, facts, around)


def _needed_materials(scenario: Scenario, facts: Facts, around: Surroundings) -> dict[str, Outcome]:
    """Tell for each needed material whether it is there, or replaced by a commitment.

    A condition that fails takes it off the list.
    """
    found: dict[str, Outcome] = {}
    for material in scenario.needed:
        condition = material.when.condition.verdict(facts, around).outcome if material.when else Outcome.PASS
        if condition is Outcome.PASS:
            found[material.id] = _is_present(material.id, facts)
        elif condition is Outcome.UNKNOWN:
            found[material.id] = Outcome.UNKNOWN
    if scenario.commitment is None:
        return found
    return present_or_promised(found, scenario.commitment, facts, around)


def _is_present(material: str, facts: Facts) -> Outcome:
    value = facts[f"{material}.present"].value
    return {"true": Outcome.PASS, "false": Outcome.FAIL}.get(value or "", Outcome.UNKNOWN)


def _conclude(
    findings: tuple[Finding, ...],
    stands: Stands,
    scenario: Scenario,
    guards: tuple[Reason, ...],
    needed: Mapping[str, Outcome],
) -> Conclusion:
    scope = Scope(
        scenario=scenario.versioned_id,
        rules_sha256=stands.rules_sha256,
        reader_version=stands.reader_version,
        on=stands.decided_on,
    )
    return conclude(
        findings,
        scope=scope,
        policy=stands.policy,
        drawn_for_audit=stands.drawn_for_audit,
        certificate=stands.certificate,
        guards=guards,
        materials=needed,
    )


def _fixes(
    conclusion: Conclusion,
    points: Sequence[Point],
    facts: Facts,
    needed: Mapping[str, Outcome],
    desk: ReviewDesk,
) -> tuple[Fix, ...]:
    """Find the fewest places to change of a case that is returned; a needed material must be among them."""
    if conclusion.proposal is not ConclusionKind.RETURN:
        return ()
    fixes = fewest_fixes(points, conclusion.findings, facts, Surroundings(calendar=desk.calendar))
    missing = {f"{material}.present" for material, there in needed.items() if there is not Outcome.PASS}
    settled = {name for fix in fixes for each in fix.deficiencies for name in each.facts}
    return fixes if missing <= settled else ()
