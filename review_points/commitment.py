"""告知承诺: the applicant's signed commitment in place of a proof, with a check afterwards.

A point that an item lists is then judged by «the point, or the commitment», in strong Kleene logic: it passes
when either does, fails when both do, and is unknown otherwise. So the law of information holds: whatever is
hidden, no finding becomes a pass or a fail. The commitment counts only as read: there, legible, signed, on
the published template, and its signer surely not in the register of bad credit where the item names one. A
point whose condition does not hold, or is not known to hold, stays as it is.

A finding that passes by commitment says so in `promise`; it must be followed up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from review_points.engine import doubts_of
from review_points.expressions import Expression
from review_points.facts import Facts
from review_points.findings import Effect, Finding, Outcome, Promise
from review_points.kleene import Verdict
from review_points.operands import Surroundings
from review_points.point import Point

_PROMISED = "按告知承诺办理，须事后核查"
_OPEN = "能否以告知承诺代替尚不能判定，请核对承诺书及信用情况"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What a commitment may stand in for: points by their codes, materials by their ids."""

    letter: str
    condition: Expression
    points: frozenset[str]
    materials: frozenset[str]
    due_workdays: int
    """Working days after the decision in which what was promised is checked."""

    def verdict(self, facts: Facts, around: Surroundings) -> Verdict:
        """Tell whether the commitment counts."""
        return self.condition.condition.verdict(facts, around)


def with_commitment(
    points: Iterable[Point],
    findings: Sequence[Finding],
    commitment: Commitment,
    facts: Facts,
    around: Surroundings,
) -> tuple[Finding, ...]:
    """Return the findings, those of listed points judged by «the point, or the commitment»."""
    by_code = {point.code: point for point in points}
    counts = commitment.verdict(facts, around)
    return tuple(
        _joined(each, counts, commitment, facts)
        if each.point in commitment.points and _applies(by_code[each.point], facts, around)
        else each
        for each in findings
    )


def present_or_promised(
    found: Mapping[str, Outcome], commitment: Commitment, facts: Facts, around: Surroundings
) -> dict[str, Outcome]:
    """Return whether each needed material is there or replaced by the commitment."""
    counts = commitment.verdict(facts, around).outcome
    return {
        name: max(there, counts, key=_ORDER.index) if name in commitment.materials else there
        for name, there in found.items()
    }


_ORDER = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS)


def _applies(point: Point, facts: Facts, around: Surroundings) -> bool:
    return point.when is None or point.when.condition.verdict(facts, around).outcome is Outcome.PASS


def _joined(finding: Finding, counts: Verdict, commitment: Commitment, facts: Facts) -> Finding:
    if finding.outcome is Outcome.PASS or counts.outcome is Outcome.FAIL:
        return finding
    settled = replace(finding, effect=None, deficiencies=(), hints=(), unknowns=(), doubts=(), may_fail=())
    if counts.outcome is Outcome.PASS:
        return replace(
            settled,
            outcome=Outcome.PASS,
            message=_PROMISED,
            decided_by=tuple(sorted(counts.decided_by)),
            error=None,
            promise=Promise(letter=commitment.letter, due_workdays=commitment.due_workdays),
        )
    waiting = tuple(sorted({*finding.unknowns, *counts.unknowns}))
    effects = {*finding.may_fail, *([finding.effect] if finding.effect else [])}
    return replace(
        settled,
        outcome=Outcome.UNKNOWN,
        message=_OPEN,
        decided_by=(),
        unknowns=waiting,
        error=finding.error or min(counts.errors, default=None),
        may_fail=tuple(each for each in Effect if each in effects),
        doubts=doubts_of(waiting, facts),
    )
