"""Rules on what a point can come to at all: proofs over everything that facts can be (see abstract.py)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from review_points.findings import Outcome
from review_points.summary import Summary
from scenarios.abstract import Logic, are_equivalent, both, can_be, logic_of
from scenarios.files import Library
from scenarios.lint_rules.compiled import Compiled, good_points
from scenarios.lint_rules.registry import problem, rule
from scenarios.problem import Problem

_MOST_CHECKS = 10
_USAGE = "检查 and、or、not 和界限"


@rule("L042", "L048")
def never_passes_or_fails(library: Library) -> Iterable[Problem]:
    """A check that can never pass, or never fail, whatever the facts are; else the whole point."""
    for each, point in good_points(library):
        checks = _checks(each)
        bad = [problem_ for name, logic in checks.items() for problem_ in _one_way(each, name, logic)]
        whole = _whole(point.summary, checks)
        yield from bad or _one_way(each, "", whole)


@rule("L056", "L057")
def condition_one_way(library: Library) -> Iterable[Problem]:
    """A condition that can never hold, or always holds."""
    for each, _ in good_points(library):
        when = _when(each)
        if when is None:
            continue
        if not can_be(when, Outcome.PASS, each.types):
            yield problem("L056", each.read, ("when",), "适用条件永远不成立", _USAGE)
        elif not can_be(when, Outcome.FAIL, each.types):
            yield problem("L057", each.read, ("when",), "适用条件永远成立", "删去 when，或改正条件")


@rule("L058", "L059")
def settled_by_condition(library: Library) -> Iterable[Problem]:
    """A check that the point's own condition settles: it can't pass, or can't fail, wherever it applies."""
    for each, _ in good_points(library):
        when = _when(each)
        if when is None or not can_be(when, Outcome.PASS, each.types):
            continue
        for name, check in _checks(each).items():
            against = Logic("not", parts=(check,))
            for code, logic, words in (
                ("L058", check, "适用时永远不会通过"),
                ("L059", against, "适用时永远不会不通过"),
            ):
                settled = not can_be(both(when, logic), Outcome.PASS, each.types)
                if settled and can_be(logic, Outcome.PASS, each.types):
                    hint = "改正 when 或核验" if code == "L058" else "去掉这个核验，或改正 when"
                    yield problem(code, each.read, ("checks", name), f"{name} 在{words}", hint)


@rule("L064")
def without_influence(library: Library) -> Iterable[Problem]:
    """A check that `pass` mentions and that never changes what the point comes to."""
    for each, point in good_points(library):
        names = tuple(point.checks)
        if each.spec.pass_ is None or len(names) > _MOST_CHECKS:
            continue
        for name in names:
            if not _matters(name, names, point.summary):
                text = f"核验 {name} 通过与否，pass 的结果都一样"
                yield problem("L064", each.read, ("pass",), text, "简化 pass，或删去这个核验")


@rule("L065")
def said_twice(library: Library) -> Iterable[Problem]:
    """Two checks of one point that always come to the same."""
    for each, _ in good_points(library):
        for (first, one), (second, other) in combinations(_checks(each).items(), 2):
            if set(one.atoms()) & set(other.atoms()) and are_equivalent(one, other, each.types):
                text = f"{second} 与 {first} 说的是同一件事"
                yield problem("L065", each.read, ("checks", second), text, "删去其中一个")


def _checks(each: Compiled) -> dict[str, Logic]:
    found = {name: logic_of(text) for name, text in each.spec.checks.items()}
    return {name: logic for name, logic in found.items() if logic is not None}


def _when(each: Compiled) -> Logic | None:
    return logic_of(each.spec.when) if each.spec.when else None


def _one_way(each: Compiled, name: str, logic: Logic) -> Iterator[Problem]:
    place = ("checks", name) if name else ("checks",)
    if not can_be(logic, Outcome.PASS, each.types):
        yield problem("L042", each.read, place, f"{name or '要点'}永远不会通过", _USAGE)
    if not can_be(logic, Outcome.FAIL, each.types):
        yield problem("L048", each.read, place, f"{name or '要点'}永远不会不通过", _USAGE)


def _whole(summary: Summary, checks: Mapping[str, Logic]) -> Logic:
    if summary.kind == "name":
        return checks[summary.name]
    return Logic(summary.kind, parts=tuple(_whole(part, checks) for part in summary.parts))


def _matters(name: str, names: tuple[str, ...], summary: Summary) -> bool:
    others = [each for each in names if each != name]
    for chosen in product((Outcome.FAIL, Outcome.PASS), repeat=len(others)):
        rest = dict(zip(others, chosen, strict=True))
        both_ways = {summary.verdict({**rest, name: each}).outcome for each in (Outcome.FAIL, Outcome.PASS)}
        if len(both_ways) > 1:
            return True
    return False
