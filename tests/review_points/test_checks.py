"""Every check and value function: states in and out, and its meaning at its boundaries."""

from datetime import date

import pytest

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType as T
from review_points.checks import CHECKS, VALUES
from review_points.checks.registry import Parameter, Takes, call_check, call_value, check
from review_points.facts import Fact, FactState
from review_points.findings import Outcome
from review_points.operands import Operand, Surroundings, constant, operand_of
from tests.review_points.building import (
    HIDDEN_STATES,
    WeekCalendar,
    certain,
    hidden,
    lawful_idno,
    outcome,
    picture,
    verdict,
)

SAMPLES = {
    T.TEXT: "文字",
    T.NAME: "林样例",
    T.ORGANISATION: "样例有限公司",
    T.IDNO: lawful_idno(),
    T.USCC: "11350128345071904J",
    T.CODE: "JY13501040006708",
    T.DATE: "2026-11-02",
    T.PERIOD: "2020-01-01/长期",
    T.ADDRESS: "福建省福州市鼓楼区样例路8号",
    T.AMOUNT: "100",
    T.NUMBER: "3",
    T.MOBILE: "13800000000",
    T.BANK_ACCOUNT: "4111111111111111",
    T.BOOL: "true",
    T.CHOICE: "同意",
    T.CHOICES: "A1;B2",
    T.NUMBERS: "1;2.5",
    T.AMOUNTS: "100;200",
    T.DATES: "2026-11-02;长期",
    T.CODES: "A1;B2",
}
AROUND = Surroundings(calendar=WeekCalendar())


def argument(parameter: Parameter, kind: T, state: FactState = FactState.READ):
    if parameter.takes is Takes.TEXTS:
        return ("同意",)
    if parameter.takes is Takes.WORD:
        return constant(T.TEXT, parameter.words[0])
    value = SAMPLES[kind] if state is FactState.READ else None
    return operand_of(Fact(name=f"m.{parameter.name}", type=kind, state=state, value=value))


def types_of(called):
    return [
        kind
        for kind in T
        if any(kind in each.types for each in called.parameters if each.takes is Takes.TERM)
    ]


def arguments(called, kind: T, hide: int | None = None, state: FactState = FactState.NOT_SOUGHT):
    made = []
    for place, parameter in enumerate(called.parameters):
        fitting = kind if kind in parameter.types else min(parameter.types)
        made.append(argument(parameter, fitting, state if place == hide else FactState.READ))
    return tuple(made)


TERMS = [
    (called, place)
    for called in (*CHECKS.values(), *VALUES.values())
    for place, parameter in enumerate(called.parameters)
    if parameter.takes is Takes.TERM
]


UNDECIDED = [
    (called, place, state)
    for called, place in TERMS
    for state in (*HIDDEN_STATES, FactState.BLANK)
    if state is not FactState.BLANK or not called.parameters[place].blank
]
ABOUT_THE_PLACE = {"filled", "blank"}
"""These ask whether something stands there, not what."""


@pytest.mark.parametrize(
    ("called", "place", "state"), UNDECIDED, ids=[f"{c.name}-{p}-{s}" for c, p, s in UNDECIDED]
)
def test_unknown_in_is_unknown_out_for_every_check(called, place, state):
    parameter = called.parameters[place]
    for kind in types_of(called):
        given = arguments(called, kind, place, state)
        if called.name in CHECKS:
            found = call_check(called, given, AROUND)
            assert found.outcome is Outcome.UNKNOWN
            assert f"m.{parameter.name}" in found.unknowns
        else:
            made = call_value(called, given, AROUND)
            assert not made.is_read
            assert f"m.{parameter.name}" in made.unknowns


@pytest.mark.parametrize("name", sorted(set(CHECKS) - ABOUT_THE_PLACE))
def test_a_hopeless_reading_never_passes_or_fails_a_check(name):
    called = CHECKS[name]
    for kind in types_of(called):
        given = []
        for parameter in called.parameters:
            fitting = kind if kind in parameter.types else min(parameter.types)
            weak = operand_of(picture(f"m.{parameter.name}", fitting, SAMPLES[fitting], 0.2))
            given.append(weak if parameter.takes is Takes.TERM else argument(parameter, fitting))
        found = call_check(called, tuple(given), AROUND)
        assert found.outcome is Outcome.UNKNOWN


def test_every_check_and_value_function_says_what_it_means():
    for called in (*CHECKS.values(), *VALUES.values()):
        assert called.meaning.startswith(("Pass", "Give", "Count")), called.name


def test_a_name_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        check()(CHECKS["filled"].function)


def test_filled_and_blank_decide_on_a_blank_place_only():
    blank = hidden("form.a", T.TEXT, FactState.BLANK)
    assert [outcome(f"{name}(form.a)", blank) for name in ("filled", "blank", "meaningful")] == [
        "fail",
        "pass",
        "fail",
    ]
    unread = hidden("form.a", T.TEXT)
    assert [outcome(f"{name}(form.a)", unread) for name in ("filled", "blank", "meaningful")] == [
        "unknown"
    ] * 3
    assert outcome("meaningful(form.a)", certain("form.a", T.TEXT, "见附件")) == "fail"
    assert outcome("meaningful(form.a)", certain("form.a", T.TEXT, "调动")) == "pass"


def test_readable_never_fails():
    assert outcome("readable(m.a)", picture("m.a", T.DATE, "2026-01-01")) == "pass"
    assert outcome("readable(m.a)", picture("m.a", T.DATE, "2026-01-01", 0.7)) == "unknown"
    assert outcome("readable(m.a)", hidden("m.a", T.DATE, FactState.BLANK)) == "unknown"


def test_yes_and_no():
    for value, expected in (("true", ["pass", "fail"]), ("false", ["fail", "pass"])):
        fact = certain("m.sealed", T.BOOL, value)
        assert [outcome(f"{name}(m.sealed)", fact) for name in ("is_true", "is_false")] == expected


def days_facts(**values: str):
    return [certain(f"m.{name}", T.DATE, value) for name, value in values.items()]


@pytest.mark.parametrize(
    ("text", "a", "b", "expected"),
    [
        ("on_or_before(m.a, m.b)", "2026-11-02", "2026-11-02", "pass"),
        ("on_or_before(m.a, m.b)", "2026-11-03", "2026-11-02", "fail"),
        ("on_or_before(m.a, m.b)", "2026-11-02", "长期", "pass"),
        ("on_or_before(m.a, m.b)", "长期", "2026-11-02", "fail"),
        ("before(m.a, m.b)", "2026-11-02", "2026-11-02", "fail"),
        ("before(m.a, m.b)", "2026-11-01", "2026-11-02", "pass"),
        ("same_day(m.a, m.b)", "长期", "长期", "pass"),
        ("same_day(m.a, m.b)", "2026-11-01", "2026-11-02", "fail"),
        ("days_left(m.a, m.b, 30)", "2026-12-02", "2026-11-02", "pass"),
        ("days_left(m.a, m.b, 31)", "2026-12-02", "2026-11-02", "fail"),
        ("days_left_at_most(m.a, m.b, 30)", "2026-12-02", "2026-11-02", "pass"),
        ("days_left_at_most(m.a, m.b, 29)", "2026-12-02", "2026-11-02", "fail"),
        ("days_left_at_most(m.a, m.b, 29)", "2026-10-02", "2026-11-02", "pass"),
        ("days_left(m.a, m.b, 30)", "长期", "2026-11-02", "pass"),
        ("same_day(years_after(m.a, 6), m.b)", "2020-02-29", "2026-02-28", "pass"),
        ("same_day(months_after(m.a, 1), m.b)", "2026-01-31", "2026-02-28", "pass"),
        ("same_day(days_after(m.a, 1), m.b)", "2026-12-31", "2027-01-01", "pass"),
        ("same_day(days_after(m.a, 1), m.b)", "长期", "长期", "pass"),
        ("same_day(month_start(m.a), m.b)", "2026-11-30", "2026-11-01", "pass"),
        ("same_day(earlier(m.a, m.b), m.a)", "2026-11-01", "2026-11-02", "pass"),
        ("same_day(later(m.a, m.b), m.b)", "2026-11-01", "2026-11-02", "pass"),
        ("days_between(m.a, m.b) == 31", "2026-10-02", "2026-11-02", "pass"),
        ("days_between(m.a, m.b) == 31", "2026-10-02", "长期", "unknown"),
        ("within(m.a, '2026-01-01', m.b)", "2026-11-02", "2026-11-02", "pass"),
        ("within(m.a, '2026-11-03', m.b)", "2026-11-02", "长期", "fail"),
    ],
)
def test_dates_at_their_boundaries(text, a, b, expected):
    assert outcome(text, *days_facts(a=a, b=b)) == expected


def test_a_period_has_two_ends():
    period = certain("m.p", T.PERIOD, "2020-01-01/长期")
    assert outcome("same_day(period_start(m.p), '2020-01-01')", period) == "pass"
    assert outcome("same_day(period_end(m.p), '长期')", period) == "pass"


@pytest.mark.parametrize(
    ("least", "left", "most"), [(4, "pass", "fail"), (5, "pass", "pass"), (6, "fail", "pass")]
)
def test_working_days_count_after_the_day_up_to_and_including_the_last(least, left, most):
    two = days_facts(to="2026-11-09", on="2026-11-02")
    assert outcome(f"workdays_left(m.to, m.on, {least})", *two, calendar=WeekCalendar()) == left
    assert outcome(f"workdays_left_at_most(m.to, m.on, {least})", *two, calendar=WeekCalendar()) == most


def test_working_days_of_unpublished_years_are_unknown_only_where_they_matter():
    two = days_facts(to="2028-01-10", on="2027-12-24")
    calendar = WeekCalendar(published=2027)
    assert outcome("workdays_left(m.to, m.on, 5)", *two, calendar=calendar) == "pass"
    assert outcome("workdays_left(m.to, m.on, 16)", *two, calendar=calendar) == "fail"
    found = verdict("workdays_left(m.to, m.on, 10)", *two, calendar=calendar)
    assert (found.outcome.value, found.unknowns) == ("unknown", {"calendar.2028"})
    assert outcome("workdays_left_at_most(m.to, m.on, 4)", *two, calendar=calendar) == "fail"
    assert outcome("workdays_left_at_most(m.to, m.on, 10)", *two, calendar=calendar) == "unknown"
    assert outcome("workdays_between(m.on, m.to) >= 5", *two, calendar=calendar) == "unknown"


def test_working_days_without_a_calendar_are_unknown():
    two = days_facts(to="2026-11-09", on="2026-11-02")
    for text in ("workdays_left(m.to, m.on, 1)", "workdays_left_at_most(m.to, m.on, 9)"):
        assert verdict(text, *two).unknowns == {"calendar"}
    assert outcome("workdays_between(m.on, m.to) == 5", *two) == "unknown"
    assert outcome("workdays_between(m.on, m.to) == 5", *two, calendar=WeekCalendar()) == "pass"


def test_a_holiday_is_no_working_day():
    two = days_facts(to="2026-10-09", on="2026-09-30")
    calendar = WeekCalendar(holidays=frozenset(date(2026, 10, day) for day in range(1, 9)))
    assert outcome("workdays_between(m.on, m.to) == 1", *two, calendar=calendar) == "pass"


@pytest.mark.parametrize(
    ("rule", "on", "expected"),
    [
        ("birthday", "2026-02-28", "fail"),
        ("birthday", "2026-03-01", "pass"),
        ("day_after", "2026-03-01", "fail"),
        ("day_after", "2026-03-02", "pass"),
        ("month", "2026-01-31", "fail"),
        ("month", "2026-02-01", "pass"),
        ("next_month", "2026-02-28", "fail"),
        ("next_month", "2026-03-01", "pass"),
    ],
)
def test_age_is_reached_by_the_declared_rule(rule, on, expected):
    two = days_facts(birth="2008-02-29", on=on)
    assert outcome(f"age_at_least(m.birth, m.on, 18, '{rule}')", *two) == expected


def test_age_limits_and_values():
    two = days_facts(birth="1966-11-03", on="2026-11-02")
    assert outcome("age_on(m.birth, m.on) == 59", *two) == "pass"
    assert outcome("age_at_most(m.birth, m.on, 59)", *two) == "pass"
    assert outcome("age_at_most(m.birth, m.on, 58)", *two) == "fail"
    assert outcome("age_at_least(m.birth, m.on, 60)", *two) == "fail"
    assert (
        outcome("age_on(m.birth, m.on) >= 0", *days_facts(birth="2027-01-01", on="2026-11-02")) == "unknown"
    )


@pytest.mark.parametrize(
    ("birth", "start", "end", "expected"),
    [
        ("2015-05-01", "2026-03-02", "2031-03-02", "pass"),
        ("2000-05-01", "2016-05-01", "2026-05-01", "pass"),
        ("1996-05-01", "2026-03-02", "2046-03-02", "pass"),
        ("1996-05-01", "2026-03-02", "长期", "fail"),
        ("1970-05-01", "2026-03-02", "长期", "pass"),
        ("1970-05-01", "2026-03-02", "2046-03-02", "fail"),
        ("1996-05-01", "2026-03-02", "2036-03-02", "fail"),
        ("1996-05-01", "长期", "2036-03-02", "unknown"),
    ],
)
def test_the_term_of_an_id_card_fits_the_age(birth, start, end, expected):
    three = days_facts(birth=birth, start=start, end=end)
    assert outcome("term_lawful(m.start, m.end, m.birth)", *three) == expected


def test_a_fail_needs_a_surer_reading_than_a_pass():
    broken = "110105194912310021"
    assert outcome("idno_lawful(m.idno)", picture("m.idno", T.IDNO, broken, 0.99)) == "fail"
    assert outcome("idno_lawful(m.idno)", picture("m.idno", T.IDNO, broken, 0.95)) == "unknown"
    assert outcome("idno_lawful(m.idno)", picture("m.idno", T.IDNO, "11010519491231002X", 0.85)) == "pass"
    expired = [picture("m.to", T.DATE, "2026-11-01", 0.85), certain("m.on", T.DATE, "2026-11-02")]
    assert outcome("on_or_before(m.on, m.to)", *expired) == "unknown"


def test_a_pass_under_not_is_a_fail_and_must_be_as_sure():
    fact = picture("m.to", T.DATE, "2026-11-01", 0.85)
    assert outcome("on_or_before(m.to, '2026-11-02')", fact) == "pass"
    assert outcome("not on_or_before(m.to, '2026-11-02')", fact) == "unknown"
    assert (
        outcome("not on_or_before(m.to, '2026-11-02')", picture("m.to", T.DATE, "2026-11-01", 0.95)) == "fail"
    )


def test_two_witnesses_that_agree_are_enough():
    weak = picture("m.to", T.DATE, "2026-11-01", 0.6)
    second = Reading(element="to", state=ReadingState.READ, source=Source.TEXT_LAYER, value="2026-11-01")
    both = Fact(
        name="m.to", type=T.DATE, state=FactState.READ, value=weak.value, readings=(*weak.readings, second)
    )
    assert outcome("on_or_before(m.to, '2026-11-02')", weak) == "unknown"
    assert outcome("on_or_before(m.to, '2026-11-02')", both) == "pass"


def test_choices():
    some = [certain("m.a", T.CHOICES, "A2;B1"), certain("m.b", T.CHOICES, "A2;B1;C1")]
    assert outcome("subset(m.a, m.b)", *some) == "pass"
    assert outcome("subset(m.b, m.a)", *some) == "fail"
    assert outcome("contains(m.a, ['A2', 'B1'])", *some) == "pass"
    assert outcome("contains(m.a, ['A2', 'C1'])", *some) == "fail"
    assert outcome("contains_any(m.a, ['A2', 'C1'])", *some) == "pass"
    assert outcome("contains_any(m.a, ['C1'])", *some) == "fail"
    assert outcome("count(m.b) == 3", *some) == "pass"
    assert outcome("exactly_one(m.a)", *some) == "fail"
    word = certain("m.word", T.CHOICE, "同意")
    assert outcome("one_of(m.word, ['同意', '不同意'])", word) == "pass"
    assert outcome("not_one_of(m.word, ['同意'])", word) == "fail"
    assert outcome("exactly_one(m.word)", word) == "pass"
    assert outcome("text_has(m.word, ['同'])", word) == "pass"
    assert outcome("text_has_any(m.word, ['不', '意'])", word) == "pass"
    assert outcome("text_lacks(m.word, ['不'])", word) == "pass"
    assert outcome("text_lacks(m.word, ['意'])", word) == "fail"


def test_numbers():
    some = [
        certain("m.n", T.NUMBER, "5"),
        certain("m.yes", T.BOOL, "true"),
        certain("m.t", T.TEXT, "变化说明"),
    ]
    assert outcome("between(m.n, 5, 6)", *some) == "pass"
    assert outcome("between(m.n, 1, 4.5)", *some) == "fail"
    assert outcome("as_number(m.yes) == 1", *some) == "pass"
    assert outcome("length(m.t) >= 4", *some) == "pass"


def test_whose_seal_and_which():
    seal = picture("m.seal_text", T.ORGANISATION, "福州市样例医院")
    assert (
        outcome("seal_of(m.seal_text, f.inst)", seal, certain("f.inst", T.ORGANISATION, "福州市样例医院"))
        == "pass"
    )
    assert (
        outcome("seal_of(m.seal_text, f.inst)", seal, certain("f.inst", T.ORGANISATION, "厦门市别家医院"))
        == "fail"
    )
    said, kind = "seal_general(m.seal_text, m.seal_kind)", picture("m.seal_kind", T.CHOICES, "公章")
    assert outcome(said, seal, kind) == "pass"
    for ring in ("样例公司合同专用章", "样例公司某某专用章", "样例公司作废"):
        assert outcome(said, picture("m.seal_text", T.ORGANISATION, ring), kind) == "fail"


@pytest.mark.parametrize(
    ("kinds", "general", "official", "invoice"),
    [
        ("公章", "pass", "pass", "fail"),
        ("公章;公章", "pass", "pass", "fail"),
        ("发票专用章", "fail", "fail", "pass"),
        ("公章;发票专用章", "unknown", "unknown", "unknown"),
        ("方章", "unknown", "unknown", "unknown"),
    ],
)
def test_the_words_under_the_star_tell_an_invoice_seal_from_a_general_one(kinds, general, official, invoice):
    read = (
        picture("m.seal_text", T.ORGANISATION, "福州市样例医院"),
        picture("m.seal_kind", T.CHOICES, kinds),
    )
    assert outcome("seal_general(m.seal_text, m.seal_kind)", *read) == general
    of_kind = "equal(seal_kind_of(m.seal_text, m.seal_kind), '{}')"
    assert outcome(of_kind.format("公章"), *read) == official
    assert outcome(of_kind.format("发票专用章"), *read) == invoice


def test_an_address_lies_in_a_division_or_not():
    def lies(text, place="福建省福州市鼓楼区"):
        return outcome(f"address_in(m.a, '{place}')", certain("m.a", T.ADDRESS, text))

    assert lies("福州市鼓楼区样例路8号") == "pass"
    assert lies("福建省福州市台江区样例路8号") == "fail"
    assert lies("江苏省南京市鼓楼区样例路8号") == "fail"
    assert lies("样例路8号") == "unknown"
    assert lies("福建省福州市鼓楼区样例路8号", "某处") == "unknown"


def test_a_broken_yes_or_no_raises_for_the_engine_to_catch():
    odd = Operand(T.BOOL, FactState.READ, "maybe", ("m.a",))
    with pytest.raises(KeyError):
        call_check(CHECKS["is_true"], (odd,), Surroundings())


def test_ring_text_that_nearly_fits_is_for_a_clerk():
    org = certain("f.inst", T.ORGANISATION, "仿真市第二医院")
    for ring in ("仿真市第医院", "仿真市第三医院"):
        seal = picture("m.seal_text", T.ORGANISATION, ring)
        assert outcome("seal_of(m.seal_text, f.inst)", seal, org) == "unknown"


def test_a_thin_character_that_the_picture_lacks_may_have_been_dropped():
    form = certain("f.name", T.NAME, "林一鸣")
    assert outcome("same_name(f.name, m.name)", form, picture("m.name", T.NAME, "林鸣")) == "unknown"
    assert (
        outcome(
            "same_name(f.name, m.name)",
            certain("f.name", T.NAME, "林大鸣"),
            picture("m.name", T.NAME, "林鸣"),
        )
        == "fail"
    )


def test_a_word_that_may_be_misread_fails_no_closed_list():
    said = "one_of(m.kind, ['同意'])"
    assert outcome(said, picture("m.kind", T.CHOICE, "田意", 0.7)) == "unknown"
    assert outcome(said, picture("m.kind", T.CHOICE, "田意", 0.95)) == "fail"
    assert outcome(said, picture("m.kind", T.CHOICE, "同意", 0.7)) == "pass"
    asked, licensed = certain("m.a", T.CHOICES, "热食类"), picture("m.b", T.CHOICES, "热石类", 0.7)
    assert outcome("subset(m.a, m.b)", asked, licensed) == "unknown"
