"""Annotations and form fields of a PDF page, as witnesses of their own. Runs in the decoder child."""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from ocr.pdf_text import Placing

MOST_ANNOTATIONS = 500
_MOST_BYTES = 20_000
_MULTILINE, _PASSWORD = 1 << 12, 1 << 13
_WRITTEN = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX})
Lines = list[dict[str, Any]]


def notes_of(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, width: int, height: int
) -> tuple[Lines, Lines, bool]:
    """Return form fields of one line, all other texts beside the page, and whether these are all."""
    place = Placing(page, width, height)
    count = raw.FPDFPage_GetAnnotCount(page)
    fields: Lines = []
    notes: Lines = []
    for index in range(min(count, MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            _sort(document.formenv, annotation, place, fields, notes)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return fields, notes, count <= MOST_ANNOTATIONS


def _sort(form: Any, annotation: Any, place: Placing, fields: Lines, notes: Lines) -> None:
    is_field = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET
    if is_field and form is not None:
        if raw.FPDFAnnot_GetFormFieldType(form, annotation) not in _WRITTEN:
            return
        text = _text(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))
        is_note = bool(raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & (_MULTILINE | _PASSWORD))
    else:
        text = _text(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
        is_note = True
    if text:
        line = {"text": text, "box": list(_box(annotation, place)), "centres": [], "faint": False}
        (notes if is_note else fields).append(line)


def _text(ask: Callable[[Any, int], int]) -> str:
    """Call a function of PDFium that writes UTF-16 into a buffer: once for the length, once for the text."""
    size = min(ask(None, 0), _MOST_BYTES)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", errors="ignore").rstrip("\0").strip()


def _box(annotation: Any, place: Placing) -> tuple[float, float, float, float]:
    rectangle = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rectangle))
    return place.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
