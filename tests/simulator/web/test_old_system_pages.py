"""What the pages of an old system look like: bytes, frames, paging, search, popup, downloads."""

import re
from itertools import chain
from urllib.parse import unquote

import pytest
from old_system_clerk import Clerk

from simulator.web.reply import COOKIE


def numbers_on(text: str) -> list[str]:
    return re.findall(r"<td>(350\d{3}-\d{8}-\d{6})</td>", text)


def test_pages_are_gbk_bytes_with_a_charset_in_one_area_and_only_a_meta_tag_in_the_other(province):
    fuzhou = Clerk(province, "fuzhou").http.get("/login.jsp")
    pingtan = Clerk(province, "pingtan").http.get("/login.jsp")
    assert fuzhou.headers["content-type"] == "text/html; charset=GBK"
    assert pingtan.headers["content-type"] == "text/html"
    assert "用户登录".encode("gbk") in fuzhou.content
    assert b"charset=gbk" in pingtan.content
    with pytest.raises(UnicodeDecodeError):
        fuzhou.content.decode("utf-8")


def test_nobody_gets_in_without_the_answer_to_the_captcha(province):
    clerk = Clerk(province)
    refused = clerk.log_in(captcha="----").content.decode("gbk")
    assert "验证码错误" in refused
    assert "loginForm" in clerk.text("/list.jsp")
    assert "frameset" in clerk.log_in().content.decode("gbk")


def test_a_captcha_serves_once_and_a_new_picture_comes_after_a_failure(province):
    clerk = Clerk(province)
    clerk.http.get("/login.jsp")
    first = clerk.http.get("/captcha.jsp").content
    asked = clerk.system.sessions.find(clerk.http.cookies[COOKIE]).captcha
    user, password = province.account("fuzhou")
    wrong = clerk.http.post("/login.jsp", data={"username": user, "password": "x", "captcha": asked})
    assert "用户名或密码错误" in wrong.content.decode("gbk")
    again = clerk.http.post("/login.jsp", data={"username": user, "password": password, "captcha": asked})
    assert "验证码错误" in again.content.decode("gbk")
    assert clerk.http.get("/captcha.jsp").content != first
    assert first.startswith(b"\x89PNG")


def test_the_frameset_names_its_frames(clerk):
    names = re.findall(r'<frame name="(\w+)"', clerk.text("/main.jsp"))
    assert names == ["topFrame", "leftFrame", "mainFrame"]
    assert "审批机器人一" in clerk.text("/top.jsp")
    assert '<b id="waitingCount">23</b>' in clerk.text("/welcome.jsp")


def test_the_list_shows_ten_rows_a_page_and_every_case_once(clerk):
    pages = [numbers_on(clerk.text("/list.jsp", page=str(page))) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert sorted(chain(*pages)) == sorted(clerk.system.cases)
    last = clerk.text("/list.jsp", page="3")
    assert "<span>下一页</span>" in last
    assert '<span id="pageCount">3</span>' in last


def test_columns_and_words_differ_between_areas(province, clerk):
    other = Clerk(province, "pingtan")
    other.log_in()
    headers = [re.findall(r"<th>(.*?)</th>", one.text("/list.jsp")) for one in (clerk, other)]
    assert headers[0] == ["办件编号", "事项名称", "申请人", "收件日期", "状态", "操作"]
    assert headers[1] == ["业务流水号", "申请人姓名/名称", "办理事项", "办件状态", "收件时间", "操作"]


def test_the_search_form_takes_gbk_and_a_number_finds_a_decided_case(clerk):
    number = "350100-20261102-000005"
    applicant = clerk.system.cases[number].applicant
    assert numbers_on(clerk.text("/list.jsp", sqr=applicant)) == [number]
    clerk.decide(number)
    assert numbers_on(clerk.text("/list.jsp", sqr=applicant)) == []
    assert numbers_on(clerk.text("/list.jsp", bh=number)) == [number]
    assert numbers_on(clerk.text("/list.jsp", zt="approve")) == [number]


def test_a_popup_prints_the_number_twice_the_title_the_form_and_the_materials(clerk):
    number = "350100-20261102-000003"
    text = clerk.open(number)
    assert text.count(f">{number}<") == 2
    assert '<h3 align="center" id="itemTitle">护士执业注册（变更执业地点）</h3>' in text
    assert '<td class="bt">姓名：</td>' in text
    assert 'readonly size="34" value="14000000000"' in text
    assert "聘用证明(盖章).jpg" in text
    assert re.findall(r'<input type="button" value="(.*?)"', text) == ["通过", "退回补正", "不予许可", "关闭"]


def test_values_are_escaped(province, clerk):
    import dataclasses

    number = "350100-20261102-000004"
    nasty = dataclasses.replace(clerk.system.cases[number], form={"姓名": "<script>alert(1)</script>{{7*7}}"})
    clerk.system.cases = {**clerk.system.cases, number: nasty}
    text = clerk.open(number)
    assert "<script>alert(1)" not in text
    assert "{{7*7}}" in text


def test_characters_that_gbk_lacks_survive_the_way_there_and_back(clerk):
    number = "350100-20261102-000006"
    clerk.decide(number, opinion="同意䶮㛃𬭎")
    assert clerk.system.ledger.writes[-1].opinion == "同意䶮㛃𬭎"
    assert "&#" in clerk.open(number)


@pytest.mark.parametrize(
    ("area", "decode"),
    [
        ("fuzhou", lambda header: header.encode("latin-1").decode("gbk")),
        ("pingtan", unquote),
    ],
)
def test_downloads_carry_their_bytes_and_their_name(province, area, decode):
    clerk = Clerk(province, area)
    clerk.log_in()
    case = next(iter(clerk.system.cases.values()))
    answer = clerk.http.get(f"/download.jsp?bh={case.number}&fid=1")
    assert answer.content == case.files[1].data()
    assert decode(answer.headers["content-disposition"]) == 'attachment; filename="聘用证明(盖章).jpg"'


def test_a_decided_case_shows_state_opinion_operator_and_time_and_no_buttons(clerk):
    number = "350100-20261102-000007"
    answer = clerk.decide(number, "return", "请补正：缺公章。").content.decode("gbk")
    assert '"办理成功"' in answer
    text = clerk.open(number)
    assert "退回补正</td>" in text
    assert "请补正：缺公章。" in text
    assert "审批机器人一" in text
    assert "<textarea" not in text
    assert re.search(r"<td>20\d\d-\d\d-\d\d \d\d:\d\d:\d\d</td>", text)


def test_a_second_decision_is_refused_and_changes_nothing(clerk):
    number = "350100-20261102-000008"
    clerk.decide(number, "approve", "第一次")
    answer = clerk.decide(number, "refuse", "第二次").content.decode("gbk")
    assert "该办件已被他人办理" in answer
    assert clerk.system.decision(number).opinion == "第一次"
    assert [write.accepted for write in clerk.system.ledger.writes] == [True, False]
