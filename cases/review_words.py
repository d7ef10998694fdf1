"""What a review says to people: notice, drafted refusal, opinion, and the names to read it by."""

from collections.abc import Mapping, Sequence
from datetime import date

from cases.clock import WorkCalendar
from cases.gathering import Gathered
from cases.notice import Notice, compose_notice, opinion_text, outside_materials
from cases.refusal import Refusal, compose_refusal, refusal_frame, refusal_text
from cases.review_record import Words
from review_points.conclude import Conclusion, ConclusionKind
from review_points.findings import Finding, Reason
from review_points.fixes import Fix
from scenarios.plan import Scenario


def outside_guards(findings: Sequence[Finding], scenario: Scenario) -> tuple[Reason, ...]:
    """Hand a case over whose notice would ask for a material outside the item's list."""
    deficiencies = (each for finding in findings for each in finding.deficiencies)
    outside = outside_materials(deficiencies, _material_names(scenario))
    return tuple(Reason(code="outside_material", about=material) for material in outside)


def write_words(
    conclusion: Conclusion,
    scenario: Scenario,
    gathered: Gathered,
    *,
    fixes: Sequence[Fix],
    on: date,
    calendar: WorkCalendar,
) -> tuple[Words, bool]:
    """Write everything a review says, and tell whether the opinion fits whole into its box.

    The opinion is that of what was concluded, or proposed when a clerk decides; it is empty when a notice
    does not fit, for it may not be cut.
    """
    notice = _notice(conclusion, scenario, gathered, fixes, on, calendar)
    opinion = _opinion(conclusion, scenario, notice)
    words = Words(
        department=scenario.department,
        item_name=scenario.item_name,
        notice=notice,
        refusal=_refusal(conclusion, scenario, gathered),
        refusal_frame=refusal_frame(scenario.wording),
        opinion=opinion or "",
        extra_files=gathered.extra,
        not_checked=scenario.not_checked,
        material_names=_material_names(scenario),
        form_labels=_form_labels(scenario),
    )
    return words, opinion is not None


def _notice(
    conclusion: Conclusion,
    scenario: Scenario,
    gathered: Gathered,
    fixes: Sequence[Fix],
    on: date,
    calendar: WorkCalendar,
) -> Notice | None:
    names = _material_names(scenario)
    if not conclusion.deficiencies or outside_materials(conclusion.deficiencies, names):
        return None
    return compose_notice(
        conclusion.deficiencies,
        wording=scenario.wording,
        material_names=names,
        on=on,
        calendar=calendar,
        facts=gathered.facts,
        form_labels=_form_labels(scenario),
        fixes=fixes,
    )


def _refusal(conclusion: Conclusion, scenario: Scenario, gathered: Gathered) -> Refusal | None:
    if not conclusion.refusal_draft:
        return None
    return compose_refusal(
        conclusion.refusal_draft,
        conclusion.findings,
        wording=scenario.wording,
        facts=gathered.facts,
        material_names=_material_names(scenario),
        form_labels=_form_labels(scenario),
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


def _material_names(scenario: Scenario) -> Mapping[str, str]:
    return {material.id: material.name for material in scenario.plan.materials}


def _form_labels(scenario: Scenario) -> Mapping[str, str]:
    return {field.key: field.labels[0] for field in scenario.plan.form}
