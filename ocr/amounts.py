"""Amounts of money in figures and in capital numerals."""

import re
from decimal import Decimal, InvalidOperation

import cn2an

_BETWEEN = re.compile(r"[()\[\]:,;=。]*(?:人民币|RMB|CNY|大写|小写|[()¥])[()\[\]:;=]*|(?<=[元整正分角]),")
_CAPITALS = re.compile(
    r"[零〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億一二三四五六七八九十百千两元圆圓角分整正]+"
)
_FIGURES = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(万元|万|元|亿元)?整?")
_SCALE = {"万元": 10_000, "万": 10_000, "亿元": 100_000_000, "元": 1, "": 1}
_MODERN = str.maketrans("貳參陸萬億圓圆两〇", "贰叁陆万亿元元贰零")


def plain_amount(text: str) -> str | None:
    """Return the amount as a plain decimal; a text that writes it twice must say the same twice."""
    found = amounts_written(text)
    return found[0] if len(found) == 1 else None


def amounts_written(text: str) -> tuple[str, ...]:
    """Return every different amount that a text writes, in order; nothing when some piece of it is none."""
    found = [_one_amount(piece) for piece in _pieces(text)]
    amounts = [plain(value) for value in found if value is not None]
    return tuple(dict.fromkeys(amounts)) if len(amounts) == len(found) else ()


def plain_number(text: str) -> str | None:
    """Return a number in figures as a plain decimal, without separators and idle zeros."""
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return plain(value) if value.is_finite() else None


def in_capitals(amount: str) -> str:
    """Write a plain decimal amount of at most two places in capital numerals, as 壹拾万元整."""
    return str(cn2an.an2cn(amount, "rmb"))


def modern_capitals(text: str) -> str:
    """Write an amount in capital numerals with the characters of today: 贰叁陆万亿元零整."""
    return text.translate(_MODERN).replace("正", "整")


def plain(value: Decimal) -> str:
    """Write a decimal without exponent and idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _pieces(text: str) -> list[str]:
    return [piece for piece in _BETWEEN.split(text) if piece]


def _one_amount(text: str) -> Decimal | None:
    figures = _FIGURES.fullmatch(text)
    if figures:
        number = Decimal(figures[1].replace(",", "") + (figures[2] or ""))
        return number * _SCALE[figures[3] or ""]
    if _CAPITALS.fullmatch(text) is None:
        return None
    return _capitals(text.translate(_MODERN))


def _capitals(text: str) -> Decimal | None:
    """Read capital numerals up to 元, then 角 and 分; a shape that cn2an does not accept is no amount."""
    match = re.fullmatch(
        r"(?:([^元角分整正]+)元)?(?:零?([^元角分整正零])角)?(?:零?([^元角分整正零])分)?[整正]?", text
    )
    if match is None or not any(match.groups()):
        return None
    try:
        whole, dimes, cents = (
            Decimal(cn2an.cn2an(part, "smart")) if part else Decimal(0) for part in match.groups()
        )
    except ValueError:
        return None
    return whole + dimes / 10 + cents / 100
