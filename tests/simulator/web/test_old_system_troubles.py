"""Each switch does what it says, and the ledger stays truthful."""

import httpx
import pytest
from old_system_clerk import Clerk

from simulator.web.switches import Page, Switches, Trouble

NUMBER = "350100-20261102-000002"


def struck(clerk):
    return [(strike.trouble, strike.page, strike.case) for strike in clerk.system.switches.struck]


def test_an_expired_session_ends_at_the_login_page_by_redirect_or_inline(province):
    for area, url, text in (("fuzhou", "/login.jsp", "会话已超时"), ("pingtan", "/list.jsp", "登录已失效")):
        clerk = Clerk(province, area)
        clerk.log_in()
        clerk.system.sessions.lifetime_s = 0.0
        answer = clerk.http.get("/list.jsp")
        assert answer.url.path == url
        assert text in answer.content.decode("gbk")


def test_session_lost_strikes_once_for_one_case_and_writes_nothing(clerk):
    clerk.system.switches.turn_on("session_lost", case=NUMBER, at="submit", times=1)
    assert "spForm" in clerk.open(NUMBER)
    assert "loginForm" in clerk.decide(NUMBER).content.decode("gbk")
    assert clerk.system.ledger.writes == ()
    clerk.log_in()
    clerk.decide(NUMBER)
    assert [write.number for write in clerk.system.ledger.writes] == [NUMBER]
    assert struck(clerk) == [(Trouble.SESSION_LOST, Page.SUBMIT, NUMBER)]


@pytest.mark.parametrize("page", ["/list.jsp", "/detail.jsp?id=20001", f"/download.jsp?bh={NUMBER}&fid=0"])
def test_a_slow_page_comes_late(clerk, page):
    clerk.system.switches.turn_on("slow_page", delay_s=30)
    with pytest.raises(httpx.ReadTimeout):
        clerk.http.get(page, timeout=0.3)
    clerk.system.switches.turn_off("slow_page")
    assert clerk.http.get(page).status_code == 200


def test_a_slow_answer_leaves_the_write_in_the_ledger(clerk):
    clerk.system.switches.turn_on("slow_write", case=NUMBER, times=1, delay_s=30)
    clerk.http.timeout = httpx.Timeout(0.5)
    with pytest.raises(httpx.ReadTimeout):
        clerk.decide(NUMBER)
    assert clerk.system.state(NUMBER) == "approve"


def test_an_error_after_the_write_is_a_write(clerk):
    clerk.system.switches.turn_on("error_after_write", case=NUMBER, times=1)
    answer = clerk.decide(NUMBER)
    assert answer.status_code == 500
    assert clerk.system.ledger.check({NUMBER: "approve"}) == {
        "writes": 1,
        "duplicate": 0,
        "refused": 0,
        "lost": 0,
        "wrong_row": 0,
    }


def test_a_moved_list_opens_another_case_under_the_same_id(clerk):
    clerk.system.switches.turn_on("list_reordered", case=NUMBER, times=1)
    row = str(clerk.system.row_id(NUMBER))
    moved = clerk.text("/detail.jsp", id=row)
    assert f">{NUMBER}<" not in moved
    assert f">{NUMBER}<" in clerk.open(NUMBER)
    assert str(clerk.system.row_id(NUMBER)) != row


def test_deciding_what_was_opened_by_mistake_is_a_write_on_a_wrong_row(clerk):
    clerk.system.switches.turn_on("list_reordered", case=NUMBER, times=1)
    moved = clerk.text("/detail.jsp", id=str(clerk.system.row_id(NUMBER)))
    shown = moved.split('id="caseNo">')[1].split("<")[0]
    clerk.decide(shown)
    assert clerk.system.ledger.check({NUMBER: "approve"}) == {
        "writes": 1,
        "duplicate": 0,
        "refused": 0,
        "lost": 1,
        "wrong_row": 1,
    }


def test_an_unexpected_question_is_asked_just_before_the_decision_and_saying_yes_is_recorded(clerk):
    clerk.system.switches.turn_on("unexpected_dialog", case=NUMBER, times=1)
    assert "检测到该办件存在关联业务" in clerk.open(NUMBER)
    assert [clerk.text("/relate.jsp", bh=NUMBER) for _ in range(2)] == ["1", "0"]
    clerk.decide(NUMBER, extra="1")
    assert [write.kind for write in clerk.system.ledger.writes] == ["void", "approve"]
    assert clerk.system.ledger.check({NUMBER: "approve"})["wrong_row"] == 1


def test_an_unexpected_alert_comes_on_opening(clerk):
    clerk.system.switches.turn_on("unexpected_dialog", case=NUMBER, at="detail", times=1)
    assert "今晚22:00升级维护" in clerk.open(NUMBER)
    assert "今晚22:00升级维护" not in clerk.open(NUMBER)


def test_a_wrong_captcha_can_not_be_answered_from_its_picture(province):
    clerk = Clerk(province)
    clerk.system.switches.turn_on("wrong_captcha", times=1)
    clerk.http.get("/login.jsp")
    clerk.http.get("/captcha.jsp")
    assert struck(clerk) == [(Trouble.WRONG_CAPTCHA, Page.LOGIN, "")]
    assert "frameset" in clerk.log_in().content.decode("gbk")


def test_a_cut_download_breaks_off_and_the_next_is_whole(clerk):
    clerk.system.switches.turn_on("download_cut", case=NUMBER, times=1)
    path = f"/download.jsp?bh={NUMBER}&fid=0"
    with pytest.raises(httpx.RemoteProtocolError):
        clerk.http.get(path)
    assert clerk.http.get(path).content == clerk.system.cases[NUMBER].files[0].data()


def test_a_colleague_decides_just_before(clerk):
    clerk.system.switches.turn_on("decided_by_other", case=NUMBER)
    assert "该办件已被他人办理" in clerk.decide(NUMBER).content.decode("gbk")
    ledger = clerk.system.ledger
    assert [(w.origin, w.accepted) for w in ledger.writes] == [("colleague", True), ("page", False)]
    assert ledger.check({}) == {"writes": 0, "duplicate": 0, "refused": 1, "lost": 0, "wrong_row": 0}
    assert "王建国" in clerk.open(NUMBER)


def test_without_conflict_check_a_second_write_is_a_duplicate(clerk):
    clerk.system.switches.no_conflict_check = True
    clerk.decide(NUMBER)
    clerk.decide(NUMBER)
    assert clerk.system.ledger.check({NUMBER: "approve"}) == {
        "writes": 2,
        "duplicate": 1,
        "refused": 0,
        "lost": 0,
        "wrong_row": 0,
    }


def test_with_one_session_per_account_the_second_login_throws_the_first_out(province, clerk):
    clerk.system.switches.single_session = True
    second, third = Clerk(province), Clerk(province)
    second.log_in()
    assert "您的账号已在其他地方登录" in clerk.text("/list.jsp")
    third.log_in(place=1)
    assert "listTable" in second.text("/list.jsp")


def test_a_probability_gives_the_same_strikes_for_the_same_seed():
    def strikes(seed: int) -> list[bool]:
        switches = Switches()
        switches.turn_on("slow_page", probability=0.3, seed=seed)
        return [switches.strikes(Trouble.SLOW_PAGE, Page.LIST) is not None for _ in range(200)]

    assert strikes(1) == strikes(1)
    assert strikes(1) != strikes(2)
    assert 30 < sum(strikes(1)) < 90


def test_unknown_troubles_are_refused():
    with pytest.raises(ValueError, match="earthquake"):
        Switches().turn_on("earthquake")
