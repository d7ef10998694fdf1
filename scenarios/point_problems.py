"""The lint codes of what the engine finds wrong with a point."""

from collections.abc import Mapping
from types import MappingProxyType

from review_points.point import PointProblem

_CODES: Mapping[str, str] = MappingProxyType(
    {
        "no_checks": "L029",
        "syntax": "L030",
        "too_long": "L030",
        "too_deep": "L030",
        "too_costly": "L030",
        "forbidden": "L030",
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
_OTHER = "L033"
_PLACEHOLDER = "L040"
_PARAMETER = "L041"
_OUTCOME_WITHOUT_CHECK = "L035"


def lint_code(problem: PointProblem) -> str:
    """Return the lint code of a point's problem."""
    if problem.code == "unknown_name" and problem.place.startswith("outcomes"):
        return _OUTCOME_WITHOUT_CHECK
    if problem.code == "unknown_fact" and "param." in problem.text:
        return _PARAMETER
    if problem.code == "unknown_fact" and not problem.place.startswith(("checks", "when")):
        return _PLACEHOLDER
    return _CODES.get(problem.code, _OTHER)
