"""Every kind can be drawn in every look; the truth is complete and the pages are marked as samples."""

from io import BytesIO

import numpy as np
import pytest
from docx import Document
from PIL import Image

from simulator.paper import (
    CAPTURES,
    DEFECTS,
    ELEMENTS,
    HARMLESS,
    KINDS,
    LOOKS,
    DoesNotFitError,
    captures_of,
    draw,
    sample,
)
from simulator.paper.catalogue import DRAWN_BY_PYTHON
from simulator.paper.marks import Sheet
from simulator.paper.raster import render, watermark_mask
from tests.simulator.paper.conftest import pages_of, red_share, text_of


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", DRAWN_BY_PYTHON)
def test_the_text_layer_holds_what_the_truth_says(kind, look):
    drawn = draw(kind, sample(kind, 3), look=look, capture="pdf_text", seed=3)
    text = text_of(drawn)
    for element, value in drawn.truth.items():
        if element in {
            "name",
            "idno",
            "cert_no",
            "license_no",
            "uscc",
            "bank_acct",
            "operator",
            "institution",
        }:
            assert value in text, element
    assert set(ELEMENTS[kind]) <= set(drawn.truth)


@pytest.mark.parametrize("capture", CAPTURES)
def test_the_same_call_gives_the_same_bytes(capture):
    kind = "nurse_application"
    first = draw(kind, sample(kind, 5), capture=capture, seed=5)
    second = draw(kind, sample(kind, 5), capture=capture, seed=5)
    assert first == second
    assert draw(kind, sample(kind, 6), capture=capture, seed=6).data != first.data


@pytest.mark.parametrize(
    ("kind", "capture", "magic", "ending"),
    [
        ("bank_card", "clean", b"\x89PNG", ".png"),
        ("bank_card", "scan", b"\xff\xd8", ".jpg"),
        ("bank_card", "photo", b"\xff\xd8", ".jpg"),
        ("bank_card", "pdf_text", b"%PDF", ".pdf"),
        ("bank_card", "pdf_scan", b"%PDF", ".pdf"),
        ("elder_application", "docx", b"PK", ".docx"),
        ("agent_letter", "scan", b"%PDF", ".pdf"),
    ],
)
def test_a_capture_gives_its_type_of_file(kind, capture, magic, ending):
    drawn = draw(kind, {}, capture=capture)
    assert drawn.data.startswith(magic)
    assert drawn.name == KINDS[kind] + ending


@pytest.mark.parametrize("capture", ["clean", "scan", "photo", "pdf_text", "pdf_scan"])
def test_several_pages_stay_several_pages(capture):
    drawn = draw("nurse_application", {}, capture=capture)
    assert len(pages_of(drawn)) == 2
    assert drawn.truth["page_count"] == "2"


def test_scans_have_no_text_layer():
    assert text_of(draw("bank_card", {}, capture="pdf_scan")) == ""


@pytest.mark.parametrize("kind", DRAWN_BY_PYTHON)
def test_photographs_have_at_least_1600_pixels_on_the_long_side(kind):
    drawn = draw(kind, {}, capture="photo", look="a")
    sides = [max(page.size) for page in pages_of(drawn)]
    wanted = 600 if kind == "portrait_photo" else 1600
    assert drawn.data[:4] == b"%PDF" or min(sides) >= wanted


def test_the_watermark_darkens_every_page():
    sheet = Sheet(width=210, height=297)
    blank = np.asarray(render(sheet, 100).convert("L"))
    mask = np.asarray(watermark_mask((blank.shape[1], blank.shape[0])))
    assert mask.max() == round(255 * 0.12)
    assert (mask > 25).mean() > 0.01
    assert blank[mask > 25].max() < 245
    assert blank[mask == 0].min() == 255


@pytest.mark.parametrize("capture", ["pdf_text", "pdf_scan", "clean"])
def test_the_watermark_stands_in_files_too(capture):
    drawn = draw("bank_card", {}, capture=capture, defects=["blank_page"])
    for page in pages_of(drawn):
        grey = np.asarray(page.convert("L")).astype(int)
        assert 0.005 < (grey < np.median(grey) - 12).mean() < 0.2


def test_a_word_file_has_table_seal_and_watermark():
    drawn = draw("employment_letter", sample("employment_letter", 2), capture="docx", seed=2)
    document = Document(BytesIO(drawn.data))
    cells = {cell.text for row in document.tables[0].rows for cell in row.cells}
    assert {"姓名", drawn.truth["name"], "机构名称", drawn.truth["institution"]} <= cells
    assert len(document.inline_shapes) == 1
    assert "anchor" in document.sections[0].header._element.xml


def test_only_forms_become_word_files():
    assert "docx" in captures_of("agent_letter")
    assert "docx" not in captures_of("id_card")
    with pytest.raises(DoesNotFitError):
        draw("id_card", {}, capture="docx")


def test_values_not_given_are_filled_in_and_agree(identity_truth):
    drawn = draw("id_card", identity_truth)
    assert drawn.truth["birth"] == "1985-03-12"
    assert drawn.truth["sex"] == "男"
    assert drawn.truth["name"] == "林样例"


def test_an_empty_value_stays_blank():
    given = sample("elder_application", 1)
    drawn = draw("elder_application", given | {"bank_acct": ""}, capture="pdf_text", seed=1)
    assert drawn.truth["bank_acct"] == ""
    assert given["bank_acct"] not in text_of(drawn)


@pytest.mark.parametrize("signature", ["false", ""])
def test_a_paper_can_be_unsigned_by_its_truth(signature):
    assert draw("driver_application", {"signature": signature}).truth["signature"] == ""


def test_true_signs_with_the_name_on_the_paper():
    assert draw("driver_application", {"name": "林样例", "signature": "true"}).truth["signature"] == "林样例"


def test_a_rare_character_is_drawn_and_read_back_from_the_text_layer():
    drawn = draw("id_card", {"name": "林𬭎样"}, capture="pdf_text")
    assert "林𬭎样" in text_of(drawn)


@pytest.mark.parametrize(
    "kind", ["business_license", "nurse_certificate", "driving_licence", "household_register"]
)
def test_certificates_carry_a_red_seal(kind):
    assert all(red_share(page) > 0.0005 for page in pages_of(draw(kind, {}, capture="scan")))


def test_sealed_papers_are_scanned_in_colour_and_some_others_in_grey():
    def grey(kind: str, seed: int) -> bool:
        pixels = np.asarray(Image.open(BytesIO(draw(kind, {}, seed=seed).data)).convert("RGB")).astype(int)
        return bool((abs(pixels[..., 0] - pixels[..., 2]) < 12).mean() > 0.999)

    assert not any(grey("employment_letter", seed) for seed in range(4))
    assert {grey("elder_application", seed) for seed in range(8)} == {True, False}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "passport"}, "passport"),
        ({"kind": "id_card", "look": "z"}, "z"),
        ({"kind": "id_card", "capture": "fax"}, "fax"),
        ({"kind": "id_card", "defects": ["eaten"]}, "eaten"),
    ],
)
def test_unknown_names_are_refused(arguments, message):
    kind = arguments.pop("kind")
    with pytest.raises(ValueError, match=message):
        draw(kind, {}, **arguments)


def test_every_name_has_a_sentence():
    for catalogue in (LOOKS, CAPTURES, DEFECTS):
        assert all(sentence.endswith(".") and len(sentence) > 12 for sentence in catalogue.values())
    assert set(ELEMENTS) == set(KINDS)
    assert set(DEFECTS) > HARMLESS
