"""DOCX to lines with synthetic boxes, and its embedded pictures. Runs in the decoder child."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import docx.document
import docx.opc.exceptions
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree  # type: ignore[import-untyped]

from ocr.layout import PICTURE
from ocr.limits import Limits, Refused

PAGE_WIDTH_PX = 1240
ROW_PX = 40
SIZE_PX = 26
MARGIN_PX = 80
_PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp")
_HARMLESS = ("/hyperlink",)


def open_docx(data: bytes, limits: Limits) -> tuple[docx.document.Document, list[bytes]]:
    """Check the package before parsing it; return the document and its embedded pictures."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_package(package, entries, limits)
            named = [entry for entry in entries if entry.filename.lower().endswith(_PICTURES)]
            if len(named) > limits.embedded_pictures:
                raise Refused("limit_exceeded")
            pictures = [package.read(entry) for entry in named if entry.filename.startswith("word/media/")]
        return docx.Document(io.BytesIO(data)), pictures
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Refused("damaged") from error
    except (docx.opc.exceptions.OpcError, etree.XMLSyntaxError, KeyError, ValueError, RuntimeError) as error:
        raise Refused("encrypted" if "encrypted" in str(error) else "damaged") from error


def _check_package(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    too_much = sum(entry.file_size for entry in entries) > limits.unpacked_bytes
    if too_much or len(entries) > limits.packed_entries:
        raise Refused("limit_exceeded")
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise Refused("unsupported_type")
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".ole")) for name in names):
        raise Refused("macro")
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise Refused("macro")
    for name in names:
        if name.endswith(".rels") and _refers_outside(package.read(name)):
            raise Refused("external_content")


def _refers_outside(relationships: bytes) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(relationships, parser)
    return any(
        node.get("TargetMode") == "External" and not str(node.get("Type", "")).endswith(_HARMLESS)
        for node in root
        if isinstance(node.tag, str)
    )


def has_hidden_text(document: docx.document.Document) -> bool:
    """Tell whether the body holds text that is set to be invisible."""
    return any(True for _ in document.element.body.iter(qn("w:vanish")))


def lines(document: docx.document.Document) -> tuple[list[dict[str, Any]], int]:
    """Return the text as lines with synthetic boxes, and the height of the page they stand on."""
    found: list[dict[str, Any]] = []
    top = MARGIN_PX
    for block in _blocks(document):
        if isinstance(block, Table):
            top = _table(block, found, top)
        else:
            text = _text_of(block)
            top += ROW_PX * _wrapped(text, MARGIN_PX, PAGE_WIDTH_PX - 2 * MARGIN_PX, top, found)
    for text in _boxed_texts(document):
        top += ROW_PX * _wrapped(text, MARGIN_PX, PAGE_WIDTH_PX - 2 * MARGIN_PX, top, found)
    return found, max(top + MARGIN_PX, 400)


def _text_of(paragraph: Paragraph) -> str:
    """Return a paragraph's text with PICTURE where a picture stands, unless it lies behind the text."""
    parts: list[str] = []
    for node in paragraph._p.iter():
        if node.tag == qn("w:t"):
            parts.append(str(node.text or ""))
        elif node.tag in {qn("w:tab"), qn("w:br")}:
            parts.append(" ")
        elif node.tag == qn("wp:inline") or (node.tag == qn("wp:anchor") and node.get("behindDoc") != "1"):
            parts.append(PICTURE)
    return "".join(parts)


def _cell_text(cell: _Cell) -> str:
    return "\n".join(_text_of(paragraph) for paragraph in cell.paragraphs)


def _blocks(document: docx.document.Document) -> Iterator[Paragraph | Table]:
    yield from document.iter_inner_content()


def _boxed_texts(document: docx.document.Document) -> Iterator[str]:
    for box in document.element.body.iter(qn("w:txbxContent")):
        yield "".join(str(node.text or "") for node in box.iter(qn("w:t")))


def _table(table: Table, found: list[dict[str, Any]], top: int) -> int:
    for row in table.rows:
        columns = max(1, len(row.cells))
        width = (PAGE_WIDTH_PX - 2 * MARGIN_PX) // columns
        seen: list[Any] = []
        tallest = 1
        for index, cell in enumerate(row.cells):
            if any(cell._tc is other for other in seen):
                continue
            seen.append(cell._tc)
            span = sum(other._tc is cell._tc for other in row.cells)
            tallest = max(
                tallest, _wrapped(_cell_text(cell), MARGIN_PX + index * width, width * span, top, found)
            )
        top += ROW_PX * tallest
    return top


def _wrapped(text: str, left: int, width: int, top: int, found: list[dict[str, Any]]) -> int:
    """Add the text at this place, wrapped to the width; return how many rows it took."""
    rows = 0
    for part in text.splitlines() or [""]:
        rest = part.strip()
        while rest:
            piece, rest = _fitting(rest, width)
            wide = sum(SIZE_PX if ord(c) > 0x2E80 else SIZE_PX / 2 for c in piece)
            y = top + rows * ROW_PX
            found.append({"text": piece, "box": [left, y, left + max(wide, 1), y + SIZE_PX], "centres": []})
            rows += 1
        rows += not part.strip()
    return max(rows, 1)


def _fitting(text: str, width: int) -> tuple[str, str]:
    used = 0.0
    for index, character in enumerate(text):
        used += SIZE_PX if ord(character) > 0x2E80 else SIZE_PX / 2
        if used > width and index:
            return text[:index], text[index:]
    return text, ""
