"""Findings as the case page shows them: grouped, in words, with the facts and boxes they rest on."""

from dataclasses import dataclass

from console.elements import fact_label, shown_value
from console.marks import Mark, MarkBook
from console.reviewed import Reviewed
from console.words import say
from review_points.facts import FactState
from review_points.findings import Basis, Deficiency, Finding, Outcome, Reason
from review_points.reasons import REASONS

ORDER = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """One fact a finding rests on, or would need."""

    label: str
    value: str
    is_missing: bool
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One finding in words."""

    point: str
    title: str
    tone: str
    effect: str
    message: str
    hints: tuple[str, ...]
    doubts: str
    basis: tuple[Basis, ...]
    facts: tuple[FactView, ...]
    deficiencies: tuple[Deficiency, ...]
    error: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """All findings of one outcome."""

    outcome: str
    label: str
    findings: tuple[FindingView, ...]
    is_open: bool


def finding_groups(reviewed: Reviewed, book: MarkBook) -> tuple[FindingGroup, ...]:
    """Group the findings: what failed first, then what could not be told, then the rest."""
    return tuple(
        FindingGroup(
            outcome=outcome.value,
            label=say("outcomes", outcome),
            findings=tuple(
                view_of(finding, reviewed, book)
                for finding in reviewed.findings
                if finding.outcome is outcome
            ),
            is_open=outcome in {Outcome.FAIL, Outcome.UNKNOWN} or _is_promised(reviewed, outcome),
        )
        for outcome in ORDER
    )


def facts_of(finding: Finding) -> tuple[str, ...]:
    """Name every fact of a finding once: those that are missing first."""
    names = [*finding.unknowns, *finding.decided_by]
    for trace in finding.checks:
        names += [*trace.unknowns, *trace.decided_by]
    for deficiency in finding.deficiencies:
        names += deficiency.facts
    return tuple(dict.fromkeys(names))


def view_of(finding: Finding, reviewed: Reviewed, book: MarkBook) -> FindingView:
    """Put one finding into words."""
    facts = tuple(fact_view(name, reviewed, book) for name in facts_of(finding))
    return FindingView(
        point=finding.point,
        title=finding.title,
        tone=finding.outcome.value,
        effect=_effect_of(finding),
        message="" if finding.message in {one.says for one in finding.deficiencies} else finding.message,
        hints=finding.hints,
        doubts="；".join(dict.fromkeys(doubt_words(doubt, reviewed) for doubt in finding.doubts)),
        basis=finding.basis,
        facts=facts,
        deficiencies=finding.deficiencies,
        error=finding.error or "",
        marks=tuple(dict.fromkeys(mark for fact in facts for mark in fact.marks)),
    )


def _effect_of(finding: Finding) -> str:
    """Say what a fail means, or that a pass rests on the applicant's commitment."""
    if finding.promise is not None:
        return "告知承诺"
    is_failed = finding.effect and finding.outcome is Outcome.FAIL
    return say("effects", finding.effect) if is_failed else ""


def _is_promised(reviewed: Reviewed, outcome: Outcome) -> bool:
    """Tell whether a clerk must see that some of these findings rest on a commitment."""
    return any(each.promise is not None and each.outcome is outcome for each in reviewed.findings)


def doubt_words(doubt: Reason, reviewed: Reviewed) -> str:
    """Say why a fact decides nothing."""
    words = REASONS.get(doubt.code, doubt.code)
    return f"{fact_label(doubt.about, reviewed)}：{words}" if doubt.about in reviewed.facts.by_name else words


def fact_view(name: str, reviewed: Reviewed, book: MarkBook) -> FactView:
    """Put one fact into words, and mark its places."""
    fact = reviewed.facts[name]
    label = fact_label(name, reviewed)
    return FactView(
        label=label,
        value=shown_value(fact),
        is_missing=fact.state is not FactState.READ,
        marks=book.marks_of(fact, f"{label.partition('·')[2]}：{shown_value(fact)}"),
    )
