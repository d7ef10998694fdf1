"""DOCX to lines with synthetic boxes, and its embedded pictures. Runs in the decoder child."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import docx
import docx.document
import docx.opc.exceptions
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ocr.docx_hidden import FALLBACK, has_hidden_text, has_tracked_changes, is_superseded
from ocr.layout import PICTURE
from ocr.limits import Limits, Refused
from ocr.opened import OpenFile, said
from ocr.packages import parsed, pictures_in
from ocr.pictures import embedded_pages
from ocr.text_page import INNER_PX, TextPages

_WRAPPERS = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag"))
_TEXT_PARTS = ("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes")
_OTHER_TEXT_PARTS = ("word/comments", "word/charts/", "word/diagrams/data", "word/afchunk", "word/glossary")
_TEXTS = frozenset({qn("w:t"), qn("a:t"), qn("c:v"), qn("m:t")})


def open_file(data: bytes, media: str, limits: Limits) -> OpenFile:
    """Open a checked DOCX package: one page of text, then a page for each embedded picture."""
    try:
        document = docx.Document(io.BytesIO(data))
    except docx.opc.exceptions.OpcError as error:
        raise Refused("damaged") from error
    page = TextPages(limits, "docx")
    _write(document, page)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        pictures, has_drawings = pictures_in(package, "word/media/", limits)
        flags = set(_flags(package))
        if has_drawings or page.lacks(_all_texts(package)):
            flags.add("unscanned")
    about = document.core_properties
    return OpenFile(
        media=media,
        pages=(*(partial(replace, done) for done in page.decoded()), *embedded_pages(pictures, limits)),
        flags=tuple(sorted(flags)),
        metadata=said({"author": about.author, "title": about.title, "changed": about.modified}),
    )


def _flags(package: zipfile.ZipFile) -> Iterator[str]:
    names = [name for name in package.namelist() if name.startswith(_TEXT_PARTS) and name.endswith(".xml")]
    roots = [parsed(package.read(name)) for name in names]
    styles = parsed(package.read("word/styles.xml")) if "word/styles.xml" in package.namelist() else None
    if any(has_hidden_text(root, styles) for root in roots):
        yield "hidden_text"
    if any(has_tracked_changes(root) for root in roots):
        yield "tracked_changes"


def _all_texts(package: zipfile.ZipFile) -> Iterator[str]:
    """Go through every text of the package that a program might show."""
    parts = (*_TEXT_PARTS, *_OTHER_TEXT_PARTS)
    for name in package.namelist():
        if name.lower().startswith(parts):
            if not name.endswith(".xml"):
                yield package.read(name)[:2000].decode("latin-1") if "afchunk" in name.lower() else ""
                continue
            for node in parsed(package.read(name)).iter():
                if node.tag in _TEXTS and not is_superseded(node):
                    yield str(node.text or "")


def _write(document: docx.document.Document, page: TextPages) -> None:
    for header in _margins(document, "header"):
        _write_blocks(header, document, page)
    _write_blocks(document.element.body, document, page)
    for text in _boxed_texts(document):
        page.paragraph(text)
    for footer in _margins(document, "footer"):
        _write_blocks(footer, document, page)


def _margins(document: docx.document.Document, kind: str) -> Iterator[Any]:
    """Go through the headers or footers of all sections, each once."""
    seen: list[Any] = []
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}"):
            element = relation.target_part.element
            if not any(element is other for other in seen):
                seen.append(element)
                yield element


def _write_blocks(parent: Any, document: docx.document.Document, page: TextPages) -> None:
    for child in parent:
        if child.tag == qn("w:p"):
            page.paragraph(_text_of(Paragraph(child, document)))
        elif child.tag == qn("w:tbl"):
            _write_table(Table(child, document), page)
        elif child.tag in _WRAPPERS:
            _write_blocks(child, document, page)


def _text_of(paragraph: Paragraph) -> str:
    """Return a paragraph's text with PICTURE where a picture stands, unless it lies behind the text."""
    return _text_in(paragraph._p)


def _text_in(element: Any) -> str:
    parts: list[str] = []
    for node in element:
        if node.tag in {qn("w:t"), qn("m:t")}:
            parts.append(str(node.text or ""))
        elif node.tag in {qn("w:tab"), qn("w:br")}:
            parts.append(" ")
        elif node.tag == qn("wp:inline") or (node.tag == qn("wp:anchor") and node.get("behindDoc") != "1"):
            parts.append(PICTURE)
        elif node.tag not in _APART:
            parts.append(_text_in(node))
    return "".join(parts)


_APART = frozenset({qn("w:txbxContent"), qn("w:pPr"), qn("w:rPr"), qn("wp:anchor"), FALLBACK})
"""What is no text of the paragraph: boxes are written after the body, fallbacks repeat what stands there."""


def _cell_text(cell: _Cell) -> str:
    return "\n".join(_cell_paragraphs(cell._tc))


def _cell_paragraphs(parent: Any) -> Iterator[str]:
    """Go through the paragraphs of a cell, those of tables within it too."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield _text_in(child)
        elif child.tag in _WRAPPERS or child.tag in {qn("w:tbl"), qn("w:tr"), qn("w:tc")}:
            yield from _cell_paragraphs(child)


def _boxed_texts(document: docx.document.Document) -> Iterator[str]:
    for box in document.element.body.iter(qn("w:txbxContent")):
        if not is_superseded(box):
            yield "\n".join(_cell_paragraphs(box))


def _write_table(table: Table, page: TextPages) -> None:
    for row in table.rows:
        columns = max(1, len(row.cells))
        width = INNER_PX // columns
        cells: list[tuple[int, int, str]] = []
        seen: list[Any] = []
        for index, cell in enumerate(row.cells):
            if any(cell._tc is other for other in seen):
                continue
            seen.append(cell._tc)
            span = sum(other._tc is cell._tc for other in row.cells)
            cells.append((index * width, width * span, _cell_text(cell)))
        page.row(cells)
