"""Lay a paper drawn from data on its sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from simulator.paper.blocks import draw_block
from simulator.paper.desk import Desk
from simulator.paper.fonts import width
from simulator.paper.kind_files import Block, PaperKind, wording
from simulator.paper.marks import MM_PER_POINT, Frame, Mark, Pen, Picture, Rule, Sheet, Text
from simulator.paper.order import Order
from simulator.paper.stamps import round_seal
from simulator.paper.styles import PaperStyle, style_of
from simulator.paper.wording import Filling
from simulator.people import TODAY

A4 = (210.0, 297.0)
TIGHTER = (
    *((1.25, 2.8), (1.15, 2.3), (1.08, 1.9), (1.0, 1.5), (1.0, 1.0), (1.0, 0.65), (0.92, 0.6)),
    *((0.85, 0.5), (0.78, 0.45), (0.7, 0.4), (0.62, 0.35), (0.54, 0.3)),
)
"""Sizes of print and of the space between rows that are tried in turn until a page fits."""
STRADDLING_MM = 40.0


def sheets_of(kind: PaperKind, order: Order) -> tuple[Sheet, ...]:
    """Return the sheets of a paper in the order's look."""
    style = style_of(kind.family, order.look)
    filling = Filling(
        kind=kind.id,
        seed=order.seed,
        on=date.fromisoformat(order["received_on"] or TODAY.isoformat()),
        values=order.values,
        trades=kind.trades,
        dates=style.dates,
        has_angular_years=style.has_angular_years,
    )
    desk = Desk(kind=kind, order=order, style=style, filling=filling)
    sheets = [sheet for number, page in enumerate(kind.pages) for sheet in _of_page(desk, page, number)]
    return _straddled(_numbered(_put_together(sheets, style), kind, style), kind, order)


def _of_page(desk: Desk, page: Sequence[Block], number: int) -> tuple[Sheet, ...]:
    """Draw one page; on a certificate or card it is drawn smaller until it fits."""
    drawn: list[Pen] = []
    for scale, air in TIGHTER if desk.style.fits else ((1.0, 1.0),):
        tried = replace(desk, scale=scale, air=air, pens=[])
        tried.open_sheet()
        _fill(tried, page, number)
        drawn = tried.pens
        if tried.y <= tried.bottom + 4:
            break
    return tuple(pen.sheet() for pen in drawn)


def _fill(desk: Desk, page: Sequence[Block], number: int) -> None:
    if number == 0:
        _title(desk)
        if desk.kind.code:
            desk.lay_code()
        if desk.kind.photo:
            desk.lay_photo()
    for block in page:
        draw_block(desk, block)


def _title(desk: Desk) -> None:
    """Write the title, in as many lines as its wording has and as large as they fit."""
    style = desk.style
    words = wording(desk.kind.titles, desk.order.look).split("|")
    room = style.page[0] - 2 * style.margin * 0.8 - (30 if desk.kind.code else 0)
    for line in words:
        fitting = room / max(1.0, width(style.title_font, line, MM_PER_POINT))
        size = min(style.title * (0.94 if len(words) > 1 else 1.0), fitting)
        desk.pen.text(
            style.page[0] / 2,
            desk.y,
            line,
            size=size,
            font=style.title_font,
            anchor="m",
            colour=style.title_colour,
        )
        desk.y += size * MM_PER_POINT * 1.35
    desk.y += -2 if style.fits else 1


def _put_together(sheets: Sequence[Sheet], style: PaperStyle) -> tuple[Sheet, ...]:
    """Lay the sides of a card or the pages of a booklet on sheets."""
    if style.sides == "beside" and len(sheets) > 1:
        pairs = [sheets[at : at + 2] for at in range(0, len(sheets), 2)]
        return tuple(_joined(pair, style) for pair in pairs)
    if style.sides == "stacked":
        return tuple(_on_a4(sheets[at : at + 2]) for at in range(0, len(sheets), 2))
    return tuple(sheets)


def _joined(pair: Sequence[Sheet], style: PaperStyle) -> Sheet:
    if len(pair) == 1:
        return pair[0]
    left, right = pair
    both = moved(right, left.width, 0)
    fold = Rule(x0=left.width, y0=4, x1=left.width, y1=left.height - 4, thick=0.2)
    return replace(
        left,
        width=left.width + right.width,
        marks=(*left.marks, *both.marks, fold),
        elements=left.elements | both.elements,
    )


def _on_a4(sides: Sequence[Sheet]) -> Sheet:
    marks: list[Mark] = []
    elements: frozenset[str] = frozenset()
    for number, side in enumerate(sides):
        x, y = (A4[0] - side.width) / 2, 26 + number * (side.height + 22)
        marks.append(
            Frame(x=x, y=y, w=side.width, h=side.height, thick=0.3, fill=side.tint, colour=(150, 160, 165))
        )
        marks.extend(moved(side, x, y).marks)
        elements |= side.elements
    return Sheet(width=A4[0], height=A4[1], marks=tuple(marks), elements=elements)


def moved(sheet: Sheet, right_mm: float, down_mm: float) -> Sheet:
    """Return the sheet with every mark moved."""
    return replace(sheet, marks=tuple(_moved(mark, right_mm, down_mm) for mark in sheet.marks))


def _moved(mark: Mark, right: float, down: float) -> Mark:
    if isinstance(mark, Rule):
        return replace(mark, x0=mark.x0 + right, x1=mark.x1 + right, y0=mark.y0 + down, y1=mark.y1 + down)
    return replace(mark, x=mark.x + right, y=mark.y + down)


def _numbered(sheets: tuple[Sheet, ...], kind: PaperKind, style: PaperStyle) -> tuple[Sheet, ...]:
    """Write page numbers and the form's version at the foot."""
    return tuple(
        sheet.plus(*_foot(sheet, number, len(sheets), kind, style)) for number, sheet in enumerate(sheets, 1)
    )


def _foot(sheet: Sheet, number: int, count: int, kind: PaperKind, style: PaperStyle) -> Iterator[Text]:
    y = sheet.height - 11
    if style.foot and count > 1:
        text = Text(x=0, y=y, text=style.foot.format(page=number, pages=count), size=9.5)
        yield replace(text, x=(sheet.width - text.width) / 2)
    if kind.version:
        text = Text(x=0, y=y, text=f"表单版本：{kind.version}", size=8.5)
        yield replace(text, x=sheet.width - style.margin - text.width)


def _straddled(sheets: tuple[Sheet, ...], kind: PaperKind, order: Order) -> tuple[Sheet, ...]:
    """Lay a slice of one seal over the right edge of every sheet."""
    if not kind.straddling or not order.seal or len(sheets) < 2:
        return sheets
    seal = round_seal(order.seal, order.seal_kind, order.seed % 97)
    step = seal.width / len(sheets)
    wide = STRADDLING_MM / len(sheets)
    return tuple(
        sheet.plus(
            Picture(
                x=sheet.width - wide,
                y=sheet.height * 0.42,
                w=wide,
                h=STRADDLING_MM,
                image=seal.crop((round(number * step), 0, round((number + 1) * step), seal.height)),
            )
        )
        for number, sheet in enumerate(sheets)
    )
