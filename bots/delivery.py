"""Enter a decision exactly once into a system that has no API.

No durable engine makes an outside act happen exactly once. So: the intent is written down first; every worker
looks before it acts; an attempt is recorded, if the lease still holds, at the last moment before the click;
whoever finds an unresolved attempt waits until the legacy system must be done with it; and a case is closed
only with what was read back.
"""

import threading
from datetime import datetime, timedelta

from bots.stopping import Stopped
from cases.case import Intent, Lease, Look, Receipt, Standing
from cases.errors import DeliveryConflict, DeliveryDoubt, LeaseLost, UnexpectedDialog
from cases.ports import ApprovalSystem, CaseStore, Clock, EvidenceStore

LOOKS = 40
ACTS = 2


class ReadBackDelivery:
    """Implements `cases.ports.Delivery` over any ApprovalSystem."""

    def __init__(
        self,
        system: ApprovalSystem,
        store: CaseStore,
        evidence: EvidenceStore,
        clock: Clock,
        *,
        settle_s: float,
        stopping: threading.Event | None = None,
    ) -> None:
        """Put the parts together; `settle_s` is how long a write may be under way after its click."""
        self._system, self._store, self._evidence, self._clock = system, store, evidence, clock
        self._settle = timedelta(seconds=settle_s)
        self._stopping = stopping or threading.Event()

    def deliver(self, intent: Intent, lease: Lease) -> Receipt:
        """Return the receipt of our decision, whoever of us entered it.

        Raises:
            DeliveryConflict: another decision stands there, or the case is gone.
            DeliveryDoubt: after all looks and acts it still can't be known.
            LeaseLost: another worker holds the case.
            UnexpectedDialog: an undeclared dialog came up and nothing was entered.
        """
        intent = self._store.save_intent(lease, intent)
        acts = 0
        for _ in range(LOOKS):
            look = self._system.look(intent, self._evidence)
            if look.standing is Standing.OURS:
                return self._received(intent, lease, look, acted=acts > 0)
            if look.standing is not Standing.WAITING:
                raise DeliveryConflict(look.state_text)
            if self._is_under_way(intent.trace):
                self._pause()
            elif acts < ACTS:
                acts += 1
                self._act(intent, lease)
            else:
                break
        raise DeliveryDoubt(f"操作 {acts} 次后仍未见到结果")

    def _act(self, intent: Intent, lease: Lease) -> None:
        """Use the deciding control once, if the case is still ours; the next look tells what came of it."""
        if not self._store.holds(lease):
            raise LeaseLost(lease.case_key)

        def permit() -> None:
            self._store.record_attempt(lease, trace=intent.trace, at=self._clock.now())

        try:
            self._system.act(intent, self._evidence, permit)
        except DeliveryDoubt as doubt:
            self._note(intent, "delivery_doubt", {"detail": doubt.detail})
        except UnexpectedDialog as dialog:
            screenshot, text = dialog.evidence
            self._note(
                intent, "unexpected_dialog", {"screenshot_evidence": screenshot, "text_evidence": text}
            )
            if self._system.look(intent, self._evidence).standing is not Standing.OURS:
                raise

    def _is_under_way(self, trace: str) -> bool:
        """Tell whether an earlier click may still arrive: then nobody may click again."""
        last: datetime | None = self._store.last_attempt(trace)
        return last is not None and self._clock.now() - last < self._settle

    def _pause(self) -> None:
        """Give the legacy system time; a stopping robot leaves the case as it stands."""
        if self._stopping.wait(self._settle.total_seconds() / (LOOKS - 2 * ACTS) * 2):
            raise Stopped

    def _received(self, intent: Intent, lease: Lease, look: Look, *, acted: bool) -> Receipt:
        receipt = Receipt(
            case_key=intent.case_key,
            trace=intent.trace,
            standing=look.standing,
            state_text=look.state_text,
            opinion=look.opinion,
            screenshot_sha256=look.screenshot_sha256,
            text_sha256=look.text_sha256,
            read_at=self._clock.now(),
            acted=acted,
        )
        self._store.save_receipt(lease, receipt)
        return receipt

    def _note(self, intent: Intent, event: str, detail: dict[str, str]) -> None:
        self._store.append_audit(
            case_key=intent.case_key,
            actor=intent.decided_by,
            event=event,
            detail={"trace": intent.trace, **detail},
            at=self._clock.now(),
        )
