"""Electronic licences in place of materials (免证办): fetched through the Registry port.

A licence that was fetched is the material: it is there, whole and legible, and its record's fields are
readings of the register beside those of any paper. When the register can't be asked, or what it must agree
with was not read, nobody knows whether the material is there. When the register does not know the licence
(缺证), or its record is unlawful or contradicts what it must agree with (错证), only paper counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cases.materials import Readings
from cases.ports import AnswerState, Registry
from cases.typed import typed_reading
from ocr.document import Source
from ocr.values import ElementType, canonical
from review_points.facts import Facts, FactState
from review_points.findings import Outcome
from review_points.operands import Surroundings
from review_points.reconcile import reconcile
from scenarios.plan import FreeSubmission, PlannedMaterial
from scenarios.types import MATERIAL_FACTS

_IN_ANY_LICENCE = ("present", "legible", "pages_complete", "complete", "slot_matches")


class LicenceStanding(StrEnum):
    """What came of fetching a licence."""

    FETCHED = "fetched"
    MISSING = "missing"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One licence that was sought: where, what its record says, and the elements that are wrong."""

    material: str
    name: str
    register: str
    record: Mapping[str, str] = field(default_factory=dict)
    """Element to text, as far as the record says anything."""
    standing: LicenceStanding = LicenceStanding.UNKNOWN
    wrong: tuple[str, ...] = ()


def seek_licence(material: PlannedMaterial, known: Facts, registry: Registry) -> Licence | None:
    """Fetch the licence of a material from its register; None when it has none or is not needed.

    Args:
        material: the material as planned.
        known: facts of form, case and parameters; nothing else is known yet.
        registry: where registers are asked.
    """
    free = material.free
    needed = _needed(free, known) if free is not None else Outcome.FAIL
    if free is None or needed is Outcome.FAIL:
        return None
    sought = Licence(material=material.id, name=material.name, register=free.register)
    key = known[free.key]
    if needed is Outcome.UNKNOWN or key.state is not FactState.READ or key.value is None:
        return sought
    answer = registry.look_up(free.register, key.value)
    if answer.state is AnswerState.NOT_FOUND:
        return replace(sought, standing=LicenceStanding.MISSING)
    if answer.state is AnswerState.UNAVAILABLE:
        return sought
    said = {element: answer.record.get(key, "").strip() for element, key in free.fields.items()}
    record = {element: text for element, text in said.items() if text}
    return _judged(replace(sought, record=record), material, free, known)


def readings_with_licence(
    material: PlannedMaterial, readings: Readings, licence: Licence, *, has_paper: bool
) -> Readings:
    """Return the readings of a material whose licence was sought; `readings` are those of its paper."""
    if licence.standing is LicenceStanding.FETCHED:
        return _beside(readings, licence, material, has_paper=has_paper)
    may_ask = material.free is not None and material.free.ask_paper
    if licence.standing is LicenceStanding.UNKNOWN or not (has_paper or may_ask):
        return readings | {"present": (ElementType.BOOL, ())}
    return readings


def with_conflicts(licence: Licence, facts: Facts) -> Licence:
    """Name what a fetched licence and the paper beside it say differently."""
    if licence.standing is not LicenceStanding.FETCHED:
        return licence
    names = ((element, facts[f"{licence.material}.{element}"]) for element in licence.record)
    return replace(licence, wrong=tuple(name for name, fact in names if fact.state is FactState.CONFLICT))


def _needed(free: FreeSubmission, known: Facts) -> Outcome:
    if free.when is None:
        return Outcome.PASS
    return free.when.condition.verdict(known, Surroundings()).outcome


def _judged(sought: Licence, material: PlannedMaterial, free: FreeSubmission, known: Facts) -> Licence:
    """Compare a record with what it must agree with; what was not read leaves it unknown."""
    types = {**MATERIAL_FACTS, **material.elements}
    record = sought.record
    wrong = [element for element, raw in record.items() if canonical(types[element], raw) is None]
    for element, name in free.agrees.items():
        fact = known[name]
        if fact.state is not FactState.READ or fact.value is None or element not in record:
            return replace(sought, record={})
        both = (record[element], fact.value)
        readings = tuple(typed_reading(element, types[element], raw, Source.REGISTRY) for raw in both)
        if element not in wrong and reconcile(element, types[element], readings).state is FactState.CONFLICT:
            wrong.append(element)
    standing = LicenceStanding.WRONG if wrong else LicenceStanding.FETCHED
    return replace(sought, standing=standing, wrong=tuple(wrong))


def _beside(readings: Readings, licence: Licence, material: PlannedMaterial, *, has_paper: bool) -> Readings:
    """Put the register's readings beside those of the paper; without paper they are the material."""
    types = {**MATERIAL_FACTS, **material.elements}
    own = {} if has_paper else dict.fromkeys(_IN_ANY_LICENCE, "true")
    kept = readings if has_paper else {key: each for key, each in readings.items() if key not in own}
    said = {
        key: (
            types[key],
            (
                *kept.get(key, (types[key], ()))[1],
                typed_reading(key, types[key], raw, Source.REGISTRY),
            ),
        )
        for key, raw in (own | dict(licence.record)).items()
    }
    return kept | said
