"""Every lint rule has an example that it refuses, at an exact place, and one near by that it accepts."""

from pathlib import Path

import pytest

from scenarios.lint import explain_rule, lint
from scenarios.lint_page import PAGE, page_text, write_page
from scenarios.lint_rules import FINDERS, rules
from scenarios.load import ScenarioBook
from scenarios.point_problems import CODES
from scenarios.problem import WARNINGS, ScenarioError
from tests.scenarios.lint_cases import LintCase, apply, lint_cases

POINT = "review_points/points/mini/MINI-01.yaml"
PRESENCE = "review_points/points/general/MINI-02.yaml"
ITEM = "scenarios/province/mini/item.yaml"
AREA = "scenarios/fuzhou/mini.yaml"
CERTIFICATE = "scenarios/certificates/mini.yaml"
CASES = lint_cases()
FOUND_WHILE_READING = {"L001", "L002", "L003", "L004", "L005", "L010", "L011", "L012"}

# further ways to break a rule: code, file, what stands there, what is written instead
BAD = [
    ("L002", POINT, "title: 证书在有效期内", "title: !!python/name:os.system 证书"),
    ("L002", POINT, "title: 证书在有效期内", f"title: {'[' * 14}甲{']' * 14}"),
    ("L003", POINT, "title: 证书在有效期内", "\ttitle: 证书在有效期内"),
    ("L004", POINT, "unknown: 请核对有效期。", "unknown: 请核对有效期。\n---\n甲: 乙"),
    ("L010", POINT, "{from: 2020-01-01}", "{from: 2020-13-01}"),
    ("L010", AREA, "promise_days: 1", "promise_days: 90"),
    ("L042", POINT, "soon: days_left", "soon: blank(nurse_certificate.valid_to) and days_left"),
    ("L055", POINT, "effect: hint, code: SOON", "effect: hint, due_workdays: 5, code: SOON"),
    ("L061", POINT, "case.received_on: 2026-11-02", "case.received_on: 2026-02-30"),
    ("L061", POINT, "given:\n", "given:\n  form.nmae: 甲\n"),
    (
        "L069",
        POINT,
        "given:\n",
        "given:\n  form.name: 陈样例\n  nurse_certificate.idno: 350102199006152426\n",
    ),
    ("L072", POINT, "in_force: {from: 2020-01-01}", "in_force: {from: 2020-01-01, to: 2025-12-31}"),
    ("L076", POINT, "{name: 有效, expect: pass}", "{name: 有效, expect: pass, failed: [soon]}"),
    ("L077", POINT, "article: 第十条}", "article: 第十条, to: 2019-12-31}"),
    ("L083", ITEM, "{use: MINI-02, each: [nurse_certificate, employment_letter]}", "{use: MINI-02}"),
    ("L084", ITEM, "checklist: [MINI-01, GEN-99]\n", ""),
    ("L087", ITEM, "necessity: conditional", "necessity: required"),
    ("L101", AREA, "area: fuzhou", "area: pingtan"),
    ("L102", AREA, "days: {type: number, value: 40}", "days: {type: code, value: A40}"),
    ("L103", AREA, "audit_rate: 0.05", "risk_budget: 0.5"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.kind}")
def test_a_rule_reports_its_bad_example_where_it_is_bad_and_nothing_of_the_good_one(checkout, case: LintCase):
    apply(case, checkout.root)
    problems = lint(root=checkout.root)
    found = [f"{Path(each.file).name}:{each.line}:{each.column}" for each in problems]
    assert {each.code for each in problems} == ({case.code} if case.reports else set()), problems
    assert tuple(found) == case.reports
    assert all(each.text and each.hint for each in problems)
    assert not case.hint or case.hint in {each.hint for each in problems}


@pytest.mark.parametrize(("code", "name", "old", "new"), BAD)
def test_other_ways_to_break_a_rule_are_found_too(checkout, code, name, old, new):
    checkout.change(name, old, new)
    found = [each for each in lint(root=checkout.root) if each.code == code]
    assert found
    assert all(each.text and each.hint and each.line > 0 and each.column > 0 for each in found)


def test_every_rule_has_its_words_and_its_examples():
    assert {case.code for case in CASES} == set(rules())
    assert len(rules()) >= 40
    assert all(each.title and each.why and each.mend for each in rules().values())


def test_every_rule_has_a_finder_or_is_found_while_reading():
    assert set(FINDERS) | FOUND_WHILE_READING == set(rules())
    assert set(CODES) <= set(FINDERS)
    assert set(rules()) >= WARNINGS


def test_a_rule_is_explained_and_a_misspelt_one_is_guessed():
    assert explain_rule("L031").startswith("L031 没有这个要素")
    assert explain_rule("L131").endswith("？")


def test_the_page_of_rules_is_current(tmp_path):
    assert PAGE.read_text(encoding="utf-8") == page_text(), "run python -m scenarios.lint_page"
    assert write_page(tmp_path / "page.md").read_text(encoding="utf-8") == page_text()


def test_the_small_checkout_is_accepted_by_every_rule(checkout):
    assert lint(root=checkout.root) == ()


def test_nothing_shipped_is_an_error():
    assert [each for each in lint() if each.level == "error"] == []


def test_a_misspelt_fact_is_pointed_at_with_what_was_meant(checkout):
    checkout.change(
        POINT,
        "case.received_on, nurse_certificate.valid_to)",
        "case.received_on, nurse_certificate.vaild_to)",
    )
    problem = next(each for each in lint(root=checkout.root) if each.code == "L031")
    line = (checkout.root / POINT).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith("nurse_certificate.vaild_to")
    assert problem.hint == "是不是想写 nurse_certificate.valid_to？"


def test_where_an_item_tolerates_a_tolerable_outcome_says_when_it_must_be_cured(checkout):
    checkout.change(POINT, "effect: return", "effect: tolerable")
    assert lint(root=checkout.root) == ()
    checkout.change(ITEM, "audit_rate: 0.02}", "audit_rate: 0.02, tolerate: true}")
    assert [each.code for each in lint(root=checkout.root)] == ["L055"]
    checkout.change(POINT, "effect: tolerable", "effect: tolerable\n    due_workdays: 15")
    assert lint(root=checkout.root) == ()


def test_a_certificate_whose_figures_can_not_be_is_refused(checkout):
    checkout.write(
        CERTIFICATE,
        "compared_with: clerks\nsystems: [fuzhou]\nscenarios: {xiamen/mini@1: abc}\nreader_version: r1\n"
        "compared: 10\nerrors: 11\nbudget: 0.01\nissued_on: 2026-01-01\nexpires_on: 2025-01-01\n",
    )
    assert [each.code for each in lint(root=checkout.root)] == ["L106", "L106", "L106"]


def test_a_role_is_pointed_at_where_it_is_written(checkout):
    checkout.change(PRESENCE, "is_true($m.present)", "is_true($m.present) or is_true($m.presnt)")
    (problem,) = lint(root=checkout.root)
    line = (checkout.root / PRESENCE).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith("$m.presnt")
    assert problem.hint == "是不是想写 m.present？"


def test_only_problems_below_the_named_paths_are_told(checkout):
    checkout.change(POINT, "unknown: 请核对有效期。", 'unknown: ""')
    checkout.change(AREA, "*/10 8-18 * * mon-fri", "每十分钟")
    folder = checkout.root / "review_points"
    assert {each.code for each in lint([folder], root=checkout.root)} == {"L047"}
    assert {each.code for each in lint([checkout.root / AREA], root=checkout.root)} == {"L105"}


def test_all_problems_are_told_at_once(checkout):
    checkout.change(POINT, "unknown: 请核对有效期。", 'unknown: ""')
    checkout.change(POINT, "    fix: 先办理延续。\n", "")
    checkout.change(ITEM, "label: 备注", "label: 姓名")
    assert [each.code for each in lint(root=checkout.root)] == ["L051", "L047", "L082"]


def test_a_problem_has_the_stable_keys_of_the_command_line(checkout):
    checkout.change(POINT, "unknown: 请核对有效期。", 'unknown: ""')
    (problem,) = lint(root=checkout.root)
    assert problem.as_json() == {
        "code": "L047",
        "level": "error",
        "file": POINT,
        "line": 18,
        "column": 11,
        "text": "没有写“未知”时请工作人员核对什么",
        "hint": "写上 unknown: 请核对……",
    }
    assert str(problem).startswith(f"{POINT}:18:11 L047 ")


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a: " + b"x" * 300_000, b"a: " + b"[" * 40 + b"]" * 40])
def test_files_that_are_no_reasonable_text_are_refused(checkout, data):
    (checkout.root / POINT).write_bytes(data)
    codes = {each.code for each in lint(root=checkout.root)}
    assert codes & {"L001", "L002"}


def test_a_book_is_not_loaded_from_files_with_problems(checkout):
    checkout.change(POINT, "title: 证书在有效期内\n", "")
    with pytest.raises(ScenarioError) as caught:
        ScenarioBook.load(checkout.root)
    assert [each.code for each in caught.value.problems] == ["L012"]
    assert Path(caught.value.problems[0].file).name == "MINI-01.yaml"
