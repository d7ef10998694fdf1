"""The book of scenarios: what is in force when, what an area changes, which certificate counts."""

from datetime import date

import pytest

from ocr.values import ElementType
from review_points.approval import Autonomy
from review_points.engine import evaluate
from review_points.point import Point
from scenarios.lint import lint
from scenarios.load import ScenarioBook, shipped_book
from scenarios.problem import ScenarioError
from tests.review_points.building import certain, facts

POINT = "review_points/points/mini/MINI-01.yaml"
ITEM = "scenarios/province/mini/item.yaml"
AREA = "scenarios/fuzhou/mini.yaml"
CERTIFICATE = "scenarios/certificates/mini.yaml"
DAY = date(2026, 11, 2)


def scenario_of(checkout, on=DAY, **options):
    return ScenarioBook.load(checkout.root).scenario("fuzhou/mini", on, **options)


def point(scenario, code) -> Point:
    return next(each for each in scenario.points if each.code == code)


def test_the_shipped_book_holds_four_items_in_two_areas():
    items = ("elder_allowance", "food_license_renew", "freight_driver_renew", "nurse_change")
    assert shipped_book().ids() == tuple(f"{area}/{item}" for area in ("fuzhou", "pingtan") for item in items)
    assert len(tuple(shipped_book().all(DAY))) == 8


def test_a_scenario_is_found_by_the_name_its_legacy_system_uses():
    found = shipped_book().find(item_name="护士变更注册（平潭）", system="pingtan", on=DAY)
    assert found is not None
    assert found.id == "pingtan/nurse_change"
    assert shipped_book().find(item_name="护士变更注册（平潭）", system="fuzhou", on=DAY) is None
    assert shipped_book().find(item_name="没有的事项", system="fuzhou", on=DAY) is None


def test_there_is_no_scenario_before_the_item_is_in_force(checkout):
    assert scenario_of(checkout, date(2019, 12, 31)) is None
    assert scenario_of(checkout, date(2020, 1, 1)) is not None


def test_the_version_in_force_on_the_receiving_day_is_used(checkout):
    text = (checkout.root / POINT).read_text(encoding="utf-8")
    checkout.change(POINT, "{from: 2020-01-01}", "{from: 2020-01-01, to: 2026-11-01}")
    checkout.write(
        POINT.replace("MINI-01", "MINI-01@2026"),
        text.replace("{from: 2020-01-01}", "{from: 2026-11-02}").replace("title: 证书", "title: 新规：证书"),
    )
    assert point(scenario_of(checkout, date(2026, 11, 1)), "MINI-01").title == "证书在有效期内"
    assert point(scenario_of(checkout, date(2026, 11, 2)), "MINI-01").title == "新规：证书在有效期内"


def in_two_versions(checkout) -> None:
    """Let MINI-01 change at New Year 2027: from then on the last day of the certificate is too late."""
    text = (checkout.root / POINT).read_text(encoding="utf-8")
    checkout.change(POINT, "{from: 2020-01-01}", "{from: 2020-01-01, to: 2026-12-31}")
    new = text.replace("{from: 2020-01-01}", "{from: 2027-01-01}").replace("on_or_before(", "before(")
    checkout.write(POINT.replace("MINI-01", "MINI-01@2027-01-01"), new)


@pytest.mark.parametrize(
    ("received", "outcome"),
    [(date(2026, 12, 30), "pass"), (date(2026, 12, 31), "pass"), (date(2027, 1, 1), "fail")],
)
def test_a_case_is_judged_by_the_version_of_its_receiving_day_whenever_it_is_reviewed(
    checkout, received, outcome
):
    in_two_versions(checkout)
    assert lint(root=checkout.root) == ()
    judged = point(scenario_of(checkout, received), "MINI-01")
    known = facts(
        certain("case.received_on", ElementType.DATE, received.isoformat()),
        certain("nurse_certificate.valid_to", ElementType.DATE, received.isoformat()),
        certain("nurse_certificate.present", ElementType.BOOL, "true"),
        certain("nurse_certificate.legible", ElementType.BOOL, "true"),
    )
    (found,) = evaluate([judged], known)
    (check,) = [each for each in found.checks if each.name == "not_expired"]
    assert check.outcome.value == outcome


def test_a_version_that_is_added_changes_nothing_before_its_first_day(checkout):
    before = scenario_of(checkout, date(2026, 12, 31))
    in_two_versions(checkout)
    book = ScenarioBook.load(checkout.root)
    old = book.scenario("fuzhou/mini", date(2026, 12, 31))
    new = book.scenario("fuzhou/mini", date(2027, 1, 1))
    assert old is not None
    assert new is not None
    assert point(old, "MINI-01").checks == point(before, "MINI-01").checks
    assert old.rules_sha256 != new.rules_sha256


def test_a_finding_cites_the_sentence_that_was_in_force_on_the_receiving_day(checkout):
    unchanged = scenario_of(checkout).rules_sha256
    old = "{law: 护士条例, article: 旧第十条, from: 2008-05-12, to: 2026-11-01}"
    new = "{law: 护士条例, article: 第十条, from: 2026-11-02}"
    checkout.change(POINT, "[{law: 护士条例, article: 第十条}]", f"[{old}, {new}]")
    book = ScenarioBook.load(checkout.root)
    cited = {
        day: [each.article for each in point(book.scenario("fuzhou/mini", day), "MINI-01").basis]
        for day in (date(2026, 11, 1), date(2026, 11, 2))
    }
    assert cited == {date(2026, 11, 1): ["旧第十条"], date(2026, 11, 2): ["第十条"]}
    assert book.scenario("fuzhou/mini", DAY).rules_sha256 != unchanged


def test_an_area_changes_parameters_and_nothing_of_the_points(checkout):
    scenario = scenario_of(checkout)
    assert scenario.plan.parameters["days"].value == "40"
    assert [each.code for each in scenario.points] == [
        "MINI-01",
        "MINI-02:nurse_certificate",
        "MINI-02:employment_letter",
        "MINI-03",
    ]


@pytest.mark.parametrize(
    "word", ["without: [MINI-01]", "checks: {not_expired: is_true(nurse_certificate.present)}"]
)
def test_an_area_has_no_words_to_take_a_point_away_or_change_it(checkout, word):
    checkout.change(AREA, "promise_days: 1", f"promise_days: 1\n{word}")
    with pytest.raises(ScenarioError):
        ScenarioBook.load(checkout.root)


def test_an_area_may_add_points_and_materials(checkout):
    checkout.change(
        AREA,
        "promise_days: 1",
        "promise_days: 1\n"
        "materials:\n  - {id: proof, code: F01, name: 地方证明, kind: employment_letter, "
        "necessity: required}\n"
        "points:\n  - {use: MINI-02, as: FZ-01, each: [proof]}",
    )
    scenario = scenario_of(checkout)
    assert point(scenario, "FZ-01:proof").outcomes["present"].says == "缺少《地方证明》。"
    assert [each.id for each in scenario.needed] == ["nurse_certificate", "employment_letter", "proof"]


def test_policy_only_becomes_more_careful_by_an_area(checkout):
    checkout.change(AREA, "audit_rate: 0.05", "audit_rate: 0.05, autonomy: assist, risk_budget: 0.005")
    policy = scenario_of(checkout).policy
    assert (policy.autonomy, policy.audit_rate, policy.risk_budget) == (Autonomy.ASSIST, 0.05, 0.005)
    checkout.change(ITEM, "autonomy: auto", "autonomy: shadow")
    assert scenario_of(checkout).policy.autonomy is Autonomy.SHADOW


def test_a_point_used_for_each_material_is_bound_named_and_conditioned(checkout):
    found = point(scenario_of(checkout), "MINI-02:employment_letter")
    assert found.material == "employment_letter"
    assert found.outcomes["present"].says == "缺少《聘用证明》。"
    assert found.when is not None
    assert found.when.text == "is_true(form.noted)"
    assert found.checks["present"].text == "is_true(employment_letter.present)"


def test_a_point_used_for_required_fields_has_one_check_for_each(checkout):
    found = point(scenario_of(checkout), "MINI-03")
    assert {name: each.text for name, each in found.checks.items()} == {
        "filled_name": "meaningful(form.name)",
        "filled_note": "not (is_true(form.noted)) or (meaningful(form.note))",
    }
    assert found.outcomes["filled_name"].says == "“姓名”未填写。"


def test_the_hash_changes_with_the_rules_and_not_with_examples(checkout):
    before = scenario_of(checkout).rules_sha256
    checkout.change(POINT, "name: 有效", "name: 在有效期内")
    checkout.change(ITEM, "audit_rate: 0.02}", "audit_rate: 0.02, tolerate: false}")  # the default
    assert scenario_of(checkout).rules_sha256 == before
    for name, old, new in (
        (POINT, "on_or_before(", "before("),
        (AREA, "value: 40", "value: 41"),
        (ITEM, "label: 备注", "label: 说明"),
    ):
        checkout.change(name, old, new)
        after = scenario_of(checkout).rules_sha256
        assert after != before
        before = after


def certificate(checkout, scenario, compared_with="simulator", systems="[fuzhou]", **changes):
    values = {
        "compared_with": compared_with,
        "systems": systems,
        "scenarios": f'{{"{scenario.versioned_id}": {scenario.rules_sha256}}}',
        "reader_version": "reader-1",
        "compared": 299,
        "errors": 0,
        "budget": 0.01,
        "issued_on": "2026-10-01",
        "expires_on": "2027-10-01",
        **changes,
    }
    checkout.write(CERTIFICATE, "".join(f"{key}: {value}\n" for key, value in values.items()))


def test_a_certificate_earned_against_the_simulator_counts_only_there(checkout):
    certificate(checkout, scenario_of(checkout))
    assert scenario_of(checkout).certificate is None
    found = scenario_of(checkout, simulated=True).certificate
    assert found is not None
    assert found.bound <= 0.01
    assert found.rules_sha256 == scenario_of(checkout).rules_sha256


def test_a_certificate_earned_beside_clerks_counts_everywhere_it_names(checkout):
    certificate(checkout, scenario_of(checkout), compared_with="clerks")
    assert scenario_of(checkout).certificate is not None
    certificate(checkout, scenario_of(checkout), compared_with="clerks", systems="[pingtan]")
    assert scenario_of(checkout).certificate is None


def test_a_certificate_does_not_follow_a_changed_rule(checkout):
    certificate(checkout, scenario_of(checkout), compared_with="clerks")
    checkout.change(POINT, "on_or_before(", "before(")
    scenario = scenario_of(checkout)
    assert scenario.certificate.rules_sha256 != scenario.rules_sha256


def test_a_scenario_whose_points_do_not_compile_is_never_handed_out(checkout):
    checkout.change(POINT, "nurse_certificate.valid_to)", "nurse_certificate.vaild_to)")
    with pytest.raises(ScenarioError) as caught:
        scenario_of(checkout)
    assert [each.code for each in caught.value.problems] == ["L031"]


def test_what_is_not_checked_is_told_with_its_reason(checkout):
    checkout.change(POINT, "unknown: 请核对有效期。", "unknown: 请核对有效期。\nnot_checked: [不核对照片。]")
    assert scenario_of(checkout).not_checked == (("GEN-99", "没有来源。"), ("MINI-01", "不核对照片。"))


def test_the_ten_areas_are_listed_once():
    areas = shipped_book().library.areas
    assert len({area.id for area in areas}) == len(areas) == 10
    assert {area.id: area.code for area in areas}["pingtan"] == "350128"


def test_ending_a_version_changes_nothing_of_the_days_before(checkout):
    before = scenario_of(checkout, date(2026, 11, 1)).rules_sha256
    checkout.change(POINT, "{from: 2020-01-01}", "{from: 2020-01-01, to: 2026-11-01}")
    checkout.change(ITEM, "{from: 2020-01-01}", "{from: 2020-01-01, to: 2030-12-31}")
    assert scenario_of(checkout, date(2026, 11, 1)).rules_sha256 == before


def test_a_scenario_is_built_once_for_all_days_on_which_the_same_versions_are_in_force(checkout):
    text = (checkout.root / POINT).read_text(encoding="utf-8")
    checkout.change(POINT, "{from: 2020-01-01}", "{from: 2020-01-01, to: 2026-11-01}")
    newer = text.replace("{from: 2020-01-01}", "{from: 2026-11-02}")
    checkout.write(POINT.replace("MINI-01", "MINI-01@2026"), newer)
    book = ScenarioBook.load(checkout.root)
    old, older, new, newest = (
        book.scenario("fuzhou/mini", on)
        for on in (date(2026, 11, 1), date(2026, 1, 5), date(2026, 11, 2), date(2027, 1, 4))
    )
    assert old is older
    assert new is newest
    assert old.rules_sha256 != new.rules_sha256
