"""Every lint rule has a file that it accepts (the small checkout as it is) and one that it refuses."""

from pathlib import Path

import pytest

from scenarios.lint import lint
from scenarios.lint_rules import RULES
from scenarios.load import ScenarioBook
from scenarios.problem import ScenarioError

POINT = "review_points/points/mini/MINI-01.yaml"
PRESENCE = "review_points/points/general/MINI-02.yaml"
ITEM = "scenarios/province/mini/item.yaml"
AREA = "scenarios/fuzhou/mini.yaml"
CERTIFICATE = "scenarios/certificates/mini.yaml"

# code, file, what stands there, what is written instead
BAD = [
    ("L002", POINT, "title: 证书在有效期内", "title: &a 证书在有效期内"),
    ("L002", POINT, "title: 证书在有效期内", "title: !!python/name:os.system 证书"),
    ("L003", POINT, "title: 证书在有效期内", "\ttitle: 证书在有效期内"),
    ("L003", POINT, "unknown: 请核对有效期。", "unknown: {请核对有效期"),
    ("L004", POINT, POINT, ""),
    ("L005", POINT, "title: 证书在有效期内", "title: 甲\ntitle: 乙"),
    ("L010", POINT, "effect: return", "effect: retrun"),
    ("L011", POINT, "title: 证书在有效期内", "titel: 乙\ntitle: 甲"),
    ("L012", POINT, "title: 证书在有效期内\n", ""),
    ("L030", POINT, "nurse_certificate.valid_to)\n  soon", "nurse_certificate.valid_to\n  soon"),
    (
        "L031",
        POINT,
        "case.received_on, nurse_certificate.valid_to)",
        "case.received_on, nurse_certificate.vaild_to)",
    ),
    ("L032", POINT, "not_expired: on_or_before", "not_expired: on_or_befor"),
    (
        "L033",
        POINT,
        "on_or_before(case.received_on, nurse_certificate.valid_to)",
        "is_true(nurse_certificate.valid_to)",
    ),
    ("L034", POINT, "  soon: {effect: hint, code: SOON, says: 即将届满。}\n", ""),
    ("L035", POINT, "  soon: {effect", "  late: {effect: hint, code: LATE, says: 晚。}\n  soon: {effect"),
    ("L036", POINT, "unknown: 请核对有效期。", "pass: soon\nunknown: 请核对有效期。"),
    (
        "L037",
        POINT,
        "unknown: 请核对有效期。",
        "pass: soon and not_expired or not soon\nunknown: 请核对有效期。",
    ),
    ("L038", POINT, "days_left(nurse_certificate.valid_to", "days_left($m.valid_to"),
    ("L039", POINT, "says: 即将届满。", 'says: "即将{届满。"'),
    ("L040", POINT, "{nurse_certificate.valid_to}", "{nurse_certificate.vaild_to}"),
    ("L041", POINT, "param.days)", "param.dayz)"),
    (
        "L042",
        POINT,
        "soon: days_left(nurse_certificate.valid_to, case.received_on, param.days)",
        "soon: readable(param.days) or not readable(param.days)",
    ),
    (
        "L042",
        POINT,
        "soon: days_left(nurse_certificate.valid_to, case.received_on, param.days)",
        "soon: not on_or_before(case.received_on, nurse_certificate.valid_to)",
    ),
    ("L043", POINT, "basis: [{law: 护士条例, article: 第十条}]", "basis: []"),
    ("L043", POINT, "article: 第十条}", "article: 第十条, verified: true}"),
    ("L044", POINT, "unknown: 请核对有效期。", "unknown: 请核对有效期。\n" + "# 行\n" * 120),
    ("L045", POINT, "code: MINI-01", "code: MINI-07"),
    ("L046", ITEM, "  - {use: MINI-01}\n", ""),
    ("L047", POINT, "unknown: 请核对有效期。", 'unknown: ""'),
    ("L050", POINT, "says: 即将届满。", 'says: ""'),
    ("L051", POINT, "    fix: 先办理延续。\n", ""),
    ("L052", POINT, "code: SOON", "code: EXPIRED"),
    ("L053", POINT, "fix: 先办理延续。", "fix: 提交《健康体检表》。"),
    ("L054", POINT, "material: nurse_certificate", "material: nurse_certifcate"),
    ("L055", POINT, "effect: hint, code: SOON", "effect: hint, due_workdays: 5, code: SOON"),
    ("L060", POINT, "  - {name: 有效, expect: pass}\n", ""),
    ("L061", POINT, "case.received_on: 2026-11-02,", "case.received_on: 2026-02-30,"),
    ("L061", POINT, '"!unreadable"', '"!unreadabel"'),
    ("L061", POINT, "given: {", "given: {form.nmae: 甲, "),
    ("L062", POINT, "name: 过期一天", "name: 有效"),
    ("L063", POINT, "failed: [not_expired, soon]", "failed: [expired]"),
    ("L071", ITEM, "in_force: {from: 2020-01-01}", "in_force: {from: 2020-01-01, to: 2019-01-01}"),
    ("L072", POINT, "in_force: {from: 2020-01-01}", "in_force: {from: 2021-01-01}"),
    ("L072", POINT, "in_force: {from: 2020-01-01}", "in_force: {from: 2020-01-01, to: 2025-12-31}"),
    ("L073", ITEM, "{use: MINI-01}", "{use: MINI-1}"),
    ("L080", ITEM, "kind: employment_letter", "kind: employment_leter"),
    ("L081", ITEM, "  - {use: MINI-01}\n", "  - {use: MINI-01}\n  - {use: MINI-01}\n"),
    ("L082", ITEM, "label: 备注", "label: 姓 名"),
    ("L083", ITEM, "{use: MINI-02, each: [nurse_certificate, employment_letter]}", "{use: MINI-02}"),
    ("L083", ITEM, "{use: MINI-01}", "{use: MINI-01, bind: {id: nurse_certificate}}"),
    ("L084", ITEM, "checklist: [MINI-01, GEN-99]", "checklist: [MINI-01, GEN-99, GEN-06]"),
    ("L084", ITEM, "checklist: [MINI-01, GEN-99]\n", ""),
    ("L085", ITEM, "each: [nurse_certificate, employment_letter]", "each: [nurse_certificate]"),
    ("L086", ITEM, "  - {use: MINI-03, each_field: required}\n", ""),
    ("L087", ITEM, "when: is_true(form.noted)", "when: is_true(form.notd)"),
    ("L087", ITEM, "necessity: conditional", "necessity: required"),
    ("L088", ITEM, "key: form.name, fields", "key: form.nmae, fields"),
    ("L089", ITEM, "value: 30, least", "value: 三十, least"),
    ("L089", AREA, "value: 40", "value: 61"),
    ("L090", ITEM, "  days: {type", "  spare: {type: number, value: 1}\n  days: {type"),
    ("L100", AREA, "item: mini", "item: minni"),
    ("L101", AREA, "area: fuzhou", "area: fuzhuo"),
    ("L101", AREA, "area: fuzhou", "area: pingtan"),
    ("L102", AREA, "days: {type: number", "dayz: {type: number"),
    ("L102", AREA, "days: {type: number, value: 40}", "days: {type: code, value: A40}"),
    ("L103", AREA, "audit_rate: 0.05", "audit_rate: 0.01"),
    ("L103", AREA, "audit_rate: 0.05", "risk_budget: 0.5"),
    ("L105", AREA, "*/10 8-18 * * mon-fri", "每十分钟"),
]


@pytest.mark.parametrize(("code", "name", "old", "new"), BAD)
def test_a_bad_file_is_refused_with_its_place(checkout, code, name, old, new):
    if old == name:
        checkout.write(name, new)
    else:
        checkout.change(name, old, new)
    problems = lint(root=checkout.root)
    found = [each for each in problems if each.code == code]
    assert found, problems
    assert all(each.text for each in found)
    assert all(each.line > 0 and each.column > 0 for each in found)


def test_the_small_checkout_is_accepted_by_every_rule(checkout):
    assert lint(root=checkout.root) == ()


def test_everything_shipped_is_accepted_by_every_rule():
    assert lint() == ()


def test_every_rule_has_a_file_that_it_refuses():
    tested = {code for code, *_ in BAD} | {"L070", "L104", "L106"}
    assert set(RULES) <= tested
    assert all(rule.meaning for rule in RULES.values())


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


def test_a_misspelt_key_is_pointed_at_with_what_was_meant(checkout):
    checkout.change(POINT, "unknown: 请核对有效期。", "unknown: 请核对有效期。\nexample: []")
    problem = next(each for each in lint(root=checkout.root) if each.code == "L011")
    assert "examples" in problem.hint


def test_overlapping_versions_are_refused_and_versions_in_turn_accepted(checkout):
    text = (checkout.root / POINT).read_text(encoding="utf-8")
    later = checkout.write(POINT.replace("MINI-01", "MINI-01@2024"), text.replace("2020-01-01", "2024-01-01"))
    assert [each.code for each in lint(root=checkout.root) if each.file.endswith(later.name)] == ["L070"]
    checkout.change(POINT, "{from: 2020-01-01}", "{from: 2020-01-01, to: 2023-12-31}")
    assert lint(root=checkout.root) == ()


def test_two_scenarios_of_one_system_may_not_share_a_name(checkout):
    item = (checkout.root / ITEM).read_text(encoding="utf-8")
    area = (checkout.root / AREA).read_text(encoding="utf-8")
    checkout.write(ITEM.replace("/mini/", "/other/"), item.replace("item: mini", "item: other"))
    checkout.write(AREA.replace("mini.yaml", "other.yaml"), area.replace("item: mini", "item: other"))
    assert {each.code for each in lint(root=checkout.root)} == {"L104"}


def test_where_an_item_tolerates_a_tolerable_outcome_says_when_it_must_be_cured(checkout):
    checkout.change(POINT, "effect: return", "effect: tolerable")
    assert lint(root=checkout.root) == ()
    checkout.change(ITEM, "audit_rate: 0.02}", "audit_rate: 0.02, tolerate: true}")
    assert [each.code for each in lint(root=checkout.root)] == ["L055"]
    checkout.change(POINT, "effect: tolerable", "effect: tolerable\n    due_workdays: 15")
    assert lint(root=checkout.root) == ()


def test_a_certificate_for_no_scenario_is_refused(checkout):
    checkout.write(
        CERTIFICATE,
        "compared_with: clerks\nsystems: [fuzhou]\nscenarios: {xiamen/mini@1: abc}\nreader_version: r1\n"
        "compared: 10\nerrors: 11\nbudget: 0.01\nissued_on: 2026-01-01\nexpires_on: 2025-01-01\n",
    )
    assert [each.code for each in lint(root=checkout.root)] == ["L106", "L106", "L106"]


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
        "file": POINT,
        "line": 16,
        "column": 11,
        "text": "没有写“未知”时请工作人员核对什么",
        "hint": "写上 unknown: 请核对……",
    }
    assert str(problem).startswith(f"{POINT}:16:11 L047 ")


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
