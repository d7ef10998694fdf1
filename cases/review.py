"""One review: facts gathered, points evaluated, a conclusion drawn, the words written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.canonical import sha256_of
from cases.case import Submission
from cases.clock import WorkCalendar
from cases.gathering import Gathered, gather
from cases.materials import ReadFile
from cases.notice import Notice, compose_notice, opinion_text, refusal_text
from cases.ports import Registry
from cases.review_record import KeptDocument, Review, Stands, Words, review_from_json, review_json
from ocr.values import hidden_characters
from review_points.approval import Scope
from review_points.audit import is_drawn
from review_points.conclude import Conclusion, ConclusionKind, conclude
from review_points.engine import evaluate
from review_points.facts import Facts
from review_points.findings import Finding, Outcome, Reason
from review_points.operands import Surroundings
from review_points.point import Point
from scenarios.plan import NeededMaterial, Scenario

__all__ = ["KeptDocument", "Review", "ReviewDesk", "review", "review_from_json", "review_json"]


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
    """
    gathered = gather(submission, files, scenario.plan, desk.registry)
    findings = evaluate(_points_in_force(scenario, submission), gathered.facts, calendar=desk.calendar)
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
        policy=scenario.policy,
        certificate=scenario.certificate,
        drawn_for_audit=_is_drawn(submission, scenario, desk),
    )
    guards = (*gathered.guards, *_form_guards(submission), *_clock_guards(submission, on))
    needed = _needed_materials(scenario.needed, gathered.facts, desk)
    conclusion = _conclude(findings, stands, scenario, guards, needed)
    notice = _notice(conclusion, scenario, on, desk)
    opinion = _opinion(conclusion, scenario, notice)
    if opinion is None:
        guards = (*guards, Reason(code="limit_exceeded", about="告知书超过意见框可容长度"))
        conclusion = _conclude(findings, stands, scenario, guards, needed)
    return Review(
        stands=stands,
        guards=guards,
        facts=gathered.facts,
        conclusion=conclusion,
        words=_words(scenario, gathered, notice, opinion or ""),
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


def _needed_materials(needed: Sequence[NeededMaterial], facts: Facts, desk: ReviewDesk) -> dict[str, Outcome]:
    """Tell for each needed material whether it is there; a condition that fails takes it off the list."""
    around = Surroundings(calendar=desk.calendar)
    found: dict[str, Outcome] = {}
    for material in needed:
        condition = material.when.condition.verdict(facts, around).outcome if material.when else Outcome.PASS
        if condition is Outcome.PASS:
            found[material.id] = _is_present(material.id, facts)
        elif condition is Outcome.UNKNOWN:
            found[material.id] = Outcome.UNKNOWN
    return found


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


def _notice(conclusion: Conclusion, scenario: Scenario, on: date, desk: ReviewDesk) -> Notice | None:
    if not conclusion.deficiencies:
        return None
    return compose_notice(
        conclusion.deficiencies,
        wording=scenario.wording,
        material_names=_material_names(scenario),
        on=on,
        calendar=desk.calendar,
    )


def _opinion(conclusion: Conclusion, scenario: Scenario, notice: Notice | None) -> str | None:
    """Write the opinion for what was concluded or proposed; None when a notice does not fit whole."""
    meant = conclusion.proposal if conclusion.kind is ConclusionKind.HAND_OVER else conclusion.kind
    if meant is ConclusionKind.APPROVE:
        return scenario.wording.approve_opinion
    if meant is ConclusionKind.REFUSE:
        return refusal_text(conclusion.refusal_draft, heading=scenario.wording.refuse_opinion)
    if meant is ConclusionKind.RETURN and notice is not None:
        return opinion_text(notice, heading=scenario.wording.return_opinion)
    return ""


def _words(scenario: Scenario, gathered: Gathered, notice: Notice | None, opinion: str) -> Words:
    return Words(
        notice=notice,
        opinion=opinion,
        extra_files=gathered.extra,
        not_checked=scenario.not_checked,
        material_names=_material_names(scenario),
        form_labels={field.key: field.labels[0] for field in scenario.plan.form},
    )


def _material_names(scenario: Scenario) -> dict[str, str]:
    return {material.id: material.name for material in scenario.plan.materials}
