"""Archives of an applicant's files, unpacked within limits where a scenario allows them. Decoder child only.

What an entry is called is only data: nothing is written to disk, and archives within archives are refused.
"""

import io
import zipfile

from ocr.limits import Limits, Refused
from ocr.media import PACKAGED
from ocr.opened import Member
from ocr.packages import CONTENT_TYPES, checked_entries, package_faults

MOST_FILES = 100
_ARCHIVES = (b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_UTF8 = 0x800


def unpack(data: bytes, limits: Limits) -> tuple[Member, ...]:
    """Return the files of an archive in its order; raises Refused, also for a document that is a zip."""
    with package_faults(), zipfile.ZipFile(io.BytesIO(data)) as package:
        if _is_document(package):
            raise Refused("unsupported_type")
        entries = [
            entry
            for entry in checked_entries(package, limits)
            if not entry.is_dir() and not any(sign in entry.filename for sign in _CLUTTER)
        ]
        if not entries:
            raise Refused("empty")
        if len(entries) > MOST_FILES:
            raise Refused("limit_exceeded")
        found = tuple(Member(_name(entry), package.read(entry)) for entry in entries)
        if any(_is_archive(member.data) for member in found):
            raise Refused("archive")
    return found


def _is_document(package: zipfile.ZipFile) -> bool:
    """Tell whether a zip is a document of an office program rather than an archive of files."""
    return not {CONTENT_TYPES, *PACKAGED}.isdisjoint(package.namelist())


def _is_archive(data: bytes) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return data.startswith(_ARCHIVES)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return not _is_document(package)


def _name(entry: zipfile.ZipInfo) -> str:
    """Decode a name as Chinese programs write it when they do not say that it is UTF-8."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
