"""Two readings of one line: what they agree on stands, what they don't is in doubt."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from ocr.crops import Picture
from ocr.document import Line, Reading, ReadingState, Source
from ocr.engines import Engine, Recognised
from ocr.layout import RawLine, box_of
from ocr.second_look import (
    CLAIMED,
    DOUBT,
    Look,
    Part,
    Wanted,
    agreed,
    are_within,
    doubts_settled,
    read_again,
    spliced,
    wanted,
)
from ocr.values import ElementType


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


class TwoRecognisers:
    """Stands in for the engine: says a character for each place of a picture, and counts pictures."""

    def __init__(self, says: str) -> None:
        """Keep the character that both recognisers say."""
        self.says, self.shown = says, 0

    def skim(self, crops: Sequence[Picture]) -> list[Recognised]:
        """Say the same of each."""
        return [recognised(self.says * round(crop.shape[1] / crop.shape[0])) for crop in crops]

    def recognise(self, crops: Sequence[Picture]) -> list[Recognised]:
        """Say the same of each, and count them."""
        self.shown += len(crops)
        return self.skim(crops)

    def may_skim(self, _: str) -> bool:
        """Say that the fast one can read every character."""
        return True


def scored_line(text: str, doubtful: Collection[int], *, score: float = 0.6) -> RawLine:
    """Return a line whose characters are sure but for some."""
    scores = tuple(score if place in doubtful else 1.0 for place in range(len(text)))
    read = recognised(text, *scores)
    line = Line(text=text, box=box_of(0, 0, 48 * len(text), 48), confidence=0.97, characters=scores)
    return RawLine(line=line, centres=read.centres, others=read.others)


def test_words_with_a_doubt_are_read_again_without_a_cut_in_them() -> None:
    text = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    engine, doubtful = TwoRecognisers("新"), scored_line(text, (3, 15), score=0.97)
    place = Wanted(doubtful.line.box, Look.DOUBTS)
    line = read_again(cast(Engine, engine), blank(), [doubtful], [place])[0].line
    assert engine.shown == 1
    assert line.text == "新" * 20


def test_what_lies_around_poor_letters_is_read_again() -> None:
    engine = TwoRecognisers("新")
    text = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    line = doubts_settled(cast(Engine, engine), blank(), [scored_line(text, (8,))])[0].line
    assert line.text == "甲乙丙丁戊己新新新新新丑寅卯辰巳午未申酉"
    assert len(line.characters) == len(line.text)


NUMBER = "11010519491231002X"


def told(raw: str, value: str | None, scores: tuple[float, ...]) -> Reading:
    """Return what pixels say of an element; without a value it is unreadable."""
    return Reading(
        element="x",
        state=ReadingState.READ if value else ReadingState.UNREADABLE,
        source=Source.PIXELS,
        value=value,
        raw=raw,
        characters=scores,
        box=box_of(0, 0, 100, 20),
    )


@pytest.mark.parametrize(
    ("kind", "raw", "value", "look"),
    [
        (ElementType.IDNO, NUMBER, NUMBER, Look.NONE),
        (ElementType.CODE, NUMBER, NUMBER, Look.NONE),
        (ElementType.CODE, "JY13501001234567", "JY13501001234567", Look.ALL),
        (ElementType.NAME, "张三", "张三", Look.ALL),
        (ElementType.ADDRESS, "福州市鼓楼区", "福州市鼓楼区", Look.DOUBTS),
        (ElementType.DATE, "2026年1月11日", "2026-01-11", Look.DOUBTS),
        (ElementType.DATE, "2026-01-11", "2026-01-11", Look.DOUBTS),
        (ElementType.DATE, "2026-1-11", "2026-01-11", Look.ALL),
        (ElementType.DATE, "自签署之日起", None, Look.DOUBTS),
    ],
)
def test_what_has_no_check_digit_and_no_telling_form_is_read_again_as_a_whole(
    kind: ElementType, raw: str, value: str | None, look: Look
) -> None:
    reading = told(raw, value, (0.99,) * len(value or ""))
    assert [place.look for place in wanted([(kind, reading)])] == [look]


def test_a_number_with_a_right_check_digit_is_read_again_where_a_character_is_in_doubt() -> None:
    reading = told(NUMBER, NUMBER, (0.99,) * 17 + (0.8,))
    assert wanted([(ElementType.IDNO, reading)]) == [Wanted(box_of(0, 0, 100, 20))]


def test_words_that_were_heard_well_are_not_read_again() -> None:
    engine = TwoRecognisers("新")
    sure = scored_line("福州市鼓楼区样例路", ())
    place = Wanted(sure.line.box, Look.DOUBTS)
    assert read_again(cast(Engine, engine), blank(), [sure], [place]) == (sure,)
    assert engine.shown == 0
    read_again(cast(Engine, engine), blank(), [scored_line("福州市鼓楼区样例路", (4,), score=0.97)], [place])
    assert engine.shown == 1


def blank() -> Picture:
    """Return a white picture."""
    return np.full((48, 960), 255, np.uint8)


def test_an_older_form_that_the_better_one_doubts_gives_way_to_what_the_first_is_sure_of() -> None:
    unsure = replace(recognised("阿嬤", 0.99, 0.68), others=("", "嬷"))
    both = agreed(unsure, recognised("阿嬷", 0.99, 0.997), knows_all)
    assert (both.text, both.scores, both.others) == ("阿嬷", (0.99, 0.997), ("", "嬤"))


@pytest.mark.parametrize(("score", "others"), [(0.99, "软"), (0.68, "")])
def test_an_older_form_stands_in_doubt_where_it_is_sure_or_the_other_was_not_thought_of(
    score: float, others: str
) -> None:
    unsure = replace(recognised("軟", score), others=(others,))
    both = agreed(unsure, recognised("软", 0.997), knows_all)
    assert both.text == "軟"
    assert both.scores[0] <= DOUBT


def test_what_a_file_claims_of_itself_is_looked_at_even_with_a_right_check_digit() -> None:
    claim = told(NUMBER, NUMBER, (CLAIMED,) * 18)
    assert wanted([(ElementType.IDNO, claim)])[0].look is Look.ALL


def test_what_is_borne_out_is_left_alone_within_a_larger_place_too() -> None:
    engine = TwoRecognisers("新")
    number, words = scored_line(NUMBER, ()), scored_line("受托人", ())
    places = [Wanted(number.line.box), Wanted(number.line.box, Look.NONE)]
    assert read_again(cast(Engine, engine), blank(), [number], places) == (number,)
    assert (
        read_again(cast(Engine, engine), blank(), [words], [Wanted(words.line.box)])[0].line.text == "新新新"
    )
