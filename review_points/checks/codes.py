"""Register codes: vehicles and plates, disabled persons' cards, permits of Taiwan residents, e-licences."""

import re

from ocr.values import ElementType, plain_text
from review_points import codes
from review_points.answers import PASSED, Answer, decide, failed, undecided
from review_points.checks.registry import NUMBERS, Parameter, check, value
from review_points.operands import Operand

_KINDS = frozenset(
    {ElementType.CODE, ElementType.IDNO, ElementType.USCC, ElementType.BANK_ACCOUNT, ElementType.TEXT}
)
_A = Parameter(name="a", types=_KINDS)
_TRAVEL_PERMIT = re.compile(r"[0-9]{8}")
_FORMER_TRAVEL_PERMIT = re.compile(r"[0-9]{10}(?:[A-Z0-9]{1,2})?")
_REISSUED_CARD = re.compile(r"[0-9]{17}[0-9X][1-7][1-4]B[0-9]")


@check(_A, source="GB 16735-2019（第9位为校验位）")
def vin_lawful(a: Operand) -> Answer:
    """Pass when a vehicle identification number has 17 lawful signs and the right check digit.

    A wrong check digit fails for makers in China (L…) only; other makers need not keep it, so it is unknown.
    """
    vin = plain_text(a.text).upper()
    problem = codes.vin_problem(vin)
    if "校验位" in problem and not codes.is_chinese_vin(vin):
        return undecided(f"车辆识别代号{problem}，境外制造商可不遵守")
    return PASSED if not problem else failed(f"车辆识别代号{problem}")


@check(_A, source="GA 36-2018（机动车号牌）；新能源号牌第1位或末位为D、F")
def plate_lawful(a: Operand) -> Answer:
    """Pass when a plate has a lawful form: province, letter, 5 signs (new energy 6, trailers 4 and 挂)."""
    return decide(codes.is_plate(codes.plain_plate(plain_text(a.text))), f"号牌“{a.text}”格式不符")


@check(_A, source="中华人民共和国残疾人证编号规则（身份证号18位、类别1位、等级1位）；GB 11643-1999")
def disabled_card_lawful(a: Operand) -> Answer:
    """Pass when 20 characters are a lawful ID number, a kind 1 to 7 and a level 1 to 4.

    The number of a reissued card (with B and a digit behind) is unknown.
    """
    if _REISSUED_CARD.fullmatch(a.text):
        return undecided("补发证件的编号")
    problem = codes.disabled_card_problem(a.text)
    return PASSED if not problem else failed(f"残疾人证号{problem}")


@check(_A, source="GB/T 36904-2018（电子证照标识）；ISO 7064 MOD 37,36")
def ecert_no_lawful(a: Operand) -> Answer:
    """Pass when an electronic certificate's identifier has its form and the right check character."""
    problem = codes.ecert_problem(plain_text(a.text))
    return PASSED if not problem else failed(f"电子证照标识{problem}")


@check(_A, source="台湾居民来往大陆通行证（现行号码8位数字）")
def travel_permit_lawful(a: Operand) -> Answer:
    """Pass when the number of a Taiwan resident's travel permit is 8 digits; the former 10 are unknown."""
    if _FORMER_TRAVEL_PERMIT.fullmatch(a.text):
        return undecided("旧版台湾居民来往大陆通行证号码")
    return decide(bool(_TRAVEL_PERMIT.fullmatch(a.text)), "台湾居民来往大陆通行证号码应为8位数字")


@check(_A, source="港澳台居民居住证申领发放办法；GB 11643-1999（校验位）")
def residence_permit_lawful(a: Operand) -> Answer:
    """Pass when 18 characters begin with 810000, 820000 or 830000 and birth date and check digit hold."""
    problem = codes.residence_permit_problem(a.text)
    return PASSED if not problem else failed(f"居住证号码{problem}")


@value(_A, result=ElementType.CODE, source="GA 36-2018")
def plate_of(a: Operand) -> str | None:
    """Give a plate without its dot, none when it has no lawful form."""
    plate = codes.plain_plate(plain_text(a.text))
    return plate if codes.is_plate(plate) else None


@value(_A, result=ElementType.CHOICE, source="残疾人证编号第19位")
def disability_kind_of(a: Operand) -> str | None:
    """Give the kind of disability (视力, 听力 …) that a disabled person's card number tells."""
    found = codes.disability_of(a.text)
    return found[0] if found else None


@value(_A, result=ElementType.CHOICE, source="残疾人证编号第20位")
def disability_level_of(a: Operand) -> str | None:
    """Give the level of disability (一级 … 四级) that a disabled person's card number tells."""
    found = codes.disability_of(a.text)
    return found[1] if found else None


@value(
    _A,
    Parameter(name="start", types=NUMBERS),
    Parameter(name="length", types=NUMBERS),
    result=ElementType.CODE,
)
def part_of(a: Operand, start: Operand, length: Operand) -> str | None:
    """Give so many characters of a code from a place on, the first being 1; none when there are fewer."""
    first, count = int(start.number), int(length.number)
    found = a.text[first - 1 : first - 1 + count]
    return found if first >= 1 and 1 <= count == len(found) else None
