"""What would become of past cases if changed rules stood in place: which conclusions would flip, and why.

Every stored case of the touched scenarios is decided again from evidence alone. Compared is with what was
concluded then. What is no matter of the rules is held as it was: the day of deciding, the answers of
registers, the draw for audit; a certificate that held then counts as if it were renewed for the changed
rules. A case received before the changed rules begin is judged as on their first day.

A fact that the changed rules ask for and that nobody gathered then is unknown, and is told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cases.case import KeptReview
from cases.errors import EvidenceError, ScenarioMissing
from cases.fact_names import fact_name
from cases.ports import EvidenceStore, ScenarioBook
from cases.replay import decide_again
from cases.review import Review, ReviewDesk
from cases.review_record import Stands, review_from_json
from review_points.certificate import Certificate
from review_points.conclude import Conclusion, ConclusionKind
from review_points.facts import FactState
from review_points.findings import Deficiency, Outcome
from scenarios.plan import Scenario
from scenarios.problem import ScenarioError

_TOLD = frozenset({FactState.READ, FactState.BLANK})


@dataclass(frozen=True, slots=True, kw_only=True)
class PointChange:
    """A point that says something else; None where it does not exist or does not apply that day."""

    point: str
    title: str
    was: Outcome | None
    becomes: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """What the changed rules would change in one case."""

    case: str
    scenario: str
    received_on: date
    was: ConclusionKind
    becomes: ConclusionKind
    was_proposed: ConclusionKind
    becomes_proposed: ConclusionKind
    points: tuple[PointChange, ...]
    added: tuple[Deficiency, ...]
    removed: tuple[Deficiency, ...]
    not_gathered: tuple[tuple[str, str], ...]
    """Facts that the changed rules ask for and nobody sought then: name, and name in Chinese."""
    by_other_rules: bool
    """Whether the stored conclusion was drawn by other rules than those published now."""

    @property
    def is_flip(self) -> bool:
        """Tell whether the conclusion, or what the findings alone come to, is another one."""
        return (self.was, self.was_proposed) != (self.becomes, self.becomes_proposed)

    @property
    def is_none(self) -> bool:
        """Tell whether nothing changes at all."""
        return not (self.is_flip or self.points or self.added or self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A case that could not be decided again, and why."""

    case: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What changed rules would do to past cases."""

    changes: tuple[CaseChange, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()

    @property
    def flips(self) -> tuple[CaseChange, ...]:
        """The cases whose conclusion would be another one."""
        return tuple(each for each in self.changes if each.is_flip)

    @property
    def others(self) -> tuple[CaseChange, ...]:
        """The cases whose conclusion stays, while points or deficiencies change."""
        return tuple(each for each in self.changes if not each.is_flip and not each.is_none)

    @property
    def not_gathered(self) -> Counter[tuple[str, str]]:
        """For each fact that was never gathered: in how many cases."""
        return Counter(fact for each in self.changes for fact in each.not_gathered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules as published and as changed, and the first day on which all changes are in force."""

    published: ScenarioBook
    changed: ScenarioBook
    begins: date = field(default=date.min)


def what_if(
    kept: Iterable[KeptReview],
    rules: Rules,
    *,
    evidence: EvidenceStore,
    desk: ReviewDesk,
    since: date = date.min,
) -> WhatIf:
    """Decide stored cases again by changed rules.

    Args:
        kept: where the reviews of the touched scenarios lie.
        rules: what is published and what is changed.
        evidence: what the reviews stand on.
        desk: the calendar and the audit key; its registers are not asked.
        since: only cases received on this day or later.
    """
    changes: list[CaseChange] = []
    unjudged: list[Unjudged] = []
    for each in kept:
        try:
            changes += _change(each, rules, evidence, desk, since)
        except (EvidenceError, ScenarioMissing, ScenarioError) as error:
            unjudged.append(Unjudged(case=each.case_key, problem=str(error)))
        except (ValueError, LookupError, TypeError):
            unjudged.append(Unjudged(case=each.case_key, problem="留存的审查记录无法读出"))
    return WhatIf(changes=tuple(changes), unjudged=tuple(unjudged))


def _change(
    kept: KeptReview, rules: Rules, evidence: EvidenceStore, desk: ReviewDesk, since: date
) -> Iterator[CaseChange]:
    stored = review_from_json(evidence.get(kept.review_sha256))
    stands = stored.stands
    if stands.received_on < since:
        return
    now = _published(rules, stands)
    changed = _in_place(rules, stands)
    as_then = _as_then(changed, now, stands)
    again = decide_again(stands, as_then, evidence=evidence, desk=desk)
    yield CaseChange(
        case=kept.case_key,
        scenario=stands.scenario,
        received_on=stands.received_on,
        was=stored.conclusion.kind,
        becomes=again.conclusion.kind,
        was_proposed=stored.conclusion.proposal,
        becomes_proposed=again.conclusion.proposal,
        points=tuple(_point_changes(stored, again)),
        added=_only_in(again.conclusion, stored.conclusion),
        removed=_only_in(stored.conclusion, again.conclusion),
        not_gathered=tuple(_not_gathered(as_then, stored, again)),
        by_other_rules=now is None or now.rules_sha256 != stands.rules_sha256,
    )


def _published(rules: Rules, stands: Stands) -> Scenario | None:
    try:
        return rules.published.by_id(stands.scenario, on=stands.received_on)
    except ScenarioMissing:
        return None


def _in_place(rules: Rules, stands: Stands) -> Scenario:
    """Return the changed scenario as if it had been in force when the case was received."""
    on = max(stands.received_on, rules.begins)
    scenario = rules.changed.by_id(stands.scenario, on=on)
    if on == stands.received_on:
        return scenario
    points = (replace(point, in_force_from=date.min, in_force_to=None) for point in scenario.points)
    return replace(scenario, points=tuple(points))


def _as_then(changed: Scenario, published: Scenario | None, stands: Stands) -> Scenario:
    """Hold what is no matter of the changed rules: the version's name, an unchanged policy, a certificate."""
    same_policy = published is not None and published.policy == changed.policy
    return replace(
        changed,
        version=stands.scenario_version,
        policy=stands.policy if same_policy else changed.policy,
        certificate=_renewed(stands, changed.rules_sha256),
    )


def _renewed(stands: Stands, rules_sha256: str) -> Certificate | None:
    """Return the certificate as if it were earned again; one that did not hold then does not hold now."""
    certificate = stands.certificate
    if certificate is None or certificate.rules_sha256 != stands.rules_sha256:
        return certificate
    return replace(certificate, rules_sha256=rules_sha256)


def _point_changes(stored: Review, again: Review) -> Iterator[PointChange]:
    before = {each.point: each for each in stored.findings}
    after = {each.point: each for each in again.findings}
    for point in dict.fromkeys((*before, *after)):
        was, becomes = before.get(point), after.get(point)
        if was is None or becomes is None or was.outcome is not becomes.outcome:
            shown = becomes or was
            yield PointChange(
                point=point,
                title=shown.title if shown else "",
                was=was.outcome if was else None,
                becomes=becomes.outcome if becomes else None,
            )


def _only_in(one: Conclusion, other: Conclusion) -> tuple[Deficiency, ...]:
    """Return the deficiencies of one conclusion that the other does not name, also tolerated ones."""
    known = {_named(each) for each in (*other.deficiencies, *other.tolerated)}
    return tuple(each for each in (*one.deficiencies, *one.tolerated) if _named(each) not in known)


def _named(deficiency: Deficiency) -> tuple[str, str, str]:
    return deficiency.code, deficiency.material, deficiency.says


def _not_gathered(scenario: Scenario, stored: Review, again: Review) -> Iterator[tuple[str, str]]:
    """Name the facts the points ask for that nobody sought then and that the evidence does not tell.

    What a material that was not handed in would say is no such fact: nobody could gather it.
    """
    asked: Sequence[str] = [name for point in scenario.points for name in point.facts]
    absent = {
        material.id
        for material in scenario.plan.materials
        if again.facts[f"{material.id}.present"].value != "true"
    }
    for name in dict.fromkeys(asked):
        is_new = name not in stored.facts.by_name and name.partition(".")[0] not in absent
        if is_new and again.facts[name].state not in _TOLD:
            yield name, fact_name(name, again.words.material_names, again.words.form_labels)
