"""What a case takes from its scenario: what is to be gathered, the points in force, the policy, the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ocr.values import ElementType
from review_points.approval import Policy
from review_points.certificate import Certificate
from review_points.commitment import Commitment
from review_points.expressions import Expression
from review_points.point import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of the form: its element key, the labels it is printed under, its type."""

    key: str
    labels: tuple[str, ...]
    type: ElementType


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeSubmission:
    """Where a material is fetched from instead of being handed in (免证办).

    `fields` maps elements to fields of the record, `agrees` elements to the facts they must agree with;
    `when` tells whether the material is needed at all.
    """

    register: str
    key: str
    fields: Mapping[str, str]
    agrees: Mapping[str, str]
    ask_paper: bool = True
    when: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMaterial:
    """One material: the kind it is recognised by, the names of its slot, and the elements sought in it."""

    id: str
    name: str
    kind: str
    slots: tuple[str, ...]
    elements: Mapping[str, ElementType]
    free: FreeSubmission | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRegister:
    """One register: the fact that is its key, and the fields sought in it."""

    name: str
    key: str
    fields: Mapping[str, ElementType]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One area parameter, as canonical text."""

    type: ElementType
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that is to be gathered for one scenario."""

    form: tuple[FormField, ...] = ()
    materials: tuple[PlannedMaterial, ...] = ()
    registers: tuple[PlannedRegister, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The department's own words in opinions and notices."""

    title: str
    intro: str
    close: str
    approve_opinion: str = "经审查，申请材料齐全、符合条件，同意。"
    return_opinion: str = ""
    refuse_opinion: str = ""
    refusal_title: str = "不予行政许可决定书"
    appeal: str = ""
    """How to object to a refusal (复议、诉讼), as the department words it; empty when it gave no sentence."""
    appeal_verified: bool = False
    days_to_supplement: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """How many working days a scenario gives for a decision; None where nothing is said."""

    promised_workdays: int | None = None
    statutory_workdays: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededMaterial:
    """A material that must be there; with a condition, only when that condition holds."""

    id: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A scenario as it is in force on one day: everything a review takes from it."""

    id: str
    version: str
    rules_sha256: str
    item_name: str
    plan: Plan
    points: tuple[Point, ...]
    needed: tuple[NeededMaterial, ...]
    policy: Policy
    wording: Wording
    certificate: Certificate | None = None
    commitment: Commitment | None = None
    not_checked: tuple[tuple[str, str], ...] = ()
    """Pairs of what is not checked and why."""
    item: str = ""
    area: str = ""
    system: str = ""
    department: str = ""
    promise_days: int = 0
    schedule: str = ""
    names: tuple[str, ...] = ()

    @property
    def versioned_id(self) -> str:
        """The scenario and its version: what certificates, audit draws and proofs name."""
        return f"{self.id}@{self.version}"
