"""Running examples, and the small wrong versions they should notice."""

import pytest

from review_points.point import PointSpec
from scenarios.examples import ExampleReport, run_examples
from scenarios.mutants import changed_expressions, mutants

POINT = "review_points/points/mini/MINI-01.yaml"


def test_the_report_has_the_stable_keys(checkout):
    report = run_examples(root=checkout.root).as_json()
    assert {key: report[key] for key in ("points", "examples", "failed")} == {
        "points": 3,
        "examples": 9,
        "failed": 0,
    }
    assert 0 < report["mutation_score"] <= 1
    assert 0 < report["branch_coverage"] <= 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{name: 有效, expect: pass}", "{name: 有效, expect: fail, failed: [soon]}", "应为 fail，得到 pass"),
        ("failed: [not_expired, soon]", "failed: [not_expired]", "不通过的核验"),
        ("expect: unknown}", "expect: unknown, unknowns: [case.received_on]}", "未知的要素"),
        ("failed: [not_expired, soon]", "failed: [not_expired, soon]\n    says: 没有的话", "告知用语"),
        ("given: {", "given: {form.nmae: 甲, ", "没有要素 form.nmae"),
        ("2026-11-01}", "2026-02-30}", "不是 date"),
    ],
)
def test_an_example_that_comes_out_otherwise_is_told_with_its_place(checkout, old, new, words):
    checkout.change(POINT, old, new)
    report = run_examples(root=checkout.root)
    assert report.failed > 0
    assert any(words in each.text for each in report.problems)
    assert all(each.file == POINT and each.line > 15 for each in report.problems)


def test_an_open_question_beside_a_fail_must_be_expected(checkout):
    checkout.change(
        POINT,
        "nurse_certificate.valid_to: 2026-11-01}",
        'nurse_certificate.valid_to: 2026-11-01, param.days: "!not_found"}',
    )
    checkout.change(POINT, "failed: [not_expired, soon]", "failed: [not_expired]")
    (problem,) = run_examples(root=checkout.root).problems
    assert "未知的要素应为 无，得到 param.days" in problem.text


def test_weak_examples_leave_mutants_alive_and_branches_unseen(checkout):
    before = run_examples(root=checkout.root)
    checkout.change(
        POINT,
        "  - name: 过期一天\n    facts: {nurse_certificate.valid_to: 2026-11-01}\n"
        "    expect: fail\n    failed: [not_expired, soon]\n",
        "",
    )
    after = run_examples(root=checkout.root)
    assert after.mutation_score < before.mutation_score
    assert after.branch_coverage < before.branch_coverage
    assert any(each.startswith("MINI-01 checks.not_expired") for each in after.survivors)


def test_only_the_examples_below_the_named_paths_run(checkout):
    report = run_examples([checkout.root / "review_points/points/mini"], root=checkout.root)
    assert (report.points, report.examples) == (1, 3)


def test_a_point_that_does_not_compile_is_one_failure(checkout):
    checkout.change(POINT, "on_or_before(", "on_or_befor(")
    report = run_examples(root=checkout.root)
    assert [each.code for each in report.problems] == ["E001"]


def test_a_file_that_can_not_be_read_is_a_failure(checkout):
    checkout.change(POINT, "title: 证书在有效期内\n", "")
    assert run_examples(root=checkout.root).failed == 1


def test_an_empty_report_claims_nothing_wrong():
    assert ExampleReport().as_json()["failed"] == 0
    assert "示例 0" in ExampleReport().as_text()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is_true(a)", {"not (is_true(a))", "is_false(a)"}),
        ("is_true(a) and is_true(b)", {"is_true(a) or is_true(b)", "is_true(a)", "is_true(b)"}),
        ("not is_true(a)", {"is_true(a)"}),
        ("n <= 10", {"n < 10", "n <= 11", "n <= 9"}),
        ("one_of(a, ['x', 'y'])", {"one_of(a, ['y'])", "one_of(a, ['x'])", "not_one_of(a, ['x', 'y'])"}),
        ("on_or_before(a, b)", {"before(a, b)", "on_or_before(b, a)"}),
        ("days_left(a, b, 30)", {"days_left(a, b, 31)", "days_left(a, b, 29)", "days_left(b, a, 30)"}),
    ],
)
def test_expressions_are_changed_in_every_small_way(text, expected):
    assert expected <= set(changed_expressions(text))


def test_an_expression_that_can_not_be_parsed_has_no_mutants():
    assert list(changed_expressions("is_true(")) == []


def test_checks_conditions_and_pass_are_changed():
    spec = PointSpec(
        code="P", title="t", checks={"x": "is_true(a)", "y": "is_true(b)"}, when="filled(a)", pass_="x or y"
    )
    assert {each.place for each in mutants(spec)} == {"checks.x", "checks.y", "when", "pass"}


def test_leaving_a_check_out_is_one_of_the_changes():
    spec = PointSpec(code="P", title="t", checks={"x": "is_true(a)", "y": "is_true(b)"})
    assert [list(each.spec.checks) for each in mutants(spec) if each.text == "（删去）"] == [["y"], ["x"]]
