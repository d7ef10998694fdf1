"""«修改以下 N 处即可通过»: the fewest places a case must be changed at so that every point passes.

It is computed from the logic: for each failed point the minimal sets of checks that must turn for its `pass`
expression to pass. Failed checks that one and the same fact would cure count as one place; that they would is
proved by evaluating the points again with that fact replaced by a value other facts of the case hold. The
whole is verified by evaluating again with the outcomes of the chosen checks replaced.

Nothing is said when anything is unknown that could still fail, when something failed that the applicant can't
cure, when a point did not apply because of a fact that has to change, or when the search grows too big.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from ocr.values import ElementType
from review_points.approval import failed_effect
from review_points.engine import evaluate_point, fill
from review_points.facts import Fact, Facts, FactState
from review_points.findings import CheckTrace, Deficiency, Effect, Finding, Outcome
from review_points.operands import Surroundings
from review_points.point import Point
from review_points.summary import Summary, worst_case

MOST_WAYS = 64
"""How many minimal sets of one point, and how many combinations over all points, are looked at."""
_CURABLE = frozenset({Effect.RETURN, Effect.TOLERABLE})
_TURNED = {Outcome.PASS: Outcome.FAIL, Outcome.FAIL: Outcome.PASS}
_FIXED_SOURCES = frozenset({"case", "param", "registry", "calendar"})
_BOOLS = {"true": "false", "false": "true"}

Turn = tuple[str, str]
"""A check that must turn: the point's code and the check's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One place to change, the checks it turns, and the deficiencies it cures.

    `fact` names the one fact whose correction cures several checks; it is empty when only one is cured.
    """

    turns: tuple[Turn, ...]
    deficiencies: tuple[Deficiency, ...]
    fact: str = ""


@dataclass(frozen=True, slots=True)
class _Assessed:
    """One point that applies, with what it said and which way each of its checks speaks."""

    point: Point
    finding: Finding
    outcomes: Mapping[str, Outcome]
    signs: Mapping[str, bool]

    @property
    def turnable(self) -> frozenset[str]:
        """Checks that stand against the point and that the applicant can cure; hints may turn for nothing."""
        effects = self.point.outcomes
        return frozenset(
            name
            for name in self.outcomes
            if self.is_against(name) and name in effects and effects[name].effect in _CURABLE | {Effect.HINT}
        )

    def is_against(self, name: str) -> bool:
        """Tell whether a check is decided and speaks against the point's pass."""
        bad = Outcome.FAIL if self.signs.get(name, True) else Outcome.PASS
        return self.outcomes[name] is bad

    def is_hint(self, name: str) -> bool:
        """Tell whether a fail of the check decides nothing."""
        return name in self.point.outcomes and self.point.outcomes[name].effect is Effect.HINT

    def passes_with(self, turned: frozenset[str]) -> bool:
        """Tell whether the point passes, or fails in hints alone, once these checks have turned.

        What is unknown is taken to turn out against the point.
        """
        after = {n: _TURNED[o] if n in turned else o for n, o in self.outcomes.items()}
        verdict = worst_case(self.point.summary, after)
        return verdict.outcome is Outcome.PASS or all(self.is_hint(name) for name in verdict.decided_by)


def fewest_fixes(
    points: Iterable[Point], findings: Iterable[Finding], facts: Facts, around: Surroundings
) -> tuple[Fix, ...]:
    """Return the fewest places that must be changed for every point to pass; nothing when it can't be said.

    Args:
        points: the points in force that gave the findings.
        findings: what they said of the facts.
        facts: the facts of the case.
        around: what the points were evaluated with; its store of operands is not used.
    """
    every = tuple(findings)
    if not any(each.outcome is Outcome.FAIL for each in every) or not all(map(_is_settled, every)):
        return ()
    by_code = {point.code: point for point in points}
    applied = {each.point: _assessed(by_code[each.point], each) for each in every if each.checks}
    chosen = _chosen(applied, facts, around)
    if not chosen or _could_come_to_apply(every, chosen, applied):
        return ()
    return tuple(sorted(chosen, key=lambda fix: _place(fix, every)))


def _is_settled(finding: Finding) -> bool:
    """Tell whether nothing unknown could change what a finding says, and nothing failed for good."""
    is_open = finding.outcome is Outcome.UNKNOWN or bool(finding.may_fail) or finding.error is not None
    return not is_open and failed_effect(finding) in _CURABLE | {Effect.HINT, None}


def _assessed(point: Point, finding: Finding) -> _Assessed:
    outcomes = {trace.name: trace.outcome for trace in finding.checks}
    return _Assessed(point, finding, outcomes, dict(point.summary.signs()))


def _chosen(applied: Mapping[str, _Assessed], facts: Facts, around: Surroundings) -> tuple[Fix, ...]:
    """Choose among all combinations of the failed points' ways the one with the fewest places."""
    failed = [each for each in applied.values() if each.finding.outcome is Outcome.FAIL]
    ways = [_ways(each) for each in failed]
    if not all(ways):
        return ()
    shared = tuple(_shared_facts(applied, facts, around))
    best: tuple[Fix, ...] = ()
    combinations = list(islice(product(*ways), MOST_WAYS + 1))
    if len(combinations) > MOST_WAYS:
        return ()
    for combination in combinations:
        turns = [
            (each.point.code, name) for each, way in zip(failed, combination, strict=True) for name in way
        ]
        fixes = _grouped(sorted(turns), shared, applied, facts, around)
        if fixes and (not best or _cost(fixes) < _cost(best)):
            best = fixes
    return best


def _cost(fixes: tuple[Fix, ...]) -> tuple[int, int]:
    return len(fixes), sum(len(fix.turns) for fix in fixes)


def _ways(assessed: _Assessed) -> tuple[frozenset[str], ...]:
    """Return the minimal sets of checks that must turn for one failed point; nothing when there is none."""
    found = _turning(assessed.point.summary, assessed, wanted=Outcome.PASS)
    without_hints = {frozenset(n for n in way if not assessed.is_hint(n)) for way in found or ()}
    return _minimal(way for way in without_hints if assessed.passes_with(way))


def _turning(node: Summary, assessed: _Assessed, *, wanted: Outcome) -> tuple[frozenset[str], ...]:
    """Return the minimal sets of checks that must turn for a node to have the wanted outcome."""
    if node.verdict(assessed.outcomes).outcome is wanted:
        return (frozenset(),)
    if node.kind == "name":
        return (frozenset({node.name}),) if node.name in assessed.turnable else ()
    if node.kind == "not":
        return _turning(node.parts[0], assessed, wanted=_TURNED[wanted])
    parts = [_turning(part, assessed, wanted=wanted) for part in node.parts]
    if (node.kind == "and") is not (wanted is Outcome.PASS):
        return _minimal(way for part in parts for way in part)
    together: tuple[frozenset[str], ...] = (frozenset(),)
    for part in parts:
        together = _minimal(one | other for one in together for other in part)
    return together


def _minimal(ways: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Keep the sets that hold no other one, in a fixed order; nothing when there are too many of them."""
    kept: list[frozenset[str]] = []
    for way in sorted(set(ways), key=lambda each: (len(each), sorted(each))):
        if not any(each <= way for each in kept):
            kept.append(way)
    return tuple(kept) if len(kept) <= MOST_WAYS else ()


def _shared_facts(
    applied: Mapping[str, _Assessed], facts: Facts, around: Surroundings
) -> Iterator[tuple[Fact, frozenset[Turn]]]:
    """Find facts that, given a value which other facts hold, turn several checks and spoil none."""
    against = _checks_against(applied)
    for name, traces in against.items():
        if len(traces) > 1:
            for value in _values_beside(name, traces, facts):
                instead = Fact(name=name, type=facts[name].type, state=FactState.READ, value=value)
                cured = _cured(instead, applied, facts, around)
                if len(cured) > 1:
                    yield instead, cured


def _checks_against(applied: Mapping[str, _Assessed]) -> dict[str, list[CheckTrace]]:
    """Return for each fact the applicant could correct the curable checks that it makes fail."""
    found: dict[str, list[CheckTrace]] = {}
    for each in applied.values():
        for trace in each.finding.checks:
            if trace.name in each.turnable and not each.is_hint(trace.name):
                for name in filter(_is_correctable, trace.decided_by):
                    found.setdefault(name, []).append(trace)
    return found


def _is_correctable(fact: str) -> bool:
    return fact.partition(".")[0] not in _FIXED_SOURCES


def _values_beside(name: str, traces: Sequence[CheckTrace], facts: Facts) -> tuple[str, ...]:
    """Return the values that facts of the same type hold in the same checks; for yes or no, the other one."""
    fact = facts[name]
    if fact.type is ElementType.BOOL:
        return (_BOOLS[fact.value],) if fact.value in _BOOLS else ()
    beside = (facts[other] for trace in traces for other in trace.decided_by if other != name)
    return tuple(
        dict.fromkeys(
            other.value
            for other in beside
            if other.type is fact.type and other.value is not None and other.value != fact.value
        )
    )


def _cured(
    instead: Fact, applied: Mapping[str, _Assessed], facts: Facts, around: Surroundings
) -> frozenset[Turn]:
    """Return the checks a replaced fact turns; nothing when it makes any check or guard worse."""
    after = _evaluated((instead,), applied, facts, around)
    cured: set[Turn] = set()
    for code, finding in after.items():
        before = applied[code]
        now = {trace.name: trace.outcome for trace in finding.checks}
        if finding.outcome is Outcome.NOT_APPLICABLE or any(
            now[name] is not outcome and not before.is_against(name)
            for name, outcome in before.outcomes.items()
        ):
            return frozenset()
        cured |= {(code, n) for n in before.turnable if now[n] is _TURNED[before.outcomes[n]]}
    return frozenset(cured)


def _evaluated(
    instead: Sequence[Fact], applied: Mapping[str, _Assessed], facts: Facts, around: Surroundings
) -> dict[str, Finding]:
    """Evaluate anew the points that mention any of the replaced facts."""
    changed = Facts({**facts.by_name, **{fact.name: fact for fact in instead}})
    fresh = Surroundings(calendar=around.calendar, floors=around.floors)
    names = {fact.name for fact in instead}
    return {
        code: evaluate_point(each.point, changed, fresh)
        for code, each in applied.items()
        if names & set(each.point.facts)
    }


def _grouped(
    turns: Sequence[Turn],
    shared: Sequence[tuple[Fact, frozenset[Turn]]],
    applied: Mapping[str, _Assessed],
    facts: Facts,
    around: Surroundings,
) -> tuple[Fix, ...]:
    """Put turns into places, the fact that cures most first; verified, else each turn is its own place."""
    left, groups = set(turns), list[tuple[Fact, frozenset[Turn]]]()
    while shared:
        fact, cured = max(shared, key=lambda each: len(each[1] & left))
        if len(cured & left) < 2:
            break
        groups.append((fact, cured & left))
        left -= cured
    alone = tuple(_fix((turn,), applied, facts) for turn in turns if turn in left)
    merged = tuple(_fix(sorted(cured), applied, facts, fact.name) for fact, cured in groups)
    if groups and _is_verified((*merged, *alone), [fact for fact, _ in groups], applied, facts, around):
        return (*merged, *alone)
    single = tuple(_fix((turn,), applied, facts) for turn in turns)
    return single if _is_verified(single, (), applied, facts, around) else ()


def _is_verified(
    fixes: Sequence[Fix],
    instead: Sequence[Fact],
    applied: Mapping[str, _Assessed],
    facts: Facts,
    around: Surroundings,
) -> bool:
    """Evaluate again: facts replaced where a fix names one, outcomes of the other turns replaced."""
    after = _evaluated(instead, applied, facts, around) if instead else {}
    turned = {turn for fix in fixes if not fix.fact for turn in fix.turns}
    failed = (code for code, each in applied.items() if each.finding.outcome is Outcome.FAIL)
    for code in dict.fromkeys((*failed, *after)):
        before = applied[code]
        now = _assessed(before.point, after[code]) if code in after else before
        names = frozenset(name for point, name in turned if point == code and now.is_against(name))
        if not now.outcomes or not now.passes_with(names):
            return False
    return True


def _fix(turns: Sequence[Turn], applied: Mapping[str, _Assessed], facts: Facts, fact: str = "") -> Fix:
    deficiencies = (_deficiency(applied[code], name, facts) for code, name in turns)
    return Fix(turns=tuple(turns), deficiencies=tuple(dict.fromkeys(deficiencies)), fact=fact)


def _deficiency(assessed: _Assessed, name: str, facts: Facts) -> Deficiency:
    """Return the deficiency that the engine made of a failed check."""
    outcome = assessed.point.outcomes[name]
    says = fill(outcome.says, facts)
    return next(d for d in assessed.finding.deficiencies if (d.code, d.says) == (outcome.code, says))


def _could_come_to_apply(
    findings: Sequence[Finding], fixes: Sequence[Fix], applied: Mapping[str, _Assessed]
) -> bool:
    """Tell whether a point did not apply because of a fact that has to change."""
    touched = {name for fix in fixes for turn in fix.turns for name in _facts_of(turn, applied)}
    return any(touched & set(each.decided_by) for each in findings if each.outcome is Outcome.NOT_APPLICABLE)


def _facts_of(turn: Turn, applied: Mapping[str, _Assessed]) -> Iterator[str]:
    traces = applied[turn[0]].finding.checks
    return filter(_is_correctable, next(trace.decided_by for trace in traces if trace.name == turn[1]))


def _place(fix: Fix, findings: Sequence[Finding]) -> int:
    """Return where in the order of the findings the first of a fix's points stands."""
    codes = {code for code, _ in fix.turns}
    return next(index for index, finding in enumerate(findings) if finding.point in codes)
