"""What the engine says of a case: outcomes, findings, deficiencies, reasons and conclusions."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Fail < unknown < pass is the order of strong Kleene logic; not applicable stands outside it."""

    FAIL = "fail"
    UNKNOWN = "unknown"
    PASS = "pass"
    NOT_APPLICABLE = "not_applicable"


class Effect(StrEnum):
    """What a failed check means for the case."""

    RETURN = "return"  # 可补正: the applicant can cure it
    TOLERABLE = "tolerable"  # 可容缺: may follow later
    HINT = "hint"  # 提示: told, decides nothing
    HAND_OVER = "hand_over"  # a clerk must look
    REFUSE = "refuse"  # not curable: a refusal is drafted


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One sentence of law a point rests on."""

    law: str
    article: str = ""
    text: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTrace:
    """How one check of a point came out: the facts that decided it, or would decide it."""

    name: str
    expression: str
    outcome: Outcome
    decided_by: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    explanation: str = ""
    effect: Effect | None = None
    """What a fail of this check means, also when it did not fail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deficiency:
    """A fail the applicant can cure, grouped under the id of a material; '' is the form."""

    code: str
    point: str
    material: str
    says: str
    fix: str
    basis: tuple[Basis, ...]
    facts: tuple[str, ...] = ()
    effect: Effect = Effect.RETURN
    """Return, or tolerable: then it may follow after acceptance."""
    due_workdays: int | None = None
    """For a tolerable one: working days after acceptance in which it must be cured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a case goes to a clerk: a code of the closed list in conclude.py, and what it is about."""

    code: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """That a point passes by the applicant's signed commitment, and in how many days it is checked."""

    letter: str
    due_workdays: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one point said of one case. An unknown finding names the facts that would decide it."""

    point: str
    title: str
    outcome: Outcome
    basis: tuple[Basis, ...]
    message: str = ""
    effect: Effect | None = None
    checks: tuple[CheckTrace, ...] = ()
    decided_by: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    deficiencies: tuple[Deficiency, ...] = ()
    hints: tuple[str, ...] = ()
    error: str | None = None
    """Set when a check broke: the finding is then unknown with the reason engine_error."""
    may_fail: tuple[Effect, ...] = ()
    """Effects that facts still unknown could bring about; a failed finding may have some too."""
    doubts: tuple[Reason, ...] = ()
    """Why each of `unknowns` decides nothing: unread, low_confidence, conflict, provisional_calendar."""
    promise: Promise | None = None
    """Set when it passes only by the applicant's commitment (告知承诺): it must be checked afterwards."""
