"""PDF pages to pixels, with the witnesses that stand beside them. Runs in the decoder child."""

from functools import partial

import pypdfium2
import pypdfium2.raw as raw

from ocr.limits import Limits, Refused
from ocr.opened import Decoded, OpenFile, pixel_page, said
from ocr.pdf_notes import notes_of
from ocr.pdf_structure import structure_flags
from ocr.pdf_text import layer_of

_POINTS_PER_INCH = 72
_MOST_POINTS = 20_000
_METADATA = {"title": "Title", "author": "Author", "software": "Creator", "producer": "Producer"}


def open_file(data: bytes, media: str, limits: Limits) -> OpenFile:
    """Open a PDF; raises Refused when it is encrypted, broken or too long."""
    document = open_pdf(data, limits)
    return OpenFile(
        media=media,
        pages=tuple(partial(_page, document, index, limits) for index in range(len(document))),
        flags=structure_flags(data, len(document), limits),
        metadata=said({key: document.get_metadata_value(name) for key, name in _METADATA.items()}),
    )


def open_pdf(data: bytes, limits: Limits) -> pypdfium2.PdfDocument:
    """Open a PDF without looking at what surrounds its pages; raises Refused."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "damaged") from error
    if count == 0:
        raise Refused("damaged")
    if count > limits.pages:
        raise Refused("limit_exceeded")
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    return document


def _page(document: pypdfium2.PdfDocument, index: int, limits: Limits) -> Decoded:
    """Decode one page: pixels as a viewer shows them, with forms and notes, then what is said besides."""
    try:
        page = document[index]
        width, height = page.get_size()
        if not (1 <= width <= _MOST_POINTS and 1 <= height <= _MOST_POINTS):
            raise Refused("limit_exceeded")
        scale = min(limits.render_dpi / _POINTS_PER_INCH, limits.long_side_px / max(width, height))
        bitmap = page.render(scale=scale, rev_byteorder=False, force_bitmap_format=raw.FPDFBitmap_BGR)
        picture = bitmap.to_numpy()
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged") from error
    try:
        size = picture.shape[1], picture.shape[0]
        layer, is_whole = layer_of(page, *size)
        fields, notes, are_all = notes_of(document, page, *size)
        flags = () if is_whole and are_all else ("unscanned",)
    except pypdfium2.PdfiumError:
        layer, fields, notes, flags = [], [], [], ("unscanned",)
    page.close()
    return pixel_page(
        picture,
        "pdf",
        dpi=round(scale * _POINTS_PER_INCH, 1),
        lines=[*layer, *fields],
        notes=notes,
        flags=flags,
    )
