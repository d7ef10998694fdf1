"""The road of one case, from the legacy system's list to the receipt. Who has read this knows the system.

1.  The schedule, or `runner.py work`, starts `work_case` for a row of a legacy system's list.
2.  `claim`          take the case: a lease whose token fences off everybody who had it before
3.  `collect`        read the form, download the materials; their bytes are evidence under their hash
4.  `find_scenario`  the scenario in force on the day the case was received
5.  `read_materials` read every file: quality, kind, lines, seals, elements
6.–9. `review_case`  readings become facts, points give findings, findings a conclusion, words are written
10. `deliver`        intent, look, act, read back: exactly once (bots/delivery.py)
11. `hand_over`      or a clerk decides, and `deliver_decision` enters what was decided
12. `close`          audit chain extended, follow-ups opened, people notified, one canonical log line

Each step is durable: one that finished is never run again, also after a crash. Claiming is no step on
purpose: whoever goes on with a case after a crash must hold a lease of its own. Steps return hashes, not
bytes. Errors are typed (`errors.py`) and leave this file: `triage.py` says what then.
"""

import json
from collections.abc import Mapping

from cases.aftermath import after_review, keep_proofs, note_closing, open_follow_ups
from cases.canonical import from_json, sha256, sha256_of, to_json
from cases.case import (
    Case,
    CaseRef,
    CaseState,
    ClerkDecision,
    DeliveryKind,
    Intent,
    Lease,
    Receipt,
    Submission,
)
from cases.decided import trace_of, with_trace
from cases.errors import CaseUnknown, DeliveryConflict, LeaseLost, MinShenError, ScenarioMissing
from cases.ladder import freeze_if_wrong, is_scenario_frozen, on_its_rung
from cases.log import bound, canonical_line
from cases.materials import ReadFile
from cases.office import Office
from cases.redaction import secrets_of_case
from cases.review import KeptDocument, Review, review, review_from_json, review_json
from cases.sampling import commit_key
from cases.stored_conclusion import conclusion_json
from cases.triage import triage
from ocr import json_form
from review_points.conclude import Conclusion, ConclusionKind
from review_points.reasons import REASONS
from scenarios.plan import Scenario

WORKABLE = frozenset({CaseState.CLAIMED, CaseState.REVIEWED, CaseState.DELIVERING})
_DELIVERABLE: Mapping[ConclusionKind, DeliveryKind] = {
    ConclusionKind.APPROVE: DeliveryKind.APPROVE,
    ConclusionKind.RETURN: DeliveryKind.RETURN,
    ConclusionKind.REFUSE: DeliveryKind.REFUSE,
}


def work_case(ref: CaseRef, office: Office) -> CaseState:
    """Bring one case as far as the robot may: to a receipt, or to a clerk."""
    with bound(case=ref.key, system=ref.system), secrets_of_case([ref.applicant]):
        lease = claim(ref, office)
        road = office.steps.run("admit", lambda: admit(ref, office))
        if road == "deliver":
            return finish_delivery(ref, lease, office)
        if road != "work":
            return CaseState(road)
        submission = collect(ref, lease, office)
        with secrets_of_case(submission.form.values()):
            scenario = find_scenario(submission, lease, office)
            if scenario is None:
                return CaseState.WAITING_CLERK
            documents = read_materials(submission, office)
            done = review_case(submission, documents, scenario, lease, office)
            return settle(done, ref, lease, office)


def deliver_decision(decision: ClerkDecision, office: Office) -> CaseState:
    """Enter what a clerk decided into the legacy system."""
    case = office.store.case(decision.case_key)
    if case is None:
        raise CaseUnknown(decision.case_key)
    with bound(case=case.ref.key, system=case.ref.system), secrets_of_case([case.ref.applicant]):
        learn_from(decision, case, office)
        lease = claim(case.ref, office)
        return deliver(decided_intent(decision, case, lease), case.ref, lease, office)


def learn_from(decision: ClerkDecision, case: Case, office: Office) -> None:
    """Let a wrong approval that a clerk found in the audit sample freeze the scenario, and tell people."""
    freeze = freeze_if_wrong(
        decision,
        case,
        store=office.store,
        evidence=office.evidence,
        actor=office.owner,
        at=office.clock.now(),
    )
    if freeze is not None:
        office.notifier.notify(subject="场景已退回影子运行", text=freeze.says)


def park(ref: CaseRef, office: Office, error: MinShenError) -> None:
    """Put a case aside for a person after an error; nothing happens when another robot has it by now."""
    case = office.store.case(ref.key)
    if case is None or case.lease is None or case.lease.owner != office.owner:
        return
    try:
        office.store.set_state(case.lease, CaseState.PARKED, note=error.says)
    except LeaseLost:
        return
    office.note(ref.key, "parked", code=triage(error).code)
    office.notifier.notify(subject="有办件暂停", text=f"办件 {ref.number}：{error.says}")


def claim(ref: CaseRef, office: Office) -> Lease:
    """Take the case; claiming twice is harmless."""
    return office.store.claim(ref, owner=office.owner)


def admit(ref: CaseRef, office: Office) -> str:
    """Say which road the case takes: work, deliver what was begun, or none when it stands where it should."""
    case = office.store.case(ref.key)
    state = case.state if case else CaseState.CLAIMED
    if case and case.receipt and state is CaseState.CLOSED:
        note_closing(case.receipt, office)
    is_clerks = state is CaseState.DELIVERING and case is not None and case.decision is not None
    if state not in WORKABLE or is_clerks:
        return state.value
    office.note(ref.key, "claimed")
    return "deliver" if office.store.open_intent(ref.key) else "work"


def collect(ref: CaseRef, lease: Lease, office: Office) -> Submission:
    """Read the form and download the materials, once."""

    def step() -> str:
        submission = office.system.read(ref, office.evidence)
        digest = office.evidence.put(to_json(submission))
        office.store.save_submission(lease, submission)
        office.note(ref.key, "submitted", submission_sha256=digest, submission_evidence=digest)
        return digest

    with bound(step="collect"):
        digest = office.steps.run("collect", step)
    return from_json(Submission, office.evidence.get(digest))


def find_scenario(submission: Submission, lease: Lease, office: Office) -> Scenario | None:
    """Find the scenario in force on the day of receipt; without one a clerk must decide."""
    ref = submission.ref
    try:
        return office.book.for_case(system=ref.system, item_name=ref.item_name, on=submission.received_on)
    except ScenarioMissing as missing:
        said = missing.says
        office.steps.run(
            "no scenario", lambda: wait_for_clerk(ref, lease, office, ["rule_not_in_force"], said)
        )
        return None


def read_materials(submission: Submission, office: Office) -> tuple[KeptDocument, ...]:
    """Read every file once, several at a time; the same bytes are not read twice."""
    files: dict[str, str] = {}
    for file in submission.files:
        files.setdefault(file.sha256, file.name)

    def step() -> str:
        documents = office.reader.read_all([(office.evidence.get(digest), files[digest]) for digest in files])
        kept = [office.evidence.put(json_form.dumps(document).encode()) for document in documents]
        return json.dumps(dict(zip(files, kept, strict=True)))

    with bound(step="read"):
        read: dict[str, str] = json.loads(office.steps.run("read", step))
    return tuple(
        KeptDocument(file_sha256=digest, document_sha256=document) for digest, document in read.items()
    )


def review_case(
    submission: Submission,
    documents: tuple[KeptDocument, ...],
    scenario: Scenario,
    lease: Lease,
    office: Office,
) -> Review:
    """Gather facts, evaluate the points, conclude and write the words; the whole review becomes evidence."""
    key = submission.ref.key

    def step() -> str:
        commit_key(office)
        done = review(
            submission,
            read_files(submission, documents, office),
            on_its_rung(scenario, is_frozen=is_scenario_frozen(office.store, scenario.id)),
            desk=office.desk,
            on=office.clock.today(),
            documents=documents,
            reader_version=office.reader.version,
        )
        digest, conclusion = office.evidence.put(review_json(done)), conclusion_json(done.conclusion)
        office.store.save_review(
            lease, scenario=scenario.id, review_sha256=digest, conclusion_json=conclusion
        )
        office.note(
            key,
            "reviewed",
            conclusion=done.conclusion.kind.value,
            conclusion_sha256=sha256(conclusion.encode()),
            review_evidence=digest,
            scenario=scenario.versioned_id,
            rules=scenario.rules_sha256,
        )
        keep_proofs(done, office)
        open_follow_ups(after_review(done, office.clock.today(), office.desk.calendar), office)
        return digest

    with bound(step="review", scenario=scenario.id):
        return review_from_json(office.evidence.get(office.steps.run("review", step)))


def read_files(
    submission: Submission, documents: tuple[KeptDocument, ...], office: Office
) -> tuple[ReadFile, ...]:
    """Put files and what reading them gave together, from evidence."""
    kept = {each.file_sha256: each.document_sha256 for each in documents}
    return tuple(
        ReadFile(file=file, document=json_form.loads(office.evidence.get(kept[file.sha256]).decode()))
        for file in submission.files
    )


def settle(done: Review, ref: CaseRef, lease: Lease, office: Office) -> CaseState:
    """Do what was concluded: deliver it, or hand the case to a clerk."""
    if done.conclusion.kind in _DELIVERABLE:
        return deliver(robots_intent(done, ref, lease), ref, lease, office)
    return hand_over(done.conclusion, ref, lease, office)


def hand_over(conclusion: Conclusion, ref: CaseRef, lease: Lease, office: Office) -> CaseState:
    """Give the case to a clerk, who is told why in coded reasons."""
    codes = list(dict.fromkeys(reason.code for reason in conclusion.reasons))
    said = "；".join(REASONS[code] for code in codes)
    office.steps.run("hand over", lambda: wait_for_clerk(ref, lease, office, codes, said))
    _tell_log(ref, CaseState.WAITING_CLERK, conclusion=conclusion.proposal.value, reasons=",".join(codes))
    return CaseState.WAITING_CLERK


def wait_for_clerk(ref: CaseRef, lease: Lease, office: Office, codes: list[str], said: str) -> str:
    """Put the case into the clerks' queue and tell them."""
    office.store.set_state(lease, CaseState.WAITING_CLERK, note=said)
    office.note(ref.key, "waiting_clerk", reasons=",".join(codes))
    office.notifier.notify(subject="有办件待人工审查", text=f"办件 {ref.number}：{said}")
    return CaseState.WAITING_CLERK.value


def robots_intent(done: Review, ref: CaseRef, lease: Lease) -> Intent:
    """Write down what the robot decided and is about to enter."""
    kind = _DELIVERABLE[done.conclusion.kind]
    return _intent(ref, lease, kind, done.words.opinion, conclusion_digest(done.conclusion), "robot")


def decided_intent(decision: ClerkDecision, case: Case, lease: Lease) -> Intent:
    """Write down what a clerk decided and a robot is about to enter."""
    kind = _DELIVERABLE[decision.kind]
    opinion = decision.opinion or ("同意。" if kind is DeliveryKind.APPROVE else "")
    return _intent(case.ref, lease, kind, opinion, sha256_of(decision), decision.clerk)


def finish_delivery(ref: CaseRef, lease: Lease, office: Office) -> CaseState:
    """Go on with a delivery that was begun; what was decided then is not decided anew."""
    intent = office.store.open_intent(ref.key)
    if intent is not None:
        return deliver(intent, ref, lease, office)
    case = office.store.case(ref.key)
    return case.state if case else CaseState.CLAIMED


def deliver(intent: Intent, ref: CaseRef, lease: Lease, office: Office) -> CaseState:
    """Enter the decision exactly once, then close the case; a decision of others makes a conflict."""

    def step() -> str:
        office.store.save_intent(lease, intent)
        office.note(ref.key, "intent", kind=intent.kind.value, trace=intent.trace, by=intent.decided_by)
        return close(office.delivery.deliver(intent, lease), lease, office)

    def stop(error: DeliveryConflict) -> str:
        office.store.set_state(lease, CaseState.CONFLICT, note=error.says)
        office.note(ref.key, "conflict", trace=intent.trace)
        office.notifier.notify(subject="办件已由他人办结", text=f"办件 {ref.number}：{error.says}")
        return CaseState.CONFLICT.value

    with bound(step="deliver", trace=intent.trace):
        try:
            state = CaseState(office.steps.run(f"deliver {intent.trace}", step))
        except DeliveryConflict as conflict:
            error = conflict
            state = CaseState(office.steps.run(f"conflict {intent.trace}", lambda: stop(error)))
    _tell_log(ref, state, conclusion=intent.kind.value, by=intent.decided_by)
    return state


def close(receipt: Receipt, lease: Lease, office: Office) -> str:
    """Keep the receipt, close the case, extend the chain."""
    office.store.save_receipt(lease, receipt)
    case = office.store.case(receipt.case_key)
    note_closing(case.receipt if case and case.receipt else receipt, office)
    return CaseState.CLOSED.value


def conclusion_digest(conclusion: Conclusion) -> str:
    """Return the hash of a conclusion as it is stored."""
    return sha256(conclusion_json(conclusion).encode())


def _intent(
    ref: CaseRef, lease: Lease, kind: DeliveryKind, opinion: str, conclusion_sha256: str, by: str
) -> Intent:
    trace = trace_of(case_key=ref.key, kind=kind.value, conclusion_sha256=conclusion_sha256, decided_by=by)
    return Intent(
        case_key=ref.key,
        ref=ref,
        kind=kind,
        opinion=with_trace(opinion, trace),
        trace=trace,
        token=lease.token,
        conclusion_sha256=conclusion_sha256,
        decided_by=by,
    )


def _tell_log(ref: CaseRef, state: CaseState, **fields: str) -> None:
    canonical_line("case", case=ref.key, state=state.value, **fields)
