"""Tick boxes: which of the options that stand beside a label are ticked, by sign and by ink.

An option counts as ticked or empty only where that is seen; with one that can't be told the whole is
unreadable, and so is a single choice with two ticks or none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ocr.document import Box, Reading, ReadingState, Source
from ocr.ink import Area, InkMap, box_fill, ink_share, is_encircled
from ocr.kind_files import ElementFile
from ocr.labels import Occurrence
from ocr.layout import Character, box_of
from ocr.values import ElementType

_TICKS = frozenset("☑√✓✔■☒●✅V")
_BOXES = frozenset("□☐口○◯▢")
_SIGN = re.compile(r"[☑√✓✔■☒✅□☐◯▢]|\([√✓✔V☑■●]?\)")
_AROUND_SIGNS = frozenset("()·.。,、;:|_-—") | _TICKS | _BOXES
_TICKED_FILL = 0.04
_EMPTY_FILL = 0.012
_GAP = 1.5
_SURE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option as it stands on the page; `ticked` is None when that can't be told."""

    value: str
    characters: tuple[Character, ...]
    ticked: bool | None
    has_box: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the options of a label stand: their characters in reading order, and the pixels if there are."""

    characters: tuple[Character, ...]
    label: Occurrence
    ink: InkMap | None
    page: int
    source: Source


def choice_reading(key: str, element: ElementFile, place: Place) -> Reading:
    """Return what is ticked among the options that the element names."""
    options = _encircled(_without_boxes(_named_options(element, place)), place)
    return _reading(key, element, place, options, is_list=element.type is ElementType.CHOICES)


def ticked_reading(key: str, element: ElementFile, place: Place) -> Reading | None:
    """Return which of the entries beside a label are ticked, None when there are no boxes to tick."""
    if not place.characters:
        return None
    options = [_option(_text(part), place, start, part) for start, part in _parts(place)]
    boxed = sum(option.has_box for option in options)
    if boxed < (1 if _SIGN.search(_text(place.characters)) else 2) or 2 * boxed < len(options):
        return None
    return _reading(key, element, place, options, is_list=element.type is not ElementType.CHOICE)


def is_boxed(row: Sequence[Character], start: int, ink: InkMap | None, height: float) -> bool:
    """Tell whether a box to tick stands right before a character."""
    by_ink = ink is not None and _by_ink(row, start, ink, height)[1]
    return by_ink or _by_sign(row, start) is not None


def _reading(
    key: str, element: ElementFile, place: Place, options: Sequence[Option], *, is_list: bool
) -> Reading:
    chosen = [option for option in options if option.ticked]
    is_seen = all(option.ticked is not None for option in options)
    is_read = is_seen and (len(chosen) >= 1 if is_list else len(chosen) == 1)
    scores = [character.score for option in chosen for character in option.characters]
    state = ReadingState.READ if is_read else ReadingState.UNREADABLE
    return Reading(
        element=key,
        state=state if options else ReadingState.NOT_FOUND,
        source=place.source,
        value=";".join(option.value for option in chosen) if is_read else None,
        raw=_text(place.characters),
        confidence=round(min(scores), 4) if is_read else 0.0,
        page=place.page,
        box=_box([c for option in options for c in option.characters], place.label),
    )


def _text(characters: Sequence[Character]) -> str:
    return "".join(character.text for character in characters)


def _named_options(element: ElementFile, place: Place) -> list[Option]:
    text = _text(place.characters)
    words = sorted(
        ((word, value) for value, words in element.options.items() for word in words),
        key=lambda pair: -len(pair[0]),
    )
    taken: set[int] = set()
    found: list[tuple[int, Option]] = []
    for word, value in words:
        start = text.find(word)
        while start >= 0:
            places = set(range(start, start + len(word)))
            if not places & taken:
                taken |= places
                members = place.characters[start : start + len(word)]
                found.append((start, _option(value, place, start, members)))
            start = text.find(word, start + 1)
    return [option for _, option in sorted(found, key=lambda pair: pair[0])]


def _without_boxes(options: list[Option]) -> list[Option]:
    """Where nothing can be ticked, the one option that is written is the chosen one."""
    if len(options) == 1 and not options[0].has_box:
        only = options[0]
        return [Option(value=only.value, characters=only.characters, ticked=True, has_box=False)]
    return options


def _parts(place: Place) -> Iterator[tuple[int, tuple[Character, ...]]]:
    """Yield the entries between signs, wide gaps and line ends, each with where it begins."""
    row, start = place.characters, 0
    signs = {at for match in _SIGN.finditer(_text(row)) for at in match.span()}
    for end in range(1, len(row) + 1):
        if end < len(row) and end not in signs and not _is_apart(row[end - 1], row[end], place.label.height):
            continue
        first, last = start, end
        while first < last and row[first].text in _AROUND_SIGNS:
            first += 1
        while last > first and row[last - 1].text in _AROUND_SIGNS:
            last -= 1
        if last > first:
            yield first, row[first:last]
        start = end


def _is_apart(before: Character, after: Character, height: float) -> bool:
    return after.x - before.x > _GAP * height or abs(after.y - before.y) > 0.6 * height


def _option(value: str, place: Place, start: int, members: tuple[Character, ...]) -> Option:
    row, height = place.characters, place.label.height
    last = place.label.row[place.label.end - 1]
    by_sign = _by_sign(row, start)
    by_ink, has_box = (None, False) if place.ink is None else _by_ink(row, start, place.ink, height, last)
    if by_sign is not None and by_ink is not None and by_sign is not by_ink:
        ticked = None
    else:
        ticked = by_ink if by_ink is not None else by_sign
    return Option(value=value, characters=members, ticked=ticked, has_box=has_box or by_sign is not None)


def _encircled(options: list[Option], place: Place) -> list[Option]:
    """Where there are no boxes, a circle drawn around options says which are meant."""
    if place.ink is None or any(option.has_box for option in options):
        return options
    circled = [_has_circle(option.characters, place.ink, place.label.height) for option in options]
    if not any(circled):
        return options
    return [replace(option, ticked=is_meant) for option, is_meant in zip(options, circled, strict=True)]


def _has_circle(members: Sequence[Character], ink: InkMap, height: float) -> bool:
    left, right = min(c.x for c in members) - 0.4 * height, max(c.x for c in members) + 0.4 * height
    y = members[0].y
    return is_encircled(ink, Area(left=left, top=y - 0.4 * height, right=right, bottom=y + 0.4 * height))


def _by_sign(row: Sequence[Character], start: int) -> bool | None:
    """Judge by the sign that was read before the option."""
    before = "".join(character.text for character in row[max(0, start - 3) : start])
    if before.endswith(")"):
        inner = before[:-1].rpartition("(")[2]
        return bool(set(inner) & _TICKS) if "(" in before else None
    last = before[-1:]
    if last in _TICKS:
        return True
    return False if last in _BOXES else None


def _by_ink(
    row: Sequence[Character], start: int, ink: InkMap, height: float, label: Character | None = None
) -> tuple[bool | None, bool]:
    """Judge by the ink inside the box to the left of the option; also tell whether a box is there.

    `label` is the last character of the label, before the first option.
    """
    first = row[start]
    pitch = abs(row[start + 1].x - first.x) if start + 1 < len(row) else 0.75 * height
    pitch = min(max(pitch, 0.5 * height), 1.1 * height)
    opening = _opening(row, start)
    if opening is not None:
        return _between_brackets(opening, row[start - 1], ink, pitch), True
    right = first.x - 0.52 * pitch
    left = max(right - 1.75 * pitch, _edge_of_letter(row[start - 1] if start else label, first, height))
    if right - left < 0.5 * pitch:
        return None, False
    area = Area(left=left, top=first.y - 0.5 * height, right=right, bottom=first.y + 0.5 * height)
    like = Area(left=first.x - 0.5 * pitch, top=area.top, right=first.x + 1.5 * pitch, bottom=area.bottom)
    fill = box_fill(ink, area, like)
    if fill is None:
        return None, False
    if fill > _TICKED_FILL:
        return True, True
    return (False if fill < _EMPTY_FILL else None), True


def _edge_of_letter(before: Character | None, first: Character, height: float) -> float:
    """Return where the letter before an option ends, behind which a box may stand."""
    if before is None or before.score < _SURE or not "\u4e00" <= before.text <= "\u9fff":
        return float("-inf")
    is_beside = before.x < first.x and abs(first.y - before.y) < height
    return before.x + 0.45 * height if is_beside else float("-inf")


def _opening(row: Sequence[Character], start: int) -> Character | None:
    """Return the bracket that opens the pair right before an option."""
    if start < 2 or row[start - 1].text != ")":
        return None
    return next((c for c in reversed(row[max(0, start - 4) : start - 1]) if c.text == "("), None)


def _between_brackets(opening: Character, closing: Character, ink: InkMap, pitch: float) -> bool | None:
    """Tell whether something stands between a pair of brackets."""
    left, right = opening.x + 0.45 * pitch, closing.x - 0.45 * pitch
    if right - left < 0.2 * pitch:
        return None
    y = (opening.y + closing.y) / 2
    area = Area(left=left, top=y - 0.42 * pitch, right=right, bottom=y + 0.42 * pitch)
    dark = ink_share(ink, area)
    if dark > _TICKED_FILL:
        return True
    return False if dark < _EMPTY_FILL else None


def _box(members: Sequence[Character], label: Occurrence) -> Box:
    if not members:
        return box_of(label.left, label.top, label.right, label.bottom)
    left, right = min(c.x for c in members), max(c.x for c in members)
    top, bottom = min(c.y for c in members), max(c.y for c in members)
    half = label.height / 2
    return box_of(left - 4 * half, top - half, right + 2 * half, bottom + half)
