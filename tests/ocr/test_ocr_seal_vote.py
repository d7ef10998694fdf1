"""What a ring says by vote: two recognisers must agree, covered letters be sure, letters stand evenly."""

import numpy as np
import pytest

from ocr.engines import Recognised
from ocr.seal_vote import is_plain, ring_text

NAME = "福州样例商贸有限公司"
BARE = np.zeros((50, 1000, 3), dtype=np.uint8)


def reading(text: str, score: float = 0.99, *, weak: int | None = None, to: float = 0.5) -> Recognised:
    """Return a reading of evenly spaced letters; the letter `weak` has the score `to`."""
    scores = tuple(to if place == weak else score for place in range(len(text)))
    centres = tuple((place + 0.5) / len(text) for place in range(len(text)))
    return Recognised(text=text, scores=scores, centres=centres, others=("",) * len(text))


def anything(character: str) -> bool:
    """Tell that the fast recogniser can read every character."""
    return character != ""


def test_what_both_recognisers_read_is_the_name() -> None:
    assert ring_text([reading(NAME)] * 2, [reading(NAME)] * 2, BARE, anything) == NAME
    assert is_plain(reading(NAME), reading(NAME))
    assert not is_plain(reading(NAME), reading(NAME, weak=2))


def test_looks_of_one_recogniser_alone_are_no_proof() -> None:
    misread = reading(NAME.replace("样", "祥"), 0.97)
    assert ring_text([misread] * 2, [reading(NAME)] * 2, BARE, anything) == ""
    assert ring_text([misread] * 2, [reading(NAME, weak=2)] * 2, BARE, anything) == ""


@pytest.mark.parametrize(("score", "text"), [(0.8, ""), (0.9, NAME)])
def test_every_reading_must_be_sure_of_a_letter_that_is_covered(score: float, text: str) -> None:
    covered = BARE.copy()
    covered[:10, 200:300] = 255
    weak = reading(NAME, weak=2, to=score)
    assert ring_text([reading(NAME)], [weak], covered, anything) == text
    assert ring_text([reading(NAME)], [weak], BARE, anything) == NAME


@pytest.mark.parametrize(("score", "text"), [(0.9, ""), (0.97, NAME)])
def test_a_letter_that_only_one_recogniser_can_read_must_be_very_sure(score: float, text: str) -> None:
    ours, theirs = reading(NAME, weak=2, to=score), reading(NAME.replace("样", "洋"), weak=2)
    assert ring_text([ours] * 2, [theirs] * 2, BARE, lambda character: character != "样") == text


def test_a_hole_among_the_letters_leaves_the_ring_unread() -> None:
    whole = reading(NAME)
    lacking = Recognised(
        text=NAME.replace("样", ""),
        scores=whole.scores[1:],
        centres=(*whole.centres[:2], *whole.centres[3:]),
        others=whole.others[1:],
    )
    assert ring_text([lacking] * 2, [lacking] * 2, BARE, anything) == ""


def test_nothing_read_is_nothing_said() -> None:
    assert ring_text([reading("")], [reading("")], BARE, anything) == ""
