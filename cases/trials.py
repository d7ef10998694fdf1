"""Made-up cases through the product's own review: what would the robot conclude if it might act alone?

Whoever makes the cases up (the simulator, a department's own test set) need only have the shape of `MadeUp`.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from cases.case import CaseRef, Submission, SubmittedFile
from cases.materials import ReadFile
from cases.ports import AnswerState, RegistryAnswer
from cases.review import Review, ReviewDesk, review
from ocr.document import Document
from review_points.approval import Autonomy
from review_points.certificate import Certificate
from review_points.operands import Floors
from scenarios.plan import Scenario

_ENOUGH = 10**6
_AUDIT_KEY = b"trials draw nothing"
_FLOORS = Floors()
READER_VERSION = "trial"


class MadeUpFile(Protocol):
    """One file, with what reading it gives."""

    @property
    def slot(self) -> str:
        """The material's name under which it was uploaded."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def document(self) -> Document:
        """What reading gives."""


class MadeUpRow(Protocol):
    """What one register answers for one key."""

    @property
    def register(self) -> str:
        """The register's name."""

    @property
    def key(self) -> str:
        """What it is asked for."""

    @property
    def record(self) -> Mapping[str, str]:
        """What it answers."""


class MadeUp(Protocol):
    """A made-up case; handing over is right for each, `acceptable` names what else is."""

    @property
    def number(self) -> str:
        """The case's number."""

    @property
    def item_name(self) -> str:
        """The item as the legacy system lists it."""

    @property
    def area(self) -> str:
        """The area, which names the legacy system too."""

    @property
    def applicant(self) -> str:
        """Who applies."""

    @property
    def received_on(self) -> date:
        """The day of receipt."""

    @property
    def form(self) -> Mapping[str, str]:
        """The form by its labels."""

    @property
    def files(self) -> Sequence[MadeUpFile]:
        """What was handed in."""

    @property
    def register_rows(self) -> Sequence[MadeUpRow]:
        """What the registers know."""

    @property
    def silent(self) -> AbstractSet[str]:
        """Registers that don't answer."""

    @property
    def complete(self) -> bool:
        """Whether everything handed in could be had whole."""

    @property
    def planted(self) -> str | None:
        """What is wrong with it, None for nothing."""

    @property
    def acceptable(self) -> AbstractSet[str]:
        """The conclusions that are right for it besides handing over."""


@dataclass(frozen=True, slots=True)
class KnownRows:
    """A registry that answers from rows, but for the silent ones."""

    rows: Iterable[MadeUpRow]
    silent: AbstractSet[str] = frozenset()

    def look_up(self, register: str, key: str) -> RegistryAnswer:
        """Answer from the rows."""
        if register in self.silent:
            return RegistryAnswer(state=AnswerState.UNAVAILABLE, record={})
        for row in self.rows:
            if (row.register, row.key) == (register, key):
                return RegistryAnswer(state=AnswerState.FOUND, record=row.record)
        return RegistryAnswer(state=AnswerState.NOT_FOUND, record={})


def as_if_certified(scenario: Scenario, reader_version: str, on: date) -> Scenario:
    """Return the scenario as if it stood on the ladder's top, so that it is seen what the robot would do."""
    certificate = Certificate(
        scenario=scenario.versioned_id,
        rules_sha256=scenario.rules_sha256,
        reader_version=reader_version,
        compared=_ENOUGH,
        errors=0,
        budget=scenario.policy.risk_budget,
        issued_on=on - timedelta(days=1),
        expires_on=on + timedelta(days=1),
    )
    policy = replace(scenario.policy, autonomy=Autonomy.AUTO, audit_rate=0.0)
    return replace(scenario, certificate=certificate, policy=policy)


def review_made_up(made_up: MadeUp, scenario: Scenario, *, on: date, floors: Floors = _FLOORS) -> Review:
    """Review a made-up case by a scenario that was made `as_if_certified` for `READER_VERSION`."""
    ref = CaseRef(
        system=made_up.area,
        number=made_up.number,
        item_name=made_up.item_name,
        applicant=made_up.applicant,
        received_on=made_up.received_on,
    )
    files = tuple(
        ReadFile(
            file=SubmittedFile(slot=each.slot, name=each.name, sha256=each.document.sha256),
            document=each.document,
        )
        for each in made_up.files
    )
    submission = Submission(
        ref=ref,
        received_on=made_up.received_on,
        form=made_up.form,
        files=tuple(each.file for each in files),
        complete=made_up.complete,
    )
    desk = ReviewDesk(registry=KnownRows(made_up.register_rows, made_up.silent), audit_key=_AUDIT_KEY)
    return review(submission, files, scenario, desk=desk, on=on, reader_version=READER_VERSION, floors=floors)


def is_right(conclusion: str, made_up: MadeUp) -> bool:
    """Tell whether a conclusion does no harm: a case that a clerk sees never does."""
    return conclusion == "hand_over" or conclusion in made_up.acceptable
