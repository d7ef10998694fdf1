"""Choices and texts: one of a list, subsets, and words that must stand in a text."""

from functools import lru_cache

from ocr.values import COLUMNS, ElementType, plain_text
from review_points.answers import PASSED, failed
from review_points.checks.registry import ANYTHING, Answer, Parameter, Takes, check
from review_points.operands import Operand

_CHOICES = frozenset({ElementType.CHOICES})
_ONE_OR_MORE = _CHOICES | {ElementType.CHOICE}
_ONE_VALUE = ANYTHING - _CHOICES - frozenset(COLUMNS)
_TEXTS = Parameter(name="texts", takes=Takes.TEXTS)


@lru_cache(maxsize=1024)
def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain_text(text) for text in texts)


def _name(texts: tuple[str, ...] | frozenset[str]) -> str:
    return "、".join(sorted(texts))


@check(Parameter(name="a", types=_ONE_VALUE), _TEXTS)
def one_of(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when the value is one of the texts, character by character."""
    if a.text in texts or plain_text(a.text) in _folded(texts):
        return PASSED
    return failed(f"“{a.text}”不在{_name(texts)}之中")


@check(Parameter(name="a", types=_ONE_VALUE), _TEXTS)
def not_one_of(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when the value is none of the texts."""
    return PASSED if plain_text(a.text) not in _folded(texts) else failed(f"为“{a.text}”")


@check(Parameter(name="a", types=_ONE_OR_MORE), _TEXTS)
def contains(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when every one of the texts is among the choices."""
    lacking = _folded(texts) - _folded(a.entries)
    return PASSED if not lacking else failed(f"缺少{_name(lacking)}")


@check(Parameter(name="a", types=_ONE_OR_MORE), _TEXTS)
def contains_any(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when at least one of the texts is among the choices."""
    return (
        PASSED
        if bool(_folded(texts) & _folded(a.entries))
        else failed(f"“{a.text}”不含{_name(texts)}任何一项")
    )


@check(Parameter(name="a", types=_ONE_OR_MORE), Parameter(name="b", types=_CHOICES))
def subset(a: Operand, b: Operand) -> Answer:
    """Pass when every entry of a is an entry of b."""
    beyond = _folded(a.entries) - _folded(b.entries)
    return PASSED if not beyond else failed(f"{_name(beyond)}超出范围")


@check(Parameter(name="a", types=_ONE_OR_MORE))
def exactly_one(a: Operand) -> Answer:
    """Pass when exactly one entry is chosen."""
    return PASSED if len(a.entries) == 1 else failed(f"勾选了{len(a.entries)}项")


@check(Parameter(name="a", types=ANYTHING), _TEXTS)
def text_has(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when every one of the texts occurs in a."""
    lacking = [text for text in texts if plain_text(text) not in plain_text(a.text)]
    return PASSED if not lacking else failed(f"没有“{_name(tuple(lacking))}”")


@check(Parameter(name="a", types=ANYTHING), _TEXTS)
def text_has_any(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when at least one of the texts occurs in a."""
    return (
        PASSED
        if any(plain_text(text) in plain_text(a.text) for text in texts)
        else failed(f"没有{_name(texts)}")
    )


@check(Parameter(name="a", types=ANYTHING), _TEXTS)
def text_lacks(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when none of the texts occurs in a."""
    there = [text for text in texts if plain_text(text) in plain_text(a.text)]
    return PASSED if not there else failed(f"出现“{_name(tuple(there))}”")
