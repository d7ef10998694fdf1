"""What the console asks of the store beyond what the robots ask."""

from typing import Protocol

from cases.audit import AuditEntry
from cases.ports import CaseStore


class ConsoleCases(CaseStore, Protocol):
    """The cases and the audit chain, as the console uses them."""

    def audit_entries(self, case_key: str | None = None) -> tuple[AuditEntry, ...]:
        """Return the entries of the chain, or those of one case, in order."""

    def release(self, case_key: str) -> None:
        """Give a parked case, or one in conflict, back to the robots; refused in any other state."""
