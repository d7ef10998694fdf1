import pytest

from cases.case import CaseState
from review_points.conclude import ConclusionKind
from tests.console.province import OPINION
from tests.console.world import CLOSED, CONFLICT, FIRST, SECOND

KEY, OTHER = f"fuzhou:{FIRST}", f"fuzhou:{SECOND}"
ROBOTS = OPINION


@pytest.fixture
def decide(clerk, world):
    def send(step: str = "", key: str = KEY, **form: str):
        case = world.cases.case(key)
        return clerk.send(f"/decide/{step}{key}", **{"review": case.review_sha256, **form})

    return send


def test_the_robots_proposal_is_confirmed_without_a_reason(decide, world):
    answer = decide(kind="return", opinion=ROBOTS)
    case = world.cases.case(KEY)
    assert answer.headers["location"] == "/queue?done=decided"
    assert (case.decision.kind, case.decision.clerk) == (ConclusionKind.RETURN, "陈审批")
    assert case.decision.opinion == ROBOTS
    assert case.state is not CaseState.WAITING_CLERK


def test_what_the_clerk_decided_waits_for_the_robot(decide, world):
    decide(kind="return", opinion=ROBOTS)
    assert [one.case_key for one in world.cases.undelivered_decisions(system="fuzhou")] == [KEY]


def test_the_first_step_shows_what_will_be_recorded_and_records_nothing(decide, world):
    answer = decide(
        "check/", kind="approve", reason_code="read_wrong", reason_text="已核对原件", opinion="同意变更"
    )
    for words in ("请再核对一次", "与机器人建议不同", "机器人识别有误：已核对原件", "同意变更"):
        assert words in answer.text
    assert world.cases.case(KEY).decision is None


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"kind": "approve", "opinion": "同意"}, "必须选择理由"),
        ({"kind": "approve", "reason_code": "nonsense", "opinion": "同意"}, "从列表中选择理由"),
        ({"kind": "approve", "reason_code": "other", "opinion": "同意"}, "请写明理由"),
        ({"kind": "approve", "reason_code": "read_wrong", "opinion": ROBOTS}, "按您的决定改写"),
        ({"kind": "return", "opinion": "  "}, "必须写明意见"),
        ({"kind": "refuse", "reason_code": "lawful_refusal"}, "必须写明意见"),
        ({"kind": "return", "opinion": "长" * 2001}, "过长"),
        ({"kind": "delete", "reason_code": "other", "reason_text": "x"}, "请选择决定"),
        ({"opinion": "x"}, "请选择决定"),
    ],
)
@pytest.mark.parametrize("step", ["check/", ""])
def test_an_incomplete_decision_is_refused_at_both_steps(decide, world, form, says, step):
    answer = decide(step, **form)
    assert says in answer.text
    assert world.cases.case(KEY).decision is None


def test_a_changed_decision_is_recorded_with_its_reason(decide, world):
    decide(kind="approve", reason_code="read_wrong", reason_text="有效期已延续", opinion="同意变更")
    assert world.cases.case(KEY).decision.reason == "机器人识别有误：有效期已延续"


def test_leaving_a_case_needs_a_reason_and_keeps_it_waiting(decide, world):
    assert "必须选择理由" in decide(kind="hand_over").text
    decide(kind="hand_over", reason_code="wait_for_material")
    assert world.cases.case(KEY).state is CaseState.WAITING_CLERK
    last = world.cases.audit_entries(KEY)[-1]
    assert (last.event, last.actor, dict(last.detail)) == (
        "postponed",
        "陈审批",
        {"reason": "等待申请人或其他部门回复"},
    )


def test_a_case_decided_meanwhile_is_not_decided_again(decide, world):
    decide(kind="return", opinion=ROBOTS)
    answer = decide(kind="approve", reason_code="read_wrong", opinion="同意变更")
    assert answer.status_code == 409
    assert "已不在待人工状态" in answer.text
    assert world.cases.case(KEY).decision.kind is ConclusionKind.RETURN


def test_a_closed_case_can_not_be_decided(decide):
    answer = decide(key=f"fuzhou:{CLOSED}", kind="return", opinion=ROBOTS)
    assert answer.status_code == 409


def test_a_case_reviewed_again_since_the_clerk_looked_is_not_decided(decide, world):
    answer = decide(kind="return", opinion=ROBOTS, review="0" * 64)
    assert answer.status_code == 409
    assert "重新审查" in answer.text
    assert world.cases.case(KEY).decision is None


def test_a_hostile_opinion_is_kept_as_text(decide, clerk, world):
    hostile = "<script>alert(1)</script> {{ 7*7 }}"
    assert hostile not in decide("check/", kind="return", opinion=hostile).text
    decide(kind="return", opinion=hostile)
    assert world.cases.case(KEY).decision.opinion == hostile
    assert hostile not in clerk.get(f"/case/{KEY}").text


def test_after_deciding_the_page_shows_who_decided_what(decide, clerk):
    decide(kind="return", opinion=ROBOTS)
    text = clerk.get(f"/case/{KEY}").text
    assert "陈审批 已决定：退回补正" in text
    assert "data-decide" not in text


def test_a_case_that_stopped_is_given_back_to_the_robots(clerk, world):
    key = f"fuzhou:{CONFLICT}"
    assert "交还机器人重新办理" in clerk.get(f"/case/{key}").text
    clerk.send(f"/release/{key}")
    assert world.cases.case(key).state is CaseState.CLAIMED
    assert world.cases.audit_entries(key)[-1].event == "released"


def test_a_waiting_case_can_not_be_given_back(clerk, world):
    assert clerk.send(f"/release/{KEY}").status_code == 409
    assert world.cases.case(KEY).state is CaseState.WAITING_CLERK
