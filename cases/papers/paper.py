"""The one model of a paper: title, particulars, paragraphs, numbered items with crops, and who signs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from cases.case import ClerkDecision
from cases.clock import SHANGHAI
from cases.errors import PaperAbsent
from cases.notice import Entry, Notice, day_text
from cases.plain_words import Found, one_line
from cases.refusal import Ground, Refusal
from cases.review_record import Review
from review_points.conclude import ConclusionKind

MOST_CROPS_OF_AN_ITEM = 4
_DRAFT = "（草稿：本件由工作人员决定，未经核定不得发出）"
_SIMULATED = "仿真"
_SAMPLE = "样例"


class PaperKind(StrEnum):
    """What can be written of a review."""

    NOTICE = "notice"  # 一次性告知书
    REFUSAL = "refusal"  # 不予许可决定书（草稿）
    REPORT = "report"  # 否定报备情况表


REFUSAL_KINDS = (PaperKind.REFUSAL, PaperKind.REPORT)
TITLES: Mapping[PaperKind, str] = MappingProxyType(
    {
        PaperKind.NOTICE: "一次性告知书",
        PaperKind.REFUSAL: "不予许可决定书（草稿）",
        PaperKind.REPORT: "否定报备情况表",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """The part of a page's picture that a finding rests on, as PNG; its item gives it a caption."""

    png: bytes
    width_px: int
    height_px: int
    caption: str = ""


Crops = Mapping[str, Crop]
"""Crops by the name of the fact they show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One numbered thing said: its heading, the lines under it, and its crops."""

    heading: str
    lines: tuple[str, ...]
    crops: tuple[Crop, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items under one title."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper, whole; every text in it is one line. `blanks` are filled in by hand."""

    kind: PaperKind
    title: str
    watermark: str
    draft: str
    particulars: tuple[tuple[str, str], ...]
    addressee: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature: tuple[str, ...]
    blanks: tuple[str, ...]

    def words(self) -> tuple[str, ...]:
        """Return every text of the paper in its order: what each of its forms has to say."""
        return tuple(text for text in self._words() if text)

    def _words(self) -> Iterable[str]:
        yield from (self.title, self.draft)
        for label, value in self.particulars:
            yield from (label, value)
        yield from (self.addressee, *self.opening)
        for section in self.sections:
            yield section.title
            for item in section.items:
                yield from (item.heading, *item.lines, *(crop.caption for crop in item.crops))
        yield from (*self.closing, *self.signature, *self.blanks)


def kinds_of(review: Review, decision: ClerkDecision | None = None) -> tuple[PaperKind, ...]:
    """Return the papers that can be written of a review, and of what a clerk decided on it."""
    kinds = (PaperKind.NOTICE,) if review.words.notice else ()
    is_refused = review.words.refusal is not None or _refuses(decision)
    return (*kinds, *(REFUSAL_KINDS if is_refused else ()))


def facts_shown(review: Review) -> frozenset[str]:
    """Return the facts whose places the review's papers show."""
    notice, refusal = review.words.notice, review.words.refusal
    entries: list[Entry | Ground] = [e for group in notice.groups for e in group.entries] if notice else []
    entries += refusal.grounds if refusal else ()
    return frozenset(found.fact for entry in entries for found in entry.found)


def write_paper(
    kind: PaperKind, review: Review, crops: Crops, decision: ClerkDecision | None = None
) -> Paper:
    """Write one paper of a review, and of a clerk's decision when there is one.

    Raises PaperAbsent when there is none of that kind.
    """
    if kind not in kinds_of(review, decision):
        raise PaperAbsent(TITLES[kind])
    if kind is PaperKind.NOTICE:
        return _notice(review, crops)
    refused = decision if _refuses(decision) else None
    writer = _refusal if kind is PaperKind.REFUSAL else _report
    return writer(review, crops, refused)


def _refuses(decision: ClerkDecision | None) -> bool:
    return decision is not None and decision.kind is ConclusionKind.REFUSE


def _notice(review: Review, crops: Crops) -> Paper:
    notice = review.words.notice
    assert notice is not None
    is_final = review.conclusion.kind is ConclusionKind.RETURN
    return Paper(
        kind=PaperKind.NOTICE,
        title=notice.title,
        watermark=_watermark(review),
        draft="" if is_final else _DRAFT,
        particulars=_particulars(review, "number", "item", "received"),
        addressee=f"{_applicant(review)}：",
        opening=_without_empty((notice.intro,)),
        sections=_sections(notice, crops),
        closing=_without_empty((notice.enough, notice.due, notice.close)),
        signature=_without_empty((one_line(review.words.department), day_text(review.stands.decided_on))),
        blanks=(),
    )


def _sections(notice: Notice, crops: Crops) -> tuple[Section, ...]:
    return tuple(
        Section(
            title=group.title,
            items=tuple(
                _item(entry.heading, (entry.shows, entry.asks, entry.rests), entry.found, crops)
                for entry in group.entries
            ),
        )
        for group in notice.groups
    )


def _refusal(review: Review, crops: Crops, decision: ClerkDecision | None) -> Paper:
    frame = review.words.refusal_frame
    received = day_text(review.stands.received_on)
    number = one_line(review.facts["case.number"].value or "")
    named = f"（办件编号：{number}）" if number else ""
    applied = f"你（单位）于 {received}提出的“{one_line(review.words.item_name)}”申请{named}，经审查："
    return Paper(
        kind=PaperKind.REFUSAL,
        title=frame.title,
        watermark=_watermark(review),
        draft=_DRAFT,
        particulars=(),
        addressee=f"{_applicant(review)}：",
        opening=(applied, *_opinion(review, decision)),
        sections=_grounds(review.words.refusal, crops),
        closing=(frame.decision, *frame.appeal),
        signature=_without_empty((one_line(review.words.department), "年　　月　　日")),
        blanks=("承办人（签名）", "审核人（签名）", "批准人（签名）"),
    )


def _report(review: Review, crops: Crops, decision: ClerkDecision | None) -> Paper:
    particulars = _particulars(
        review, "number", "item", "applicant", "department", "received", "decision", "reviewed", "rules"
    )
    if decision is not None:
        at = decision.decided_at.astimezone(SHANGHAI)
        particulars += (
            ("承办人", one_line(decision.clerk)),
            ("决定时间", f"{day_text(at.date())} {at:%H:%M}"),
        )
    return Paper(
        kind=PaperKind.REPORT,
        title=TITLES[PaperKind.REPORT],
        watermark=_watermark(review),
        draft=_DRAFT,
        particulars=particulars,
        addressee="",
        opening=_opinion(review, decision),
        sections=_grounds(review.words.refusal, crops),
        closing=("本表由系统依审查记录起草，理由、事实和依据须由承办人逐项核定。",),
        signature=(),
        blanks=(
            "承办人意见、签名",
            "审核人意见、签名",
            "批准人意见、签名",
            "报备对象",
            "报备文号",
            "报备时间",
        ),
    )


def _opinion(review: Review, decision: ClerkDecision | None) -> tuple[str, ...]:
    """Return the words of the refusal: the clerk's own, where they are not the robot's."""
    refusal = review.words.refusal
    if decision is None or (refusal is not None and decision.opinion.strip() == review.words.opinion.strip()):
        return _without_empty((refusal.opinion,)) if refusal else ()
    return _without_empty(one_line(line) for line in decision.opinion.splitlines())


def _grounds(refusal: Refusal | None, crops: Crops) -> tuple[Section, ...]:
    if refusal is None:
        return ()
    items = tuple(
        _item(ground.heading, (ground.shows, ground.rests), ground.found, crops) for ground in refusal.grounds
    )
    return (Section(title="不予许可的理由、查明的事实和法律依据", items=items),)


def _item(heading: str, lines: Iterable[str], found: Iterable[Found], crops: Crops) -> Item:
    shown: dict[bytes, Crop] = {}
    for each in found:
        if each.fact in crops:
            crop = crops[each.fact]
            shown.setdefault(crop.png, replace(crop, caption=f"{each.label}（第 {each.page} 页截图）"))
    return Item(
        heading=heading,
        lines=_without_empty(lines),
        crops=tuple(shown.values())[:MOST_CROPS_OF_AN_ITEM],
    )


def _particulars(review: Review, *wanted: str) -> tuple[tuple[str, str], ...]:
    stands, words = review.stands, review.words
    every = {
        "number": ("办件编号", review.facts["case.number"].value or ""),
        "item": ("申请事项", words.item_name),
        "applicant": ("申请人", _applicant(review)),
        "department": ("承办机关", words.department),
        "received": ("收件日期", day_text(stands.received_on)),
        "decision": ("拟作决定", "不予行政许可"),
        "reviewed": ("审查日期", day_text(stands.decided_on)),
        "rules": ("审查规则", f"{stands.scenario}，版本 {stands.scenario_version}"),
    }
    return tuple((label, one_line(value)) for key in wanted for label, value in [every[key]] if value)


def _applicant(review: Review) -> str:
    named = (review.facts[name].value for name in ("case.applicant", "form.name", "form.org_name"))
    return one_line(next(filter(None, named), None) or "申请人")


def _watermark(review: Review) -> str:
    return _SAMPLE if _SIMULATED in review.words.department else ""


def _without_empty(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
