"""QR and bar codes as witnesses of a paper's identifiers."""

import io

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from cases.settings import load_settings
from ocr.code_witness import CONFLICT, code_witnesses
from ocr.document import Code, Reading, ReadingState, Source
from ocr.kind_files import kind_file
from ocr.reader import Reader
from simulator.paper import draw, sample

BOX = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
LICENCE, OTHER_LICENCE = "JY13501020000018", "JY13501020000026"


def code(text: str) -> Code:
    return Code(page=1, box=BOX, text=text, format="QRCode")


def seen(element: str, value: str) -> Reading:
    return Reading(
        element=element, state=ReadingState.READ, source=Source.PIXELS, value=value, confidence=0.99
    )


def witnesses(kind: str, text: str, *readings: Reading):
    file = kind_file(kind)
    assert file is not None
    found, flags = code_witnesses(file, [code(text)], readings)
    return {(each.element, each.value) for each in found}, flags


@pytest.fixture(scope="module")
def usccs() -> tuple[str, str]:
    from ocr.checksums import uscc_check_character

    bodies = ("91350100MA2Y00001", "91350100MA2Y00002")
    return bodies[0] + uscc_check_character(bodies[0]), bodies[1] + uscc_check_character(bodies[1])


def test_a_code_that_says_the_same_is_a_second_witness(usccs):
    told, flags = witnesses("business_license", f"https://a.cn/?id={usccs[0]}&x=1", seen("uscc", usccs[0]))
    assert (told, flags) == ({("uscc", usccs[0])}, ())


def test_a_code_that_says_otherwise_is_a_conflict(usccs):
    told, flags = witnesses("business_license", usccs[1], seen("uscc", usccs[0]))
    assert (told, flags) == ({("uscc", usccs[1])}, (CONFLICT,))


def test_a_code_beside_unread_pixels_only_witnesses(usccs):
    assert witnesses("business_license", usccs[1]) == ({("uscc", usccs[1])}, ())


@pytest.mark.parametrize("text", ["https://a.cn/abc", "91350100MA2Y000019", "12345678", "审查通过", ""])
def test_a_code_without_a_lawful_number_says_nothing(text, usccs):
    assert witnesses("business_license", text, seen("uscc", usccs[0])) == (set(), ())


def test_a_licence_number_is_told_by_its_shape():
    told, flags = witnesses("food_license", OTHER_LICENCE, seen("license_no", LICENCE))
    assert (told, flags) == ({("license_no", OTHER_LICENCE)}, (CONFLICT,))


def test_a_bare_number_can_only_confirm():
    assert witnesses("nurse_certificate", "201135000001", seen("cert_no", "201135000001"))[0]
    assert witnesses("nurse_certificate", "201135000002", seen("cert_no", "201135000001")) == (set(), ())


def with_code(page: bytes, text: str) -> bytes:
    """Put a QR code into a corner of a picture."""
    symbol = zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode), scale=5
    )
    picture = Image.open(io.BytesIO(page)).convert("RGB")
    picture.paste(Image.fromarray(np.array(symbol)).convert("RGB"), (8, 8))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_licence_with_the_code_of_another_firm_is_told(usccs):
    truth = {**sample("business_license", 3), "uscc": usccs[0]}
    page = draw("business_license", truth, look="a", capture="scan", seed=3).data
    with Reader(load_settings().models_dir) as reader:
        read = reader.read(with_code(page, f"https://example.cn/?no={usccs[1]}"), "执照.png")
    assert read.kind == "business_license"
    said = {(each.source, each.value) for each in read.readings["uscc"]}
    assert said == {(Source.PIXELS, usccs[0]), (Source.CODE, usccs[1])}
    assert CONFLICT in read.integrity
