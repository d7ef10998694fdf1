"""Check digits and lawful forms of identifiers. A check digit is necessary, never sufficient."""

import re
from datetime import date
from functools import lru_cache
from operator import mul

_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_ID_DIGITS = "10X98765432"
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ID_FORM = re.compile(r"[0-9]{17}[0-9X]")
_OLD_ID_FORM = re.compile(r"[0-9]{15}")
_USCC_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_LICENCE_FORM = re.compile(r"(?:JY|YB|SC)[0-9]{14}")
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_FIRST_YEAR = 1900


@lru_cache(maxsize=1024)
def idno_problem(number: str) -> str:
    """Say what is wrong with an 18-character ID number after GB 11643; '' when nothing is.

    Form, province part, birth date and check digit are looked at. The other four digits of the division code
    are not: historic divisions that no longer exist stay in numbers for life.
    """
    if not _ID_FORM.fullmatch(number):
        return "应为17位数字加1位数字或X"
    if number[:2] not in PROVINCES:
        return "前2位不是省级行政区划代码"
    if idno_birth(number) is None:
        return "第7至14位不是合法日期"
    if id_check_digit(number[:17]) != number[17]:
        return "校验位不符"
    return ""


def id_check_digit(body: str) -> str:
    """Compute the check character of 17 digits (ISO 7064 MOD 11-2)."""
    return _ID_DIGITS[sum(map(mul, map(int, body), _ID_WEIGHTS)) % 11]


def is_old_idno(number: str) -> bool:
    """Tell whether this is a 15-digit number of the first generation."""
    return bool(_OLD_ID_FORM.fullmatch(number))


@lru_cache(maxsize=1024)
def idno_birth(number: str) -> date | None:
    """Return the birth date that digits 7 to 14 tell, None when they tell no day since 1900."""
    if not _ID_FORM.fullmatch(number) or int(number[6:10]) < _FIRST_YEAR:
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def idno_sex(number: str) -> str | None:
    """Return 男 for an odd 17th digit and 女 for an even one."""
    if not _ID_FORM.fullmatch(number):
        return None
    return "男" if int(number[16]) % 2 else "女"


@lru_cache(maxsize=1024)
def uscc_problem(code: str) -> str:
    """Say what is wrong with a unified social credit code after GB 32100; '' when nothing is."""
    if not _USCC_FORM.fullmatch(code):
        return "应为18位数字或大写字母（不含I、O、S、V、Z）"
    total = sum(_USCC_LETTERS.index(c) * weight for c, weight in zip(code, _USCC_WEIGHTS, strict=False))
    return "" if _USCC_LETTERS[(31 - total % 31) % 31] == code[17] else "校验位不符"


def food_licence_problem(number: str) -> str:
    """Say what is wrong with a food licence number: JY, YB or SC and 14 digits, ISO 7064 MOD 11,10."""
    if not _LICENCE_FORM.fullmatch(number):
        return "应为JY（YB、SC）加14位数字"
    remainder = 10
    for digit in number[2:15]:
        remainder = (remainder + int(digit)) % 10 or 10
        remainder = remainder * 2 % 11
    return "" if str((11 - remainder) % 10) == number[15] else "校验位不符"


def luhn_holds(number: str) -> bool:
    """Tell whether the digits satisfy the Luhn formula (ISO/IEC 7812-1)."""
    digits = [int(each) for each in reversed(number)]
    doubled = (sum(divmod(2 * each, 10)) for each in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def has_check_digit(number: str) -> bool:
    """Tell whether the number is of a form with a check digit and satisfies it."""
    return "" in _problems(number)


def breaks_check_digit(number: str) -> bool:
    """Tell whether the number is of a form with a check digit and breaks it (of every such form it has)."""
    problems = _problems(number)
    return bool(problems) and "" not in problems


@lru_cache(maxsize=1024)
def _problems(number: str) -> tuple[str, ...]:
    """Say what each form that the number has finds wrong with it; nothing when it has none of these forms."""
    forms = (
        (_ID_FORM, idno_problem),
        (_USCC_FORM, uscc_problem),
        (_LICENCE_FORM, food_licence_problem),
    )
    return tuple(problem(number) for form, problem in forms if form.fullmatch(number))
