"""Which page of how many a page says it is: 第1页 共3页, 1/3."""

import re
from collections.abc import Sequence

from ocr.document import Document, Page
from ocr.values import plain_text

_FORMS = (
    re.compile(r"第(\d{1,3})页[,，/]?\(?共(\d{1,3})页\)?"),
    re.compile(r"共(\d{1,3})页[,，/]?第(\d{1,3})页"),
    re.compile(r"[-(]?(\d{1,3})/(\d{1,3})页?[-)]?"),
)


def page_number(page: Page) -> tuple[int, int] | None:
    """Return (number, total) as printed, or None; a page that says two things says nothing."""
    found = {pair for line in page.lines if (pair := _in_text(plain_text(line.text))) is not None}
    return found.pop() if len(found) == 1 else None


def pages_complete(documents: Sequence[Document]) -> bool | None:
    """Tell whether the printed numbers of all pages run from 1 to the total; None when they tell nothing."""
    pages = [page for document in documents for page in document.pages]
    numbers = [page_number(page) for page in pages]
    seen = [pair for pair in numbers if pair is not None]
    if not seen or len({total for _, total in seen}) != 1:
        return None
    total = seen[0][1]
    present = {number for number, _ in seen}
    if present >= set(range(1, total + 1)):
        return True
    return False if None not in numbers else None


def _in_text(text: str) -> tuple[int, int] | None:
    for index, form in enumerate(_FORMS):
        match = form.fullmatch(text)
        if match:
            first, second = int(match[1]), int(match[2])
            number, total = (second, first) if index == 1 else (first, second)
            return (number, total) if 1 <= number <= total else None
    return None
