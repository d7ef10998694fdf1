"""Identity: the citizen ID number and what it tells, other personal numbers."""

import re

from ocr.values import ElementType
from review_points import checksums
from review_points.answers import PASSED, failed
from review_points.checks.lists import COMPLETE
from review_points.checks.registry import DATES, Answer, Parameter, Takes, check, undecided, value
from review_points.doubts import doubtful_facts, is_whole
from review_points.operands import Operand, Surroundings

_IDNO = Parameter(name="idno", types=frozenset({ElementType.IDNO, ElementType.CODE}))
_IDNOS = Parameter(name="idnos", types=frozenset({ElementType.CODES}))
_BIRTH = Parameter(name="birth", types=DATES)
_SEX = Parameter(name="sex", types=frozenset({ElementType.CHOICE, ElementType.TEXT}))
_GB_11643 = "GB 11643-1999"
_MOBILE_FORM = re.compile(r"1[3-9][0-9]{9}")
_FORMER_LENGTH = 15


@check(_IDNO, source=_GB_11643)
def idno_lawful(idno: Operand) -> Answer:
    """Pass when form, province, birth date and check digit of an 18-character number hold.

    A number of the first generation (15 digits) is unknown: a clerk converts it.
    """
    if checksums.is_old_idno(idno.text):
        return undecided("15位旧身份证号码")
    problem = checksums.idno_problem(idno.text)
    return PASSED if not problem else failed(f"身份证号码{problem}")


@check(_IDNO, source=_GB_11643)
def idno_modern(idno: Operand) -> Answer:
    """Pass when the number has 18 characters; fail for the 15 digits of the first generation."""
    return PASSED if len(idno.text) != _FORMER_LENGTH else failed("15位旧身份证号码")


@check(_IDNO, _BIRTH, source=_GB_11643)
def idno_birth_agrees(idno: Operand, birth: Operand) -> Answer:
    """Pass when digits 7 to 14 are the birth date; unknown when they are no date."""
    told = checksums.idno_birth(idno.text)
    if told is None:
        return undecided("号码中没有合法的出生日期")
    return PASSED if told == birth.day else failed(f"号码所示出生日期{told.isoformat()}与{birth.text}不一致")


@check(_IDNO, _SEX, source=_GB_11643)
def idno_sex_agrees(idno: Operand, sex: Operand) -> Answer:
    """Pass when the 17th digit is odd for 男 and even for 女."""
    told = checksums.idno_sex(idno.text)
    if told is None or sex.text not in ("男", "女"):
        return undecided("性别无法比对")
    return PASSED if told == sex.text else failed(f"号码所示性别{told}与{sex.text}不一致")


@check(_IDNO, _BIRTH, _SEX, source=_GB_11643)
def idno_agrees(idno: Operand, birth: Operand, sex: Operand) -> Answer:
    """Pass when both birth date and sex are those the number tells."""
    by_birth = idno_birth_agrees(idno, birth)
    by_sex = idno_sex_agrees(idno, sex)
    order = {"fail": 0, "unknown": 1, "pass": 2}
    return min(by_birth, by_sex, key=lambda each: order[each.outcome.value])


@check(_IDNO, Parameter(name="regions", takes=Takes.TEXTS), source="GB/T 2260")
def idno_region_in(idno: Operand, regions: tuple[str, ...]) -> Answer:
    """Pass when the number begins with one of the division codes (of first issue, not residence)."""
    return PASSED if idno.text.startswith(regions) else failed(f"号码前6位为{idno.text[:6]}")


@check(_IDNOS, COMPLETE, source=_GB_11643, surroundings=True)
def all_idnos_lawful(idnos: Operand, complete: Operand | None = None, *, around: Surroundings) -> Answer:
    """Pass when every ID number of a complete column is lawful; fail when one surely is not.

    A number of the first generation is unknown.
    """
    wrong = [each for each in idnos.entries if checksums.idno_problem(each)]
    broken = [each for each in wrong if not checksums.is_old_idno(each)]
    if broken:
        return failed(f"身份证号码不合规：{'、'.join(broken)}")
    if wrong or not is_whole(idnos, complete, around.floors):
        return undecided("有15位旧号码或名单可能没有读全", *doubtful_facts(idnos))
    return PASSED


@check(
    Parameter(name="a", types=frozenset({ElementType.MOBILE, ElementType.CODE})),
    source="工信部电信网编号计划",
)
def mobile_lawful(a: Operand) -> Answer:
    """Pass when it is 11 digits beginning with 13 to 19."""
    return PASSED if bool(_MOBILE_FORM.fullmatch(a.text)) else failed("手机号码应为11位")


@value(_IDNO, result=ElementType.DATE, source=_GB_11643)
def birth_of(idno: Operand) -> str | None:
    """Give the birth date that an 18-character number tells, none when it tells no date."""
    told = checksums.idno_birth(idno.text)
    return told.isoformat() if told else None


@value(_IDNOS, result=ElementType.DATES, source=_GB_11643)
def births_of(idnos: Operand) -> str | None:
    """Give the birth dates that a column of ID numbers tells, none when one of them tells no date."""
    told = [checksums.idno_birth(each) for each in idnos.entries]
    return ";".join(each.isoformat() for each in told if each) if all(told) else None


@value(_IDNO, result=ElementType.CHOICE, source=_GB_11643)
def sex_of(idno: Operand) -> str | None:
    """Give 男 or 女 as the number tells."""
    return checksums.idno_sex(idno.text)


@value(_IDNO, result=ElementType.CODE, source="GB/T 2260")
def region_of(idno: Operand) -> str:
    """Give the first six digits."""
    return idno.text[:6]
