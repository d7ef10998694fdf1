"""Licences: credit codes, licence and certificate numbers, account numbers."""

import re

from ocr.values import ElementType
from review_points import checksums
from review_points.answers import PASSED, failed
from review_points.checks.registry import Answer, Parameter, check, decide, undecided
from review_points.operands import Operand

_CODES = frozenset({ElementType.CODE, ElementType.USCC, ElementType.IDNO, ElementType.BANK_ACCOUNT})
_CODE = Parameter(name="a", types=_CODES)
_WORDS = frozenset({ElementType.CHOICE, ElementType.TEXT, ElementType.CHOICES})
_FORMATS = {"食品销售经营者": "1", "餐饮服务经营者": "2", "单位食堂": "3"}
_NURSE_FORM = re.compile(r"[0-9]{12}")
_ACCOUNT_LENGTHS = range(12, 20)


@check(_CODE, source="GB 32100-2015")
def uscc_lawful(a: Operand) -> Answer:
    """Pass when an 18-character credit code uses its 31 letters and its check character holds."""
    problem = checksums.uscc_problem(a.text)
    return PASSED if not problem else failed(f"统一社会信用代码{problem}")


@check(_CODE, source="食品经营许可和备案管理办法（编号规则）；GB/T 17710 MOD 11,10")
def licence_no_lawful(a: Operand) -> Answer:
    """Pass when a food licence number is JY (YB, SC) and 14 digits whose check digit holds."""
    problem = checksums.food_licence_problem(a.text)
    return PASSED if not problem else failed(f"许可证编号{problem}")


@check(
    _CODE,
    Parameter(name="main_type", types=_WORDS),
    source="食品经营许可和备案管理办法（编号第1位：1销售 2餐饮 3单位食堂）",
)
def licence_type_agrees(a: Operand, main_type: Operand) -> Answer:
    """Pass when the first digit of a food licence number is that of its main business type (主体业态).

    A type that is none of the three, or a number that is none, is unknown.
    """
    wanted = {digit for name, digit in _FORMATS.items() if main_type.text.startswith(name)}
    if not wanted or not re.fullmatch(r"JY[0-9]{14}", a.text):
        return undecided("业态或编号无法对应")
    return (
        PASSED if a.text[2] in wanted else failed(f"编号第1位为{a.text[2]}，与主体业态“{main_type.text}”不符")
    )


@check(_CODE, source="护士执业证书编号规则（年份4位、省2位、流水6位；地区有差异）")
def nurse_no_lawful(a: Operand) -> Answer:
    """Pass when it is 12 digits; any other form is unknown, since areas differ."""
    return decide(True) if _NURSE_FORM.fullmatch(a.text) else undecided("证书编号不是12位数字")


@check(_CODE, source="ISO/IEC 7812-1；GB/T 14504")
def luhn_lawful(a: Operand) -> Answer:
    """Pass when 12 to 19 digits satisfy the Luhn formula; passbook accounts without it are unknown."""
    if not a.text.isdigit() or len(a.text) not in _ACCOUNT_LENGTHS:
        return failed("账号应为12至19位数字")
    return (
        decide(True)
        if checksums.luhn_holds(a.text)
        else undecided("账号不符合银行卡校验规则，可能是存折账号")
    )


@check(_CODE, Parameter(name="least", types=frozenset({ElementType.NUMBER})))
def digits_at_least(a: Operand, least: Operand) -> Answer:
    """Pass when the code has at least so many digits."""
    found = sum(character.isdigit() for character in a.text)
    return PASSED if found >= least.number else failed(f"只有{found}位数字")
