"""Files of pure text: what stands in them is read, what is hidden is told, what is hostile is refused."""

import docx
import pytest

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
from ocr.intake import Intake
from ocr.limits import Limits, Refused
from ocr.media import DOCX, OFD, XLSX
from ocr.reader import Reader

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(scope="module")
def intake():
    with Intake(Limits(open_timeout_s=20)) as gate:
        yield gate


def texts(intake, data: bytes, page: int = 0) -> list[str]:
    intake.open(data)
    return [line["text"] for line in intake.page(page).text_lines]


def refusal_of(intake, data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        intake.open(data)
    return refused.value.code


def run(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_a_word_file_gives_its_text_with_headers_and_controls(intake):
    control = f"<w:sdt><w:sdtContent>{run('控件里的话')}</w:sdtContent></w:sdt>"
    assert texts(intake, word_file(body=control)) == ["经营者名称：样例店", "姓名", "林样例", "控件里的话"]
    assert intake.open(word_file(body=control)).flags == ()


def test_a_header_of_a_word_file_is_read(tmp_path, intake):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "作废"
    document.add_paragraph("正文")
    document.save(str(tmp_path / "a.docx"))
    assert texts(intake, (tmp_path / "a.docx").read_bytes()) == ["作废", "正文"]


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        (run("350102199001011234", "<w:vanish/>"), "hidden_text"),
        (run("350102199001011234", '<w:color w:val="FFFFFF"/>'), "hidden_text"),
        (run("350102199001011234", '<w:sz w:val="2"/>'), "hidden_text"),
        (run("看得见", '<w:vanish w:val="0"/>'), None),
        ('<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>改</w:t></w:r></w:ins></w:p>', "tracked_changes"),
    ],
)
def test_what_a_word_file_hides_is_told(intake, body, flag):
    assert intake.open(word_file(body=body)).flags == ((flag,) if flag else ())


def test_text_of_a_word_file_that_nobody_reads_is_told(intake):
    comments = f"<w:comments {W}><w:comment>{run('批注')}</w:comment></w:comments>"
    assert intake.open(word_file(extra={"word/comments.xml": comments})).flags == ("unscanned",)


def test_a_workbook_gives_its_rows_with_stored_values(intake):
    data = workbook(cells("姓名", "林样例") + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>')
    opened = intake.open(data)
    assert (opened.media_type, opened.pages, opened.flags) == (XLSX, 1, ())
    page = intake.page(0)
    assert page.picture is None
    assert [line["text"] for line in page.text_lines] == ["姓名", "林样例", "2"]
    first, second, third = (line["box"] for line in page.text_lines)
    assert first[1] == second[1] < third[1]
    assert first[2] < second[0]


def test_a_long_sheet_becomes_pages_of_whole_rows_and_a_longer_one_is_refused(intake):
    rows = [cells("甲", "乙", "丙", row=number) for number in range(1, 401)]
    assert intake.open(workbook("".join(rows))).pages == 2
    counts = [len(intake.page(index).text_lines) for index in range(2)]
    assert sum(counts) == 1200
    assert all(count % 3 == 0 for count in counts)
    far = "".join(cells("甲", "乙", "丙", row=number) for number in range(1, 3401))
    assert refusal_of(intake, workbook(far)) == "limit_exceeded"


def test_a_row_that_is_a_page_of_its_own_is_refused(intake):
    body = "<w:tbl><w:tr>" + f"<w:tc>{run('x')}</w:tc>" * 2_100 + "</w:tr></w:tbl>"
    assert refusal_of(intake, word_file(body=body)) == "limit_exceeded"


STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
    '<fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill/><fill/><fill/></fills>'
    '<cellXfs><xf fontId="0" fillId="0" numFmtId="0"/><xf fontId="1" fillId="0" numFmtId="0"/>'
    '<xf fontId="1" fillId="2" numFmtId="0"/><xf fontId="0" fillId="0" numFmtId="170"/></cellXfs>'
    "</styleSheet>"
)


@pytest.mark.parametrize(("style", "flags"), [(0, ()), (1, ("hidden_text",)), (2, ()), (3, ("hidden_text",))])
def test_cells_that_show_nothing_are_told(intake, style, flags):
    row = f'<row r="1"><c r="A1" s="{style}"><v>7</v></c></row>'
    assert intake.open(workbook(row, {"xl/styles.xml": STYLES})).flags == flags


@pytest.mark.parametrize(
    "data",
    [
        workbook('<row r="1" hidden="1"><c r="A1"><v>7</v></c></row>'),
        workbook(cells("藏"), state="hidden"),
    ],
)
def test_hidden_rows_and_sheets_are_told(intake, data):
    assert intake.open(data).flags == ("hidden_text",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook(cells("a"), {"xl/externalLinks/externalLink1.xml": "<a/>"}), "embedded_files"),
        (workbook(cells("a"), {"xl/vbaProject.bin": b"x"}), "macro"),
        (workbook(cells("a"), {"xl/_rels/x.xml.rels": outside("oleObject")}), "external_content"),
        (workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "limit_exceeded"),
        (workbook("<row"), "damaged"),
        (word_file(extra={"word/embeddings/oleObject1.bin": b"x"}), "embedded_files"),
        (word_file(extra={"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "xml_entities"),
        (word_file(extra={"word/a.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), "xml_entities"),
        (word_file(extra={"xl/workbook.xml": "<a/>"}), "polyglot"),
        (packed({"a.jpg": picture("JPEG")}), "archive"),
        (packed({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "unsupported_type"),
        (ofd_file(""), "not_shown"),
        (ofd_file("<broken"), "damaged"),
    ],
)
def test_hostile_packages_are_refused(intake, data, code):
    assert refusal_of(intake, data) == code


def test_an_ofd_gives_its_text_where_it_stands(intake):
    opened = intake.open(ofd_file(ofd_text("经营者名称：样例店") + ofd_text("第二行", y=50)))
    assert (opened.media_type, opened.pages, opened.flags) == (OFD, 1, ())
    assert opened.metadata == {"title": "样例"}
    page = intake.page(0)
    assert (page.width, page.height) == (1240, 1754)
    assert [line["text"] for line in page.text_lines] == ["经营者名称：样例店", "第二行"]
    assert page.text_lines[0]["box"][0] == pytest.approx(20 * 150 / 25.4)


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (ofd_text("看不见", more='Visible="false"'), "hidden_text"),
        (ofd_text("看不见", more='Alpha="0"'), "hidden_text"),
        (ofd_text("在页外", x=500), "hidden_text"),
        (ofd_text("文字") + '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="1"/>', "unscanned"),
    ],
)
def test_what_an_ofd_hides_is_told(intake, content, flag):
    assert intake.open(ofd_file(ofd_text("看得见") + content)).flags == (flag,)


def test_a_scanned_ofd_gives_its_pictures(intake):
    data = ofd_file(
        '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="1"/>',
        {"Doc_0/Res/scan.png": picture("PNG", (300, 400))},
    )
    opened = intake.open(data)
    assert (opened.pages, opened.flags) == (1, ())
    assert intake.page(0).picture is not None


def test_an_archive_is_unpacked_for_those_who_may(intake):
    parts = {"身份证/a.jpg": picture("JPEG"), "b.docx": word_file(), "__MACOSX/x": b"1"}
    data = packed(parts, stored=True)
    members = intake.unpack(data)
    assert [member.name for member in members] == ["身份证/a.jpg", "b.docx"]
    assert intake.open(members[1].data).media_type == DOCX


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({f"{n}.txt": b"x" for n in range(101)}, "limit_exceeded"),
        ({"inner.zip": packed({"a": b"b"})}, "archive"),
        ({}, "archive"),
    ],
)
def test_archives_beyond_limits_are_refused(intake, parts, code):
    with pytest.raises(Refused) as refused:
        intake.unpack(packed(parts))
    assert refused.value.code == code


def test_names_in_an_archive_are_only_data(intake):
    assert intake.unpack(packed({"../../etc/passwd": b"x"}))[0].name == "../../etc/passwd"


def test_a_zip_that_unpacks_to_too_much_is_refused():
    with Intake(Limits(unpacked_bytes=1000)) as gate, pytest.raises(Refused) as refused:
        gate.unpack(packed({"a": b"\0" * 2000}))
    assert refused.value.code == "limit_exceeded"


def test_parts_of_one_name_make_a_package_damaged(intake):
    parts = unpacked(word_file())
    twice = packed({**parts, "WORD/document.xml": parts["word/document.xml"]})
    assert refusal_of(intake, twice) == "damaged"


def test_what_is_no_archive_is_its_own_only_file(tmp_path):
    with Reader(tmp_path) as reader:
        files = reader.unpacked(packed({"a.txt": b"x", "b.txt": b"y"}), "包.zip")
        assert files == (("包.zip/a.txt", b"x"), ("包.zip/b.txt", b"y"))
        for data in (word_file(), picture("PNG"), packed({"c.zip": packed({"d": b"e"})})):
            assert reader.unpacked(data, "名") == (("名", data),)
