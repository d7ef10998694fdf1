"""Running examples, and the small wrong versions they should notice."""

import pytest

from ocr.values import ElementType as T
from review_points.findings import Effect
from scenarios.example_report import ExampleReport
from scenarios.examples import run_examples
from scenarios.expression_changes import changed_expressions
from scenarios.mutants import CHECK_DROPPED, CONDITION_DROPPED, mutants
from tests.review_points.building import point

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
        ("given:\n", "given:\n  form.nmae: 甲\n", "没有要素 form.nmae"),
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
    assert any(each.place == "checks.not_expired" for each in after.survivors)


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


TYPES = {
    "f.yes": T.BOOL,
    "f.no": T.BOOL,
    "f.count": T.NUMBER,
    "f.kind": T.CHOICE,
    "f.start": T.DATE,
    "f.end": T.DATE,
    "f.name": T.NAME,
    "f.other": T.NAME,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is_true(f.yes)", {"not (is_true(f.yes))", "is_false(f.yes)", "is_true(f.no)"}),
        (
            "is_true(f.yes) and is_true(f.no)",
            {"is_true(f.yes) or is_true(f.no)", "is_true(f.yes)", "is_true(f.no)"},
        ),
        ("not is_true(f.yes)", {"is_true(f.yes)"}),
        ("f.count <= 10", {"f.count < 10", "f.count > 10", "f.count <= 11", "f.count <= 9"}),
        (
            "one_of(f.kind, ['x', 'y'])",
            {"one_of(f.kind, ['y'])", "one_of(f.kind, ['x'])", "not_one_of(f.kind, ['x', 'y'])"},
        ),
        ("one_of(f.kind, ['x'])", {"one_of(f.kind, ['x〇'])"}),
        ("before(f.end, '2026-01-01')", {"before(f.end, '2026-01-02')", "before(f.end, '2025-12-31')"}),
        ("on_or_before(f.start, f.end)", {"before(f.start, f.end)", "on_or_before(f.end, f.start)"}),
        (
            "days_left(f.end, f.start, 30)",
            {
                "days_left(f.end, f.start, 31)",
                "days_left(f.end, f.start, 29)",
                "days_left(f.start, f.end, 30)",
            },
        ),
        ("age_at_least(f.start, f.end, 80, 'birthday')", {"age_at_least(f.start, f.end, 80, 'month')"}),
        ("filled(f.name)", {"blank(f.name)", "filled(f.other)"}),
    ],
)
def test_expressions_are_changed_in_every_small_way(text, expected):
    assert expected <= {change.text for change in changed_expressions(text, TYPES)}


def test_exchanging_the_sides_of_a_symmetric_call_is_no_change():
    changed = {change.text for change in changed_expressions("same_name(f.name, f.other)", TYPES)}
    assert "same_name(f.other, f.name)" not in changed


def test_an_expression_that_can_not_be_parsed_has_no_mutants():
    assert list(changed_expressions("is_true(", TYPES)) == []


def two_checks(**options):
    return point({"x": "is_true(f.yes)", "y": "filled(f.name)"}, TYPES, **options)


def test_checks_conditions_pass_and_effects_are_changed():
    made = two_checks(when="filled(f.kind)", pass_="x or y")
    places = {each.place for each in mutants(made, "x or y", TYPES)}
    effects = {("outcomes", name, "effect") for name in "xy"}
    assert places == {("checks", "x"), ("checks", "y"), ("when",), ("pass",), *effects}


def test_leaving_a_check_or_the_condition_out_is_one_of_the_changes():
    made = two_checks(when="filled(f.kind)")
    dropped = [each for each in mutants(made, None, TYPES) if each.kind in (CHECK_DROPPED, CONDITION_DROPPED)]
    assert [(each.place, list(each.point.checks)) for each in dropped if each.place != ("when",)] == [
        (("checks", "x"), ["y"]),
        (("checks", "y"), ["x"]),
    ]
    assert [each.point.when for each in dropped if each.place == ("when",)] == [None]


def test_every_effect_is_changed_to_every_other():
    changed = [each for each in mutants(two_checks(), None, TYPES) if each.kind == "effect changed"]
    assert len(changed) == 2 * (len(Effect) - 1)


def test_a_survivor_has_its_place_and_what_would_stand_there(checkout):
    survivors = run_examples(root=checkout.root).survivors
    survivor = next(each for each in survivors if each.place == "checks.not_expired")
    assert (survivor.file, survivor.line, survivor.column) == (POINT, 7, 16)
    assert str(survivor).startswith(f"{POINT}:7:16 MINI-01 checks.not_expired：改成 before(")


def test_a_wrong_version_that_is_proven_to_be_none_counts_neither_way(checkout):
    before = run_examples(root=checkout.root)
    old = "days_left(nurse_certificate.valid_to, case.received_on, param.days)"
    checkout.change(POINT, old, f"{old} and ({old} or {old})")
    after = run_examples(root=checkout.root)
    assert after.equivalent > before.equivalent
    assert old not in [each.text for each in after.survivors]


def test_too_few_mutants_noticed_is_not_good_enough(checkout):
    assert not run_examples(root=checkout.root).is_good_enough
    assert run_examples().is_good_enough


def test_scores_are_told_for_every_file(checkout):
    files = run_examples(root=checkout.root).as_json()["files"]
    assert [each["point"] for each in files] == ["MINI-02", "MINI-03", "MINI-01"]
    assert all(each["mutants"] >= each["killed"] > 0 for each in files)
    assert sum(each["examples"] for each in files) == 9
