"""Whether all of a paper was handed in: every page by its printed number, every side and a contract's end."""

from collections.abc import Mapping, Sequence

from ocr.document import Document, Reading, ReadingState
from ocr.kind_files import KindFile
from ocr.page_numbers import pages_complete


def is_complete(documents: Sequence[Document], kind: KindFile | None, *, nothing_missed: bool) -> bool | None:
    """Tell whether the documents of one paper are all of it; None when that can't be told.

    Where page numbers and the kind's parts both speak, both must say yes; one no is enough. A part not seen
    is missing only when `nothing_missed`: everything handed in was opened, recognised and legible.
    """
    numbers = pages_complete(documents)
    parts = _has_all_parts(documents, kind, nothing_missed=nothing_missed) if kind and kind.parts else None
    if False in (numbers, parts):
        return False
    if kind is None or not kind.parts:
        return numbers
    if numbers is None and not kind.numbered_pages:
        return parts
    return True if numbers and parts else None


def _has_all_parts(documents: Sequence[Document], kind: KindFile, *, nothing_missed: bool) -> bool | None:
    """Tell whether on each part at least one of the elements that stand there has its place."""
    seen = {key for document in documents for key in _places(document.readings)}
    if all(seen.intersection(part) for part in kind.parts.values()):
        return True
    return False if nothing_missed else None


def _places(readings: Mapping[str, Sequence[Reading]]) -> set[str]:
    """Return the elements whose place was seen, whether or not anything could be read there."""
    return {
        key
        for key, found in readings.items()
        if any(reading.state is not ReadingState.NOT_FOUND for reading in found)
    }
