"""Draw the places for opinions, signatures, seals and dates on papers drawn from data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from simulator.paper.desk import Desk
from simulator.paper.fonts import width
from simulator.paper.inline import set_lines, write_lines
from simulator.paper.kind_files import Signing, wording
from simulator.paper.marks import MM_PER_POINT, Pen
from simulator.paper.stamps import round_seal, signature, smudge, square_seal
from simulator.paper.ticks import write_ticks
from simulator.paper.wording import Piece

SEAL_MM = 41.0
SIGNATURE_MM = 38.0
NO_SEAL = "none"
INDENT = {"right": 0.46, "middle": 0.26, "left": 0.02}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a signing goes: its left edge, width and number on the paper."""

    x: float
    wide: float
    number: int
    is_alone: bool


def draw_signings(desk: Desk, signings: Sequence[Signing]) -> None:
    """Draw places for signatures side by side, in a box each when the paper is boxed and they have labels."""
    is_boxed = desk.style.rows == "boxed" and all(signing.label for signing in signings)
    if len(signings) > 1 and all(signing.label for signing in signings):
        for signing in signings:
            draw_signings(desk, (signing,))
        return
    high = max(_measured(desk, signing, len(signings), is_boxed=is_boxed) for signing in signings)
    desk.make_room(high)
    top, (x, wide) = desk.y, desk.span(desk.y)
    label_w = 24.0 if is_boxed else 0.0
    each = (wide - label_w) / len(signings)
    bottoms = []
    for number, signing in enumerate(signings):
        desk.y = top
        where = Place(x=x + label_w + number * each, wide=each, number=number, is_alone=len(signings) == 1)
        _content(desk, signing, where)
        bottoms.append(desk.y)
    desk.y = max(bottoms) + (4 if is_boxed else 0)
    if is_boxed:
        _box(desk, signings[0], x, top, wide, label_w)


def _measured(desk: Desk, signing: Signing, count: int, *, is_boxed: bool) -> float:
    """Return the height of a signing, by drawing it on a sheet that is thrown away."""
    scratch = replace(desk, pens=[Pen(width=desk.pen.width, height=desk.pen.height)])
    x, wide = desk.span(desk.y)
    _content(scratch, signing, Place(x=x, wide=(wide - 24 * is_boxed) / count, number=0, is_alone=count == 1))
    return scratch.y - desk.y + 6


def _box(desk: Desk, signing: Signing, x: float, top: float, wide: float, label_w: float) -> None:
    high = desk.y - top
    desk.pen.frame(x, top, wide, high)
    desk.pen.rule(x + label_w, top, x + label_w, top + high)
    face = desk.label_face
    lines = set_lines((Piece(text=wording(signing.label, desk.order.look)),), label_w - 3, face, face)
    y = top + high / 2 - (len(lines) - 1) * desk.lead / 2 + 1
    for line in lines:
        taken = sum(run.width_mm for run in line)
        write_lines(desk.pen, x + (label_w - taken) / 2, y, (line,), desk.lead)
        y += desk.lead


def _content(desk: Desk, signing: Signing, place: Place) -> None:
    desk.mark(signing.text, signing.sealed, signing.date, signing.name)
    desk.y += desk.lead * 0.4
    if signing.label and desk.style.rows != "boxed":
        desk.y += desk.lead
        desk.pen.text(place.x, desk.y, f"{wording(signing.label, desk.order.look)}：", size=desk.size)
    if signing.text:
        lines = set_lines(
            desk.say("　　" + wording(signing.text, desk.order.look)),
            place.wide - 5,
            desk.print_face,
            desk.value_face,
        )
        desk.y = write_lines(desk.pen, place.x + 2.5, desk.y + desk.lead, lines, desk.lead) - desk.lead
    if signing.choice:
        desk.y = write_ticks(desk, signing.choice, place.x + 6, desk.y + desk.lead * 1.4, place.wide - 8)
    x = place.x + place.wide * (INDENT[desk.style.seal_at] if place.is_alone else 0.03)
    x = max(place.x + 2, min(x, place.x + place.wide - _widest_label(desk, signing) - SIGNATURE_MM))
    if signing.by:
        _signature_line(desk, signing, x, place)
    if signing.sealed:
        _sealed_line(desk, signing, x, place)
    _date_and_seal(desk, signing, x, place)


def _widest_label(desk: Desk, signing: Signing) -> float:
    words = [wording(text, desk.order.look) for text in (signing.by, signing.date_label)]
    return max(width(desk.style.label_font, text, desk.size * MM_PER_POINT) for text in words) + 5


def _signature_line(desk: Desk, signing: Signing, x: float, place: Place) -> None:
    desk.y += desk.lead * 0.4 + 6.5
    pen, right = desk.pen, place.x + place.wide - 4
    end = pen.text(
        x, desk.y, f"{wording(signing.by, desk.order.look)}：", size=desk.size, font=desk.style.label_font
    )
    name = _text(desk, signing.name) if signing.name else desk.order.signature
    if desk.style.rows != "boxed" or not name:
        pen.rule(end, desk.y + 1.5, max(right, end + 25), desk.y + 1.5, thick=0.2, dash=0.0 if name else 1.2)
    if name:
        image = signature(name, desk.order.seed + place.number)
        high = min(
            8.5 + desk.order.number("signature", 3),
            (place.x + place.wide - end - 4) * image.height / image.width,
        )
        pen.picture(end + 2, desk.y - high + 2.5, high * image.width / image.height, high, image)
    if signing.name:
        return
    if "smudged" in desk.order.whims:
        pen.picture(end + 6, desk.y - 5, 14, 6, smudge(desk.order.seed))
    pen.elements.add("signature")


def _sealed_line(desk: Desk, signing: Signing, x: float, place: Place) -> None:
    desk.y += desk.lead * 0.6 + (5.5 if signing.by else 3.0)
    lines = set_lines(
        desk.say(wording(signing.sealed, desk.order.look)),
        place.x + place.wide - x - 3,
        desk.print_face,
        desk.value_face,
    )
    desk.y = write_lines(desk.pen, x, desk.y, lines, desk.lead) - desk.lead


def _date_and_seal(desk: Desk, signing: Signing, x: float, place: Place) -> None:
    if signing.date:
        desk.y += desk.lead * 0.5 + 4.0
        label = wording(signing.date_label, desk.order.look)
        at = (
            desk.pen.text(x, desk.y, f"{label}：", size=desk.size, font=desk.style.label_font)
            if label
            else x + 6
        )
        pieces = desk.say(signing.date)
        if not "".join(piece.text for piece in pieces):
            desk.pen.text(at, desk.y, "　　年　　月　　日", size=desk.size)
        face = desk.value_face
        write_lines(desk.pen, at + 1, desk.y, set_lines(pieces, place.wide, face, face), 0.0)
    if signing.seal == NO_SEAL or not (signing.sealed or signing.seal or signing.date):
        return
    image = _seal(desk, signing)
    size = min(SEAL_MM, desk.style.page[1] * 0.2, desk.style.page[0] * 0.24)
    if signing.sealed and not signing.seal:
        desk.pen.elements.add("seal")
    if image is not None:
        middle = min(
            x + min(30.0, place.wide * 0.3) + desk.order.number(f"seal{place.number}", 9), desk.pen.width - 24
        )
        desk.pen.stamp(middle, desk.y - size * 0.14, size, image)
        desk.y += size * 0.16


def _seal(desk: Desk, signing: Signing) -> Image.Image | None:
    """Return the seal of a signing: the paper's own one stands where something is to be sealed."""
    if not signing.sealed and not signing.seal:
        return None
    own = not signing.seal
    name = desk.order.seal if own else _text(desk, signing.seal)
    kind = desk.order.seal_kind if own else signing.seal_kind
    if not name:
        return None
    seed = desk.order.seed % 97 + (0 if own else 1)
    return square_seal(name, seed) if signing.shape == "square" else round_seal(name, kind, seed)


def _text(desk: Desk, template: str) -> str:
    return "".join(piece.text for piece in desk.say(template))
