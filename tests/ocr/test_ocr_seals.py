"""Seals: what their rings and centres say, and that what was not read stays unknown."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image, ImageDraw

from cases.settings import load_settings
from ocr import seals
from ocr.crops import Picture
from ocr.document import Page, Quality, Seal
from ocr.engines import Engine
from ocr.intake import Intake
from ocr.page_reading import read_page
from ocr.seal_ink import find_seals
from ocr.seal_shape import measured
from ocr.second_look import DOUBT
from simulator.cases import make_case
from simulator.paper.engravings import OTHERS, Engraving
from simulator.paper.stamps import BLUE, half_seal, oval_seal, round_seal, signature, square_code

NAME = "福州样例商贸有限公司"


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return the models in memory."""
    return Engine(load_settings().models_dir)


def impressions(engine: Engine, picture: Picture) -> list[seals.Impression]:
    """Return what the seals of a page say."""
    return seals.read_seals(engine, picture, find_seals(picture))


def sealed(kind: str) -> Image.Image:
    """Return a sheet with one seal of 40 mm at 150 dots an inch."""
    sheet = Image.new("RGB", (1240, 1754), (250, 250, 248))
    seal = round_seal(NAME, kind, 3).resize((240, 240))
    sheet.paste(seal, (600, 900), seal)
    return sheet


def bgr(sheet: Image.Image) -> Picture:
    """Return the pixels as the reader takes them."""
    return np.ascontiguousarray(np.asarray(sheet)[:, :, ::-1])


@pytest.mark.parametrize(("kind", "named"), [("", "公章"), ("发票专用章", "发票专用章")])
def test_ring_and_centre_of_a_seal_are_read(engine: Engine, kind: str, named: str) -> None:
    (found,) = impressions(engine, bgr(sealed(kind)))
    assert (found.text, found.kind, found.centre_text) == (NAME, named, kind or None)


def test_a_seal_with_illegible_words_under_its_star_is_of_no_known_kind(engine: Engine) -> None:
    sheet = sealed("发票专用章")
    words = sheet.crop((660, 1055, 780, 1100))
    sheet.paste(words.resize((20, 7)).resize(words.size), (660, 1055))
    (found,) = impressions(engine, bgr(sheet))
    assert (found.text, found.kind) == (NAME, None)


@pytest.mark.parametrize("words", ["合国专用章", "劳动合同专用章"])
def test_words_that_are_no_known_kind_name_none(engine: Engine, words: str) -> None:
    (found,) = impressions(engine, bgr(sealed(words)))
    assert (found.centre_text, found.kind) == (words, None)


def stamped(seal: Image.Image, size: tuple[int, int], at: tuple[int, int]) -> Picture:
    """Return a sheet at 150 dots an inch with one picture laid on it."""
    sheet = Image.new("RGB", (1240, 1754), (250, 250, 248))
    small = seal.resize(size)
    sheet.paste(small, at, small)
    return bgr(sheet)


def test_an_oval_seal_is_read_along_its_ellipse(engine: Engine) -> None:
    (found,) = impressions(engine, stamped(oval_seal(NAME, "发票专用章", 4), (330, 220), (400, 900)))
    assert (found.blob.shape, found.text, found.kind) == ("oval", NAME, "发票专用章")


def test_a_blue_seal_is_read_and_told_from_a_signature_in_blue(engine: Engine) -> None:
    (found,) = impressions(engine, stamped(round_seal(NAME, "", 4, BLUE), (240, 240), (400, 900)))
    assert (found.blob.shape, found.blob.ink, found.text) == ("round", "blue", NAME)
    assert not impressions(engine, stamped(signature("林样例", 3), (240, 120), (400, 900)))


@pytest.mark.parametrize(("is_left", "at"), [(True, (1240 - 120, 700)), (False, (0, 700))])
def test_half_a_seal_at_an_edge_straddles_and_says_nothing(
    engine: Engine, is_left: bool, at: tuple[int, int]
) -> None:
    (found,) = impressions(engine, stamped(half_seal(NAME, 4, is_left=is_left), (120, 240), at))
    assert (found.blob.straddles, found.text, found.kind) == (True, None, None)


def test_a_whole_seal_at_the_edge_does_not_straddle(engine: Engine) -> None:
    (found,) = impressions(engine, stamped(round_seal(NAME, "", 4), (240, 240), (2, 700)))
    assert not found.blob.straddles


def test_a_ring_on_which_two_looks_differ_is_unread(engine: Engine) -> None:
    sheet = sealed("")
    ImageDraw.Draw(sheet).line([(720, 1080), (720, 1128)], fill=(200, 30, 30), width=22)
    (found,) = impressions(engine, bgr(sheet))
    assert found.text in (None, NAME)


def test_words_of_a_seal_that_hangs_together_loosely_are_no_seal_of_their_own() -> None:
    sheet = Image.new("RGB", (1240, 1754), (250, 250, 248))
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((400, 700, 700, 1000), outline=(200, 30, 30), width=9)
    draw.rectangle((480, 850, 620, 950), outline=(200, 30, 30), width=9)
    (found,) = find_seals(bgr(sheet)).blobs
    assert found.is_round


def framed(name: str, gap: int, wide: int) -> Image.Image:
    """Return a sheet with a red frame and a seal `gap` pixels from its right side, over it when negative."""
    sheet = Image.new("RGB", (1240, 1754), (250, 250, 248))
    ImageDraw.Draw(sheet).rectangle((100, 100, 1140, 1654), outline=(200, 30, 30), width=wide)
    seal = round_seal(name, "", 4).resize((240, 240))
    sheet.paste(seal, (1140 - 240 - gap, 1300), seal)
    return sheet


@pytest.mark.parametrize("lean", [0, 15])
@pytest.mark.parametrize(("gap", "is_crossed"), [(8, False), (-20, True)])
@pytest.mark.parametrize("wide", [3, 8])
def test_a_ring_close_to_a_frame_of_its_colour_is_found(
    wide: int, gap: int, lean: int, *, is_crossed: bool
) -> None:
    sheet = framed(NAME, gap, wide).rotate(lean, expand=True, fillcolor=(250, 250, 248))
    (found,) = find_seals(bgr(sheet)).blobs
    assert (found.is_round, found.is_crossed) == (True, is_crossed)
    assert 110 < found.radius < 125


def test_a_ring_close_to_a_frame_is_read_and_one_that_it_crosses_is_not(engine: Engine) -> None:
    long = "仿真市样例区卫生健康局"
    (beside,) = impressions(engine, bgr(framed(long, 8, 8)))
    (crossed,) = impressions(engine, bgr(framed(long, -60, 8)))
    assert (beside.text, crossed.text) == (long, None)


@pytest.mark.parametrize("engraving", [*OTHERS.values()])
def test_rings_of_other_engravers_are_read(engine: Engine, engraving: Engraving) -> None:
    seal = round_seal(NAME, "发票专用章", 4, engraving=engraving)
    (found,) = impressions(engine, stamped(seal, (315, 315), (400, 900)))
    assert (found.text, found.kind) == (NAME, "发票专用章")


def test_a_faint_and_leaning_seal_is_read(engine: Engine) -> None:
    seal = round_seal(NAME, "发票专用章", 4).rotate(20, resample=Image.Resampling.BICUBIC)
    seal.putalpha(seal.getchannel("A").point([level * 5 // 9 for level in range(256)]))
    (found,) = impressions(engine, stamped(seal, (315, 315), (400, 900)))
    assert (found.text, found.kind) == (NAME, "发票专用章")


def test_a_ring_with_a_letter_under_a_pen_is_unread(engine: Engine) -> None:
    sheet = Image.fromarray(stamped(round_seal(NAME, "", 4), (315, 315), (400, 900))[:, :, ::-1])
    ImageDraw.Draw(sheet).rectangle((530, 915, 562, 960), fill=(20, 20, 20))
    (found,) = impressions(engine, bgr(sheet))
    assert found.text is None


@pytest.mark.parametrize("kind", ["", "发票专用章"])
def test_a_seal_copied_without_colour_is_found_and_not_read(engine: Engine, kind: str) -> None:
    seal = round_seal(NAME, kind, 4)
    grey = Image.fromarray(stamped(seal, (315, 315), (400, 900))).convert("L").convert("RGB")
    (found,) = impressions(engine, bgr(grey))
    assert (found.blob.shape, found.blob.ink, found.text, found.kind) == ("round", "black", None, None)
    assert abs(found.blob.centre[0] - 557) < 6
    assert abs(found.blob.radius - 157) < 8


def test_rings_and_squares_in_black_are_no_copied_seals(engine: Engine) -> None:
    sheet = Image.new("RGB", (1240, 1754), (250, 250, 248))
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((300, 300, 600, 600), outline=(30, 30, 30), width=8)
    draw.ellipse((700, 300, 1000, 600), fill=(30, 30, 30))
    sheet.paste(square_code(3).resize((300, 300)), (300, 900))
    assert not impressions(engine, bgr(sheet))


def test_sizes_are_told_where_the_resolution_is_known() -> None:
    quality = Quality(sharpness=1, brightness=1, short_side_px=1240)
    seal = Seal(page=1, box=((0, 0), (236, 0), (236, 177), (0, 177)), text=None, kind=None, confidence=1)
    page = Page(
        number=1, width=1240, height=1754, rotation=0, lines=(), quality=quality, seals=(seal,), dpi=150
    )
    (found,) = measured(page)
    assert (found.width_mm, found.height_mm) == (40.0, 30.0)
    assert measured(replace(page, quad=seal.box)) == (seal,)


def test_a_digit_hidden_by_the_rim_of_a_seal_is_never_left_out_without_doubt(engine: Engine) -> None:
    case = make_case("food_license_renew", "fuzhou", 910012, on=date(2026, 11, 26))
    with Intake() as intake:
        intake.open(case.files[0].data())
        page = intake.page(0)
    assert "申请日期：2026年11月19日" in {line["text"] for line in page.text_lines}
    assert page.picture is not None
    (day,) = [raw.line for raw in read_page(engine, page.picture, 1).lines if "申请日期" in raw.line.text]
    assert day.text.endswith("2026年11月19日") or min(day.characters) <= DOUBT
