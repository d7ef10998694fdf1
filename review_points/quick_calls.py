"""Every call of a rule set as one quick function that answers fail, unknown, pass or odd for each of them.

Most calls of most cases pass: every fact was read well and the check says yes. Then nothing is to be written
down that is not known beforehand. The quick function asks the very functions that the nodes call, after the
very same questions about their facts; where it can't say for certain what the node would say, it says odd.

It is written as text, made of numbered names alone. What the names stand for is handed in beside the text, so
that nothing an author wrote is ever part of it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter, itemgetter
from types import CodeType
from typing import cast

from ocr.values import ElementType
from review_points.answers import PASSED, Answer
from review_points.checks.registry import Check, Parameter, ValueFunction, read_value
from review_points.facts import EXACT_TYPES, Fact, FactState, Operand
from review_points.findings import Outcome
from review_points.nodes import CALL_ERRORS, CheckCall, Comparison, Leaf
from review_points.operands import Surroundings
from review_points.terms import ConstantTerm, FactTerm, Term, TextsTerm, facts_in

FAILS, UNKNOWN, PASSES, ODD, DENIES = 0, 1, 2, 3, 4
"""`DENIES` is a fail that needs no words, `ODD` what only the node can tell."""
Answers = tuple[int, ...]
QuickCalls = Callable[[Mapping[str, Fact], Surroundings, dict[int, Answer]], Answers | None]
"""None when a fact has another type than the rules were written for. The sure fails that have words are put
into the last argument, by their places."""
_ANY = Parameter(name="any")
_TYPE, _OPERAND = attrgetter("type"), attrgetter("operand")
_NOBODY = Operand(ElementType.TEXT, FactState.NOT_SOUGHT, score=0.0, certain=False)


def quick_calls(leaves: Sequence[Leaf]) -> QuickCalls:
    """Make the function that answers for every leaf, in their order."""
    writer = _Writer()
    for leaf in leaves:
        writer.add(leaf)
    return writer.made()


@dataclass
class _Writer:
    """Writes the function, leaf by leaf."""

    facts: dict[tuple[str, ElementType], str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    known: dict[str, object] = field(default_factory=dict)
    results: list[str] = field(default_factory=list)

    def add(self, leaf: Leaf) -> None:
        """Write the lines of one leaf."""
        result = f"r{len(self.results)}"
        call = _Called.of(leaf.condition)
        asked = _Asked(self, "s_" if leaf.is_stricter else "", weighs=call.weighs)
        arguments = [asked.argument(*each) for each in zip(call.parameters, call.terms, strict=False)]
        self.lines += [
            "  try:",
            *asked.before,
            f"    if {' or '.join(asked.waits) or False}: {result} = {_missing(leaf.condition)}",
            *(self._plainly(call.check, arguments, asked, result) if call.check else ()),
            *self._answered(call, arguments, asked, result),
            f"  except ERRORS: {result} = {ODD}",
        ]
        self.results.append(result)

    def _plainly(self, check: Check, arguments: list[str], asked: "_Asked", result: str) -> list[str]:
        """Write what passes without a call: what a plain check's expression holds for, and what is alike."""
        if check.holds:
            names = {name: self.name(what) for name, what in check.names.items()}
            holds = re.sub(r"\b[A-Z]+\b", lambda found: names[found[0]], check.holds).format(*arguments)
            fails = DENIES if check.is_wordless else FAILS
            return [f"    elif {holds}: {result} = {PASSES}", f"    elif {asked.sure}: {result} = {fails}"]
        if check.alike and len(set(asked.strong)) == len(arguments):
            one, other = arguments
            are_strong = " and ".join(asked.strong)
            return [f"    elif {one}.value == {other}.value and {are_strong}: {result} = {PASSES}"]
        return []

    def _answered(self, call: "_Called", arguments: list[str], asked: "_Asked", result: str) -> list[str]:
        """Write the call itself, and what its answer comes to."""
        if call.check and call.check.holds:
            return [f"    else: {result} = {ODD}"]
        given = [*arguments, *([f"around={asked.s}around"] if call.takes_surroundings else [])]
        return [
            "    else:",
            f"      answer = {self.name(call.function)}({', '.join(given)})",
            f"      {result} = {PASSES} if answer is PASSED else"
            f" rest(answer, {asked.sure}, said, {len(self.results)})",
        ]

    def name(self, what: object) -> str:
        """Give a name to something that is handed in beside the text."""
        name = f"n{len(self.known)}"
        self.known[name] = what
        return name

    def fact(self, term: FactTerm) -> str:
        """Return the name of a fact's operand; it is fetched once."""
        return self.facts.setdefault((term.name, term.type), f"a{len(self.facts)}")

    def made(self) -> QuickCalls:
        """Put the function together."""
        head = ["def quick(by_name, around, said):", "  floors = around.floors"]
        head += ["  exact, other, suspect = floors.exact, floors.other, floors.suspect"]
        if any("s_" in line for line in self.lines):
            head += ["  s_around = around.stricter()", "  s_floors = s_around.floors"]
            head += ["  s_exact, s_other, s_suspect = s_floors.exact, s_floors.other, s_floors.suspect"]
        if self.facts:
            head += ["  operands = fetch(by_name)", "  if operands is None: return None"]
            head += [f"  {''.join(f'{a}, ' for a in self.facts.values())} = operands"]
        text = [*head, *self.lines, f"  return ({''.join(f'{each}, ' for each in self.results)})"]
        known = self.known | {
            "PASSED": PASSED,
            "ERRORS": CALL_ERRORS,
            "BLANK": FactState.BLANK,
            "UNREADABLE": FactState.UNREADABLE,
            "NOBODY": _NOBODY,
            "fetch": _fetcher(tuple(self.facts)) if self.facts else None,
            "rest": _rest,
            "read_value": read_value,
        }
        exec(_code("\n".join(text)), known)  # our own text over numbered names
        return cast(QuickCalls, known["quick"])


@dataclass
class _Asked:
    """What one call asks of its facts before it may be made."""

    writer: _Writer
    s: str
    weighs: bool
    before: list[str] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    sures: list[str] = field(default_factory=list)
    strong: list[str] = field(default_factory=list)
    """When each fact was read well enough to decide anything."""

    def argument(self, parameter: Parameter, term: Term) -> str:
        """Write what keeps an argument from being used, and return its name."""
        if isinstance(term, ConstantTerm):
            return self.writer.name(term.constant)
        if isinstance(term, TextsTerm):
            return self.writer.name(term.texts)
        floor = f"{self.s}exact" if term.type in EXACT_TYPES else f"{self.s}other"
        if isinstance(term, FactTerm):
            a = self.writer.fact(term)
            self.waits.append(_waits(a, floor, weighs=self.weighs, may_be_blank=parameter.blank))
            self.sures.append(f"({a}.value is None or {a}.score >= {self.s}suspect)")
            self.strong.append(f"{a}.score >= {floor}")
            return a
        return self._value(term.function, term.arguments, floor)

    def _value(self, called: ValueFunction, terms: tuple[Term, ...], floor: str) -> str:
        """Write the call of a value function, which waits for its own arguments first."""
        inside = _Asked(self.writer, self.s, weighs=False)
        arguments = [
            inside.argument(parameter, term)
            for parameter, term in zip(called.parameters, terms, strict=False)
        ]
        facts = tuple(sorted({name for term in terms for name in facts_in(term)}))
        v = self.writer.name(None)
        given = "".join(f"{each}, " for each in arguments)
        made = f"read_value({self.writer.name(called)}, ({given}), {self.writer.name(facts)}, {self.s}around)"
        self.before += [
            *inside.before,
            f"    {v} = NOBODY if {' or '.join(inside.waits) or False} else {made}",
            f"    if {v}.state is UNREADABLE: raise ValueError",
        ]
        weak = "" if self.weighs else f" or not {v}.certain and {v}.score < {floor}"
        self.waits.append(f"{v}.value is None{weak}")
        self.sures.append(f"({v}.certain or {v}.score >= {self.s}suspect)")
        return v

    @property
    def sure(self) -> str:
        """When a fail rests on sure readings."""
        return "True" if self.weighs or not self.sures else " and ".join(self.sures)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Called:
    """What a leaf calls: a check, or the comparison of numbers."""

    function: Callable[..., Answer]
    parameters: Sequence[Parameter]
    terms: tuple[Term, ...]
    check: Check | None = None
    weighs: bool = False
    takes_surroundings: bool = False

    @classmethod
    def of(cls, call: CheckCall | Comparison) -> "_Called":
        """Tell what a leaf calls."""
        if isinstance(call, Comparison):
            return cls(function=call.answer, parameters=(_ANY,) * len(call.terms), terms=call.terms)
        check = call.check
        return cls(
            function=check.function,
            parameters=check.parameters,
            terms=call.arguments,
            check=check,
            weighs=check.weighs,
            takes_surroundings=check.surroundings,
        )


def _waits(a: str, floor: str, *, weighs: bool, may_be_blank: bool) -> str:
    """Write when a fact keeps a call from being made; what was not read has the score 0."""
    if may_be_blank:
        weak = "" if weighs else f" or {a}.value is not None and {a}.score < {floor}"
        return f"{a}.value is None and {a}.state is not BLANK{weak}"
    return f"{a}.value is None" if weighs else f"{a}.score < {floor}"


def _missing(call: CheckCall | Comparison) -> int:
    """Say what a missing operand comes to: one link of a chain may fail while another waits."""
    return ODD if isinstance(call, Comparison) and len(call.terms) > 2 else UNKNOWN


def _fetcher(
    wanted: tuple[tuple[str, ElementType], ...],
) -> Callable[[Mapping[str, Fact]], Iterable[Operand] | None]:
    """Make a function that fetches the operands of these facts; none when one has another type."""
    nobody = tuple(Fact(name=name, type=kind, state=FactState.NOT_SOUGHT) for name, kind in wanted)
    types = [kind for _, kind in wanted]
    all_of_them = itemgetter(*(name for name, _ in (*wanted, *wanted[:1])))

    def fetch(by_name: Mapping[str, Fact]) -> Iterable[Operand] | None:
        try:
            found: Sequence[Fact] = all_of_them(by_name)[:-1]
        except KeyError:
            found = [by_name.get(each.name, each) for each in nobody]
        return map(_OPERAND, found) if list(map(_TYPE, found)) == types else None

    return fetch


@lru_cache(maxsize=4096)
def _code(text: str) -> CodeType:
    return compile(text, "<quick calls>", "exec")


def _rest(answer: Answer, is_sure: bool, said: dict[int, Answer], place: int) -> int:
    """Say what an answer other than the plain pass comes to; a fail must rest on sure readings."""
    if answer.outcome is not Outcome.FAIL or not is_sure:
        return ODD
    if not answer.explanation:
        return DENIES
    said[place] = answer
    return FAILS
