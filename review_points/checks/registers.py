"""Registers: divisions and places as registers give them.

Whether a register knows a key is the fact `registry.<r>.found`, asked with is_true and is_false; its fields
are facts like any other. A register that can't be asked leaves all of them unknown.
"""

from ocr.values import ElementType
from review_points.answers import PASSED, failed
from review_points.checks.registry import Answer, Parameter, Takes, check, undecided
from review_points.compare_addresses import divisions_of
from review_points.operands import Operand

_ADDRESS = Parameter(name="address", types=frozenset({ElementType.ADDRESS, ElementType.TEXT}))
_CODE = Parameter(name="code", types=frozenset({ElementType.CODE}))


@check(_ADDRESS, Parameter(name="place", types=frozenset({ElementType.ADDRESS, ElementType.TEXT})))
def address_in(address: Operand, place: Operand) -> Answer:
    """Pass when the address names the division `place` (a county or city) among its own.

    Fail when it names another division of that level; unknown when it names none.
    """
    wanted, named = divisions_of(place.text), divisions_of(address.text)
    if not wanted:
        return undecided("辖区不是行政区划")
    level, name = wanted[-1]
    found = dict(named).get(level)
    if found is None:
        return undecided("地址没有写明区划")
    above = dict(named)
    clash = any(above.get(each, own) != own for each, own in wanted[:-1])
    return PASSED if found == name and not clash else failed(f"“{address.text}”不在{place.text}")


@check(_CODE, Parameter(name="prefixes", takes=Takes.TEXTS), source="GB/T 2260")
def code_under(code: Operand, prefixes: tuple[str, ...]) -> Answer:
    """Pass when a division code begins with one of the prefixes."""
    return PASSED if code.text.startswith(prefixes) else failed(f"区划代码{code.text}不属于本机关")
