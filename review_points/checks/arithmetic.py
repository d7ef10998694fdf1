"""Arithmetic with exact decimals. There are no operators: what is computed is named.

A share or a tolerance is written without division, which can't be exact: the difference of a and b is at most
5 % of b when `gap(a, b) <= product(b, 0.05)`. A result that does not fit in fifty digits is an error, and so
unknown. Units are converted the same way: `product(form.area_ha, 15)` gives 亩.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, localcontext

from ocr.amounts import plain
from ocr.values import ElementType
from review_points.checks.registry import NUMBERS, Parameter, value
from review_points.operands import Operand

_NUMBER = ElementType.NUMBER
_A, _B = Parameter(name="a", types=NUMBERS), Parameter(name="b", types=NUMBERS)
_DIGITS = 50
_MOST_PLACES = 8


@contextmanager
def exactly() -> Iterator[None]:
    """Compute with fifty digits; a result that would have to be rounded raises ArithmeticError."""
    with localcontext(Context(prec=_DIGITS, traps=[Inexact])):
        yield


@value(_A, _B, result=_NUMBER)
def total(a: Operand, b: Operand) -> str:
    """Give a plus b."""
    with exactly():
        return plain(a.number + b.number)


@value(_A, _B, result=_NUMBER)
def difference(a: Operand, b: Operand) -> str:
    """Give a minus b, negative when b is larger."""
    with exactly():
        return plain(a.number - b.number)


@value(_A, _B, result=_NUMBER)
def gap(a: Operand, b: Operand) -> str:
    """Give how far a and b lie apart, never negative."""
    with exactly():
        return plain(abs(a.number - b.number))


@value(_A, _B, result=_NUMBER)
def product(a: Operand, b: Operand) -> str:
    """Give a times b."""
    with exactly():
        return plain(a.number * b.number)


@value(_A, Parameter(name="places", types=NUMBERS), result=_NUMBER, source="四舍五入到分等金额惯例")
def rounded(a: Operand, places: Operand) -> str | None:
    """Give a rounded half up to so many decimal places (0 to 8)."""
    count = places.number
    if count not in range(_MOST_PLACES + 1):
        return None
    return plain(a.number.quantize(Decimal(1).scaleb(-int(count)), rounding=ROUND_HALF_UP))


@value(_A, Parameter(name="step", types=NUMBERS), result=_NUMBER)
def rounded_down(a: Operand, step: Operand) -> str | None:
    """Give the largest multiple of the step that is not above a; none unless a >= 0 and step > 0."""
    if a.number < 0 or step.number <= 0:
        return None
    with exactly():
        return plain(a.number // step.number * step.number)
