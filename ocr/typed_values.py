"""From the characters that stand beside a label to a typed value with a score for each character."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.amounts import amounts_written
from ocr.calibration import probability
from ocr.checksums import is_luhn_lawful
from ocr.dates import dates_within
from ocr.document import ReadingState
from ocr.kind_files import ElementFile, Part
from ocr.layout import PICTURE, Character
from ocr.values import COLUMNS, IDENTIFIERS, ElementType, canonical, is_standard, plain_text

LEAST_CONFIDENCE = 0.6
LEAST_CHARACTER = 0.4
MISTAKABLE = 0.7
"""What a character is worth at most in a value that itself tells of a misreading: below every floor of an
identifier, above what is unreadable."""
_LEADING = PICTURE + ":;,。、._|-—()·'\"`~"
_TRAILING = PICTURE + ":;,、._|-—'\"`~"
_SEARCHED = {
    ElementType.IDNO: re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx×](?![0-9A-Za-z])"),
    ElementType.USCC: re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])"),
    ElementType.MOBILE: re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])"),
    ElementType.BANK_ACCOUNT: re.compile(r"(?<![0-9])[0-9]{12,19}(?![0-9])"),
}
_STRICT = IDENTIFIERS | {ElementType.DATE, ElementType.AMOUNT, ElementType.NUMBER} | frozenset(COLUMNS)
_UNION_CARD = re.compile(r"62[0-9]{14}(?:[0-9]{3})?")
_WORDS = frozenset({ElementType.NAME, ElementType.CODE, ElementType.ORGANISATION, ElementType.NUMBER})
_SENTENCE = re.compile(r"[,。;](?=[一-鿿])")
_SEAL_BEHIND = re.compile(r"\([^()]{0,8}(?:章[^()]{0,3}|签字)\):?$")
_LABEL_BEHIND = re.compile(
    r"(?<=[司局院店厂行部心社会])(?:统一社?|(?:统一)?社会信?|统一社会信用代?码?|身份证号?码?|联系电?话?|法定代?表?人?):?$"
)
_UNIT_BEFORE = re.compile(r"\([^()0-9]{1,6}[23]?\)(?=[0-9])")
_COUNTED = ("人", "名", "份")
_DATE_SIGNS = re.compile(r"[年月日号/.\-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A value as it was read: its state, canonical text, what stood there, and how sure each character is.

    `confidence` is the probability that a value read is right. `others` are, per character of `value`, what
    else it may be; empty where the characters don't line up.
    """

    state: ReadingState
    value: str | None = None
    raw: str = ""
    confidence: float = 0.0
    scores: tuple[float, ...] = ()
    others: tuple[str, ...] = ()


def trimmed(characters: Sequence[Character]) -> tuple[Character, ...]:
    """Drop separators at both ends."""
    start, end = 0, len(characters)
    while start < end and characters[start].text in _LEADING and not _opens(characters, start):
        start += 1
    while end > start and characters[end - 1].text in _TRAILING:
        end -= 1
    return tuple(characters[start:end])


def _opens(characters: Sequence[Character], start: int) -> bool:
    """Tell whether a bracket at the start belongs to the value, as in （20XX）兽药经营证字."""
    return characters[start].text == "(" and any(
        character.text == ")" for character in characters[start + 2 :]
    )


def typed(element: ElementFile, characters: Sequence[Character]) -> Typed:
    """Read the characters as the element's type; what is no lawful value, or is unsure, is unreadable."""
    kept = _whole(element, trimmed(characters))
    raw = "".join(character.text for character in kept)
    if element.type is ElementType.DATE and raw and _DATE_SIGNS.fullmatch(raw):
        return Typed(state=ReadingState.BLANK, raw=raw)
    if element.type is ElementType.AMOUNT and len(amounts_written(plain_text(raw))) > 1:
        return Typed(state=ReadingState.CONFLICT, raw=raw, confidence=_mean(kept))
    found = _lawful(element, kept, raw)
    if found is None or not _has_shape(element, found[0]):
        return Typed(state=ReadingState.UNREADABLE, raw=raw, confidence=_mean(kept))
    value, members = found
    most = MISTAKABLE if _tells_of_misreading(element.type, value) else 1.0
    scores = tuple(min(most, _score_of(character)) for character in members)
    confidence = _confidence(element.type, scores)
    if confidence < LEAST_CONFIDENCE or (element.type in _STRICT and min(scores) < LEAST_CHARACTER):
        return Typed(state=ReadingState.UNREADABLE, raw=raw, confidence=confidence)
    lined_up = members if len(members) == len(value) else ()
    each = scores if lined_up else (confidence,) * len(value)
    return Typed(
        state=ReadingState.READ,
        value=value,
        raw=raw,
        confidence=probability(element.type, min(each)),
        scores=each,
        others=tuple(character.others for character in lined_up),
    )


def _whole(element: ElementFile, characters: tuple[Character, ...]) -> tuple[Character, ...]:
    """Drop what stands behind a value and is none of it: unit, place for a seal, rest of a sentence."""
    text = "".join(character.text for character in characters)
    end = _SENTENCE.search(text) if element.type in _WORDS else None
    if end is not None:
        characters = trimmed(characters[: end.start()])
        text = text[: end.start()]
    if element.type is ElementType.ORGANISATION:
        behind = _SEAL_BEHIND.search(text) or _LABEL_BEHIND.search(text)
        return trimmed(characters[: behind.start()]) if behind else characters
    if element.type is ElementType.NUMBER:
        unit = _UNIT_BEFORE.match(text)
        characters = characters[unit.end() :] if unit else characters
        return _without_unit(characters, (*element.units, *_COUNTED))
    return _without_unit(characters, element.units)


def _without_unit(characters: tuple[Character, ...], units: Sequence[str]) -> tuple[Character, ...]:
    """Drop the unit behind a number where the element says that it changes nothing."""
    text = "".join(character.text for character in characters)
    unit = max((unit for unit in units if text.endswith(plain_text(unit))), key=len, default="")
    return characters[: len(characters) - len(plain_text(unit))]


def _score_of(character: Character) -> float:
    """Return a character's score, lowered where it may be the older form of a standard character.

    Papers of the mainland are printed in the characters of GB 2312, but for rare ones in names. A character
    outside it beside which the recogniser thought of one within is in doubt; it is never changed.
    """
    if character.text >= "\u3400" and not is_standard(character.text):
        return min(MISTAKABLE if any(map(is_standard, character.others)) else 1.0, character.score)
    return character.score


def _tells_of_misreading(kind: ElementType, value: str) -> bool:
    """Tell whether a bank card's number breaks the rule that every card of its form keeps."""
    is_card = kind is ElementType.BANK_ACCOUNT and _UNION_CARD.fullmatch(value) is not None
    return is_card and not is_luhn_lawful(value)


def _lawful(
    element: ElementFile, kept: tuple[Character, ...], raw: str
) -> tuple[str, tuple[Character, ...]] | None:
    if element.part is not None:
        return _part_of_period(element.part, kept, raw)
    if element.each is not None:
        entries = _entries(element, element.each, raw)
        return (entries, kept) if entries else None
    value = canonical(element.type, raw)
    if value is not None and _has_shape(element, value):
        return value, _same_length(kept, value)
    return _searched(element, kept, raw)


def _entries(element: ElementFile, each: str, raw: str) -> str | None:
    """Return the entries of a list; None when digits or letters are left, or a cell is no value."""
    entries = ";".join(re.findall(each, raw))
    if re.search(r"[0-9A-Za-z]", re.sub(each, "", raw)):
        return None
    return canonical(element.type, entries) if element.type in COLUMNS else entries


def _same_length(kept: tuple[Character, ...], value: str) -> tuple[Character, ...]:
    """Line the characters up with the value when only separators were dropped."""
    if len(kept) == len(value):
        return kept
    letters = tuple(character for character in kept if character.text.isalnum())
    return letters if len(letters) == len(value) else kept


def _part_of_period(
    part: Part, kept: tuple[Character, ...], raw: str
) -> tuple[str, tuple[Character, ...]] | None:
    period = canonical(ElementType.PERIOD, raw)
    if period is None:
        until = canonical(ElementType.DATE, raw[1:]) if part is Part.LAST and raw[:1] in "至到" else None
        return (until, kept) if until else None
    first, last = period.split("/")
    return (first if part is Part.FIRST else last), kept


def _searched(
    element: ElementFile, kept: tuple[Character, ...], raw: str
) -> tuple[str, tuple[Character, ...]] | None:
    """Look for the one lawful value within a longer text; two of them are none."""
    kind = element.type
    if kind is ElementType.DATE:
        days = set(dates_within(raw))
        return (days.pop(), kept) if len(days) == 1 else None
    pattern = _SEARCHED.get(kind)
    matches = list(pattern.finditer(raw)) if pattern else []
    if len(matches) != 1:
        return None
    value = canonical(kind, matches[0].group())
    return (value, kept[matches[0].start() : matches[0].end()]) if value else None


def _has_shape(element: ElementFile, value: str) -> bool:
    return element.shape is None or re.fullmatch(element.shape, value) is not None


def _confidence(kind: ElementType, scores: Sequence[float]) -> float:
    """Return the least score for values in which every character counts, the mean for longer texts."""
    if not scores:
        return 0.0
    if kind in _STRICT or kind in {ElementType.NAME, ElementType.CHOICE}:
        return round(min(scores), 4)
    return round(sum(scores) / len(scores), 4)


def _mean(characters: Sequence[Character]) -> float:
    return round(sum(c.score for c in characters) / len(characters), 4) if characters else 0.0
