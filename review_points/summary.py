"""The `pass` expression of a point: how the outcomes of its checks make the point's outcome."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from review_points.expressions import (
    ExpressionProblem,
    ExpressionProblemError,
    dotted_name,
    python_tree,
    suggestion,
)
from review_points.findings import Outcome
from review_points.kleene import Verdict, all_of, any_of, negate


@dataclass(frozen=True, slots=True)
class Summary:
    """A node over check names: a name, NOT of one, AND or OR of several."""

    kind: str
    name: str = ""
    parts: tuple["Summary", ...] = ()
    known: dict[tuple[Outcome, ...], tuple[Verdict, Verdict]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    """What outcomes in this order came to, and would come to at worst."""

    def weigh(self, outcomes: Mapping[str, Outcome]) -> tuple[Verdict, Verdict]:
        """Return the verdict, and the verdict if every unknown check turned out against the point."""
        key = tuple(outcomes.values())
        if key not in self.known:
            self.known[key] = self.verdict(outcomes), worst_case(self, outcomes)
        return self.known[key]

    def verdict(self, outcomes: Mapping[str, Outcome]) -> Verdict:
        """Combine outcomes; the sets of the verdict hold names of checks."""
        if self.kind == "name":
            outcome = outcomes[self.name]
            names = frozenset({self.name})
            if outcome is Outcome.UNKNOWN:
                return Verdict(outcome, frozenset(), names)
            return Verdict(outcome, names)
        parts = [part.verdict(outcomes) for part in self.parts]
        if self.kind == "not":
            return negate(parts[0])
        return all_of(parts) if self.kind == "and" else any_of(parts)

    def signs(self, positive: bool = True) -> frozenset[tuple[str, bool]]:
        """Return every check's name with whether its pass speaks for the point's pass."""
        if self.kind == "name":
            return frozenset({(self.name, positive)})
        sign = positive != (self.kind == "not")
        return frozenset().union(*(part.signs(sign) for part in self.parts))


def all_checks(names: tuple[str, ...]) -> Summary:
    """Make the default: every check must pass."""
    return Summary("and", "", tuple(Summary("name", name) for name in names))


def parse_summary(text: str, names: tuple[str, ...]) -> Summary | ExpressionProblem:
    """Parse a `pass` expression; only the point's checks and `and or not` may stand in it."""
    try:
        found = _parse(python_tree(text), names)
    except ExpressionProblemError as error:
        return error.problem
    signs = found.signs()
    both = sorted(name for name, positive in signs if positive and (name, False) in signs)
    if both:
        return ExpressionProblem(
            code="both_ways", column=1, text=f"核验{both[0]}既正用又反用", hint="拆成两个核验"
        )
    return found


def worst_case(summary: Summary, outcomes: Mapping[str, Outcome]) -> Verdict:
    """Return the verdict if every unknown check turned out against the point."""
    signs = dict(summary.signs())
    against = {
        name: (Outcome.FAIL if signs.get(name, True) else Outcome.PASS)
        for name, outcome in outcomes.items()
        if outcome is Outcome.UNKNOWN
    }
    return summary.verdict({**outcomes, **against})


def _parse(node: ast.expr, names: tuple[str, ...]) -> Summary:
    if isinstance(node, ast.BoolOp):
        kind = "and" if isinstance(node.op, ast.And) else "or"
        return Summary(kind, "", tuple(_parse(each, names) for each in node.values))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return Summary("not", "", (_parse(node.operand, names),))
    name = dotted_name(node)
    if name in names:
        return Summary("name", str(name))
    problem = ExpressionProblem(
        code="unknown_name",
        column=node.col_offset + 1,
        text=f"pass 里没有核验{name}" if name else "pass 里只能写核验名和 and、or、not",
        hint=suggestion(name, names) if name else "",
    )
    raise ExpressionProblemError(problem)
