"""Archives of an applicant's files, unpacked within limits where a scenario allows them. Decoder child only.

What an entry is called is only data: nothing is written to disk, and archives within archives are refused.
"""

import io
import zipfile

from ocr.limits import Limits, Refused
from ocr.opened import Member
from ocr.packages import checked_entries, package_faults

MOST_FILES = 100
_ARCHIVES = (b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_UTF8 = 0x800


def unpack(data: bytes, limits: Limits) -> tuple[Member, ...]:
    """Return the files of an archive in its order; raises Refused."""
    with package_faults(), zipfile.ZipFile(io.BytesIO(data)) as package:
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
    if any(member.data.startswith(_ARCHIVES) or _is_plain_zip(member.data) for member in found):
        raise Refused("archive")
    return found


def _is_plain_zip(data: bytes) -> bool:
    """Tell whether a zip within the archive is an archive itself rather than a document."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    return not any(sign in data for sign in (b"[Content_Types].xml", b"OFD.xml"))


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
