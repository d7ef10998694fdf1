"""Draw the blocks of a paper one below the other: paragraphs, lines and drawings are drawn here."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simulator.paper.desk import Desk
from simulator.paper.drawings import draw_drawing
from simulator.paper.inline import set_lines, write_lines
from simulator.paper.kind_files import Drawing, Line, Prose, Rows, Sign, Table, wording
from simulator.paper.rows import draw_rows
from simulator.paper.signing import draw_signings
from simulator.paper.tables import draw_table

DRAWING_MM = 96.0
INDENT = "　　"


def draw_block(desk: Desk, block: object) -> None:
    """Draw one block below what is already there."""
    _DRAWERS[type(block)](desk, block)


def _prose(desk: Desk, block: Prose) -> None:
    value = replace(desk.value_face, is_underlined=desk.style.is_filled_in)
    desk.y += desk.lead * 0.35
    for paragraph in block.text:
        _, wide = desk.span(desk.y)
        lines = set_lines(
            desk.say(INDENT + wording(paragraph, desk.order.look)), wide, desk.print_face, value
        )
        for line in lines:
            desk.make_room(desk.lead)
            desk.y = write_lines(desk.pen, desk.span(desk.y)[0], desk.y + desk.lead, (line,), 0.0)
        desk.mark(paragraph)
    desk.y += desk.lead * 0.3


def _line(desk: Desk, block: Line) -> None:
    desk.mark(block.heading, block.caption, block.note)
    x, wide = desk.span(desk.y)
    if block.heading:
        desk.y += desk.lead * 1.35
        desk.pen.text(
            x, desk.y, wording(block.heading, desk.order.look), size=desk.size * 1.08, font="hei-bold"
        )
        desk.y += desk.lead * 0.2
    if block.caption:
        desk.y += desk.lead * 1.1
        lines = set_lines(
            desk.say(wording(block.caption, desk.order.look)), wide, desk.print_face, desk.value_face
        )
        desk.y = write_lines(desk.pen, x, desk.y, lines, desk.lead) - desk.lead + 2.5
    if block.note:
        face = replace(desk.print_face, size=desk.size * 0.8)
        desk.y += desk.lead * 0.9
        for line in set_lines(desk.say(wording(block.note, desk.order.look)), wide, face, face):
            desk.make_room(desk.lead)
            desk.y = write_lines(desk.pen, x, desk.y, (line,), desk.lead * 0.85)


def _drawing(desk: Desk, block: Drawing) -> None:
    desk.make_room(DRAWING_MM)
    words = ["".join(piece.text for piece in desk.say(word)) for word in block.words]
    x, wide = desk.span(desk.y)
    draw_drawing(desk.pen, block.drawing, x, desk.y + 4, wide, words)
    desk.mark(*block.words)
    desk.y += DRAWING_MM


_DRAWERS: Mapping[type, Callable[[Desk, Any], None]] = {
    Rows: draw_rows,
    Prose: _prose,
    Table: draw_table,
    Sign: lambda desk, block: draw_signings(desk, block.sign),
    Drawing: _drawing,
    Line: _line,
}
