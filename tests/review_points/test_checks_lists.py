"""Lists, columns and arithmetic: what is said of all rows rests on all rows."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.values import ElementType as T
from ocr.values import canonical
from review_points.checks import CHECKS, VALUES
from review_points.checks.lists import COMPLETE
from tests.review_points.building import certain, hidden, lawful_idno, outcome, picture, verdict

AMOUNTS = st.lists(st.decimals(0, 10**12, places=2), min_size=1, max_size=20)
ROWS = st.lists(st.sampled_from(["甲", "乙", "丙", "丁"]), min_size=1, max_size=5)


def column(kind: T, *cells: object, name: str = "m.rows"):
    return certain(name, kind, ";".join(str(cell) for cell in cells))


def pictured(kind: T, *cells: object, name: str = "m.rows", confidence: float = 0.99):
    return picture(name, kind, ";".join(str(cell) for cell in cells), confidence)


def whole(value: str = "true"):
    return certain("m.whole", T.BOOL, value)


@settings(deadline=None)
@given(AMOUNTS)
def test_a_sum_is_exact(amounts):
    rows = column(T.AMOUNTS, *(canonical(T.AMOUNT, str(each)) for each in amounts))
    expected = sum(amounts)
    for claimed, said in ((expected, "pass"), (expected + Decimal("0.01"), "fail")):
        assert outcome("sum_of(m.rows) == m.sum", rows, certain("m.sum", T.AMOUNT, f"{claimed:f}")) == said


@settings(deadline=None)
@given(AMOUNTS, st.decimals(0, 10**6, places=2))
def test_a_capped_sum_counts_no_row_for_more_than_the_cap(amounts, cap):
    rows = column(T.AMOUNTS, *(canonical(T.AMOUNT, str(each)) for each in amounts))
    expected = sum(min(each, cap) for each in amounts)
    facts = (rows, certain("param.cap", T.AMOUNT, f"{cap:f}"), certain("m.sum", T.AMOUNT, f"{expected:f}"))
    assert outcome("sum_capped(m.rows, param.cap) == m.sum", *facts) == "pass"


def test_tenths_add_up_as_on_paper():
    rows = column(T.NUMBERS, *["0.1"] * 3)
    assert outcome("sum_of(m.rows) == 0.3", rows) == "pass"
    a, b = certain("m.a", T.NUMBER, "0.1"), certain("m.b", T.NUMBER, "0.2")
    assert outcome("total(m.a, m.b) == 0.3", a, b) == "pass"
    assert outcome("product(m.a, m.b) == 0.02", a, b) == "pass"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(m.rows) == 3", "pass"),
        ("largest_of(m.rows) == 10", "pass"),
        ("smallest_of(m.rows) == 2.5", "pass"),
        ("each_at_most(m.rows, '10;3;5')", "pass"),
        ("each_at_most(m.rows, '10;2.4;5')", "fail"),
        ("each_at_most(m.rows, '10;3')", "unknown"),
        ("each_at_least(m.rows, '10;2.5;4')", "pass"),
        ("each_at_least(m.rows, '10;2.6;4')", "fail"),
        ("all_distinct(m.rows)", "pass"),
    ],
)
def test_columns_of_numbers(text, expected):
    assert outcome(text, column(T.NUMBERS, 10, "2.5", 4)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("same_day(earliest_of(m.rows), '2025-01-01')", "pass"),
        ("same_day(latest_of(m.rows), '长期')", "pass"),
        ("count_reaching(m.rows, '2026-11-02') == 2", "pass"),
        ("count_reaching(m.rows, '2026-11-03') == 1", "pass"),
        ("each_on_or_before(m.rows, '2025-01-01;2026-11-02;长期')", "pass"),
        ("each_on_or_before(m.rows, '2025-01-01;2026-11-01;长期')", "fail"),
        ("each_on_or_before(m.rows, '2025-01-01')", "unknown"),
    ],
)
def test_columns_of_dates(text, expected):
    assert outcome(text, column(T.DATES, "2025-01-01", "2026-11-02", "长期")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("among(m.one, m.rows)", "pass"),
        ("among(m.other, m.rows)", "fail"),
        ("all_among(m.rows, '甲;乙;丙')", "pass"),
        ("all_among(m.rows, '甲')", "fail"),
        ("any_among(m.rows, '乙;丁')", "pass"),
        ("any_among(m.rows, '丙;丁')", "fail"),
        ("disjoint(m.rows, '丙;丁')", "pass"),
        ("disjoint(m.rows, '乙;丁')", "fail"),
        ("all_distinct(m.rows)", "pass"),
        ("among(m.date, m.rows)", "unknown"),
    ],
)
def test_membership(text, expected):
    facts = (
        column(T.CHOICES, "甲", "乙"),
        certain("m.one", T.CHOICE, "乙"),
        certain("m.other", T.TEXT, "戊"),
        certain("m.date", T.DATE, "2026-11-02"),
    )
    assert outcome(text, *facts) == expected


def test_a_row_that_stands_there_twice_is_named():
    found = verdict("all_distinct(m.rows)", column(T.CODES, "A1", "B2", "A1"))
    assert (found.outcome.value, found.explanation) == ("fail", ("“A1”重复",))


def test_all_rows_may_have_to_be_one_person():
    rows, owner = (
        column(T.CHOICES, "样例(福建)公司"),
        certain("f.owner", T.ORGANISATION, "样例(福建)公司"),
    )
    assert outcome("all_among(m.rows, f.owner)", rows, owner) == "pass"
    assert outcome("all_among(m.rows, f.owner)", column(T.CHOICES, "样例公司"), owner) == "fail"


ON_ALL = (
    "among(m.one, m.rows{})",
    "all_among(m.rows, '甲;乙'{})",
    "any_among(m.rows, '甲'{})",
    "disjoint(m.rows, '丙'{})",
    "all_distinct(m.rows{})",
    "mentions_all(m.rows, '甲;乙'{})",
    "mentions_any(m.rows, '丙'{})",
    "mentions_none(m.rows, '丙'{})",
    "each_mentions(m.rows, '甲;乙'{})",
    "scope_has(m.rows, '甲'{})",
    "scope_has_any(m.rows, '丙'{})",
    "scope_lacks(m.rows, '丙'{})",
    "scope_covers(m.rows, '一', '一=甲;一=乙'{})",
    "count(m.rows{}) >= 2",
    "seal_among(m.org, m.rows{})",
)


@settings(deadline=None)
@given(st.sampled_from(ON_ALL), ROWS, ROWS)
def test_what_an_incomplete_list_says_stays_true_of_every_list_it_may_be_part_of(text, rows, more):
    one, org = certain("m.one", T.CHOICE, "丙"), certain("m.org", T.ORGANISATION, "丙")
    part = outcome(text.format(", m.whole"), pictured(T.CHOICES, *rows), one, org, whole("false"))
    all_ = outcome(text.format(", m.whole"), pictured(T.CHOICES, *rows, *more), one, org, whole())
    assert part in (all_, "unknown")


@settings(deadline=None)
@given(st.sampled_from(ON_ALL), ROWS)
def test_a_list_from_a_picture_without_word_on_completeness_is_taken_as_incomplete(text, rows):
    one, org = certain("m.one", T.CHOICE, "丙"), certain("m.org", T.ORGANISATION, "丙")
    rows_ = pictured(T.CHOICES, *rows)
    without = outcome(text.format(""), rows_, one, org)
    assert without == outcome(text.format(", m.whole"), rows_, one, org, whole("false"))


@settings(deadline=None)
@given(st.sampled_from(ON_ALL), ROWS)
def test_a_hidden_completeness_is_never_taken_for_complete(text, rows):
    one, org = certain("m.one", T.CHOICE, "丙"), certain("m.org", T.ORGANISATION, "丙")
    found = outcome(text.format(", m.whole"), pictured(T.CHOICES, *rows), one, org, hidden("m.whole", T.BOOL))
    assert found == "unknown"


def test_sums_and_extremes_of_an_incomplete_column_are_none():
    numbers, dates = pictured(T.NUMBERS, 1, 2), pictured(T.DATES, "2026-11-02", name="m.days")
    for text in (
        "sum_of(m.rows, m.whole) >= 3",
        "largest_of(m.rows, m.whole) >= 2",
        "smallest_of(m.rows, m.whole) >= 1",
        "sum_capped(m.rows, 5, m.whole) >= 3",
        "same_day(earliest_of(m.days, m.whole), '2026-11-02')",
        "same_day(latest_of(m.days, m.whole), '2026-11-02')",
        "count_reaching(m.days, '2026-11-02', m.whole) >= 1",
    ):
        assert outcome(text, numbers, dates, whole("false")) == "unknown", text
        assert outcome(text, numbers, dates, whole()) == "pass", text


def test_every_check_and_value_of_a_list_can_be_told_that_it_is_whole():
    lists = {T.CHOICES, T.NUMBERS, T.AMOUNTS, T.DATES, T.CODES}
    told = {each.name for each in (*CHECKS.values(), *VALUES.values()) if COMPLETE in each.parameters}
    rows_by_row = {"births_of"}
    for each in (*CHECKS.values(), *VALUES.values()):
        first = each.parameters[0]
        if first.types and first.types <= lists - {T.CHOICES}:
            assert each.name in told | rows_by_row, each.name


def test_a_poorly_read_column_decides_nothing_and_a_fairly_read_one_fails_nothing():
    limits = certain("param.limits", T.NUMBERS, "5;5")
    for text in ("each_at_most(m.rows, param.limits, m.whole)", "largest_of(m.rows, m.whole) <= 5"):
        assert outcome(text, pictured(T.NUMBERS, 1, 2, confidence=0.7), limits, whole()) == "unknown"
        assert outcome(text, pictured(T.NUMBERS, 1, 2, confidence=0.85), limits, whole()) == "pass"
        assert outcome(text, pictured(T.NUMBERS, 1, 9, confidence=0.85), limits, whole()) == "unknown"
        assert outcome(text, pictured(T.NUMBERS, 1, 9, confidence=0.95), limits, whole()) == "fail"
    dims = certain("f.dims", T.NUMBERS, "1;2")
    for confidence, expected in ((0.7, "unknown"), (0.85, "pass")):
        assert (
            outcome("equal(f.dims, m.rows)", dims, pictured(T.NUMBERS, 1, 2, confidence=confidence))
            == expected
        )
    assert outcome("equal(f.dims, m.rows)", dims, column(T.NUMBERS, 1, 3)) == "fail"


def test_look_alikes_in_a_list_are_for_a_clerk():
    rows, whole_ = pictured(T.CHOICES, "林已", "陈样例"), whole()
    assert (
        outcome("among(f.name, m.rows, m.whole)", rows, whole_, certain("f.name", T.NAME, "林己"))
        == "unknown"
    )
    assert (
        outcome("among(f.name, m.rows, m.whole)", rows, whole_, certain("f.name", T.NAME, "王样本")) == "fail"
    )


def test_id_numbers_of_a_column():
    good, old = lawful_idno(), "110105491231002"
    broken = good[:-1] + ("0" if good[-1] != "0" else "1")
    assert outcome("all_idnos_lawful(m.rows)", column(T.CODES, good)) == "pass"
    assert outcome("all_idnos_lawful(m.rows)", column(T.CODES, good, broken)) == "fail"
    assert outcome("all_idnos_lawful(m.rows)", column(T.CODES, good, old)) == "unknown"
    assert outcome("all_idnos_lawful(m.rows)", pictured(T.CODES, good)) == "unknown"
    assert outcome("all_idnos_lawful(m.rows, m.whole)", pictured(T.CODES, good), whole()) == "pass"
    assert outcome("same_day(earliest_of(births_of(m.rows)), '1990-05-01')", column(T.CODES, good)) == "pass"
    assert (
        outcome("same_day(earliest_of(births_of(m.rows)), '1990-05-01')", column(T.CODES, good, old))
        == "unknown"
    )


@settings(deadline=None)
@given(st.decimals(-(10**9), 10**9, places=3), st.decimals(-(10**9), 10**9, places=3))
def test_arithmetic_agrees_with_decimals(a, b):
    facts = (certain("m.a", T.NUMBER, f"{a:f}"), certain("m.b", T.NUMBER, f"{b:f}"))
    for text, expected in (
        ("total(m.a, m.b)", a + b),
        ("difference(m.a, m.b)", a - b),
        ("gap(m.a, m.b)", abs(a - b)),
        ("product(m.a, m.b)", a * b),
    ):
        told = certain("m.c", T.NUMBER, f"{expected:f}")
        assert outcome(f"{text} == m.c", *facts, told) == "pass"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rounded(m.a, 2) == 2.68", "pass"),
        ("rounded(m.a, 0) == 3", "pass"),
        ("rounded(m.a, 9) == 3", "unknown"),
        ("rounded(m.a, -1) == 0", "unknown"),
        ("rounded_down(m.a, 1) == 2", "pass"),
        ("rounded_down(m.a, 0.5) == 2.5", "pass"),
        ("rounded_down(m.a, 0) == 2", "unknown"),
        ("rounded_down(-1, 1) == -1", "unknown"),
    ],
)
def test_rounding_is_declared(text, expected):
    assert outcome(text, certain("m.a", T.NUMBER, "2.675")) == expected


def test_a_result_that_would_have_to_be_rounded_is_an_error_and_unknown():
    huge = certain("m.a", T.NUMBER, "1" * 40)
    found = verdict("product(m.a, m.a) > 0", huge)
    assert (found.outcome.value, found.errors) == ("unknown", {"comparison: Inexact"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("capitals_lawful(m.t)", "pass"),
        ("equal(amount_of(m.t), m.sum)", "pass"),
        ("equal(amount_of(m.t), 2000000.01)", "fail"),
    ],
)
def test_capital_amounts(text, expected):
    facts = (certain("m.t", T.TEXT, "人民币贰佰万元整"), certain("m.sum", T.AMOUNT, "2000000"))
    assert outcome(text, *facts) == expected


@pytest.mark.parametrize("text", ["贰佰万员整", "200万元", "二百万元", "贰佰万元整叁", "人民币"])
def test_what_is_no_capital_amount_fails_only_when_surely_read(text):
    assert outcome("capitals_lawful(m.t)", certain("m.t", T.TEXT, text)) == "fail"
    assert outcome("capitals_lawful(m.t)", picture("m.t", T.TEXT, text, 0.8)) == "unknown"


@settings(deadline=None)
@given(st.integers(1, 10**9))
def test_every_whole_amount_in_capitals_is_lawful_and_read_back(number):
    import cn2an

    text = cn2an.an2cn(number, "rmb")
    fact = certain("m.t", T.TEXT, text)
    assert outcome("capitals_lawful(m.t)", fact) == "pass"
    assert outcome(f"amount_of(m.t) == {number}", fact) == "pass"


@pytest.mark.parametrize(
    ("text", "highest"),
    [("<0.05", "0.05"), ("＜0.05", "0.05"), ("未检出", "0"), ("ND", "0"), ("7.5", "7.5"), ("≤10", "10")],
)
def test_a_measured_value_is_taken_at_its_highest(text, highest):
    assert outcome(f"highest_of(m.t) == {highest}", certain("m.t", T.TEXT, text)) == "pass"


def test_a_measured_value_without_an_upper_end_is_none():
    assert outcome("highest_of(m.t) <= 5", certain("m.t", T.TEXT, ">3")) == "unknown"


def test_a_capital_amount_written_oddly_is_for_a_clerk():
    assert outcome("capitals_lawful(m.t)", certain("m.t", T.TEXT, "壹壹元")) == "unknown"


@pytest.mark.parametrize("text", ["拾万元", "人民币貳佰萬圓正", "叁仟零伍拾元贰角壹分", "壹元伍分", "伍分"])
def test_the_usual_ways_to_write_a_capital_amount_are_lawful(text):
    assert outcome("capitals_lawful(m.t)", certain("m.t", T.TEXT, text)) == "pass"
