"""The engine: points and facts in, findings out, with everything that decided or would decide."""

import unicodedata
from collections.abc import Iterable

from review_points.calendar import Calendar
from review_points.facts import Facts, FactState
from review_points.findings import CheckTrace, Deficiency, Effect, Finding, Outcome, Reason
from review_points.kleene import Verdict, all_of
from review_points.nodes import Asked, Told
from review_points.operands import Floors, Surroundings
from review_points.point import PLACEHOLDER, CheckOutcome, Point
from review_points.rule_set import RuleSet

_STRENGTH = (Effect.HINT, Effect.TOLERABLE, Effect.RETURN, Effect.REFUSE, Effect.HAND_OVER)
_CURABLE = frozenset({Effect.RETURN, Effect.TOLERABLE})
_UNREAD_WORDS = "（未能识别）"
_BLANK_WORDS = "（空白）"
_DEFAULT_FLOORS = Floors()
_ALWAYS = Verdict(Outcome.PASS)
_MOST_RULE_SETS = 512
_RULE_SETS: dict[tuple[int, ...], RuleSet] = {}
"""Rule sets by the identity of their points, which they keep alive."""


def evaluate(
    points: Iterable[Point],
    facts: Facts,
    *,
    calendar: Calendar | None = None,
    floors: Floors = _DEFAULT_FLOORS,
) -> tuple[Finding, ...]:
    """Evaluate every point over the facts of one case.

    Args:
        points: the points in force on the receiving day.
        facts: what is known of the case; a name that is not there was not sought.
        calendar: the working-day calendar; without one, checks that count working days are unknown.
        floors: scores below which a reading decides nothing.
    """
    around = Surroundings(calendar=calendar, floors=floors)
    return _rule_set(tuple(points)).findings(facts, around, _finding)


def _rule_set(points: tuple[Point, ...]) -> RuleSet:
    """Return the rule set of these very points, made once."""
    key = tuple(map(id, points))
    known = _RULE_SETS.get(key)
    if known is None:
        if len(_RULE_SETS) >= _MOST_RULE_SETS:
            _RULE_SETS.clear()
        known = _RULE_SETS[key] = RuleSet(points)
    return known


def evaluate_point(point: Point, facts: Facts, around: Surroundings) -> Finding:
    """Evaluate one point alone, for points that are used for a few cases only."""
    return _finding(point, facts, Asked(facts, around))


def _finding(point: Point, facts: Facts, told: Told) -> Finding:
    """Make the finding of a point; an error inside a call that matters makes it unknown and stands in it."""
    guard = point.when.condition.heard(told) if point.when else _ALWAYS
    if guard.outcome is Outcome.FAIL:
        return Finding(
            point=point.code,
            title=point.title,
            outcome=Outcome.NOT_APPLICABLE,
            basis=point.basis,
            decided_by=tuple(sorted(guard.decided_by)),
        )
    verdicts = {name: each.condition.heard(told) for name, each in point.checks.items()}
    if guard.outcome is Outcome.UNKNOWN:
        return _undecided(point, facts, verdicts, guard, _all_effects(point))
    return _weigh(point, facts, verdicts, guard)


def fill(text: str, facts: Facts) -> str:
    """Put facts into a text's placeholders, once and literally: what a value says is never rendered again."""
    return PLACEHOLDER.sub(lambda found: _shown(facts, found[1]), text) if "{" in text else text


def visible(text: str) -> str:
    """Show control and direction characters as their code points instead of obeying them."""
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in {"Cc", "Cf"} else c for c in text)


def _weigh(point: Point, facts: Facts, verdicts: dict[str, Verdict], guard: Verdict) -> Finding:
    """Make the finding of a point that applies out of the verdicts of its checks."""
    outcomes = {name: verdict.outcome for name, verdict in verdicts.items()}
    whole, at_worst = point.summary.weigh(outcomes)
    if whole.outcome is Outcome.UNKNOWN:
        waiting = _join(verdicts, whole.unknowns)
        return _undecided(point, facts, verdicts, waiting, _effects(point, at_worst.decided_by))
    if whole.outcome is Outcome.FAIL:
        return _failed(point, facts, verdicts, whole.decided_by, at_worst.decided_by - whole.decided_by)
    return Finding(
        point=point.code,
        title=point.title,
        outcome=Outcome.PASS,
        basis=point.basis,
        checks=_traces(point, verdicts),
        decided_by=_united(verdicts, whole.decided_by, guard),
    )


def _undecided(
    point: Point,
    facts: Facts,
    verdicts: dict[str, Verdict],
    waiting: Verdict,
    may_fail: tuple[Effect, ...],
) -> Finding:
    names = tuple(sorted(waiting.unknowns))
    return Finding(
        point=point.code,
        title=point.title,
        outcome=Outcome.UNKNOWN,
        basis=point.basis,
        message=fill(point.unknown, facts),
        checks=_traces(point, verdicts),
        unknowns=names,
        error=min(waiting.errors, default=None),
        may_fail=may_fail,
        doubts=doubts_of(names, facts),
    )


def _failed(
    point: Point,
    facts: Facts,
    verdicts: dict[str, Verdict],
    blamed: frozenset[str],
    pending: frozenset[str],
) -> Finding:
    """Make a failed finding; `pending` are the checks that are unknown and could fail as well."""
    outcomes = {
        name: point.outcomes[name] for name in point.checks if name in blamed and name in point.outcomes
    }
    effects = [each.effect for each in outcomes.values()]
    waiting = _join(verdicts, pending)
    return Finding(
        point=point.code,
        title=point.title,
        outcome=Outcome.FAIL,
        basis=point.basis,
        message=_one_sentence(dict.fromkeys(fill(each.says, facts) for each in outcomes.values())),
        effect=max(effects, key=_STRENGTH.index, default=Effect.HAND_OVER),
        checks=_traces(point, verdicts),
        decided_by=_united(verdicts, blamed),
        deficiencies=tuple(
            _deficiency(point, facts, verdicts[name], each)
            for name, each in outcomes.items()
            if each.effect in _CURABLE
        ),
        hints=tuple(fill(each.says, facts) for each in outcomes.values() if each.effect is Effect.HINT),
        error=min(waiting.errors, default=None),
        may_fail=_effects(point, pending),
        doubts=doubts_of(tuple(sorted(waiting.unknowns)), facts),
    )


def _one_sentence(said: Iterable[str]) -> str:
    """Join sentences into one."""
    *first, last = said or ("",)
    return "；".join([*(each.removesuffix("。") for each in first), last])


def _join(verdicts: dict[str, Verdict], names: frozenset[str]) -> Verdict:
    """Unite what the named undecided checks wait for."""
    return all_of([verdicts[name] for name in names if verdicts[name].outcome is Outcome.UNKNOWN])


def _deficiency(point: Point, facts: Facts, verdict: Verdict, outcome: CheckOutcome) -> Deficiency:
    return Deficiency(
        code=outcome.code,
        point=point.code,
        material=point.material,
        says=fill(outcome.says, facts),
        fix=fill(outcome.fix, facts),
        basis=point.basis,
        facts=tuple(sorted(verdict.decided_by)),
        effect=outcome.effect,
        due_workdays=outcome.due_workdays,
    )


def _traces(point: Point, verdicts: dict[str, Verdict]) -> tuple[CheckTrace, ...]:
    return tuple(
        CheckTrace(
            name=name,
            expression=point.checks[name].text,
            outcome=verdict.outcome,
            decided_by=tuple(sorted(verdict.decided_by)),
            unknowns=tuple(sorted(verdict.unknowns)),
            explanation="；".join(verdict.explanation),
            effect=point.outcomes[name].effect if name in point.outcomes else None,
        )
        for name, verdict in verdicts.items()
    )


def _united(verdicts: dict[str, Verdict], names: frozenset[str], *others: Verdict) -> tuple[str, ...]:
    facts = frozenset().union(
        *(verdicts[name].decided_by for name in names), *(each.decided_by for each in others)
    )
    return tuple(sorted(facts))


def _effects(point: Point, names: frozenset[str]) -> tuple[Effect, ...]:
    """Return the effects of checks, the strongest first; a check that says nothing goes to a clerk."""
    found = {point.outcomes[name].effect if name in point.outcomes else Effect.HAND_OVER for name in names}
    return tuple(sorted(found, key=_STRENGTH.index, reverse=True))


def _all_effects(point: Point) -> tuple[Effect, ...]:
    return _effects(point, frozenset(point.checks))


def doubts_of(names: tuple[str, ...], facts: Facts) -> tuple[Reason, ...]:
    """Say why each of some facts decides nothing."""
    return tuple(Reason(code=_doubt(name, facts), about=name) for name in names)


def _doubt(name: str, facts: Facts) -> str:
    """Say why a fact decides nothing."""
    if name.partition(".")[0] == "calendar":
        return "provisional_calendar"
    state = facts[name].state
    if state is FactState.CONFLICT:
        return "conflict"
    return "low_confidence" if state is FactState.READ else "unread"


def _shown(facts: Facts, name: str) -> str:
    fact = facts[name]
    if fact.state is FactState.READ and fact.value is not None:
        return visible(fact.value)
    return _BLANK_WORDS if fact.state is FactState.BLANK else _UNREAD_WORDS
