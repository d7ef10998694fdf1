"""Delivery in its plainest lawful form: intent, look, act, look again."""

from cases.case import Intent, Lease, Receipt, Standing
from cases.errors import DeliveryConflict, DeliveryDoubt, LeaseLost
from cases.ports import ApprovalSystem, CaseStore, Clock, EvidenceStore


class FakeDelivery:
    def __init__(
        self, system: ApprovalSystem, store: CaseStore, evidence: EvidenceStore, clock: Clock
    ) -> None:
        self.system, self.store, self.evidence, self.clock = system, store, evidence, clock

    def deliver(self, intent: Intent, lease: Lease) -> Receipt:
        intent = self.store.save_intent(lease, intent)
        look = self.system.look(intent, self.evidence)
        acted = False
        if look.standing is Standing.WAITING:
            if not self.store.holds(lease):
                raise LeaseLost(lease.case_key)
            self.store.record_attempt(lease, trace=intent.trace, at=self.clock.now())
            self.system.act(intent, self.evidence)
            acted = True
            look = self.system.look(intent, self.evidence)
        if look.standing in {Standing.FOREIGN, Standing.MISSING}:
            raise DeliveryConflict(look.state_text)
        if look.standing is not Standing.OURS:
            raise DeliveryDoubt(look.state_text)
        receipt = Receipt(
            case_key=intent.case_key,
            trace=intent.trace,
            standing=look.standing,
            state_text=look.state_text,
            opinion=look.opinion,
            screenshot_sha256=look.screenshot_sha256,
            text_sha256=look.text_sha256,
            read_at=self.clock.now(),
            acted=acted,
        )
        self.store.save_receipt(lease, receipt)
        return receipt
