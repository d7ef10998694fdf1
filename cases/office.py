"""Everything a case is worked on with: the ports, put together once per robot."""

from dataclasses import dataclass

from cases.ports import (
    ApprovalSystem,
    CaseStore,
    Clock,
    Delivery,
    EvidenceStore,
    MaterialReader,
    Notifier,
    ScenarioBook,
    Steps,
)
from cases.review import ReviewDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The ports of one robot; `owner` is the name under which it holds leases, unique per process."""

    owner: str
    steps: Steps
    system: ApprovalSystem
    store: CaseStore
    evidence: EvidenceStore
    reader: MaterialReader
    book: ScenarioBook
    desk: ReviewDesk
    clock: Clock
    notifier: Notifier
    delivery: Delivery

    def note(self, case_key: str, event: str, **detail: str) -> None:
        """Put one event of a case into the audit chain; details are codes and hashes, never personal data.

        A detail named `…_evidence` is the hash of a piece of evidence; `verify` follows it.
        """
        self.store.append_audit(
            case_key=case_key, actor=self.owner, event=event, detail=detail, at=self.clock.now()
        )
