"""Follow-ups are listed by their day and closed with a note; limits are shown, their events registered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.case import CaseState
from cases.deadlines import ClockState, DeadlineKind, EventKind
from cases.follow_ups import FollowUp, FollowUpKind, FollowUpState
from console.findings_view import finding_groups
from console.marks import MarkBook
from console.reviewed import Reviewed
from review_points.findings import Finding, Outcome, Promise
from tests.console.province import NOW, nurse_case
from tests.console.world import CLOSED, FIRST, SECOND

KEY = f"fuzhou:{CLOSED}"
TODAY = NOW.date()


def follow_up(subject: str, days: int | None, kind: FollowUpKind = FollowUpKind.TOLERATED) -> FollowUp:
    return FollowUp(
        case_key=KEY,
        kind=kind,
        subject=subject,
        says=f"补交证明{subject}（350199199203124026）",
        opened_on=date(2026, 11, 10),
        due_on=None if days is None else TODAY + timedelta(days=days),
    )


@pytest.fixture
def listed(world):
    found = [
        follow_up("甲", 30),
        follow_up("乙", -1),
        follow_up("丙", 1, FollowUpKind.LICENCE_WRONG),
        follow_up("丁", None, FollowUpKind.REFUSAL_REPORT),
    ]
    for each in found:
        world.cases.follow_ups.open(each, actor="robot-1", at=NOW)
    return found


def open_ids(world) -> set[str]:
    return {each.id for each in world.cases.follow_ups.find(state=FollowUpState.OPEN)}


def test_what_presses_stands_in_front_in_words_and_colour(clerk, listed):
    page = clerk.get("/follow-ups").text
    places = [page.index(f"补交证明{name}") for name in "丁乙丙甲"]
    assert places == sorted(places)
    assert '<span class="tag tag-fail">已逾期</span>' in page
    assert '<span class="tag tag-unknown">将到期</span>' in page
    assert "及时办理" in page
    assert "350199199203124026" not in page


def test_the_list_is_filtered_by_kind_number_and_state(clerk, listed):
    page = clerk.get("/follow-ups?kind=licence_wrong").text
    assert "补交证明丙" in page
    assert "补交证明甲" not in page
    assert "没有找到" in clerk.get("/follow-ups?q=nothing-like-it").text
    assert "补交证明甲" in clerk.get(f"/follow-ups?q={CLOSED[-6:]}").text
    assert "补交证明甲" not in clerk.get("/follow-ups?state=closed").text
    assert clerk.get("/follow-ups?state=strange&page=-3&kind=strange").status_code == 200


def test_a_clerk_closes_with_a_note_and_it_is_audited(clerk, world, listed):
    assert clerk.send("/follow-ups/close", follow_up=listed[0].id, note=" 已补交 ").status_code == 303
    assert listed[0].id not in open_ids(world)
    page = clerk.get("/follow-ups?state=closed").text
    assert "已补交" in page
    assert "陈审批" in page
    last = world.cases.audit_entries(KEY)[-1]
    assert (last.event, last.actor) == ("follow_up_closed", "陈审批")
    assert "办结跟进事项" in clerk.get(f"/case/{KEY}").text


@pytest.mark.parametrize("note", ["", "   ", "长" * 501])
def test_nothing_is_closed_without_a_reasonable_note(clerk, world, listed, note):
    answer = clerk.send("/follow-ups/close", follow_up=listed[0].id, note=note)
    assert answer.status_code == 422
    assert "办理情况" in answer.text
    assert listed[0].id in open_ids(world)


def test_nothing_is_closed_twice(clerk, listed):
    clerk.send("/follow-ups/close", follow_up=listed[0].id, note="一")
    assert clerk.send("/follow-ups/close", follow_up=listed[0].id, note="二").status_code == 409


@pytest.mark.parametrize("name", ["郑审计", "admin"])
def test_only_clerks_close_and_register(visitor, world, listed, name):
    visitor.log_in(name)
    page = visitor.get("/follow-ups").text
    assert "待审批人员办理" in page
    assert "/follow-ups/close" not in page
    assert visitor.send("/follow-ups/close", follow_up=listed[0].id, note="x").status_code == 403
    form = {"event": "accepted", "on": "2026-11-17"}
    assert visitor.send(f"/clock/fuzhou:{FIRST}", **form).status_code == 403
    assert len(open_ids(world)) == 4


def test_a_long_list_comes_in_pages(clerk, world):
    for index in range(25):
        world.cases.follow_ups.open(follow_up(f"第{index}", index), actor="robot-1", at=NOW)
    assert "第 1 / 2 页" in clerk.get("/follow-ups").text
    assert "补交证明第24（" in clerk.get("/follow-ups?page=2").text


def test_the_queue_puts_what_is_due_first_in_front_and_says_so(clerk, world):
    world.add(nurse_case(world.evidence, "FZ-LATE", age=20), CaseState.WAITING_CLERK)
    world.add(nurse_case(world.evidence, "FZ-FRESH", age=0), CaseState.WAITING_CLERK)
    page = clerk.get("/queue").text
    places = [page.index(number) for number in ("FZ-LATE", FIRST, SECOND, "FZ-FRESH")]
    assert places == sorted(places)
    assert "已超期 10 个工作日" in page
    assert '<span class="tag tag-fail">已超期' in page
    assert '<span class="tag tag-unknown">剩 1 个工作日</span>' in page
    assert '<span class="tag tag-plain">剩 5 个工作日</span>' in page


def test_a_closed_case_has_no_limit_in_the_queue(clerk):
    row = clerk.get("/queue?tab=closed").text.split("data-row>")[1]
    assert "个工作日" not in row
    assert "已超期" not in row


def test_a_clerk_registers_what_the_robot_cannot_see_and_the_clock_follows(clerk, world):
    key = f"fuzhou:{FIRST}"
    assert "一次性告知时限" in clerk.get(f"/case/{key}").text
    form = {"event": EventKind.NOTICED.value, "on": TODAY.isoformat()}
    assert clerk.send(f"/clock/{key}", **form).status_code == 303
    case = world.cases.case(key)
    entries = world.cases.audit_entries(key)
    found = {each.kind: each for each in world.case_clock().of(case, entries, on=TODAY)}
    assert found[DeadlineKind.ONE_TIME_NOTICE].state is ClockState.DONE
    assert found[DeadlineKind.PROMISED].state is ClockState.PAUSED
    page = clerk.get(f"/case/{key}").text
    assert "暂停计时" in page
    assert "工作人员登记时限事件" in page
    assert "暂停计时" in clerk.get("/queue").text


@pytest.mark.parametrize(
    "form",
    [
        {"event": "accepted", "on": "2030-01-01"},
        {"event": "special_started", "on": "2026-11-18", "about": "领导出差"},
        {"event": "special_ended", "on": "2026-11-18"},
        {"event": "strange", "on": "2026-11-18"},
        {"event": "accepted", "on": "昨天"},
    ],
)
def test_what_cannot_be_registered_is_refused(clerk, world, form):
    key = f"fuzhou:{FIRST}"
    before = len(world.cases.audit_entries(key))
    assert clerk.send(f"/clock/{key}", **form).status_code == 422
    assert len(world.cases.audit_entries(key)) == before


def test_a_clerk_sees_at_once_what_passes_by_commitment_only():
    plain = Finding(point="P-1", title="一", outcome=Outcome.PASS, basis=())
    promised = replace(
        plain, point="P-2", message="按告知承诺办理", promise=Promise(letter="letter", due_workdays=30)
    )
    shown = {
        is_promised: next(
            group
            for group in finding_groups(Reviewed(findings=findings), MarkBook(()))
            if group.outcome == "pass"
        )
        for is_promised, findings in {False: (plain,), True: (plain, promised)}.items()
    }
    assert not shown[False].is_open
    assert shown[True].is_open
    assert [each.effect for each in shown[True].findings] == ["", "告知承诺"]
