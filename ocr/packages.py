"""Zip packages: checked before anything is parsed, told by their main part. Runs in the decoder child."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

from lxml import etree  # type: ignore[import-untyped]

from ocr.limits import Limits, Refused
from ocr.media import PACKAGED
from ocr.opened import OpenFile

CONTENT_TYPES = "[Content_Types].xml"
_PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp")
_DRAWINGS = (".emf", ".wmf", ".svg", ".gif", ".wdp", ".jb2", ".gbig2")
_MACROS = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")
_OBJECTS = ("/embeddings/", "/activex/", "/externallinks/")
_HARMLESS = ("/hyperlink",)
_ENCRYPTED = 0x1


@contextmanager
def package_faults() -> Iterator[None]:
    """Turn whatever reading a broken package raises into a refusal."""
    try:
        yield
    except Refused:
        raise
    except MemoryError as error:
        raise Refused("limit_exceeded") from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, etree.LxmlError) as error:
        raise Refused("damaged") from error
    except (ArithmeticError, AttributeError, EOFError, LookupError, OSError, TypeError, ValueError) as error:
        raise Refused("damaged") from error
    except (NotImplementedError, RuntimeError) as error:
        raise Refused("encrypted" if "encrypted" in str(error) else "damaged") from error


def open_file(data: bytes, media: str, limits: Limits) -> OpenFile:
    """Open what the package holds; raises Refused, with `archive` for one that is no document."""
    with package_faults(), zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = checked_entries(package, limits)
        names = {entry.filename for entry in entries}
        found = [told for part, told in PACKAGED.items() if part in names]
        if not found:
            raise Refused("unsupported_type" if CONTENT_TYPES in names else "archive")
        if len(found) > 1:
            raise Refused("polyglot")
        _check_parts(package, entries)
    inner, opener = found[0]
    with package_faults():
        opened: OpenFile = import_module(opener).open_file(data, inner, limits)
    return opened


def checked_entries(package: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    """Return the entries of a zip that unpacks to a bounded size; raises Refused."""
    entries = package.infolist()
    too_much = sum(entry.file_size for entry in entries) > limits.unpacked_bytes
    if too_much or len(entries) > limits.packed_entries:
        raise Refused("limit_exceeded")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused("encrypted")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise Refused("damaged")
    return entries


def pictures_in(package: zipfile.ZipFile, folder: str, limits: Limits) -> tuple[list[bytes], bool]:
    """Return the pictures in a folder of the package, and whether there are drawings that can't be read."""
    inside = [entry for entry in package.infolist() if entry.filename.startswith(folder)]
    named = [entry for entry in inside if entry.filename.lower().endswith(_PICTURES)]
    if len(named) > limits.embedded_pictures:
        raise Refused("limit_exceeded")
    drawn = any(entry.filename.lower().endswith(_DRAWINGS) for entry in inside)
    return [package.read(entry) for entry in named], drawn


def _check_parts(package: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse macros, objects of other programs, outside content and XML that declares entities."""
    lowered = [entry.filename.lower() for entry in entries]
    if any(name.endswith(_MACROS) for name in lowered):
        raise Refused("macro")
    if any(sign in f"/{name}" for name in lowered for sign in _OBJECTS):
        raise Refused("embedded_files")
    for entry in entries:
        name = entry.filename.lower()
        if name.endswith((".xml", ".rels", ".vml")):
            _check_xml(name, package.read(entry))


def _check_xml(name: str, text: bytes) -> None:
    plain = text.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Refused("xml_entities")
    if name == CONTENT_TYPES.lower() and b"macroEnabled" in plain:
        raise Refused("macro")
    if name.endswith(".rels") and _refers_outside(text):
        raise Refused("external_content")


def _refers_outside(relationships: bytes) -> bool:
    root = parsed(relationships)
    return any(
        node.get("TargetMode") == "External" and not str(node.get("Type", "")).endswith(_HARMLESS)
        for node in root
        if isinstance(node.tag, str)
    )


def parsed(text: bytes) -> etree._Element:
    """Parse XML without entities, network and huge trees."""
    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
