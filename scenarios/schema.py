"""The shapes of scenario files: items, overlays, review points, certificates."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ocr.values import ElementType
from review_points.approval import Autonomy
from review_points.findings import Effect


def _as_text(value: Any) -> Any:
    """Write dates, numbers and booleans of YAML as canonical text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class Strict(BaseModel):
    """Shared settings: unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class InForce(Strict):
    """From which day to which something is in force, both ends counted."""

    from_: date = Field(alias="from")
    to: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether the day lies in it."""
        return self.from_ <= on and (self.to is None or on <= self.to)


class BasisFile(Strict):
    """One sentence of law; `verified` only when the sentence was read in the law itself.

    `from` and `to` say when the sentence is in force, both ends counted; left out, it is on every day.
    """

    law: str
    article: str = ""
    text: str = ""
    verified: bool = False
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None

    @property
    def in_force(self) -> InForce:
        """From when to when the sentence is in force."""
        return InForce(from_=self.from_ or date.min, to=self.to)


class OutcomeFile(Strict):
    """What a failed check means."""

    effect: Effect
    code: str
    says: str
    fix: str = ""
    due_workdays: int | None = Field(
        default=None, ge=1, le=365, description="可容缺（tolerable）：受理后须在多少个工作日内补正"
    )


class ExampleFile(Strict):
    """One example of a point: facts by name, and what must come out.

    A fact is written as its canonical text, or as !unreadable, !blank, !not_found, !conflict, !not_sought.
    What is not named here is as the point's `given` says; the name `*` stands for every fact given there.
    `unknowns` of an unknown outcome is compared when it is written; of a fail always, because a notice may go
    out only when nothing else could still fail. `effect` is the finding's, compared when it is written.
    """

    name: str
    facts: dict[str, Text] = Field(default_factory=dict)
    expect: Literal["pass", "fail", "unknown", "not_applicable"]
    failed: tuple[str, ...] = ()
    effect: Effect | None = None
    unknowns: tuple[str, ...] = ()
    says: str = ""


class PointFile(Strict):
    """A review point.

    `roles` are the places a general point leaves open, each with its elements and their types; a role
    that is one element by itself is written with its type alone. `given` is where every example starts.
    """

    code: str
    title: str
    in_force: InForce
    basis: tuple[BasisFile, ...]
    material: str = ""
    roles: dict[str, ElementType | dict[str, ElementType]] = Field(default_factory=dict)
    when: str | None = None
    checks: dict[str, str]
    pass_: str | None = Field(default=None, alias="pass")
    outcomes: dict[str, OutcomeFile]
    unknown: str
    not_checked: tuple[str, ...] = ()
    given: dict[str, Text] = Field(default_factory=dict)
    examples: tuple[ExampleFile, ...] = ()


class FormElementFile(Strict):
    """One field of the form; further labels are other words that systems print for it."""

    key: str
    label: str
    type: ElementType
    required: bool | str = False
    labels: tuple[str, ...] = ()


class FreeSubmissionFile(Strict):
    """免证办: the register that a material is fetched from, so that nobody has to hand it in.

    `key` is the fact that is looked up, `fields` say which field of the record each element is, `agrees` what
    elements must agree with so that it is the applicant's licence. Without `ask_paper` the applicant is never
    asked for the paper: a clerk sees to a licence that is missing or wrong.
    """

    register_: str = Field(alias="register")
    key: str
    fields: dict[str, str] = Field(min_length=1)
    agrees: dict[str, str] = Field(min_length=1)
    ask_paper: bool = True


class MaterialFile(Strict):
    """One material: the kind it is recognised by, and the names of its slot."""

    id: str
    code: str
    name: str
    kind: str
    necessity: Literal["required", "conditional", "optional"]
    when: str | None = None
    names: tuple[str, ...] = ()
    basis: str = ""
    free_submission: FreeSubmissionFile | None = None


class RegistryFile(Strict):
    """One register that is asked: the fact that is the key, and the fields of its record."""

    name: str
    key: str
    fields: dict[str, ElementType] = Field(default_factory=dict)


class PointUseFile(Strict):
    """One use of a point; general points are bound to materials by their roles.

    `each` names materials: the point is then used once for each of them, bound to its only role, under the
    code `<code>:<material>`. `each_field: required` binds the only role to each field of the form that
    must be filled, and makes one point of it with a check for each field.
    """

    use: str
    as_: str | None = Field(default=None, alias="as")
    bind: dict[str, str] = Field(default_factory=dict)
    each: tuple[str, ...] = ()
    each_field: Literal["required"] | None = None


class NotCheckedFile(Strict):
    """A point or part that this item does not check, and why."""

    point: str
    why: str


class CoveredFile(Strict):
    """A point of the checklist whose matter another point checks."""

    point: str
    by: str


class ParameterFile(Strict):
    """One parameter; `verified: false` marks a value that is still 待核.

    `least` and `most` bound what an area may set.
    """

    type: ElementType
    value: Text
    least: Text | None = None
    most: Text | None = None
    verified: bool = False
    note: str = ""


class CommitmentFile(Strict):
    """告知承诺: what the applicant's signed commitment may stand in for.

    `letter` is the material that is the commitment, `template` what its elements must say so that it is the
    published form. `points` are the uses that it may replace, `materials` the needed materials that need not
    be there then. `bad_credit` names a register: who is found there may not commit. What was promised is
    checked within `due_workdays` after the decision.
    """

    letter: str
    template: dict[str, Text] = Field(min_length=1)
    points: tuple[str, ...] = Field(min_length=1)
    materials: tuple[str, ...] = ()
    bad_credit: str = ""
    due_workdays: int = Field(ge=1, le=365)


class PolicyFile(Strict):
    """What the department allows."""

    autonomy: Autonomy = Autonomy.SHADOW
    risk_budget: float = Field(default=0.01, gt=0, lt=1)
    audit_rate: float = Field(default=0.05, ge=0, le=1)
    refuse: Literal["clerk", "auto"] = "clerk"
    tolerate: bool = False
    commit: bool = False


class PolicyChange(Strict):
    """What an area changes of the policy; only towards more caution."""

    autonomy: Autonomy | None = None
    risk_budget: float | None = Field(default=None, gt=0, lt=1)
    audit_rate: float | None = Field(default=None, ge=0, le=1)


class WordingFile(Strict):
    """The words of opinion, notice and refusal.

    `appeal` says how to object to a refusal (复议、诉讼) and within what time; nothing stands in for it when
    it is left out, and `appeal_verified: false` marks it as 待核 in every draft.
    """

    approve_opinion: str
    return_opinion: str
    refuse_opinion: str
    notice_title: str
    notice_intro: str
    notice_close: str
    refusal_title: str = "不予行政许可决定书"
    appeal: str = ""
    appeal_verified: bool = False
    days_to_supplement: int = Field(ge=1, le=90)


class CaseTypeFile(Strict):
    """One case type (情形) of an item."""

    key: str
    name: str
    note: str = ""


class ItemFile(Strict):
    """One item as the province describes it.

    `checklist` is the item's list of review points in the catalogue: each must be used, covered by another
    point, or stand under `not_checked` with the reason.
    """

    item: str
    name: str
    code: str = ""
    version: date
    in_force: InForce
    names: tuple[str, ...]
    statutory_days: int | None = Field(
        default=None, ge=0, le=365, description="法定时限（工作日），依法不计入的时间除外"
    )
    form: tuple[FormElementFile, ...]
    materials: tuple[MaterialFile, ...]
    case_types: tuple[CaseTypeFile, ...] = ()
    registries: tuple[RegistryFile, ...] = ()
    points: tuple[PointUseFile, ...]
    checklist: tuple[str, ...] = ()
    covered: tuple[CoveredFile, ...] = ()
    not_checked: tuple[NotCheckedFile, ...] = ()
    parameters: dict[str, ParameterFile] = Field(default_factory=dict)
    commitment: CommitmentFile | None = None
    policy: PolicyFile
    wording: WordingFile


class AreaFile(Strict):
    """One of the ten areas; facts about its offices and platforms are only those that were verified."""

    id: str = Field(pattern=r"^[a-z]+$")
    name: str
    code: str = Field(pattern=r"^35\d{4}$")
    short: str
    level: str
    phone_area_code: str
    postcode: str


class AreasFile(Strict):
    """The ten areas of the province."""

    source: str
    areas: tuple[AreaFile, ...]


class OverlayFile(Strict):
    """How one area differs."""

    item: str
    area: str
    version: date
    system: str
    department: str
    promise_days: int = Field(ge=0, le=60)
    names: tuple[str, ...] = ()
    parameters: dict[str, ParameterFile] = Field(default_factory=dict)
    policy: PolicyChange = PolicyChange()
    materials: tuple[MaterialFile, ...] = ()
    points: tuple[PointUseFile, ...] = ()
    schedule: str = ""


class CertificateFile(Strict):
    """A comparison that lets robots decide alone, for the scenarios named with their content's hash."""

    compared_with: Literal["simulator", "clerks"]
    systems: tuple[str, ...]
    scenarios: dict[str, str]
    reader_version: str
    compared: int = Field(ge=0)
    errors: int = Field(ge=0)
    confidence: float = Field(default=0.95, gt=0, lt=1)
    budget: float = Field(gt=0, lt=1)
    issued_on: date
    expires_on: date
    command: str = ""
