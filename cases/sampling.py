"""The sample that is audited before release: the key is committed to first, and every draw can be repeated.

At the first review of a month the chain takes in what binds to the key (`review_points/audit.py`). A key that
was swapped in the middle of a month stops the robot; one swapped before an auditor comes is found, as its
draws and its commitment are others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.audit import NO_CASE
from cases.errors import AuditKeyChanged
from cases.office import Office
from cases.ports import CaseStore
from cases.review_record import Stands
from review_points.audit import commitment, ticket

KEY_LEDGER = f"{NO_CASE}audit-key/"
COMMITTED = "audit_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One draw repeated: the lot, what follows from it, and what the review of the time says."""

    case: str
    scenario: str
    rate: float
    lot: float
    was_drawn: bool
    is_committed: bool | None
    """Whether the chain committed to this key in the month of the review; None when to no key at all."""

    @property
    def is_drawn(self) -> bool:
        """Tell whether the key draws the case."""
        return self.lot < self.rate

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the draw came out as recorded, under the key the chain committed to."""
        return self.is_drawn == self.was_drawn and self.is_committed is True

    def as_json(self) -> Mapping[str, Any]:
        """Return the draw as the command line prints it."""
        return {
            "case": self.case,
            "scenario": self.scenario,
            "rate": self.rate,
            "lot": self.lot,
            "drawn": self.is_drawn,
            "was_drawn": self.was_drawn,
            "is_committed": self.is_committed,
            "is_confirmed": self.is_confirmed,
        }

    def as_text(self) -> str:
        """Return the draw as one Chinese line."""
        drawn = "抽中" if self.is_drawn else "未抽中"
        told = "一致" if self.is_drawn == self.was_drawn else "与当时记录不一致"
        keys = {True: "密钥与审计链登记一致", False: "密钥与审计链登记不一致", None: "审计链未登记密钥"}
        lot = f"签号 {self.lot:.6f}，抽检比例 {self.rate:.2%}"
        return f"{self.case}　{self.scenario}　{lot}：{drawn}（{told}；{keys[self.is_committed]}）"


def period_of(day: date) -> str:
    """Return the period that one commitment holds for: the month."""
    return f"{day:%Y-%m}"


def commit_key(office: Office) -> None:
    """Commit to the key once a month, before anything is drawn; raises AuditKeyChanged for another key."""
    period = period_of(office.clock.today())
    committed = commitments(office.store, period)
    mine = commitment(office.desk.audit_key, period=period)
    if not committed:
        office.note(KEY_LEDGER + period, COMMITTED, key_commitment=mine)
    elif committed != {mine}:
        raise AuditKeyChanged(period)


def commitments(store: CaseStore, period: str) -> frozenset[str]:
    """Return what the chain committed to in a period: one, unless somebody swapped the key."""
    entries = store.audit_entries(KEY_LEDGER + period)
    return frozenset(each.detail["key_commitment"] for each in entries if each.event == COMMITTED)


def draw_again(stands: Stands, *, key: bytes, store: CaseStore) -> Draw:
    """Repeat the draw of a reviewed case, by what its stored review stands on."""
    scenario = f"{stands.scenario}@{stands.scenario_version}"
    period = period_of(stands.decided_on)
    committed = commitments(store, period)
    return Draw(
        case=stands.case_key,
        scenario=scenario,
        rate=stands.policy.audit_rate,
        lot=ticket(stands.case_key, scenario=scenario, secret=key),
        was_drawn=stands.drawn_for_audit,
        is_committed=committed == {commitment(key, period=period)} if committed else None,
    )
