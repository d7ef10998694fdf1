"""Division codes: whether six digits are a division, today or formerly, and where an address lies."""

from ocr.values import ElementType
from review_points.answers import Answer, decide, undecided
from review_points.checks.registry import Parameter, check, value
from review_points.divisions import DIVISIONS, code_of_address, is_known
from review_points.operands import Operand

_SOURCE = "GB/T 2260（含1980年以来福建省的历史代码）"
_CODE = Parameter(name="code", types=frozenset({ElementType.CODE}))
_ADDRESS = Parameter(name="address", types=frozenset({ElementType.ADDRESS, ElementType.TEXT}))


@check(_CODE, source=_SOURCE)
def division_known(code: Operand) -> Answer:
    """Pass when the first six digits are a division, today or formerly; fail when no such province exists.

    Of other provinces only the first two digits are looked at; one of Fujian that the lists lack is unknown.
    """
    known = is_known(code.text[:6])
    if known is None:
        return undecided(f"区划代码{code.text[:6]}不在名单之中")
    return decide(known, f"没有区划代码{code.text[:6]}")


@value(_ADDRESS, result=ElementType.CODE, source=_SOURCE)
def division_of(address: Operand) -> str | None:
    """Give the code of the county an address names; none when it names none of Fujian's."""
    return code_of_address(address.text)


@value(_CODE, result=ElementType.CODE, source=_SOURCE)
def division_now(code: Operand) -> str | None:
    """Give today's code for the first six digits: themselves, or the successor's; none when unknown."""
    found = DIVISIONS.get(code.text[:6])
    if found is None:
        return None
    return (found.successor or None) if found.is_former else found.code
