"""Where a value stands on a page without rules: beside its label, wrapped, a little lower, or below it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ocr.dates import iso_date
from ocr.ink import Area
from ocr.kind_files import ElementFile, Layout
from ocr.labels import ORGANISATION_END, ORGANISATION_REST, Occurrence
from ocr.layout import Character, Span
from ocr.values import ElementType

_SHORT = frozenset(
    {ElementType.NAME, ElementType.IDNO, ElementType.USCC, ElementType.DATE, ElementType.MOBILE}
)
_DATED = frozenset({ElementType.DATE, ElementType.PERIOD, ElementType.DATES})
_FIXED_FORM = frozenset({ElementType.IDNO, ElementType.USCC, ElementType.DATE, ElementType.MOBILE})
_TELLING: Mapping[ElementType, re.Pattern[str]] = {
    ElementType.ADDRESS: re.compile(r"[省市县区].*[号层室楼座栋幢单元铺店街路村镇乡]"),
    ElementType.ORGANISATION: ORGANISATION_END,
}
"""What a value below its label must look like to be taken for one, where no form is fixed."""
_PART_OF_ADDRESS = re.compile(
    r"[-0-9A-Za-z#号层室楼座栋幢单元铺店面街路村组镇乡社区商业广场大厦()、一二三四五六七八九十]+"
)
_FULL = 4
"""From how many characters a value may have filled its narrow cell."""
_NUMBER = 12.0
"""How much of a line is left empty at most before a number that does not fit in, in heights of a letter."""
IsBoxed = Callable[[Sequence[Character], int], bool]
_SIGNS = frozenset("□☐☑√✓✔■☒✅◯▢口(")


def attempts(
    element: ElementFile, label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span]
) -> Iterator[tuple[Character, ...]]:
    """Yield where the value may stand: beside the label; for fixed forms also wrapped, or below it."""
    if element.type not in _FIXED_FORM:
        beside = value_characters(element, label, seen, spans)
        yield beside
        tells = _TELLING.get(element.type)
        below = () if beside or tells is None else _directly_below(label, seen, spans, element.most_lines)
        if tells is not None and tells.search(_text(below)):
            yield below
        return
    one_line = element.model_copy(update={"lines": 1})
    yield value_characters(one_line, label, seen, spans)
    yield value_characters(element.model_copy(update={"lines": 2}), label, seen, spans)
    yield _run_over(label, seen, spans)
    yield _directly_below(label, seen, spans, 1)


def _run_over(label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span]) -> tuple[Character, ...]:
    """Return what follows a label in a sentence that runs up to the margin and on from the left below."""
    starts = {o.key for o in seen}
    rest = label.row[label.end :]
    if any((character.line, character.place) in starts for character in rest):
        return ()
    margin = max(span.right for span in spans)
    end = rest[-1].x if rest else label.right
    is_number_due = len(rest) < 2 and label.start > 0 and label.row[label.start - 1].text in "(,"
    below = [span for span in spans if 0.3 * label.height < span.middle - label.middle < 2.6 * label.height]
    if margin - end > (_NUMBER if is_number_due else 1.5) * label.height or not below:
        return ()
    following = min(below, key=lambda span: span.middle)
    row = sorted((span for span in below if span.is_level_with(following)), key=lambda span: span.left)
    if row[0].left > min(span.left for span in spans) + 3 * label.height:
        return ()
    return (*rest, *_until_label(row[0], starts))


def _directly_below(
    label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span], most_lines: int
) -> tuple[Character, ...]:
    """Return the line that begins below a label, and those that closely follow it."""
    starts = {o.key for o in seen}
    near = [
        span
        for span in spans
        if span.top - label.bottom > -0.2 * label.height
        and abs(span.left - label.left) < 2 * label.height
        and not _is_owned(span, label, seen)
        and (span.index, span.characters[0].place) not in starts
    ]
    near.sort(key=lambda span: span.top)
    lines: list[Span] = []
    for span in near[:most_lines]:
        gap = span.top - (lines[-1].bottom if lines else label.bottom)
        if gap > (0.6 if lines else 1.2) * label.height:
            break
        lines.append(span)
    return tuple(character for span in lines for character in _until_label(span, starts))


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
    first = tuple(_on_row(label, starts, element, [o for o in seen if o.left > label.right]))
    if element.most_lines == 1 and element.type is ElementType.TEXT and len(first) >= _FULL:
        return _with_rest_below(label, seen, spans, first)
    if element.most_lines == 1:
        return first or tuple(_near_row(label, seen, spans, starts))
    return _block(element, label, seen, spans, first, starts)


def _with_rest_below(
    label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span], first: tuple[Character, ...]
) -> tuple[Character, ...]:
    """Return a value of one line with what its narrow cell broke off: a line no longer, closely below it."""
    lines = {character.line for character in first if character.text not in ":;"}
    own = [span for span in spans if {span.index} == lines != {label.key[0]}]
    starts = {o.key[0] for o in seen}
    for span in spans if own else ():
        is_close = -0.3 * span.height < span.top - own[0].bottom < 0.5 * span.height
        is_in_line = abs(span.left - own[0].left) < 0.5 * span.height and span.right < own[0].right
        is_alone = not any(o is not span and o.is_level_with(span) and o.right < span.left for o in spans)
        if is_close and is_in_line and is_alone and span.index not in starts and ":" not in span.text:
            return (*first, *span.characters)
    return first


def _on_row(
    label: Occurrence, starts: set[tuple[int, int]], element: ElementFile, further: Sequence[Occurrence]
) -> Iterator[Character]:
    """Yield the characters after the label up to the next label, or up to a gap no short value has.

    Behind a gap below one of the labels `further` right, that label's value goes on.
    """
    previous: Character | None = None
    limit = (3.2 if element.type in _SHORT or element.most_lines == 1 else 7.0) * label.height
    for character in label.row[_after_open_bracket(label) :]:
        if (character.line, character.place) in starts:
            return
        if previous is not None and character.x - previous.x > limit:
            return
        is_far = previous is not None and character.x - previous.x > 2 * label.height
        if previous is not None and is_far and element.type not in _DATED:
            between = (o for o in further if previous.x < o.left < character.x and not _level(o, label))
            if any(0 < label.top - o.bottom < 1.5 * label.height for o in between):
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
        and not _is_of_column_beside(span, label, seen, first)
        and (span.index, span.characters[0].place) not in starts
        and (element.type in _DATED or iso_date(span.text) is None)
    ]
    column.sort(key=lambda span: span.middle)
    top, bottom = _vertical(first, spans, label)
    begin = next((character.x for character in first if character.text not in ":;"), None)
    at = begin - 0.5 * label.height if begin is not None else float("-inf")
    below, above = _grow(column, top, bottom, label, left=at)
    lines = [[*_until_label(span, starts)] for span in above] + [list(first)]
    lines += [[*_until_label(span, starts)] for span in below]
    filled = [line for line in lines if line][: element.most_lines]
    value = tuple(character for line in filled for character in line)
    if any(_stands_beside_a_stranger(span, label, spans) for span in below):
        return tuple(replace(character, score=0.0) for character in value)  # nobody knows where it ends
    others = [other for other in seen if other is label or other.label not in element.labels]
    under = None if below else _line_under(label, first, others, spans)
    return value if under is None else _run_on(element, value, under, spans, _edge_of_columns(label, seen))


def _is_of_column_beside(
    span: Span, label: Occurrence, seen: Sequence[Occurrence], first: Sequence[Character]
) -> bool:
    """Tell whether a line belongs to labels further right that begin above it, beyond the label's value."""
    end = max((character.x for character in first), default=label.right)
    return any(
        max(end, label.right) < other.left < span.left + 0.5 * label.height
        and other.middle < span.middle
        and not _level(other, label)
        for other in seen
    )


def _line_under(
    label: Occurrence, first: Sequence[Character], seen: Sequence[Occurrence], spans: Sequence[Span]
) -> Span | None:
    """Return the line below a label that runs on into its value, where that line begins below the label.

    `seen` leaves out the element's other labels: one alone on the line below may be the end of the name.
    """
    if not first or first[0].line != label.key[0]:
        return None
    starts = {o.key for o in seen}
    near = [
        span
        for span in spans
        if -0.3 * label.height < span.top - label.bottom < 1.0 * label.height
        and abs(span.left - label.left) < 2.5 * label.height
        and (span.index, span.characters[0].place) not in starts
        and ":" not in span.text
        and not any(_level_with(o, span) for o in seen if o is not label and o.left < span.right)
    ]
    return near[0] if len(near) == 1 else None


def _level_with(label: Occurrence, span: Span) -> bool:
    overlap = min(label.bottom, span.bottom) - max(label.top, span.top)
    return overlap >= 0.5 * min(label.height, span.height)


def _edge_of_columns(label: Occurrence, seen: Sequence[Occurrence]) -> float:
    """Return where the labels of a column further right begin, those nearby above and below counted."""
    near = (o for o in seen if o.left > label.right + label.height)
    beside = (o.left for o in near if abs(o.middle - label.middle) < 6 * label.height)
    return min(beside, default=float("inf"))


def _run_on(
    element: ElementFile, value: tuple[Character, ...], under: Span, spans: Sequence[Span], edge: float
) -> tuple[Character, ...]:
    """Finish a name that breaks off at its line's end; leave in doubt what may go on below."""
    text, whole = _text(value), _text(value) + under.text
    margin = max((span.right for span in spans if span.right < edge), default=0.0)
    has_room = not value or min(margin, edge) - value[-1].x > 2.5 * under.height
    if element.type is ElementType.ORGANISATION:
        is_open = ORGANISATION_END.search(text) is None
        is_rest = not has_room and ORGANISATION_REST.fullmatch(under.text) is not None
        is_cut = (is_open or is_rest) and ORGANISATION_END.search(whole) is not None
        return (*value, *under.characters) if is_cut else value
    if has_room:
        return value
    is_more = element.type is ElementType.CHOICES or _PART_OF_ADDRESS.fullmatch(under.text) is not None
    if element.type in {ElementType.ADDRESS, ElementType.CHOICES} and is_more:
        return (*value, *under.characters)
    return tuple(replace(character, score=0.0) for character in value)


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
    column: Sequence[Span], top: float, bottom: float, label: Occurrence, *, left: float
) -> tuple[list[Span], list[Span]]:
    """Take the lines that follow closely below, and those closely above when the label stands centred.

    `left` is where the first line begins, if there is one: what begins there too may stand less closely.
    """
    has_row = left > 0
    below: list[Span] = []
    widest = float("inf")
    for span in (span for span in column if span.middle > bottom - 0.2 * label.height):
        is_in_line = abs(span.left - left) < 0.7 * label.height
        if span.top - bottom > (1.1 if is_in_line else 0.75) * max(span.height, label.height * 0.8):
            break
        if not below and has_row:
            widest = max(span.top - bottom, 0.0) + 0.2 * label.height
        below.append(span)
        bottom = span.bottom
    offset = (top + bottom) / 2 - label.middle if has_row else label.height
    above: list[Span] = []
    higher = (span for span in reversed(column) if span.middle < top + 0.2 * label.height)
    for span in (span for span in higher if span not in below):
        is_close = top - span.bottom < min(0.5 * span.height, widest)
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
