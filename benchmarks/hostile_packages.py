"""Hostile Office files, OFDs and archives, each with what may become of it."""

import struct
import zipfile

from benchmarks.hostile_pictures import noise
from benchmarks.made_files import (
    cells,
    ofd_file,
    ofd_text,
    outside,
    packed,
    picture,
    unpacked,
    word_file,
    workbook,
)

_NESTED = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">{_NESTED}]><a>&j;</a>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PLAIN_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BOMB_BYTES = 160_000_000
OUTSIDER = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def run(text: str, properties: str = "") -> str:
    """Return a paragraph of WordprocessingML."""
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def nested_tables(depth: int) -> str:
    """Return tables within tables."""
    return "<w:tbl><w:tr><w:tc>" * depth + run("x") + "</w:tc></w:tr></w:tbl>" * depth


def with_part(name: str, data: str | bytes) -> bytes:
    """Return a DOCX with one part more or in another's place."""
    return packed({**unpacked(word_file()), name: data})


def encrypted() -> bytes:
    """Return a DOCX whose entries say that they are encrypted."""
    data = bytearray(word_file())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


def says_size(size: int) -> bytes:
    """Return an archive whose directory lies about the size of what is in it."""
    data = bytearray(packed({"a.txt": b"\0" * 5000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


def zips_in_zips(depth: int) -> bytes:
    """Return an archive in an archive, and so on."""
    data = packed({"a": b"\0" * 10_000_000})
    for _ in range(depth):
        data = packed({f"{n}.zip": data for n in range(4)})
    return data


def looping_ofd() -> bytes:
    """Return an OFD whose composite object holds itself."""
    unit = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CompositeGraphicUnits>'
        '<ofd:CompositeGraphicUnit ID="7" Width="9" Height="9"><ofd:Content>'
        + '<ofd:CompositeObject ID="8" Boundary="0 0 9 9" ResourceID="7"/>' * 2
        + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    data = unpacked(ofd_file('<ofd:CompositeObject ID="5" Boundary="0 0 9 9" ResourceID="7"/>'))
    document = data["Doc_0/Document.xml"].replace(
        b"<ofd:CommonData>", b"<ofd:CommonData><ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
    )
    return packed({**data, "Doc_0/Document.xml": document, "Doc_0/Res.xml": unit})


def hostile_packages() -> dict[str, tuple[bytes, str]]:
    """Return name → bytes and what must become of them: `refused`, `flagged`, or `either`."""
    return word_files() | deep_word_files() | sheets() | fixed_layouts() | archives()


def word_files() -> dict[str, tuple[bytes, str]]:
    """Return DOCX files that would run, fetch or hide something."""
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = unpacked(word_file())["[Content_Types].xml"].decode().replace(_PLAIN_WORD, macro)
    in_utf16 = LAUGHS.replace("1.0", '1.0" encoding="utf-16').encode("utf-16")
    comment = f"<w:comments {_W}>{run('批准')}</w:comments>"
    change = f'<w:ins w:id="1" w:author="a">{run("改")}</w:ins>'
    number = "350102199001011234"
    return {
        "docx_macro": (word_file({"word/vbaProject.bin": b"x"}), "refused"),
        "docx_macro_by_type": (with_part("[Content_Types].xml", types), "refused"),
        "docx_remote_template": (word_file(relationships=outside("attachedTemplate")), "refused"),
        "docx_remote_picture": (word_file(relationships=outside("image")), "refused"),
        "docx_object": (word_file({"word/embeddings/oleObject1.bin": b"x"}), "refused"),
        "docx_activex": (word_file({"word/activeX/activeX1.xml": b"<a/>"}), "refused"),
        "docx_entity_bomb": (with_part("word/settings.xml", LAUGHS), "refused"),
        "docx_entity_in_utf16": (with_part("word/settings.xml", in_utf16), "refused"),
        "docx_outside_entity": (with_part("word/document.xml", OUTSIDER), "refused"),
        "docx_drawing": (word_file({"word/media/a.emf": b"x"}), "flagged"),
        "docx_hidden_text": (word_file(body=run(number, "<w:vanish/>")), "flagged"),
        "docx_white_text": (word_file(body=run(number, '<w:color w:val="FFFFFF"/>')), "flagged"),
        "docx_comment": (word_file({"word/comments.xml": comment}), "flagged"),
        "docx_tracked_change": (word_file(body=change), "flagged"),
        "docx_foreign_chunk": (word_file({"word/afchunk.htm": b"<html>text</html>"}), "flagged"),
    }


def deep_word_files() -> dict[str, tuple[bytes, str]]:
    """Return DOCX files that are much more than they seem, or not what they seem."""
    pictures = {f"word/media/{n}.png": noise("PNG", 8) for n in range(30)}
    wide = "<w:tbl><w:tr>" + f"<w:tc>{run('x')}</w:tc>" * 5_000 + "</w:tr></w:tbl>"
    return {
        "docx_zip_bomb": (word_file({"word/media/a.bin": b"\0" * BOMB_BYTES}), "refused"),
        "docx_xml_bomb": (word_file(body=run("x" * 30_000_000)), "refused"),
        "docx_many_pictures": (word_file(pictures), "refused"),
        "docx_broken_picture": (word_file({"word/media/a.png": b"\x89PNG\r\n\x1a\n"}), "refused"),
        "docx_100000_paragraphs": (word_file(body=run("abc") * 100_000), "refused"),
        "docx_deep_tables": (word_file(body=nested_tables(200)), "either"),
        "docx_very_deep": (word_file(body=nested_tables(5_000)), "refused"),
        "docx_wide_table": (word_file(body=wide), "either"),
        "docx_doubled_part": (with_part("WORD/document.xml", b"<a/>"), "refused"),
        "docx_encrypted": (encrypted(), "refused"),
        "docx_and_xlsx": (word_file({"xl/workbook.xml": b"<a/>"}), "refused"),
        "docx_10000_parts": (word_file({f"word/{n}.bin": b"" for n in range(10_000)}), "refused"),
        "powerpoint": (packed({"[Content_Types].xml": b"<a/>", "ppt/a.xml": b"<a/>"}), "refused"),
    }


def sheets() -> dict[str, tuple[bytes, str]]:
    """Return hostile XLSX files."""
    link = {"xl/externalLinks/externalLink1.xml": "<a/>"}
    row = '<row r="1"{}><c r="{}"{}><v>{}</v></c></row>'.format
    return {
        "xlsx_macro": (workbook(cells("a"), {"xl/vbaProject.bin": b"x"}), "refused"),
        "xlsx_outside_link": (workbook(cells("a"), link), "refused"),
        "xlsx_outside_data": (workbook(cells("a"), {"xl/_rels/a.rels": outside("connections")}), "refused"),
        "xlsx_far_cell": (workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "refused"),
        "xlsx_far_row": (workbook('<row r="99999999"><c><v>1</v></c></row>'), "refused"),
        "xlsx_no_such_cell": (workbook(row("", "ZZZZZZ1", "", 1)), "refused"),
        "xlsx_no_such_string": (workbook(row("", "A1", ' t="s"', 999_999_999)), "either"),
        "xlsx_hidden_sheet": (workbook(cells("a"), state="veryHidden"), "flagged"),
        "xlsx_hidden_row": (workbook(row(' hidden="1"', "A1", "", 1)), "flagged"),
        "xlsx_long_text": (workbook(cells("x" * 5_000_000)), "refused"),
        "xlsx_broken": (workbook("<row"), "refused"),
        "xlsx_empty": (workbook(""), "refused"),
    }


def fixed_layouts() -> dict[str, tuple[bytes, str]]:
    """Return hostile OFD files."""
    said = ofd_text("通过")
    white = said.replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode')
    whole_page = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="1"/>'
    miles = {
        name: part.replace(b"0 0 210 297", b"0 0 1e9 1e9") for name, part in unpacked(ofd_file(said)).items()
    }
    return {
        "ofd_entity_bomb": (packed({**unpacked(ofd_file("")), "Doc_0/Document.xml": LAUGHS}), "refused"),
        "ofd_invisible": (ofd_file(ofd_text("通过", more='Visible="false"')), "flagged"),
        "ofd_white": (ofd_file(white), "flagged"),
        "ofd_off_page": (ofd_file(said + ofd_text("x", x=900)), "flagged"),
        "ofd_text_on_picture": (ofd_file(said + whole_page), "flagged"),
        "ofd_lines_only": (ofd_file('<ofd:PathObject ID="9" Boundary="0 0 9 9"/>'), "refused"),
        "ofd_holds_itself": (looping_ofd(), "refused"),
        "ofd_page_of_miles": (packed(miles), "refused"),
        "ofd_not_a_number": (ofd_file(said.replace('"5"', '"NaN"')), "either"),
    }


def archives() -> dict[str, tuple[bytes, str]]:
    """Return archives, which are no materials, and what is like them."""
    return {
        "zip_of_pictures": (packed({"a.jpg": picture("JPEG")}), "refused"),
        "zip_slip": (packed({"../../etc/cron.d/a": b"x", "C:\\a": b"x"}), "refused"),
        "zip_bomb": (packed({str(n): b"\0" * 10_000_000 for n in range(16)}), "refused"),
        "zip_in_zip": (zips_in_zips(3), "refused"),
        "zip_100000_files": (packed({f"{n:x}": b"" for n in range(100_000)}), "refused"),
        "zip_lies": (says_size(4_000_000_000), "refused"),
        "zip_end_only": (b"PK\x05\x06" + b"\0" * 18, "refused"),
        "zip_start_only": (b"PK\x03\x04" + b"\0" * 100, "refused"),
        "java_archive": (packed({"META-INF/MANIFEST.MF": b"a", "A.class": b"\xca\xfe\xba\xbe"}), "refused"),
        "rar": (b"Rar!\x1a\x07\x01\x00" + b"\0" * 99, "refused"),
        "seven_zip": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, "refused"),
        "gzip": (b"\x1f\x8b\x08" + b"\0" * 99, "refused"),
        "old_word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "refused"),
    }


def seeds() -> dict[str, bytes]:
    """Return small packages, to be mutated part by part or as they are."""
    return {
        "docx": word_file({"word/media/a.png": picture("PNG", (9, 9))}),
        "xlsx": workbook(cells("姓名", "林样例") + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'),
        "ofd": ofd_file(ofd_text("样例")),
        "zip": packed({"a.txt": b"x"}, stored=True),
    }


def is_package(data: bytes) -> bool:
    """Tell whether the bytes are a whole zip."""
    try:
        return bool(unpacked(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, KeyError, OSError, EOFError):
        return False
