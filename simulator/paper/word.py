"""Write a form as a DOCX: real tables and paragraphs, the seal and the watermark as pictures."""

from functools import lru_cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from simulator.paper.capture import png
from simulator.paper.forms import BOTH, Entry, Form, FormPage, Signing
from simulator.paper.order import Order, written
from simulator.paper.raster import watermark_mask
from simulator.paper.stamps import round_seal, signature

STAMPED = (2026, 1, 1, 0, 0, 0)
FACE = "宋体"
ANCHOR = (
    '<wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'behindDoc="1" locked="0" '
    'layoutInCell="1" allowOverlap="1" simplePos="0" relativeHeight="2" distT="0" distB="0" '
    'distL="0" distR="0">'
    '<wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV></wp:anchor>'
)


def document_of(form: Form, order: Order) -> bytes:
    """Return the DOCX of a form."""
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Normal"].font.name = FACE
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    _watermark(document)
    for number, page in enumerate(form.pages, 1):
        _write_page(document, page, order)
        if len(form.pages) > 1:
            _middle(document.add_paragraph(f"第{number}页 共{len(form.pages)}页"))
        if number < len(form.pages):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    return _repacked(document)


def _write_page(document: Any, page: FormPage, order: Order) -> None:
    title = document.add_paragraph()
    title.add_run(page.title).font.size = Pt(18)
    _middle(title)
    if page.caption:
        document.add_paragraph(page.caption)
    if page.rows:
        _table(document, page.rows)
    for rows in page.tables:
        _list(document, rows)
    for paragraph in page.paragraphs:
        document.add_paragraph(f"　　{paragraph}")
    for entry in page.choices:
        document.add_paragraph(f"{entry.label}：{_options(entry)}")
    for place, signing in enumerate(page.signings):
        _signing(document, signing, order, place)


def _table(document: Any, rows: tuple[tuple[Entry, ...], ...]) -> None:
    """Write label and value cells; a row with one entry merges the rest."""
    table = document.add_table(rows=len(rows), cols=4)
    table.style = "Table Grid"
    for cells, row in zip(table.rows, rows, strict=True):
        for place, entry in enumerate(row):
            last = cells.cells[3] if len(row) == 1 else cells.cells[2 * place + 1]
            value = cells.cells[2 * place + 1].merge(last)
            cells.cells[2 * place].text = entry.label
            value.text = _options(entry) if entry.options else entry.value


def _list(document: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    """Write a table with headers."""
    document.add_paragraph()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


def _options(entry: Entry) -> str:
    return "　".join(f"{'☑' if entry.value in (option, BOTH) else '□'}{option}" for option in entry.options)


def _signing(document: Any, signing: Signing, order: Order, place: int) -> None:
    if signing.by:
        line = document.add_paragraph(f"{signing.by}：")
        if signing.name:
            line.add_run().add_picture(
                BytesIO(png(signature(signing.name, order.seed + place))), height=Mm(9)
            )
    if signing.sealed:
        line = document.add_paragraph(signing.sealed)
        if signing.seal:
            seal = round_seal(signing.seal, signing.seal_kind, order.seed % 97)
            line.add_run().add_picture(BytesIO(png(seal)), width=Mm(40))
    document.add_paragraph(f"{signing.date_label}：{written(signing.date)}")


def _middle(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _watermark(document: Any) -> None:
    """Put the watermark behind the text of every page, through the header."""
    header = document.sections[0].header
    run = header.paragraphs[0].add_run()
    width, height = document.sections[0].page_width, document.sections[0].page_height
    inline = run.add_picture(BytesIO(_watermark_picture()), width=width, height=height)._inline
    anchor = parse_xml(ANCHOR)
    for child in list(inline):
        anchor.append(child)
    wrap = parse_xml(
        '<wp:wrapNone xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"/>'
    )
    anchor.insert(anchor.index(anchor.find(qn("wp:docPr"))), wrap)
    inline.getparent().replace(inline, anchor)


@lru_cache(maxsize=1)
def _watermark_picture() -> bytes:
    mask = watermark_mask((496, 702))
    image = Image.new("RGBA", mask.size, (90, 90, 90, 0))
    image.putalpha(mask)
    return png(image)


def _repacked(document: Any) -> bytes:
    """Save with fixed times in the archive, so that the same form gives the same bytes."""
    first = BytesIO()
    document.save(first)
    out = BytesIO()
    with ZipFile(first) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, STAMPED), source.read(name), ZIP_DEFLATED)
    return out.getvalue()
