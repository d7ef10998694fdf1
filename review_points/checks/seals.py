"""Seals: whose seal it is and of which kind. Whether there is one is the fact `<material>.sealed`."""

from rapidfuzz.distance import Levenshtein

from ocr.values import ElementType, plain_text
from review_points.answers import PASSED, failed, undecided
from review_points.checks.registry import Answer, Parameter, check
from review_points.compare_texts import compare_organisations
from review_points.findings import Outcome
from review_points.operands import Operand, Surroundings

_TEXT = Parameter(
    name="seal_text", types=frozenset({ElementType.ORGANISATION, ElementType.TEXT, ElementType.NAME})
)
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


@check(_TEXT, source="国务院关于国家行政机关和企业事业单位社会团体印章管理的规定")
def seal_general(seal_text: Operand) -> Answer:
    """Pass when the text names no special-purpose seal (合同、财务、发票 …专用章) and nothing void."""
    text = plain_text(seal_text.text)
    special = next((word for word in (*_SPECIAL, *_VOID) if word in text), "")
    return PASSED if not special else failed(f"印章为{special}")


def _are_near(one: str, other: str) -> bool:
    return Levenshtein.normalized_similarity(plain_text(one), plain_text(other)) >= _NEAR
