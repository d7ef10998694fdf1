"""Register codes with a form or check digit of their own: vehicles, disabled persons' cards, e-licences.

A form that the standard does not know is a problem; what only practice knows (old editions, reissued cards)
is in doubt. A check digit is necessary, never sufficient.
"""

import re

from review_points.checksums import idno_problem

_VIN_FORM = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (int(n) for n in "12345678123457923456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHINESE_VIN = "L"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z](?:[A-HJ-NP-Z0-9]{{5}}|[DF][A-HJ-NP-Z0-9][0-9]{{4}}|[0-9]{{5}}[DF]"
    r"|[A-HJ-NP-Z0-9]{4}挂)"
)
_PLATE_SIGNS = re.compile(r"[·•.\-_ ]")
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ECERT = re.compile(
    r"1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18})\.([0-9A-Z]+)\.([0-9]{3})\.([0-9A-Z])"
)
_DISABLED = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])")
_DISABILITIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
_LEVELS = ("一级", "二级", "三级", "四级")
_HMT_REGIONS = ("810000", "820000", "830000")


def vin_problem(vin: str) -> str:
    """Say what is wrong with a vehicle identification number after GB 16735; '' when nothing is."""
    if not _VIN_FORM.fullmatch(vin):
        return "应为17位数字或字母（不含I、O、Q）"
    values = (int(each) if each.isdigit() else _VIN_VALUES[each] for each in vin)
    remainder = sum(each * weight for each, weight in zip(values, _VIN_WEIGHTS, strict=True)) % 11
    return "" if vin[8] == ("X" if remainder == 10 else str(remainder)) else "第9位校验位不符"


def is_chinese_vin(vin: str) -> bool:
    """Tell whether the maker's code is China's; makers of other countries need not keep the check digit."""
    return vin.startswith(_CHINESE_VIN)


def plain_plate(plate: str) -> str:
    """Write a plate without its dot."""
    return _PLATE_SIGNS.sub("", plate).upper()


def is_plate(plate: str) -> bool:
    """Tell whether a plain plate has a lawful form: 5 signs, 6 of a new-energy vehicle, or a trailer's."""
    return _PLATE.fullmatch(plate) is not None


def mod_37_36(body: str) -> str:
    """Compute the check character of digits and letters (ISO 7064 MOD 37,36)."""
    remainder = 36
    for character in body:
        remainder = (remainder + _ALPHABET.index(character)) % 36 or 36
        remainder = remainder * 2 % 37
    return _ALPHABET[(37 - remainder) % 36]


def ecert_problem(identifier: str) -> str:
    """Say what is wrong with an electronic certificate's identifier after GB/T 36904; '' when nothing is."""
    parts = _ECERT.fullmatch(identifier.upper())
    if parts is None:
        return "不是电子证照标识的格式"
    return "" if mod_37_36("".join(parts.groups()[:4])) == parts[5] else "校验位不符"


def disabled_card_problem(number: str) -> str:
    """Say what is wrong with a disabled person's card number (ID number, kind 1-7, level 1-4)."""
    parts = _DISABLED.fullmatch(number)
    if parts is None:
        return "应为18位身份证号加类别1位（1至7）、等级1位（1至4）"
    return idno_problem(parts[1])


def disability_of(number: str) -> tuple[str, str] | None:
    """Return kind and level of disability as the card number tells them."""
    parts = _DISABLED.fullmatch(number)
    return (_DISABILITIES[int(parts[2]) - 1], _LEVELS[int(parts[3]) - 1]) if parts else None


def residence_permit_problem(number: str) -> str:
    """Say what is wrong with the number of a residence permit for Hong Kong, Macao and Taiwan residents."""
    return idno_problem(number) if number.startswith(_HMT_REGIONS) else "前6位应为810000、820000或830000"
