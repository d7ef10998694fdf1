"""What the seals of a material tell: whether, whose, of which kinds, how many, and across its pages' edges.

A piece of a seal across the edges of pages (骑缝章) is no seal of the page it lies on. Whether a seal in
another ink than red will do is for a clerk: it counts for none here, but leaves a "no seal" unsaid.
"""

from collections.abc import Mapping, Sequence

from cases.told import told
from ocr.document import Document, Reading, ReadingState, Seal, Source
from ocr.media import PICTURELESS
from ocr.values import ElementType, canonical

_FEWEST_PAGES = 2
"""One page has no other whose edge a seal could cross."""


def seal_facts(
    documents: Sequence[Document], *, may_be_missed: bool
) -> Mapping[str, tuple[ElementType, tuple[Reading, ...]]]:
    """Return fact → type and readings.

    Args:
        documents: all files of one material.
        may_be_missed: whether something of the material may not have been seen.
    """
    found = [seal for document in documents for page in document.pages for seal in page.seals]
    seals = [seal for seal in found if seal.ink == "red" and not seal.straddles]
    is_open = any(seal.ink != "red" for seal in found)
    may_be_missed = may_be_missed or is_open or any(each.media_type in PICTURELESS for each in documents)
    return {
        "sealed": (ElementType.BOOL, _sealed(seals, may_be_missed=may_be_missed)),
        "seal_text": (ElementType.ORGANISATION, tuple(_text_of(seal) for seal in seals)),
        "seal_kind": (ElementType.CHOICES, _kinds(seals)),
        "seal_count": (ElementType.NUMBER, () if may_be_missed else _count(seals)),
        "straddle_seal": (ElementType.BOOL, _straddling(documents)),
    }


def _sealed(seals: Sequence[Seal], *, may_be_missed: bool) -> tuple[Reading, ...]:
    """Return each seal that was seen; "no seal" only when every page could be seen well."""
    seen = tuple(_seen("sealed", "true", seal, raw=seal.text) for seal in seals)
    return seen or (() if may_be_missed else told("sealed", "false"))


def _text_of(seal: Seal) -> Reading:
    return _seen("seal_text", canonical(ElementType.ORGANISATION, seal.text or ""), seal, raw=seal.text)


def _seen(element: str, value: str | None, seal: Seal, *, raw: str | None) -> Reading:
    """Return what one seal says; without a value it could not be read."""
    return Reading(
        element=element,
        state=ReadingState.READ if value else ReadingState.UNREADABLE,
        source=Source.PIXELS,
        value=value,
        raw=raw or "",
        confidence=seal.confidence if value else 0.0,
        page=seal.page,
        box=seal.box,
    )


def _kinds(seals: Sequence[Seal]) -> tuple[Reading, ...]:
    """Return the kinds of all seals as one list; one seal of unknown kind leaves the list unread."""
    kinds = [seal.kind for seal in seals if seal.kind]
    value = canonical(ElementType.CHOICES, ";".join(kinds)) if len(kinds) == len(seals) else None
    return _of_all("seal_kind", value, ";".join(kinds), seals)


def _count(seals: Sequence[Seal]) -> tuple[Reading, ...]:
    return _of_all("seal_count", str(len(seals)), str(len(seals)), seals) or told("seal_count", "0")


def _of_all(element: str, value: str | None, raw: str, seals: Sequence[Seal]) -> tuple[Reading, ...]:
    """Return one reading over all seals, as sure as the least sure of them; none without seals."""
    if not seals:
        return ()
    together = Reading(
        element=element,
        state=ReadingState.READ if value else ReadingState.UNREADABLE,
        source=Source.PIXELS,
        value=value,
        raw=raw,
        confidence=min(seal.confidence for seal in seals) if value else 0.0,
    )
    return (together,)


def _straddling(documents: Sequence[Document]) -> tuple[Reading, ...]:
    """Return yes when every one of several pages shows a piece, else nothing.

    Never a no: a faint or cut-off piece is easily overlooked, and how often has not been measured.
    """
    pages = [page for document in documents for page in document.pages]
    pieces = [[seal for seal in page.seals if seal.straddles] for page in pages]
    if len(pages) < _FEWEST_PAGES or not all(pieces):
        return ()
    return _of_all("straddle_seal", "true", "骑缝章", [seal for found in pieces for seal in found])
