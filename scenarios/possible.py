"""Which outcomes an expression can have at all, whatever the facts are."""

from collections.abc import Iterator, Mapping
from itertools import product

from review_points.findings import Outcome
from review_points.nodes import CheckCall, Comparison, Condition, Junction, Negation, facts_of
from review_points.point import Point

MOST_ATOMS = 12
_BOTH = frozenset({True, False})


def possible_outcomes(point: Point) -> Iterator[tuple[str, frozenset[bool]]]:
    """Give for each check, and under '' for the whole point, whether it can pass (True) and fail (False).

    The calls of checks are taken as free; what is too big to go through is taken as able to do both.
    """
    for name, expression in point.checks.items():
        yield name, _outcomes(expression.condition)
    yield "", _point_outcomes(point)


def _outcomes(condition: Condition) -> frozenset[bool]:
    atoms = tuple(dict.fromkeys(_atoms(condition)))
    if not any(facts_of(atom) for atom in atoms):
        return frozenset()
    if len(atoms) > MOST_ATOMS:
        return _BOTH
    return frozenset(_value(condition, values) for values in _assignments(atoms))


def _point_outcomes(point: Point) -> frozenset[bool]:
    atoms = tuple(dict.fromkeys(atom for each in point.checks.values() for atom in _atoms(each.condition)))
    if len(atoms) > MOST_ATOMS:
        return _BOTH
    found = set()
    for values in _assignments(atoms):
        outcomes = {
            name: Outcome.PASS if _value(each.condition, values) else Outcome.FAIL
            for name, each in point.checks.items()
        }
        found.add(point.summary.verdict(outcomes).outcome is Outcome.PASS)
    return frozenset(found)


Atom = CheckCall | Comparison


def _atoms(condition: Condition) -> Iterator[Atom]:
    if isinstance(condition, Junction):
        for each in condition.conditions:
            yield from _atoms(each)
    elif isinstance(condition, Negation):
        yield from _atoms(condition.condition)
    else:
        yield condition


def _value(condition: Condition, values: Mapping[Atom, bool]) -> bool:
    if isinstance(condition, Junction):
        parts = (_value(each, values) for each in condition.conditions)
        return all(parts) if condition.is_and else any(parts)
    if isinstance(condition, Negation):
        return not _value(condition.condition, values)
    return values[condition]


def _assignments(atoms: tuple[Atom, ...]) -> Iterator[Mapping[Atom, bool]]:
    for chosen in product((True, False), repeat=len(atoms)):
        yield dict(zip(atoms, chosen, strict=True))
