"""Identity numbers and numbers of licences: what their standards say of them."""

from datetime import date

import pytest

from ocr.values import ElementType as T
from tests.review_points.building import (
    certain,
    lawful_idno,
    outcome,
)


def identity(number: str, **more: str):
    extra = [
        certain(f"m.{name}", T.DATE if name == "birth" else T.CHOICE, each) for name, each in more.items()
    ]
    return [certain("m.idno", T.IDNO, number), *extra]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (lawful_idno(), "pass"),
        ("11010519491231002X", "pass"),
        ("110105194912310021", "fail"),
        ("110105194902310021", "fail"),
        ("990105194912310021", "fail"),
        ("110105491231002", "unknown"),
        ("1101051949", "fail"),
    ],
)
def test_an_id_number_obeys_its_standard(number, expected):
    assert outcome("idno_lawful(m.idno)", *identity(number)) == expected


def test_what_an_id_number_tells():
    number = lawful_idno(date(1990, 5, 1), sequence="013")
    assert (
        outcome("idno_agrees(m.idno, m.birth, m.sex)", *identity(number, birth="1990-05-01", sex="男"))
        == "pass"
    )
    assert (
        outcome("idno_agrees(m.idno, m.birth, m.sex)", *identity(number, birth="1990-05-02", sex="男"))
        == "fail"
    )
    assert (
        outcome("idno_agrees(m.idno, m.birth, m.sex)", *identity(number, birth="1990-05-01", sex="女"))
        == "fail"
    )
    assert (
        outcome("idno_agrees(m.idno, m.birth, m.sex)", *identity(number, birth="1990-05-01", sex="?"))
        == "unknown"
    )
    assert outcome("idno_birth_agrees(m.idno, m.birth)", *identity("123", birth="1990-05-01")) == "unknown"
    assert outcome("idno_sex_agrees(m.idno, m.sex)", *identity(number, sex="男")) == "pass"
    assert outcome("equal(sex_of(m.idno), '男')", *identity(number)) == "pass"
    assert outcome("code_under(region_of(m.idno), ['3501'])", *identity(number)) == "pass"
    assert outcome("idno_region_in(m.idno, ['3502'])", *identity(number)) == "fail"
    assert outcome("idno_modern(m.idno)", *identity("110105491231002")) == "fail"
    assert outcome("idno_modern(m.idno)", *identity(number)) == "pass"


@pytest.mark.parametrize(
    ("text", "kind", "value", "expected"),
    [
        ("uscc_lawful(m.a)", T.USCC, "11350128345071904J", "pass"),
        ("uscc_lawful(m.a)", T.USCC, "11350128345071904K", "fail"),
        ("uscc_lawful(m.a)", T.USCC, "1135012834507190IJ", "fail"),
        ("licence_no_lawful(m.a)", T.CODE, "JY13501040006708", "pass"),
        ("licence_no_lawful(m.a)", T.CODE, "JY13501040006709", "fail"),
        ("licence_no_lawful(m.a)", T.CODE, "13501040006708", "fail"),
        ("luhn_lawful(m.a)", T.BANK_ACCOUNT, "4111111111111111", "pass"),
        ("luhn_lawful(m.a)", T.BANK_ACCOUNT, "4111111111111112", "unknown"),
        ("luhn_lawful(m.a)", T.BANK_ACCOUNT, "411111", "fail"),
        ("nurse_no_lawful(m.a)", T.CODE, "201035000123", "pass"),
        ("nurse_no_lawful(m.a)", T.CODE, "X1035", "unknown"),
        ("digits_at_least(m.a, 4)", T.CODE, "X1035", "pass"),
        ("digits_at_least(m.a, 5)", T.CODE, "X1035", "fail"),
        ("mobile_lawful(m.a)", T.MOBILE, "13800000000", "pass"),
        ("mobile_lawful(m.a)", T.MOBILE, "12800000000", "fail"),
    ],
)
def test_numbers_of_licences(text, kind, value, expected):
    assert outcome(text, certain("m.a", kind, value)) == expected


@pytest.mark.parametrize(
    ("main_type", "expected"),
    [
        ("食品销售经营者", "pass"),
        ("餐饮服务经营者", "fail"),
        ("食品销售经营者(网络经营)", "pass"),
        ("其他", "unknown"),
    ],
)
def test_a_food_licence_number_tells_the_main_type(main_type, expected):
    two = [certain("m.no", T.CODE, "JY13501040006708"), certain("m.type", T.CHOICE, main_type)]
    assert outcome("licence_type_agrees(m.no, m.type)", *two) == expected
