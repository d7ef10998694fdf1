"""The login's picture can be read by the product's own OCR most of the time."""

import io
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from simulator.web.captcha import ALPHABET, LENGTH, draw_picture, draw_text

MODELS = Path(__file__).parents[3] / "var" / "models"


def test_the_same_seed_draws_the_same_picture_of_four_unmistakable_characters():
    text = draw_text(Random(4))
    assert len(text) == LENGTH
    assert not set("0O1IL5S") & set(ALPHABET)
    assert draw_picture(text, Random(4)) == draw_picture(text, Random(4))
    assert draw_picture(text, Random(4)) != draw_picture(text, Random(5))


@pytest.mark.ocr
@pytest.mark.skipif(not MODELS.is_dir(), reason="the models are not there; make setup fetches them")
def test_most_pictures_are_read_right():
    from ocr.engines import Engine

    engine, random = Engine(MODELS), Random(11)
    right = 0
    for _ in range(25):
        text = draw_text(random)
        picture = np.asarray(Image.open(io.BytesIO(draw_picture(text, random))).convert("RGB"))
        right += engine.recognise([picture[:, :, ::-1].copy()])[0].text.replace(" ", "").upper() == text
    assert right >= 20
