"""Does a word stand in a text, is it denied there, and could a misreading hide it?"""

import re
from enum import Enum, auto

from rapidfuzz import fuzz

from ocr.values import plain_text
from review_points.operands import Operand

_NEAR = 75.0
_DENIALS = ("不含", "不包括", "不包含", "除外", "不得", "不", "非", "无", "未", "禁止", "没有")
_CLAUSE_ENDS = re.compile(r"[;,。、!?]")
_DENIED_FROM_THE_START = re.compile(
    r"(?:没有|不具备|不提供|不设|不含|不包括|不经营|不从事|不得|禁止|未(?!成年|来)|无(?!障碍|菌|人|尘|线|害))"
)
_DENIED_AT_THE_END = re.compile(
    r"[:(](?:无|否|没有|暂无|未|不|缺)|(?:无|没有|暂无|缺失|未配备|未设置?|除外)\)?$"
)
_IDLE = re.compile(r"[^0-9A-Za-z一-鿿㐀-䶿]+")
_BLANK = re.compile(r"_{2,}|…+|\.{3,}|X{3,}|\{[^{}]*\}|\(\)")


class Standing(Enum):
    """How a word stands in a text."""

    PRESENT = auto()
    DENIED = auto()
    NEAR = auto()
    """Something like it stands there, in a text read from a picture."""
    ABSENT = auto()


def standing_of(word: str, a: Operand) -> Standing:
    """Tell how a word stands in a text or a list."""
    text, wanted = plain_text(a.text), plain_text(word)
    places = [found.start() for found in re.finditer(re.escape(wanted), text)]
    if any(not _is_denied(text, place, place + len(wanted)) for place in places):
        return Standing.PRESENT
    if places:
        return Standing.DENIED
    return Standing.ABSENT if a.certain or not _is_near(wanted, text) else Standing.NEAR


def pieces_of(template: str) -> tuple[str, ...]:
    """Split a template's wording at its blanks (____, …, {…}), without spaces and punctuation."""
    parts = (bare(part) for part in _BLANK.split(template))
    return tuple(part for part in parts if part)


def bare(text: str) -> str:
    """Leave only letters, digits and Chinese characters."""
    return _IDLE.sub("", plain_text(text))


def is_denied_before(before: str) -> bool:
    """Tell whether a text ends with a word that denies what follows: 不, 未, 没有 …."""
    return before.endswith(_DENIALS)


def _is_denied(text: str, start: int, end: int) -> bool:
    """Tell whether the clause denies the word: 不含…, 没有…, …：无, …除外."""
    before = _CLAUSE_ENDS.split(text[:start])[-1]
    after = _CLAUSE_ENDS.split(text[end:])[0]
    if is_denied_before(before) or after.startswith("除外"):
        return True
    return bool(_DENIED_FROM_THE_START.match(before) or _DENIED_AT_THE_END.search(after))


def _is_near(word: str, text: str) -> bool:
    return len(word) > 1 and fuzz.partial_ratio(word, text) >= _NEAR
