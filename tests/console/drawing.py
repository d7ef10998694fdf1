"""Draws sheets of text with PIL, and remembers where each value stands: what a reader would have found."""

import io
import subprocess
from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from ocr.document import Box, Document, Line, Page, Quality, Reading, ReadingState, Seal, Source

RED = (200, 30, 40)
DRAWN: dict[tuple[str, str, int], tuple[bytes, Document]] = {}
"""Drawing takes long; the same sheet is drawn once."""


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    path = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans CJK SC"], capture_output=True, text=True, check=True
    ).stdout
    return ImageFont.truetype(path, size)


def box(left: float, top: float, right: float, bottom: float) -> Box:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


@dataclass
class Sheet:
    """One page in the making."""

    title: str
    kind: str
    width: int = 1000
    height: int = 1414
    rows: list[tuple[str, str, str, str, float]] = field(default_factory=list)
    seal: str = ""
    flags: tuple[str, ...] = ()

    def row(
        self, element: str, label: str, raw: str, value: str | None = None, confidence: float = 0.98
    ) -> "Sheet":
        self.rows.append((element, label, raw, raw if value is None else value, confidence))
        return self

    def draw(self, name: str, *, turn: int = 0) -> tuple[bytes, Document]:
        """Return the file (turned anticlockwise by `turn` degrees) and what reading it upright gives."""
        key = (repr(self), name, turn)
        if key not in DRAWN:
            DRAWN[key] = self._draw(name, turn=turn)
        return DRAWN[key]

    def _draw(self, name: str, *, turn: int) -> tuple[bytes, Document]:
        image = Image.new("RGB", (self.width, self.height), "#fdfcf8")
        pen = ImageDraw.Draw(image)
        pen.text((self.width / 2, self.height * 0.06), self.title, font=font(40), fill="#222", anchor="mm")
        pen.text(
            (self.width / 2, self.height * 0.95), "样例 · 仅供测试", font=font(26), fill="#bbb", anchor="mm"
        )
        step = min(96, int(self.height * 0.75 / max(len(self.rows), 1)))
        lines, readings = [], {}
        for index, (element, label, raw, value, confidence) in enumerate(self.rows):
            top = self.height * 0.12 + index * step
            pen.line([(60, top + step - 8), (self.width - 60, top + step - 8)], fill="#999", width=1)
            pen.text((80, top + step / 2), label, font=font(26), fill="#555", anchor="lm")
            place = (310, top + step / 2)
            pen.text(place, raw, font=font(30), fill="#111", anchor="lm")
            left, up, right, down = pen.textbbox(place, raw or "　", font=font(30), anchor="lm")
            there = box(left, up, right, down)
            lines.append(Line(text=raw, box=there, confidence=confidence))
            state = ReadingState.READ if value and confidence > 0.6 else ReadingState.UNREADABLE
            readings[element] = (
                Reading(
                    element=element,
                    state=state,
                    source=Source.PIXELS,
                    value=value if state is ReadingState.READ else None,
                    raw=raw,
                    confidence=confidence,
                    page=1,
                    box=there,
                ),
            )
        seals = self._stamp(pen)
        written = io.BytesIO()
        image.rotate(turn, expand=True).save(written, "PNG", compress_level=1)
        data = written.getvalue()
        page = Page(
            number=1,
            width=self.width,
            height=self.height,
            rotation=turn,
            lines=tuple(lines),
            seals=seals,
            quality=Quality(sharpness=900, brightness=200, short_side_px=self.width, flags=self.flags),
        )
        document = Document(
            sha256="",
            name=name,
            media_type="image/png",
            pages=(page,),
            kind=self.kind,
            kind_confidence=0.97,
            readings=readings,
            reader_version="test",
        )
        return data, document

    def _stamp(self, pen: ImageDraw.ImageDraw) -> tuple[Seal, ...]:
        if not self.seal:
            return ()
        x, y, radius = self.width - 270, self.height * 0.72, 120
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], outline=RED, width=6)
        pen.text((x, y - 20), "★", font=font(60), fill=RED, anchor="mm")
        pen.text((x, y + 50), self.seal[:9], font=font(22), fill=RED, anchor="mm")
        there = box(x - radius, y - radius, x + radius, y + radius)
        return (Seal(page=1, box=there, text=self.seal, kind="round", confidence=0.9),)
