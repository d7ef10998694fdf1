"""Cells: a small, exhaustive set of ways in which the facts behind one part of an expression can turn out.

The calls and comparisons of an expression (its atoms) are sorted by what they ask of: one term against
constants, two days or numbers against each other, or anything else. The answers of the first two depend on
nothing but on which side of the constants a value lies, so a few values beside every constant stand for all
values, and the engine itself is asked what each atom says of them. Whatever can't be cut up like this is
free: it may pass, fail or stay unknown, but whenever it decides, its facts were read.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from ocr.values import ElementType
from review_points.checks import CHECKS
from review_points.expressions import Expression, parse
from review_points.facts import Facts
from review_points.findings import Outcome
from review_points.kleene import Verdict
from review_points.operands import Surroundings
from scenarios.cell_values import Shown, pairs_of, single_of, workday_pairs
from scenarios.terms import Term, term_of
from scenarios.weekdays import WEEKDAYS

Types = Mapping[str, ElementType]
_ONE_TERM = frozenset(
    {
        "is_true",
        "is_false",
        "filled",
        "blank",
        "meaningful",
        "one_of",
        "not_one_of",
        "between",
        "on_or_before",
        "before",
        "same_day",
        "within",
        "days_left",
        "days_left_at_most",
    }
)
_TWO_DAYS = frozenset({"on_or_before", "before", "same_day", "days_left", "days_left_at_most"})
_COUNTED = frozenset({"days_left", "days_left_at_most"})
_DAYS = {ElementType.DATE}
_WORKDAYS = frozenset({"workdays_left", "workdays_left_at_most"})
_OPPOSITES = {"differs": "equal", "text_lacks": "text_has_any"}
_OF_ONE = {"text_has": "text_has_any", "contains": "contains_any"}
"""With a list of one text, «all of them» and «any of them» ask the same."""
_SIDES_ALIKE = frozenset({"equal", "same_name", "same_organisation", "same_address"})
_NEVER_FAIL = frozenset({"readable", "characters_printable"})
_MOST_KEPT = 4096
_ORDER_TYPES = frozenset({ElementType.DATE, ElementType.NUMBER, ElementType.AMOUNT})

Atom = tuple[str, bool]
"""The text of a call or comparison, and whether it stands under NOT, where readings must be surer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One way: what each atom says, and which facts are read or blank in it."""

    says: Mapping[Atom, Verdict]
    states: Mapping[str, str]


Cells = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Atoms that hang together: the kind of question, and the terms it is asked of."""

    kind: str
    terms: tuple[str, ...]


def cells_of(atoms: Iterable[Atom], types: Types) -> tuple[Cells, ...]:
    """Return, for each group of atoms, all the ways in which it can turn out."""
    groups: dict[Group, list[Atom]] = {}
    for atom in dict.fromkeys(atoms):
        groups.setdefault(_group(atom[0], types), []).append(atom)
    return tuple(_cells(group, tuple(found), _known(found, types)) for group, found in groups.items())


def groups_of(atoms: Iterable[Atom], types: Types) -> frozenset[Group]:
    """Return the groups that atoms fall into: two expressions with none in common have nothing in common."""
    return frozenset(_group(text, types) for text, _ in atoms)


def _known(atoms: Iterable[Atom], types: Types) -> tuple[tuple[str, ElementType], ...]:
    names = sorted({name for text, _ in atoms for name in facts_in(text)})
    return tuple((name, types[name]) for name in names if name in types)


@lru_cache(maxsize=_MOST_KEPT)
def facts_in(text: str) -> frozenset[str]:
    """Return the facts of an atom."""
    return frozenset(name for term in _terms(_tree(text), {}) for name in term.facts)


def _tree(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _terms(tree: ast.expr, types: Types) -> tuple[Term, ...]:
    """Return the arguments of a call, or the sides of a comparison."""
    if isinstance(tree, ast.Call):
        return tuple(term_of(each, types) for each in (*tree.args, *(word.value for word in tree.keywords)))
    if isinstance(tree, ast.Compare):
        return tuple(term_of(each, types) for each in (tree.left, *tree.comparators))
    return ()


def _group(text: str, types: Types) -> Group:
    tree = _tree(text)
    terms = _terms(tree, types)
    open_ = tuple(dict.fromkeys(each.text for each in terms if each.facts))
    name = tree.func.id if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) else ""
    if not open_:
        return Group("constant", (text,))
    is_order = isinstance(tree, ast.Compare)
    kinds = {each.type for each in terms if each.facts}
    if len(open_) == 1 and (is_order or (name in _ONE_TERM and (name not in _COUNTED or kinds == _DAYS))):
        return Group("one", open_)
    if len(open_) == len([each for each in terms if each.facts]) and len(open_) == 2:
        pair = tuple(sorted(open_))
        if name in _TWO_DAYS or (is_order and kinds <= _ORDER_TYPES):
            return Group("two", pair)
        if name in _WORKDAYS and terms[0].facts and terms[1].facts:
            return Group("workdays", open_)
    return Group("free", (_question(tree)[0],))


def _question(tree: ast.expr) -> tuple[str, bool]:
    """Return what a call asks, written in one way, and whether its pass says yes to that."""
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
        return ast.unparse(tree), True
    name = tree.func.id
    arguments = [*tree.args, *(word.value for word in tree.keywords)]
    last = arguments[-1] if arguments else None
    if name in _OF_ONE and isinstance(last, ast.List | ast.Tuple) and len(last.elts) == 1:
        name = _OF_ONE[name]
    asked = _OPPOSITES.get(name, name)
    texts = [ast.unparse(each) for each in arguments]
    if asked in _SIDES_ALIKE:
        texts.sort()
    return f"{asked}({', '.join(texts)})", asked == name


def _may_fail(question: str) -> bool:
    """Tell whether a question can be answered no at all: comparing a thing with itself can't."""
    tree = _tree(question)
    name = question.partition("(")[0]
    sides = {term.text for term in _terms(tree, {})}
    return name not in _NEVER_FAIL and not (name in _SIDES_ALIKE and len(sides) == 1)


@lru_cache(maxsize=_MOST_KEPT)
def _cells(group: Group, atoms: tuple[Atom, ...], known: tuple[tuple[str, ElementType], ...]) -> Cells:
    """Return the cells of one group, kept for the next time; `known` are the types of its facts."""
    if group.kind == "free":
        return tuple(_free_cells(group, atoms))
    types = dict(known)
    terms = {term.text: term for text, _ in atoms for term in _terms(_tree(text), types)}
    constants = [term for term in terms.values() if not term.facts]
    chosen = [] if group.kind == "constant" else [terms[text] for text in group.terms]
    rows: list[tuple[Shown, ...]] = [()]
    if group.kind == "workdays":
        rows = list(workday_pairs(constants))
    elif group.kind == "two":
        rows = list(pairs_of(chosen[0].type, constants))
    elif group.kind == "one":
        rows = [(each,) for each in single_of(chosen[0], constants)]
    return tuple(_asked_cells(atoms, rows, chosen, types))


def _asked_cells(
    atoms: tuple[Atom, ...], rows: Iterable[tuple[Shown, ...]], terms: list[Term], types: Types
) -> Iterator[Cell]:
    """Ask the engine what every atom says of every row of values."""
    shown = dict(types) | {each.name: each.type for each in terms}
    parsed = {atom: parse(_with_names(atom[0], terms), shown) for atom in atoms}
    around = Surroundings(calendar=WEEKDAYS)
    for row in rows:
        facts = Facts({term.name: value.fact(term) for term, value in zip(terms, row, strict=True)})
        says = {
            atom: found.condition.verdict(facts, around.stricter() if atom[1] else around)
            for atom, found in parsed.items()
            if isinstance(found, Expression)
        }
        yield Cell(says, _states(terms, row))


def _states(terms: list[Term], row: tuple[Shown, ...]) -> dict[str, str]:
    """Return which facts are read or blank; a value that is missing says nothing of the facts behind it."""
    return {
        fact: value.state
        for term, value in zip(terms, row, strict=True)
        for fact in term.facts
        if value.state and (term.is_fact or value.state == "read")
    }


def _with_names(text: str, terms: list[Term]) -> str:
    """Write the name of a made-up fact wherever a value function's call stands."""
    for term in terms:
        if not term.is_fact:
            text = text.replace(term.text, term.name)
    return text


def _free_cells(group: Group, atoms: tuple[Atom, ...]) -> Iterator[Cell]:
    """Let the atoms of one question decide together, or leave the stricter ones or all of them unknown."""
    facts = facts_in(group.terms[0])
    name = group.terms[0]
    waiting = Verdict(Outcome.UNKNOWN, frozenset(), frozenset({name}))
    called = name.partition("(")[0]
    asks_for_blanks = called in CHECKS and any(each.blank for each in CHECKS[called].parameters)
    read = {} if asks_for_blanks else dict.fromkeys(facts, "read")
    yield Cell(dict.fromkeys(atoms, waiting), {})
    answers = (True, False) if _may_fail(name) else (True,)
    for yes, strict_too in product(answers, (True, False)):
        says = {}
        for text, strict in atoms:
            outcome = Outcome.PASS if yes == _question(_tree(text))[1] else Outcome.FAIL
            says[text, strict] = waiting if strict and not strict_too else Verdict(outcome, facts)
        yield Cell(says, read)
