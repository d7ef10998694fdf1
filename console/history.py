"""What happened to a case: the clerk's decision, the receipt, the time line of the audit chain."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from cases.audit import AuditEntry
from cases.case import Case
from cases.follow_ups import KIND_WORDS, FollowUpKind
from console.masking import mask_numbers_in
from console.words import say, word_lists
from review_points.reasons import REASONS

HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A clerk's decision in words."""

    label: str
    clerk: str
    at: str
    reason: str
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """What was read back from the legacy system, in words."""

    standing: str
    state_text: str
    opinion: str
    trace: str
    at: str
    screenshot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry of the time line."""

    at: str
    actor: str
    event: str
    detail: str


def shown_time(at: datetime) -> str:
    """Return a time as the clerks' clocks show it."""
    local = at.astimezone(HERE) if at.tzinfo else at
    return local.strftime("%Y-%m-%d %H:%M:%S")


def decision_view(case: Case) -> DecisionView | None:
    """Put the clerk's decision into words, if there is one."""
    decision = case.decision
    if decision is None:
        return None
    return DecisionView(
        label=say("decisions", decision.kind),
        clerk=decision.clerk,
        at=shown_time(decision.decided_at),
        reason=decision.reason,
        opinion=decision.opinion,
    )


def receipt_view(case: Case) -> ReceiptView | None:
    """Put the receipt into words, if there is one."""
    receipt = case.receipt
    if receipt is None:
        return None
    return ReceiptView(
        standing=say("standings", receipt.standing),
        state_text=receipt.state_text,
        opinion=receipt.opinion,
        trace=receipt.trace,
        at=shown_time(receipt.read_at),
        screenshot=f"/screenshot/{quote(case.ref.key, safe='')}" if receipt.screenshot_sha256 else "",
    )


def timeline(entries: tuple[AuditEntry, ...]) -> tuple[EntryView, ...]:
    """Put the audit entries into words."""
    return tuple(
        EntryView(
            at=shown_time(line.at), actor=line.actor, event=say("events", line.event), detail=detail_of(line)
        )
        for line in entries
    )


def detail_of(entry: AuditEntry) -> str:
    """Put the detail of an entry into one line, as far as it is for people."""
    known = word_lists()["details"]
    parts = [
        f"{known[name]} {in_words(name, value)}"
        for name, value in entry.detail.items()
        if name in known and value and value
    ]
    return mask_numbers_in("；".join(parts))


def in_words(name: str, value: str) -> str:
    """Put one value of a detail into words: codes by their lists, hashes cut short."""
    if name in {"conclusion", "kind"}:
        return say("conclusions", value)
    if name == "follow_up_kind":
        return KIND_WORDS[FollowUpKind(value)] if value in {*FollowUpKind} else value
    if name in {"event", "stage"}:
        return say({"event": "clock_events", "stage": "stages"}[name], value)
    if name == "reasons":
        return "、".join(REASONS.get(code, code) for code in value.split(","))
    return short(value)


def short(value: str) -> str:
    """Cut a hash to its first characters."""
    is_hash = len(value) >= 40 and all(character in "0123456789abcdef" for character in value)
    return value[:12] + "…" if is_hash else value
