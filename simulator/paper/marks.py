"""What stands on a sheet of paper: texts, lines, frames and pictures, in millimetres from the top left."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PIL import Image

from simulator.paper.fonts import width, wrap

Colour = tuple[int, int, int]
BLACK: Colour = (25, 25, 28)
GREY: Colour = (120, 120, 120)
INK: Colour = (28, 40, 120)
MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A line of text; x, y is its left end on the baseline; an unseen text stands in the text layer only."""

    x: float
    y: float
    text: str
    size: float = 10.5
    font: str = "song"
    colour: Colour = BLACK
    spacing: float = 0.0
    unseen: bool = False

    @property
    def width(self) -> float:
        """Width in millimetres."""
        return width(self.font, self.text, self.size * MM_PER_POINT, self.spacing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight line; `dash` is the length of its dashes, 0 when unbroken."""

    x0: float
    y0: float
    x1: float
    y1: float
    thick: float = 0.25
    colour: Colour = BLACK
    dash: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle, filled or not, framed unless `thick` is 0."""

    x: float
    y: float
    w: float
    h: float
    thick: float = 0.25
    colour: Colour = BLACK
    fill: Colour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with transparency laid over what is already there."""

    x: float
    y: float
    w: float
    h: float
    image: Image.Image


Mark = Text | Rule | Frame | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page: its size, its marks in order, and the names of the elements that stand on it."""

    width: float
    height: float
    marks: tuple[Mark, ...] = ()
    elements: frozenset[str] = frozenset()
    tint: Colour = (255, 255, 255)

    def plus(self, *marks: Mark) -> "Sheet":
        """Return the sheet with more marks on top."""
        return replace(self, marks=(*self.marks, *marks))


@dataclass(slots=True)
class Pen:
    """Collects the marks of one sheet."""

    width: float = 210.0
    height: float = 297.0
    font: str = "song"
    size: float = 10.5
    colour: Colour = BLACK
    tint: Colour = (255, 255, 255)
    marks: list[Mark] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)

    def sheet(self) -> Sheet:
        """Return what was drawn."""
        return Sheet(
            width=self.width,
            height=self.height,
            marks=tuple(self.marks),
            elements=frozenset(self.elements),
            tint=self.tint,
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 0.0,
        font: str = "",
        colour: Colour | None = None,
        anchor: str = "l",
        spacing: float = 0.0,
        element: str = "",
    ) -> float:
        """Write one line and return the x of its end; anchor is l, m or r."""
        mark = Text(
            x=x,
            y=y,
            text=text,
            size=size or self.size,
            font=font or self.font,
            colour=colour or self.colour,
            spacing=spacing,
        )
        start = x - {"l": 0.0, "m": 0.5, "r": 1.0}[anchor] * mark.width
        self.marks.append(replace(mark, x=start))
        if element:
            self.elements.add(element)
        return start + mark.width

    def block(
        self,
        x: float,
        y: float,
        text: str,
        limit: float,
        *,
        leading: float = 1.45,
        size: float = 0.0,
        font: str = "",
        colour: Colour | None = None,
        element: str = "",
    ) -> float:
        """Write text broken to a width and return the y of the line after it."""
        points = size or self.size
        step = points * MM_PER_POINT * leading
        for line in wrap(font or self.font, text, points * MM_PER_POINT, limit):
            self.text(x, y, line, size=points, font=font, colour=colour, element=element)
            y += step
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float, **options: float) -> None:
        """Draw a line; options are thick and dash."""
        self.marks.append(Rule(x0=x0, y0=y0, x1=x1, y1=y1, colour=self.colour, **options))

    def frame(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        thick: float = 0.25,
        fill: Colour | None = None,
        colour: Colour | None = None,
    ) -> None:
        """Draw a rectangle."""
        self.marks.append(Frame(x=x, y=y, w=w, h=h, thick=thick, colour=colour or self.colour, fill=fill))

    def picture(self, x: float, y: float, w: float, h: float, image: Image.Image) -> None:
        """Lay a picture with its top left corner at x, y."""
        self.marks.append(Picture(x=x, y=y, w=w, h=h, image=image))

    def stamp(self, x: float, y: float, size: float, image: Image.Image) -> None:
        """Lay a picture with its centre at x, y; `size` is its width."""
        tall = size * image.height / image.width
        self.picture(x - size / 2, y - tall / 2, size, tall, image)


def lines_of(font: str, text: str, size: float, limit: float) -> Sequence[str]:
    """Break text as Pen.block would."""
    return wrap(font, text, size * MM_PER_POINT, limit)
