"""Numbers: values made from other values. Comparison itself is written with < <= > >= == !=."""

from ocr.values import ElementType
from review_points.checks.registry import ANYTHING, NUMBERS, Parameter, plain_check, value
from review_points.operands import Operand

_NUMBER = ElementType.NUMBER


@plain_check(
    Parameter(name="a", types=NUMBERS),
    Parameter(name="least", types=NUMBERS),
    Parameter(name="most", types=NUMBERS),
    holds="{1}.number <= {0}.number <= {2}.number",
)
def between(a: Operand, least: Operand, most: Operand) -> str:
    """Pass when least <= a <= most."""
    return f"{a.text}不在{least.text}至{most.text}之间"


@value(Parameter(name="a", types=ANYTHING), result=_NUMBER)
def length(a: Operand) -> str:
    """Count the characters of a text."""
    return str(len(a.text))


@value(Parameter(name="a", types=frozenset({ElementType.BOOL})), result=_NUMBER)
def as_number(a: Operand) -> str:
    """Give 1 for true and 0 for false."""
    return str(int(a.flag))
