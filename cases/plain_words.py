"""What applicants wrote, made fit for texts that people read: one line, nothing invisible in it."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.fact_names import fact_name
from ocr.document import Reading, ReadingState
from ocr.values import ElementType
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Basis

_NOT_FOUND_IN = frozenset({"case", "param"})
_AS_IT_SHOULD_BE = frozenset(
    {"present", "legible", "pages_complete", "complete", "slot_matches", "sealed", "signed"}
)
"""Facts of a material that are told only when the answer is no."""
_BOOLS = {"true": "是", "false": "否"}
_NO_CHARACTERS = range(0xFDD0, 0xFDF0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of one fact: its name in words, its value, and the page it stands on.

    `fact` is the fact's own name, by which its place is cut out of the page's picture.
    """

    fact: str
    label: str
    value: str
    page: int | None = None

    @property
    def words(self) -> str:
        """Say it in words: 护士执业证书·有效期至“2026-11-01”（第 1 页）."""
        place = f"（第 {self.page} 页）" if self.page is not None else ""
        return f"{self.label}“{self.value}”{place}"


def found_of(
    names: Iterable[str], facts: Facts, material_names: Mapping[str, str], form_labels: Mapping[str, str]
) -> tuple[Found, ...]:
    """Say what was found of each named fact; what the case itself or a parameter says is left out.

    So is that a material is there, legible, whole, in its place, sealed and signed.
    """
    return tuple(
        _found(facts[name], material_names, form_labels)
        for name in dict.fromkeys(names)
        if name.partition(".")[0] not in _NOT_FOUND_IN and _is_telling(facts[name])
    )


def one_line(text: str) -> str:
    """Return the text in one line, with invisible marks shown as what they are."""
    if not text.isprintable():
        text = "".join(map(_shown, text))
    return " ".join(text.split())


def law_text(basis: Iterable[Basis]) -> str:
    """Name the law: each law once with its article, and the sentence where it is given."""
    return "；".join(dict.fromkeys(map(_law, basis)))


def shown_reading(readings: Sequence[Reading]) -> Reading | None:
    """Return the reading to show: the first that was read and has a place, else the first with a place."""
    placed = [each for each in readings if each.page is not None]
    read = [each for each in placed if each.state is ReadingState.READ]
    return next(iter(read or placed), None)


def _law(basis: Basis) -> str:
    named = f"《{basis.law.strip('《》')}》{basis.article}"
    return one_line(f"{named}“{basis.text}”" if basis.text else named)


def _is_telling(fact: Fact) -> bool:
    """Tell whether a fact is known and is news to the reader."""
    is_fine = fact.value == "true" and fact.name.rpartition(".")[2] in _AS_IT_SHOULD_BE
    return fact.state in (FactState.READ, FactState.BLANK) and not is_fine


def _found(fact: Fact, material_names: Mapping[str, str], form_labels: Mapping[str, str]) -> Found:
    value = fact.value or ""
    if fact.type is ElementType.BOOL:
        value = _BOOLS.get(value, value)
    reading = shown_reading(fact.readings)
    return Found(
        fact=fact.name,
        label=one_line(fact_name(fact.name, material_names, form_labels)),
        value=one_line(value) if fact.state is FactState.READ else "空白",
        page=reading.page if reading else None,
    )


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Cs"} or _is_no_character(ord(character)):
        return f"⟨U+{ord(character):04X}⟩"
    return " " if category in {"Cc", "Zl", "Zp"} else character


def _is_no_character(code: int) -> bool:
    """Tell whether Unicode promises never to give the number a character: XML forbids some of them."""
    return code & 0xFFFE == 0xFFFE or code in _NO_CHARACTERS
