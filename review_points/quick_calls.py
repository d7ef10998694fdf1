"""Calls as quick functions that answer fail, unknown, pass, or odd, which says that the node must tell.

Most calls of most cases pass: every fact was read well and the check says yes. Then nothing is to be written
down that is not known beforehand. A quick call asks the very function that the node calls, after the very
same questions about its facts; where it can't say for certain what the node would say, it says odd.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import CodeType
from typing import cast

from review_points.answers import PASSED, Answer
from review_points.checks.registry import Check
from review_points.facts import EXACT_TYPES, Fact, FactState
from review_points.findings import Outcome
from review_points.operands import Surroundings
from review_points.terms import ConstantTerm, FactTerm, Term, TextsTerm

FAILS, UNKNOWN, PASSES, ODD = 0, 1, 2, 3
QuickCall = Callable[[Mapping[str, Fact], Surroundings], int]
CALL_ERRORS = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)
_FAIL = Outcome.FAIL


def quick_call(check: Check, terms: tuple[Term, ...]) -> QuickCall | None:
    """Make the quick function of a call that names facts and constants only; None for any other.

    Its text is made of numbered names alone; what they stand for is handed in beside it, so that nothing an
    author wrote is ever part of it.
    """
    known: dict[str, object] = {
        "function": check.function,
        "PASSED": PASSED,
        "ERRORS": CALL_ERRORS,
        "BLANK": FactState.BLANK,
        "rest": _rest,
    }
    shape = []
    for place, term in enumerate(terms):
        if isinstance(term, FactTerm):
            known |= {f"name{place}": term.name, f"kind{place}": term.type}
            floor = "" if check.weighs else "exact" if term.type in EXACT_TYPES else "other"
            shape.append(("fact", floor, check.parameters[place].blank))
        elif isinstance(term, ConstantTerm | TextsTerm):
            known[f"a{place}"] = term.constant if isinstance(term, ConstantTerm) else term.texts
            shape.append(("given", "", False))
        else:
            return None
    exec(_code(tuple(shape), check.surroundings), known)  # our own text over numbered names
    return cast(QuickCall, known["quick"])


@cache
def _code(shape: tuple[tuple[str, str, bool], ...], takes_surroundings: bool) -> CodeType:
    """Write the function for arguments of these shapes: fact or given, its floor, whether it may be blank."""
    facts = [(place, floor, blank) for place, (what, floor, blank) in enumerate(shape) if what == "fact"]
    sure = [
        f"(a{place}.value is None or a{place}.score >= floors.suspect)" for place, floor, _ in facts if floor
    ]
    arguments = [f"a{place}" for place in range(len(shape))] + ["around=around"] * takes_surroundings
    lines = [
        "def quick(by_name, around):",
        "    floors = around.floors",
        *(line for place, floor, blank in facts for line in _asking(place, floor, blank)),
        f"    try: answer = function({', '.join(arguments)})",
        f"    except ERRORS: return {ODD}",
        f"    if answer is PASSED: return {PASSES}",
        f"    return rest(answer, {' and '.join(sure) or True})",
    ]
    return compile("\n".join(lines), "<quick call>", "exec")


def _asking(place: int, floor: str, may_be_blank: bool) -> list[str]:
    """Write the lines that fetch a fact and leave when it keeps the call from being made."""
    a = f"a{place}"
    unless_blank = f" and {a}.state is not BLANK" if may_be_blank else ""
    lines = [
        f"    fact = by_name.get(name{place})",
        f"    if fact is None: return {UNKNOWN}",
        f"    if fact.type is not kind{place}: return {ODD}",
        f"    {a} = fact.operand",
        f"    if {a}.value is None{unless_blank}: return {UNKNOWN}",
    ]
    if floor and may_be_blank:
        lines.append(f"    if {a}.value is not None and {a}.score < floors.{floor}: return {UNKNOWN}")
    elif floor:
        lines.append(f"    if {a}.score < floors.{floor}: return {UNKNOWN}")
    return lines


def _rest(answer: Answer, is_sure: bool) -> int:
    """Say what an answer other than the plain pass comes to; a fail must rest on sure readings."""
    return FAILS if answer.outcome is _FAIL and is_sure else ODD
