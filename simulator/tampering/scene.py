"""A made-up case laid open for tampering: form, papers, registers, and what reading the papers gives."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from ocr.document import Document
from ocr.values import ElementType, canonical, plain_text
from scenarios.plan import PlannedMaterial, Scenario
from simulator.drawn import DrawnCase, RegisterRow
from simulator.planned import PlannedFile
from simulator.reading import Noise, as_read
from simulator.tampering.relations import Demand, Relations, facts_of, name_of, texts_of

Edit = Callable[[Document], Document]
HAND_OVER = frozenset({"hand_over"})
APPROVABLE = frozenset({"approve", "hand_over"})
_MARKS: Mapping[str, str] = {"sealed": "seal", "signed": "signature"}
_CONCLUSIONS: Mapping[str, str] = {
    "return": "return",
    "tolerable": "return",
    "refuse": "refuse",
    "hand_over": "hand_over",
}


class NothingToTamperError(LookupError):
    """The case holds nothing that this operator could change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """One file as handed in, with what reading it gives."""

    slot: str
    name: str
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """What was planted: the facts it touches, the conclusions that are right, the deficiency if returned."""

    facts: tuple[str, ...]
    acceptable: frozenset[str]
    code: str = ""


@dataclass(slots=True, kw_only=True)
class Scene:
    """The changeable state of one case; `edits` are done to what reading a material's paper gave."""

    case: DrawnCase
    scenario: Scenario
    relations: Relations
    random: Random
    form: dict[str, str]
    papers: dict[str, PlannedFile]
    rows: dict[str, dict[str, dict[str, str]]]
    received_on: date
    complete: bool = True
    extra: list[HandedFile] = field(default_factory=list)
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, case: DrawnCase, scenario: Scenario, relations: Relations, seed: str) -> "Scene":
        """Lay a case open; the seed decides every choice an operator makes."""
        rows: dict[str, dict[str, dict[str, str]]] = {}
        for row in case.register_rows:
            rows.setdefault(row.register, {})[row.key] = dict(row.record)
        return cls(
            case=case,
            scenario=scenario,
            relations=relations,
            random=Random(f"tamper|{case.number}|{seed}"),
            form=dict(case.form),
            papers={each.material: each for each in case.files if isinstance(each, PlannedFile)},
            rows=rows,
            received_on=case.received_on,
        )

    def value(self, fact: str) -> str:
        """Return what a fact says in this case, '' when it says nothing."""
        source, _, element = fact.partition(".")
        if source == "form":
            return self.form.get(self._label(element), "")
        if source == "registry":
            register, _, key = element.partition(".")
            return next((record.get(key, "") for record in self.rows.get(register, {}).values()), "")
        paper = self.papers.get(source)
        stands = paper is not None and paper.kind == self.material(source).kind and self.is_planned(fact)
        return paper.truth.get(element, "") if paper is not None and stands else ""

    def write(self, fact: str, value: str) -> None:
        """Let a fact say something else: in the form, on one paper, or in every record of a register."""
        source, _, element = fact.partition(".")
        if source == "form":
            self.form[self._label(element)] = value
        elif source == "registry":
            register, _, key = element.partition(".")
            for record in self.rows[register].values():
                record[key] = value
        else:
            paper = self.papers[source]
            self.papers[source] = replace(paper, truth={**paper.truth, element: value})

    def write_everywhere(self, fact: str, value: str) -> tuple[str, ...]:
        """Write a value into the fact and every one that says the same now; return their names."""
        before = self.value(fact)
        same = sorted(each for each in self.relations.same.get(fact, ()) if self.value(each) == before)
        for each in (fact, *same):
            self.write(each, value)
        return (fact, *same)

    def spoil(self, material: str, defect: str) -> None:
        """Have a paper drawn, and read, with a defect of `simulator.paper`."""
        paper = self.papers[material]
        self.papers[material] = replace(paper, defects=(*paper.defects, defect))

    def edit(self, material: str, change: Edit) -> None:
        """Change what reading a material's paper gives."""
        self.edits.setdefault(material, []).append(change)

    def is_planned(self, fact: str) -> bool:
        """Tell whether a fact is an element of its material, or a field."""
        return fact in self.relations.types

    def is_paper(self, fact: str) -> bool:
        """Tell whether a fact stands on a paper that was handed in as what it is."""
        source = fact.partition(".")[0]
        paper = self.papers.get(source)
        return paper is not None and paper.kind == self.material(source).kind

    def material(self, material: str) -> PlannedMaterial:
        """Return the plan of one material."""
        return next(each for each in self.scenario.plan.materials if each.id == material)

    def required(self) -> tuple[str, ...]:
        """Return the materials that are always needed and were handed in."""
        needed = (each.id for each in self.scenario.needed if each.when is None)
        return tuple(each for each in needed if each in self.papers)

    def ends(
        self, demands: tuple[Demand, ...], *, papers_only: bool = False
    ) -> tuple[tuple[Demand, str], ...]:
        """Return each demand with each of its facts that may be changed so that the two no longer agree."""
        return tuple(
            (demand, fact)
            for demand in self.asked(*demands)
            for fact in demand.facts
            if self._is_open(demand, fact) and (self.is_paper(fact) or not papers_only)
        )

    def asked(self, *demands: Demand) -> tuple[Demand, ...]:
        """Return the demands that are surely made of this case: their condition holds and nothing excuses."""
        return tuple(
            each
            for each in demands
            if (each.when is None or self.holds(each.when) is True)
            and all(self.holds(other) is False for other in each.others)
        )

    def holds(self, node: ast.expr) -> bool | None:
        """Tell whether a condition holds in this case; None where that is not known."""
        if isinstance(node, ast.BoolOp):
            parts = {self.holds(each) for each in node.values}
            decisive = isinstance(node.op, ast.Or)
            return decisive if decisive in parts else (None if None in parts else not decisive)
        if isinstance(node, ast.Call):
            return self._answer(name_of(node), facts_of(node), texts_of(node))
        return None

    def choose(self, among: tuple[tuple[Demand, str], ...]) -> tuple[Demand, str]:
        """Choose one by lot; raises NothingToTamperError when there is none."""
        if not among:
            raise NothingToTamperError
        return self.random.choice(among)

    def planted(self, *facts: str, code: str = "") -> Planted:
        """Say what follows from changed facts: whatever the points that name them may come to."""
        effects = {each.effect for fact in facts for each in self.relations.about(fact)}
        may = frozenset(_CONCLUSIONS[effect] for effect in effects if effect in _CONCLUSIONS)
        return Planted(facts=facts, acceptable=may | HAND_OVER, code=code)

    def type_of(self, fact: str) -> ElementType:
        """Return the type of a fact."""
        return self.relations.types[fact]

    def files(self, noise: Noise | None = None) -> tuple[HandedFile, ...]:
        """Read every paper as the noise model does, then do what was done to its reading."""
        return (*self._read(noise), *self.extra)

    def register_rows(self) -> tuple[RegisterRow, ...]:
        """Return what the registers know."""
        return tuple(
            RegisterRow(register=register, key=key, record=record)
            for register, records in self.rows.items()
            for key, record in records.items()
        )

    def _read(self, noise: Noise | None) -> Iterator[HandedFile]:
        for material, paper in self.papers.items():
            document = as_read(paper, noise)
            for change in self.edits.get(material, ()):
                document = change(document)
            yield HandedFile(slot=paper.slot, name=paper.name, document=document)

    def _answer(self, call: str, facts: tuple[str, ...], texts: tuple[str, ...]) -> bool | None:
        """Answer a check on one fact as it stands on paper, in the form or in a register."""
        if call in {"equal", "differs"} and len(facts) == 2:
            one, other = (plain_text(self.value(each)) for each in facts)
            return (one == other) is (call == "equal") if one and other else None
        if len(facts) != 1:
            return None
        value = self._said(facts[0])
        if call in {"is_true", "is_false"}:
            return None if value is None else value == call.removeprefix("is_")
        if call in {"blank", "filled"} and value is not None:
            return (value == "") is (call == "blank")
        if call in {"one_of", "not_one_of"} and value:
            return (value in texts) is (call == "one_of")
        return None

    def _said(self, fact: str) -> str | None:
        """Return the canonical text of a fact, of what is known of papers and registers too."""
        source, _, element = fact.rpartition(".")
        if element in {"present", "legible"}:
            return str(self.is_paper(fact)).lower()
        if element in _MARKS and source in self.papers:
            return str(bool(self.papers[source].truth.get(_MARKS[element], element))).lower()
        if element == "found" and source.startswith("registry."):
            return str(bool(self.rows.get(source.partition(".")[2]))).lower()
        if fact not in self.relations.types:
            return None
        raw = self.value(fact)
        return canonical(self.relations.types[fact], raw) if raw else ""

    def _is_open(self, demand: Demand, fact: str) -> bool:
        """Tell whether a fact and all others of its demand say something here, and it is ours to change."""
        is_ours = self.is_planned(fact) and not fact.startswith(("case.", "param."))
        return is_ours and all(
            self.value(each) for each in demand.facts if not each.startswith(("case.", "param."))
        )

    def _label(self, key: str) -> str:
        """Return the label under which the case's form has this field."""
        field_ = next(each for each in self.scenario.plan.form if each.key == key)
        return next((label for label in field_.labels if label in self.form), field_.labels[0])
