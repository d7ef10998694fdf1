"""Dictionaries and orders as parameters of an item or an area, so that no rule holds a table of its own.

A dictionary is a list of choices whose entries are written 键=值 (理发店=空气;理发店=用品用具); an order is a
list from the lowest to the highest (二级乙等;二级甲等;一级乙等;一级甲等).
"""

from ocr.amounts import plain_number
from ocr.values import ElementType, plain_text
from review_points.answers import PASSED, Answer, failed, undecided
from review_points.checks.registry import Parameter, check, value
from review_points.dictionary import terms_for
from review_points.doubts import doubtful_facts
from review_points.operands import Operand

_LISTS = frozenset({ElementType.CHOICES, ElementType.CHOICE})
_KEYS = _LISTS | {ElementType.TEXT, ElementType.CODE, ElementType.NUMBER}
_KEY = Parameter(name="key", types=_KEYS)
_WORD = frozenset({ElementType.CHOICE, ElementType.TEXT})
_DICTIONARY = Parameter(name="dictionary", types=_LISTS)


@check(
    Parameter(name="a", types=_WORD),
    Parameter(name="least", types=_WORD),
    Parameter(name="order", types=_LISTS),
)
def ranks_at_least(a: Operand, least: Operand, order: Operand) -> Answer:
    """Pass when a stands in the order at the place of `least` or higher; unknown when the order lacks one."""
    places = {plain_text(each): place for place, each in enumerate(order.entries)}
    mine, wanted = places.get(plain_text(a.text)), places.get(plain_text(least.text))
    if mine is None or wanted is None:
        return undecided(f"“{a.text}”无法排序", *doubtful_facts(a, least))
    return PASSED if mine >= wanted else failed(f"“{a.text}”低于“{least.text}”")


@value(_KEY, _DICTIONARY, result=ElementType.CHOICES)
def entries_for(key: Operand, dictionary: Operand) -> str | None:
    """Give all entries of a dictionary for the key or keys; none when it does not know one of them."""
    found = [terms_for(each, dictionary) for each in key.entries]
    return ";".join(dict.fromkeys(term for terms in found for term in terms)) if all(found) else None


@value(_KEY, _DICTIONARY, result=ElementType.NUMBER)
def number_for(key: Operand, dictionary: Operand) -> str | None:
    """Give the one number a dictionary has for the key, such as a limit; none when it has none or several."""
    found = terms_for(key.text, dictionary)
    return plain_number(found[0]) if len(found) == 1 else None
