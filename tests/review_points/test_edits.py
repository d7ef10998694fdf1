"""The benchmark of single-character edits, in small: nothing changed passes, nothing rewritten fails."""

from collections import Counter

from benchmarks.edits import EDITS, KINDS, SIDES, controls, figures, trials


def test_no_single_character_edit_passes():
    found = list(trials(1200, 7))
    assert [each for each in found if each.ours == "pass"] == []
    assert {each.kind for each in found} == set(KINDS)
    assert {each.edit for each in found} == set(EDITS)
    assert {each.sides for each in found} == set(SIDES)
    assert min(Counter(each.ours for each in found).values()) > 200


def test_another_way_of_writing_the_same_passes():
    same = list(controls(200, 7))
    assert [(each.one, each.other) for each in same if each.ours != "pass"] == []


def test_the_usual_comparison_lets_edits_pass_or_calls_misreadings_different():
    found = list(trials(400, 7))
    result = figures(found, [], 0.0)
    assert result["ours"]["passes"] == 0
    assert result["peers"]["rapidfuzz ratio ≥ 90"]["passes"] > 200
    assert result["peers"]["equal after NFKC"]["failed_what_reading_explains"] > 50
