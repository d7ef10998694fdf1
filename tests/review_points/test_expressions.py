"""The expression language: what may be said, what is refused and with which help."""

import pytest

from ocr.values import ElementType as T
from review_points.expressions import MOST_DEPTH, Expression, ExpressionProblem, parse
from review_points.nodes import facts_of
from tests.review_points.building import certain, hidden, outcome, verdict

TYPES = {
    "form.name": T.NAME,
    "form.idno": T.IDNO,
    "form.count": T.NUMBER,
    "form.agree": T.BOOL,
    "form.items": T.CHOICES,
    "form.kind": T.CHOICE,
    "id_card.valid_to": T.DATE,
    "id_card.name": T.NAME,
    "case.received_on": T.DATE,
    "param.rule": T.CHOICE,
}


def problem(text):
    found = parse(text, TYPES)
    assert isinstance(found, ExpressionProblem), found
    return found


@pytest.mark.parametrize(
    "text",
    [
        "on_or_before(case.received_on, id_card.valid_to)",
        "on_or_before('2026-01-01', id_card.valid_to) or same_day(id_card.valid_to, '长期')",
        "not (filled(form.name) and is_true(form.agree))",
        "15 <= form.count <= 90",
        "length(form.name) >= 2",
        "one_of(form.kind, ['甲', '乙']) and contains_any(form.items, ['A2'])",
        "equal(form.kind, '未变化')",
        "age_at_least(birth_of(form.idno), case.received_on, 80, param.rule)",
        "age_at_least(birth_of(form.idno), case.received_on, years=80, rule='next_month')",
        "days_left(to=id_card.valid_to, on=case.received_on, at_least=30)",
        "days_left(id_card.valid_to, case.received_on, -30)",
        "\n  filled(form.name)\n  ",
    ],
)
def test_lawful_expressions_are_parsed(text):
    assert isinstance(parse(text, TYPES), Expression)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("filled(form.nam)", "unknown_fact"),
        ("filed(form.name)", "unknown_check"),
        ("lenght(form.name) > 2", "unknown_function"),
        ("filled()", "wrong_count"),
        ("filled(form.name, form.idno)", "wrong_count"),
        ("on_or_before(form.name, id_card.valid_to)", "wrong_type"),
        ("equal(form.name, id_card.valid_to)", "wrong_type"),
        ("equal(form.idno, '不是号码')", "bad_constant"),
        ("on_or_before('明天', id_card.valid_to)", "bad_constant"),
        ("on_or_before('2026-02-30', id_card.valid_to)", "bad_constant"),
        ("one_of(form.kind, '甲')", "wrong_type"),
        ("one_of(form.kind, [])", "wrong_type"),
        ("one_of(form.kind, ['甲', 3])", "wrong_type"),
        ("age_at_least('2000-01-01', case.received_on, 80, 'birthdya')", "bad_constant"),
        ("days_left(id_card.valid_to, case.received_on, n=3)", "wrong_keyword"),
        ("days_left(id_card.valid_to, case.received_on, **form)", "wrong_keyword"),
        ("form.agree", "not_logic"),
        ("length(form.name)", "not_logic"),
        ("form.name == id_card.name", "not_number"),
        ("form.kind in ['甲']", "forbidden"),
        ("True", "forbidden"),
        ("is_true(True)", "forbidden"),
        ("form.count + 1 > 2", "forbidden"),
        ("(lambda: 1)()", "forbidden"),
        ("[x for x in form.items]", "forbidden"),
        ("form.name.__class__", "not_logic"),
        ("filled(form.name.__class__)", "unknown_fact"),
        ("().__class__.__bases__", "forbidden"),
        ("__import__('os').system('x')", "forbidden"),
        ("filled(form['name'])", "forbidden"),
        ("filled(f'{form}')", "forbidden"),
        ("filled(x := form.name)", "forbidden"),
        ("filled(*form)", "forbidden"),
        ("filled(form.name) if filled(form.idno) else filled(form.kind)", "forbidden"),
        ("filled(form.name", "syntax"),
        ("filled（form.name）", "syntax"),
        ("", "syntax"),
        ("filled($id.name)", "unbound_role"),
        ("filled(form.name)\x00", "syntax"),
        ("x" * 2001, "too_long"),
        ("not " * (MOST_DEPTH + 1) + "filled(form.name)", "too_deep"),
        ("(" * 200 + "filled(form.name)" + ")" * 200, "too_deep"),
        (" or ".join(["1<2"] * 210), "too_costly"),
    ],
)
def test_what_is_not_lawful_is_a_problem_with_a_code(text, code):
    found = problem(text)
    assert (found.code, bool(found.text)) == (code, True)


def test_a_misspelt_fact_is_guessed_and_its_column_counted_in_characters():
    found = problem("one_of(form.kind, ['甲乙丙']) and filled(form.nmae)")
    assert found.hint == "是不是想写 form.name？"
    assert found.column == len("one_of(form.kind, ['甲乙丙']) and filled(") + 1


def test_a_misspelt_check_is_guessed():
    assert problem("on_or_befor(case.received_on, id_card.valid_to)").hint == "是不是想写 on_or_before？"


def test_all_facts_of_an_expression_are_named():
    text = "filled(form.name) and (1 < length(form.kind) or not is_true(form.agree))"
    found = parse(text, TYPES)
    assert isinstance(found, Expression)
    assert facts_of(found.condition) == {"form.name", "form.kind", "form.agree"}


def test_numbers_are_compared_pair_by_pair():
    assert outcome("15 <= form.count <= 90", certain("form.count", T.NUMBER, "90")) == "pass"
    assert outcome("15 <= form.count <= 90", certain("form.count", T.NUMBER, "91")) == "fail"
    assert outcome("15 <= form.count <= 90", hidden("form.count", T.NUMBER)) == "unknown"


def test_a_constant_keeps_every_place_it_is_written_with():
    assert outcome("form.count < 0.0000001", certain("form.count", T.NUMBER, "0.00000005")) == "pass"
    assert outcome("form.count == 0.00000005", certain("form.count", T.NUMBER, "0.00000005")) == "pass"


def test_unknown_equals_unknown_is_unknown():
    found = verdict("form.a == form.b", hidden("form.a", T.NUMBER), hidden("form.b", T.NUMBER))
    assert (found.outcome.value, found.unknowns) == ("unknown", {"form.a", "form.b"})
    assert outcome("form.a != form.b", hidden("form.a", T.NUMBER), hidden("form.b", T.NUMBER)) == "unknown"


def test_a_value_function_without_a_value_is_unknown_not_an_error():
    birth = "same_day(birth_of(form.idno), form.birth)"
    found = verdict(birth, certain("form.idno", T.IDNO, "123"), certain("form.birth", T.DATE, "1990-05-01"))
    assert (found.outcome.value, found.unknowns) == ("unknown", {"form.idno"})
