"""Small files of every type for the gate, plain and spoilt; tests use them as well."""

import base64
import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
import pikepdf
from PIL import Image

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA"
    "AAAAACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAAE0AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAA"
    "AA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNw"
    "AAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFz"
    "wIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAA"
    "Av////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAFVtZGF0AAAASSgBrxOA5Ta3/7oD"
    "X8/oB6w2pruSLKF+XpH0v1/IZliDck4hrsP7Q15jqzv/yPpQunal//5hpttqfwDiyuSYzIc314XCevw6dxk="
)
"""64 × 48 white with a red quarter at the top left; made once, as the product can't write HEIC."""
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def picture(form: str, size: tuple[int, int] = (120, 80), mode: str = "RGB", **options: Any) -> bytes:
    """Return a picture of one colour, white unless `color` says otherwise."""
    out = io.BytesIO()
    Image.new(mode, size, options.pop("color", None) or "white").save(out, form, **options)
    return out.getvalue()


def packed(parts: Mapping[str, bytes | str], stored: bool = False) -> bytes:
    """Return a zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def blank_pdf(pages: int = 1, **save: Any) -> bytes:
    """Return a PDF of empty pages of 200 × 100 points."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(200, 100))
        pdf.save(out, **save)
    return out.getvalue()


def pdf_page(content: bytes, **more: Any) -> bytes:
    """A page of 400 × 200 points with Helvetica as F1; `more` are its entries, `root` the catalogue's."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(400, 200))
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(content)
        for key, value in dict(more.pop("root", {})).items():
            pdf.Root[f"/{key}"] = value
        for key, value in more.items():
            page[f"/{key}"] = value
        pdf.save(out)
    return out.getvalue()


def word_file(
    extra: Mapping[str, bytes | str] | None = None, relationships: str = "", body: str = ""
) -> bytes:
    """A DOCX with one line and a table; `body` is XML that goes to the end of the text."""
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("经营者名称：样例店")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "姓名", "林样例"
    document.save(out)
    parts = {name: data for name, data in unpacked(out.getvalue()).items()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:sectPr", body.encode() + b"<w:sectPr", 1
    )
    if relationships:
        parts["word/_rels/other.xml.rels"] = relationships.encode()
    return packed({**parts, **(extra or {})})


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def outside(kind: str) -> str:
    """Return relationships of which one points to another machine."""
    return (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" Type="http://x/{kind}" '
        'TargetMode="External" Target="http://x/"/></Relationships>'
    )


def workbook(rows: str, extra: Mapping[str, bytes | str] | None = None, state: str = "visible") -> bytes:
    """An XLSX with one sheet; `rows` is the XML within sheetData, with inline strings."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{main}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{main}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {_NS} xmlns:r="{_OFFICE}"><sheets><sheet name="表" sheetId="1" '
            f'state="{state}" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {_NS}><sheetData>{rows}</sheetData></worksheet>",
            **(extra or {}),
        }
    )


def cells(*texts: str, row: int = 1) -> str:
    """Return a row of inline strings."""
    return (
        f'<row r="{row}">'
        + "".join(
            f'<c r="{chr(65 + n)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
            for n, text in enumerate(texts)
        )
        + "</row>"
    )


def ofd_file(content: str, extra: Mapping[str, bytes | str] | None = None) -> bytes:
    """An OFD of one A4 page; `content` is the XML within its layer."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    return packed(
        {
            "OFD.xml": f'<ofd:OFD {space} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:Title>'
            "样例</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
            "0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
            '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{content}'
            "</ofd:Layer></ofd:Content></ofd:Page>",
            **(extra or {}),
        }
    )


def ofd_text(text: str, x: int = 20, y: int = 30, more: str = "") -> str:
    """Return a text object of OFD; places in mm, `more` are attributes."""
    return (
        f'<ofd:TextObject ID="3" Boundary="{x} {y} 100 8" Font="1" Size="5" {more}>'
        f'<ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
    )
