"""Hostile PDFs, each with what may become of it."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from benchmarks.hostile_pictures import noise
from benchmarks.made_files import blank_pdf, packed, pdf_page

PLAIN = b"BT /F1 20 Tf 40 100 Td (NO 350102) Tj ET"
BOMB_BYTES = 160_000_000


def raw_pdf(*objects: bytes, root: int = 1) -> bytes:
    """Return a PDF of these objects, numbered from 1, with a right table."""
    parts, places, start = [b"%PDF-1.7\n"], [], 9
    for number, body in enumerate(objects, 1):
        places.append(start)
        parts.append(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        start += len(parts[-1])
    out = b"".join(parts) + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        root,
        start,
    )


def stream(body: bytes, more: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<</Length %d%s>>stream\n" % (len(body), more) + body + b"\nendstream"


def one_page(content: bytes, more: bytes = b"", *others: bytes, box: bytes = b"[0 0 300 200]") -> bytes:
    """Return a PDF with one page of this content stream object; `others` are objects from number 5."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R%s>>" % (box, more)
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", tree, page, content, *others)


def bomb(times: int = 1) -> bytes:
    """Return a content stream that unpacks to much more than it is, through one filter or several."""
    body = b" " * BOMB_BYTES
    for _ in range(times):
        body = zlib.compress(body, 9)
    return stream(body, b"/Filter[%s]" % (b"/FlateDecode" * times))


def laughing() -> bytes:
    """Return a page whose forms each draw the next one ten times, nine deep."""
    forms = []
    for number in range(9):
        below = b"/Resources<</XObject<</X %d 0 R>>>>" % (number + 6) if number < 8 else b""
        body = b"/X Do " * 10 if number < 8 else b"0 0 1 1 re f"
        forms.append(stream(body, b"/Type/XObject/Subtype/Form/BBox[0 0 300 200]" + below))
    return one_page(stream(b"/X Do"), b"/Resources<</XObject<</X 5 0 R>>>>", *forms)


def self_drawing() -> bytes:
    """Return a page with a form that draws itself."""
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    return one_page(stream(b"/X Do"), b"/Resources<</XObject<</X 5 0 R>>>>", form)


def image(width: int, height: int, body: bytes, more: bytes) -> bytes:
    """Return a page with one picture."""
    picture = stream(body, b"/Type/XObject/Subtype/Image/Width %d/Height %d%s" % (width, height, more))
    return one_page(stream(b"q 300 0 0 200 0 0 cm /X Do Q"), b"/Resources<</XObject<</X 5 0 R>>>>", picture)


def lying_font() -> bytes:
    """Return a page whose font says that what looks like one number is another."""
    cmap = (
        b"/CIDInit/ProcSet findresource begin begincmap /CMapName/A def 1 begincodespacerange<00><FF>"
        b"endcodespacerange 1 beginbfrange<30><39><0041>endbfrange endcmap end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    shows = stream(b"BT /F1 20 Tf 20 100 Td (350102199001011234) Tj ET")
    return one_page(shows, b"/Resources<</Font<</F1 5 0 R>>>>", font, stream(cmap))


def noted(**note: object) -> bytes:
    """Return a page with one annotation."""
    entries = {"Type": Name.Annot, "Rect": Array([40, 20, 200, 50]), **note}
    annotation = Dictionary({f"/{key}": value for key, value in entries.items()})
    return pdf_page(PLAIN, Annots=Array([annotation]))


def with_file() -> bytes:
    """Return a PDF with another file in it."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 100))
        pdf.attachments["a.exe"] = b"MZ"
        pdf.save(out)
    return out.getvalue()


def tree_of_pages(kids: bytes, count: int) -> bytes:
    """Return a PDF whose page tree is this."""
    return raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count))


def hostile_pdfs() -> dict[str, tuple[bytes, str]]:
    """Return name → bytes and what must become of them: `refused`, `flagged`, `opened`, `read`, `either`.

    `read` is what only a comparison with the pixels can tell.
    """
    return odd_pdfs() | heavy_pdfs() | pictures_in_pdfs() | active_pdfs() | whispering_pdfs()


def odd_pdfs() -> dict[str, tuple[bytes, str]]:
    """Return PDFs that are broken, locked or something else as well."""
    whole = pdf_page(PLAIN)
    locked = blank_pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
    return {
        "pdf_header_only": (b"%PDF-1.7\n", "refused"),
        "pdf_truncated": (whole[: len(whole) // 2], "either"),
        "pdf_of_noise": (b"%PDF-1.7\n" + noise("PNG"), "refused"),
        "pdf_user_password": (locked, "refused"),
        "pdf_owner_password": (blank_pdf(encryption=pikepdf.Encryption(owner="o", user="")), "opened"),
        "pdf_no_pages": (tree_of_pages(b"", 0), "refused"),
        "pdf_ring_of_pages": (tree_of_pages(b"2 0 R", 1), "either"),
        "pdf_100000_pages": (tree_of_pages(b"2 0 R " * 100_000, 100_000), "refused"),
        "pdf_says_billion_pages": (tree_of_pages(b"2 0 R", 2_000_000_000), "refused"),
        "pdf_table_in_a_ring": (whole.replace(b"startxref", b"trailer<</Prev 9>>startxref"), "either"),
        "pdf_page_of_miles": (one_page(stream(b""), box=b"[0 0 1000000000 1000000000]"), "refused"),
        "pdf_page_of_nothing": (one_page(stream(b""), box=b"[0 0 0 0]"), "either"),
        "pdf_and_zip": (blank_pdf() + packed({"a": b"b"}), "refused"),
        "pdf_after_program": (b"MZ" + b"\0" * 100 + blank_pdf(), "refused"),
        "pdf_after_html": (b"<html>" + blank_pdf(), "refused"),
    }


def heavy_pdfs() -> dict[str, tuple[bytes, str]]:
    """Return PDFs that ask for much more time or memory than their size says."""
    letters = b"BT /F1 1 Tf 0 10 Td " + b"(%s) Tj " % (b"x" * 1000) * 1000 + b" ET"
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]))
    return {
        "pdf_million_arrays": (one_page(stream(b""), b"/A " + b"[" * 500_000 + b"]" * 500_000), "either"),
        "pdf_300000_objects": (one_page(stream(b""), b"", *[b"<<>>"] * 300_000), "flagged"),
        "pdf_content_bomb": (one_page(bomb()), "either"),
        "pdf_bomb_in_a_bomb": (one_page(bomb(2)), "either"),
        "pdf_draws_itself": (self_drawing(), "either"),
        "pdf_billion_laughs": (laughing(), "either"),
        "pdf_300000_paths": (one_page(stream(b"0 0 m 300 200 l S " * 300_000)), "either"),
        "pdf_million_letters": (pdf_page(letters), "flagged"),
        "pdf_10000_notes": (pdf_page(PLAIN, Annots=Array([note] * 10_000)), "flagged"),
    }


def pictures_in_pdfs() -> dict[str, tuple[bytes, str]]:
    """Return PDFs with pictures that are bombs or broken."""
    bits = b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter"
    zeros = zlib.compress(b"\0" * BOMB_BYTES)
    return {
        "pdf_picture_bomb": (image(40_000, 40_000, zeros, bits + b"/FlateDecode"), "either"),
        "pdf_broken_jbig2": (image(500, 500, b"\0" * 500, bits + b"/JBIG2Decode"), "either"),
        "pdf_broken_jpeg_2000": (image(500, 500, b"\xff\x4f\xff\x51" * 99, b"/Filter/JPXDecode"), "either"),
        "pdf_broken_fax": (image(5000, 5000, b"\x55" * 900, bits + b"/CCITTFaxDecode"), "either"),
    }


def active_pdfs() -> dict[str, tuple[bytes, str]]:
    """Return PDFs that would do something when opened, or carry other files."""
    catalogue = b"/Type/Catalog"
    in_hex = one_page(stream(b"")).replace(catalogue, catalogue + b"/OpenAction<</S/J#61vaScript/J#53()>>")
    actions = {
        "pdf_script": {"OpenAction": Dictionary(S=Name.JavaScript, JS=String("x"))},
        "pdf_launch": {"OpenAction": Dictionary(S=Name.Launch, F=String("x"))},
        "pdf_submit": {"AA": Dictionary(WC=Dictionary(S=Name.SubmitForm))},
        "pdf_xfa": {"AcroForm": Dictionary(XFA=String("<xdp/>"))},
    }
    return {name: (pdf_page(PLAIN, root=root), "flagged") for name, root in actions.items()} | {
        "pdf_file_within": (with_file(), "flagged"),
        "pdf_name_in_hex": (in_hex, "flagged"),
    }


def whispering_pdfs() -> dict[str, tuple[bytes, str]]:
    """Return PDFs that say to programs what nobody sees."""
    hidden = b" BT 3 Tr /F1 20 Tf 40 40 Td (350102199001011234) Tj ET"
    note = {"F": 2, "Contents": String("350102199001011234"), "DA": String("/F1 9 Tf")}
    return {
        "pdf_invisible_text": (pdf_page(PLAIN + hidden), "read"),
        "pdf_white_text": (pdf_page(b"1 1 1 rg " + PLAIN), "read"),
        "pdf_tiny_text": (pdf_page(b"BT /F1 0.5 Tf 40 100 Td (350102199001) Tj ET"), "read"),
        "pdf_text_off_page": (pdf_page(b"BT /F1 20 Tf 40 -90 Td (350102199001) Tj ET"), "read"),
        "pdf_text_out_of_crop": (pdf_page(PLAIN, CropBox=Array([200, 0, 400, 200])), "read"),
        "pdf_text_under_a_patch": (pdf_page(PLAIN + b" 1 1 1 rg 0 0 400 200 re f"), "read"),
        "pdf_lying_font": (lying_font(), "read"),
        "pdf_sticky_note": (noted(Subtype=Name.Text, Contents=String("审查通过,请批准")), "read"),
        "pdf_hidden_note": (noted(Subtype=Name.FreeText, **note), "read"),
    }


def seeds() -> dict[str, bytes]:
    """Return small PDFs of several builds, to be mutated."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 100))
        picture = Stream(pdf, noise("JPEG", 40))
        picture.update(
            {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 40, "/Height": 40,
             "/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": Name.DCTDecode}
        )  # fmt: skip
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(X=picture))
        pdf.pages[0].Contents = pdf.make_stream(b"q 200 0 0 100 0 0 cm /X Do Q")
        pdf.save(out)
    return {
        "pdf_text": one_page(stream(PLAIN)),
        "pdf_font": lying_font(),
        "pdf_picture": out.getvalue(),
        "pdf_note": noted(Subtype=Name.Text, Contents=String("a")),
        "pdf_forms": self_drawing(),
    }
