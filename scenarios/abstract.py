"""What expressions can come to at all, whatever the facts are, and whether two always come to the same.

Both are answered over cells (see cells.py), which leave out nothing that can happen. So «can't» and «always
the same» are proofs; «can» only means that nothing spoke against it. Where the search would be too long,
nothing is claimed.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from review_points.expressions import ExpressionProblemError, python_tree
from review_points.findings import Outcome
from review_points.kleene import Verdict, all_of, any_of, negate
from scenarios.cells import Atom, Cell, Types, cells_of, facts_in

MOST_STEPS = 20_000
_RANK = {Outcome.FAIL: 0, Outcome.UNKNOWN: 1, Outcome.PASS: 2}
_OPEN = (0, 2)

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Logic:
    """A node: an atom, NOT of one part, AND or OR of several."""

    kind: str
    atom: Atom = ("", False)
    parts: tuple["Logic", ...] = ()

    def atoms(self) -> Iterator[Atom]:
        """Go through the atoms."""
        if self.kind == "atom":
            yield self.atom
        for part in self.parts:
            yield from part.atoms()

    def facts(self) -> frozenset[str]:
        """Return the facts it speaks of."""
        return frozenset(name for text, _ in self.atoms() for name in facts_in(text))

    def verdict(self, says: Mapping[Atom, Verdict]) -> Verdict:
        """Combine what the atoms say."""
        if self.kind == "atom":
            return says[self.atom]
        if self.kind == "not":
            return negate(self.parts[0].verdict(says))
        combine = all_of if self.kind == "and" else any_of
        return combine([part.verdict(says) for part in self.parts])

    def bounds(self, says: Mapping[Atom, Verdict]) -> Bounds:
        """Return the least and the most it can still come to, in fail < unknown < pass as 0, 1, 2."""
        if self.kind == "atom":
            found = says.get(self.atom)
            return _OPEN if found is None else (_RANK[found.outcome],) * 2
        parts = [part.bounds(says) for part in self.parts]
        if self.kind == "not":
            return 2 - parts[0][1], 2 - parts[0][0]
        choose = min if self.kind == "and" else max
        return choose(low for low, _ in parts), choose(high for _, high in parts)


def logic_of(text: str) -> Logic | None:
    """Return an expression's logic; None when it can't be parsed."""
    try:
        return _logic(python_tree(text), under_not=False)
    except ExpressionProblemError:
        return None


def both(*parts: Logic) -> Logic:
    """Return the AND of several."""
    return Logic("and", parts=parts)


def can_be(logic: Logic, outcome: Outcome, types: Types) -> bool:
    """Tell whether nothing speaks against this outcome; False is a proof."""
    variables = cells_of(logic.atoms(), types)
    search = _Search(logic, _RANK[outcome])
    return search.finds(variables)


def are_equivalent(first: Logic, second: Logic, types: Types) -> bool:
    """Tell whether two always come to the same, with the same facts deciding and waiting; True is a proof."""
    variables = cells_of([*first.atoms(), *second.atoms()], types)
    steps = 1
    for cells in variables:
        steps *= len(cells)
    if steps > MOST_STEPS:
        return False
    return all(_say_the_same(first, second, says) for says in _assignments(variables, {}, {}))


@dataclass(slots=True)
class _Search:
    """Looks for one way in which an expression comes to an outcome, giving up after so many steps."""

    logic: Logic
    wanted: int
    steps: int = 0

    def finds(self, variables: Sequence[tuple[Cell, ...]]) -> bool:
        """Tell whether there is such a way, or whether looking took too long to deny it."""
        return self._try(variables, {}, {})

    def _try(
        self, rest: Sequence[tuple[Cell, ...]], says: dict[Atom, Verdict], states: dict[str, str]
    ) -> bool:
        low, high = self.logic.bounds(says)
        if not low <= self.wanted <= high:
            return False
        self.steps += 1
        if not rest or low == high or self.steps > MOST_STEPS:
            return True
        return any(
            self._try(rest[1:], {**says, **cell.says}, {**states, **cell.states})
            for cell in rest[0]
            if _agree(cell, states)
        )


def _assignments(
    rest: Sequence[tuple[Cell, ...]], says: dict[Atom, Verdict], states: dict[str, str]
) -> Iterator[dict[Atom, Verdict]]:
    if not rest:
        yield says
        return
    for cell in rest[0]:
        if _agree(cell, states):
            yield from _assignments(rest[1:], {**says, **cell.says}, {**states, **cell.states})


def _agree(cell: Cell, states: Mapping[str, str]) -> bool:
    """Tell whether a fact is not read in one cell and blank in another."""
    return all(states.get(name, state) == state for name, state in cell.states.items())


def _say_the_same(first: Logic, second: Logic, says: Mapping[Atom, Verdict]) -> bool:
    one, other = first.verdict(says), second.verdict(says)
    return (one.outcome, one.decided_by, one.unknowns) == (other.outcome, other.decided_by, other.unknowns)


def _logic(node: ast.expr, *, under_not: bool) -> Logic:
    if isinstance(node, ast.BoolOp):
        kind = "and" if isinstance(node.op, ast.And) else "or"
        return Logic(kind, parts=tuple(_logic(each, under_not=under_not) for each in node.values))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return Logic("not", parts=(_logic(node.operand, under_not=True),))
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        sides = [node.left, *node.comparators]
        pairs = [
            ast.Compare(left=sides[at], ops=[order], comparators=[sides[at + 1]])
            for at, order in enumerate(node.ops)
        ]
        return Logic("and", parts=tuple(_logic(each, under_not=under_not) for each in pairs))
    return Logic("atom", (ast.unparse(node), under_not))
