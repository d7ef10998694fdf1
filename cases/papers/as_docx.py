"""A paper as DOCX, by a template that a department edits in Word (see tools/paper_templates.py).

Texts go in escaped, and braces in them as character references: nothing an applicant wrote is markup, a tag
of the template, or Word's XML. The same paper and template always give the same bytes.
"""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.opc.exceptions import OpcError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from cases.errors import PaperTemplateBroken
from cases.papers.paper import Crop, Item, Paper

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_WIDEST_MM = 110
_MM_PER_PX = 0.16
_REFERENCES = str.maketrans({"{": "&#123;", "}": "&#125;", "%": "&#37;"})
_NOT_A_TEMPLATE = (
    OpcError,
    TemplateError,
    zipfile.BadZipFile,
    LookupError,
    ArithmeticError,
    TypeError,
    ValueError,
    AttributeError,
    SyntaxError,
)


def as_docx(paper: Paper, template: Path) -> bytes:
    """Write the paper by a template. Raises PaperTemplateBroken with what is wrong with it."""
    try:
        document = DocxTemplate(str(template))
        environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        document.render(_context(paper, document), environment)
        written = BytesIO()
        document.save(written)
    except _NOT_A_TEMPLATE as error:
        raise PaperTemplateBroken(f"{template.name}：{type(error).__name__} {error}"[:300]) from error
    return repacked(written.getvalue())


def repacked(data: bytes) -> bytes:
    """Pack a DOCX again with its parts in order and without the time of packing."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, date_time=_LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(entry, old.read(name))
    return packed.getvalue()


def _context(paper: Paper, document: DocxTemplate) -> dict[str, Any]:
    """Return what the template may name."""
    return {
        "title": _text(paper.title),
        "draft": _text(paper.draft),
        "watermark": _text(paper.watermark),
        "particulars": [{"label": _text(label), "value": _text(value)} for label, value in paper.particulars],
        "addressee": _text(paper.addressee),
        "opening": list(map(_text, paper.opening)),
        "sections": [
            {"title": _text(section.title), "entries": [_item(item, document) for item in section.items]}
            for section in paper.sections
        ],
        "closing": list(map(_text, paper.closing)),
        "signature": list(map(_text, paper.signature)),
        "blanks": list(map(_text, paper.blanks)),
    }


def _item(item: Item, document: DocxTemplate) -> dict[str, Any]:
    return {
        "heading": _text(item.heading),
        "lines": list(map(_text, item.lines)),
        "crops": [
            {"picture": _picture(crop, document), "caption": _text(crop.caption)} for crop in item.crops
        ],
    }


def _picture(crop: Crop, document: DocxTemplate) -> InlineImage:
    width = min(_WIDEST_MM, max(25.0, crop.width_px * _MM_PER_PX))
    return InlineImage(document, BytesIO(crop.png), width=Mm(width))


def _text(text: str) -> Markup:
    return Markup(str(escape(text)).translate(_REFERENCES))
