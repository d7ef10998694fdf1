"""What stands in a PDF besides its pixels: invisible text, notes, fields, scripts and files are told."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from benchmarks.hostile_pdfs import one_page, stream
from benchmarks.made_files import blank_pdf, pdf_page
from ocr import pdf_text
from ocr.intake import Intake
from ocr.limits import Limits
from ocr.seen_pages import claims_of

PLAIN = b"BT /F1 20 Tf 40 100 Td (NO 350102) Tj ET"


@pytest.fixture(scope="module")
def intake():
    with Intake(Limits(open_timeout_s=20)) as gate:
        yield gate


def read(intake, data: bytes):
    opened = intake.open(data)
    return opened, intake.page(0)


def test_plain_text_has_its_place_and_hides_nothing(intake):
    opened, page = read(intake, pdf_page(PLAIN))
    (line,) = page.text_lines
    assert (line["text"], line["faint"], opened.flags, page.flags) == ("NO350102", False, (), ())
    left, top, _, bottom = line["box"]
    assert left == pytest.approx(40 * 200 / 72, abs=3)
    assert top < 100 * 200 / 72 < bottom
    assert page.dpi == pytest.approx(200, abs=0.5)


@pytest.mark.parametrize(
    "content",
    [
        b"BT 3 Tr /F1 20 Tf 40 100 Td (350102) Tj ET",
        b"1 1 1 rg BT /F1 20 Tf 40 100 Td (350102) Tj ET",
        b"BT /F1 1 Tf 40 100 Td (350102) Tj ET",
        b"BT /F1 20 Tf 40 -100 Td (350102) Tj ET",
        b"BT /F1 20 Tf 900 100 Td (350102) Tj ET",
    ],
)
def test_text_that_nobody_sees_is_marked(intake, content):
    _, page = read(intake, pdf_page(content))
    assert [line["faint"] for line in page.text_lines] == [True]


def test_text_outside_the_crop_box_is_marked(intake):
    _, page = read(intake, pdf_page(PLAIN, CropBox=Array([200, 0, 400, 200])))
    assert [line["faint"] for line in page.text_lines] == [True]


def test_a_text_layer_that_is_not_read_to_its_end_is_told(intake):
    shows = b" ".join(b"(%s) Tj" % (b"x" * 1000) for _ in range(pdf_text.MOST_CHARACTERS // 1000 + 1))
    _, page = read(intake, pdf_page(b"BT /F1 1 Tf 0 10 Td " + shows + b" ET"))
    assert page.flags == ("unscanned",)


def test_a_text_layer_of_very_many_pieces_is_cut_and_told(intake):
    letters = b" ".join(b"1 0 0 1 %d %d Tm (x) Tj" % (x * 9, y * 4) for y in range(48) for x in range(44))
    _, page = read(intake, pdf_page(b"BT /F1 3 Tf " + letters + b" ET"))
    assert (len(page.text_lines), page.flags) == (pdf_text.MOST_LINES, ("unscanned",))


def test_notes_are_kept_beside_the_page(intake):
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 40, 40]), Contents=String("审查通过")
    )
    _, page = read(intake, pdf_page(PLAIN, Annots=Array([note])))
    assert [line["text"] for line in page.notes] == ["审查通过"]


def test_a_form_field_of_one_line_joins_the_text_layer(intake):
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String("350102"),
        Rect=Array([40, 20, 200, 50]), DA=String("/F1 12 Tf 0 g"), F=4,
    )  # fmt: skip
    form = Dictionary(Fields=Array([field]), DA=String("/F1 12 Tf 0 g"), NeedAppearances=True)
    _, page = read(intake, pdf_page(PLAIN, Annots=Array([field]), root={"AcroForm": form}))
    assert "350102" in [line["text"] for line in page.text_lines]


@pytest.mark.parametrize(
    ("root", "flag"),
    [
        ({"OpenAction": Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))}, "active_content"),
        ({"OpenAction": Dictionary(S=Name.Launch, F=String("cmd.exe"))}, "active_content"),
        ({"AcroForm": Dictionary(XFA=String("<xdp/>"))}, "active_content"),
        ({"NeedsRendering": True}, "active_content"),
        ({"Names": Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))}, "embedded_files"),
        ({"Lang": String("zh")}, None),
    ],
)
def test_scripts_and_files_in_a_pdf_are_told(intake, root, flag):
    assert intake.open(pdf_page(PLAIN, root=root)).flags == ((flag,) if flag else ())


def test_objects_of_a_pdf_that_are_bare_numbers_or_null_hold_nothing(intake):
    data = one_page(stream(PLAIN), b"", b"7", b"null", b"true")
    assert intake.open(data).flags == ()


def test_a_pdf_that_can_not_be_looked_through_is_told():
    with Intake(Limits(objects=1)) as gate:
        assert gate.open(blank_pdf()).flags == ("unscanned",)


def test_a_pdf_whose_structure_is_broken_is_not_called_clean(intake):
    whole = blank_pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    broken = whole.replace(b"/Count 1", b"/Count 3")
    assert intake.open(broken).flags == ("unscanned",)


def test_metadata_is_kept_as_short_printable_text(intake):
    info = intake.open(pdf_page(PLAIN)).metadata
    assert all(value.isprintable() and len(value) <= 200 for value in info.values())
    assert "pikepdf" in info.get("producer", "") or info == {}


@pytest.mark.parametrize(
    ("second", "claims"),
    [
        (b" BT /F1 20 Tf 40 60 Td (OTHER ROW) Tj ET", 2),
        (b" 1 1 1 rg 30 90 300 40 re f 0 g BT /F1 20 Tf 40 100 Td (NO 999999) Tj ET", 0),
        (b" 1 1 1 rg BT /F1 20 Tf 40 60 Td (WHITE) Tj ET", 0),
    ],
)
def test_a_page_claims_nothing_when_texts_cover_each_other_or_are_unseen(intake, second, claims):
    _, page = read(intake, pdf_page(PLAIN + second))
    assert len(claims_of(page)) == claims
