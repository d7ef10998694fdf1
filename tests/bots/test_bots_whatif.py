"""A change that is not published yet is tried on a real store: which stored cases would flip, and why."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks.certify import TODAY
from benchmarks.replay import Archive
from bots.whatif import try_change
from cases.settings import Settings
from simulator.cases import make_case

ROOT = Path(__file__).parents[2]
POINT = "review_points/points/elder_allowance/GLJT-01.yaml"
ITEM = "scenarios/province/elder_allowance/item.yaml"
AREA = "scenarios/fuzhou/elder_allowance.yaml"
RECEIVED = date(2026, 10, 26)
"""A fixed day: how the made-up cases are misread depends on their numbers, and these on the day."""


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Three cases of two areas: a clean one in each, and a returned one in Fuzhou."""
    folder = tmp_path_factory.mktemp("store")
    archive = Archive.at(folder)
    for area, seed, flaw in (("fuzhou", 11, None), ("pingtan", 12, None), ("fuzhou", 13, "too_young")):
        archive.add(make_case("elder_allowance", area, seed, flaw=flaw, on=RECEIVED))
    kinds = {case.ref.key: case.conclusion.kind.value for case in archive.store.cases()}
    archive.store.database.close()
    assert sorted(kinds.values()) == ["approve", "approve", "return"]
    return Settings(data_dir=folder)


@pytest.fixture
def changed(tmp_path):
    def write(name: str, *swaps: tuple[str, str], as_: str = "CHANGED.yaml") -> Path:
        text = (ROOT / name).read_text(encoding="utf-8")
        for old, new in swaps:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / as_
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_an_unchanged_file_flips_nothing(stored, changed):
    done = try_change([changed(POINT)], stored)
    assert done.problems == ()
    assert done.as_json()["cases"] == 3
    assert done.as_json()["flipped"] == 0
    assert done.found.others == ()


def test_a_stricter_area_flips_its_own_cases_and_says_which_deficiency_is_new(stored, changed):
    old_county = "  county_code:"
    stricter = "  min_age: {type: number, value: 99, verified: false, note: 试算}\n  county_code:"
    done = try_change([changed(AREA, (old_county, stricter))], stored).as_json()
    assert done["scenarios"] == ["fuzhou/elder_allowance"]
    assert done["cases"] == 2
    assert done["by_flip"] == {"approve→return": 1}
    (flip,) = done["flips"]
    assert (flip["from"], flip["to"]) == ("approve", "return")
    assert flip["points"] == [
        {"point": "GLJT-01", "title": "已达到享受高龄津贴的年龄", "from": "pass", "to": "fail"}
    ]
    assert [one["code"] for one in flip["added"]] == ["NOT_OLD_ENOUGH"]
    assert flip["removed"] == []


def test_a_changed_effect_flips_the_returned_case_in_every_area_that_uses_the_point(stored, changed):
    softer = changed(
        POINT,
        ("effect: return", "effect: hand_over"),
        ("    fix: 到龄后再申请；到龄时系统将自动提醒。\n", ""),
    )
    done = try_change([softer], stored).as_json()
    assert done["scenarios"] == ["fuzhou/elder_allowance", "pingtan/elder_allowance"]
    assert (done["cases"], done["by_flip"]) == (3, {"return→hand_over": 1})
    assert [one["code"] for one in done["flips"][0]["removed"]] == ["NOT_OLD_ENOUGH"]


def test_a_version_that_begins_later_is_tried_as_on_its_first_day(stored, changed):
    begins = TODAY + timedelta(days=40)
    last = begins - timedelta(days=1)
    ends = changed(POINT, ("{from: 2018-12-29}", f"{{from: 2018-12-29, to: {last}}}"), as_="old.yaml")
    later = changed(
        POINT,
        ("{from: 2018-12-29}", f"{{from: {begins}}}"),
        ("effect: return", "effect: hand_over"),
        ("    fix: 到龄后再申请；到龄时系统将自动提醒。\n", ""),
        as_="new.yaml",
    )
    done = try_change([ends, later], stored)
    assert done.begins == begins
    assert done.as_json()["by_flip"] == {"return→hand_over": 1}
    assert f"首日（{begins}）" in done.as_text()


def test_two_versions_at_once_are_a_lint_problem_and_nothing_is_tried(stored, changed):
    later = changed(POINT, ("{from: 2018-12-29}", f"{{from: {TODAY + timedelta(days=40)}}}"))
    done = try_change([later], stored)
    assert "两个版本同时有效" in done.as_text()
    assert done.as_json()["cases"] == 0


def test_a_fact_that_was_never_gathered_is_unknown_and_told(stored, changed):
    form = "materials:\n"
    wider = "  - {key: pension_no, label: 养老保险编号, type: code, required: true}\nmaterials:\n"
    done = try_change([changed(ITEM, (form, wider))], stored)
    told = done.as_json()
    assert {"fact": "form.pension_no", "name": "申请表单·养老保险编号", "cases": 3} in told["not_gathered"]
    assert set(told["by_flip"]) == {"approve→hand_over", "return→hand_over"}
    assert all(flip["to"] == "hand_over" and not flip["added"] for flip in told["flips"])
    assert "未入库字段：申请表单·养老保险编号" in done.as_text()


@pytest.mark.parametrize(
    ("name", "swap", "told"),
    [
        (POINT, ("id_card.birth, case", "id_card.brith, case"), "是不是想写"),
        (POINT, ("title:", "titel:"), "L011"),
        (POINT, ("checks:", "checks: ["), "L003"),
        (AREA, ("area: fuzhou", "area: fuzhuo"), "没有地区"),
    ],
)
def test_a_faulty_change_is_linted_first(stored, changed, name, swap, told):
    done = try_change([changed(name, swap)], stored)
    assert done.problems
    assert told in done.as_text()
    assert "未试算" in done.as_text()


def test_a_file_that_is_none_of_the_three_is_told(stored, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("kind: id_card\n", encoding="utf-8")
    assert "看不出" in try_change([path], stored).as_text()


def test_only_cases_since_a_day_are_tried(stored, changed):
    assert try_change([changed(POINT)], stored, since=RECEIVED - timedelta(days=60)).as_json()["cases"] == 3
    assert try_change([changed(POINT)], stored, since=RECEIVED + timedelta(days=40)).as_json()["cases"] == 0


def test_less_autonomy_shows_as_a_hand_over_with_the_same_proposal(stored, changed):
    done = try_change([changed(AREA, ("schedule:", "policy: {autonomy: shadow}\nschedule:"))], stored)
    flips = done.as_json()["flips"]
    assert {(each["from"], each["to"], each["points"] == []) for each in flips} == {
        ("approve", "hand_over", True),
        ("return", "hand_over", True),
    }
    assert {(each["from_proposal"], each["to_proposal"]) for each in flips} == {
        ("approve", "approve"),
        ("return", "return"),
    }
    assert "转人工（建议通过）" in done.as_text()


def test_the_store_is_left_as_it_was(stored, changed):
    def pieces() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in stored.evidence_dir.rglob("*") if path.is_file()}

    before = pieces()
    try_change([changed(POINT, ("effect: return", "effect: hand_over"))], stored)
    assert pieces() == before
