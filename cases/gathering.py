"""From what was handed in to facts: form, materials, registers, case and parameters, each its own witness."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cases.case import Submission
from cases.licences import Licence, readings_with_licence, seek_licence, with_conflicts
from cases.materials import ReadFile, Sorted, material_readings, sort_files
from cases.ports import AnswerState, Registry, RegistryAnswer
from cases.typed import typed_reading
from ocr.document import Reading, Source
from ocr.values import ElementType, plain_text
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Reason
from review_points.reconcile import conflicting, reconcile
from scenarios.plan import FormField, Plan, PlannedMaterial, PlannedRegister


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRegister:
    """One question to a register and its answer, kept so that the review can be replayed."""

    register: str
    key: str
    answer: RegistryAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The facts of a case, why a clerk must look whatever they say, and what the registers answered."""

    facts: Facts
    guards: tuple[Reason, ...]
    asked: tuple[AskedRegister, ...]
    licences: tuple[Licence, ...]
    extra: tuple[str, ...]
    """Names of files that belong to no material of the item; they decide nothing and are only listed."""


def gather(submission: Submission, files: Sequence[ReadFile], plan: Plan, registry: Registry) -> Gathered:
    """Gather every fact of a case; what could not be told is a fact that says so."""
    handed = sort_files(files, plan.materials)
    nothing_missed = submission.complete and handed.are_all_known
    typed = [
        *_case_facts(submission),
        *_parameter_facts(plan),
        *(_form_fact(field, submission.form) for field in plan.form),
    ]
    by_name = {fact.name: fact for fact in typed}
    remembering = _Remembering(registry)
    licences = _licences(plan, Facts(dict(by_name)), remembering)
    for material in plan.materials:
        files_of = handed.by_material[material.id]
        found = _material_facts(material, files_of, licences.get(material.id), nothing_missed)
        by_name |= {fact.name: fact for fact in found}
    asked = tuple(filter(None, (_ask(register, Facts(by_name), registry) for register in plan.registers)))
    answers = {each.register: each.answer for each in asked}
    for register in plan.registers:
        by_name |= {fact.name: fact for fact in _register_facts(register, answers.get(register.name))}
    return Gathered(
        facts=Facts(by_name),
        guards=(*_submission_guards(submission), *handed.guards),
        asked=(*remembering.asked, *asked),
        licences=tuple(with_conflicts(each, Facts(by_name)) for each in licences.values()),
        extra=_names(handed),
    )


def _submission_guards(submission: Submission) -> tuple[Reason, ...]:
    return () if submission.complete else (Reason(code="incomplete_submission"),)


def _names(handed: Sorted) -> tuple[str, ...]:
    return tuple(each.file.name for each in handed.extra)


def _case_facts(submission: Submission) -> Iterable[Fact]:
    known = (
        ("received_on", ElementType.DATE, submission.received_on.isoformat()),
        ("number", ElementType.TEXT, submission.ref.number),
        ("applicant", ElementType.TEXT, submission.ref.applicant),
        ("item", ElementType.TEXT, submission.ref.item_name),
    )
    return (_certain(f"case.{name}", kind, raw, Source.CASE) for name, kind, raw in known)


def _parameter_facts(plan: Plan) -> Iterable[Fact]:
    return (
        _parameter_fact(f"param.{key}", parameter.type, parameter.value)
        for key, parameter in plan.parameters.items()
    )


@lru_cache(maxsize=4096)
def _parameter_fact(name: str, kind: ElementType, value: str) -> Fact:
    return _certain(name, kind, value, Source.PARAMETER)


def _certain(name: str, kind: ElementType, raw: str, source: Source) -> Fact:
    return _fact(name, kind, (_typed(name, kind, raw, source),))


def _typed(name: str, kind: ElementType, raw: str, source: Source) -> Reading:
    return typed_reading(name.partition(".")[2], kind, raw, source)


def _form_fact(field: FormField, form: Mapping[str, str]) -> Fact:
    """Find the field by any of its labels; two labels with different values are a conflict."""
    wanted = {_label(label) for label in (*field.labels, field.key)}
    found = [raw for label, raw in form.items() if _label(label) in wanted]
    name = f"form.{field.key}"
    readings = tuple(_typed(name, field.type, raw, Source.FORM) for raw in dict.fromkeys(found))
    if len({(reading.state, reading.value) for reading in readings}) > 1:
        return conflicting(name, field.type, readings)
    return _fact(name, field.type, readings)


@lru_cache(maxsize=4096)
def _label(text: str) -> str:
    return plain_text(text).strip("*:;。.")


class _Remembering:
    """A registry that remembers what was asked and answered."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.asked: list[AskedRegister] = []

    def look_up(self, register: str, key: str) -> RegistryAnswer:
        """Ask one register for one key."""
        answer = self._registry.look_up(register, key)
        self.asked.append(AskedRegister(register=register, key=key, answer=answer))
        return answer


def _licences(plan: Plan, known: Facts, registry: Registry) -> dict[str, Licence]:
    """Seek the licence of every material that need not be handed in."""
    sought = (seek_licence(material, known, registry) for material in plan.materials)
    return {each.material: each for each in sought if each is not None}


def _material_facts(
    material: PlannedMaterial, files: Sequence[ReadFile], licence: Licence | None, nothing_missed: bool
) -> Iterable[Fact]:
    found = material_readings(material, files, nothing_missed=nothing_missed)
    if licence is not None:
        found = readings_with_licence(material, found, licence, has_paper=bool(files))
    for key, (kind, readings) in found.items():
        yield _fact(f"{material.id}.{key}", kind, readings)


def _ask(register: PlannedRegister, facts: Facts, registry: Registry) -> AskedRegister | None:
    """Ask the register, when the fact that is its key was read."""
    key = facts[register.key]
    if key.state is not FactState.READ or key.value is None:
        return None
    answer = registry.look_up(register.name, key.value)
    return AskedRegister(register=register.name, key=key.value, answer=answer)


def _register_facts(register: PlannedRegister, answer: RegistryAnswer | None) -> Iterable[Fact]:
    prefix = f"registry.{register.name}"
    state = answer.state if answer else AnswerState.UNAVAILABLE
    known = {AnswerState.FOUND: "true", AnswerState.NOT_FOUND: "false"}.get(state)
    readings = (_typed(f"{prefix}.found", ElementType.BOOL, known, Source.REGISTRY),) if known else ()
    yield _fact(f"{prefix}.found", ElementType.BOOL, readings)
    record = answer.record if answer and state is AnswerState.FOUND else {}
    for key, kind in register.fields.items():
        name = f"{prefix}.{key}"
        said = (_typed(name, kind, record[key], Source.REGISTRY),) if key in record else ()
        yield _fact(name, kind, said)


def _fact(name: str, kind: ElementType, readings: tuple[Reading, ...]) -> Fact:
    """Reconcile the readings; no reading at all is a fact that was sought and not found."""
    if not readings:
        return Fact(name=name, type=kind, state=FactState.NOT_FOUND)
    return reconcile(name, kind, readings)
