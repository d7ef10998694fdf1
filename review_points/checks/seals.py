"""Seals: whose seal it is and of which kind. Whether there is one is the fact `<material>.sealed`.

The kind stands in the ring or under the star: checks take the ring text and the fact `<material>.seal_kind`.
"""

from rapidfuzz.distance import Levenshtein

from ocr.values import ElementType, plain_text
from review_points.answers import PASSED, failed, undecided
from review_points.checks.lists import COMPLETE
from review_points.checks.registry import Answer, Parameter, check, value
from review_points.compare_texts import compare_organisations
from review_points.doubts import doubtful_facts, entries_of, is_whole
from review_points.findings import Outcome
from review_points.operands import Operand, Surroundings

_TEXT = Parameter(
    name="seal_text", types=frozenset({ElementType.ORGANISATION, ElementType.TEXT, ElementType.NAME})
)
_KINDS = Parameter(name="kinds", types=frozenset({ElementType.CHOICE, ElementType.CHOICES}))
_ORGANISATION = Parameter(
    name="organisation", types=frozenset({ElementType.ORGANISATION, ElementType.TEXT, ElementType.NAME})
)
_SPECIAL = (
    "合同专用章",
    "财务专用章",
    "发票专用章",
    "业务专用章",
    "人事专用章",
    "报关专用章",
    "检验专用章",
    "档案专用章",
)
_OTHER_KINDS = (
    "检验检测专用章",
    "检测专用章",
    "体检专用章",
    "诊断专用章",
    "审批专用章",
    "行政许可专用章",
    "业务受理章",
    "投标专用章",
    "注册会计师",
)
_GENERAL = "公章"
_ANY_SPECIAL = "专用章"
_NEAR = 0.75
_VOID = ("作废", "样本", "样章")


@check(
    _TEXT,
    _ORGANISATION,
    source="国务院令第716号第九条；五级十五同目录审查要点（加盖公章）",
    weighs=True,
    surroundings=True,
)
def seal_of(seal_text: Operand, organisation: Operand, *, around: Surroundings) -> Answer:
    """Pass when the ring text is the organisation's name; unknown when reading explains a difference.

    Ring text is read along a circle and easily loses a character: a name that is nearly the same is unknown.
    """
    answer = compare_organisations(seal_text, organisation, around.floors)
    if answer.outcome is Outcome.FAIL and _are_near(seal_text.text, organisation.text):
        return undecided(answer.explanation, *seal_text.facts)
    return answer


@check(_TEXT, _KINDS, source="国务院关于国家行政机关和企业事业单位社会团体印章管理的规定")
def seal_general(seal_text: Operand, kinds: Operand) -> Answer:
    """Pass when all seals are 公章 and the text names no special-purpose seal (…专用章) and nothing void.

    What stands under the star is not in the ring text: only the kinds tell a 发票专用章 from a 公章.
    """
    text = plain_text(seal_text.text)
    named = next((word for word in (*_SPECIAL, *_VOID, _ANY_SPECIAL) if word in text), "")
    if named:
        return failed(f"印章为{named}")
    if set(kinds.entries) == {_GENERAL}:
        return PASSED
    if all(kind.endswith(_ANY_SPECIAL) for kind in kinds.entries):
        return failed(f"印章为{kinds.entries[0]}")
    return undecided("印章不止一种，或不能确定是否为公章", *kinds.facts)


@check(
    _ORGANISATION,
    Parameter(name="seals", types=frozenset({ElementType.CHOICES})),
    COMPLETE,
    source="国务院令第716号第九条；五级十五同目录审查要点（各方盖章齐全）",
    weighs=True,
    surroundings=True,
)
def seal_among(
    organisation: Operand, seals: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when one of several seals is the organisation's; fail only when none of a complete list can be."""
    answers = [
        seal_of(each, organisation, around=around) for each in entries_of(seals, ElementType.ORGANISATION)
    ]
    for answer in answers:
        if answer.outcome is Outcome.PASS:
            return answer
    if not is_whole(seals, complete, around.floors):
        return undecided("印章可能没有读全", *doubtful_facts(seals))
    for answer in answers:
        if answer.outcome is Outcome.UNKNOWN:
            return answer
    return failed(f"没有“{organisation.text}”的印章")


@value(
    _TEXT,
    _KINDS,
    result=ElementType.CHOICE,
    source="国务院关于国家行政机关和企业事业单位社会团体印章管理的规定",
)
def seal_kind_of(seal_text: Operand, kinds: Operand) -> str | None:
    """Give the seal's kind: 公章, 合同专用章 …; none if not listed, several, or ring and kinds differ."""
    text, read = plain_text(seal_text.text), frozenset(kinds.entries)
    if any(word in text for word in _VOID) or len(read) != 1:
        return None
    named = next((kind for kind in (*_OTHER_KINDS, *_SPECIAL) if kind in text), "")
    (only,) = read
    if only == _GENERAL:
        return named or (None if _ANY_SPECIAL in text else _GENERAL)
    is_listed = only.endswith(_ANY_SPECIAL)
    return only if is_listed and (only in text or _ANY_SPECIAL not in text) else None


def _are_near(one: str, other: str) -> bool:
    return Levenshtein.normalized_similarity(plain_text(one), plain_text(other)) >= _NEAR
