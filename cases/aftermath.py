"""What follows from a review and from a decision that was entered: the receipt in the chain, the follow-ups.

Everything here may run again after a crash: entries are looked for first, follow-ups have ids of their own.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from cases.canonical import sha256_of
from cases.case import Case, DeliveryKind, Receipt
from cases.clock import SHANGHAI
from cases.deadlines import DayBook, due_day
from cases.follow_ups import FollowUp, FollowUpKind
from cases.office import Office
from review_points.conclude import Conclusion
from review_points.findings import Effect

_REPORT = "填写并报送否定报备情况表"


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


def after_conclusion(case_key: str, conclusion: Conclusion, on: date) -> Iterator[FollowUp]:
    """Return what a conclusion asks for before anything is decided: a drafted refusal must be reported."""
    if conclusion.refusal_draft:
        yield _refusal_report(case_key, on)


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


def _refusal_report(case_key: str, on: date) -> FollowUp:
    return FollowUp(
        case_key=case_key, kind=FollowUpKind.REFUSAL_REPORT, subject="", says=_REPORT, opened_on=on
    )
