"""Amounts in capital numerals (大写金额), and measured values as reports write them."""

import re

from ocr.amounts import in_capitals, modern_capitals, plain_amount, plain_number
from ocr.values import ElementType, plain_text
from review_points.answers import PASSED, Answer, failed, undecided
from review_points.checks.registry import Parameter, check, value
from review_points.operands import Operand

_TEXT = Parameter(name="a", types=frozenset({ElementType.TEXT}))
_CAPITALS = re.compile(r"(?:人民币)?[零〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億元圆圓角分整正]+")
_SILENT = str.maketrans("", "", "零整")
_BELOW = re.compile(r"[<＜≤](.+)")
_NOT_DETECTED = frozenset({"ND", "未检出", "未检测出"})


@check(_TEXT, source="大写金额书写惯例（待核）")
def capitals_lawful(a: Operand) -> Answer:
    """Pass when the text is one amount in capital numerals, written as they are; fail when it is none.

    An amount that can be read but is written otherwise (壹壹元) is unknown; 零 and 整 may be left out.
    """
    text = plain_text(a.text)
    amount = plain_amount(text) if _CAPITALS.fullmatch(text) else None
    if amount is None:
        return failed(f"“{a.text}”不是大写金额")
    usual = _sounding(in_capitals(amount))
    return PASSED if _sounding(text) == usual else undecided(f"“{a.text}”的写法不规范")


@value(_TEXT, result=ElementType.AMOUNT)
def amount_of(a: Operand) -> str | None:
    """Give the amount a text writes, in figures or capital numerals; none when it writes no single amount."""
    return plain_amount(plain_text(a.text))


@value(_TEXT, result=ElementType.NUMBER, source="检验检测报告惯例：低于检出限")
def highest_of(a: Operand) -> str | None:
    """Give the highest value a measured result allows: 0.05 for <0.05, 0 for 未检出, itself for a number."""
    text = plain_text(a.text).upper()
    if text in _NOT_DETECTED:
        return "0"
    below = _BELOW.fullmatch(text)
    return plain_number(below[1] if below else text)


def _sounding(capitals: str) -> str:
    """Leave what capital numerals say: no 人民币, 零 and 整, and no 壹 of 壹拾 at the start."""
    text = modern_capitals(capitals).removeprefix("人民币").translate(_SILENT)
    return text.removeprefix("壹") if text.startswith("壹拾") else text
