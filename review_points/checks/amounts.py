"""Amounts in capital numerals (大写金额), and measured values as reports write them."""

import re

from ocr.amounts import plain_amount, plain_number
from ocr.values import ElementType, plain_text
from review_points.answers import PASSED, Answer, failed
from review_points.checks.registry import Parameter, check, value
from review_points.operands import Operand

_TEXT = Parameter(name="a", types=frozenset({ElementType.TEXT}))
_ONE = "[壹贰貳叁參肆伍陆陸柒捌玖]"
_CAPITALS = re.compile(
    rf"(人民币)?(?:{_ONE}|[零〇拾佰仟万萬亿億])+[元圆圓](零?{_ONE}角)?(零?{_ONE}分)?[整正]?"
)
_BELOW = re.compile(r"[<＜≤](.+)")
_NOT_DETECTED = frozenset({"ND", "未检出", "未检测出"})


@check(_TEXT, source="大写金额书写惯例（待核）")
def capitals_lawful(a: Operand) -> Answer:
    """Pass when the text is one amount in capital numerals (元, 角, 分); fail when it surely is none."""
    text = plain_text(a.text)
    if _CAPITALS.fullmatch(text) and plain_amount(text) is not None:
        return PASSED
    return failed(f"“{a.text}”不是规范的大写金额")


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
