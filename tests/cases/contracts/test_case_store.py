"""What every case store promises: MemoryStore, SQLite and PostgreSQL alike."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.audit import verify_chain
from cases.case import (
    CaseRef,
    CaseState,
    DeliveryKind,
    Intent,
    Receipt,
    Standing,
    Submission,
    SubmittedFile,
)
from cases.errors import CaseNotWaiting, CaseUnknown, LeaseLost
from cases.stored_conclusion import conclusion_json
from review_points.conclude import Conclusion, ConclusionKind
from review_points.findings import Reason

AT = datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def a_ref(number: str | None = None, system: str = "old") -> CaseRef:
    return CaseRef(
        system=system,
        number=number or uuid.uuid4().hex,
        item_name="护士变更注册",
        applicant="林晓岚",
        received_on=date(2026, 11, 2),
    )


def an_intent(ref: CaseRef, trace: str, token: int = 1) -> Intent:
    return Intent(
        case_key=ref.key,
        ref=ref,
        kind=DeliveryKind.APPROVE,
        opinion=f"同意〔闽审 {trace}〕",
        trace=trace,
        token=token,
        conclusion_sha256="c" * 64,
        decided_by="robot",
    )


def a_receipt(ref: CaseRef, trace: str, *, acted: bool = True) -> Receipt:
    return Receipt(
        case_key=ref.key,
        trace=trace,
        standing=Standing.OURS,
        state_text="已通过",
        opinion="同意",
        screenshot_sha256="a" * 64,
        text_sha256="b" * 64,
        read_at=AT,
        acted=acted,
    )


def hand_over() -> Conclusion:
    return Conclusion(kind=ConclusionKind.HAND_OVER, reasons=(Reason(code="unread", about="HSBG-01"),))


def test_the_same_owner_claiming_twice_gets_the_same_lease(store):
    ref = a_ref()
    assert store.claim(ref, owner="a") == store.claim(ref, owner="a")


def test_another_owner_gets_a_higher_token_and_the_first_one_holds_no_more(store):
    ref = a_ref()
    first, second = store.claim(ref, owner="a"), store.claim(ref, owner="b")
    assert second.token > first.token
    assert not store.holds(first)
    assert store.holds(second)


def test_an_owner_that_comes_back_gets_a_token_higher_than_any_before(store):
    ref = a_ref()
    first = store.claim(ref, owner="a")
    store.claim(ref, owner="b")
    assert store.claim(ref, owner="a").token == first.token + 2


@pytest.mark.parametrize(
    "write",
    [
        lambda store, lease, ref: store.save_submission(
            lease, Submission(ref=ref, received_on=AT.date(), form={}, files=())
        ),
        lambda store, lease, ref: store.save_review(
            lease, scenario="s", review_sha256="d" * 64, conclusion_json=conclusion_json(hand_over())
        ),
        lambda store, lease, ref: store.save_intent(lease, an_intent(ref, uuid.uuid4().hex)),
        lambda store, lease, ref: store.record_attempt(lease, trace="t", at=AT),
        lambda store, lease, ref: store.save_receipt(lease, a_receipt(ref, uuid.uuid4().hex)),
        lambda store, lease, ref: store.set_state(lease, CaseState.PARKED),
    ],
    ids=["submission", "review", "intent", "attempt", "receipt", "state"],
)
def test_every_write_is_refused_to_a_robot_that_lost_its_lease(store, write):
    ref = a_ref()
    lost = store.claim(ref, owner="a")
    store.claim(ref, owner="b")
    before = store.case(ref.key)
    with pytest.raises(LeaseLost):
        write(store, lost, ref)
    assert store.case(ref.key) == before


def test_what_is_saved_comes_back_the_same_to_another_process(open_store):
    store, ref = open_store(), a_ref()
    lease = store.claim(ref, owner="a")
    handed_in = Submission(
        ref=ref,
        received_on=date(2026, 11, 2),
        form={"姓名": "林晓岚", "备注": "';DROP TABLE minshen_case;--\n"},
        files=(SubmittedFile(slot="身份证", name="../../x\u202e.jpg", sha256="e" * 64),),
        complete=False,
    )
    store.save_submission(lease, handed_in)
    store.save_review(
        lease,
        scenario="fuzhou/nurse_change",
        review_sha256="f" * 64,
        conclusion_json=conclusion_json(hand_over()),
    )
    store.set_state(lease, CaseState.WAITING_CLERK, note="待人工")
    case = open_store().case(ref.key)
    assert case is not None
    assert (case.ref, case.lease, case.submission) == (ref, lease, handed_in)
    assert (case.scenario, case.review_sha256) == ("fuzhou/nurse_change", "f" * 64)
    assert case.conclusion == hand_over()
    assert (case.state, case.note) == (CaseState.WAITING_CLERK, "待人工")


def test_reviewed_cases_say_where_their_reviews_lie_the_oldest_first(store):
    scenario, refs = f"fuzhou/{uuid.uuid4().hex}", [a_ref(), a_ref(), a_ref()]
    for ref in refs[:2]:
        store.save_review(
            store.claim(ref, owner="a"),
            scenario=scenario,
            review_sha256=ref.number.ljust(64, "0"),
            conclusion_json=conclusion_json(hand_over()),
        )
    store.claim(refs[2], owner="a")
    found = store.reviewed(scenarios=[scenario])
    assert [each.case_key for each in found] == [ref.key for ref in refs[:2]]
    assert [each.review_sha256[:32] for each in found] == [ref.number for ref in refs[:2]]
    assert {each.scenario for each in found} == {scenario}
    assert {each.case_key for each in found} <= {each.case_key for each in store.reviewed()}
    assert store.reviewed(scenarios=[]) == ()


def test_an_intent_is_written_once_and_the_first_one_stands(store):
    ref, trace = a_ref(), uuid.uuid4().hex
    first = store.save_intent(store.claim(ref, owner="a"), an_intent(ref, trace, token=1))
    second = store.save_intent(store.claim(ref, owner="b"), an_intent(ref, trace, token=2))
    assert first == second == store.intent(trace)
    assert store.case(ref.key).state is CaseState.DELIVERING


def test_an_intent_stays_open_until_its_receipt(store):
    ref, trace = a_ref(), uuid.uuid4().hex
    lease = store.claim(ref, owner="a")
    assert store.open_intent(ref.key) is None
    intent = store.save_intent(lease, an_intent(ref, trace))
    assert store.open_intent(ref.key) == intent
    store.save_receipt(lease, a_receipt(ref, trace))
    assert store.open_intent(ref.key) is None


def test_attempts_are_remembered_by_trace(open_store):
    store, ref, trace = open_store(), a_ref(), uuid.uuid4().hex
    lease = store.claim(ref, owner="a")
    store.save_intent(lease, an_intent(ref, trace))
    assert store.last_attempt(trace) is None
    store.record_attempt(lease, trace=trace, at=AT)
    assert open_store().last_attempt(trace) == AT


def test_a_receipt_closes_the_case_and_is_kept_as_it_first_was(store):
    ref, trace = a_ref(), uuid.uuid4().hex
    lease = store.claim(ref, owner="a")
    store.save_receipt(lease, a_receipt(ref, trace))
    store.save_receipt(lease, a_receipt(ref, trace, acted=False))
    case = store.case(ref.key)
    assert case.state is CaseState.CLOSED
    assert case.receipt.acted


def test_cases_come_oldest_first_and_by_state_and_system(store):
    system = uuid.uuid4().hex
    refs = [a_ref(system=system) for _ in range(3)]
    leases = [store.claim(ref, owner="a") for ref in refs]
    store.set_state(leases[1], CaseState.WAITING_CLERK)
    store.claim(refs[0], owner="b")
    assert [case.ref for case in store.cases(system=system)] == refs
    assert [case.ref for case in store.cases(states=[CaseState.WAITING_CLERK], system=system)] == [refs[1]]
    assert store.cases(states=[], system=system) == ()


def test_only_a_waiting_case_can_be_decided_and_only_once(store):
    ref = a_ref(system=uuid.uuid4().hex)
    lease = store.claim(ref, owner="a")
    decision = {"case_key": ref.key, "clerk": "chen", "kind": "return", "reason": "缺页", "opinion": "请补正"}
    with pytest.raises(CaseNotWaiting):
        store.decide(**decision, at=AT)
    store.set_state(lease, CaseState.WAITING_CLERK)
    decided = store.decide(**decision, at=AT)
    with pytest.raises(CaseNotWaiting):
        store.decide(**decision, at=AT)
    assert store.undelivered_decisions(system=ref.system) == (decided,)
    assert store.case(ref.key).decision == decided
    store.save_receipt(lease, a_receipt(ref, uuid.uuid4().hex))
    assert store.undelivered_decisions(system=ref.system) == ()


def test_a_decision_needs_a_case_and_a_kind_that_can_be_entered(store):
    decision = {"clerk": "chen", "reason": "", "opinion": "", "at": AT}
    with pytest.raises(CaseUnknown):
        store.decide(case_key="nowhere:1", kind="approve", **decision)
    with pytest.raises(ValueError, match="hand_over"):
        store.decide(case_key="nowhere:1", kind="hand_over", **decision)


def test_a_parked_case_can_be_given_back_to_the_robots(store):
    ref = a_ref()
    lease = store.claim(ref, owner="a")
    with pytest.raises(CaseNotWaiting):
        store.release(ref.key)
    store.set_state(lease, CaseState.PARKED, note="对话框")
    store.release(ref.key)
    assert store.case(ref.key).state is CaseState.CLAIMED


def test_a_decided_case_that_was_parked_goes_back_to_be_delivered(store):
    ref = a_ref(system=uuid.uuid4().hex)
    lease = store.claim(ref, owner="a")
    store.set_state(lease, CaseState.WAITING_CLERK)
    decision = store.decide(case_key=ref.key, clerk="c", kind="approve", reason="", opinion="", at=AT)
    store.set_state(lease, CaseState.PARKED)
    assert store.undelivered_decisions(system=ref.system) == ()
    store.release(ref.key)
    assert store.undelivered_decisions(system=ref.system) == (decision,)


def test_the_audit_chain_holds_over_processes(open_store):
    key = uuid.uuid4().hex
    for number in range(3):
        detail = {"sha256": str(number), "text": "〔闽审〕"}
        open_store().append_audit(case_key=key, actor="robot", event="read", detail=detail, at=AT)
    entries = open_store().audit_entries()
    assert verify_chain(entries) == ()
    own = open_store().audit_entries(key)
    assert [entry.detail["sha256"] for entry in own] == ["0", "1", "2"]
    assert own[0].at == AT


def test_two_writers_never_fork_the_chain_or_share_a_token(open_store):
    ref = a_ref()
    stores = [open_store() for _ in range(4)]

    def write(number: int) -> int:
        store = stores[number % len(stores)]
        store.append_audit(case_key=ref.key, actor=str(number), event="e", detail={}, at=AT)
        return store.claim(ref, owner=str(number)).token

    with ThreadPoolExecutor(4) as pool:
        tokens = list(pool.map(write, range(16)))
    assert sorted(tokens) == list(range(1, 17))
    assert verify_chain(stores[0].audit_entries()) == ()
    assert len(stores[0].audit_entries(ref.key)) == 16
