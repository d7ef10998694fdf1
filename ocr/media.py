"""The type of a file by its content; names and declared types are never believed.

A further type is one row here and one module that opens it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ocr.limits import Limits, Refused

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFD = "application/ofd"
PACKAGE = "application/zip"
"""Every zip; what is within it is told by packages.py."""
PICTURELESS = frozenset({DOCX, XLSX, OFD})
"""Types whose text is all there is to see: no picture of the page stands beside it."""
PACKAGED: Mapping[str, tuple[str, str]] = {
    "word/document.xml": (DOCX, "ocr.docx_text"),
    "xl/workbook.xml": (XLSX, "ocr.xlsx_text"),
    "OFD.xml": (OFD, "ocr.ofd_text"),
}
"""What a package is by its main part, and the module that opens it."""
_TAIL = 66_000
_ZIP_END = b"PK\x05\x06"
_STRANGE_TAILS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_SCRIPTS = (b"<script", b"<html", b"<?php", b"<!doctype html")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})


@dataclass(frozen=True, slots=True)
class FileType:
    """One type of file: how its first bytes look, and the module that opens it."""

    media: str
    opener: str
    begins: Callable[[bytes], bool]

    @property
    def is_picture(self) -> bool:
        """Tell whether it is a picture file."""
        return self.media.startswith("image/")


def _starts(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signs)


def _is_bmp(head: bytes) -> bool:
    return head[:2] == b"BM" and int.from_bytes(head[6:10], "little") == 0


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS


def _is_pdf(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-")


TYPES = (
    FileType("image/jpeg", "ocr.pictures", _starts(b"\xff\xd8\xff")),
    FileType("image/png", "ocr.pictures", _starts(b"\x89PNG\r\n\x1a\n")),
    FileType("image/webp", "ocr.pictures", _is_webp),
    FileType("image/bmp", "ocr.pictures", _is_bmp),
    FileType("image/tiff", "ocr.pictures", _starts(b"II*\x00", b"MM\x00*")),
    FileType("image/heic", "ocr.heic", _is_heic),
    FileType(PDF, "ocr.pdf", _is_pdf),
    FileType(PACKAGE, "ocr.packages", _starts(b"PK\x03\x04")),
)
_UNREADABLE = (
    (_starts(b"\xd0\xcf\x11\xe0"), "legacy_office"),
    (_starts(b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"PK\x05\x06"), "archive"),
)


def file_type(data: bytes, limits: Limits) -> FileType:
    """Return the type of the bytes; raises Refused for what is not on the list."""
    if not data:
        raise Refused("empty")
    if len(data) > limits.file_bytes:
        raise Refused("too_large")
    head = data[:1024]
    kind = next((each for each in TYPES if each.begins(head)), None)
    if kind is None:
        raise Refused(next((code for begins, code in _UNREADABLE if begins(head)), "unsupported_type"))
    if kind.media != PACKAGE and _is_two_things(data, kind):
        raise Refused("polyglot")
    return kind


def _is_two_things(data: bytes, kind: FileType) -> bool:
    """Tell whether other programs would take the same bytes for an archive, a PDF or a page with a script."""
    tail = data[-_TAIL:]
    if _ZIP_END in tail:
        return True
    if not kind.is_picture:
        return False
    ends = data[:4096] + tail
    return any(sign in ends for sign in _STRANGE_TAILS) or any(sign in ends.lower() for sign in _SCRIPTS)
