"""Register codes, divisions, seals of several parties, and dates: forms, check digits and their limits."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ocr.values import ElementType as T
from review_points import ages, codes
from review_points.divisions import DIVISIONS, code_of_address, is_known
from tests.review_points.building import certain, lawful_idno, outcome, picture

VIN = "LSGPC52U6AF102554"
FOREIGN_VIN = "1M8GDM9AXKP042788"
ECERT = "1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3"


def said(text: str, value: str, kind: T = T.CODE) -> str:
    return outcome(text, certain("m.a", kind, value))


def other_sign(sign: str) -> str:
    return "1" if sign != "1" else "2"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (FOREIGN_VIN, "pass"),
        ("1M8GDM9AXKP042789", "unknown"),
        ("1M8GDM9AXKP04278", "fail"),
        ("1M8GDM9AXKPO42788", "fail"),
    ],
)
def test_a_vehicle_number_obeys_its_standard(value, expected):
    assert said("vin_lawful(m.a)", value) == expected


def chinese_vin() -> str:
    return next(vin for sign in "0123456789X" if not codes.vin_problem(vin := f"LSGPC52U{sign}AF102554"))


@settings(deadline=None)
@given(st.integers(0, 16), st.sampled_from("0123456789"))
def test_no_changed_digit_of_a_vehicle_number_passes(place, digit):
    vin = chinese_vin()
    assume(vin[place].isdigit() and vin[place] != digit)
    assert said("vin_lawful(m.a)", vin[:place] + digit + vin[place + 1 :]) == "fail"
    assert said("vin_lawful(m.a)", vin) == "pass"


@pytest.mark.parametrize(
    ("plate", "expected"),
    [
        ("闽D·12345", "pass"),
        ("闽CD12345", "pass"),
        ("闽A1234挂", "pass"),
        ("闽A12345D", "pass"),
        ("闽I12345", "fail"),
        ("闽D1234O", "fail"),
        ("闽D1234", "fail"),
    ],
)
def test_plates(plate, expected):
    assert said("plate_lawful(m.a)", plate) == expected
    same = outcome(
        "equal(plate_of(m.a), plate_of(m.b))",
        *[certain(name, T.CODE, text) for name, text in (("m.a", plate), ("m.b", plate.replace("·", "")))],
    )
    assert same == ("pass" if expected == "pass" else "unknown")


def test_an_electronic_certificate_has_a_check_character():
    assert said("ecert_no_lawful(m.a)", ECERT, T.TEXT) == "pass"
    assert said("ecert_no_lawful(m.a)", ECERT[:-1] + "4", T.TEXT) == "fail"
    assert said("ecert_no_lawful(m.a)", "1.2.156.3005.2.1", T.TEXT) == "fail"


@settings(deadline=None)
@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=60), st.data())
def test_mod_37_36_notices_every_changed_character(body, data):
    place = data.draw(st.integers(0, len(body) - 1))
    sign = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assume(sign != body[place])
    changed = body[:place] + sign + body[place + 1 :]
    assert codes.mod_37_36(changed) != codes.mod_37_36(body)


def test_a_disabled_persons_card_tells_person_kind_and_level():
    idno = lawful_idno()
    card = certain("m.a", T.CODE, f"{idno}43")
    assert outcome("disabled_card_lawful(m.a)", card) == "pass"
    assert outcome("equal(part_of(m.a, 1, 18), m.id)", card, certain("m.id", T.IDNO, idno)) == "pass"
    assert outcome("equal(disability_kind_of(m.a), '肢体')", card) == "pass"
    assert outcome("equal(disability_level_of(m.a), '三级')", card) == "pass"
    assert said("disabled_card_lawful(m.a)", f"{idno}83") == "fail"
    assert said("disabled_card_lawful(m.a)", f"{idno}45") == "fail"
    assert said("disabled_card_lawful(m.a)", f"{idno[:-1]}{other_sign(idno[-1])}43") == "fail"
    assert said("disabled_card_lawful(m.a)", f"{idno}43B1") == "unknown"
    assert said("equal(disability_kind_of(m.a), '肢体')", "12") == "unknown"


def test_permits_of_taiwan_residents():
    assert said("travel_permit_lawful(m.a)", "01234567") == "pass"
    assert said("travel_permit_lawful(m.a)", "0123456789") == "unknown"
    assert said("travel_permit_lawful(m.a)", "A123456789") == "fail"
    permit = lawful_idno(region="830000")
    assert said("residence_permit_lawful(m.a)", permit) == "pass"
    assert said("residence_permit_lawful(m.a)", permit[:-1] + other_sign(permit[-1])) == "fail"
    assert said("residence_permit_lawful(m.a)", lawful_idno()) == "fail"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one_of(part_of(m.a, 1, 2), ['YB'])", "pass"),
        ("equal(part_of(m.a, 4, 6), '350102')", "pass"),
        ("one_of(part_of(m.a, 16, 2), ['1'])", "unknown"),
        ("one_of(part_of(m.a, 0, 2), ['YB'])", "unknown"),
        ("one_of(part_of(m.a, 1, 0), ['YB'])", "unknown"),
    ],
)
def test_parts_of_a_code(text, expected):
    assert said(text, "YB13501020000011") == expected


@pytest.mark.parametrize("code", sorted(DIVISIONS))
def test_every_division_of_fujian_is_known_and_former_ones_too(code):
    assert said("division_known(m.a)", code) == "pass"
    found = DIVISIONS[code]
    assert len(code) == 6
    assert code.startswith("35")
    assert found.successor == "" or not DIVISIONS[found.successor].is_former
    if found.is_former:
        assert 1980 <= int(found.first_year) <= int(found.last_year) <= 2019


def test_division_codes_elsewhere():
    for code, expected in (
        ("110105", "pass"),
        ("830000", "pass"),
        ("359999", "unknown"),
        ("990101", "fail"),
        ("35012", "fail"),
    ):
        assert said("division_known(m.a)", code) == expected
    assert said("division_known(region_of(m.a))", lawful_idno(region="352201"), T.IDNO) == "pass"
    assert is_known("35012A") is False


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("福建省福州市鼓楼区样例路8号", "350102"),
        ("鼓楼区样例路8号", "350102"),
        ("福州市长乐区样例路8号", "350112"),
        ("福清市样例路8号", "350181"),
        ("平潭综合实验区样例路8号", "350128"),
        ("平潭县样例路8号", "350128"),
        ("江苏省南京市鼓楼区样例路8号", None),
        ("南京市鼓楼区样例路8号", None),
        ("厦门市鼓楼区样例路8号", None),
        ("样例路8号", None),
    ],
)
def test_the_county_of_an_address(address, code):
    assert code_of_address(address) == code
    fact = certain("m.a", T.ADDRESS, address)
    wanted = outcome("among(division_of(m.a), '350102;350112;350128;350181')", fact)
    assert wanted == ("pass" if code else "unknown")


def test_the_division_of_today():
    assert said("equal(division_now(m.a), '350112')", "350182") == "pass"
    assert said("equal(division_now(m.a), '350102')", "350102") == "pass"
    assert said("equal(division_now(m.a), '350102')", "352201") == "unknown"
    assert said("equal(division_now(m.a), '350102')", "110105") == "unknown"


def test_seals_of_several_parties():
    seals = picture("m.seals", T.CHOICES, "福州市样例建设公司;样例运输公司合同专用章")
    whole, part = certain("m.whole", T.BOOL, "true"), certain("m.whole", T.BOOL, "false")
    text = "seal_among(f.org, m.seals, m.whole)"
    for org, complete, expected in (
        ("福州市样例建设公司", whole, "pass"),
        ("福州市样例建设公司", part, "pass"),
        ("厦门别家银行", whole, "fail"),
        ("厦门别家银行", part, "unknown"),
        ("福州市样例健设公司", whole, "unknown"),
    ):
        assert outcome(text, seals, complete, certain("f.org", T.ORGANISATION, org)) == expected, org


def of_kind(kind: str, ring: str, kinds: str) -> str:
    told = certain("m.a", T.ORGANISATION, ring), certain("m.kinds", T.CHOICES, kinds)
    return outcome(f"equal(seal_kind_of(m.a, m.kinds), '{kind}')", *told)


@pytest.mark.parametrize(
    ("ring", "kinds", "kind"),
    [
        ("样例有限公司", "公章", "公章"),
        ("样例有限公司", "财务专用章", "财务专用章"),
        ("样例有限公司合同专用章", "合同专用章", "合同专用章"),
        ("样例有限公司业务受理章", "公章", "业务受理章"),
        ("样例检测有限公司检验检测专用章", "公章", "检验检测专用章"),
    ],
)
def test_which_seal_it_is(ring, kinds, kind):
    assert of_kind(kind, ring, kinds) == "pass"
    assert of_kind("发票专用章", ring, kinds) == "fail"


@pytest.mark.parametrize(
    ("ring", "kinds"),
    [
        ("样例有限公司某某专用章", "公章"),
        ("作废", "公章"),
        ("样例有限公司合同专用章", "财务专用章"),
        ("样例有限公司", "公章;发票专用章"),
    ],
)
def test_a_seal_of_a_kind_not_listed_or_told_in_two_ways_is_for_a_clerk(ring, kinds):
    assert of_kind("公章", ring, kinds) == "unknown"


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.integers(0, 300), st.integers(0, 27))
def test_full_months_are_reached_on_the_same_day_of_the_month(first, months, more):
    last = ages.months_later(first, months)
    assert ages.full_months(first, last) == months
    later = date.fromordinal(last.toordinal() + more)
    assert ages.full_months(first, later) == months + (later >= ages.months_later(first, months + 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("full_months(m.a, m.b) == 8", "pass"),
        ("full_months(m.b, m.a) == 8", "unknown"),
        ("full_months(m.a, '长期') >= 8", "unknown"),
        ("year_of(m.a) == 2026", "pass"),
        ("year_of('长期') == 2026", "unknown"),
    ],
)
def test_months_and_years(text, expected):
    days = (certain("m.a", T.DATE, "2026-03-02"), certain("m.b", T.DATE, "2026-11-30"))
    assert outcome(text, *days) == expected


@settings(deadline=None)
@given(st.dates(date(1912, 1, 1), date(2050, 1, 1)))
def test_years_counted_from_1912_are_told_in_ours(day):
    years = day.year - 1911
    text = f"{years:02d}年{day.month}月{day.day}日"
    assert ages.roc_day(text) == day.isoformat()
    assert said(f"same_day(roc_day(m.a), '{day.isoformat()}')", text, T.TEXT) == "pass"


@pytest.mark.parametrize("text", ["112年2月30日", "2023年6月2日", "十二年六月二日", "112.6.2"])
def test_what_is_no_such_date_is_unknown(text):
    assert said("same_day(roc_day(m.a), '2023-06-02')", text, T.TEXT) == "unknown"


def test_codes_fail_only_when_surely_read():
    for text, wrong in (
        ("plate_lawful(m.a)", "闽I12345"),
        ("travel_permit_lawful(m.a)", "A123456789"),
        ("disabled_card_lawful(m.a)", "123"),
    ):
        found = [outcome(text, picture("m.a", T.CODE, wrong, score)) for score in (0.7, 0.85, 0.95)]
        assert found == ["unknown", "unknown", "fail"]
