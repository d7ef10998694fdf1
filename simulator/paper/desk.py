"""Where a paper drawn from data comes into being: its sheets, filled from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.paper.inline import Face, Lines, set_lines
from simulator.paper.kind_files import PaperKind, wording
from simulator.paper.marks import BLACK, MM_PER_POINT, Pen
from simulator.paper.order import Order, spread
from simulator.paper.stamps import portrait, square_code
from simulator.paper.styles import PaperStyle
from simulator.paper.wording import Filling, Piece

PHOTO_MM = (26.0, 36.0)
LONGEST_SPREAD = 6


@dataclass(slots=True)
class Desk:
    """The sheets of one paper; `y` is the last used height on the sheet in work.

    `scale` shrinks the print and `air` the space between rows where a page must fit.
    """

    kind: PaperKind
    order: Order
    style: PaperStyle
    filling: Filling
    scale: float = 1.0
    air: float = 1.0
    pens: list[Pen] = field(default_factory=list)
    y: float = 0.0
    photo_bottom: float = 0.0

    def open_sheet(self) -> None:
        """Begin a sheet with its border."""
        style = self.style
        pen = Pen(
            width=style.page[0], height=style.page[1], font=style.label_font, size=self.size, tint=style.tint
        )
        for inset, thick in {"none": (), "single": ((0.45, 0.5),), "double": ((0.4, 0.9), (0.52, 0.25))}[
            style.border
        ]:
            gap = style.margin * inset
            pen.frame(
                gap, gap, pen.width - 2 * gap, pen.height - 2 * gap, thick=thick, colour=style.border_colour
            )
        self.pens.append(pen)
        self.y = style.top if len(self.pens) == 1 or style.fits else style.margin + 4
        self.photo_bottom = 0.0

    @property
    def pen(self) -> Pen:
        """The sheet in work."""
        return self.pens[-1]

    @property
    def bottom(self) -> float:
        """How far down the sheet may be filled."""
        return self.style.page[1] - min(self.style.margin, 22.0)

    @property
    def size(self) -> float:
        """Size of print in points."""
        return self.style.size * self.scale

    @property
    def lead(self) -> float:
        """Distance of baselines within a paragraph, in millimetres."""
        return self.size * MM_PER_POINT * (1.3 if self.style.fits else self.style.step)

    @property
    def label_face(self) -> Face:
        """How labels are written."""
        return Face(font=self.style.label_font, size=self.size, colour=self.style.label_colour)

    @property
    def print_face(self) -> Face:
        """How running text is printed."""
        return Face(font=self.style.label_font, size=self.size, colour=BLACK)

    @property
    def value_face(self) -> Face:
        """How values are written into cells and after labels."""
        hand = self.order.seed if "handwritten" in self.order.whims else None
        font = self.style.value_font if hand is None else "kai"
        return Face(font=font, size=self.size, colour=self.style.ink, hand=hand)

    def span(self, y: float) -> tuple[float, float]:
        """Return left edge and width of what may be filled at a height: less beside the photograph."""
        left, wide = self.style.margin, self.style.page[0] - 2 * self.style.margin
        if y >= self.photo_bottom - 0.5:
            return left, wide
        taken = self.photo_size[0] + 6
        return (left + taken if self.style.photo == "left" else left), wide - taken

    def make_room(self, high: float) -> None:
        """Turn to a new sheet when so much does not fit any more; a page that shrinks to fit never turns."""
        if not self.style.fits and self.y + high > self.bottom and self.y > self.style.top + 20:
            self.open_sheet()

    def say(self, template: str) -> tuple[Piece, ...]:
        """Return the pieces of a template as this look prints them."""
        return self.filling.pieces(template, frozenset(self.kind.elements))

    def mark(self, *templates: str) -> None:
        """Remember that the places of these elements stand on the sheet, also those left blank."""
        for template in templates:
            self.pen.elements |= {piece.element for piece in self.say(template) if piece.element}

    def lines(self, template: str, limit_mm: float, *, face: Face | None = None) -> Lines:
        """Set a template in lines."""
        own = face or self.value_face
        return set_lines(self.say(template), limit_mm, own, own)

    def label(self, label: str, among: Sequence[str] = ()) -> str:
        """Return a label as this look words it, spread to the length of its neighbours or with a colon."""
        words = wording(label, self.order.look)
        if self.style.rows in {"colon", "lined"} and words:
            return f"{words}："
        if not self.style.is_spread:
            return words
        longest = max((len(wording(other, self.order.look)) for other in among), default=0)
        return spread(words, min(longest, LONGEST_SPREAD))

    @property
    def photo_size(self) -> tuple[float, float]:
        """Size of the photograph on this sheet, in millimetres."""
        share = min(1.0, self.style.page[1] / 130, self.style.page[0] / 130)
        return PHOTO_MM[0] * share, PHOTO_MM[1] * share

    def lay_photo(self) -> None:
        """Lay the holder's photograph beside what follows."""
        wide, high = self.photo_size
        left = (
            self.style.margin if self.style.photo == "left" else self.style.page[0] - self.style.margin - wide
        )
        sex = self.filling.values.get("sex") or self.filling.values.get("_sex") or "男"
        self.pen.picture(left, self.y + 2, wide, high, portrait(self.order.seed % 50, sex))
        self.photo_bottom = self.y + high + 4

    def lay_code(self) -> None:
        """Lay a square code in the upper right corner."""
        side = max(11.0, min(24.0, self.style.top - 13))
        edge = self.style.margin * 0.52 + 2
        self.pen.picture(self.style.page[0] - edge - side, edge, side, side, square_code(self.order.seed))
