"""Text in the cells of ruled tables: lines cut at the rules, labels that fill a cell, the cell of a value."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ocr.document import Box, Corner
from ocr.grid import Cell, Grid
from ocr.labels import ALONE, CLOSE, Occurrence, vocabulary
from ocr.layout import Character, Span

_IDLE = frozenset(":;,。、._|-—·*")
_UPPER_LINES = re.compile(r"[一-鿿()、]{2,14}")
_BRACKET = re.compile(r"\([^()]{1,14}\):?")
_TALLEST = 10
_MOST_COLUMNS = 12
_LONGEST_LINE = 8
_RESULT = re.compile(r"(?:检测|检验|监测|测试|实测|测定|化验)?(?:结果|数据|值)(?:\([^()]*\))?")
_FAR = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Where the value of a label stands in a table, and the characters there."""

    cell: Cell
    characters: tuple[Character, ...]


def cut_at_rules(spans: Sequence[Span], grid: Grid) -> tuple[Span, ...]:
    """Cut every line where it crosses from one cell into another, and number the pieces anew."""
    pieces = [piece for span in spans for piece in (_pieces(span, grid) if grid.cells else [span])]
    return tuple(_numbered(piece, index) for index, piece in enumerate(pieces))


def _pieces(span: Span, grid: Grid) -> list[Span]:
    cells = [grid.at(character.x, span.middle) for character in span.characters]
    settled = _carried(cells)
    runs = [list(run) for _, run in groupby(range(len(cells)), key=lambda place: id(settled[place]))]
    if len(runs) == 1:
        return [span]
    return [_piece(span, run, settled[run[0]]) for run in runs]


def _carried(cells: Sequence[Cell | None]) -> list[Cell | None]:
    """Give a character that stands on a rule the cell of the one before it, or else the first cell."""
    last = next((cell for cell in cells if cell is not None), None)
    carried: list[Cell | None] = []
    for cell in cells:
        last = cell or last
        carried.append(last)
    return carried


def _piece(span: Span, places: Sequence[int], cell: Cell | None) -> Span:
    characters = tuple(span.characters[place] for place in places)
    half = 0.5 * span.height
    left = max(span.left, characters[0].x - half, cell.left if cell else 0.0)
    right = min(span.right, characters[-1].x + half, cell.right if cell else span.right)
    run = max(1.0, span.right - span.left)
    text = "".join(character.text for character in characters)
    scores = tuple(character.score for character in characters)
    line = replace(
        span.line,
        text=text,
        box=_part(span.line.box, (left - span.left) / run, (right - span.left) / run),
        characters=scores,
        confidence=round(sum(scores) / len(scores), 4),
    )
    return replace(span, line=line, characters=characters, left=left, right=max(left + 1, right))


def _part(box: Box, start: float, end: float) -> Box:
    """Return the part of a box between two places along it (0..1)."""
    first, second, third, fourth = box

    def along(one: Corner, other: Corner, share: float) -> Corner:
        return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share

    return (
        along(first, second, start),
        along(first, second, end),
        along(fourth, third, end),
        along(fourth, third, start),
    )


def _numbered(span: Span, index: int) -> Span:
    if span.index == index:
        return span
    characters = tuple(replace(character, line=index) for character in span.characters)
    return replace(span, index=index, characters=characters)


def spans_in(cell: Cell, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the lines of a cell from top to bottom, those of one row from left to right."""
    inside = sorted(
        (span for span in spans if cell.holds((span.left + span.right) / 2, span.middle)),
        key=lambda span: span.middle,
    )
    rows: list[list[Span]] = []
    for span in inside:
        if rows and span.middle - rows[-1][0].middle < 0.5 * min(span.height, rows[-1][0].height):
            rows[-1].append(span)
        else:
            rows.append([span])
    return tuple(span for row in rows for span in sorted(row, key=lambda span: span.left))


def text_in(cell: Cell, spans: Iterable[Span]) -> tuple[Character, ...]:
    """Return the characters of a cell in the order in which one reads them."""
    return tuple(character for span in spans_in(cell, spans) for character in span.characters)


def labels_filling_cells(spans: Sequence[Span], grid: Grid, labels: Iterable[str]) -> Iterator[Occurrence]:
    """Yield the labels that fill a cell over several lines, such as 法定代表人 over （负责人）."""
    words = vocabulary(tuple(dict.fromkeys(labels)))
    for cell in grid.cells:
        lines = spans_in(cell, spans)
        if not 2 <= len(lines) <= 8:
            continue
        row = tuple(character for span in lines for character in span.characters)
        text = "".join(character.text for character in row).rstrip(":")
        fitting = [label for label, end in words.matches(text, 0) if end == len(text)] if text else []
        if fitting:
            yield _filling(max(fitting, key=len), row, len(text), cell, lines)


def cells_of_longer_labels(
    labels: Iterable[Occurrence], spans: Sequence[Span], grid: Grid
) -> tuple[Cell, ...]:
    """Return the cells filled by a label that nobody knows, of which a known one is but the last line.

    So 日期 is the end of 考试通过 over 日期.
    """
    found: list[Cell] = []
    for label in labels:
        own = _cell_of(label, grid)
        if own is None or any(own is other for other in found):
            continue
        inside = text_in(own, spans)
        keys = [(character.line, character.place) for character in inside]
        before = keys.index(label.key) if label.key in keys else 0
        text = "".join(character.text for character in inside)
        is_last = before + label.end - label.start == len(text)
        if is_last and _UPPER_LINES.fullmatch(text[:before]):
            found.append(own)
    return tuple(found)


def labels_over_two_lines(spans: Sequence[Span], labels: Iterable[str], grid: Grid) -> Iterator[Occurrence]:
    """Yield the labels that stand over two lines where no rules close a cell: 常住户口 over 所在地."""
    words = vocabulary(tuple(dict.fromkeys(labels)))
    short = [span for span in spans if len(span.text) <= _LONGEST_LINE]
    for upper in short:
        begun = [word for _, word in words.words.get(upper.text[0], ()) if word.startswith(upper.text)]
        for lower in short if any(len(word) > len(upper.text) for word in begun) else ():
            text = (upper.text + lower.text).rstrip(":")
            own = grid.at((upper.left + upper.right) / 2, upper.middle)
            is_ruled = own is not None and own.bottom - own.top < _TALLEST * upper.height
            if text not in begun or not _is_next_line(upper, lower) or is_ruled:
                continue
            row = (*upper.characters, *lower.characters)[: len(text)]
            right = max(upper.right, lower.right)
            cell = Cell(left=upper.left, top=upper.top, right=right, bottom=lower.bottom)
            yield _filling(text, row, len(text), cell, (upper, lower))


def _is_next_line(upper: Span, lower: Span) -> bool:
    gap = (lower.top - upper.bottom) / upper.height
    return -0.4 < gap < 0.8 and abs(lower.left - upper.left) < 0.6 * upper.height


def _filling(
    label: str, row: tuple[Character, ...], end: int, cell: Cell, lines: Sequence[Span]
) -> Occurrence:
    """Place a label of several lines as one line in the middle of them."""
    middle = (min(span.top for span in lines) + max(span.bottom for span in lines)) / 2
    half = sum(span.height for span in lines) / len(lines) / 2
    return Occurrence(
        label=label,
        row=row,
        start=0,
        end=end,
        sureness=ALONE,
        left=max(cell.left, min(span.left for span in lines)),
        right=min(cell.right, max(span.right for span in lines)),
        top=middle - half,
        bottom=middle + half,
    )


def beside_in_table(
    label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span], grid: Grid, *, is_below: bool
) -> Beside | None:
    """Return the cell of the value when a label fills one of its own: to the right of it, or below.

    None when the label stands in no cell, not alone in its cell, or no such cell is closed by lines.
    """
    own = _cell_of(label, grid)
    if own is None or after_label(label, spans, grid):
        return None
    value = _value_cell(label, own, seen, grid, is_below=is_below)
    if value is None:
        return None
    is_column = not is_below and value is grid.below(own) and _heads_column(own, value, seen, spans, grid)
    return Beside(cell=value, characters=() if is_column else text_in(value, spans))


def _heads_column(
    heading: Cell, value: Cell, seen: Sequence[Occurrence], spans: Sequence[Span], grid: Grid
) -> bool:
    """Tell whether a column of several entries stands below a heading, of which none is meant more."""
    following = grid.below(value)
    if following is None or abs(following.right - heading.right) > grid.reach:
        return False
    return bool(text_in(following, spans)) and not _has_label(following, seen, grid)


def result_of_row(label: Occurrence, beside: Beside, spans: Sequence[Span], grid: Grid) -> Beside:
    """Return, in a table of results, the cell of a label's row below the heading that says result."""
    found: list[Cell] = []
    cell: Cell | None = beside.cell
    while cell is not None and len(found) < _MOST_COLUMNS:
        heading = _topmost(cell, grid)
        if heading is not cell and _RESULT.fullmatch(_text(text_in(heading, spans))):
            found.append(cell)
        cell = grid.right_of(cell, label.middle)
    if len(found) != 1 or found[0] is beside.cell:
        return beside
    return Beside(cell=found[0], characters=text_in(found[0], spans))


def _text(characters: Iterable[Character]) -> str:
    return "".join(character.text for character in characters)


def _topmost(cell: Cell, grid: Grid) -> Cell:
    """Return the heading of a cell's column: the highest of the cells of its width above it."""
    above = (
        other
        for other in grid.cells
        if other.bottom <= cell.top + grid.reach
        and abs(other.left - cell.left) < grid.reach
        and abs(other.right - cell.right) < grid.reach
    )
    return min(above, key=lambda other: other.top, default=cell)


def options_beside_in_table(label: Occurrence, spans: Sequence[Span], grid: Grid) -> tuple[Character, ...]:
    """Return what stands in the cell to the right of a label that fills its own, be it worded like labels."""
    own = _cell_of(label, grid)
    right = grid.right_of(own, label.middle) if own is not None else None
    return text_in(right, spans) if right is not None else ()


def is_part_of_longer_label(
    label: Occurrence, seen: Sequence[Occurrence], spans: Sequence[Span], grid: Grid
) -> bool:
    """Tell whether what follows a label closely makes another label of it, unknown: 渔港 of 渔港名称.

    So it is where words go on without a sign, and behind them stands something that is no label: the value.
    """
    if label.sureness != CLOSE:
        return False
    starts = {other.key for other in seen}
    own = _cell_of(label, grid)
    if own is not None:
        right = grid.right_of(own, label.middle)
        beside = text_in(right, spans) if right is not None else ()
        return bool(beside) and (beside[0].line, beside[0].place) not in starts
    rest = label.row[label.end :]
    for before, after in pairwise(rest):
        if after.x - before.x > _FAR * label.height:
            return (after.line, after.place) not in starts
    return False


def after_label(label: Occurrence, spans: Sequence[Span], grid: Grid) -> tuple[Character, ...]:
    """Return what follows a label within its own cell, nothing when that is idle signs only."""
    own = _cell_of(label, grid)
    inside = text_in(own, spans) if own is not None else ()
    keys = [(character.line, character.place) for character in inside]
    if label.key not in keys:
        return ()
    rest = inside[keys.index(label.key) + label.end - label.start :]
    is_open_bracket = bool(rest) and rest[0].text == "(" and all(c.text != ")" for c in rest)
    is_idle = all(character.text in _IDLE for character in rest)
    if is_open_bracket or is_idle:
        return ()
    right = grid.right_of(own, label.middle) if own is not None and _BRACKET.fullmatch(_text(rest)) else None
    return () if right is not None and text_in(right, spans) else rest


def is_alone_in_cell(label: Occurrence, seen: Sequence[Occurrence], grid: Grid) -> bool:
    """Tell whether a label's cell is its own and no frame around others or around half a page."""
    own = _cell_of(label, grid)
    if own is None or own.bottom - own.top > _TALLEST * label.height:
        return False
    return sum(_cell_of(other, grid) is own for other in seen) == 1


def within_cell(label: Occurrence, spans: Sequence[Span], grid: Grid) -> tuple[Occurrence, tuple[Span, ...]]:
    """Return the label with its row cut at the rules of its cell, and the lines of that cell alone."""
    own = _cell_of(label, grid)
    if own is None:
        return label, tuple(spans)
    inside = spans_in(own, spans)
    lines = {span.index for span in inside} | {character.line for character in label.row[: label.end]}
    row = (*label.row[: label.end], *(c for c in label.row[label.end :] if c.line in lines))
    return replace(label, row=row), inside


def _value_cell(
    label: Occurrence, own: Cell, seen: Sequence[Occurrence], grid: Grid, *, is_below: bool
) -> Cell | None:
    right, below = grid.right_of(own, label.middle), grid.below(own)
    for cell in (below,) if is_below else (right, below):
        if cell is not None and not _has_label(cell, seen, grid):
            return cell
    return None


def _has_label(cell: Cell, seen: Sequence[Occurrence], grid: Grid) -> bool:
    return any(_cell_of(other, grid) is cell for other in seen)


def is_in(cell: Cell, label: Occurrence) -> bool:
    """Tell whether a label stands in a cell."""
    return cell.holds((label.left + label.right) / 2, label.middle)


def _cell_of(label: Occurrence, grid: Grid) -> Cell | None:
    return grid.at((label.left + label.right) / 2, label.middle)
