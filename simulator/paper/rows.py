"""Draw labels with their values: in boxes, over lines, after colons, in one or two columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.paper.desk import Desk
from simulator.paper.fonts import width
from simulator.paper.inline import Lines, set_lines, write_lines
from simulator.paper.kind_files import Rows, wording
from simulator.paper.marks import MM_PER_POINT, Pen
from simulator.paper.ticks import ticked_height, write_ticks
from simulator.paper.wording import Piece

SHORT = 13
NARROWEST_MM = 16.0
Row = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One label with its value: set lines, or the element whose options are ticked."""

    label: str
    lines: Lines = ()
    options: str = ""


def draw_rows(desk: Desk, block: Rows) -> None:
    """Draw the rows of a block in the style of its paper."""
    rows = _ordered(desk, block)
    if desk.style.columns == 2 and desk.style.rows != "boxed" and not block.side:
        _in_two_columns(desk, rows)
        return
    if desk.style.columns == 2 and desk.style.rows == "boxed":
        rows = _paired(desk, rows)
    side = 9.0 if block.side and desk.style.rows == "boxed" else 0.0
    labels = _label_width(desk, rows)
    top, first = desk.y, desk.pen
    for row in rows:
        if isinstance(row, str):
            _heading(desk, row, side)
        elif desk.style.rows == "boxed":
            _boxed(desk, row, labels, side)
        else:
            _open(desk, row, labels)
    if side and first is desk.pen:
        _side(desk, block.side, top, side)
    desk.y += 1.5 if desk.style.rows == "boxed" else 0


def _ordered(desk: Desk, block: Rows) -> list[str | Row]:
    """Return the rows in the order of the look: some looks change neighbours."""
    rows: list[str | Row] = [row if isinstance(row, str) else _entries(row) for row in block.rows]
    if desk.style.order == "swapped":
        for at in range(0, len(rows) - 1, 2):
            if not isinstance(rows[at], str) and not isinstance(rows[at + 1], str):
                rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return rows


def _entries(row: Sequence[Mapping[str, str]]) -> Row:
    return [pair for entry in row for pair in entry.items()]


def _paired(desk: Desk, rows: Sequence[str | Row]) -> list[str | Row]:
    """Put two short rows of one entry each into one row."""
    paired: list[str | Row] = []
    for row in rows:
        last = paired[-1] if paired else ""
        if _is_short(desk, row) and _is_short(desk, last):
            paired[-1] = [*last, *row]
        else:
            paired.append(row)
    return paired


def _is_short(desk: Desk, row: str | Row) -> bool:
    if isinstance(row, str) or len(row) != 1 or row[0][1] in desk.kind.options:
        return False
    return sum(len(piece.text) for piece in desk.say(row[0][1])) <= SHORT


def _label_width(desk: Desk, rows: Sequence[str | Row]) -> float:
    """Return the width of the first labels' column, in millimetres."""
    labels = [row[0][0] for row in rows if not isinstance(row, str)]
    widest = max((_width(desk, desk.label(label, labels)) for label in labels), default=20.0)
    wide = desk.style.page[0] - 2 * desk.style.margin
    room = 5.0 if desk.style.rows == "boxed" else 3.0
    return min(widest + room, wide * (0.26 if desk.style.rows == "boxed" else 0.4))


def _width(desk: Desk, text: str) -> float:
    return width(desk.style.label_font, text, desk.size * MM_PER_POINT)


def _shares(desk: Desk, row: Row, labels: float, wide: float) -> list[float]:
    """Return the widths of a row's entries: equal, unless one needs more and the others less."""
    each = wide / len(row)
    needs = [labels + 6.5 + _needed(desk, value) for _, value in row]
    if max(needs) <= each or sum(needs) > wide * 1.15:
        return [each] * len(row)
    return [need * wide / sum(needs) for need in needs]


def _needed(desk: Desk, value: str) -> float:
    """Return the width a value takes on one line, in millimetres."""
    if value in desk.kind.options:
        return sum(_width(desk, option) + 10 for option in desk.kind.options[value])
    text = "".join(piece.text for piece in desk.say(value))
    return max(10.0, width(desk.style.value_font, text, desk.size * MM_PER_POINT))


def _cells(desk: Desk, row: Row, labels: float, shares: Sequence[float]) -> list[Cell]:
    """Set the entries of a row."""
    names = [label for label, _ in row]
    return [
        Cell(label=desk.label(label, names), options=value)
        if value in desk.kind.options
        else Cell(label=desk.label(label, names), lines=desk.lines(value, share - labels - 4.5))
        for (label, value), share in zip(row, shares, strict=True)
    ]


def _boxed(desk: Desk, row: Row, labels: float, side: float) -> None:
    x, wide = desk.span(desk.y)
    x, wide = x + side, wide - side
    shares = _shares(desk, row, labels, wide)
    if len(row) > 1 and min(shares) < labels + NARROWEST_MM:
        for entry in row:
            _boxed(desk, [entry], labels, side)
        return
    cells = _cells(desk, row, labels, shares)
    named = [_label_lines(desk, cell.label, labels) for cell in cells]
    tall = max(_height(desk, cell, share - labels - 4.5) for cell, share in zip(cells, shares, strict=True))
    high = max(tall, max(len(lines) for lines in named) * desk.lead * 0.9, desk.size * 0.55 * desk.air) + 4.6
    desk.make_room(high)
    desk.mark(*(value for _, value in row))
    for cell, lines, share in zip(cells, named, shares, strict=True):
        label_w = labels if cell.label else 0.0
        if cell.label:
            desk.pen.frame(x, desk.y, labels, high, fill=desk.style.shade)
            _middle(desk, desk.pen, x, labels, lines, high)
        desk.pen.frame(x + label_w, desk.y, share - label_w, high)
        _value(desk, cell, x + label_w + 2.2, desk.y, high, share - labels - 4.5)
        x += share
    desk.y += high


def _label_lines(desk: Desk, label: str, labels: float) -> Lines:
    return set_lines((Piece(text=label),), labels - 2.4, desk.label_face, desk.label_face)


def _middle(desk: Desk, pen: Pen, x: float, wide: float, lines: Lines, high: float) -> None:
    step = desk.lead * 0.85
    y = desk.y + high / 2 + desk.size * 0.13 - (len(lines) - 1) * step / 2
    for line in lines:
        taken = sum(run.width_mm for run in line)
        write_lines(pen, x + (wide - taken) / 2, y, (line,), step)
        y += step


def _height(desk: Desk, cell: Cell, limit: float) -> float:
    if cell.options:
        return ticked_height(desk, cell.options, limit)
    return max(1, len(cell.lines)) * desk.size * MM_PER_POINT * 1.35


def _value(desk: Desk, cell: Cell, x: float, y: float, high: float, limit: float) -> None:
    step = desk.size * MM_PER_POINT * 1.35
    if cell.options:
        tall = ticked_height(desk, cell.options, limit)
        write_ticks(desk, cell.options, x, y + (high - tall) / 2 + step * 0.75, limit)
        return
    first = y + high / 2 + desk.size * 0.13 - (len(cell.lines) - 1) * step / 2
    write_lines(desk.pen, x, first, cell.lines, step)


def _open(desk: Desk, row: Row, labels: float) -> None:
    """Write the entries of a row without boxes: side by side when all are short, else below each other."""
    x, wide = desk.span(desk.y + desk.lead)
    aligned = desk.style.rows == "plain" or (desk.style.rows == "colon" and desk.style.fits)
    groups = [row] if len(row) == 1 or _fit_beside(desk, row, wide / len(row)) else [[entry] for entry in row]
    for group in groups:
        desk.make_room(desk.lead * 2)
        each = wide / len(group)
        top = desk.y + desk.lead * (0.35 + 0.85 * desk.air)
        ends = [
            _entry(
                desk, entry, x + place * each, top, each - 3, labels if aligned and len(group) == 1 else 0.0
            )
            for place, entry in enumerate(group)
        ]
        desk.y = max(ends)
        x, wide = desk.span(desk.y + desk.lead)


def _fit_beside(desk: Desk, row: Row, each: float) -> bool:
    for label, value in row:
        text = "".join(piece.text for piece in desk.say(value))
        if value in desk.kind.options:
            text = "　　".join(desk.kind.options[value]) + "　　"
        if _width(desk, desk.label(label) + text) > each - 7:
            return False
    return True


def _entry(desk: Desk, entry: tuple[str, str], x: float, y: float, wide: float, labels: float) -> float:
    """Write one label and value; returns the height used."""
    label, value = entry
    words = desk.label(label, [label])
    pen, face = desk.pen, desk.label_face
    if labels and _width(desk, words) > labels - 2:
        sign = desk.size * MM_PER_POINT  # a closing sign may hang over the end of a line
        lines = set_lines((Piece(text=words),), labels - 2 - sign, face, face)
        y = write_lines(pen, x, y, lines, desk.lead) - desk.lead
        end = x + labels
    else:
        end = max(pen.text(x, y, words, size=face.size, font=face.font, colour=face.colour) + 1.5, x + labels)
    if value in desk.kind.options:
        return write_ticks(desk, value, end + 1, y, x + wide - end - 1)
    lines = desk.lines(value, x + wide - end - 2)
    desk.mark(value)
    step = desk.lead * 1.05
    if desk.style.rows == "lined":
        for line in range(max(1, len(lines))):
            pen.rule(end, y + line * step + 1.4, x + wide, y + line * step + 1.4, thick=0.2)
    bottom = write_lines(pen, end + 1.5, y, lines, step) - step if lines else y
    return bottom


def _in_two_columns(desk: Desk, rows: Sequence[str | Row]) -> None:
    """Write half the entries on the left and half on the right, as certificates do."""
    entries = [entry for row in rows if not isinstance(row, str) for entry in row]
    half = -(-len(entries) // 2)
    top, bottoms = desk.y, [desk.y]
    full = desk.style.page[0] - 2 * desk.style.margin
    labels = [label for label, _ in entries]
    widest = max(_width(desk, desk.label(label, labels)) for label in labels) + 4
    for place, part in enumerate((entries[:half], entries[half:])):
        photo_here = desk.photo_bottom > top and (desk.style.photo == "left") == (place == 0)
        desk.y = desk.photo_bottom if photo_here else top
        x = desk.style.margin + place * full / 2
        for label, value in part:
            y = desk.y + desk.lead * (0.35 + 0.85 * desk.air)
            desk.y = _entry(desk, (label, value), x, y, full / 2 - 5, min(widest, full * 0.21))
        bottoms.append(desk.y)
    desk.y = max(bottoms)


def _heading(desk: Desk, text: str, side: float) -> None:
    """Write a heading across the table."""
    words = wording(text, desk.order.look)
    high = desk.size * 0.353 * 1.4 + 4.2
    desk.make_room(high + 8)
    x, wide = desk.span(desk.y)
    if desk.style.rows == "boxed":
        desk.pen.frame(x + side, desk.y, wide - side, high, fill=desk.style.shade)
        desk.pen.text(x + side + wide / 2, desk.y + high / 2 + 1.4, words, size=desk.size, anchor="m")
        desk.y += high
        return
    desk.y += desk.lead * 1.25
    desk.pen.text(x, desk.y, words, size=desk.size * 1.05, font="hei-bold")


def _side(desk: Desk, text: str, top: float, side: float) -> None:
    """Write a text downwards in a merged cell left of the rows."""
    x, _ = desk.span(desk.y)
    desk.pen.frame(x, top, side, desk.y - top, fill=desk.style.shade)
    step = min(desk.size * 0.42, (desk.y - top - 2) / max(1, len(text)))
    y = (top + desk.y) / 2 - len(text) * step / 2 + step * 0.8
    for sign in text:
        desk.pen.text(x + side / 2, y, sign, size=min(desk.size, step / 0.42), anchor="m")
        y += step


def rows_of(block: Rows) -> Iterator[Row]:
    """Return the rows of a block that are no headings."""
    return (_entries(row) for row in block.rows if not isinstance(row, str))
