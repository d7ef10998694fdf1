"""What the pictures of a material tell besides what stands there: copied, cut off, covered, edited, twice."""

from collections.abc import Sequence

from cases.fact_names import fact_words
from ocr.document import Document, Page
from ocr.duplicates import duplicate_pages
from review_points.findings import Reason

FOR_A_CLERK: dict[str, str] = {
    "edited": "tamper_suspected",
    "screen_photo": "quality",
    "occluded": "quality",
    "cropped": "quality",
}
"""Fault of a picture → why a clerk must look, whatever else was read from it."""
WRONG_WAY_ROUND: dict[str, str] = {"mirrored": "quality", "way_up_unsure": "quality"}
"""How a page stands → why a clerk must look: nothing read from it can be relied on."""
_COLOURLESS = "colour"
_LEAST_COLOUR = 12.0
"""A page with this much colour (see ocr/tones.py) is no black-and-white copy; a paler one may be anything."""


def picture_guards(document: Document, about: str) -> tuple[Reason, ...]:
    """Say which pictures a clerk must look at, each fault once."""
    seen = {flag for page in document.pages for flag in page.quality.flags}
    words = fact_words()["elements"] | fact_words()["standing"]
    return tuple(
        Reason(code=code, about=f"{about}：{words[flag]}")
        for flag, code in (FOR_A_CLERK | WRONG_WAY_ROUND).items()
        if flag in seen
    )


def picture_facts(documents: Sequence[Document]) -> dict[str, bool | None]:
    """Return fact → answer for the pages of one material; None where the pictures don't tell."""
    pages = [page for document in documents for page in document.pages]
    found: dict[str, bool | None] = {
        flag: any(flag in page.quality.flags for page in pages) for flag in FOR_A_CLERK
    }
    return found | {"copied": _are_copied(pages), "duplicate_pages": bool(duplicate_pages(pages))}


def _are_copied(pages: Sequence[Page]) -> bool | None:
    """Tell whether a page is a copy in black and white; a page with neither sign nor colour may be one."""
    if any("copied" in page.quality.flags for page in pages):
        return True
    is_coloured = all(page.quality.measures.get(_COLOURLESS, 0.0) >= _LEAST_COLOUR for page in pages)
    return False if pages and is_coloured else None
