"""Comparison across sources, asymmetric: see compare.py."""

from ocr.values import ElementType
from review_points.answers import PASSED, failed
from review_points.checks.registry import Answer, Parameter, check
from review_points.compare import compare
from review_points.compare_addresses import compare_addresses
from review_points.compare_texts import compare_names, compare_organisations
from review_points.findings import Outcome
from review_points.operands import Operand, Surroundings

_A, _B = Parameter(name="a"), Parameter(name="b")
_NAMES = frozenset({ElementType.NAME, ElementType.TEXT, ElementType.ORGANISATION})
_ADDRESSES = frozenset({ElementType.ADDRESS, ElementType.TEXT})


@check(_A, _B, weighs=True, comparable=True, surroundings=True, alike=True)
def equal(a: Operand, b: Operand, *, around: Surroundings) -> Answer:
    """Pass when equal and read well; unknown when reading could explain a difference; else fail."""
    return compare(a, b, around.floors)


@check(_A, _B, weighs=True, comparable=True, surroundings=True)
def differs(a: Operand, b: Operand, *, around: Surroundings) -> Answer:
    """Pass where equal fails, fail where it passes, unknown where it is unknown."""
    answer = compare(a, b, around.floors)
    if answer.outcome is Outcome.UNKNOWN:
        return answer
    return PASSED if answer.outcome is Outcome.FAIL else failed(f"均为“{a.text}”")


@check(
    Parameter(name="a", types=_NAMES),
    Parameter(name="b", types=_NAMES),
    source="姓名登记条例；GB 18030（间隔号）",
    weighs=True,
    surroundings=True,
    alike=True,
)
def same_name(a: Operand, b: Operand, *, around: Surroundings) -> Answer:
    """Pass when the personal names are equal with middle dots folded; variants of a character are unknown."""
    return compare_names(a, b, around.floors)


@check(
    Parameter(name="a", types=_NAMES),
    Parameter(name="b", types=_NAMES),
    source="企业名称登记管理规定",
    weighs=True,
    surroundings=True,
    alike=True,
)
def same_organisation(a: Operand, b: Operand, *, around: Surroundings) -> Answer:
    """Pass when the names are equal with brackets and width folded; 有限公司 ≠ 有限责任公司."""
    return compare_organisations(a, b, around.floors)


@check(
    Parameter(name="a", types=_ADDRESSES),
    Parameter(name="b", types=_ADDRESSES),
    source="GB/T 23705 地名地址编码规则",
    weighs=True,
    surroundings=True,
    alike=True,
)
def same_address(a: Operand, b: Operand, *, around: Surroundings) -> Answer:
    """Pass when divisions, road and numbers agree, with leading province and city allowed to be left out.

    Other divisions, roads or numbers fail; other ways of writing suites (3号院2号楼, 3-2) are unknown.
    """
    return compare_addresses(a, b, around.floors)
