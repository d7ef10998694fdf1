"""Elements of a page: from labels and geometry to readings, one page and one source at a time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ocr.document import Box, Reading, ReadingState, Source
from ocr.grid import NO_GRID, Cell, Grid
from ocr.ink import Area, Ink, InkMap, ink_in, ink_in_cell
from ocr.kind_files import ElementFile, KindFile, Layout, form_labels
from ocr.labels import Occurrence, occurrences
from ocr.layout import Character, Span, bounds, box_of
from ocr.marks import choice_reading, signature_reading
from ocr.table_cells import (
    after_label,
    beside_in_table,
    cut_at_rules,
    is_alone_in_cell,
    labels_filling_cells,
    within_cell,
)
from ocr.typed_values import Typed, typed
from ocr.values import ElementType

_SHORT = frozenset(
    {ElementType.NAME, ElementType.IDNO, ElementType.USCC, ElementType.DATE, ElementType.MOBILE}
)
_FIXED_FORM = frozenset({ElementType.IDNO, ElementType.USCC, ElementType.DATE, ElementType.MOBILE})
_DATE_LINE = re.compile(
    r"[0-9〇零一二三四五六七八九十]{4}[年.\-/][0-9一二三四五六七八九十]{1,3}[月.\-/][0-9一二三四五六七八九十]{1,3}日?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One page as one source sees it; `ink` is there for pixels only, `grid` holds the cells of its tables.

    `is_whole` says that the lines are all there is on the page (pure text): nothing beside a label is blank.
    """

    number: int
    source: Source
    spans: tuple[Span, ...]
    ink: InkMap | None = None
    is_whole: bool = False
    grid: Grid = NO_GRID


def ruled_view(number: int, spans: Sequence[Span], ink: InkMap, grid: Grid) -> View:
    """Return a page of pixels with the cells of its tables, its lines cut where rules cross them."""
    return View(number=number, source=Source.PIXELS, spans=cut_at_rules(spans, grid), ink=ink, grid=grid)


def read_elements(kind: KindFile, view: View) -> Mapping[str, Reading]:
    """Return what this page tells of every element of its kind."""
    own = (label for element in kind.elements.values() for label in element.labels)
    labels = [*own, *kind.stops, *form_labels()]
    seen = _seen(view, labels)
    return {key: _read(key, element, view, seen) for key, element in kind.elements.items()}


def element_boxes(kind: KindFile, view: View) -> list[Box]:
    """Return where on this page the values of its kind's elements stand, marks people make left out."""
    found = [*read_elements(kind, view).values(), *read_unlabelled(kind, view).values()]
    marks = {Layout.CHOICE, Layout.SIGNATURE}
    return [
        reading.box
        for reading in found
        if reading.box is not None and kind.elements[reading.element].layout not in marks
    ]


def _seen(view: View, labels: Sequence[str]) -> tuple[Occurrence, ...]:
    """Return every label; one that fills a cell over several lines stands in place of its first line."""
    found = {label.key: label for label in occurrences(view.spans, labels)}
    found |= {label.key: label for label in labels_filling_cells(view.spans, view.grid, labels)}
    return tuple(found.values())


def _read(key: str, element: ElementFile, view: View, seen: Sequence[Occurrence]) -> Reading:
    """Read beside the surest labels; words of a sentence are asked only when they say nothing at all."""
    own = [o for o in seen if o.label in element.labels]
    own.sort(key=lambda o: (-o.sureness, o.top, o.left))
    order = (ReadingState.CONFLICT, ReadingState.READ, ReadingState.BLANK, ReadingState.UNREADABLE)
    for _, alike in groupby(own, key=lambda o: o.sureness):
        readings = [_beside(key, element, view, o, seen) for o in alike]
        for state in order:
            for reading in readings:
                if reading.state is state:
                    return reading
    return Reading(element=key, state=ReadingState.NOT_FOUND, source=view.source)


def _beside(
    key: str, element: ElementFile, view: View, label: Occurrence, seen: Sequence[Occurrence]
) -> Reading:
    if element.layout is Layout.CHOICE:
        return choice_reading(
            key, element, label, seen, view.spans, view.ink, page=view.number, source=view.source
        )
    if element.layout is Layout.SIGNATURE:
        signed = signature_reading(
            key, label, seen, view.spans, view.ink, page=view.number, source=view.source
        )
        is_empty = signed.state is ReadingState.NOT_FOUND and view.is_whole
        return replace(signed, state=ReadingState.BLANK) if is_empty else signed
    place = beside_in_table(label, seen, view.spans, view.grid, is_below=element.layout is Layout.BELOW)
    if place is not None:
        value = typed(element, place.characters)
        found = reading_of(key, value, view, place.characters)
        return found if value.raw else _empty_cell(key, view, label, place.cell)
    rest = after_label(label, view.spans, view.grid)
    if rest:
        rest = rest if is_alone_in_cell(label, seen, view.grid) else ()
        label, inside = within_cell(label, view.spans, view.grid)
        return _in_the_open(key, element, replace(view, spans=inside), label, seen, rest)
    return _in_the_open(key, element, view, label, seen)


def _in_the_open(
    key: str,
    element: ElementFile,
    view: View,
    label: Occurrence,
    seen: Sequence[Occurrence],
    rest: tuple[Character, ...] = (),
) -> Reading:
    """Read where no rules tell where the value stands; `rest` is what must be it if nothing else is."""
    attempts = []
    for characters in (*_attempts(element, label, seen, view.spans), rest):
        value = typed(element, characters)
        if value.state is ReadingState.READ:
            return reading_of(key, value, view, characters)
        if value.raw:
            attempts.append(reading_of(key, value, view, characters))
    return attempts[0] if attempts else _empty(key, view, label, seen)


def _attempts(
    element: ElementFile, label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span]
) -> Iterator[tuple[Character, ...]]:
    """Yield where the value may stand: beside the label; for fixed forms also wrapped, or below it."""
    if element.type not in _FIXED_FORM:
        yield value_characters(element, label, seen, spans)
        return
    one_line = element.model_copy(update={"lines": 1})
    yield value_characters(one_line, label, seen, spans)
    yield value_characters(element.model_copy(update={"lines": 2}), label, seen, spans)
    yield _directly_below(label, seen, spans)


def _directly_below(
    label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span]
) -> tuple[Character, ...]:
    starts = {o.key for o in seen}
    near = [
        span
        for span in spans
        if -0.2 * label.height < span.top - label.bottom < 1.2 * label.height
        and abs(span.left - label.left) < 2 * label.height
        and not _is_owned(span, label, seen)
        and (span.index, span.characters[0].place) not in starts
    ]
    near.sort(key=lambda span: span.top)
    return tuple(_until_label(near[0], starts)) if near else ()


def _empty(key: str, view: View, label: Occurrence, seen: Sequence[Occurrence]) -> Reading:
    """Return blank only when the pixels beside the label hold no ink."""
    state = ReadingState.NOT_FOUND
    area = area_beside(label, seen, view.spans)
    if view.ink is not None:
        ink = ink_in(
            view.ink, area, Area(left=label.left, top=label.top, right=label.right, bottom=label.bottom)
        )
        state = ReadingState.BLANK if ink is Ink.NONE else ReadingState.UNREADABLE
    elif view.is_whole:
        state = ReadingState.BLANK
    box = box_of(area.left, area.top, area.right, area.bottom)
    confidence = 0.9 if state is ReadingState.BLANK else 0.0
    return Reading(
        element=key, state=state, source=view.source, confidence=confidence, page=view.number, box=box
    )


def _empty_cell(key: str, view: View, label: Occurrence, cell: Cell) -> Reading:
    """Return blank for a cell that holds no ink."""
    state = ReadingState.BLANK if view.is_whole else ReadingState.NOT_FOUND
    area = Area(left=cell.left, top=cell.top, right=cell.right, bottom=cell.bottom)
    if view.ink is not None:
        like = Area(left=label.left, top=label.top, right=label.right, bottom=label.bottom)
        ink = ink_in_cell(view.ink, area, like)
        state = ReadingState.BLANK if ink is Ink.NONE else ReadingState.UNREADABLE
    box = box_of(cell.left, cell.top, cell.right, cell.bottom)
    confidence = 0.9 if state is ReadingState.BLANK else 0.0
    return Reading(
        element=key, state=state, source=view.source, confidence=confidence, page=view.number, box=box
    )


def area_beside(label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span]) -> Area:
    """Return the place where the value of a label would stand."""
    edge = column_edge(label, seen)
    margin = max((span.right for span in spans), default=label.right)
    right = min(
        edge - 0.6 * label.height, label.right + 9 * label.height, max(margin, label.right + 3 * label.height)
    )
    left = label.right + 0.55 * label.height
    return Area(left=left, top=label.top + 1, right=max(right, left + 1), bottom=label.bottom - 1)


def column_edge(label: Occurrence, seen: Sequence[Occurrence]) -> float:
    """Return where the next label of the same row begins."""
    return min((o.left for o in seen if o.left > label.right and _level(o, label)), default=float("inf"))


def _level(first: Occurrence, second: Occurrence) -> bool:
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    return overlap >= 0.5 * min(first.height, second.height)


def value_characters(
    element: ElementFile, label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span]
) -> tuple[Character, ...]:
    """Return the characters of a label's value, over several lines where the element may have them."""
    starts = {o.key for o in seen}
    if element.layout is Layout.BELOW:
        return _block(element, label, seen, spans, (), starts)
    first = tuple(_on_row(label, starts, element))
    if element.most_lines == 1:
        return first or tuple(_near_row(label, seen, spans, starts))
    return _block(element, label, seen, spans, first, starts)


def _on_row(label: Occurrence, starts: set[tuple[int, int]], element: ElementFile) -> Iterator[Character]:
    """Yield the characters after the label up to the next label, or up to a gap no short value has."""
    previous: Character | None = None
    limit = (3.2 if element.type in _SHORT or element.most_lines == 1 else 7.0) * label.height
    for character in label.row[_after_open_bracket(label) :]:
        if (character.line, character.place) in starts:
            return
        if previous is not None and character.x - previous.x > limit:
            return
        yield character
        previous = None if previous is None and character.text in ":;" else character


def _after_open_bracket(label: Occurrence) -> int:
    """Return where the row goes on after a label whose bracket ends on the next line of its narrow cell."""
    rest = label.row[label.end :]
    if not rest or rest[0].text != "(" or any(character.text == ")" for character in rest):
        return label.end
    for place in range(1, len(rest)):
        if rest[place].x - rest[place - 1].x > 1.25 * label.height:
            return label.end + place
    return len(label.row)


def _near_row(
    label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span], starts: set[tuple[int, int]]
) -> Iterator[Character]:
    """Yield the characters of a line that stands beside the label but a little higher or lower."""
    edge = column_edge(label, seen)
    near = [
        span
        for span in spans
        if label.right - 0.3 * label.height < span.left < min(edge, label.right + 6 * label.height)
        and abs(span.middle - label.middle) < 0.75 * label.height
        and not _is_owned(span, label, seen)
        and (span.index, span.characters[0].place) not in starts
    ]
    if len(near) == 1:
        yield from _until_label(near[0], starts)


def _until_label(span: Span, starts: set[tuple[int, int]]) -> Iterator[Character]:
    for character in span.characters:
        if (character.line, character.place) in starts:
            return
        yield character


def _block(
    element: ElementFile,
    label: Occurrence,
    seen: Sequence[Occurrence],
    spans: Sequence[Span],
    first: tuple[Character, ...],
    starts: set[tuple[int, int]],
) -> tuple[Character, ...]:
    """Collect the lines of a value that wraps: the label's row, what follows, what precedes if centred."""
    edge = column_edge(label, seen)
    used = {character.line for character in first}
    left = min((c.x for c in first), default=label.right) - 1.3 * label.height
    column = [
        span
        for span in spans
        if span.index not in used
        and left <= span.left < edge
        and not _is_owned(span, label, seen)
        and (span.index, span.characters[0].place) not in starts
    ]
    column.sort(key=lambda span: span.middle)
    top, bottom = _vertical(first, spans, label)
    below, above = _grow(column, top, bottom, label, has_row=bool(first))
    lines = [[*_until_label(span, starts)] for span in above] + [list(first)]
    lines += [[*_until_label(span, starts)] for span in below]
    filled = [line for line in lines if line][: element.most_lines]
    value = tuple(character for line in filled for character in line)
    if any(_stands_beside_a_stranger(span, label, spans) for span in below):
        return tuple(replace(character, score=0.0) for character in value)  # nobody knows where it ends
    return value


def _stands_beside_a_stranger(span: Span, label: Occurrence, spans: Sequence[Span]) -> bool:
    """Tell whether some text of the label's column, well below the label, stands on this line's row."""
    return any(
        other.is_level_with(span)
        and other.right < span.left
        and label.left - 2 * label.height < other.left < label.right
        and other.top - label.bottom > 0.45 * label.height
        for other in spans
    )


def _vertical(first: Sequence[Character], spans: Sequence[Span], label: Occurrence) -> tuple[float, float]:
    lines = {character.line for character in first}
    members = [span for span in spans if span.index in lines]
    if not members:
        return label.middle, label.middle
    return min(span.top for span in members), max(span.bottom for span in members)


def _grow(
    column: Sequence[Span], top: float, bottom: float, label: Occurrence, *, has_row: bool
) -> tuple[list[Span], list[Span]]:
    """Take the lines that follow closely below, and those closely above when the label stands centred."""
    below: list[Span] = []
    for span in (span for span in column if span.middle > bottom - 0.2 * label.height):
        if span.top - bottom > 0.75 * max(span.height, label.height * 0.8):
            break
        below.append(span)
        bottom = span.bottom
    offset = (top + bottom) / 2 - label.middle if has_row else label.height
    above: list[Span] = []
    for span in (span for span in reversed(column) if span.middle < top + 0.2 * label.height):
        is_close = top - span.bottom < 0.5 * span.height
        if not is_close or not (abs(offset) > 0.25 * label.height):
            break
        above.insert(0, span)
        top = span.top
        offset = (top + bottom) / 2 - label.middle
    return below, above


def _is_owned(span: Span, label: Occurrence, seen: Sequence[Occurrence]) -> bool:
    """Tell whether another label in the same column stands on this line's row."""
    for other in seen:
        if other is label or other.left >= span.left or other.right < label.left - 2 * label.height:
            continue
        overlap = min(other.bottom, span.bottom) - max(other.top, span.top)
        if overlap >= 0.5 * min(other.height, span.height) and not _level(other, label):
            return True
    return False


def read_unlabelled(kind: KindFile, view: View) -> Mapping[str, Reading]:
    """Return elements found without a label: by a pattern in the flowing text, or a date alone at the end."""
    found = {key: _unlabelled(key, element, view) for key, element in kind.elements.items()}
    return {key: reading for key, reading in found.items() if reading is not None}


def _unlabelled(key: str, element: ElementFile, view: View) -> Reading | None:
    if element.pattern is not None:
        flowing = tuple(character for span in view.spans for character in span.characters)
        match = re.search(element.pattern, "".join(character.text for character in flowing))
        if match:
            members = flowing[match.start("value") : match.end("value")]
            return reading_of(key, typed(element, members), view, members)
    if element.last_date:
        dated = [span for span in view.spans if _DATE_LINE.fullmatch(span.text) and _stands_alone(span, view)]
        if dated:
            members = dated[-1].characters
            return reading_of(key, typed(element, members), view, members)
    return None


def _stands_alone(span: Span, view: View) -> bool:
    """Tell whether nothing stands on a date's row, and it stands in the lower half of what is written."""
    others = [other for other in view.spans if other is not span and other.is_level_with(span)]
    top, bottom = min(s.top for s in view.spans), max(s.bottom for s in view.spans)
    return not others and span.middle > (top + bottom) / 2


def reading_of(key: str, value: Typed, view: View, characters: Sequence[Character]) -> Reading:
    """Return the reading of a typed value, with the box of its characters on the page."""
    return Reading(
        element=key,
        state=value.state,
        source=view.source,
        value=value.value,
        raw=value.raw,
        confidence=value.confidence,
        characters=value.scores,
        alternatives=value.others if any(value.others) else (),
        page=view.number,
        box=box_of_characters(characters, view.spans),
    )


def box_of_characters(characters: Sequence[Character], spans: Sequence[Span]) -> Box | None:
    """Return the upright box around some characters, in pixels of the page."""
    parts = []
    for span in spans:
        places = [c.x for c in characters if c.line == span.index]
        if not places:
            continue
        left, top, right, bottom = bounds(span.line.box)
        run = max(1.0, span.right - span.left)
        start = left + (min(places) - span.left) / run * (right - left) - 0.5 * span.height
        end = left + (max(places) - span.left) / run * (right - left) + 0.5 * span.height
        parts.append((max(left, start), top, min(right, end), bottom))
    if not parts:
        return None
    return box_of(
        min(p[0] for p in parts), min(p[1] for p in parts), max(p[2] for p in parts), max(p[3] for p in parts)
    )
