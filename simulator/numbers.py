"""Check digits of the numbers that stand on the papers, and how to spoil them.

Rules: GB 11643 (ISO 7064 MOD 11-2), GB 32100 with GB 11714 inside, MOD 11,10 (food licences), Luhn.
"""

from random import Random

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
FOOD_PREFIXES = ("JY", "YB")


def identity_check_digit(body: str) -> str:
    """Return the 18th character of an identity number from its first 17 digits."""
    remainder = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body)) % 11
    return "10X98765432"[remainder]


def credit_check_digit(body: str) -> str:
    """Return the 18th character of a unified social credit code."""
    total = sum(USCC_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return USCC_ALPHABET[-total % 31]


def organisation_check_digit(body: str) -> str:
    """Return the check character of an organisation code of eight characters."""
    signs = zip(body, ORGANISATION_WEIGHTS, strict=True)
    value = 11 - sum(CODE_ALPHABET.index(sign) * weight for sign, weight in signs) % 11
    return {10: "X", 11: "0"}.get(value, str(value))


def licence_check_digit(body: str) -> str:
    """Return the 14th digit of a food licence number (MOD 11,10)."""
    state = 10
    for digit in body:
        state = ((state + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - state) % 10)


def card_check_digit(body: str) -> str:
    """Return the Luhn digit of a bank card number."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def identity_number(district: str, birth: str, order: int) -> str:
    """Return a lawful identity number; `birth` is ISO, an odd `order` is a man's."""
    body = f"{district}{birth.replace('-', '')}{order:03d}"
    return body + identity_check_digit(body)


def credit_code(category: str, district: str, organisation: str) -> str:
    """Return a lawful credit code, such as category 91, district 350199, organisation MA000001."""
    body = f"{category}{district}{organisation}{organisation_check_digit(organisation)}"
    return body + credit_check_digit(body)


def food_licence_number(format_digit: str, district: str, order: int, project: str = "01") -> str:
    """Return a lawful food licence number: JY, business format, project, district, order, check digit."""
    body = f"{format_digit}{project}{district}{order:04d}"
    return f"JY{body}{licence_check_digit(body)}"


def bank_card_number(prefix: str, order: int, length: int = 19) -> str:
    """Return a card number that passes Luhn."""
    body = prefix + str(order).zfill(length - 1 - len(prefix))
    return body + card_check_digit(body)


def with_check_digit(number: str) -> str:
    """Return `number` with the check digit its form asks for, or as it is when there is none."""
    if number[:2] in FOOD_PREFIXES and len(number) == 16:
        return number[:-1] + licence_check_digit(number[2:-1])
    if len(number) == 18 and number[:17].isdigit() and number[6:8] in {"19", "20"}:
        return number[:-1] + identity_check_digit(number[:17])
    if len(number) == 18 and number[8:10].isalpha():
        body = number[:16] + organisation_check_digit(number[8:16])
        return body + credit_check_digit(body)
    if len(number) in range(16, 20) and number.isdigit():
        return number[:-1] + card_check_digit(number[:-1])
    return number


def one_digit_off(number: str, seed: int) -> str:
    """Change one digit near the end and leave the check digit: the number is no longer lawful."""
    place = _place_to_spoil(number, seed)
    return number[:place] + str((int(number[place]) + 1 + seed % 8) % 10) + number[place + 1 :]


def lawful_neighbour(number: str, seed: int) -> str:
    """Change one digit near the end and mend the check digit: another lawful number."""
    return with_check_digit(one_digit_off(number, seed))


def _place_to_spoil(number: str, seed: int) -> int:
    """Choose a digit of the running number: never the check digit, a birth date or the digit of the sex."""
    last = len(number) - 4
    places = [place for place in (last, last + 1) if number[place].isdigit()]
    if not places:
        places = [place for place in range(len(number) - 1) if number[place].isdigit()]
    return Random(f"{number}|{seed}").choice(places)
