"""Choices and texts: one of a list, subsets, and words that must stand in a text."""

from ocr.values import ElementType, plain_text
from review_points.checks.registry import ANYTHING, Answer, Parameter, Takes, check, decide
from review_points.operands import Operand

_CHOICES = frozenset({ElementType.CHOICES})
_ONE_OR_MORE = _CHOICES | {ElementType.CHOICE}
_TEXTS = Parameter(name="texts", takes=Takes.TEXTS)


def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain_text(text) for text in texts)


def _name(texts: tuple[str, ...] | frozenset[str]) -> str:
    return "、".join(sorted(texts))


@check(Parameter(name="a", types=ANYTHING - _CHOICES), _TEXTS)
def one_of(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when the value is one of the texts, character by character."""
    return decide(plain_text(a.text) in _folded(texts), f"“{a.text}”不在{_name(texts)}之中")


@check(Parameter(name="a", types=ANYTHING - _CHOICES), _TEXTS)
def not_one_of(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when the value is none of the texts."""
    return decide(plain_text(a.text) not in _folded(texts), f"为“{a.text}”")


@check(Parameter(name="a", types=_ONE_OR_MORE), _TEXTS)
def contains(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when every one of the texts is among the choices."""
    lacking = _folded(texts) - _folded(a.entries)
    return decide(not lacking, f"缺少{_name(lacking)}")


@check(Parameter(name="a", types=_ONE_OR_MORE), _TEXTS)
def contains_any(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when at least one of the texts is among the choices."""
    return decide(bool(_folded(texts) & _folded(a.entries)), f"“{a.text}”不含{_name(texts)}任何一项")


@check(Parameter(name="a", types=_ONE_OR_MORE), Parameter(name="b", types=_CHOICES))
def subset(a: Operand, b: Operand) -> Answer:
    """Pass when every entry of a is an entry of b."""
    beyond = _folded(a.entries) - _folded(b.entries)
    return decide(not beyond, f"{_name(beyond)}超出范围")


@check(Parameter(name="a", types=_ONE_OR_MORE))
def exactly_one(a: Operand) -> Answer:
    """Pass when exactly one entry is chosen."""
    return decide(len(a.entries) == 1, f"勾选了{len(a.entries)}项")


@check(Parameter(name="a", types=ANYTHING), _TEXTS)
def text_has(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when every one of the texts occurs in a."""
    lacking = [text for text in texts if plain_text(text) not in plain_text(a.text)]
    return decide(not lacking, f"没有“{_name(tuple(lacking))}”")


@check(Parameter(name="a", types=ANYTHING), _TEXTS)
def text_has_any(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when at least one of the texts occurs in a."""
    return decide(any(plain_text(text) in plain_text(a.text) for text in texts), f"没有{_name(texts)}")


@check(Parameter(name="a", types=ANYTHING), _TEXTS)
def text_lacks(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when none of the texts occurs in a."""
    there = [text for text in texts if plain_text(text) in plain_text(a.text)]
    return decide(not there, f"出现“{_name(tuple(there))}”")
