"""The type of a file by its content; names and declared types are never believed."""

from ocr.limits import Limits, Refused

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 66_000


def media_type(data: bytes, limits: Limits) -> str:
    """Return the media type of the bytes; raises Refused for what is not on the list."""
    if not data:
        raise Refused("empty")
    if len(data) > limits.file_bytes:
        raise Refused("too_large")
    kind = _by_magic(data)
    if kind is None:
        raise Refused("legacy_office" if data.startswith(b"\xd0\xcf\x11\xe0") else "unsupported_type")
    if kind != DOCX and _ZIP_END in data[-_ZIP_TAIL:]:
        raise Refused("polyglot")
    return kind


def _by_magic(data: bytes) -> str | None:
    head = data[:16]
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and int.from_bytes(data[6:10], "little") == 0:
        return "image/bmp"
    if head[:4] in {b"II*\x00", b"MM\x00*"}:
        return "image/tiff"
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return DOCX if b"word/" in data and b"[Content_Types].xml" in data else None
    return None
