"""Options to tick on papers drawn from data: boxes, brackets or filled squares, over several lines."""

from simulator.paper.desk import Desk
from simulator.paper.fonts import width
from simulator.paper.marks import MM_PER_POINT

BOX_MM = 3.4


def write_ticks(desk: Desk, element: str, x: float, y: float, limit_mm: float) -> float:
    """Write the options of an element with the first baseline at y; returns the last baseline."""
    step = _step(desk)
    for number, row in enumerate(_rows(desk, element, limit_mm)):
        at = x
        for option in row:
            at = (
                _option(desk, option, at, y + number * step, is_ticked=_is_chosen(desk, element, option))
                + 4.5
            )
    desk.pen.elements.add(element)
    return y + (len(_rows(desk, element, limit_mm)) - 1) * step


def ticked_height(desk: Desk, element: str, limit_mm: float) -> float:
    """Return the height that the options of an element take."""
    return len(_rows(desk, element, limit_mm)) * _step(desk)


def _step(desk: Desk) -> float:
    return desk.size * MM_PER_POINT * 1.55


def _is_chosen(desk: Desk, element: str, option: str) -> bool:
    options = desk.kind.options[element]
    if "both_options" in desk.order.whims and option in options[:2]:
        return True
    return option in desk.order[element].split(";")


def _rows(desk: Desk, element: str, limit_mm: float) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    used = 0.0
    for option in desk.kind.options[element]:
        mark = "（√）" if desk.style.tick == "brackets" else "　"
        wide = width(desk.style.label_font, mark + option, desk.size * MM_PER_POINT) + BOX_MM + 4
        if used and used + wide > limit_mm:
            rows.append([])
            used = 0.0
        rows[-1].append(option)
        used += wide
    return rows


def _option(desk: Desk, option: str, x: float, y: float, *, is_ticked: bool) -> float:
    pen, style, size = desk.pen, desk.style, desk.size
    if style.tick == "brackets":
        return pen.text(x, y, f"（{'√' if is_ticked else '　'}）{option}", size=size, font=style.label_font)
    if style.tick == "square":
        pen.text(x, y, "■" if is_ticked else "□", size=size, font="hei")
    else:
        pen.frame(x, y - 3.0, BOX_MM, BOX_MM, thick=0.3)
        if is_ticked:
            pen.text(x, y + 0.1, "√", font="hei-bold", size=12, colour=style.ink)
    return pen.text(x + BOX_MM + 1.4, y, option, size=size, font=style.label_font)
