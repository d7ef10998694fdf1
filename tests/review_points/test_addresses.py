"""Addresses: levels that may be left out, numbers that may not, and ways of writing that are for a clerk."""

import pytest

from ocr.values import ElementType as T
from review_points.compare_addresses import Level, divisions_of, fold_address
from tests.review_points.building import certain, outcome, picture, verdict

FULL = "福建省福州市鼓楼区样例路12号"


def same(a: str, b: str, check: str = "same_address", confidence: float = 0.99) -> str:
    two = certain("form.a", T.ADDRESS, a), picture("m.a", T.ADDRESS, b, confidence)
    return outcome(f"{check}(form.a, m.a)", *two)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (FULL, FULL, "pass"),
        (FULL, "福州市鼓楼区样例路12号", "pass"),
        (FULL, "鼓楼区样例路12号", "pass"),
        (FULL, "福建省福州市鼓楼区样例路十二号", "pass"),
        (FULL, "样例路12号", "unknown"),
        (FULL, "福建省福州市台江区样例路12号", "fail"),
        (FULL, "江苏省南京市鼓楼区样例路12号", "fail"),
        (FULL, "福建省福州市鼓楼区样例路13号", "fail"),
        (FULL, "福建省福州市鼓楼区别样路12号", "fail"),
        (FULL, "福建省福州市鼓楼区样例路12号301室", "unknown"),
        (FULL, "福建省福州市鼓楼区东街街道样例路12号", "unknown"),
        ("福建省福州市鼓楼区", "鼓楼区", "pass"),
        ("北京市朝阳区样例街1号", "朝阳区样例街1号", "unknown"),
        ("江苏省南京市鼓楼区样例路12号", "鼓楼区样例路12号", "unknown"),
        (FULL, "福建福州市鼓楼区样例路12号", "unknown"),
        (FULL, "福建福州鼓楼区样例路12号", "unknown"),
        ("鼓楼区福州路12号", "福建省福州市鼓楼区福州路12号", "pass"),
        ("福州路12号", "福建路12号", "fail"),
        (FULL, "福建省福州市鼓楼区样例路12号之2", "unknown"),
        ("鼓楼区样例路3号院2号楼101室", "鼓楼区样例路3号院2栋101", "unknown"),
        ("鼓楼区样例路3号院2号楼101室", "鼓楼区样例路3号院2号楼102室", "fail"),
        ("北京市朝阳区样例街1号", "北京市海淀区样例街1号", "fail"),
        ("鼓楼区样例路3号院2号楼", "鼓楼区样例路3-2", "unknown"),
        ("平潭县样例路1号", "平潭综合实验区样例路1号", "unknown"),
        ("福清市样例镇样例路1号", "福州市福清市样例镇样例路1号", "pass"),
        ("鼓楼区样例路一十一号", "鼓楼区样例路11号", "pass"),
    ],
)
def test_same_address(one, other, expected):
    assert same(one, other) == expected
    assert same(other, one) == expected


def test_only_the_declared_rule_lets_a_level_be_left_out():
    assert same(FULL, "鼓楼区样例路12号", "equal") == "unknown"
    assert same(FULL, FULL, "equal") == "pass"
    assert same(FULL, "福建省福州市台江区样例路12号", "equal") == "fail"


def test_a_poor_reading_explains_a_different_number_or_division():
    assert same(FULL, "福建省福州市鼓楼区样例路13号", confidence=0.8) == "unknown"
    assert same(FULL, "福建省福州市鼓数区样例路12号", confidence=0.8) == "unknown"
    assert same(FULL, FULL, confidence=0.5) == "unknown"


def test_the_doubt_names_the_place_in_the_whole_address():
    two = certain("form.a", T.ADDRESS, FULL), picture("m.a", T.ADDRESS, FULL.replace("2", "3"), 0.8)
    words = "；".join(verdict("equal(form.a, m.a)", *two).explanation)
    assert words.endswith("第14位“2”对“3”（识别把握不足）")


def test_divisions():
    assert divisions_of("福建省福州市福清市龙田镇样例路3号") == (
        (Level.PROVINCE, "福建省"),
        (Level.CITY, "福州市"),
        (Level.COUNTY, "福清市"),
        (Level.TOWN, "龙田镇"),
    )
    assert divisions_of("福清市龙田镇")[0] == (Level.COUNTY, "福清市")
    assert divisions_of("福州市金山工业区5号") == ((Level.CITY, "福州市"),)
    assert divisions_of("平潭综合实验区新镇路1号") == ((Level.COUNTY, "平潭综合实验区"),)
    assert divisions_of("") == ()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("三号楼", "3号楼"),
        ("二十层", "20层"),
        ("十五号", "15号"),
        ("一〇二室", "102室"),
        ("二百三十号", "二百30号"),
    ],
)
def test_chinese_numbers_before_units_are_folded(written, folded):
    assert fold_address(written) == folded
