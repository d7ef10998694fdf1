"""The lint codes of what the engine finds wrong with a point."""

from collections.abc import Mapping
from types import MappingProxyType

from review_points.point import PointProblem

_CODES: Mapping[str, str] = MappingProxyType(
    {
        "too_long": "L024",
        "too_deep": "L024",
        "too_costly": "L024",
        "wrong_count": "L026",
        "wrong_keyword": "L026",
        "bad_constant": "L027",
        "forbidden": "L028",
        "no_checks": "L029",
        "syntax": "L030",
        "unknown_fact": "L031",
        "unknown_check": "L032",
        "unknown_function": "L032",
        "no_outcome": "L034",
        "unused_check": "L036",
        "both_ways": "L037",
        "unbound_role": "L038",
        "stray_brace": "L039",
    }
)
_PASS_NAME = "L023"
_OTHER = "L033"
_OUTCOME_WITHOUT_CHECK = "L035"
_PLACEHOLDER = "L040"
_PARAMETER = "L041"
CODES = tuple(
    sorted({*_CODES.values(), _PASS_NAME, _OTHER, _OUTCOME_WITHOUT_CHECK, _PLACEHOLDER, _PARAMETER})
)


def lint_code(problem: PointProblem) -> str:
    """Return the lint code of a point's problem."""
    if problem.code == "unknown_name":
        return _OUTCOME_WITHOUT_CHECK if problem.place.startswith("outcomes") else _PASS_NAME
    if problem.code == "unknown_fact" and "param." in problem.text:
        return _PARAMETER
    if problem.code == "unknown_fact" and not problem.place.startswith(("checks", "when")):
        return _PLACEHOLDER
    return _CODES.get(problem.code, _OTHER)
