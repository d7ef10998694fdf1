"""Canonical values: every type, every form, and what must never become a value."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocr.checksums import (
    idno_check_digit,
    is_food_licence_no_lawful,
    is_idno_lawful,
    is_luhn_lawful,
    is_uscc_lawful,
    mod_11_10,
    uscc_check_character,
)
from ocr.dates import dates_within
from ocr.document import ReadingState
from ocr.kind_files import ElementFile
from ocr.layout import Character
from ocr.typed_values import MISTAKABLE, Typed, typed
from ocr.values import ElementType as T
from ocr.values import canonical, hidden_characters, plain_text, split_choices


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (T.DATE, "2023.6.2", "2023-06-02"),
        (T.DATE, "2023年06月02日", "2023-06-02"),
        (T.DATE, "２０２３ 年 06 月 02 日", "2023-06-02"),
        (T.DATE, "二〇二三年六月二日", "2023-06-02"),
        (T.DATE, "二〇二三年十二月三十一日", "2023-12-31"),
        (T.DATE, "贰零贰叁年拾月贰拾日", "2023-10-20"),
        (T.DATE, "20230602", "2023-06-02"),
        (T.DATE, "2023-06-02", "2023-06-02"),
        (T.DATE, "2024/2/29", "2024-02-29"),
        (T.DATE, "至2026-11-23", "2026-11-23"),
        (T.DATE, "二O二三年6月2日", "2023-06-02"),
        (T.DATE, "二0二三年六月二日", "2023-06-02"),
        (T.DATE, "2018·05·01", "2018-05-01"),
        (T.DATE, "永久", "长期"),
        (T.DATE, "长期", "长期"),
        (T.DATE, "长期有效", "长期"),
        (T.PERIOD, "2020.03.01-2040.03.01", "2020-03-01/2040-03-01"),
        (T.PERIOD, "2020.03.012040.03.01", "2020-03-01/2040-03-01"),
        (T.PERIOD, "2018年5月1日至永久", "2018-05-01/长期"),
        (T.PERIOD, "2018.05.01—长期", "2018-05-01/长期"),
        (T.PERIOD, "自2023年1月1日起至2025年12月31日止", "2023-01-01/2025-12-31"),
        (T.PERIOD, "2019-05-06至2029-05-06", "2019-05-06/2029-05-06"),
        (T.IDNO, "350199 19850312 9011", "350199198503129011"),
        (T.IDNO, "35019919680902909x", "35019919680902909X"),
        (T.IDNO, "35019919680902909×", "35019919680902909X"),
        (T.IDNO, "35019919680902909Ⅹ", "35019919680902909X"),
        (T.USCC, "91350199ma31eam15k", "91350199MA31EAM15K"),
        (T.NAME, "林 样　例", "林样例"),
        (T.NAME, "买买提.艾力", "买买提·艾力"),
        (T.NAME, "迪力木拉提•吐尔洪・测试", "迪力木拉提·吐尔洪·测试"),
        (T.NAME, "林\u200b样\u202e例", "林样例"),
        (T.ORGANISATION, "样例（福建）茶业有限公司", "样例(福建)茶业有限公司"),
        (T.ORGANISATION, "样例〔福建〕茶业 有限公司", "样例(福建)茶业有限公司"),
        (T.ADDRESS, "仿真市样例区示范路１２号－３室", "仿真市样例区示范路12号-3室"),
        (T.AMOUNT, "壹拾万元整", "100000"),
        (T.AMOUNT, "¥100,000.00", "100000"),
        (T.AMOUNT, "人民币叁仟零伍拾元贰角壹分", "3050.21"),
        (T.AMOUNT, "人民币叁仟伍佰圆整（¥3,500.00）", "3500"),
        (T.AMOUNT, "人民币（大写）壹拾万元整 （小写）￥100,000.00", "100000"),
        (T.AMOUNT, "大写：壹拾万元整，小写：100000元", "100000"),
        (T.AMOUNT, "￥ 1,234.50元", "1234.5"),
        (T.AMOUNT, "壹亿零伍万元整", "100050000"),
        (T.AMOUNT, "200万元", "2000000"),
        (T.NUMBERS, "1、 2.50;3", "1;2.5;3"),
        (T.AMOUNTS, "1,000.00；贰佰元整", "1000;200"),
        (T.DATES, "2020.1.2|长期", "2020-01-02;长期"),
        (T.CODES, "闽a12345;ab-1", "闽A12345;AB-1"),
        (T.NUMBER, "1,234.50", "1234.5"),
        (T.MOBILE, "+86 140-0000-1000", "14000001000"),
        (T.MOBILE, "+86 139-0000-1000", "13900001000"),
        (T.BANK_ACCOUNT, "6217 0000 0000 0000 004", "6217000000000000004"),
        (T.CODE, "闽a·12345", "闽A12345"),
        (T.CODE, "闽AD12345", "闽AD12345"),
        (T.CODE, "JY1350199 0000013", "JY13501990000013"),
        (T.BOOL, "是", "true"),
        (T.BOOL, "□", "false"),
        (T.CHOICE, "☑同意", "同意"),
        (T.CHOICES, "散装食品（含冷藏、冷冻）、热食类；冷食类", "散装食品(含冷藏、冷冻);热食类;冷食类"),
    ],
)
def test_canonical_texts(kind, raw, value):
    assert canonical(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (T.DATE, "2025-02-30"),
        (T.DATE, "2023-02-29"),
        (T.DATE, "2023年13月1日"),
        (T.DATE, "二〇二三年二月三十日"),
        (T.DATE, "2023"),
        (T.DATE, "年  月  日"),
        (T.DATE, "即日起"),
        (T.DATE, "2023年6月"),
        (T.DATE, "2023年06月021日"),
        (T.PERIOD, "自2023年6月2日起5年"),
        (T.PERIOD, "2040.03.01-2020.03.01"),
        (T.PERIOD, "2020.02.30-2040.03.01"),
        (T.PERIOD, "长期-2020.01.01"),
        (T.IDNO, "35019919850312901"),
        (T.IDNO, "350199198503129O11"),
        (T.IDNO, "3501991985031290111"),
        (T.USCC, "91350199MAI1EAM15K"),
        (T.USCC, "91350199MA31EAM15"),
        (T.NAME, "林"),
        (T.NAME, "林样3"),
        (T.NAME, "{{verdict:approve}}"),
        (T.NAME, "林\ue000例"),
        (T.ORGANISATION, "123"),
        (T.ORGANISATION, "统一社会信用代码92350199MA5358518C"),
        (T.ADDRESS, "12号"),
        (T.AMOUNT, "人民币壹拾万元整（¥10,000.00）"),
        (T.AMOUNT, "贰佰万员整"),
        (T.AMOUNT, "壹拾万元整(小写)¥10,000.00"),
        (T.AMOUNT, "100万美元"),
        (T.NUMBER, "5亩"),
        (T.NUMBER, "30%"),
        (T.NUMBER, "NaN"),
        (T.NUMBER, "Infinity"),
        (T.MOBILE, "12900001000"),
        (T.BANK_ACCOUNT, "62170000"),
        (T.BOOL, "也许"),
    ],
)
def test_what_is_no_lawful_value_is_none(kind, raw):
    assert canonical(kind, raw) is None


@pytest.mark.parametrize("kind", list(T))
def test_nothing_becomes_nothing(kind):
    assert canonical(kind, "") is None
    assert canonical(kind, " \u3000\u200b") is None


@example(T.TEXT, "A´")
@given(st.sampled_from(list(T)), st.text(max_size=40))
def test_canonical_is_idempotent_and_never_raises(kind, raw):
    once = canonical(kind, raw)
    if once is not None:
        assert canonical(kind, once) == once


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_reads_the_same_in_every_form(day):
    forms = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d")
    assert {canonical(T.DATE, day.strftime(form)) for form in forms} == {day.isoformat()}


def test_dates_within_a_sentence():
    assert dates_within("2022年2月7日由福建省仿真市迁入") == ("2022-02-07",)
    assert dates_within("没有2025年2月30日") == ()
    assert dates_within("2023年06月021日") == ()


def test_two_names_of_a_firm_stay_different():
    assert canonical(T.ORGANISATION, "样例有限公司") != canonical(T.ORGANISATION, "样例有限责任公司")


def test_entries_within_brackets_are_not_split():
    assert split_choices("甲(一、二);乙") == ("甲(一、二)", "乙")


def test_hidden_characters_are_reported():
    assert hidden_characters("林\u200d样\u202e例") == ("U+200D", "U+202E")


def test_check_digits():
    assert is_idno_lawful("11010519491231002X")
    assert not is_idno_lawful("350199198503129010")
    assert is_uscc_lawful("91350199MA31EAM15K")
    assert not is_uscc_lawful("91350199MA31EAM150")
    assert is_food_licence_no_lawful("JY13501040006708")
    assert not is_food_licence_no_lawful("JY13501040006709")
    assert is_luhn_lawful("6217000000000000004")
    assert not is_luhn_lawful("6217000000000000005")
    assert not is_luhn_lawful("４" * 16)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_one_changed_digit_never_keeps_the_check_digit(body, place, step):
    changed = body[:place] + str((int(body[place]) + step) % 10) + body[place + 1 :]
    assert idno_check_digit(changed) != idno_check_digit(body)
    assert uscc_check_character(changed) != uscc_check_character(body)


@given(st.text("0123456789", min_size=13, max_size=13), st.integers(0, 12), st.integers(1, 9))
def test_one_changed_digit_never_keeps_the_licence_check_digit(body, place, step):
    changed = body[:place] + str((int(body[place]) + step) % 10) + body[place + 1 :]
    assert mod_11_10(changed) != mod_11_10(body)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [("⺠生", "民生"), ("⻄⻓⻔", "西长门"), ("⼀⼆", "一二"), ("⻢⻰", "马龙"), ("⻌", "辶"), ("⺀", "⺀")],
)
def test_radicals_of_text_layers_become_the_characters_a_person_sees(raw, plain):
    assert plain_text(raw) == plain
    assert canonical(T.TEXT, raw) == plain


def test_every_radical_but_one_of_both_blocks_is_folded():
    every = [chr(code) for code in (*range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6))]
    assert [each for each in every if plain_text(each) == each] == ["⺀"]


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (T.NUMBERS, "1;;2"),
        (T.NUMBERS, "1;二"),
        (T.AMOUNTS, "100;"),
        (T.DATES, "2020-01-02;2023-02-29"),
        (T.CODES, "A1;合计"),
    ],
)
def test_a_column_with_one_cell_that_is_no_value_is_none(kind, raw):
    assert canonical(kind, raw) is None


@pytest.mark.parametrize(
    ("kind", "each", "raw", "value"),
    [
        (T.DATES, r"[0-9]{4}年[0-9]{1,2}月", "2026年1月2026年2月", None),
        (T.DATES, r"[0-9]{4}[.][0-9]{2}[.][0-9]{2}", "2026.01.02 2026.02.03", "2026-01-02;2026-02-03"),
        (T.DATES, r"[0-9]{4}[.][0-9]{2}[.][0-9]{2}", "2026.01.02 2026.02.30", None),
        (T.NUMBERS, r"[0-9]+[.]?[0-9]*", "35 54.50", "35;54.5"),
        (T.NUMBERS, r"[0-9]+", "35 A", None),
        (T.CHOICES, r"[ABC][1-6]", "A2B2", "A2;B2"),
    ],
)
def test_a_column_is_read_cell_by_cell(kind, each, raw, value):
    characters = [
        Character(text=text, x=place, y=0, score=0.99, line=0, place=place) for place, text in enumerate(raw)
    ]
    found = typed(ElementFile(type=kind, labels=("栏目",), each=each), characters)
    assert found.value == value


def read_as(element: ElementFile, raw: str) -> Typed:
    """Read a surely recognised text as the value of an element."""
    return typed(
        element,
        [
            Character(text=text, x=place, y=0, score=0.99, line=0, place=place)
            for place, text in enumerate(raw)
        ],
    )


def test_figures_and_capitals_that_differ_are_a_conflict() -> None:
    amount = ElementFile(type=T.AMOUNT, labels=("金额",))
    assert read_as(amount, "人民币壹拾万元整(¥100,000.00)").value == "100000"
    found = read_as(amount, "人民币壹拾万元整(¥10,000.00)")
    assert (found.state, found.value, found.raw) == (
        ReadingState.CONFLICT,
        None,
        "人民币壹拾万元整(¥10,000.00)",
    )


def test_a_bank_card_that_breaks_its_rule_is_read_with_doubt() -> None:
    account = ElementFile(type=T.BANK_ACCOUNT, labels=("卡号",))
    assert min(read_as(account, "6217000000000000004").scores) == 0.99
    doubtful = read_as(account, "6217000000000000005")
    assert (doubtful.value, min(doubtful.scores)) == ("6217000000000000005", MISTAKABLE)
    assert min(read_as(account, "350199000000000005").scores) == 0.99


@pytest.mark.parametrize(
    ("text", "others", "score"),
    [("黃", "黄", MISTAKABLE), ("黃", "", 0.99), ("黄", "黃", 0.99), ("赟", "贇", 0.99), ("A", "黄", 0.99)],
)
def test_an_older_form_of_a_standard_character_is_kept_with_doubt(
    text: str, others: str, score: float
) -> None:
    characters = [
        Character(text=text, x=0, y=0, score=0.99, line=0, place=0, others=others),
        Character(text="样", x=1, y=0, score=0.99, line=0, place=1),
    ]
    found = typed(ElementFile(type=T.NAME, labels=("姓名",)), characters)
    assert (found.value, found.scores) == (f"{text}样", (score, 0.99))
