"""Marks people make: ticked boxes and signatures."""

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.dates import dates_within
from ocr.document import Box, Reading, ReadingState, Source
from ocr.ink import Area, Ink, InkMap, box_fill, handwriting_in
from ocr.kind_files import ElementFile
from ocr.labels import Occurrence
from ocr.layout import PICTURE, Character, Span, box_of

_TICKS = frozenset("☑√✓✔■☒●✅V")
_BOXES = frozenset("□☐口○◯▢")
_TICKED_FILL = 0.04
_EMPTY_FILL = 0.012


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option as it stands on the page; `ticked` is None when that can't be told."""

    value: str
    characters: tuple[Character, ...]
    ticked: bool | None
    has_box: bool


def choice_reading(
    key: str,
    element: ElementFile,
    label: Occurrence,
    seen: Sequence[Occurrence],
    spans: Sequence[Span],
    ink: InkMap | None,
    *,
    page: int,
    source: Source,
) -> Reading:
    """Return which option is ticked: exactly one, every other seen to be empty; else it is unreadable."""
    row = label.row[label.end :]
    height = label.height
    if not row:
        row = _row_below(label, spans)
    options = _options(element, row, ink, height)
    chosen = [option for option in options if option.ticked]
    rest = [option for option in options if not option.ticked]
    members = tuple(character for option in options for character in option.characters)
    box = _box(members, label, height)
    if len(chosen) == 1 and all(option.ticked is False for option in rest):
        confidence = round(min(character.score for character in chosen[0].characters), 4)
        value: str | None = chosen[0].value
        state = ReadingState.READ
    else:
        confidence, value, state = 0.0, None, ReadingState.UNREADABLE
    if not options:
        state = ReadingState.NOT_FOUND
    raw = "".join(character.text for character in row)
    return Reading(
        element=key,
        state=state,
        source=source,
        value=value,
        raw=raw,
        confidence=confidence,
        page=page,
        box=box,
    )


def _row_below(label: Occurrence, spans: Sequence[Span]) -> tuple[Character, ...]:
    near = [span for span in spans if 0 < span.top - label.bottom + 0.3 * label.height < 1.5 * label.height]
    near.sort(key=lambda span: span.left)
    return tuple(character for span in near for character in span.characters)


def _options(
    element: ElementFile, row: Sequence[Character], ink: InkMap | None, height: float
) -> list[Option]:
    text = "".join(character.text for character in row)
    words = sorted(
        ((word, value) for value, words in element.options.items() for word in words),
        key=lambda pair: -len(pair[0]),
    )
    taken: set[int] = set()
    found: list[Option] = []
    for word, value in words:
        start = text.find(word)
        while start >= 0:
            places = set(range(start, start + len(word)))
            if not places & taken:
                taken |= places
                found.append(_option(value, row, start, start + len(word), ink, height))
            start = text.find(word, start + 1)
    found.sort(key=lambda option: option.characters[0].x)
    return _without_boxes(found)


def _without_boxes(options: list[Option]) -> list[Option]:
    """Where nothing can be ticked, the one option that is written is the chosen one."""
    if len(options) == 1 and not options[0].has_box:
        only = options[0]
        return [Option(value=only.value, characters=only.characters, ticked=True, has_box=False)]
    return options


def _option(
    value: str, row: Sequence[Character], start: int, end: int, ink: InkMap | None, height: float
) -> Option:
    members = tuple(row[start:end])
    by_sign = _by_sign(row, start)
    by_ink, has_box = (None, False) if ink is None else _by_ink(row, start, ink, height)
    if by_sign is not None and by_ink is not None and by_sign is not by_ink:
        ticked = None
    else:
        ticked = by_ink if by_ink is not None else by_sign
    return Option(value=value, characters=members, ticked=ticked, has_box=has_box or by_sign is not None)


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


def _by_ink(row: Sequence[Character], start: int, ink: InkMap, height: float) -> tuple[bool | None, bool]:
    """Judge by the ink inside the box to the left of the option; also tell whether a box is there."""
    first = row[start]
    pitch = abs(row[start + 1].x - first.x) if start + 1 < len(row) else 0.75 * height
    pitch = min(max(pitch, 0.5 * height), 1.1 * height)
    right = first.x - 0.52 * pitch
    bracketed = start > 0 and row[start - 1].text == ")"
    left = right - (2.9 if bracketed else 1.75) * pitch
    area = Area(left=left, top=first.y - 0.5 * height, right=right, bottom=first.y + 0.5 * height)
    like = Area(left=first.x - 0.5 * pitch, top=area.top, right=first.x + 1.5 * pitch, bottom=area.bottom)
    fill = box_fill(ink, area, like)
    if fill is None:
        return None, False
    if fill > _TICKED_FILL:
        return True, True
    return (False if fill < _EMPTY_FILL else None), True


def _box(members: Sequence[Character], label: Occurrence, height: float) -> Box:
    if not members:
        return box_of(label.left, label.top, label.right, label.bottom)
    left, right = min(c.x for c in members), max(c.x for c in members)
    return box_of(left - 2 * height, label.top, right + height, label.bottom)


def signature_reading(
    key: str,
    label: Occurrence,
    seen: Sequence[Occurrence],
    spans: Sequence[Span],
    ink: InkMap | None,
    *,
    page: int,
    source: Source,
) -> Reading:
    """Return whether someone signed beside the label; print and dates are no signature."""
    area = _signing_area(label, seen)
    box = box_of(area.left, area.top, area.right, area.bottom)
    state = ReadingState.NOT_FOUND
    if ink is not None:
        half = min(label.height, 0.35 * (area.bottom - area.top)) / 2
        like = Area(left=label.left, top=label.middle - half, right=label.right, bottom=label.middle + half)
        state = _SIGNED[handwriting_in(ink, area, like, _printed(label, spans))]
    elif any(character.text == PICTURE for character in label.row[label.end :]):
        state = ReadingState.READ
    return Reading(
        element=key,
        state=state,
        source=source,
        value="true" if state is ReadingState.READ else None,
        confidence=0.9 if state is not ReadingState.NOT_FOUND else 0.0,
        page=page,
        box=box,
    )


def _signing_area(label: Occurrence, seen: Sequence[Occurrence]) -> Area:
    """Return where one signs; a line into which the signature was merged is taller than its letters."""
    letters = label.row[label.start : label.end]
    pitch = (letters[-1].x - letters[0].x) / max(1, len(letters) - 1)
    height = min(label.height, 1.5 * pitch) if len(letters) > 1 else label.height
    edge = min(
        (o.left for o in seen if o.left > label.right and abs(o.middle - label.middle) < 0.6 * height),
        default=label.right + 11 * height,
    )
    step = min(pitch, 0.9 * label.height) if len(letters) > 1 else 0.8 * height
    left = letters[-1].x + 1.35 * step
    return Area(
        left=left,
        top=min(label.top, label.middle - 1.1 * height),
        right=max(left + 1, min(edge - 0.4 * height, label.right + 11 * height)),
        bottom=max(label.bottom, label.middle + 0.75 * height),
    )


_SIGNED = {Ink.SOME: ReadingState.READ, Ink.NONE: ReadingState.BLANK, Ink.UNSURE: ReadingState.UNREADABLE}


def _printed(label: Occurrence, spans: Sequence[Span]) -> list[Area]:
    """Return the lines around a signature that are print: other rows, and dates on its own row."""
    found = []
    for span in spans:
        is_own_row = abs(span.middle - label.middle) < 0.9 * label.height
        if span.index == label.row[label.start].line:
            continue
        if not is_own_row or dates_within(span.text):
            found.append(Area(left=span.left, top=span.top, right=span.right, bottom=span.bottom))
    return found
