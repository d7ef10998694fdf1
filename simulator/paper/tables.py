"""Draw tables with headers: ruled, with three lines, or bare; they run on to the next sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from simulator.paper.desk import Desk
from simulator.paper.fonts import width
from simulator.paper.inline import Lines, set_lines, write_lines
from simulator.paper.kind_files import Table, wording
from simulator.paper.marks import MM_PER_POINT
from simulator.paper.wording import Piece

NARROWEST_MM = 9.0
PRINT_SHARE = 0.93
Cell = tuple[Piece, ...]


def draw_table(desk: Desk, block: Table) -> None:
    """Draw a table below what is already there."""
    count = _row_count(desk, block)
    columns = {
        wording(header, desk.order.look): _column(desk, header, cells, count)
        for header, cells in block.table.items()
    }
    widths = _column_widths(desk, columns)
    if block.name:
        desk.y += desk.lead
        desk.pen.text(desk.span(desk.y)[0], desk.y, wording(block.name, desk.order.look), size=desk.size)
    desk.y += 2.5
    headers = [(Piece(text=header),) for header in columns]
    _row(desk, headers, widths, is_header=True)
    for at in range(count):
        cells = [column[at] if at < len(column) else () for column in columns.values()]
        if _row(desk, cells, widths):
            _row(desk, headers, widths, is_header=True)
            _row(desk, cells, widths)
    if desk.style.table == "open":
        x, wide = desk.span(desk.y)
        desk.pen.rule(x, desk.y, x + wide, desk.y, thick=0.5)
    for named in block.table.values():
        desk.mark(*([named] if isinstance(named, str) else named))
    desk.y += 2.5


def _row_count(desk: Desk, block: Table) -> int:
    """Return how many rows the table has: as many as its longest list."""
    lists = [
        len(desk.order[cells].split(";")) if isinstance(cells, str) else len(cells)
        for cells in block.table.values()
        if not isinstance(cells, str) or cells in desk.kind.values
    ]
    return max(lists, default=1)


def _column(desk: Desk, header: str, cells: str | Sequence[str], count: int) -> list[Cell]:
    """Return the cells below a header: the entries of a list element, or what templates make."""
    if isinstance(cells, str) and cells in desk.kind.values:
        element = cells if cells in desk.kind.elements else ""
        entries = desk.order[cells].split(";")
        return [
            (Piece(text=desk.filling.as_printed(entry), element=element, is_filled=True),)
            for entry in entries
        ]
    if isinstance(cells, str):
        made = (desk.filling.value(cells, f"{header}{row}") for row in range(count))
        return [(Piece(text=desk.filling.as_printed(text), is_filled=True),) for text in made]
    return [desk.say(cell) for cell in cells]


def _column_widths(desk: Desk, columns: Mapping[str, list[Cell]]) -> list[float]:
    """Share the width of the sheet among the columns by what stands in them."""
    _, wide = desk.span(desk.y)
    natural = [
        max(
            NARROWEST_MM,
            min(wide * 0.38, _widest(desk, (header, *map(_text, cells))) + 5),
        )
        for header, cells in columns.items()
    ]
    return [each * wide / sum(natural) for each in natural]


def _text(cell: Cell) -> str:
    return "".join(piece.text for piece in cell)


def _widest(desk: Desk, texts: Sequence[str]) -> float:
    size = desk.size * PRINT_SHARE * MM_PER_POINT
    return max(width(desk.style.value_font, text, size) for text in texts)


def _row(desk: Desk, cells: Sequence[Cell], widths: Sequence[float], *, is_header: bool = False) -> bool:
    """Draw a row; returns True, with nothing drawn, when it needed a new sheet."""
    small = desk.size * PRINT_SHARE
    label, value = replace(desk.print_face, size=small), replace(desk.value_face, size=small)
    lines = [set_lines(cell, wide - 2.6, label, value) for cell, wide in zip(cells, widths, strict=True)]
    step = small * MM_PER_POINT * 1.25
    high = max(max(map(len, lines)), 1) * step + 3.4
    before = desk.pen
    desk.make_room(high)
    if before is not desk.pen and not is_header:
        desk.y += 4
        return True
    x, wide = desk.span(desk.y)
    if desk.style.table == "open" and is_header:
        desk.pen.rule(x, desk.y, x + wide, desk.y, thick=0.5)
        desk.pen.rule(x, desk.y + high, x + wide, desk.y + high, thick=0.3)
    _cells(desk, lines, widths, high, is_shaded=is_header)
    desk.y += high
    return False


def _cells(
    desk: Desk, lines: Sequence[Lines], widths: Sequence[float], high: float, *, is_shaded: bool
) -> None:
    step = desk.size * PRINT_SHARE * MM_PER_POINT * 1.25
    x, _ = desk.span(desk.y)
    for cell, wide in zip(lines, widths, strict=True):
        if desk.style.table == "ruled":
            desk.pen.frame(x, desk.y, wide, high, fill=desk.style.shade if is_shaded else None)
        y = desk.y + high / 2 + desk.size * 0.12 - (len(cell) - 1) * step / 2
        taken = max((sum(run.width_mm for run in line) for line in cell), default=0.0)
        write_lines(desk.pen, x + (wide - taken) / 2, y, cell, step)
        x += wide
