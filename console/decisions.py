"""What a clerk's form must say before the store is asked to record it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Form

from cases.case import Case, CaseState
from cases.ladder import freeze_if_wrong
from cases.ports import CaseStore, EvidenceStore
from console.waiting import proposal_of
from console.words import say, word_lists

CHOICES = (
    ("approve", "通过", "材料齐全、符合条件"),
    ("return", "退回补正", "一次性告知全部补正事项"),
    ("refuse", "不予许可", "依法不符合条件，不可补正"),
    ("hand_over", "暂不处理", "留在待人工队列，记下原因"),
)
KINDS = tuple(kind for kind, _, _ in CHOICES)
NEEDS_TEXT = frozenset({"other"})
LONGEST_OPINION = 2000


class DecisionRefused(ValueError):  # noqa: N818 (says what happened, as cases/errors.py does)
    """The form can't be taken like this; the message is for the clerk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The decision form as filled in; `review` is the review the clerk looked at."""

    kind: str = ""
    reason_code: str = ""
    reason_text: str = ""
    opinion: str = ""
    review: str = ""


def filled_form(
    kind: Annotated[str, Form()] = "",
    reason_code: Annotated[str, Form()] = "",
    reason_text: Annotated[str, Form()] = "",
    opinion: Annotated[str, Form()] = "",
    review: Annotated[str, Form()] = "",
) -> Filled:
    """Read the form of a request."""
    return Filled(
        kind=kind,
        reason_code=reason_code,
        reason_text=reason_text.strip(),
        opinion=opinion.replace("\r\n", "\n").strip(),
        review=review,
    )


def is_changed(case: Case, filled: Filled) -> bool:
    """Tell whether the clerk decides otherwise than the robot proposed, or where it proposed nothing."""
    return filled.kind != proposal_of(case)


def reason_of(filled: Filled) -> str:
    """Put the reason into one sentence."""
    word = say("decision_reasons", filled.reason_code) if filled.reason_code else ""
    return "：".join(part for part in (word, filled.reason_text) if part)


def check(case: Case, filled: Filled, *, robots_opinion: str) -> None:
    """Raise DecisionRefused unless this decision may be recorded for this case as it stands now."""
    if case.state is not CaseState.WAITING_CLERK:
        raise DecisionRefused(
            f"本件已不在待人工状态（现为：{say('states', case.state)}），未作任何更改。请返回队列。"
        )
    if filled.review != (case.review_sha256 or ""):
        raise DecisionRefused("机器人在您查看之后重新审查了本件，请刷新页面，核对新的审查结果后再决定。")
    if filled.kind not in KINDS:
        raise DecisionRefused("请选择决定。")
    check_reason(case, filled)
    check_opinion(filled)
    if (
        is_changed(case, filled)
        and filled.kind != "hand_over"
        and robots_opinion
        and filled.opinion == robots_opinion
    ):
        raise DecisionRefused("意见还是机器人为另一结论拟的文字，请按您的决定改写。")


def check_reason(case: Case, filled: Filled) -> None:
    """A decision that is not the robot's needs a coded reason; «other» needs words."""
    if filled.reason_code and filled.reason_code not in word_lists()["decision_reasons"]:
        raise DecisionRefused("请从列表中选择理由。")
    if is_changed(case, filled) and not filled.reason_code:
        raise DecisionRefused("与机器人建议不同，或机器人没有建议时，必须选择理由。")
    if filled.reason_code in NEEDS_TEXT and not filled.reason_text:
        raise DecisionRefused("选择“其他”时，请写明理由。")


def check_opinion(filled: Filled) -> None:
    """What goes into the legacy system must be there and must not be endless."""
    if len(filled.opinion) > LONGEST_OPINION or len(filled.reason_text) > 200:
        raise DecisionRefused("文字过长，请缩短后再提交。")
    if filled.kind in {"return", "refuse"} and not filled.opinion:
        raise DecisionRefused("退回补正和不予许可必须写明意见。")


def record(
    store: CaseStore, evidence: EvidenceStore, case: Case, filled: Filled, *, clerk: str, at: datetime
) -> str:
    """Record the decision, or that the clerk leaves the case waiting; return which of the two.

    A decision that finds a wrong approval in the audit sample freezes the scenario at once.
    """
    if filled.kind == "hand_over":
        store.append_audit(
            case_key=case.ref.key, actor=clerk, event="postponed", detail={"reason": reason_of(filled)}, at=at
        )
        return "postponed"
    decision = store.decide(
        case_key=case.ref.key,
        clerk=clerk,
        kind=filled.kind,
        reason=reason_of(filled),
        opinion=filled.opinion,
        at=at,
    )
    freeze_if_wrong(decision, case, store=store, evidence=evidence, actor=clerk, at=at)
    return "decided"
