"""Make the shipped DOCX templates of notice, refusal and report: `python tools/paper_templates.py`.

A department takes one of them, edits it in Word, and puts it into the folder `templates` of its data folder.
What stands in double braces is filled in; rows and paragraphs with {%tr …%} or {%p …%} repeat or disappear.
The names: title, draft, watermark, particulars (label, value), addressee, opening, sections (title,
entries: heading, lines, crops: picture, caption), closing, signature, blanks.
"""

import sys
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from cases.papers.as_docx import repacked
from cases.papers.templates import TEMPLATES

TITLE, BODY, HEAD = "方正小标宋简体", "仿宋", "黑体"
GREY, RED = RGBColor(0x55, 0x55, 0x55), RGBColor(0xA0, 0, 0)
WATERMARK = (
    f"<w:p {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml' "
    "xmlns:o='urn:schemas-microsoft-com:office:office'>"
    "<w:r><w:pict><v:shapetype id='_x0000_t136' coordsize='21600,21600' o:spt='136' adj='10800' "
    "path='m@7,l@8,m@5,21600l@6,21600e'><v:formulas><v:f eqn='sum #0 0 10800'/><v:f eqn='prod #0 2 1'/>"
    "<v:f eqn='sum 21600 0 @1'/><v:f eqn='sum 0 0 @2'/><v:f eqn='sum 21600 0 @3'/><v:f eqn='if @0 @3 0'/>"
    "<v:f eqn='if @0 21600 @1'/><v:f eqn='if @0 0 @2'/><v:f eqn='if @0 @4 21600'/></v:formulas>"
    "<v:path textpathok='t' o:connecttype='rect'/><v:textpath on='t' fitshape='t'/></v:shapetype>"
    "<v:shape id='watermark' type='#_x0000_t136' style='position:absolute;margin-left:0;margin-top:0;"
    "width:330pt;height:165pt;rotation:315;z-index:-251658240;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    "mso-position-vertical-relative:margin' fillcolor='#e9e9e9' stroked='f'>"
    "<v:textpath style='font-family:&quot;黑体&quot;;font-size:1pt' string='{{ watermark }}'/></v:shape>"
    "</w:pict></w:r></w:p>"
)
PAGE_NUMBER = (
    f"<w:r {nsdecls('w')}><w:fldChar w:fldCharType='begin'/></w:r>",
    f"<w:r {nsdecls('w')}><w:instrText xml:space='preserve'> PAGE </w:instrText></w:r>",
    f"<w:r {nsdecls('w')}><w:fldChar w:fldCharType='end'/></w:r>",
)


def main() -> None:
    """Write all templates."""
    for name, has_blanks in (("notice", False), ("refusal", True), ("report", True)):
        written = BytesIO()
        template(has_blanks=has_blanks).save(written)
        (TEMPLATES / f"{name}.docx").write_bytes(repacked(written.getvalue()))


def template(*, has_blanks: bool) -> Docx:
    """Lay out one template."""
    document = Document()
    lay_out_page(document)
    line(document, "{{ title }}", font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER, after=6)
    tag(document, "if draft")
    line(document, "{{ draft }}", font=HEAD, size=12, align=WD_ALIGN_PARAGRAPH.CENTER, color=RED)
    tag(document, "endif")
    tag(document, "if particulars")
    rows(document, "each in particulars", ("{{ each.label }}", "{{ each.value }}"), widths=(3.4, 12.0))
    tag(document, "endif")
    line(document, "", size=6)
    tag(document, "if addressee")
    line(document, "{{ addressee }}")
    tag(document, "endif")
    repeated(document, "words in opening", "{{ words }}", indent=True)
    items(document)
    repeated(document, "words in closing", "{{ words }}", indent=True)
    line(document, "", size=10)
    repeated(document, "words in signature", "{{ words }}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    if has_blanks:
        line(document, "", size=10)
        rows(document, "each in blanks", ("{{ each }}", ""), widths=(4.6, 10.8), height=1.1)
        line(document, "", size=6)
    return document


def lay_out_page(document: Docx) -> None:
    """Set paper, margins, the body's font, the page number and the watermark."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.4), Cm(3.2)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for xml in PAGE_NUMBER:
        footer._p.append(parse_xml(xml))
    header = section.header
    header.paragraphs[0].text = "{%p if watermark %}"
    header._element.append(parse_xml(WATERMARK))
    header.add_paragraph("{%p endif %}")
    header.add_paragraph()


def items(document: Docx) -> None:
    """Lay out the sections with their items, lines and crops."""
    tag(document, "for section in sections")
    line(document, "{{ section.title }}", font=HEAD, before=8, keep=True)
    tag(document, "for item in section.entries")
    line(document, "{{ item.heading }}", before=4, keep=True)
    repeated(document, "words in item.lines", "{{ words }}", size=12, left=0.8)
    tag(document, "for crop in item.crops")
    line(document, "{{ crop.picture }}", size=12, left=0.8, keep=True)
    line(document, "{{ crop.caption }}", size=10, left=0.8, color=GREY)
    tag(document, "endfor")
    tag(document, "endfor")
    tag(document, "endfor")


def tag(document: Docx, what: str) -> None:
    """Put a tag into a paragraph of its own, which disappears."""
    document.add_paragraph(f"{{%p {what} %}}")


def repeated(document: Docx, loop: str, words: str, **shape: object) -> None:
    """Put in a paragraph that repeats."""
    tag(document, f"for {loop}")
    line(document, words, **shape)  # type: ignore[arg-type]
    tag(document, "endfor")


def line(
    document: Docx,
    words: str,
    *,
    font: str = "",
    size: float = 14,
    align: WD_ALIGN_PARAGRAPH | None = None,
    color: RGBColor | None = None,
    before: float = 0,
    after: float = 2,
    left: float = 0,
    indent: bool = False,
    keep: bool = False,
) -> Paragraph:
    """Put in one paragraph."""
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    if align is not None:
        paragraph.alignment = align
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.25
    shape.left_indent, shape.keep_with_next = Cm(left), keep
    if indent:
        shape.first_line_indent = Pt(2 * size)
    write(paragraph, words, font=font, size=size, color=color)
    return paragraph


def write(
    paragraph: Paragraph, words: str, *, font: str = "", size: float, color: RGBColor | None = None
) -> None:
    """Put in one run of text."""
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    if font:
        run.font.name = font
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if color is not None:
        run.font.color.rgb = color


def rows(
    document: Docx, loop: str, cells: tuple[str, str], *, widths: tuple[float, float], height: float = 0
) -> None:
    """Put in a table of two columns whose row repeats."""
    table: Table = document.add_table(rows=3, cols=2, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    table.cell(0, 0).text, table.cell(2, 0).text = f"{{%tr for {loop} %}}", "{%tr endfor %}"
    if height:
        table.rows[1].height = Cm(height)
    for index, words in enumerate(cells):
        for row in table.rows:
            row.cells[index].width = Cm(widths[index])
        paragraph = table.cell(1, index).paragraphs[0]
        write(paragraph, words, font="" if index else HEAD, size=12)


if __name__ == "__main__":
    main()
