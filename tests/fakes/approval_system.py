"""An old approval system in memory, with its own ledger of every write and with switches for trouble."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cases import errors
from cases.case import (
    CaseRef,
    DeliveryKind,
    Intent,
    Look,
    Standing,
    Submission,
    SubmittedFile,
)
from cases.ports import EvidenceStore

STATE_TEXTS = {
    DeliveryKind.APPROVE: "已通过",
    DeliveryKind.RETURN: "退回补正",
    DeliveryKind.REFUSE: "不予许可",
}


@dataclass
class PlannedCase:
    """One case of the old system: the form and the files as (slot, name, bytes)."""

    number: str
    applicant: str = "林晓岚"
    item_name: str = "护士变更注册"
    received_on: date = date(2026, 11, 2)
    form: Mapping[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str, bytes], ...] = ()
    state_text: str = "待审查"
    opinion: str = ""


@dataclass(frozen=True)
class LedgerEntry:
    """One write the old system received."""

    number: str
    kind: DeliveryKind
    opinion: str


@dataclass
class Trouble:
    """What goes wrong, and how often before it stops."""

    session_lost: int = 0
    """Looks and reads that fail because the session was lost."""
    fails_after_write: int = 0
    """Acts that write and then answer with an error page."""
    fails_before_write: int = 0
    """Acts that answer with an error page and write nothing."""
    dialog: int = 0
    """Acts stopped by a dialog nobody declared."""
    cut_short: int = 0
    """Reads that lose a download."""
    wrong_case: int = 0
    """Looks that find another case on the page."""
    decided_by_other: set[str] = field(default_factory=set)
    """Numbers a colleague decides before our next look."""


class FakeApprovalSystem:
    """ApprovalSystem in memory; `ledger` is the truth that tests compare with."""

    def __init__(self, name: str = "old", cases: tuple[PlannedCase, ...] = ()) -> None:
        self.name = name
        self.cases = {case.number: case for case in cases}
        self.ledger: list[LedgerEntry] = []
        self.trouble = Trouble()

    def list_waiting(self) -> tuple[CaseRef, ...]:
        return tuple(self.ref(case.number) for case in self.cases.values() if case.state_text == "待审查")

    def ref(self, number: str) -> CaseRef:
        case = self.cases[number]
        return CaseRef(
            system=self.name,
            number=number,
            item_name=case.item_name,
            applicant=case.applicant,
            received_on=case.received_on,
        )

    def read(self, ref: CaseRef, evidence: EvidenceStore) -> Submission:
        self._raise_when("session_lost", errors.SessionLost)
        case = self._case(ref)
        cut = self._happens("cut_short")
        files = case.files[:-1] if cut else case.files
        return Submission(
            ref=ref,
            received_on=case.received_on,
            form=case.form,
            files=tuple(
                SubmittedFile(slot=slot, name=name, sha256=evidence.put(data)) for slot, name, data in files
            ),
            complete=not cut,
        )

    def look(self, intent: Intent, evidence: EvidenceStore) -> Look:
        self._raise_when("session_lost", errors.SessionLost)
        self._raise_when("wrong_case", errors.WrongCase)
        if intent.ref.number not in self.cases:
            return Look(standing=Standing.MISSING, state_text="")
        case = self._case(intent.ref)
        self._let_colleague_decide(case)
        seen = f"{case.state_text}\n{case.opinion}".encode()
        return Look(
            standing=self._standing(case, intent),
            state_text=case.state_text,
            opinion=case.opinion,
            screenshot_sha256=evidence.put(b"picture of " + seen),
            text_sha256=evidence.put(seen),
        )

    def act(self, intent: Intent, evidence: EvidenceStore, permit: Callable[[], None] = lambda: None) -> None:
        permit()
        self._raise_when("dialog", errors.UnexpectedDialog)
        self._raise_when("fails_before_write", errors.DeliveryDoubt)
        case = self._case(intent.ref)
        self.ledger.append(LedgerEntry(case.number, intent.kind, intent.opinion))
        case.state_text, case.opinion = STATE_TEXTS[intent.kind], intent.opinion
        self._raise_when("fails_after_write", errors.DeliveryDoubt)

    def doubles(self) -> list[str]:
        """Numbers that were written more than once."""
        counted = Counter(entry.number for entry in self.ledger)
        return [number for number, times in counted.items() if times > 1]

    def _case(self, ref: CaseRef) -> PlannedCase:
        case = self.cases[ref.number]
        if case.applicant != ref.applicant:
            raise errors.WrongCase("applicant")
        return case

    def _standing(self, case: PlannedCase, intent: Intent) -> Standing:
        if case.state_text == "待审查":
            return Standing.WAITING
        ours = intent.trace in case.opinion and case.state_text == STATE_TEXTS[intent.kind]
        return Standing.OURS if ours else Standing.FOREIGN

    def _let_colleague_decide(self, case: PlannedCase) -> None:
        if case.number in self.trouble.decided_by_other:
            self.trouble.decided_by_other.discard(case.number)
            case.state_text, case.opinion = "已通过", "同意。陈科长"

    def _happens(self, switch: str) -> bool:
        left = int(getattr(self.trouble, switch))
        setattr(self.trouble, switch, max(0, left - 1))
        return left > 0

    def _raise_when(self, switch: str, error: type[errors.MinShenError]) -> None:
        if self._happens(switch):
            raise error(switch)
