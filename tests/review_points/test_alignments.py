"""Every alignment is a shortest way from one text to the other, and texts may be swapped."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from review_points.alignments import MOST_EDITS, MOST_TRIED, Step, alignments

texts = st.text("01己已", max_size=9)


def applied(one: str, other: str, steps: tuple[Step, ...]) -> str:
    made, at = "", 0
    for step in steps:
        made += one[at : step.here[0]] + other[step.there[0] : step.there[1]]
        at = step.here[1]
    return made + one[at:]


def edits(steps: tuple[Step, ...]) -> int:
    return sum(max(step.here[1] - step.here[0], step.there[1] - step.there[0]) for step in steps)


@settings(deadline=None)
@given(texts, texts)
def test_every_way_leads_there_with_the_fewest_edits(one, other):
    for steps in alignments(one, other):
        assert applied(one, other, steps) == other
        assert edits(steps) == Levenshtein.distance(one, other)
        assert all(step.tag in {"replace", "delete", "insert"} for step in steps)


@settings(deadline=None)
@given(texts, texts)
def test_swapped_texts_have_the_mirrored_ways(one, other):
    forth = [[(step.here, step.there) for step in steps] for steps in alignments(one, other)]
    back = [[(step.there, step.here) for step in steps] for steps in alignments(other, one)]
    assert forth == back


def test_a_doubled_character_may_be_either():
    (_, *ways) = alignments("3500", "350")
    assert {steps[0].here for steps in ways} == {(2, 3), (3, 4)}
    assert {steps[0].tag for steps in ways} == {"delete"}


def test_few_ways_are_tried_and_only_one_where_much_is_different():
    assert len(list(alignments("0" * 40, "0" * 37))) == 1 + MOST_TRIED
    assert len(list(alignments("0" * (MOST_EDITS + 1), "1" * (MOST_EDITS + 1)))) == 1
