"""Personal data as lists may show it."""

import re

IDENTITY_NUMBER = re.compile(r"\b\d{6}[\dXx]{8,11}[\dXx]\b")
LONG_NUMBER = re.compile(r"(?<!\d)\d{11,}(?!\d)")
ORGANISATION = re.compile(r"公司|店|厂|中心|医院|学校|合作社|经营部|商行|餐|局|馆|所$|院$|部$")


def mask_name(name: str) -> str:
    """Return 张*明 for 张小明 and 张* for 张明; names of organisations are public and stay whole."""
    text = name.strip()
    if not text or ORGANISATION.search(text):
        return text
    if len(text) <= 2:
        return text[:1] + "*"
    return text[0] + "*" * (len(text) - 2) + text[-1]


def mask_number(number: str) -> str:
    """Return the first six and the last four characters with stars between them."""
    text = number.strip()
    if len(text) <= 10:
        return text[:2] + "*" * max(len(text) - 2, 0)
    return text[:6] + "*" * (len(text) - 10) + text[-4:]


def mask_numbers_in(text: str) -> str:
    """Mask every identity, telephone or account number that stands in a sentence."""
    masked = IDENTITY_NUMBER.sub(lambda found: mask_number(found.group()), text)
    return LONG_NUMBER.sub(lambda found: mask_number(found.group()), masked)
