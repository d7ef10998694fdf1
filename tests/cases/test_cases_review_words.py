"""What a review says: at how few places changes are enough, nothing outside the list, drafted refusals."""

from dataclasses import replace
from datetime import datetime

import pytest
from offices import a_world

from cases.case import CaseState, ClerkDecision
from cases.clock import SHANGHAI
from cases.errors import PaperAbsent
from cases.papers.crops import crops_of
from cases.papers.paper import PaperKind, kinds_of, write_paper
from cases.replay import stored_files
from review_points.conclude import ConclusionKind
from review_points.findings import Effect
from scenarios.plan import Scenario
from tests.fakes import FakeReader, plan_case, small_scenario
from tests.fakes.scenario import a_letter, a_point, an_id_card

KEY = "old:FZ0001"


def worked(scenario: Scenario | None = None, **case):
    reader = FakeReader()
    world = a_world(plan_case(reader, **case), scenario=scenario or small_scenario(), reader=reader)
    world.work()
    return world


def reviewed(scenario: Scenario | None = None, **case):
    return worked(scenario, **case).review()


def worded(**words) -> Scenario:
    scenario = small_scenario()
    return replace(scenario, wording=replace(scenario.wording, **words), department="某某局（仿真）")


def refused(scenario: Scenario | None = None):
    reader = FakeReader()
    world = a_world(plan_case(reader), scenario=scenario or worded(), reader=reader)
    world.registry.records.clear()
    world.registry.records["nurses"] = {key: {"status": "注销"} for key in IDS}
    world.work()
    return world.review()


IDS = ("350102199003070028",)


def test_a_returned_case_is_told_at_how_few_places_changes_are_enough():
    done = reviewed(letter=a_letter(sealed=False))
    assert done.words.notice.enough == "修改以下 1 处即可通过：第 1 项。补正后的内容仍须审查。"
    assert done.words.notice.enough in done.words.opinion


def test_nothing_of_that_is_said_when_a_clerk_has_to_look_at_something_else():
    done = reviewed(letter=a_letter(sealed=False), id_card=replace(an_id_card(), readings={}))
    assert done.conclusion.kind is ConclusionKind.HAND_OVER
    assert done.words.notice.enough == ""


def test_a_notice_that_would_ask_for_a_material_outside_the_list_goes_to_a_clerk():
    scenario = small_scenario()
    stray = a_point("P-04", {"sealed": "is_true(letter.sealed)"}, material="passport")
    scenario = replace(scenario, points=(*scenario.points[:3], stray, scenario.points[4]))
    world = worked(scenario, letter=a_letter(sealed=False))
    done = world.review()
    assert world.store.case(KEY).state is CaseState.WAITING_CLERK
    assert ("outside_material", "passport") in {(r.code, r.about) for r in done.conclusion.reasons}
    assert done.words.notice is None


def test_a_refusal_is_drafted_with_grounds_law_and_facts():
    done = refused()
    (ground,) = done.words.refusal.grounds
    assert ground.rests == "依据：《护士条例》第十条"
    assert "“注销”" in ground.shows
    assert done.conclusion.proposal is ConclusionKind.REFUSE
    assert kinds_of(done) == (PaperKind.REFUSAL, PaperKind.REPORT)


def test_how_to_object_is_never_invented():
    assert refused().words.refusal_frame.appeal[0].startswith("【待承办人填写")
    said = refused(worded(appeal="如不服本决定，可以依法救济。")).words.refusal_frame.appeal
    assert said == ("如不服本决定，可以依法救济。", "【待核：上述救济途径和期限，由承办人核对后删去本提示】")
    checked = worded(appeal="如不服本决定，可以依法救济。", appeal_verified=True)
    assert refused(checked).words.refusal_frame.appeal == ("如不服本决定，可以依法救济。",)


def test_the_report_on_a_refusal_names_the_case_and_leaves_room_for_those_who_sign():
    paper = write_paper(PaperKind.REPORT, refused(), {})
    assert dict(paper.particulars)["办件编号"] == "FZ0001"
    assert dict(paper.particulars)["拟作决定"] == "不予行政许可"
    assert "批准人意见、签名" in paper.blanks
    assert paper.watermark == "样例"
    assert paper.draft


def a_decision(opinion: str, kind: ConclusionKind = ConclusionKind.REFUSE) -> ClerkDecision:
    return ClerkDecision(
        number=1,
        case_key=KEY,
        clerk="陈审批",
        kind=kind,
        reason="依法不符合许可条件",
        opinion=opinion,
        decided_at=datetime(2026, 11, 3, 10, 5, tzinfo=SHANGHAI),
    )


def test_a_refusal_that_a_clerk_decided_alone_has_its_papers_too():
    done, decision = reviewed(), a_decision("经核查，不符合条件。\n一、场所不符。")
    assert kinds_of(done, decision) == (PaperKind.REFUSAL, PaperKind.REPORT)
    assert kinds_of(done, a_decision("同意", ConclusionKind.APPROVE)) == ()
    report = write_paper(PaperKind.REPORT, done, {}, decision)
    assert report.opening == ("经核查，不符合条件。", "一、场所不符。")
    assert dict(report.particulars)["承办人"] == "陈审批"
    assert dict(report.particulars)["决定时间"] == "2026 年 11 月 3 日 10:05"
    refusal = write_paper(PaperKind.REFUSAL, done, {}, decision)
    assert refusal.closing[0].endswith("决定不予行政许可。")
    assert refusal.opening[-1] == "一、场所不符。"


def test_a_clerks_own_words_stand_instead_of_the_robots():
    done = refused(worded(refuse_opinion="不符合条件。"))
    same = write_paper(PaperKind.REPORT, done, {}, a_decision(done.words.opinion))
    assert same.opening == ("不符合条件。",)
    assert write_paper(PaperKind.REPORT, done, {}, a_decision("另有理由。")).opening == ("另有理由。",)


def test_a_notice_that_was_concluded_is_no_draft_and_a_proposed_one_is():
    done = reviewed(letter=a_letter(sealed=False))
    assert write_paper(PaperKind.NOTICE, done, {}).draft == ""
    proposed = reviewed(letter=a_letter(sealed=False), id_card=replace(an_id_card(), readings={}))
    assert "草稿" in write_paper(PaperKind.NOTICE, proposed, {}).draft


def test_an_area_that_is_not_simulated_has_no_watermark():
    done = reviewed(replace(worded(), department="某某局"), letter=a_letter(sealed=False))
    assert write_paper(PaperKind.NOTICE, done, {}).watermark == ""


def test_an_approved_case_has_no_papers():
    done = reviewed()
    assert kinds_of(done) == ()
    with pytest.raises(PaperAbsent):
        write_paper(PaperKind.NOTICE, done, {})


def test_files_that_can_not_be_opened_any_more_give_no_crop_and_the_notice_still_names_the_page():
    world = worked(id_card=an_id_card(name="王范本"))
    done = world.review()
    files = stored_files(done.stands, world.store.case(KEY).submission, world.evidence)
    crops = crops_of(done, files, world.evidence.get)
    assert crops == {}
    paper = write_paper(PaperKind.NOTICE, done, crops)
    assert any("居民身份证·姓名“王范本”（第 1 页）" in words for words in paper.words())


def test_a_tolerable_fail_is_told_with_its_time_and_may_not_hide_a_missing_needed_material():
    scenario = small_scenario()
    later = a_point("P-04", {"sealed": "is_true(letter.sealed)"}, Effect.TOLERABLE, material="letter")
    outcome = replace(later.outcomes["sealed"], due_workdays=10)
    points = (*scenario.points[:3], replace(later, outcomes={"sealed": outcome}), scenario.points[4])
    done = reviewed(
        replace(scenario, points=points), letter=a_letter(sealed=False), id_card=an_id_card(name="王范本")
    )
    assert "受理后 10 个工作日内补交" in done.words.opinion
    assert "修改以下 2 处即可通过：第 1 项；第 2 项。" in done.words.opinion
