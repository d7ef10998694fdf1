"""Check digits. A right check digit is necessary, never sufficient; nothing here corrects anything."""

import re

_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def idno_check_digit(body: str) -> str:
    """Return the check character that belongs to the first 17 digits (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def is_idno_lawful(number: str) -> bool:
    """Tell whether an 18-character identity number has the right check character."""
    return (
        re.fullmatch(r"[0-9]{17}[0-9X]", number) is not None and idno_check_digit(number[:17]) == number[17]
    )


def uscc_check_character(body: str) -> str:
    """Return the check character that belongs to the first 17 characters (GB 32100)."""
    values = (_CREDIT_ALPHABET.index(character) for character in body)
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % 31]


def is_uscc_lawful(code: str) -> bool:
    """Tell whether an 18-character credit code uses the alphabet and has the right check character."""
    if re.fullmatch(f"[{_CREDIT_ALPHABET}]{{18}}", code) is None:
        return False
    return uscc_check_character(code[:17]) == code[17]


def mod_11_10(digits: str) -> str:
    """Return the ISO 7064 MOD 11,10 check digit of a string of digits (GB/T 17710)."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def is_food_licence_no_lawful(number: str) -> bool:
    """Tell whether a food licence or record number (JY, YB, SC and 14 digits) has the right check digit."""
    return re.fullmatch(r"(JY|YB|SC)[0-9]{14}", number) is not None and mod_11_10(number[2:-1]) == number[-1]


def is_luhn_lawful(number: str) -> bool:
    """Tell whether the digits of a bank card pass the Luhn check."""
    if not (number.isascii() and number.isdigit() and 12 <= len(number) <= 19):
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
