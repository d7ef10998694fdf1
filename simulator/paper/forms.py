"""Application forms, statements and letters: what they hold, and how their pages are laid out.

A form is data (`Form`), so that the same form can be drawn as a page or written as a DOCX.
"""

from dataclasses import dataclass

from simulator.paper.marks import BLACK, INK, Colour, Pen, Sheet, lines_of
from simulator.paper.order import Order, written
from simulator.paper.stamps import round_seal, signature, smudge

LEFT, WIDE = 22.0, 166.0
BOTH = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A label with its value, or with options of which the value is ticked."""

    label: str
    value: str = ""
    element: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Where someone signs or seals: the person's line, the seal's line and the date."""

    by: str = ""
    name: str = ""
    sealed: str = ""
    seal: str = ""
    seal_kind: str = ""
    date_label: str = "日期"
    date: str = ""
    date_element: str = "sign_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """One page of a form, from top to bottom: title, rows, paragraphs, options, signatures.

    `tables` are rows of cells, the headers first; only Word files of papers drawn from data have them.
    """

    title: str
    caption: str = ""
    rows: tuple[tuple[Entry, ...], ...] = ()
    paragraphs: tuple[str, ...] = ()
    choices: tuple[Entry, ...] = ()
    signings: tuple[Signing, ...] = ()
    plan: bool = False
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of one or more pages."""

    pages: tuple[FormPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a look writes a form."""

    title: str
    label: str
    value: str
    ink: Colour
    boxed: bool
    shade: Colour | None
    dates: str
    tick: str
    size: float = 11.0


STYLES = {
    "a": Style(
        title="song-bold",
        label="hei",
        value="song",
        ink=BLACK,
        boxed=True,
        shade=(232, 234, 238),
        dates="long",
        tick="box",
    ),
    "b": Style(
        title="hei-bold",
        label="song",
        value="micro",
        ink=BLACK,
        boxed=True,
        shade=None,
        dates="short",
        tick="brackets",
        size=12.0,
    ),
    "c": Style(
        title="hei-bold",
        label="song",
        value="kai",
        ink=INK,
        boxed=False,
        shade=None,
        dates="short",
        tick="box",
        size=13.0,
    ),
}


def lay_out(form: Form, order: Order) -> tuple[Sheet, ...]:
    """Lay a form on A4 pages."""
    style = STYLES[order.look]
    total = len(form.pages)
    return tuple(_page(page, number, total, style, order) for number, page in enumerate(form.pages, 1))


def _page(page: FormPage, number: int, total: int, style: Style, order: Order) -> Sheet:
    pen = Pen(font=style.label, size=style.size)
    y = 30.0 + order.number("top", 6)
    pen.text(105, y, page.title, size=20 if len(page.title) < 16 else 17, font=style.title, anchor="m")
    if page.caption:
        y += 9
        pen.text(LEFT, y, page.caption, size=10)
    y = _rows(pen, page.rows, y + 7, style)
    y = _paragraphs(pen, page.paragraphs, y + (6 if style.boxed else 9), style)
    for entry in page.choices:
        y = _choice_line(pen, entry, y + 5, style)
    if page.plan:
        y = _plan(pen, y + 4)
    for place, signing in enumerate(page.signings):
        y = _signing(pen, signing, y + 8, style, order, place)
    if total > 1:
        pen.text(105, 285, f"第{number}页 共{total}页", size=9.5, anchor="m")
    return pen.sheet()


def _rows(pen: Pen, rows: tuple[tuple[Entry, ...], ...], y: float, style: Style) -> float:
    longest = max((len(row[0].label) for row in rows), default=0)
    label_w = max(27.0, longest * style.size * 0.353 + 5)
    for row in rows:
        y = _boxed_row(pen, row, y, label_w, style) if style.boxed else _lined_row(pen, row, y, style)
    return y


def _boxed_row(pen: Pen, row: tuple[Entry, ...], y: float, label_w: float, style: Style) -> float:
    """Draw the cells of a row, as high as its longest value needs."""
    cell = WIDE / len(row)
    line = style.size * 0.353 * 1.4
    widest = max(len(lines_of(style.value, entry.value, style.size, cell - label_w - 5)) for entry in row)
    high = max(11.0, widest * line + 5.5)
    for place, entry in enumerate(row):
        x = LEFT + place * cell
        pen.frame(x, y, label_w, high, fill=style.shade)
        pen.frame(x + label_w, y, cell - label_w, high)
        pen.text(x + label_w / 2, y + high / 2 + 1.5, entry.label, anchor="m")
        _value(pen, entry, x + label_w + 2.5, y, high, cell - label_w - 5, style)
    return y + high


def _value(pen: Pen, entry: Entry, x: float, y: float, high: float, limit: float, style: Style) -> None:
    if entry.options:
        _options(pen, entry, x, y + high / 2 + 1.5, style)
        return
    count = len(lines_of(style.value, entry.value, style.size, limit))
    top = y + high / 2 + 1.6 - (count - 1) * style.size * 0.353 * 0.7
    pen.block(
        x, top, entry.value, limit, leading=1.4, font=style.value, colour=style.ink, element=entry.element
    )


def _lined_row(pen: Pen, row: tuple[Entry, ...], y: float, style: Style) -> float:
    """Write label：value over a line, each entry on a line of its own."""
    for entry in row:
        y += 11.5
        x = pen.text(LEFT, y, f"{entry.label}：")
        if entry.options:
            _options(pen, entry, x + 2, y, style)
            continue
        pen.rule(x, y + 1.6, LEFT + WIDE, y + 1.6, thick=0.2)
        lines = lines_of(style.value, entry.value, style.size, LEFT + WIDE - x - 4)
        y = pen.block(
            x + 3,
            y,
            entry.value,
            LEFT + WIDE - x - 4,
            leading=1.6,
            font=style.value,
            colour=style.ink,
            element=entry.element,
        ) - (style.size * 0.353 * 1.6 if lines else 0)
    return y


def _options(pen: Pen, entry: Entry, x: float, y: float, style: Style) -> float:
    """Write the options and tick the one that is the value."""
    for option in entry.options:
        ticked = entry.value in (option, BOTH)
        if style.tick == "brackets":
            x = pen.text(x, y, f"（{'√' if ticked else '　'}）{option}", font=style.label) + 5
            continue
        pen.frame(x, y - 3.2, 3.6, 3.6, thick=0.3)
        if ticked:
            pen.text(x + 0.1, y + 0.1, "√", font="hei-bold", size=12, colour=style.ink)
        x = pen.text(x + 5, y, option, font=style.label) + 6
    pen.elements.add(entry.element)
    return x


def _paragraphs(pen: Pen, paragraphs: tuple[str, ...], y: float, style: Style) -> float:
    for paragraph in paragraphs:
        y = pen.block(LEFT, y + 4, f"　　{paragraph}", WIDE, leading=1.7)
    return y


def _choice_line(pen: Pen, entry: Entry, y: float, style: Style) -> float:
    x = pen.text(LEFT, y + 4, f"{entry.label}：")
    _options(pen, entry, x + 3, y + 4, style)
    return y + 8


def _plan(pen: Pen, y: float) -> float:
    """Draw the plan of a shop."""
    pen.frame(LEFT + 8, y, 150, 80, thick=0.6)
    for x, top, wide, high, name in (
        (0, 0, 60, 45, "粗加工区"),
        (60, 0, 50, 45, "烹饪区"),
        (110, 0, 40, 45, "库房"),
        (0, 45, 95, 35, "就餐区"),
        (95, 45, 55, 35, "洗消间"),
    ):
        pen.frame(LEFT + 8 + x, y + top, wide, high, thick=0.4)
        pen.text(LEFT + 8 + x + wide / 2, y + top + high / 2 + 1, name, anchor="m", size=10)
    return y + 84


def _signing(pen: Pen, signing: Signing, y: float, style: Style, order: Order, place: int) -> float:
    """Write the place for signature, seal and date; lay the seal over the date as people do."""
    x = LEFT + (78.0 if len(signing.by) < 10 else 58.0)
    if signing.by:
        y += 10
        end = pen.text(x, y, f"{signing.by}：")
        pen.rule(end, y + 1.5, LEFT + WIDE - 4, y + 1.5, thick=0.2, dash=0.0 if signing.name else 1.2)
        if signing.name:
            image = signature(signing.name, order.seed + place)
            high = 9.5 + order.number("signature", 3)
            pen.picture(end + 2, y - high + 2.5, high * image.width / image.height, high, image)
        if "smudged" in order.whims:
            pen.picture(end + 6, y - 5, 14, 6, smudge(order.seed))
        pen.elements.add("signature")
    if signing.sealed:
        y += 16 if signing.by else 11
        pen.text(x, y, signing.sealed)
    y += 10
    end = pen.text(x, y, f"{signing.date_label}：")
    pen.text(
        end + 1,
        y,
        written(signing.date, style.dates),
        font=style.value,
        colour=style.ink,
        element=signing.date_element,
    )
    if signing.sealed:
        pen.elements.add("seal")
    if signing.seal:
        shift = order.number(f"seal{place}", 10)
        pen.stamp(x + 50 + shift, y - 4, 41, round_seal(signing.seal, signing.seal_kind, order.seed % 97))
    return y
