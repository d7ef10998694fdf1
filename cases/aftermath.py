"""What follows from a review and from a decision that was entered: the receipt in the chain, the follow-ups.

Everything here may run again after a crash: entries are looked for first, follow-ups have ids of their own.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from cases.canonical import canonical_json, sha256, sha256_of, to_plain
from cases.case import Case, DeliveryKind, Receipt
from cases.clock import SHANGHAI
from cases.deadlines import DayBook, due_day
from cases.fact_names import fact_words
from cases.follow_ups import FollowUp, FollowUpKind
from cases.licences import Licence, LicenceStanding
from cases.office import Office
from cases.review_record import Review
from review_points.conclude import Conclusion
from review_points.findings import Effect

LICENCE_WORKDAYS = 5
"""Within how many working days a missing or wrong licence is to be made good (闽审改办〔2023〕2号)."""
_REPORT = "填写并报送否定报备情况表"
_LICENCE_KINDS = {
    LicenceStanding.MISSING: FollowUpKind.LICENCE_MISSING,
    LicenceStanding.WRONG: FollowUpKind.LICENCE_WRONG,
}


def note_closing(receipt: Receipt, office: Office) -> None:
    """Put the receipt into the audit chain, unless it stands there; open what follows from the decision."""
    entries = office.store.audit_entries(receipt.case_key)
    digest = sha256_of(receipt)
    case = office.store.case(receipt.case_key)
    kinds = {each.detail["trace"]: each.detail["kind"] for each in entries if each.event == "intent"}
    if case is not None and receipt.trace in kinds:
        kind, on = DeliveryKind(kinds[receipt.trace]), receipt.read_at.astimezone(SHANGHAI).date()
        open_follow_ups(after_decision(case, kind, on, office.desk.calendar), office)
    if any(each.detail.get("receipt_sha256") == digest for each in entries):
        return
    office.note(
        receipt.case_key,
        "closed",
        trace=receipt.trace,
        receipt_sha256=digest,
        screenshot_evidence=receipt.screenshot_sha256,
        text_evidence=receipt.text_sha256,
    )


def open_follow_ups(follow_ups: Iterable[FollowUp], office: Office) -> None:
    """Open follow-ups; one that was opened before stays as it is."""
    for each in follow_ups:
        office.store.follow_ups.open(each, actor=office.owner, at=office.clock.now())


def after_review(done: Review, on: date, calendar: DayBook) -> Iterator[FollowUp]:
    """Return what a review asks for before anything is decided.

    A drafted refusal must be reported; a licence that is missing or wrong must be mended by whoever keeps it.
    """
    if done.conclusion.refusal_draft:
        yield _refusal_report(done.stands.case_key, on)
    for licence in done.stands.licences:
        kind = _LICENCE_KINDS.get(licence.standing) or (FollowUpKind.LICENCE_WRONG if licence.wrong else None)
        if kind is not None:
            yield FollowUp(
                case_key=done.stands.case_key,
                kind=kind,
                subject=f"{licence.material}|{licence.register}",
                says=_licence_words(licence),
                opened_on=on,
                due_on=due_day(calendar, on, LICENCE_WORKDAYS),
            )


def keep_proofs(done: Review, office: Office) -> None:
    """Keep the proof of every licence that was fetched: who asked, when, for what, and the answer.

    The key is personal data: it stands in the evidence, the chain has only hashes.
    """
    registers = {licence.register for licence in done.stands.licences}
    for each in done.stands.asked:
        if each.register in registers:
            answer = to_plain(each.answer)
            proof = {
                "asked": to_plain(each),
                "at": office.clock.now().isoformat(),
                "by": office.owner,
                "case": done.stands.case_key,
                "scenario": done.stands.scenario,
            }
            office.note(
                done.stands.case_key,
                "licence_fetched",
                register=each.register,
                answer=each.answer.state.value,
                answer_sha256=sha256(canonical_json(answer)),
                fetch_evidence=office.evidence.put(canonical_json(proof)),
            )


def after_decision(case: Case, kind: DeliveryKind, on: date, calendar: DayBook) -> Iterator[FollowUp]:
    """Return what a decision asks for: what was let through is seen to later, a refusal reported."""
    if kind is DeliveryKind.REFUSE:
        yield _refusal_report(case.ref.key, on)
    elif kind is DeliveryKind.APPROVE and case.conclusion is not None:
        yield from _tolerated(case.ref.key, case.conclusion, on, calendar)
        yield from _promised(case.ref.key, case.conclusion, on, calendar)


def _tolerated(case_key: str, conclusion: Conclusion, on: date, calendar: DayBook) -> Iterator[FollowUp]:
    """Return each fail that was let through, by the robot or by a clerk, with the day it must be cured by."""
    for each in (*conclusion.tolerated, *conclusion.deficiencies):
        if each.effect is Effect.TOLERABLE:
            yield FollowUp(
                case_key=case_key,
                kind=FollowUpKind.TOLERATED,
                subject="|".join((each.point, each.code, each.material, *each.facts)),
                says=f"{each.says}{each.fix}",
                opened_on=on,
                due_on=due_day(calendar, on, each.due_workdays) if each.due_workdays else None,
            )


def _promised(case_key: str, conclusion: Conclusion, on: date, calendar: DayBook) -> Iterator[FollowUp]:
    """Return each point that passed by the applicant's commitment, with the day it must be checked by."""
    for each in conclusion.findings:
        if each.promise is not None:
            yield FollowUp(
                case_key=case_key,
                kind=FollowUpKind.PROMISED,
                subject=each.point,
                says=f"核查承诺事项：{each.title}（{each.point}）",
                opened_on=on,
                due_on=due_day(calendar, on, each.promise.due_workdays),
            )


def _licence_words(licence: Licence) -> str:
    if licence.standing is LicenceStanding.MISSING:
        return f"《{licence.name}》查无电子证照（{licence.register}），由证照生成部门补充生成"
    elements = fact_words()["elements"]
    wrong = "、".join(elements.get(each, each) for each in licence.wrong)
    return (
        f"《{licence.name}》的电子证照（{licence.register}）有误或与申请不一致：{wrong}，由证照生成部门更正"
    )


def _refusal_report(case_key: str, on: date) -> FollowUp:
    return FollowUp(
        case_key=case_key, kind=FollowUpKind.REFUSAL_REPORT, subject="", says=_REPORT, opened_on=on
    )
