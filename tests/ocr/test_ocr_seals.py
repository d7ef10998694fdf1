"""Seals: what their rings and centres say, and that what was not read stays unknown."""

import numpy as np
import pytest
from PIL import Image

from cases.settings import load_settings
from ocr import seals
from ocr.crops import Picture
from ocr.engines import Engine
from simulator.paper.stamps import round_seal

NAME = "福州样例商贸有限公司"


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return the models in memory."""
    return Engine(load_settings().models_dir)


def impressions(engine: Engine, picture: Picture) -> list[seals.Impression]:
    """Return what the seals of a page say."""
    red = seals.red_ink(picture)
    read = (seals.read_seal(engine, picture, red, blob) for blob in seals.find_blobs(red))
    return [impression for impression in read if impression is not None]


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


def test_a_kind_with_a_misread_character_is_none_that_is_known(engine: Engine) -> None:
    (found,) = impressions(engine, bgr(sealed("合国专用章")))
    assert (found.centre_text, found.kind) == ("合国专用章", None)
