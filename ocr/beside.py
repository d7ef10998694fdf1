"""Where a value stands on a page without rules: beside its label, wrapped, a little lower, or below it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ocr.ink import Area
from ocr.kind_files import ElementFile, Layout
from ocr.labels import Occurrence
from ocr.layout import Character, Span
from ocr.values import ElementType

_SHORT = frozenset(
    {ElementType.NAME, ElementType.IDNO, ElementType.USCC, ElementType.DATE, ElementType.MOBILE}
)
_FIXED_FORM = frozenset({ElementType.IDNO, ElementType.USCC, ElementType.DATE, ElementType.MOBILE})
IsBoxed = Callable[[Sequence[Character], int], bool]
_SIGNS = frozenset("□☐☑√✓✔■☒✅◯▢口(")
_ORGANISATION_END = re.compile(
    r"(?:公司|局|政府|委员会|厅|部|中心|院|所|站|社|店|厂|行|队|会|馆|处|校|园|场|户|铺|吧|楼|坊|室)(?:\([^()]*\))?$"
)


def attempts(
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
    under = None if below else _line_under(label, first, seen, spans, starts)
    return value if under is None else _run_on(element, value, under, spans)


def _line_under(
    label: Occurrence,
    first: Sequence[Character],
    seen: Sequence[Occurrence],
    spans: Sequence[Span],
    starts: set[tuple[int, int]],
) -> Span | None:
    """Return the line below a label that runs on into its value, where that line begins below the label."""
    if not first or first[0].line != label.key[0]:
        return None
    near = [
        span
        for span in spans
        if -0.3 * label.height < span.top - label.bottom < 0.75 * label.height
        and abs(span.left - label.left) < 2.5 * label.height
        and (span.index, span.characters[0].place) not in starts
        and ":" not in span.text
        and not any(_level_with(o, span) for o in seen if o is not label)
    ]
    return near[0] if len(near) == 1 else None


def _level_with(label: Occurrence, span: Span) -> bool:
    overlap = min(label.bottom, span.bottom) - max(label.top, span.top)
    return overlap >= 0.5 * min(label.height, span.height)


def _run_on(
    element: ElementFile, value: tuple[Character, ...], under: Span, spans: Sequence[Span]
) -> tuple[Character, ...]:
    """Finish a name that breaks off at its line's end; leave in doubt what may go on below."""
    text, whole = _text(value), _text(value) + under.text
    if element.type is ElementType.ORGANISATION:
        is_cut = _ORGANISATION_END.search(text) is None and _ORGANISATION_END.search(whole) is not None
        return (*value, *under.characters) if is_cut else value
    margin = max(span.right for span in spans)
    if value and margin - value[-1].x < 2.5 * under.height:
        return tuple(replace(character, score=0.0) for character in value)
    return value


def _text(characters: Sequence[Character]) -> str:
    return "".join(character.text for character in characters)


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


def options_beside(
    label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span], is_boxed: IsBoxed
) -> tuple[Character, ...]:
    """Return what stands on a label's row up to the next label, and lines below that begin with a sign.

    A word behind a box is an option, though it be worded like a label.
    """
    starts = {o.key for o in seen}
    below = [span for span in spans if span.top > label.bottom - 0.3 * label.height]
    below.sort(key=lambda span: (span.middle, span.left))
    row = label.row[label.end :] or tuple(
        character
        for span in sorted(below, key=lambda span: span.left)
        if span.top - label.bottom < 1.2 * label.height
        for character in span.characters
    )
    ends = (
        place
        for place, character in enumerate(row)
        if (character.line, character.place) in starts and not is_boxed(row, place)
    )
    found = list(row[: next(ends, len(row))])
    bottom, lines = label.bottom, {character.line for character in row}
    for span in (span for span in below if span.index not in lines):
        if span.top - bottom > 0.9 * label.height or span.characters[0].text not in _SIGNS:
            break
        found += _until_label(span, starts)
        bottom = span.bottom
    return tuple(found)
