"""Comparison by type: which folding and which rule two operands are compared under."""

from collections.abc import Callable

from ocr.values import COLUMNS, IDENTIFIERS, ElementType
from review_points.answers import Answer
from review_points.compare_addresses import compare_addresses_exactly
from review_points.compare_texts import (
    compare_columns,
    compare_entries,
    compare_names,
    compare_numbers,
    compare_organisations,
    compare_plainly,
    equal_answer,
    fold_code,
)
from review_points.operands import Floors, Operand

_NUMBERS = frozenset({ElementType.NUMBER, ElementType.AMOUNT})
_WORDS = frozenset({ElementType.TEXT, ElementType.CHOICE})
_BESIDE_WORDS = frozenset({ElementType.NAME, ElementType.ORGANISATION, ElementType.ADDRESS})
_RULES: tuple[tuple[frozenset[ElementType], Callable[[Operand, Operand, Floors], Answer]], ...] = (
    (frozenset({ElementType.ORGANISATION}), compare_organisations),
    (frozenset({ElementType.NAME}), compare_names),
    (frozenset({ElementType.ADDRESS}), compare_addresses_exactly),
    (frozenset({ElementType.CHOICES}), compare_entries),
    (frozenset(COLUMNS), compare_columns),
    (_NUMBERS, compare_numbers),
    (IDENTIFIERS, lambda a, b, floors: compare_plainly(a, b, floors, fold_code)),
)


def compare(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare two operands under the rule of the stricter of their types."""
    if a.value == b.value:
        return equal_answer(a, b, floors)
    for types, rule in _RULES:
        if a.type in types or b.type in types:
            return rule(a, b, floors)
    return compare_plainly(a, b, floors)


def are_comparable(a: ElementType, b: ElementType) -> bool:
    """Tell whether values of these types may be compared at all."""
    if a is b:
        return True
    pair = {a, b}
    families = (IDENTIFIERS, _NUMBERS, _WORDS, frozenset({ElementType.NAME, ElementType.ORGANISATION}))
    if any(pair <= family for family in families):
        return True
    return bool(pair & _WORDS) and bool(pair & (_BESIDE_WORDS | IDENTIFIERS))
