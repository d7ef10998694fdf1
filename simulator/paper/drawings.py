"""The drawings on papers: plans, maps, pipes and signboards, with words in them."""

from collections.abc import Callable, Mapping, Sequence

from simulator.paper.marks import Colour, Pen

HIGH = 84.0
WATER: Colour = (60, 110, 180)
ROAD: Colour = (226, 228, 232)


def draw_drawing(pen: Pen, what: str, x: float, y: float, wide: float, words: Sequence[str]) -> None:
    """Draw a drawing of at most 84 mm height with its upper left corner at x, y."""
    _DRAWERS[what](pen, x, y, min(wide, 166.0), words)


def _plan(pen: Pen, x: float, y: float, wide: float, words: Sequence[str]) -> None:
    """Draw rooms in two storeys of boxes, each with its words."""
    pen.frame(x, y, wide, HIGH, thick=0.7)
    upper = -(-len(words) // 2)
    for place, word in enumerate(words):
        count = upper if place < upper else len(words) - upper
        column = place if place < upper else place - upper
        left, top = x + column * wide / count, y + (0 if place < upper else HIGH * 0.55)
        high = HIGH * (0.55 if place < upper else 0.45)
        pen.frame(left, top, wide / count, high, thick=0.4)
        for line, part in enumerate(word.split("\n")):
            pen.text(left + wide / count / 2, top + high / 2 + line * 5, part, size=9.5, anchor="m")
        pen.rule(left + 4, top + high, left + 12, top + high, thick=1.2)
    pen.text(x + wide - 6, y + 8, "北↑", size=10, anchor="r")


def _map(pen: Pen, x: float, y: float, wide: float, words: Sequence[str]) -> None:
    """Draw two roads that cross, a marked place and its neighbours."""
    pen.frame(x, y, wide, HIGH, thick=0.4)
    pen.frame(x, y + HIGH * 0.42, wide, 11, thick=0.2, fill=ROAD)
    pen.frame(x + wide * 0.38, y, 11, HIGH, thick=0.2, fill=ROAD)
    spots = ((0.68, 0.25), (0.16, 0.51), (0.12, 0.2), (0.66, 0.82), (0.14, 0.84))
    for place, (word, (right, down)) in enumerate(zip(words, spots, strict=False)):
        left, top = x + wide * right, y + HIGH * down
        if place == 0:
            pen.text(left - 14, top, "★", size=14, font="hei", colour=(190, 40, 40))
        pen.text(left, top, word, size=9.5, anchor="m" if place else "l")
    pen.text(x + wide - 6, y + 8, "北↑", size=10, anchor="r")


def _pipes(pen: Pen, x: float, y: float, wide: float, words: Sequence[str]) -> None:
    """Draw a pipe from the yard through tanks and a well to the street's sewer, with its measures."""
    pen.frame(x, y, wide, HIGH, thick=0.4)
    step = wide / (len(words) + 1)
    middle = y + HIGH * 0.5
    for place, word in enumerate(words):
        left = x + step * (place + 0.6)
        pen.frame(left, middle - 7, 16, 14, thick=0.5, fill=(238, 244, 250))
        pen.text(left + 8, middle + (-11 if place % 2 else 15), word, size=8.5, anchor="m")
        if place + 1 < len(words):
            pen.rule(left + 16, middle, left + step, middle, thick=0.9)
            pen.text(left + 16 + (step - 16) / 2, middle - 1.5, "→", size=9, anchor="m", colour=WATER)
    pen.text(x + wide - 6, y + 8, "北↑", size=10, anchor="r")


def _signboard(pen: Pen, x: float, y: float, wide: float, words: Sequence[str]) -> None:
    """Draw a shop's front: the board with its words and measures, window and door below."""
    pen.frame(x + 8, y + 6, wide - 16, 24, thick=0.6, fill=(160, 40, 36))
    if words:
        size = min(26.0, (wide - 24) / max(1, len(words[0])) / 0.37)
        pen.text(
            x + wide / 2, y + 21, words[0], size=size, font="hei-bold", anchor="m", colour=(252, 236, 190)
        )
    pen.rule(x + 8, y + 3.5, x + wide - 8, y + 3.5, thick=0.2)
    pen.text(x + wide / 2, y + 2.5, words[1] if len(words) > 1 else "", size=9, anchor="m")
    pen.frame(x + 8, y + 30, wide - 16, HIGH - 30, thick=0.5)
    pen.frame(x + 18, y + 40, wide * 0.4, 32, thick=0.4, fill=(222, 234, 242))
    pen.frame(x + wide * 0.62, y + 40, wide * 0.24, HIGH - 40, thick=0.4, fill=(206, 190, 170))
    for place, word in enumerate(words[2:]):
        pen.text(x + wide / 2, y + HIGH + 5 + place * 5, word, size=9, anchor="m")


_DRAWERS: Mapping[str, Callable[[Pen, float, float, float, Sequence[str]], None]] = {
    "plan": _plan,
    "map": _map,
    "pipes": _pipes,
    "signboard": _signboard,
}
