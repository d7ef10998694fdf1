"""«修改以下 N 处即可通过»: the fewest places a case must be changed at so that every point passes.

It is computed from the logic: for each failed point the minimal sets of checks that must turn for its `pass`
expression to pass. Failed checks that one and the same fact would cure count as one place; that they would is
proved by evaluating the points again with that fact replaced by a value other facts of the case hold. The
whole is verified by evaluating again with the outcomes of the chosen checks replaced.

Nothing is said when anything is unknown that could still fail, when something failed that the applicant can't
cure, when a point did not apply because of a fact that has to change, or when the search grows too big.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from ocr.values import ElementType
from review_points.engine import evaluate_point, fill
from review_points.facts import Fact, Facts, FactState
from review_points.findings import CheckTrace, Deficiency, Effect, Finding, Outcome
from review_points.operands import Surroundings
from review_points.point import Point
from review_points.summary import Summary, worst_case

MOST_WAYS = 64
"""How many minimal sets of one point, and how many combinations over all points, are looked at."""
_MAY_TURN = frozenset({Effect.RETURN, Effect.TOLERABLE, Effect.HINT})
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


class _Assessed:
    """One point that applies: what it said, and which of its checks may turn."""

    def __init__(self, point: Point, finding: Finding) -> None:
        self.point, self.finding = point, finding
        self.outcomes = {trace.name: trace.outcome for trace in finding.checks}
        self.signs = dict(point.summary.signs())
        self.turnable = frozenset(filter(self._may_turn, self.outcomes))
        """Checks that stand against the point and that the applicant can cure; hints may turn for nothing."""

    def is_against(self, name: str) -> bool:
        """Tell whether a check is decided and speaks against the point's pass."""
        return self.outcomes[name] is (Outcome.FAIL if self.signs.get(name, True) else Outcome.PASS)

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

    def ways(self) -> tuple[frozenset[str], ...]:
        """Return the minimal sets of checks that must turn for the point; nothing when there is none."""
        found = self._turning(self.point.summary, Outcome.PASS)
        without_hints = {frozenset(name for name in way if not self.is_hint(name)) for way in found}
        return _minimal(way for way in without_hints if self.passes_with(way))

    def deficiency(self, name: str, facts: Facts) -> Deficiency:
        """Return the deficiency that the engine made of a failed check."""
        outcome = self.point.outcomes[name]
        same = [each for each in self.finding.deficiencies if each.code == outcome.code]
        says = fill(outcome.says, facts) if len(same) > 1 else same[0].says
        return next(each for each in same if each.says == says)

    def _may_turn(self, name: str) -> bool:
        outcome = self.point.outcomes.get(name)
        return outcome is not None and outcome.effect in _MAY_TURN and self.is_against(name)

    def _turning(self, node: Summary, wanted: Outcome) -> tuple[frozenset[str], ...]:
        """Return the minimal sets of checks that must turn for a node to have the wanted outcome."""
        if node.verdict(self.outcomes).outcome is wanted:
            return (frozenset(),)
        if node.kind == "name":
            return (frozenset({node.name}),) if node.name in self.turnable else ()
        if node.kind == "not":
            return self._turning(node.parts[0], _TURNED[wanted])
        parts = [self._turning(part, wanted) for part in node.parts]
        if (node.kind == "and") is not (wanted is Outcome.PASS):
            return _minimal(way for part in parts for way in part)
        together: tuple[frozenset[str], ...] = (frozenset(),)
        for part in parts:
            together = _minimal(one | other for one in together for other in part)
        return together


class _Case:
    """The points and findings of one case, each looked at closely only when it matters."""

    def __init__(
        self, points: Iterable[Point], findings: Iterable[Finding], facts: Facts, around: Surroundings
    ) -> None:
        self.findings, self.facts = tuple(findings), facts
        self.failed = [each for each in self.findings if each.outcome is Outcome.FAIL]
        self._around = around
        self._points = {point.code: point for point in points}
        self._said = {each.point: each for each in self.findings}
        self._assessed: dict[str, _Assessed] = {}

    def assessed(self, code: str) -> _Assessed:
        """Return a point that applies, with which of its checks may turn."""
        if code not in self._assessed:
            self._assessed[code] = _Assessed(self._points[code], self._said[code])
        return self._assessed[code]

    def with_instead(self, instead: Sequence[Fact]) -> dict[str, Finding]:
        """Evaluate anew the points that apply and mention any of the replaced facts."""
        changed = Facts({**self.facts.by_name, **{fact.name: fact for fact in instead}})
        fresh = Surroundings(calendar=self._around.calendar, floors=self._around.floors)
        names = {fact.name for fact in instead}
        return {
            each.point: evaluate_point(self._points[each.point], changed, fresh)
            for each in self.findings
            if each.outcome is not Outcome.NOT_APPLICABLE
            and not names.isdisjoint(self._points[each.point].facts)
        }


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
    case = _Case(points, findings, facts, around)
    if not case.failed or not all(map(_is_settled, case.findings)):
        return ()
    chosen = _chosen(case)
    if not chosen or _could_come_to_apply(case, chosen):
        return ()
    order = {finding.point: place for place, finding in enumerate(case.findings)}
    return tuple(sorted(chosen, key=lambda fix: min(order[code] for code, _ in fix.turns)))


def _is_settled(finding: Finding) -> bool:
    """Tell whether nothing unknown could change what a finding says, and nothing failed for good."""
    is_open = finding.outcome is Outcome.UNKNOWN or bool(finding.may_fail) or finding.error is not None
    return not is_open and (finding.outcome is not Outcome.FAIL or finding.effect in _MAY_TURN)


def _chosen(case: _Case) -> tuple[Fix, ...]:
    """Choose among all combinations of the failed points' ways the one with the fewest places."""
    failed = [case.assessed(each.point) for each in case.failed]
    ways = [each.ways() for each in failed]
    if not all(ways):
        return ()
    combinations = list(islice(product(*ways), MOST_WAYS + 1))
    if len(combinations) > MOST_WAYS:
        return ()
    shared = tuple(_shared_facts(case, failed))
    best: tuple[Fix, ...] = ()
    for combination in combinations:
        pairs = zip(failed, combination, strict=True)
        turns = sorted((each.point.code, name) for each, way in pairs for name in way)
        fixes = _grouped(turns, shared, case)
        if fixes and (not best or _cost(fixes) < _cost(best)):
            best = fixes
    return best


def _cost(fixes: tuple[Fix, ...]) -> tuple[int, int]:
    return len(fixes), sum(len(fix.turns) for fix in fixes)


def _minimal(ways: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Keep the sets that hold no other one, in a fixed order; nothing when there are too many of them."""
    every = set(ways)
    if len(every) < 2:
        return tuple(every)
    kept: list[frozenset[str]] = []
    for way in sorted(every, key=lambda each: (len(each), sorted(each))):
        if not any(each <= way for each in kept):
            kept.append(way)
    return tuple(kept) if len(kept) <= MOST_WAYS else ()


def _shared_facts(case: _Case, failed: Sequence[_Assessed]) -> Iterator[tuple[Fact, frozenset[Turn]]]:
    """Find facts that, given a value which other facts hold, turn several checks and spoil none."""
    for name, traces in _checks_against(failed).items():
        if len(traces) > 1:
            for value in _values_beside(name, traces, case.facts):
                kind = case.facts[name].type
                instead = Fact(name=name, type=kind, state=FactState.READ, value=value)
                cured = _cured(instead, case)
                if len(cured) > 1:
                    yield instead, cured


def _checks_against(failed: Sequence[_Assessed]) -> dict[str, list[CheckTrace]]:
    """Return for each fact the applicant could correct the curable checks that it makes fail."""
    found: dict[str, list[CheckTrace]] = {}
    for each in failed:
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


def _cured(instead: Fact, case: _Case) -> frozenset[Turn]:
    """Return the checks a replaced fact turns; nothing when it makes any check or guard worse."""
    cured: set[Turn] = set()
    for code, finding in case.with_instead((instead,)).items():
        before = case.assessed(code)
        now = {trace.name: trace.outcome for trace in finding.checks}
        if finding.outcome is Outcome.NOT_APPLICABLE or any(
            now[name] is not outcome and not before.is_against(name)
            for name, outcome in before.outcomes.items()
        ):
            return frozenset()
        cured |= {(code, name) for name in before.turnable if now[name] is _TURNED[before.outcomes[name]]}
    return frozenset(cured)


def _grouped(
    turns: Sequence[Turn], shared: Sequence[tuple[Fact, frozenset[Turn]]], case: _Case
) -> tuple[Fix, ...]:
    """Put turns into places, the fact that cures most first; verified, else each turn is its own place."""
    left, groups = set(turns), list[tuple[Fact, frozenset[Turn]]]()
    while shared:
        fact, cured = max(shared, key=lambda each: len(each[1] & left))
        if len(cured & left) < 2:
            break
        groups.append((fact, cured & left))
        left -= cured
    if groups:
        merged = [_fix(sorted(cured), case, fact.name) for fact, cured in groups]
        fixes = (*merged, *(_fix((turn,), case) for turn in turns if turn in left))
        if _is_verified(fixes, [fact for fact, _ in groups], case):
            return fixes
    single = tuple(_fix((turn,), case) for turn in turns)
    return single if _is_verified(single, (), case) else ()


def _is_verified(fixes: Sequence[Fix], instead: Sequence[Fact], case: _Case) -> bool:
    """Evaluate again: facts replaced where a fix names one, outcomes of the other turns replaced."""
    after = case.with_instead(instead) if instead else {}
    turned: dict[str, set[str]] = {}
    for code, name in (turn for fix in fixes if not fix.fact for turn in fix.turns):
        turned.setdefault(code, set()).add(name)
    for code in dict.fromkeys((*(each.point for each in case.failed), *after)):
        before = case.assessed(code)
        now = _Assessed(before.point, after[code]) if code in after else before
        names = frozenset(filter(now.is_against, turned.get(code, ()))) if now.outcomes else frozenset()
        if not now.outcomes or not now.passes_with(names):
            return False
    return True


def _fix(turns: Sequence[Turn], case: _Case, fact: str = "") -> Fix:
    deficiencies = (case.assessed(code).deficiency(name, case.facts) for code, name in turns)
    return Fix(turns=tuple(turns), deficiencies=tuple(dict.fromkeys(deficiencies)), fact=fact)


def _could_come_to_apply(case: _Case, fixes: Sequence[Fix]) -> bool:
    """Tell whether a point did not apply because of a fact that has to change."""
    asleep = [each for each in case.findings if each.outcome is Outcome.NOT_APPLICABLE]
    touched = (
        {name for fix in fixes for turn in fix.turns for name in _facts_of(turn, case)} if asleep else set()
    )
    return any(not touched.isdisjoint(each.decided_by) for each in asleep)


def _facts_of(turn: Turn, case: _Case) -> Iterator[str]:
    traces = case.assessed(turn[0]).finding.checks
    return filter(_is_correctable, next(trace.decided_by for trace in traces if trace.name == turn[1]))
