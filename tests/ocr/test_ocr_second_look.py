"""Two readings of one line: what they agree on stands, what they don't is in doubt."""

import pytest

from ocr.document import Line
from ocr.engines import Recognised
from ocr.layout import RawLine, box_of
from ocr.second_look import DOUBT, Part, agreed, are_within, spliced


def recognised(text: str, *scores: float) -> Recognised:
    """Return a reading with these scores, or all 0.99."""
    each = scores or (0.99,) * len(text)
    centres = tuple((place + 0.5) / len(text) for place in range(len(text)))
    return Recognised(text=text, scores=each, centres=centres, others=("",) * len(text))


def raw_line(text: str) -> RawLine:
    """Return a skimmed line."""
    read = recognised(text)
    line = Line(text=text, box=box_of(0, 0, 100, 20), confidence=0.99, characters=read.scores)
    return RawLine(line=line, centres=read.centres, others=read.others)


def knows_all(_: str) -> bool:
    """Say that the fast model can read every character."""
    return True


def test_what_both_read_keeps_its_score() -> None:
    both = agreed(recognised("张三"), recognised("张三"), knows_all)
    assert both.scores == (0.99, 0.99)


def test_a_sure_contradiction_is_doubt_and_keeps_the_other_word() -> None:
    both = agreed(recognised("陈已"), recognised("陈己"), knows_all)
    assert both.text == "陈已"
    assert both.scores == (0.99, DOUBT)
    assert both.others == ("", "己")


def test_a_model_that_lacks_a_character_is_no_witness_against_it() -> None:
    both = agreed(recognised("欧阳赟"), recognised("欧阳赞"), lambda character: character != "赟")
    assert both.scores == (0.99, 0.99, 0.99)


def test_an_unsure_first_reading_is_no_witness() -> None:
    both = agreed(recognised("2031"), recognised("2081", 0.9, 0.9, 0.6, 0.9), knows_all)
    assert both.scores == (0.99,) * 4


@pytest.mark.parametrize(("again", "first"), [("35010", "350100"), ("张红", "张晓红")])
def test_letters_that_only_the_first_saw_are_doubt(again: str, first: str) -> None:
    assert min(agreed(recognised(again), recognised(first), knows_all).scores) == DOUBT


def test_the_part_read_again_takes_the_place_of_the_old() -> None:
    line = spliced(raw_line("姓名张王"), Part(2, 4, 0.5, 1.0), recognised("张玉"), knows_all)
    assert line.line.text == "姓名张玉"
    assert line.line.characters == (0.99, 0.99, 0.99, DOUBT)
    assert line.others[-1] == "王"
    assert line.centres == pytest.approx((0.125, 0.375, 0.625, 0.875))
    assert not line.is_settled


def test_nothing_read_again_leaves_doubt() -> None:
    line = spliced(raw_line("张三"), Part(0, 2, 0.0, 1.0), recognised(""), knows_all)
    assert (line.line.text, line.line.characters) == ("张三", (DOUBT, DOUBT))


def test_specks_that_are_not_read_again_vanish() -> None:
    speck = raw_line("二")
    faint = RawLine(
        line=Line(text="二", box=speck.line.box, confidence=0.4, characters=(0.4,)),
        centres=speck.centres,
        others=speck.others,
    )
    assert spliced(faint, Part(0, 1, 0.0, 1.0), recognised(""), knows_all).line.text == ""


def test_a_box_that_moved_by_less_than_a_letter_has_been_looked_at() -> None:
    looked_at = [box_of(100, 100, 300, 130)]
    assert are_within([box_of(95, 102, 310, 131)], looked_at)
    assert not are_within([box_of(100, 100, 360, 130)], looked_at)
    assert not are_within([box_of(100, 100, 300, 130)], [])
    assert are_within([], [])
