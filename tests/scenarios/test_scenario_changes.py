"""What changes of expressions rest on: calls that treat both sides alike, and patterns that stay fast."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ocr.values import ElementType as T
from ocr.values import canonical
from review_points.checks import CHECKS, VALUES
from scenarios.expression_changes import SIBLINGS, SYMMETRIC
from scenarios.lint_rules.kinds import what_is_slow
from tests.review_points.building import certain, picture, verdict

TEXTS = {
    T.NAME: st.sampled_from(("林样例", "林祥例", "林样", "陈样例", "买买提·样例", "买买提样例")),
    T.ORGANISATION: st.sampled_from(
        ("仿真市中医院", "仿真市中医院（总院）", "仿真市第一医院", "仿真有限公司")
    ),
    T.ADDRESS: st.sampled_from(("仿真市样例区中山路3号", "样例区中山路3号", "仿真市样例区中山路3号院2号楼")),
    T.DATE: st.sampled_from(("2026-06-14", "2026-06-15", "长期")),
    T.IDNO: st.sampled_from(("350199199006152426", "350199197802031511", "350199199006152427")),
}
KINDS = {
    "same_name": (T.NAME,),
    "same_organisation": (T.ORGANISATION,),
    "same_address": (T.ADDRESS,),
    "same_day": (T.DATE,),
    "equal": (T.NAME, T.IDNO, T.DATE, T.ORGANISATION),
    "differs": (T.NAME, T.IDNO, T.DATE, T.ORGANISATION),
}


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_symmetric_check_says_the_same_when_its_sides_change_places(data):
    name = data.draw(st.sampled_from(sorted(KINDS)))
    kind = data.draw(st.sampled_from(KINDS[name]))
    sides = []
    for side in ("a.x", "b.x"):
        text = canonical(kind, data.draw(TEXTS[kind]))
        assume(text is not None)
        score = data.draw(st.sampled_from((None, 0.99, 0.85, 0.5)))
        sides.append(certain(side, kind, text) if score is None else picture(side, kind, text, score))
    there, back = verdict(f"{name}(a.x, b.x)", *sides), verdict(f"{name}(b.x, a.x)", *sides)
    assert (there.outcome, there.decided_by, there.unknowns) == (back.outcome, back.decided_by, back.unknowns)


def test_siblings_and_symmetric_calls_are_calls_that_there_are():
    known = {*CHECKS, *VALUES}
    assert set(SIBLINGS) | set(SIBLINGS.values()) | set(SYMMETRIC) <= known


@pytest.mark.parametrize(
    "pattern",
    [
        "[0-9]{12,15}",
        "(?:兹证明|兹有)(?P<value>[一-鿿·]{2,15}?)(?:同志|，)",
        "(?<![0-9])(?P<value>6[0-9]{15}(?:[0-9]{3})?)(?![0-9])",
        "(中华人民共和国)?护士执业证书",
        r"a\)+b",
        "[(]+x",
        "(ab|cd)*",
    ],
)
def test_a_pattern_whose_time_grows_evenly_is_accepted(pattern):
    assert what_is_slow(pattern) == ""
    assert re.compile(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*b",
        "(?:[0-9]+-?)+",
        "((a+)b?)*",
        "(?P<x>a+){2,}",
        r"(a)\1",
        "(?P<x>a)(?P=x)",
        "(a",
        "((a+))*",
    ],
)
def test_a_pattern_that_may_take_very_long_or_is_wrong_is_told(pattern):
    assert what_is_slow(pattern)
