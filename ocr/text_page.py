"""Pages of pure text: lines of DOCX and XLSX laid out with boxes that no printer drew. Decoder child only."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ocr.limits import Limits, Refused
from ocr.opened import Decoded

PAGE_WIDTH_PX = 1240
ROW_PX = 40
SIZE_PX = 26
MARGIN_PX = 80
INNER_PX = PAGE_WIDTH_PX - 2 * MARGIN_PX
LEAST_HEIGHT_PX = 400


class TextPages:
    """Pages that are being written from top to bottom; what compares lines can't take too many at a time."""

    def __init__(self, limits: Limits, source: str) -> None:
        """Begin with an empty page."""
        self._limits = limits
        self._source = source
        self._lines: list[dict[str, Any]] = []
        self._top = MARGIN_PX
        self._right = PAGE_WIDTH_PX
        self._characters = 0
        self._written = 0
        self._finished: list[Decoded] = []

    def paragraph(self, text: str) -> None:
        """Write a text over the whole width, wrapped."""
        self.row([(0, INNER_PX, text)])

    def row(self, cells: Iterable[tuple[int, int, str]]) -> None:
        """Write texts side by side: left edge within the margins, width, text; the tallest gives the row."""
        if len(self._lines) >= self._limits.page_lines:
            self._turn()
        rows = [self._wrapped(text, MARGIN_PX + left, width) for left, width, text in cells]
        self._top += ROW_PX * max(rows, default=1)

    def end_page(self) -> None:
        """Let what follows stand on another page."""
        if self._lines:
            self._turn()

    def decoded(self) -> list[Decoded]:
        """Return the pages; at least one."""
        self.end_page()
        if not self._finished:
            self._turn()
        return self._finished

    def _turn(self) -> None:
        """Finish a page and begin the next."""
        height = max(self._top + MARGIN_PX, LEAST_HEIGHT_PX)
        page = Decoded(width=self._right, height=height, lines=self._lines, source=self._source)
        self._finished.append(page)
        self._lines, self._top, self._right = [], MARGIN_PX, PAGE_WIDTH_PX

    def lacks(self, texts: Iterable[str]) -> bool:
        """Tell whether letters or digits of these texts did not come onto the pages."""
        wanted = Counter(_telling(texts))
        for lines in (self._lines, *(page.lines for page in self._finished)):
            wanted.subtract(_telling(line["text"] for line in lines))
        return any(count > 0 for count in wanted.values())

    def _wrapped(self, text: str, left: int, width: int) -> int:
        rows = 0
        self._characters += len(text)
        if self._characters > self._limits.text_characters:
            raise Refused("limit_exceeded")
        for part in text.splitlines() or [""]:
            rest = part.strip()
            while rest:
                piece, rest = fitting(rest, width)
                self._put(piece, left, self._top + rows * ROW_PX)
                rows += 1
            rows += not part.strip()
        return max(rows, 1)

    def _put(self, piece: str, left: int, top: int) -> None:
        self._written += 1
        if self._written > self._limits.text_lines or len(self._lines) >= 2 * self._limits.page_lines:
            raise Refused("limit_exceeded")
        right = left + max(width_px(piece), 1)
        self._right = max(self._right, int(right) + MARGIN_PX)
        self._lines.append({"text": piece, "box": [left, top, right, top + SIZE_PX], "centres": []})


def width_px(text: str) -> float:
    """Return how wide a text is when a Chinese character is as wide as high and others half of that."""
    return sum(SIZE_PX if ord(c) > 0x2E80 else SIZE_PX / 2 for c in text)


def fitting(text: str, width: int) -> tuple[str, str]:
    """Cut a text where it no longer fits the width."""
    used = 0.0
    for index, character in enumerate(text):
        used += SIZE_PX if ord(character) > 0x2E80 else SIZE_PX / 2
        if used > width and index:
            return text[:index], text[index:]
    return text, ""


def _telling(texts: Iterable[str]) -> Iterable[str]:
    return (character for text in texts for character in text if character.isalnum())
