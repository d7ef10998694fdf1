"""Characters that readers take for one another, and forms of one character.

look_alikes.tsv comes from glyph data, the recogniser's own confusions and a reviewed list, variants.tsv from
OpenCC and Unicode; tools/look_alikes.py and tools/variants.py build them. The tables say what a reading error
or another way of writing could be; they never make two values equal.

A character here is what a person sees as one: a base with its combining marks or variation selector.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files

Partners = Mapping[str, frozenset[str]]
_NOBODY: frozenset[str] = frozenset()
_RARE_PLANES = ((0xE000, 0xF8FF), (0x3400, 0x4DBF), (0x20000, 0xDFFFF), (0xF0000, 0x10FFFF))


def _rows(name: str) -> list[list[str]]:
    """Return the rows of a table beside this module: two characters and what is said of them."""
    text = files("review_points").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]


def _partners(rows: Iterable[list[str]]) -> Partners:
    """Turn pairs into what each character is paired with, both ways."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other, *_ in rows:
        found[one].add(other)
        found[other].add(one)
    return {each: frozenset(partners) for each, partners in found.items()}


_LOOK_ALIKES = _rows("look_alikes.tsv")
TWINS = _partners(row for row in _LOOK_ALIKES if row[2] == "twin")
COUSINS = _partners(row for row in _LOOK_ALIKES if row[2] == "cousin")
VARIANTS = _partners(_rows("variants.tsv"))


def are_twins(one: str, other: str) -> bool:
    """Tell whether the shapes are so close that a reader's score says nothing."""
    return other in TWINS.get(one, _NOBODY)


def are_cousins(one: str, other: str) -> bool:
    """Tell whether poor print makes one look like the other."""
    return other in COUSINS.get(one, _NOBODY)


def are_variants(one: str, other: str) -> bool:
    """Tell whether these are forms of one character: simplified, traditional, variant, with a mark."""
    return other in VARIANTS.get(one, _NOBODY) or _base(one) == _base(other)


def is_rare(character: str) -> bool:
    """Tell whether readers seldom know the character: extension planes and private use."""
    return any(first <= ord(each) <= last for each in character for first, last in _RARE_PLANES)


def characters_of(text: str) -> tuple[str, ...]:
    """Split a text into what a person sees as characters: a base with its marks and selectors."""
    if text.isascii():
        return tuple(text)
    found: list[str] = []
    for each in text:
        if found and unicodedata.category(each)[0] == "M":
            found[-1] += each
        else:
            found.append(each)
    return tuple(found)


def _base(character: str) -> str:
    """Return a character without its marks."""
    parts = unicodedata.normalize("NFD", character)
    return parts[0] if all(unicodedata.category(each)[0] == "M" for each in parts[1:]) else parts
