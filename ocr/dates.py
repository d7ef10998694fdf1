"""Dates as papers write them. A day that does not exist is no date: nothing rolls over."""

import re
from datetime import date

LONG_TERM = "长期"
_NUMERALS = {character: str(value) for value, character in enumerate("零一二三四五六七八九")}
_NUMERALS |= dict.fromkeys("〇○O0", "0")
_NUMERALS |= {character: str(value) for value, character in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_NUMERALS |= {"元": "1"}
_DAY = r"(?:[零〇一二三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾]{1,3}|\d{1,2}(?!\d))"
_WRITTEN = re.compile(
    rf"((?!\d{{4}})[零〇○O0一二三四五六七八九壹贰叁肆伍陆柒捌玖]{{4}})年({_DAY})月({_DAY})[日号]?"
)
_FORMS = (
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"),
    re.compile(r"(\d{4})[.·](\d{1,2})[.·](\d{1,2})[.]?"),
    re.compile(r"(\d{4})[-](\d{1,2})[-](\d{1,2})"),
    re.compile(r"(\d{4})[/](\d{1,2})[/](\d{1,2})"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_ENDLESS = re.compile(r"长期(有效)?|永久(有效)?|永续(经营)?")
_ANY = re.compile(
    rf"{_WRITTEN.pattern}|(?<!\d)\d{{4}}年\d{{1,2}}月\d{{1,2}}(?!\d)[日号]?"
    r"|(?<!\d)\d{4}([.·\-/])\d{1,2}\4\d{1,2}(?!\d)"
    r"|(?<!\d)\d{8}(?!\d)|长期|永久|永续"
)
_JOINED = re.compile(r"(\d{4}\.\d{2}\.\d{2})-?(\d{4}\.\d{2}\.\d{2}|长期)")


def iso_date(text: str) -> str | None:
    """Return the ISO date or 长期 that the whole text writes (NFKC, no spaces), or None."""
    text = text.strip("自从至到起止前,。;:()")
    if _ENDLESS.fullmatch(text):
        return LONG_TERM
    written = _WRITTEN.fullmatch(text)
    if written:
        year, month, day = (_year(written[1]), _small_number(written[2]), _small_number(written[3]))
        return _lawful(year, month, day)
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _lawful(*(int(part) for part in found.groups()))
    return None


def iso_period(text: str) -> tuple[str, str] | None:
    """Return the first and the last day of a period, or None unless both are lawful and in order."""
    joined = _JOINED.fullmatch(text)
    parts = list(joined.groups()) if joined else [found.group() for found in _ANY.finditer(text)]
    if len(parts) != 2:
        return None
    first, last = iso_date(parts[0]), iso_date(parts[1])
    if first is None or last is None or first == LONG_TERM:
        return None
    return (first, last) if last == LONG_TERM or first <= last else None


def dates_within(text: str) -> tuple[str, ...]:
    """Return every lawful date that stands in a longer text, in order."""
    found = (iso_date(match.group()) for match in _ANY.finditer(text))
    return tuple(day for day in found if day is not None)


def _lawful(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None or month is None or day is None or not 1850 <= year <= 2200:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _year(text: str) -> int | None:
    digits = "".join(_NUMERALS.get(character, "?") for character in text)
    return int(digits) if digits.isdigit() else None


def _small_number(text: str) -> int | None:
    """Read 1..39 as months and days are written: 六, 十二, 二十, 廿一, 三十一, 零六, 二一."""
    text = text.replace("廿", "二十").replace("卅", "三十").replace("拾", "十").lstrip("零〇")
    if text.isdigit() and text.isascii():
        return int(text)
    digits = [_NUMERALS.get(character) for character in text if character != "十"]
    if None in digits or text.count("十") > 1 or not text:
        return None
    tens, mark, units = text.partition("十")
    if not mark:
        return int("".join(str(digit) for digit in digits))
    if len(tens) > 1 or len(units) > 1:
        return None
    return (int(_NUMERALS[tens]) if tens else 1) * 10 + (int(_NUMERALS[units]) if units else 0)
