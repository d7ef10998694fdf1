"""What a PDF holds besides its pages: scripts, actions, files. Nothing is run. Runs in the decoder child."""

import io
import re
from collections.abc import Iterator

import pikepdf

from ocr.limits import Limits

_ACTIVE = re.compile(
    rb"/(NeedsRendering|JavaScript|JS|Launch|SubmitForm|ImportData|RichMedia|Rendition|Movie|Sound|XFA|GoToE|3D)(?![A-Za-z0-9])"
)
_FILES = re.compile(rb"/(EmbeddedFile|EmbeddedFiles|FileAttachment|EF)(?![A-Za-z0-9])")


def structure_flags(data: bytes, pages: int, limits: Limits) -> tuple[str, ...]:
    """Return integrity codes; what can't be looked at, or not to its end, is `unscanned`."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            return tuple(sorted(set(_flags(document, pages, limits))))
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        return ("unscanned",)


def _flags(document: pikepdf.Pdf, pages: int, limits: Limits) -> Iterator[str]:
    if len(document.pages) != pages:
        yield "unscanned"
    for number, thing in enumerate(document.objects):
        if number >= limits.objects:
            yield "unscanned"
            return
        written = _written(thing)
        if _ACTIVE.search(written):
            yield "active_content"
        if _FILES.search(written):
            yield "embedded_files"


def _written(thing: object) -> bytes:
    """Return an object as it is written in the file; numbers, yes, no and null hold nothing."""
    if isinstance(thing, pikepdf.Stream):
        return thing.stream_dict.unparse(resolved=True)
    return thing.unparse(resolved=True) if isinstance(thing, pikepdf.Object) else b""
